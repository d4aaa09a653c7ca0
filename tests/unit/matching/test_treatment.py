"""Prior therapy: what the sheet says, what a source says of classes, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, tumor
from oncomatch.domain.clinical_status import ClinicalStatus
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.matching.treatment import given_before, unknown_names
from oncomatch.readers.sheet_patient import therapies_of

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def treated(cell: str | None, **clinical: int) -> TumorProfile:
    """Return a tumour whose patient was treated as the sheet says, `none` or not known."""
    profile = tumor("LUAD", panel=["EGFR"])
    given = None if cell is None else therapies_of(cell)
    status = ClinicalStatus(**clinical)  # type: ignore[arg-type]
    return replace(profile, case=replace(profile.case, prior_therapies=given, clinical=status))


@pytest.mark.parametrize(
    ("given", "pattern", "outcome"),
    [
        (None, "after osimertinib", UNKNOWN),
        ("none", "after osimertinib", NOT_MET),
        ("Osimertinib", "after osimertinib", MET),
        ("gefitinib; osimertinib", "after osimertinib", MET),
        ("gefitinib", "after osimertinib", NOT_MET),
        ("osimertinib (line 1, progression)", "after osimertinib", MET),
        ("carboplatin + pemetrexed (line 1)", "after pemetrexed", MET),
        ("carboplatin + pemetrexed (line 1)", "after osimertinib", NOT_MET),
        ("osimertinib", 'after "EGFR tyrosine kinase inhibitor"', MET),
        ("something unheard of", 'after "EGFR tyrosine kinase inhibitor"', UNKNOWN),
        ("unknown (line 1)", "after osimertinib", UNKNOWN),
        ("osimertinib", "not after osimertinib", NOT_MET),
    ],
)
def test_prior_therapy(given: str | None, pattern: str, outcome: Outcome) -> None:
    assert ask(pattern, treated(given)).outcome is outcome


@pytest.mark.parametrize(
    ("given", "stated", "pattern", "outcome", "reason"),
    [
        (None, {}, "line >= 2", UNKNOWN, "the line of therapy was not stated"),
        ("none", {}, "line >= 2", NOT_MET, "line 1 is next (no therapy was given before)"),
        ("none", {}, "line < 2", MET, "line 1 is next (no therapy was given before)"),
        ("osimertinib", {}, "line >= 2", UNKNOWN, "the line of therapy was not stated"),
        ("osimertinib (line 1)", {}, "line >= 2", MET, "line 2 is next (1 line was given before)"),
        (
            "a (line 1); b (line 2)",
            {},
            "line >= 3",
            MET,
            "line 3 is next (2 lines were given before)",
        ),
        (
            "a (line 1); b (line 1)",
            {},
            "line >= 3",
            NOT_MET,
            "line 2 is next (1 line was given before)",
        ),
        ("a (line 2)", {}, "line >= 2", UNKNOWN, "the line of therapy was not stated"),
        (
            "a (line 1); b (adjuvant)",
            {},
            "line >= 2",
            UNKNOWN,
            "the line of therapy was not stated",
        ),
        (None, {"prior_lines": 2}, "line >= 3", MET, "line 3 is next (2 lines were given before)"),
        ("osimertinib", {"planned_line": 2}, "line >= 3", NOT_MET, "line 2 is planned"),
    ],
)
def test_the_line_is_as_stated_or_the_next(
    given: str | None, stated: dict[str, int], pattern: str, outcome: Outcome, reason: str
) -> None:
    assert ask(pattern, treated(given, **stated)) == Evaluation(outcome, reason)


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (
            "gefitinib (line 1, progression)",
            Evaluation(
                NOT_MET,
                "not given: earlier osimertinib "
                "(treated before with gefitinib (line 1, progression))",
            ),
        ),
        (
            "none",
            Evaluation(NOT_MET, "not given: earlier osimertinib (no therapy was given before)"),
        ),
        (
            "unknown (line 1)",
            Evaluation(UNKNOWN, "not known: earlier osimertinib (an earlier therapy is not named)"),
        ),
        (
            "gefitinib; osimertinib (line 2, response, progression)",
            Evaluation(MET, "treated before with osimertinib (line 2, response, progression)"),
        ),
    ],
)
def test_the_reason_says_what_was_given_and_what_came_of_it(given: str, answer: Evaluation) -> None:
    assert ask("after osimertinib", treated(given)) == answer


@pytest.mark.parametrize(
    ("regimen", "cell", "names"),
    [
        (("Osimertinib",), "osimertinib (line 1)", ["osimertinib (line 1)"]),
        (("Osimertinib",), "AZD9291", ["AZD9291"]),
        (
            ("Carboplatin", "Osimertinib"),
            "gefitinib; carboplatin+pemetrexed",
            ["carboplatin + pemetrexed"],
        ),
        (("Osimertinib",), "gefitinib", []),
        (("Chemotherapy", "Osimertinib"), "chemotherapy", []),
        (("Osimertinib",), "none", []),
    ],
)
def test_a_drug_that_was_given_before_is_known_by_any_name(
    regimen: tuple[str, ...], cell: str, names: list[str]
) -> None:
    assert [str(each) for each in given_before(regimen, therapies_of(cell))] == names
    assert given_before(regimen, None) == ()


@pytest.mark.parametrize(
    ("cell", "sentences"),
    [
        ("osimertinib; unknown; EGFR inhibitor", ()),
        (
            "osimertinb",
            (
                "The knowledge does not know the earlier therapy osimertinb (did you mean "
                "Osimertinib?): what asks for earlier treatment may stay unknown.",
            ),
        ),
        (
            "xyzzy",
            (
                "The knowledge does not know the earlier therapy xyzzy: what asks for earlier "
                "treatment may stay unknown.",
            ),
        ),
    ],
)
def test_a_name_that_no_source_has_is_told(cell: str, sentences: tuple[str, ...]) -> None:
    assert unknown_names(therapies_of(cell)) == sentences
