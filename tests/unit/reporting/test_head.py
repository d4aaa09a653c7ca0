"""The head of the report: what is not known is said to be so."""

from __future__ import annotations

from dataclasses import replace

import pytest

import building
from oncomatch.domain.case import Sex
from oncomatch.domain.profile import TumorProfile
from oncomatch.readers.sheet_patient import clinical_of, therapies_of
from oncomatch.reporting.head import build_head
from oncomatch.reporting.view import Fact
from unit.reporting.report_makers import empty_profile, record


def head(profile: TumorProfile) -> dict[str, str]:
    return {fact.label: fact.value for fact in build_head(record(profile))}


def test_a_case_of_which_all_is_known():
    profile = building.tumor(
        "BRCA", panel=["KRAS", "EGFR"], copies={"ERBB2": 2}, her2_ihc="1+", msi="MSS", tmb=0.5
    )
    case = replace(
        profile.case,
        specimen="core biopsy, liver",
        prior_therapies=therapies_of("osimertinib (line 1, progression)"),
        clinical=clinical_of(
            {
                "stage": "IVA; metastatic",
                "ecog": "1",
                "metastases": "brain (treated, stable); liver",
                "measurable_disease": "yes",
                "planned_line": "2",
                "laboratory": "platelets=150 10^9/L; bilirubin=1.2 xULN",
            }
        ),
    )
    profile = replace(profile, case=case)

    assert build_head(record(profile)) == (
        Fact("Tumour type", "Invasive Breast Carcinoma (BRCA)"),
        Fact("Specimen", "core biopsy, liver"),
        Fact("Patient", "60 years, female, ECOG 1"),
        Fact(
            "Disease",
            "stage IVA; metastatic; measurable disease; metastases: brain (treated, stable), liver",
        ),
        Fact("Earlier treatment", "osimertinib (line 1, progression); line 2 is planned"),
        Fact("Laboratory", "platelets 150 10^9/L, bilirubin 1.2 xULN"),
        Fact("Small variants", "TUMOR (its name says tumour)"),
        Fact("Matched normal", "not known whether tumour-only"),
        Fact("Assay covers", "panel.genes.txt (2 genes)"),
        Fact("Copy number", "copies.tsv"),
        Fact("Markers given", "HER2 IHC 1+, MSS, TMB 0.5/Mb"),
        Fact("Genome build", "GRCh38, checked against the file"),
    )


def test_a_case_of_which_nothing_is_known():
    said = head(empty_profile())

    del said["Genome build"]
    assert said == {
        "Tumour type": "Lung Adenocarcinoma (LUAD)",
        "Specimen": "not stated",
        "Patient": "not stated",
        "Disease": "not stated",
        "Earlier treatment": "not stated",
        "Small variants": "not assessed",
        "Assay covers": "not known",
        "Copy number": "not assessed",
        "Markers given": "none",
    }


def test_no_earlier_treatment_and_no_metastases_are_facts():
    case = replace(
        empty_profile().case,
        prior_therapies=(),
        clinical=clinical_of({"metastases": "none", "prior_lines": "0"}),
    )
    said = head(replace(empty_profile(), case=case))

    assert said["Disease"] == "metastases: none"
    assert said["Earlier treatment"] == "none; 0 earlier lines"


def test_without_a_file_no_build_was_checked():
    assert head(empty_profile())["Genome build"] == "GRCh38, as stated; there was no file to check"


@pytest.mark.parametrize(
    ("age", "sex", "words"),
    [
        (0, None, "0 years"),
        (0.083, None, "0.083 years"),
        (None, Sex.MALE, "male"),
        (71, Sex.FEMALE, "71 years, female"),
        (None, None, "not stated"),
    ],
)
def test_patient(age: float | None, sex: Sex | None, words: str):
    assert head(building.tumor("LUAD", age=age, sex=sex))["Patient"] == words


@pytest.mark.parametrize(
    ("markers", "words"),
    [
        ({"tmb": 0.0}, "TMB 0/Mb"),
        ({"her2_ihc": "0"}, "HER2 IHC 0"),
        ({"msi": "MSI-H", "tmb": 44.0}, "MSI-H, TMB 44/Mb"),
        ({}, "none"),
    ],
)
def test_markers(markers: dict[str, object], words: str):
    """Zero is a value."""
    assert head(building.tumor("LUAD", **markers))["Markers given"] == words  # type: ignore[arg-type]


def test_a_file_without_samples():
    profile = replace(building.tumor("LUAD"), sample="", sample_choice="the file has no samples")

    assert head(profile)["Small variants"] == "the file has no samples"
