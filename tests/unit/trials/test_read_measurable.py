"""Measurable disease in the words of trials."""

from __future__ import annotations

import pytest

from oncomatch.trials.eligibility.measurable import read_measurable_disease
from unit.trials.eligibility_makers import found

CERTAIN, LIKELY = ["measurable_disease (certain)"], ["measurable_disease (likely)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Measurable disease per RECIST 1.1", CERTAIN),
        ("Patients must have at least one measurable lesion according to RECIST v1.1", CERTAIN),
        ("At least one measurable lesion outside the brain", LIKELY),
        ("Measurable disease, or progression of bone metastases", LIKELY),
        ("Measurable disease by CT or MRI, as judged by the investigator", CERTAIN),
        ("Measurable metastatic sarcoma, confirmed by the local laboratory", CERTAIN),
        ("Measurable disease, defined as one lesion of 20 mm or more", CERTAIN),
        ("Measurable disease other than in mesothelioma", LIKELY),
        ("Patients with measurable disease must have a lesion of 2 cm", []),
        ("Measurable disease includes lesions of soft tissue", []),
        ("Measurable or evaluable disease", []),
        ("Measurable disease per RECIST 1.1 or evaluable disease for prostate cancer", []),
        ("Measurable or non-measurable disease by RECIST", []),
        ("Non-measurable disease only", []),
        ("Measurable disease is not required", []),
        ("Irradiated lesions are considered measurable if they grew", []),
        ("Absence of measurable residual disease", []),
    ],
)
def test_measurable_disease(text: str, expected: list[str]):
    assert found(read_measurable_disease, "in", text) == expected


def test_another_sentence_that_lets_others_in_leaves_a_doubt():
    items = ("Measurable disease per RECIST 1.1", "Bone-only disease is allowed")

    assert found(read_measurable_disease, "in", *items) == LIKELY


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("Phase 1: measurable or non-measurable disease", LIKELY),
        ("Phase 2: measurable by RECIST", LIKELY),
        ("By computed tomography", CERTAIN),
    ],
)
def test_what_stands_below_the_words_may_ask_for_less(below: str, expected: list[str]):
    read = found(read_measurable_disease, "in", f"Measurable disease:\n\n  * {below}")

    assert read[0] == expected[0]


def test_its_absence_excludes():
    expected = ["-not measurable_disease (likely)"]

    assert found(read_measurable_disease, "ex", "No measurable disease") == expected
    assert found(read_measurable_disease, "ex", "Measurable disease in the brain") == []
