"""Lists that registries write in one line; the texts are made up."""

from __future__ import annotations

import pytest

from oncomatch.trials.eligibility.inline_lists import items_behind, list_within
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility
from oncomatch.trials.eligibility.readings import READINGS
from oncomatch.trials.eligibility.sentences import split_sentences

WITHIN = {
    "Must have (i) BRAF V600E; and (ii) prior xotinib": (["BRAF V600E", "prior xotinib"], "and"),
    "One of the following: a) BRAF V600E b) KRAS G12C, or c) sarcoma": (
        ["BRAF V600E", "KRAS G12C", "sarcoma"],
        "or",
    ),
    "Cohort B: 1) HER2-positive cancer. 2) No brain metastases.": (
        ["HER2-positive cancer", "No brain metastases"],
        "",
    ),
    "Cohort C: i. HER2-positive cancer ii. No brain metastases": (
        ["HER2-positive cancer", "No brain metastases"],
        "",
    ),
    "Must have (i) BRAF V600E": None,
    "Seen at two places (1) and (2) of the skin": None,
    "Must have (as told in (i) the plan and (ii) the annex) BRAF V600E": None,
    "Staged as: b) two c) three": None,
    "Drugs for hepatitis: type A. Type B. Others": None,
}


@pytest.mark.parametrize("text", WITHIN)
def test_the_list_behind_a_heading_of_its_own_line(text: str):
    found = list_within(text, 0, len(text))

    assert (found and ([text[a:b] for a, b in found.items], found.word)) == WITHIN[text]


BEHIND = {
    "i. Cohort A: BRAF V600E ii. Cohort B: sarcoma": 2,
    "(a) Melanoma (b) Sarcoma (c) Glioma": 3,
    "1. Melanoma of stage 2. Sarcoma": 2,
    "1. Melanoma of stage 2.5 or more": 1,
    "a. Melanoma, i.e. skin cancer, b. none": 1,
    "Melanoma (a) or sarcoma (b)": 1,
}


@pytest.mark.parametrize("text", BEHIND)
def test_items_that_stand_behind_each_other_in_one_line(text: str):
    assert len(items_behind(text, 0, len(text))) == BEHIND[text]


def read(text: str) -> dict[str, list[str]]:
    """Return the molecular criteria of everyone (under no name) and of the parts."""
    found = read_eligibility(Eligibility(f"Inclusion Criteria:\n\n{text}"), READINGS)
    return {
        name: [f"{each.pattern} {each.confidence.value}" for each in own if each.kind.is_molecular]
        for name, own in (("", found.criteria), *found.cohorts.items())
    }


def test_all_items_are_asked_for_where_and_joins_them():
    text = "* Patients in Cohort 2 must have (i) a BRAF V600E mutation; and (ii) no EGFR mutation"

    assert read(text) == {"": [], "Cohort 2": ["BRAF p.V600E certain", "not EGFR mutation certain"]}


def test_any_item_is_enough_where_or_joins_them():
    text = "* Must have either (i) melanoma with a BRAF V600E mutation; or (ii) sarcoma"

    assert read(text) == {"": [], "list 1, alternative 1": ["BRAF p.V600E certain"]}


def test_tumour_types_that_and_joins_are_alternatives_all_the_same():
    text = "* Tumours of the following types: i) HER2-negative breast cancer; and ii) sarcoma"
    sentences = split_sentences(f"Inclusion Criteria:\n\n{text}")

    assert [each.joints for each in sentences if "sarcoma" in each.text] == [(Joint.ANY,)]


def test_what_another_part_lists_is_no_word_of_that_part():
    text = "* Patients in Cohort 3 must have none of the EGFR mutations listed in cohort 2"
    (sentence,) = split_sentences(f"Inclusion Criteria:\n\n{text}")

    assert sentence.cohort == "Cohort 3"
