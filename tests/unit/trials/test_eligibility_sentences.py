"""Eligibility text as sentences: side, list, cohort, and places that can be looked up.

The texts are made up; their shapes (bullets, numbers, headings) are those of the registry.
"""

from __future__ import annotations

import hashlib
import time

import pytest

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.sentences import Sentence, split_sentences

TEXT = """Key Inclusion Criteria:

* Signed consent. Age \\>= 18 years
* At least one of the following:

  * KRAS G12C
  * an exon 14 event, e.g. skipping

    A second paragraph of the item.
1. ECOG 0 or 1

Cohort A:

* HER2-positive

Exclusion criteria

* Prior xotinib
"""


def find(text: str, words: str) -> Sentence:
    return next(each for each in split_sentences(text) if words in each.text)


def test_a_place_is_that_of_the_text_and_the_digest_that_of_the_place():
    sentences = split_sentences(TEXT)

    for each in sentences:
        there = TEXT[each.start : each.end]
        assert there.replace("\\", "") == each.text
        assert each.digest == hashlib.sha256(there.encode()).hexdigest()[:16]
    assert [each.start for each in sentences] == sorted(each.start for each in sentences)


def test_an_item_is_parted_at_stops_but_not_behind_an_abbreviation():
    assert [each.text for each in split_sentences(TEXT)][:5] == [
        "Signed consent.",
        "Age >= 18 years",
        "At least one of the following:",
        "KRAS G12C",
        "an exon 14 event, e.g. skipping",
    ]


SIDES = {
    "Key Inclusion Criteria:": Side.INCLUSION,
    "INCLUSION CRITERIA": Side.INCLUSION,
    "* INCLUSION CRITERIA:": Side.INCLUSION,
    "Subject Inclusion:": Side.INCLUSION,
    "1.0 INCLUSION CRITERIA": Side.INCLUSION,
    "Inclusion Criteria for Phase Ib Cohort B:": Side.INCLUSION,
    "Main exclusion criteria include but are not limited to the following:": Side.EXCLUSION,
    "Exclusion Criteria --": Side.EXCLUSION,
    "Other Exclusions": Side.EXCLUSION,
    "Patients meeting any of the following criteria will be excluded:": Side.EXCLUSION,
    "Inclusion Criteria for PBMC Donors:": None,
    "Exclusion criteria for all healthy control participants:": None,
    "Inclusion and Exclusion Criteria:": None,
}


@pytest.mark.parametrize("heading", SIDES)
def test_headings_say_the_side(heading: str):
    assert find(f"{heading}\n\n* BRAF V600E", "BRAF").side is SIDES[heading]


NO_HEADINGS = [
    "* Confirmation of biomarker eligibility",
    "* Other protocol-defined inclusion/exclusion criteria may apply",
    "* Patients with prior radiation are eligible",
]


@pytest.mark.parametrize("line", NO_HEADINGS)
def test_a_sentence_with_the_words_of_a_heading_is_none(line: str):
    text = f"Inclusion Criteria:\n\n{line}\n* BRAF V600E"

    assert find(text, "BRAF").side is Side.INCLUSION


def test_what_stands_before_the_only_heading_exclusion_is_inclusion():
    text = "* BRAF V600E\n\nExclusion Criteria:\n\n* Prior xotinib"

    assert [each.side for each in split_sentences(text)] == [Side.INCLUSION, Side.EXCLUSION]


def test_without_any_heading_the_side_is_not_known():
    assert find("* BRAF V600E", "BRAF").side is None


def test_headings_within_one_paragraph():
    text = (
        "Inclusion Criteria: BRAF V600E mutation and nothing else whatsoever. Exclusion Criteria: "
    )
    text += "an earlier treatment with xotinib or with a drug of its class."

    assert find(text, "BRAF").side is Side.INCLUSION
    assert find(text, "xotinib").side is Side.EXCLUSION


@pytest.mark.parametrize(
    ("side", "heading", "joint", "alone"),
    [
        ("Inclusion", "At least one of the following:", Joint.ANY, False),
        ("Inclusion", "Patients must meet all of the following criteria:", Joint.ALL, True),
        ("Inclusion", "All patients (unless otherwise noted):", Joint.ALL, True),
        ("Inclusion", "To be eligible a subject must meet all criteria:", Joint.ALL, True),
        ("Inclusion", "Patients must fulfil any of the criteria:", Joint.ANY, False),
        ("Inclusion", "Disease characteristics:", Joint.ALL, True),
        ("Inclusion", "Adequate organ function as defined below:", Joint.ALL, True),
        ("Inclusion", "Screening laboratory values within 14 days:", Joint.ALL, True),
        ("Inclusion", "Adequate organ function, one of the following:", Joint.ANY, False),
        ("Inclusion", "No laboratory abnormality of the liver function:", Joint.UNKNOWN, False),
        ("Inclusion", "Organ function of patients with liver disease:", Joint.UNKNOWN, False),
        ("Inclusion", "No other malignancy, except for the following:", Joint.EXCEPT, False),
        ("Inclusion", "Tumours including:", Joint.ANY, False),
        ("Inclusion", "Patients are eligible only if all the following apply:", Joint.ALL, True),
        ("Inclusion", "In order to be eligible for the study, the subject must:", Joint.ALL, True),
        ("Inclusion", "Patients with HIV are eligible if they meet all of:", Joint.EXCEPT, False),
        ("Inclusion", "Any of the following driver mutations:", Joint.ANY, False),
        ("Inclusion", "Female participants:", Joint.ALL, True),
        (
            "Inclusion",
            "Patients who meet all of these are allowed to be enrolled:",
            Joint.ALL,
            True,
        ),
        (
            "Inclusion",
            "Subjects with HIV who meet these are allowed to enroll:",
            Joint.EXCEPT,
            False,
        ),
        ("Inclusion", "The following are allowed:", Joint.EXCEPT, False),
        ("Exclusion", "Subjects who meet any of these are not allowed to enroll:", Joint.ALL, True),
        ("Exclusion", "Subjects who meet these are allowed to enroll:", Joint.EXCEPT, False),
        ("Exclusion", "Any of the following co-occurring driver mutations:", Joint.ALL, True),
        ("Exclusion", "Subjects must have:", Joint.EXCEPT, False),
        ("Exclusion", "Subjects must not have any of the following:", Joint.ALL, True),
        ("Inclusion", "Histologically confirmed carcinoma of the colon or rectum", Joint.ALL, True),
        ("Inclusion", "Patients with melanoma:", Joint.UNKNOWN, False),
        ("Inclusion", "Confirmed NSCLC, confirmed melanoma", Joint.UNKNOWN, False),
        ("Exclusion", "Mutations that confer resistance, including:", Joint.ANY, False),
        ("Inclusion", "Prior xotinib is allowed; Tumour burden:", Joint.UNKNOWN, False),
        ("Inclusion", "All Cohorts (except Cohort 6):", Joint.ALL, True),
        ("Exclusion", "Patients with any of the following:", Joint.ALL, True),
        ("Exclusion", "Not eligible for inclusion if any of these apply:", Joint.ALL, True),
        (
            "Exclusion",
            "Excluded if any of the following criteria apply, unless approved:",
            Joint.UNKNOWN,
            False,
        ),
        ("Exclusion", "Cardiac disease with any of the following:", Joint.ANY, False),
    ],
)
def test_how_items_below_a_heading_belong_together(side, heading, joint, alone):
    text = f"{side} Criteria:\n\n* {heading}\n\n  * BRAF V600E\n* next"

    assert find(text, "BRAF").joints == (joint,)
    assert find(text, "BRAF").stands_alone is alone
    assert find(text, "next").joints == ()
    assert find(text, heading).introduces


def test_items_may_stand_below_an_item_by_their_marks_alone():
    text = "Inclusion Criteria:\n\n1. One of the following:\n* BRAF V600E\n* KRAS G12C\n2. Next"

    assert find(text, "KRAS").joints == (Joint.ANY,)
    assert find(text, "Next").joints == ()


def test_whether_items_of_the_same_mark_belong_to_the_one_with_a_colon_is_not_known():
    text = "Inclusion Criteria:\n\n* One of the following:\n* BRAF V600E\n* KRAS G12C"

    assert find(text, "KRAS").joints == (Joint.UNKNOWN,)


def test_items_beside_a_disease_with_a_colon_are_asked_for_at_either_level():
    text = "Inclusion Criteria:\n\n* Pathologically documented NSCLC:\n* stage II\n* KRAS G12C"

    assert find(text, "KRAS").joints == ()


HOSTILE = {
    "spaces": " " * 50_000,
    "bullets": "* " * 20_000,
    "headings": "inclusion " * 10_000,
    "colons": "a:\n" * 10_000,
    "numbers": "1." * 20_000,
    "counted anew": "1. a:\n" * 4_000,
    "labels": "Cohort A, " * 10_000,
    "parts": "Part 1 and " * 10_000,
    "deep": "".join(" " * depth + "* a:\n" for depth in range(300)),
    "stops": "A. " * 20_000,
    "inline": "One of: " + "i) x ii) y iii) z " * 5_000,
    "marks": "i. x\n" * 4_000,
    "long": "x" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_no_longer_than_its_length(name: str):
    started = time.perf_counter()

    split_sentences(f"Inclusion Criteria:\n\n{HOSTILE[name]}")

    assert time.perf_counter() - started < 3


def test_a_sentence_about_the_criteria_is_no_heading_that_ends_a_side():
    text = (
        "Inclusion Criteria:\n\n* Must have met the eligibility criteria outlined above\n* Adults"
    )

    assert [each.side for each in split_sentences(text)] == [Side.INCLUSION] * 2


@pytest.mark.parametrize(
    ("heading", "side"),
    [("Eligibility Criteria", Side.INCLUSION), ("Eligibility Criteria for Donors", None)],
)
def test_eligibility_is_inclusion_where_only_exclusion_has_another_heading(heading, side):
    first, last = split_sentences(f"{heading}\n\n* Adults\n\nExclusion Criteria\n\n* Pregnancy")

    assert (first.side, last.side) == (side, Side.EXCLUSION)


@pytest.mark.parametrize(
    "heading",
    [
        "Inclusion Criteria (patients eligible for inclusion have to meet all of these criteria):",
        "Inclusion criteria (all participants must meet the following):",
        "Inclusion Criteria:\n\n* STEP 2 TRIAL ELIGIBILITY CRITERIA:",
    ],
)
def test_what_a_heading_explains_leaves_its_side(heading: str):
    *_, sentence = split_sentences(f"{heading}\n\n* NSCLC with an ALK fusion")
    assert sentence.side is Side.INCLUSION


COUNTED = """Exclusion Criteria:

1. Pregnancy
2. {heading}
1. KRAS mutation
2. ALK fusion
{after}
"""


@pytest.mark.parametrize(
    ("heading", "joint"),
    [
        pytest.param("Cardiac disease with any of:", Joint.ANY, id="any of them"),
        pytest.param("All of the following:", Joint.ALL, id="all of them"),
    ],
)
def test_a_list_that_counts_from_one_again_stands_below_the_counted_heading(heading, joint):
    text = COUNTED.format(heading=heading, after="")

    assert find(text, "KRAS").headings == find(text, "ALK").headings == (heading,)
    assert find(text, "ALK").joints == (joint,)


def test_the_number_behind_that_of_the_heading_ends_its_list():
    text = COUNTED.format(heading="Any of:", after="3. Part B:\n4. Infection").replace(
        "2. ALK fusion\n", ""
    )

    assert find(text, "Part B").joints == ()


def test_a_number_that_fits_both_lists_leaves_it_open_where_the_item_stands():
    text = COUNTED.format(heading="Any of:", after="3. Infection\n4. Surgery")

    assert [find(text, each).joints for each in ("Infection", "Surgery")] == [(Joint.UNKNOWN,)] * 2


def test_a_list_counts_on_below_a_sentence_that_heads_nothing():
    text = COUNTED.format(heading="Any infection.", after="")

    assert find(text, "KRAS").headings == ()


def test_a_criterion_of_a_step_is_of_everyone_however_deep_its_line():
    text = (
        "Inclusion Criteria:\n\n* STEP 0: Patient must meet one of:\n\n  * STEP 0: stage II\n\n"
        "NOTES:\n\n* Patients who had surgery may start later\n\n"
        "  * STEP 1: Patient must not have an EGFR mutation\n"
    )

    assert find(text, "EGFR").joints == ()
    assert find(text, "stage II").joints == (Joint.ANY,)


def test_eligibility_criteria_of_a_treatment_trial_head_a_list_and_doubt_nothing():
    text = (
        "Inclusion Criteria:\n\n* Signed consent\n* TRIAL N2 ELIGIBILITY CRITERIA:\n* KRAS mutation"
    )

    assert find(text, "KRAS").joints == ()
