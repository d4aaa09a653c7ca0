"""`oncomatch trials check` on a curator's table, and what an update says of its decisions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from oncomatch.cli.main import main
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Confidence, Criterion, Section, Side, TextPlace
from oncomatch.trials.curated import COLUMNS
from oncomatch.trials.snapshot import make_snapshot, read_snapshot, write_snapshot
from unit.trials.registry_desk import study
from unit.trials.trial_makers import arm, trial

DIGEST = "30e59544c545925b"


def criterion(
    pattern: str,
    confidence: Confidence = Confidence.CERTAIN,
    section: Section = Section.ELIGIBILITY,
    digest: str = DIGEST,
) -> Criterion:
    place = TextPlace(section, digest=digest)
    return Criterion(Side.INCLUSION, parse_biomarker(pattern), confidence, place)


def table(folder: Path, *rows: str, digest: str = DIGEST) -> str:
    """Write a table; a row gives trial, action, cohort, pattern, instead."""
    lines = ["\t".join(COLUMNS)]
    for row in rows:
        nct, action, cohort, pattern, instead = row.split("|")
        cells = (nct, action, cohort, "inclusion", pattern, instead, digest, "ab", "2026-01-09")
        lines.append("\t".join((*cells, "")))
    path = folder / "decisions.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def snapshot(tmp_path: Path) -> str:
    """A snapshot that was made with a table: what it added stands as a curator's."""
    path = tmp_path / "trials.json"
    curator = Section.CURATOR
    first = trial(
        "NCT00000001",
        "ALK fusion",
        criterion("KRAS p.G12C"),
        criterion("BRAF p.V600E", Confidence.LIKELY),
        criterion("EGFR mutation", section=curator),
        criterion("MET amplification", Confidence.TO_REVIEW, curator),
        arms=(arm("Cohort A", "RET fusion"),),
    )
    write_snapshot(path, make_snapshot([first]))
    return str(path)


ROWS = {
    "confirmed": ("NCT00000001|confirm||KRAS p.G12C|", ""),
    "not certain": ("NCT00000001|confirm||BRAF p.V600E|", "it is not certain in it"),
    "nothing to confirm": ("NCT00000001|confirm||ROS1 fusion|", "no such criterion is read"),
    "dropped": ("NCT00000001|drop||ROS1 fusion|", ""),
    "still there": ("NCT00000001|drop||KRAS p.G12C|", "the criterion is still there"),
    "added": ("NCT00000001|add||EGFR mutation|", ""),
    "not added": ("NCT00000001|add||KRAS p.G12C|", "it is not in it"),
    "its sentence is gone": ("NCT00000001|add||MET amplification|", "review it again"),
    "replaced": ("NCT00000001|replace||ROS1 fusion|EGFR mutation", ""),
    "another trial": ("NCT00000002|confirm||KRAS p.G12C|", "does not have this trial"),
    "another part": (
        "NCT00000001|confirm|Cohort B|RET fusion|",
        "has no part 'Cohort B'; it has Cohort A",
    ),
}


@pytest.mark.parametrize(("row", "said"), ROWS.values(), ids=ROWS)
def test_a_decision_is_held_against_the_snapshot(
    row: str, said: str, snapshot: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trials", "check", table(tmp_path, row), "--snapshot", snapshot]) == 0

    first, *lines = capsys.readouterr().out.splitlines()
    effect = 0 if said else 1
    assert first.startswith(f"1 decision about 1 trial; {effect} in effect in the snapshot")
    assert bool(lines) is bool(said)
    assert not said or (lines[0].startswith("line 2: ") and said in lines[0])


def test_all_mistakes_are_told_at_once(
    snapshot: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ("NCT1|drop||KRAS p.G12C|", "NCT00000001|shrug||KRAS p.G12C|", "NCT00000001|drop||KRAS|")
    path = table(tmp_path, *rows)

    assert main(["trials", "check", path, "--snapshot", snapshot]) == 2
    err = capsys.readouterr().err
    assert f"{path}, line 2: trial_id 'NCT1' is no number of a registry" in err
    assert f"{path}, line 3: action 'shrug' is not one of add, drop, replace, confirm" in err
    assert f"{path}, line 4: " in err


@pytest.mark.parametrize("digest", ["30E59544C545925B", "30e5", "the sentence", "30e59544c545925g"])
def test_a_digest_of_another_form_is_a_mistake(
    digest: str, snapshot: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would never be found, and the decision would never hold."""
    path = table(tmp_path, "NCT00000001|confirm||KRAS p.G12C|", digest=digest)

    assert main(["trials", "check", path, "--snapshot", snapshot]) == 2
    assert f"line 2: digest {digest!r} is none" in capsys.readouterr().err


DOUBTS = {
    "a residue that is not there": ("NCT00000001|add||KRAS p.V12C|", DIGEST, "KRAS p.V12C"),
    "no digest": ("NCT00000001|confirm||KRAS p.G12C|", "", "quotes no digest"),
}


@pytest.mark.parametrize(("row", "digest", "said"), DOUBTS.values(), ids=DOUBTS)
def test_what_is_doubtful_is_said(
    row: str,
    digest: str,
    said: str,
    snapshot: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = table(tmp_path, row, digest=digest)

    assert main(["trials", "check", path, "--snapshot", snapshot]) == 0
    assert said in capsys.readouterr().out


def test_a_decision_that_stands_twice_is_said(
    snapshot: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "NCT00000001|confirm||KRAS p.G12C|"

    assert main(["trials", "check", table(tmp_path, row, row), "--snapshot", snapshot]) == 0
    assert "line 3: says the same as line 2" in capsys.readouterr().out


NO_TABLES = {
    "not UTF-8": b"trial_id\taction\n\xff\xfe\n",
    "no column": b"trial_id\taction\nNCT00000001\tdrop\n",
}


@pytest.mark.parametrize("content", NO_TABLES.values(), ids=NO_TABLES)
def test_what_is_no_table_is_refused(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "decisions.tsv"
    path.write_bytes(content)

    assert main(["trials", "check", str(path)]) == 2
    assert str(path) in capsys.readouterr().err


def test_an_update_takes_decisions_and_says_which_to_review_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.json"
    page.write_text(json.dumps({"studies": [study("NCT00000001")]}))
    rows = ("NCT00000001|add||ALK fusion|", "NCT00000009|add||ALK fusion|")
    decisions, out = table(tmp_path, *rows), tmp_path / "new"
    words = ["--from", str(page), "--curated", decisions, "--out", str(out)]

    assert main(["trials", "update", *words, "--data-date", "2026-01-05"]) == 0
    said = capsys.readouterr().out
    assert f"to review again: NCT00000001: add inclusion ALK fusion: the sentence {DIGEST}" in said
    (made,) = read_snapshot(out / "trials.json").trials
    assert any(each.section is Section.CURATOR for each in made.criteria)


def test_a_record_of_a_registry_is_no_file_to_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "NCT00000001.json"
    page.write_text(json.dumps(study("NCT00000001")))

    assert main(["trials", "check", str(page)]) == 2
    assert "oncomatch trials update --from" in capsys.readouterr().err


def test_a_folder_is_checked_file_by_file(
    snapshot: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table(tmp_path, "NCT00000001|confirm||KRAS p.G12C|")

    assert main(["trials", "check", str(tmp_path), "--snapshot", snapshot]) == 0
    out = capsys.readouterr().out
    assert f"{tmp_path / 'decisions.tsv'}:" in out
    assert "1 decision about 1 trial" in out
    assert f"{tmp_path / 'trials.json'}:" in out
