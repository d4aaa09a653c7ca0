"""When what parts of a trial ask for is asked of everyone: invented texts."""

from __future__ import annotations

import pytest

from oncomatch.domain.trial import Confidence
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility
from oncomatch.trials.eligibility.readings import READINGS
from oncomatch.trials.settle import settle
from oncomatch.trials.titles import read_titles


def everyone(text: str) -> list[str]:
    """Return what is asked of everyone with certainty."""
    read = Eligibility(text)
    settled = settle((), read, read_eligibility(read, READINGS))
    return [
        str(each.pattern)
        for each in settled.criteria
        if each.kind.is_molecular and each.confidence is Confidence.CERTAIN
    ]


def text_of(*parts: tuple[str, list[str]], excluded: str = "Pregnancy") -> str:
    """Return an eligibility text with a list below the heading of each part."""
    lines = ["Inclusion Criteria:"]
    for heading, items in parts:
        lines += [heading, *(f"* {item}" for item in items)]
    return "\n\n".join([*lines, "Exclusion Criteria:", f"* {excluded}"])


COMMON = ["Measurable disease", "ECOG 0 or 1"]
BRAF = ["NSCLC with a BRAF V600E mutation", *COMMON]
ALK = ["NSCLC with an ALK fusion", *COMMON]
ALKS = ["ALK fusion"]
BOTH = ["BRAF p.V600E or ALK fusion"]

WHOLE = {
    "the only part": ([("Module A Part 1 (Escalation):", BRAF)], ["BRAF p.V600E"]),
    "the only cancer": ([("Phase 2:", ALK)], ["ALK fusion"]),
    "letters": ([("Part A:", BRAF), ("Part B:", ALK)], BOTH),
    "numbers": ([("Cohort 1:", BRAF), ("Cohort 2:", ALK)], BOTH),
    "roman numbers": ([("Phase I:", BRAF), ("Phase II:", ALK)], BOTH),
    "letters behind one number": ([("Phase 1a:", BRAF), ("Phase 1b:", ALK)], BOTH),
    "before and after a dose": ([("Dose escalation phase:", ALK), ("Dose expansion:", ALK)], ALKS),
    "the same twice": ([("Arm A:", BRAF), ("Arm B:", BRAF)], ["BRAF p.V600E"]),
}


@pytest.mark.parametrize(("parts", "asked"), WHOLE.values(), ids=WHOLE)
def test_parts_that_are_the_whole_ask_it_of_everyone(parts: list, asked: list[str]):
    assert everyone(text_of(*parts)) == asked


def test_a_part_that_is_closed_is_none():
    text = (
        "Selected Inclusion Criteria:\n\n1. Phase 1 \\[closed to enrollment\\]\n"
        "2. Phase 2 \\[open to enrollment\\]:\n\n   * NSCLC with an ALK fusion\n"
        "   * Measurable disease\n   * ECOG 0 or 1\n\nSelected Exclusion Criteria:\n\n* Pregnancy"
    )
    assert everyone(text) == ["ALK fusion"]


NOT_WHOLE = {
    "a gap in the series": [("Part A:", BRAF), ("Part C:", ALK)],
    "the first is not named": [("Part B:", BRAF), ("Part C:", ALK)],
    "a part asks for nothing": [("Part A:", BRAF), ("Part B:", COMMON)],
    "a part asks with doubt": [("Part A:", BRAF), ("Part B:", ["Select ALK fusions", *COMMON])],
    "a part asks for an absence": [("Part A:", BRAF), ("Part B:", ["No ALK fusion", *COMMON])],
    "a gap in the letters": [("Phase 1a:", BRAF), ("Phase 1c:", ALK)],
    "twice before a dose": [("Dose escalation part:", BRAF), ("Escalation phase:", ALK)],
    "parts of two kinds": [("Part A:", BRAF), ("Cohort B:", ALK)],
    "a part beside what is asked of all": [("All patients:", COMMON), ("Part B:", BRAF)],
}


@pytest.mark.parametrize("parts", NOT_WHOLE.values(), ids=NOT_WHOLE)
def test_parts_that_may_not_be_all_ask_nothing_of_everyone(parts: list):
    assert everyone(text_of(*parts)) == []


def test_parts_that_may_not_be_all_leave_it_likely_where_all_ask_for_the_same():
    read = Eligibility(text_of(("Dose escalation:", ALK), ("Cohort 3:", ALK)))
    settled = settle((), read, read_eligibility(read, READINGS))
    asked = [each for each in settled.criteria if each.kind.is_molecular]

    assert [(str(each.pattern), each.confidence) for each in asked] == [
        ("ALK fusion", Confidence.LIKELY)
    ]


def test_what_a_part_is_open_without_is_not_surely_asked_of_everyone():
    text = text_of(("For all:", ALK), ("Cohort 5:", ["Patients are eligible regardless of ALK"]))
    assert everyone(text) == []
    assert everyone(text.replace("of ALK", "of BRAF")) == ["ALK fusion"]


def test_a_part_that_only_the_exclusions_name_is_one_too():
    parts = ("Part A:", BRAF), ("Part B:", ALK)
    assert everyone(text_of(*parts, excluded="Part C: pregnancy")) == []
    assert everyone(text_of(parts[0], excluded="Part B: pregnancy")) == []


@pytest.mark.parametrize(
    ("title", "item", "asked"),
    [
        (
            "Xotinib in Patients With MTAP-deleted Solid Tumors",
            "Homozygous deletion of MTAP by NGS or absence of MTAP protein by IHC",
            "MTAP deletion or MTAP protein_loss",
        ),
        (
            "Xotinib in Patients With BRAF V600E-Mutant Melanoma",
            "Melanoma with a BRAF V600E or BRAF V600K mutation",
            "BRAF p.V600E or BRAF p.V600K",
        ),
        (
            "Xotinib in Patients With KRAS G12C-Mutant NSCLC",
            "NSCLC with a KRAS mutation",
            "KRAS p.G12C",
        ),
    ],
    ids=["a title for short", "one change for two", "a narrower title"],
)
def test_a_title_is_short_for_what_the_text_lists(title: str, item: str, asked: str):
    text = Eligibility(f"Inclusion Criteria:\n\n* {item}\n\nExclusion Criteria:\n\n* Pregnancy")
    settled = settle(read_titles([title]), text, read_eligibility(text, READINGS))
    assert [str(each.pattern) for each in settled.criteria if each.kind.is_molecular] == [asked]
