"""Tumour types, extent of the disease and age in the words of trials."""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Confidence, Criterion, Section, Side, TextPlace
from oncomatch.trials.eligibility.age import narrower_than_fields, read_age
from oncomatch.trials.eligibility.extent import read_extent
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.tumor_types import read_tumor_types, weighed_by_text
from unit.trials.eligibility_makers import criteria_of, found

TYPES = {
    "one": (
        "Histologically confirmed metastatic colorectal cancer",
        ["tumor_type COADREAD (certain)"],
    ),
    "alternatives": (
        "Histologically confirmed hepatocellular carcinoma or cholangiocarcinoma",
        ["tumor_type CHOL, HCC (certain)"],
    ),
    "with a condition": (
        "Confirmed NSCLC that expresses something odd",
        ["tumor_type NSCLC (likely)"],
    ),
    "the name of the response criteria": (
        "Confirmed NSCLC, measurable by Response Evaluation Criteria in Solid Tumors (RECIST)",
        ["tumor_type NSCLC (likely)"],
    ),
    "examples of any": (
        "Confirmed solid tumors, including but not limited to breast cancer and melanoma",
        ["tumor_type SOLID (likely)"],
    ),
    "solid": ("Confirmed advanced solid tumors", ["tumor_type SOLID (certain)"]),
}


@pytest.mark.parametrize("name", TYPES)
def test_tumour_types(name: str):
    text, expected = TYPES[name]

    assert found(read_tumor_types, "in", text) == expected


def test_several_sentences_about_the_diagnosis_are_alternatives():
    items = ("Histologically confirmed NSCLC", "Histologically confirmed melanoma")

    assert found(read_tumor_types, "in", *items) == ["tumor_type MEL, NSCLC (likely)"]


def test_what_an_exception_names_is_shut_out():
    text = "Histologically confirmed lung cancer other than small cell lung cancer"
    (taken, shut_out) = criteria_of(read_tumor_types, "in", text)

    assert (taken.side, shut_out.side) == (Side.INCLUSION, Side.EXCLUSION)
    assert str(shut_out.pattern) == "tumor_type SCLC"


def test_a_histology_of_the_organ_is_shut_out_and_another_cancer_is_not():
    taken = "Inclusion Criteria:\n\n* Histologically confirmed NSCLC\n\nExclusion Criteria:\n\n* "
    for item, expected in (
        ("Small cell lung cancer histology", ["tumor_type SCLC"]),
        ("History of other cancer such as small cell lung cancer", []),
        ("Melanoma", []),
        ("Hormones for small cell lung cancer histology are allowed", []),
    ):
        text = Eligibility(taken + item)
        last = text.sentences[-1]
        assert [str(each.pattern) for each in read_tumor_types(last, text)] == expected


EXTENTS = {
    "a stage behind what another lacks": (
        "Stage IIIB NSCLC, not eligible for curative surgery, or Stage IV disease",
        ["extent III, IV (likely)"],
    ),
    "alternatives": (
        "Histologically confirmed locally advanced or metastatic NSCLC",
        ["extent locally_advanced, metastatic (certain)"],
    ),
    "stages": ("Confirmed stage III or IV breast cancer", ["extent III, IV (certain)"]),
    "a range of stages": ("Confirmed stage IIB-IV melanoma", ["extent II, III, IV (certain)"]),
    "a stage of a marked cancer": (
        "Stage IV squamous or nonsquamous HER2-positive NSCLC",
        ["extent IV (certain)"],
    ),
    "what must not be": ("Participants must not have metastatic disease (M1)", []),
    "unresectable and staged": (
        "Confirmed unresectable stage III or IV NSCLC",
        ["extent unresectable, III, IV (likely)"],
    ),
    "its absence": ("Confirmed pancreatic cancer with no evidence of metastatic disease", []),
    "setting of a therapy": ("Prior therapy for metastatic cancer", []),
    "no disease": ("Metastatic sites must be known", []),
}


@pytest.mark.parametrize("name", EXTENTS)
def test_extents(name: str):
    text, expected = EXTENTS[name]

    assert found(read_extent, "in", text) == expected


def test_extents_that_exclude():
    assert found(read_extent, "ex", "Metastatic disease") == ["-extent metastatic (certain)"]
    assert found(read_extent, "ex", "Brain metastases") == []
    assert found(read_extent, "ex", "Metastatic cancer within 5 years other than this") == []


AGES = {
    "at least": ("Age >= 18 years", ["age >= 18 (certain)"]),
    "in words": ("Patients must be 18 years of age or older", ["age >= 18 (certain)"]),
    "from to": ("Aged 18 to 75 years", ["age >= 18 (certain)", "age <= 75 (certain)"]),
    "a range in words": (
        "Age greater than or equal to 18 years and less than or equal to 72 years",
        ["age >= 18 (certain)", "age <= 72 (certain)"],
    ),
    "and younger": ("Age 17 years and younger", ["age <= 17 (certain)"]),
    "of childbearing age": ("Women of childbearing age must use 2 methods", []),
    "months": ("Age at least 12 months", []),
}


@pytest.mark.parametrize("name", AGES)
def test_ages(name: str):
    text, expected = AGES[name]

    assert found(read_age, "in", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Histologically confirmed solid tumors", Confidence.LIKELY),
        ("Histologically confirmed hepatocellular carcinoma", Confidence.LIKELY),
        ("Histologically confirmed NSCLC", Confidence.CERTAIN),
    ],
)
def test_conditions_are_not_certain_where_the_text_takes_other_types(
    text: str, expected: Confidence
):
    conditions = of_field("tumor_type LUNG")

    read = criteria_of(read_tumor_types, "in", text)

    assert weighed_by_text(conditions, read).confidence is expected


def of_field(text: str) -> Criterion:
    pattern = parse_biomarker(text)
    return Criterion(Side.INCLUSION, pattern, Confidence.CERTAIN, TextPlace(Section.FIELD))


def test_a_limit_of_age_that_the_field_says_is_not_told_again():
    read = [of_field("age >= 18"), of_field("age <= 75"), of_field("age >= 60")]

    kept = narrower_than_fields(read, [of_field("age >= 18"), of_field("age <= 80")])

    assert [str(each.pattern) for each in kept] == ["age <= 75", "age >= 60"]
