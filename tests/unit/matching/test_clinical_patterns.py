"""What trials ask of the patient: yes, no, or not known, never guessed."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from building import ask, tumor
from oncomatch.domain.case import Sex
from oncomatch.domain.clinical_status import (
    Analyte,
    ClinicalStatus,
    DiseaseExtent,
    LaboratoryValue,
    MetastaticSite,
    Stage,
)

BRAIN, LIVER = MetastaticSite.BRAIN, MetastaticSite.LIVER

# tumour type of the case, outcome, pattern
TYPES = """
LUAD      met      LUAD
LUAD      met      NSCLC
LUAD      met      SOLID
LUAD      met      LUNG, SKCM
LUAD      not_met  LIQUID
LUAD      not_met  SCLC
NSCLC     unknown  LUAD
NSCLC     unknown  COADREAD, LUAD
AML       met      LIQUID
DLBCLNOS  met      LIQUID
AML       not_met  SOLID
IBC       unknown  BRCA
MBC       unknown  BRCA, LUAD
IBC       met      BREAST
DCIS      not_met  BRCA
ULMS      unknown  BONE, SOFT_TISSUE
PBS       unknown  SOFT_TISSUE
UCEC      not_met  SOFT_TISSUE
CELI      unknown  SOFT_TISSUE
UCS       not_met  SOFT_TISSUE
UM        unknown  MEL
HNMUCM    unknown  MEL
UM        not_met  SKCM
SKCM      not_met  UM
TISSUE    unknown  LIQUID
LMS       met      SOFT_TISSUE
"""


@pytest.mark.parametrize(
    ("code", "outcome", "codes"), [line.split(None, 2) for line in TYPES.strip().splitlines()]
)
def test_a_tumour_type_is_met_by_itself_and_by_what_lies_below_it(
    code: str, outcome: str, codes: str
) -> None:
    assert ask(f"tumor_type {codes}", tumor(code)).outcome.value == outcome


@pytest.mark.parametrize(
    ("age", "pattern", "outcome"),
    [
        (18, "age >= 18", "met"),
        (17, "age >= 18", "not_met"),
        (75, "age <= 75", "met"),
        (0, "age < 0.083", "unknown"),
        (1, "age < 0.083", "not_met"),
        (None, "age >= 18", "unknown"),
    ],
)
def test_an_age_in_completed_years_answers_limits(
    age: int | None, pattern: str, outcome: str
) -> None:
    assert ask(pattern, tumor("LUAD", age=age)).outcome.value == outcome


@pytest.mark.parametrize(
    ("sex", "outcome"), [(Sex.FEMALE, "met"), (Sex.MALE, "not_met"), (None, "unknown")]
)
def test_a_sex_that_is_not_given_is_unknown(sex: Sex | None, outcome: str) -> None:
    assert ask("sex female", tumor("LUAD", sex=sex)).outcome.value == outcome


@pytest.mark.parametrize(
    "pattern",
    [
        "ECOG <= 1",
        "measurable_disease",
        "extent metastatic",
        "cns_metastases",
        "laboratory neutrophils >= 1.5",
    ],
)
def test_what_was_not_stated_is_unknown_and_so_is_its_negation(pattern: str) -> None:
    assert ask(pattern, tumor("LUAD")).outcome.value == "unknown"
    assert ask(f"not {pattern}", tumor("LUAD")).outcome.value == "unknown"


STATUS = {
    "ECOG as asked": ("ECOG <= 1", {"ecog": 1}, "met"),
    "ECOG above": ("ECOG <= 1", {"ecog": 2}, "not_met"),
    "measurable": ("measurable_disease", {"measurable_disease": True}, "met"),
    "not measurable": ("measurable_disease", {"measurable_disease": False}, "not_met"),
    "no CNS site": ("cns_metastases", {"metastases": (LIVER,)}, "not_met"),
    "a CNS site": ("cns_metastases", {"metastases": (BRAIN,)}, "met"),
    "active, nothing said": ("active_cns_metastases", {"metastases": (BRAIN,)}, "unknown"),
    "active, treated and stable": (
        "active_cns_metastases",
        {"metastases": (BRAIN,), "cns_treated": True, "cns_stable": True},
        "not_met",
    ),
    "active, treated only": (
        "active_cns_metastases",
        {"metastases": (BRAIN,), "cns_treated": True},
        "unknown",
    ),
    "active, growing": (
        "active_cns_metastases",
        {"metastases": (BRAIN,), "cns_treated": True, "cns_stable": False},
        "met",
    ),
    "a value": (
        "laboratory neutrophils >= 1.5",
        {"laboratory": (LaboratoryValue(Analyte.NEUTROPHILS, 1.5, "10^9/L"),)},
        "met",
    ),
    "another value": (
        "laboratory platelets >= 100",
        {"laboratory": (LaboratoryValue(Analyte.NEUTROPHILS, 1.5, "10^9/L"),)},
        "unknown",
    ),
    "metastatic by a site": ("extent metastatic", {"metastases": (LIVER,)}, "met"),
    "not metastatic": ("extent metastatic", {"metastases": ()}, "not_met"),
    "stage IV does not tell": ("extent metastatic", {"stage": Stage("IV")}, "unknown"),
    "stage": ("extent III, IV", {"stage": Stage("III", "B")}, "met"),
    "other stage": ("extent III, IV", {"stage": Stage("II")}, "not_met"),
    "advanced by spread": ("extent advanced", {"metastases": (LIVER,)}, "met"),
    "advanced is not told by its absence": ("extent advanced", {"metastases": ()}, "unknown"),
    "either": (
        "extent locally_advanced, metastatic",
        {"extent": DiseaseExtent.LOCALLY_ADVANCED},
        "met",
    ),
    "unresectable": ("extent unresectable", {"resectable": True}, "not_met"),
    "no line before": ("extent untreated", {"prior_lines": 0}, "met"),
    "recurrent": ("extent recurrent", {"recurrent": False}, "not_met"),
    "refractory is not in the sheet": ("extent refractory", {"prior_lines": 3}, "unknown"),
}


@pytest.mark.parametrize(("pattern", "known", "outcome"), STATUS.values(), ids=STATUS)
def test_the_status_of_the_patient(pattern: str, known: dict[str, Any], outcome: str) -> None:
    made = tumor("LUAD")
    case = dataclasses.replace(made.case, clinical=ClinicalStatus(**known))

    assert ask(pattern, dataclasses.replace(made, case=case)).outcome.value == outcome


def test_a_fraction_of_a_year_answers_a_limit_within_it() -> None:
    assert ask("age < 0.083", tumor("LUAD", age=0.05)).outcome.value == "met"
