"""Ways into a trial: items of which any one is enough ask of those alone who come in by them."""

from __future__ import annotations

import pytest

from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility
from oncomatch.trials.eligibility.readings import READINGS


def read(text: str) -> dict[str, list[str]]:
    """Return the molecular criteria of everyone (under no name) and of the ways in."""
    found = read_eligibility(Eligibility(f"Inclusion Criteria:\n\n{text}"), READINGS)
    return {
        name: [f"{each.pattern} {each.confidence.value}" for each in own if each.kind.is_molecular]
        for name, own in (("", found.criteria), *found.cohorts.items())
    }


LIST = "* {}\n\n  * Melanoma with a BRAF V600E mutation\n  * Sarcoma of any kind\n"
WAYS = {
    "One of the following tumours:": ["BRAF p.V600E certain"],
    "Consent was given. At least one of the following:": ["BRAF p.V600E certain"],
    "Cohort A: one of the following:": ["BRAF p.V600E certain"],
    "Tumours such as one of the following:": [],
    "At least one of the following therapies:": [],
    "Prior treatment with one of the following:": [],
    "Resistance defined by one of the following:": [],
    "High-risk disease defined as one of the following:": ["BRAF p.V600E certain"],
    "High-risk disease is defined as one of the following:": [],
    "Solid tumours of the following types:": ["BRAF p.V600E certain"],
    "The following tumour types are eligible:": ["BRAF p.V600E certain"],
}


@pytest.mark.parametrize("heading", WAYS)
def test_an_item_of_a_list_asks_of_those_who_come_in_by_it(heading: str):
    found = read(LIST.format(heading))

    assert found.pop("") == []
    assert [each for own in found.values() for each in own] == WAYS[heading]


def test_a_way_in_is_named_by_its_list_and_its_place_in_it():
    text = LIST.format("One of the following:") + LIST.format("Cohort A: one of the following:")

    assert set(read(text)) == {
        "",
        "list 1, alternative 1",
        "Cohort A",
        "Cohort A, list 2, alternative 1",
    }


def test_what_an_item_asks_for_besides_stands_with_it():
    text = "* One of the following:\n\n  * KRAS G12C lung cancer, ECOG 0 or 1\n  * Other sarcoma"
    found = read_eligibility(Eligibility(f"Inclusion:\n\n{text}"), READINGS)

    (own,) = found.cohorts.values()
    assert [str(each.pattern) for each in own] == [
        "KRAS p.G12C",
        "tumor_type NSCLC, SCLC",
        "ECOG <= 1",
    ]


def test_the_definition_of_an_alteration_is_no_list_of_ways():
    assert set(read(LIST.format("EGFR-mutated disease defined as one of the following:"))) == {""}


def test_subtypes_of_a_way_are_no_ways():
    text = (
        "* One of the following:\n\n  * Lymphoma including any of these subtypes:\n\n"
        "    * BRAF V600E mutated\n    * Other\n  * Melanoma with a KRAS G12C mutation"
    )

    assert read(text) == {"": [], "list 1, alternative 2": ["KRAS p.G12C certain"]}


def test_the_paragraph_before_a_list_says_how_its_items_belong_together():
    text = (
        "1. Disease\n\n   One of the following was confirmed:\n\n"
        "   1. Melanoma with a BRAF V600E mutation\n   2. Sarcoma\n"
    )

    assert read(text) == {"": [], "list 1, alternative 1": ["BRAF p.V600E certain"]}


def test_a_list_that_names_tumour_types_still_has_ways_in():
    text = LIST.format("Confirmed cancer of one of the following types:")
    found = read_eligibility(Eligibility(f"Inclusion Criteria:\n\n{text}"), READINGS)

    assert list(found.cohorts) == ["list 1, alternative 1"]


def test_numbers_with_letters_are_marks_of_items():
    text = (
        "1a. Lung cancer with a RET fusion, or\n1b. Melanoma with a BRAF V600E mutation\n2. ECOG 0"
    )

    assert [own for name, own in read(text).items() if name] == [
        ["RET fusion certain"],
        ["BRAF p.V600E certain"],
    ]


def test_a_list_that_is_about_genes_alone_is_one_criterion_of_everyone():
    text = "* One of the following:\n\n  * BRAF V600E mutation\n  * KRAS G12C mutation"

    assert read(text) == {"": ["BRAF p.V600E or KRAS p.G12C certain"]}


def test_items_that_end_with_or_are_ways_in():
    text = "* BRAF V600E mutation, OR\n* Sarcoma of any kind\n* KRAS G12C mutation"
    found = read(text)

    assert found.pop("") == ["KRAS p.G12C certain"]
    assert list(found.values()) == [["BRAF p.V600E certain"]]


def test_items_that_end_with_or_below_a_heading_are_one_criterion():
    text = "* Cohort A:\n\n  * BRAF V600E mutation OR\n  * KRAS G12C mutation"

    assert read(text)["Cohort A"] == ["BRAF p.V600E or KRAS p.G12C certain"]


def test_items_of_several_kinds_of_cancer_ask_of_their_kind_alone():
    text = "* Lung cancer: BRAF V600E mutation\n* Colorectal cancer: KRAS G12C mutation"

    assert read(text) == {
        "": [],
        "Lung cancer": ["BRAF p.V600E certain"],
        "Colorectal cancer": ["KRAS p.G12C certain"],
    }


def test_one_kind_of_cancer_before_a_colon_is_everyone():
    assert read("* Lung cancer: BRAF V600E mutation") == {"": ["BRAF p.V600E certain"]}


def test_a_way_in_that_asks_for_no_gene_is_counted_as_unread():
    text = "Inclusion:\n\n* One of the following:\n\n  * ECOG 0\n  * Sarcoma of any kind\n"
    found = read_eligibility(Eligibility(text), READINGS)

    assert (found.cohorts, found.unread) == ({}, (2, 0))


def test_or_within_the_extent_joins_no_two_criteria():
    text = (
        "* Confirmed HER2-negative cancer of the breast with recurrent or metastatic disease and a "
        "BRAF V600E mutation"
    )

    assert len(read(text)[""]) == 2
