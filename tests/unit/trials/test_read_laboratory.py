"""Limits of the laboratory in the words and units of trials."""

from __future__ import annotations

import pytest

from oncomatch.trials.eligibility.laboratory import read_laboratory
from unit.trials.eligibility_makers import found

INCLUDES = {
    "cells per microlitre": (
        "Absolute neutrophil count (ANC) >= 1,500/mcL",
        ["neutrophils >= 1.5 (certain)"],
    ),
    "thousands": ("ANC >= 1.5 x 10^3/uL", ["neutrophils >= 1.5 (certain)"]),
    "milliards": ("Platelets \u2265 100 x 10^9/L", ["platelets >= 100 (certain)"]),
    "milliards without a caret": ("Platelets > 75 x 109/L", ["platelets > 75 (certain)"]),
    "grams per litre": ("Hemoglobin >= 90 g/L", ["haemoglobin >= 9 (certain)"]),
    "two analytes": (
        "AST (SGOT) and ALT (SGPT) <= 2.5 x ULN",
        ["ast <= 2.5 (certain)", "alt <= 2.5 (certain)"],
    ),
    "upper limit of normal": (
        "Total bilirubin =< 1.5 x institutional upper limit of normal (ULN)",
        ["bilirubin <= 1.5 (certain)"],
    ),
    "the looser of two": (
        "ALT <= 3 x ULN (or <= 5 x ULN with liver metastases)",
        ["alt <= 5 (likely)"],
    ),
    "an exception": (
        "Bilirubin <= 1.5 x ULN unless due to Gilbert syndrome",
        ["bilirubin <= 1.5 (likely)"],
    ),
    "clearance is never certain": (
        "Creatinine clearance >= 50 mL/min",
        ["creatinine_clearance >= 50 (likely)"],
    ),
    "heart": ("LVEF >= 50%", ["ejection_fraction >= 50 (certain)"]),
    "several": (
        "ANC >= 1.0 x 10^9/L, platelets >= 75 x 10^9/L and hemoglobin >= 8 g/dL",
        ["neutrophils >= 1 (certain)", "platelets >= 75 (certain)", "haemoglobin >= 8 (certain)"],
    ),
}


@pytest.mark.parametrize("name", INCLUDES)
def test_limits(name: str):
    text, expected = INCLUDES[name]

    assert found(read_laboratory, "in", text) == [f"laboratory {each}" for each in expected]


@pytest.mark.parametrize(
    "text",
    [
        "Estimated GFR >= 60 mL/min/1.73 m2",
        "Creatinine clearance >= 60 mL/min/1.73 m2",
        "Bilirubin <= 2.0 mg/dL",
        "Direct bilirubin <= 1.5 x ULN",
        "Hemoglobin >= 5.6 mmol/L",
        "Hemoglobin A1c <= 8%",
        "Platelets >= 100",
        "Hemoglobin < 8 g/dL",
        "ANC >= 1500 x 10^9/L",
    ],
)
def test_other_measures_units_and_slips_are_left_unread(text: str):
    assert found(read_laboratory, "in", text) == []


def test_what_excludes():
    assert found(read_laboratory, "ex", "Hemoglobin < 9 g/dL") == [
        "-laboratory haemoglobin < 9 (certain)"
    ]


def test_a_limit_that_another_sentence_speaks_of_again_is_not_certain():
    items = ("Platelets >= 100 x 10^9/L", "With marrow disease, platelets of 50 are enough")

    assert found(read_laboratory, "in", *items) == ["laboratory platelets >= 100 (likely)"]
