"""Metastases of the central nervous system in the words of trials."""

from __future__ import annotations

import pytest

from oncomatch.trials.eligibility.cns import read_cns_disease
from oncomatch.trials.eligibility.reading import Eligibility
from unit.trials.eligibility_makers import found

ANY, ACTIVE = "-cns_metastases", "-active_cns_metastases"
EXCLUDES = {
    "any": ("Known brain metastases", f"{ANY} (certain)"),
    "untreated or growing": (
        "Untreated or progressive central nervous system (CNS) metastases",
        f"{ACTIVE} (certain)",
    ),
    "unless treated and stable": (
        "Brain metastases unless previously treated and stable",
        f"{ACTIVE} (certain)",
    ),
    "untreated ones alone let growing ones in": (
        "Untreated brain metastases",
        f"{ACTIVE} (likely)",
    ),
    "symptomatic ones are not all active ones": (
        "Symptomatic brain metastases",
        f"{ACTIVE} (likely)",
    ),
    "both at once are fewer": ("Active and untreated brain metastases", f"{ACTIVE} (likely)"),
    "treated or untreated": ("Treated or untreated brain metastases", f"{ANY} (certain)"),
    "active itself": (
        "Known active CNS metastases and/or carcinomatous meningitis",
        f"{ACTIVE} (certain)",
    ),
    "new or growing": ("New or progressive brain metastases", f"{ACTIVE} (certain)"),
    "excepted by their kind": (
        "Brain metastases, except those of pituitary tumours",
        f"{ANY} (likely)",
    ),
    "symptomatic, treated or not": (
        "Symptomatic (treated or untreated) brain metastases",
        f"{ACTIVE} (likely)",
    ),
    "lymphoma": ("Known CNS involvement by lymphoma", f"{ANY} (likely)"),
}


@pytest.mark.parametrize("name", EXCLUDES)
def test_what_excludes(name: str):
    text, expected = EXCLUDES[name]

    assert found(read_cns_disease, "ex", text) == [expected]


def test_a_sentence_that_lets_treated_ones_in_leaves_active_ones():
    items = ("Brain metastases. Patients with treated brain metastases may participate",)

    assert found(read_cns_disease, "ex", *items) == [f"{ACTIVE} (likely)"]


@pytest.mark.parametrize(
    ("allowed", "confidence"),
    [
        ("Treated and stable brain metastases are allowed", "certain"),
        ("Treated brain metastases without evidence of progression are allowed", "certain"),
        ("Small asymptomatic brain metastases are allowed", "likely"),
        ("Untreated but stable brain metastases are allowed", "likely"),
    ],
)
def test_what_is_allowed_elsewhere_says_how_sure_active_ones_are_shut_out(allowed, confidence):
    assert found(read_cns_disease, "ex", "Brain metastases", allowed) == [
        f"{ACTIVE} ({confidence})"
    ]


def test_what_is_not_excluded_is_no_exclusion():
    assert found(read_cns_disease, "ex", "Active CNS metastases will not be excluded") == []


@pytest.mark.parametrize(
    "text",
    [
        "Leptomeningeal disease",
        "Primary brain tumours",
        "History of stroke or other central nervous system disease",
        "Patients with treated brain metastases are eligible if stable",
        "Whole brain radiotherapy for brain metastases within 14 days",
        "Major surgery such as removal of a brain metastasis within 4 weeks",
        "Subjects without CNS metastasis",
        "Screening for brain metastases is not required",
        "Controlled brain metastases are defined as treated more than a month ago",
    ],
)
def test_what_excludes_nobody_with_metastases_of_the_brain(text: str):
    assert found(read_cns_disease, "ex", text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No evidence of brain metastases", ["not cns_metastases (certain)"]),
        ("No untreated brain metastases", ["not active_cns_metastases (likely)"]),
        ("Treated brain metastases are allowed", []),
        ("At least one measurable brain metastasis", ["cns_metastases (likely)"]),
        ("Patients must have an untreated brain metastasis", ["cns_metastases (likely)"]),
        ("Patients must have treated and stable brain metastases", []),
        ("Must have brain imaging to rule out brain metastases", []),
        ("If a brain metastasis is known, it must be treated", []),
    ],
)
def test_what_is_asked_for(text: str, expected: list[str]):
    assert found(read_cns_disease, "in", text) == expected


def test_one_of_several_states_that_are_enough_asks_for_none_of_them():
    text = "Inclusion Criteria:\n\nCNS: participants may have any of the following:\n\n"
    lists = Eligibility(f"{text}* No evidence of brain metastases\n* Treated brain metastases")

    read = [each for one in lists.sentences for each in read_cns_disease(one, lists)]

    assert read == []
