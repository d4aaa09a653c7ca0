"""A curator's decisions: what they do, and that a changed sentence takes their ground away."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Arm, ArmLevel, Confidence, Criterion, Section, Side, TextPlace
from oncomatch.errors import InputError
from oncomatch.trials.curated import COLUMNS, curate, read_curations, to_review_again

DIGEST = "30e59544c545925b"
HERE = frozenset({DIGEST, "0" * 16})
GONE = frozenset({"f" * 16})


def read(pattern: str, digest: str = DIGEST) -> Criterion:
    place = TextPlace(Section.ELIGIBILITY, 4, 9, digest)
    return Criterion(Side.INCLUSION, parse_biomarker(pattern), Confidence.LIKELY, place)


def rows(folder: Path, *cells: str):
    """Return the decisions of a table; a row gives action, cohort, pattern and instead."""
    lines = ["\t".join(COLUMNS)]
    for row in cells:
        action, cohort, pattern, instead = row.split("|")
        values = (
            "NCT00000001",
            action,
            cohort,
            "inclusion",
            pattern,
            instead,
            DIGEST,
            "ab",
            "2026-01-09",
        )
        lines.append("\t".join((*values, "")))
    path = folder / "curated.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_curations(path)["NCT00000001"]


def shown(criteria: tuple[Criterion, ...]) -> list[tuple[str, str]]:
    return [(str(each.pattern), each.confidence.value) for each in criteria]


DECISIONS = {
    "add||ALK fusion|": [("BRAF p.V600E", "likely"), ("ALK fusion", "certain")],
    "add||BRAF p.V600E|": [("BRAF p.V600E", "certain")],
    "drop||BRAF p.V600E|": [],
    "replace||BRAF p.V600E|BRAF codon 600": [("BRAF codon 600", "certain")],
    "confirm||BRAF p.V600E|": [("BRAF p.V600E", "certain")],
    "drop||KRAS p.G12C|": [("BRAF p.V600E", "likely")],
}


@pytest.mark.parametrize("row", DECISIONS)
def test_a_decision(row: str, tmp_path: Path):
    criteria, arms = curate(rows(tmp_path, row), (read("BRAF p.V600E"),), (), HERE)

    assert (shown(criteria), arms) == (DECISIONS[row], ())


WITHOUT_GROUND = {
    "add||ALK fusion|": [("BRAF p.V600E", "likely"), ("ALK fusion", "to review")],
    "drop||BRAF p.V600E|": [("BRAF p.V600E", "likely")],
    "replace||BRAF p.V600E|BRAF codon 600": [
        ("BRAF p.V600E", "likely"),
        ("BRAF codon 600", "to review"),
    ],
    "confirm||BRAF p.V600E|": [("BRAF p.V600E", "likely")],
}


@pytest.mark.parametrize("row", WITHOUT_GROUND)
def test_when_the_sentence_has_changed_nothing_is_dropped_or_certain(row: str, tmp_path: Path):
    decided = rows(tmp_path, row)
    criteria = (read("BRAF p.V600E", "f" * 16),)

    assert shown(curate(decided, criteria, (), GONE)[0]) == WITHOUT_GROUND[row]
    assert len(to_review_again(decided, criteria, (), GONE)) == 1


def test_a_decision_whose_criterion_is_not_read_any_more_is_to_review(tmp_path: Path):
    (sentence,) = to_review_again(rows(tmp_path, "drop||KRAS p.G12C|"), (), (), HERE)

    assert sentence == "NCT00000001: drop inclusion KRAS p.G12C: no such criterion is read any more"


def test_a_current_decision_is_not_to_review(tmp_path: Path):
    decided = rows(tmp_path, "drop||BRAF p.V600E|", "add||ALK fusion|")

    assert to_review_again(decided, (read("BRAF p.V600E"),), (), HERE) == []


def test_a_decision_about_a_cohort_leaves_the_others(tmp_path: Path):
    arms = tuple(Arm(name, ArmLevel.COHORT, (read("BRAF p.V600E"),)) for name in ("A", "B"))
    _, found = curate(rows(tmp_path, "drop|A|BRAF p.V600E|", "add|C|ALK fusion|"), (), arms, HERE)

    assert {arm.name: shown(arm.criteria) for arm in found} == {
        "A": [],
        "B": [("BRAF p.V600E", "likely")],
        "C": [("ALK fusion", "certain")],
    }


MISTAKES = {
    "shrug||BRAF p.V600E|": "line 2: action 'shrug' is not one of add, drop, replace, confirm",
    "drop||BRAF p.V600E|ALK fusion": "line 2: 'drop' with 'ALK fusion' in the column instead",
    "replace||BRAF p.V600E|": "line 2: 'replace' with '' in the column instead",
    "drop||BRAF V600E or so|": "line 2: ",
}


@pytest.mark.parametrize("row", MISTAKES)
def test_a_mistake_names_the_line(row: str, tmp_path: Path):
    with pytest.raises(InputError) as caught:
        rows(tmp_path, row)

    assert MISTAKES[row] in str(caught.value)


def test_a_missing_column_is_named(tmp_path: Path):
    path = tmp_path / "curated.tsv"
    path.write_text("trial_id\taction\nNCT00000001\tdrop\n", encoding="utf-8")

    with pytest.raises(InputError, match="line 2: no value for cohort, side"):
        read_curations(path)
