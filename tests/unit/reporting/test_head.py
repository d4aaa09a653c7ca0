"""The head of the report: what is not known is said to be so."""

from __future__ import annotations

from dataclasses import replace

import pytest

import building
from oncomatch.domain.case import Sex
from oncomatch.domain.depth import DetectionLimit
from oncomatch.domain.order import Order
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.record import KnowledgeSource
from oncomatch.domain.specimen import MatchedNormal, Pairing, Specimen
from oncomatch.domain.variant import Reads
from oncomatch.readers.sheet_patient import clinical_of, therapies_of
from oncomatch.reporting.head import build_head
from oncomatch.reporting.view import Fact
from unit.reporting.report_makers import empty_profile, made_with, record


def head(profile: TumorProfile) -> dict[str, str]:
    return {fact.label: fact.value for fact in build_head(record(profile))}


def test_a_case_of_which_all_is_known():
    profile = building.tumor(
        "BRCA", panel=["KRAS", "EGFR"], copies={"ERBB2": 2}, her2_ihc="1+", msi="MSS", tmb=0.5
    )
    case = replace(
        profile.case,
        specimen="core biopsy, liver",
        order=Order("Oncology", "KRAS?", "2026-11-01", "2026-11-03"),
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
        Fact("Order", "Oncology; KRAS?; collected 2026-11-01; received 2026-11-03"),
        Fact("Patient", "60 years, female, ECOG 1"),
        Fact(
            "Disease",
            "stage IVA; metastatic; measurable disease; metastases: brain (treated, stable), liver",
        ),
        Fact("Earlier treatment", "osimertinib (line 1, progression); line 2 is planned"),
        Fact("Laboratory", "platelets 150 10^9/L, bilirubin 1.2 xULN"),
        Fact("Markers given", "HER2 IHC 1+, MSS, TMB 0.5/Mb"),
        Fact("Sample", "TUMOR; not known whether tumour-only"),
        Fact(
            "Assay", "panel.genes.txt (2 genes): small variants, copy number; fusions not assessed"
        ),
        Fact("Quality", "depth of the assay not known"),
        Fact("Genome build", "GRCh38, checked against the file"),
        Fact("Knowledge", "CIViC 2000-01, trials 2000-02-03"),
    )


def test_a_case_of_which_nothing_is_known():
    said = head(empty_profile())

    del said["Genome build"]
    assert said == {
        "Tumour type": "Lung Adenocarcinoma (LUAD)",
        "Specimen": "not stated",
        "Order": "not stated",
        "Patient": "not stated",
        "Disease": "not stated",
        "Earlier treatment": "not stated",
        "Markers given": "none",
        "Assay": "regions not known: small variants, copy number and fusions not assessed",
        "Quality": "not known",
        "Knowledge": "CIViC 2000-01, trials 2000-02-03",
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

    assert head(profile)["Sample"] == "the file has no samples; not known whether tumour-only"


@pytest.mark.parametrize(
    ("normal", "words"),
    [
        (MatchedNormal(Pairing.TUMOR_NORMAL, "N1", "its name"), "matched normal N1"),
        (MatchedNormal(Pairing.TUMOR_NORMAL, "", "the sheet"), "with a matched normal"),
        (MatchedNormal(Pairing.TUMOR_ONLY, "", "one sample"), "tumour-only"),
    ],
)
def test_the_normal_stands_beside_the_sample(normal: MatchedNormal, words: str):
    assert head(replace(building.tumor("LUAD"), normal=normal))["Sample"] == f"TUMOR; {words}"


DEPTH = {"depth": "d.bed", "min_depth": 100, "median_depth": 612.4, "deep_share": 0.98476}
LIMIT = DetectionLimit(0.089, 100, 5, 0.95)


@pytest.mark.parametrize(
    ("assay", "words"),
    [
        (
            {**DEPTH, "limit": LIMIT},
            "median depth 612×; 98.4 % of bases at 100× or more; limit of detection 8.9 % VAF",
        ),
        ({**DEPTH, "median_depth": None}, "98.4 % of bases at 100× or more"),
        ({**DEPTH, "deep_share": 0.99999}, "median depth 612×; 99.9 % of bases at 100× or more"),
        ({**DEPTH, "deep_share": 1.0}, "median depth 612×; 100 % of bases at 100× or more"),
        ({**DEPTH, "deep_share": 0.0}, "median depth 612×; 0 % of bases at 100× or more"),
        ({"limit": LIMIT}, "depth of the assay not known; limit of detection 8.9 % VAF"),
    ],
)
def test_quality_by_a_depth_file(assay: dict[str, object], words: str):
    profile = building.tumor("LUAD")
    known = replace(profile.assay, **assay)  # type: ignore[arg-type]

    assert head(replace(profile, assay=known))["Quality"] == words


def test_without_a_depth_file_the_reads_of_the_calls_are_not_the_depth_of_the_assay():
    profile = building.tumor("LUAD", [("KRAS", "G12C"), ("TP53", "R175H")])
    calls = tuple(
        replace(each, reads=Reads(depth, 10, 0.1))
        for each, depth in zip(profile.small_variants, (100, 301), strict=True)
    )

    said = head(replace(profile, small_variants=calls))["Quality"]
    assert said == "depth of the assay not known; median of 200 reads at 2 reported calls"


def test_releases_stand_newest_first_and_labels_of_one_day_are_one():
    names = {
        "CIViC": "2025-04",
        "FDA label": "2026-05",
        "HSE regimen": "2026-05",
        "EMA label": "2026-04",
    }
    sources = tuple(KnowledgeSource(name, day, 1, "CC0-1.0") for name, day in names.items())
    made = record(made_with=made_with(knowledge=sources, run_date="2026-11-20"))
    said = {fact.label: fact.value for fact in build_head(made)}

    assert said["Knowledge"] == ("labels 2026-05, labels 2026-04, CIViC 2025-04, trials 2000-02-03")
    assert said["Date of the report"] == "2026-11-20"


def test_purity_of_the_copy_number_file_is_told_as_such():
    profile = building.tumor("LUAD")
    by_file = replace(profile, wide=replace(profile.wide, purity=0.61))
    stated = replace(by_file, specimen=Specimen(purity=0.4))

    assert head(by_file)["Specimen"] == "purity by the copy-number file 61 %"
    assert head(stated)["Specimen"] == "purity 40 %"
