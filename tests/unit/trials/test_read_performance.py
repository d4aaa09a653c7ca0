"""The performance status in the words of trials."""

from __future__ import annotations

import pytest

from oncomatch.trials.eligibility.performance import read_performance_status
from unit.trials.eligibility_makers import found

CASES = {
    "a range": ("ECOG performance status of 0-1", "ECOG <= 1 (certain)"),
    "a range in words": ("ECOG PS of 0 to 2 at Screening", "ECOG <= 2 (certain)"),
    "a list": ("Performance status 0, 1 or 2 (ECOG scale)", "ECOG <= 2 (certain)"),
    "at most": (
        "Zubrod performance status =\\< 2 within 28 days prior to registration",
        "ECOG <= 2 (certain)",
    ),
    "a long list": ("ECOG performance status 0,1, 2, 3.", "ECOG <= 3 (certain)"),
    "WHO": ("WHO performance status 0 or 1", "ECOG <= 1 (certain)"),
    "less than": ("ECOG performance status < 2", "ECOG <= 1 (certain)"),
    "written out": (
        "Eastern Cooperative Oncology Group (ECOG) performance status less than or equal to 1",
        "ECOG <= 1 (certain)",
    ),
    "the same on another scale": ("ECOG <= 2 (Karnofsky >= 60%)", "ECOG <= 2 (certain)"),
    "or another scale": ("ECOG 0-2 or Karnofsky >= 60", "ECOG <= 2 (likely)"),
    "children": ("ECOG <= 2, Lansky >= 50 if younger than 16", "ECOG <= 2 (likely)"),
    "two limits by age": ("ECOG <= 2 below 70 years, ECOG 0 or 1 otherwise", "ECOG <= 2 (likely)"),
    "a condition": ("ECOG 0-1 unless due to the tumour", "ECOG <= 1 (likely)"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_highest_grade_that_is_taken(name: str):
    text, expected = CASES[name]

    assert found(read_performance_status, "in", text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Karnofsky performance status of at least 70",
        "Tested by a laboratory listed on https://ecog-acrin.org/labs 2",
        "ECOG status must be documented",
        "Patients with ECOG 2 due to pain may be allowed",
        "Surgeons who perform 2 operations",
    ],
)
def test_what_has_no_grade_of_ecog_is_left_unread(text: str):
    assert found(read_performance_status, "in", text) == []


def test_a_lowest_grade_is_read_beside_the_highest():
    assert found(read_performance_status, "in", "ECOG performance status of 2-3") == [
        "ECOG <= 3 (certain)",
        "ECOG >= 2 (likely)",
    ]


def test_grades_that_exclude():
    assert found(read_performance_status, "ex", "ECOG performance status 3 or 4") == [
        "-ECOG >= 3 (certain)"
    ]
    assert found(read_performance_status, "ex", "ECOG > 1") == ["-ECOG >= 2 (certain)"]


def test_good_grades_among_what_excludes_are_a_slip_of_the_registry():
    assert found(read_performance_status, "ex", "ECOG performance status 0-1") == []


def test_another_sentence_that_allows_a_worse_grade_leaves_a_doubt():
    items = ("ECOG performance status 0-1", "ECOG 2 is allowed where due to pain")

    assert found(read_performance_status, "in", *items)[0] == "ECOG <= 1 (likely)"
