"""Answers about the patient and the disease: tumour type, age, sex, status, extent."""

from __future__ import annotations

from functools import lru_cache
from math import floor

from oncomatch.domain.biomarker import (
    LIQUID,
    Age,
    CnsMetastases,
    ExtentIn,
    ExtentWord,
    Laboratory,
    MeasurableDisease,
    PerformanceStatus,
    SexIs,
    TumorTypeIn,
    number_text,
)
from oncomatch.domain.case import Sex
from oncomatch.domain.clinical_status import ClinicalStatus, DiseaseExtent
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.tumor_type import SOLID
from oncomatch.reference.tumor_lines import lineage, may_mean
from oncomatch.reference.tumor_types import open_tumor_types

_MOST_ANSWERS = 20_000
_NAME_OF = {SOLID: "any solid tumour", LIQUID: "any tumour of blood or lymph"}


def _holds(holds: bool, reason: str) -> Evaluation:
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, reason)


def tumor_type(biomarker: TumorTypeIn, given: str) -> Evaluation:
    """Answer whether the tumour is of one of the types; a wider case may be or not."""
    return _of_types(biomarker.codes, given)


@lru_cache(maxsize=_MOST_ANSWERS)
def _of_types(codes: tuple[str, ...], given: str) -> Evaluation:
    """Answer for a tumour type alone: trials ask many cases the same."""
    case = open_tumor_types().get(given)
    line = lineage(case.code)
    if case.code in codes:
        return _holds(True, f"{case.name} is named")
    nearest = next((code for code in line if code in codes), None)
    if nearest is not None:
        return _holds(True, f"{case.name} belongs to: {name_of_type(nearest)}")
    narrower = [code for code in codes if case.code in lineage(code)]
    if narrower:
        reason = (
            f"{case.name} is wider than what is asked for: {', '.join(map(name_of_type, narrower))}"
        )
        return Evaluation(Outcome.UNKNOWN, reason)
    for code in codes:
        if may_mean(code, case.code):
            reason = f"{name_of_type(code)} may stand for {case.name} as well: see the trial's text"
            return Evaluation(Outcome.UNKNOWN, reason)
    return _holds(False, f"{case.name} is none of: {', '.join(map(name_of_type, codes))}")


def name_of_type(code: str) -> str:
    """Return the name of a tumour type by its code, SOLID and LIQUID among them."""
    return _NAME_OF.get(code) or open_tumor_types().get(code).name


def age(biomarker: Age, years: int | float | None) -> Evaluation:
    """Answer for the age; completed years do not tell a limit within the year."""
    limit = biomarker.number
    if years is None:
        return Evaluation(Outcome.UNKNOWN, "the age is not given")
    if isinstance(years, int) and limit != floor(limit) and years == floor(limit):
        reason = f"age {years} in completed years does not tell {number_text(limit)}"
        return Evaluation(Outcome.UNKNOWN, reason)
    return _holds(biomarker.comparator.holds(years, limit), f"age {number_text(years)}")


def sex(biomarker: SexIs, given: Sex | None) -> Evaluation:
    """Answer for the sex."""
    if given is None:
        return Evaluation(Outcome.UNKNOWN, "the sex is not given")
    return _holds(given is biomarker.sex, given.value)


def performance_status(biomarker: PerformanceStatus, clinical: ClinicalStatus) -> Evaluation:
    """Answer for the performance status of ECOG."""
    ecog = clinical.ecog
    if ecog is None:
        return Evaluation(Outcome.UNKNOWN, "the performance status was not stated")
    return _holds(biomarker.comparator.holds(ecog, biomarker.number), f"ECOG {ecog}")


def measurable_disease(_: MeasurableDisease, clinical: ClinicalStatus) -> Evaluation:
    """Answer whether there is disease that can be measured."""
    given = clinical.measurable_disease
    if given is None:
        return Evaluation(Outcome.UNKNOWN, "whether disease can be measured was not stated")
    return _holds(given, "measurable disease" if given else "no measurable disease")


def cns_metastases(biomarker: CnsMetastases, clinical: ClinicalStatus) -> Evaluation:
    """Answer for metastases of the central nervous system; treated and stable ones are not active.

    Where only one of the two is stated, whether they are active is not known.
    """
    given = clinical.cns_metastases
    if given is None:
        reason = "metastases in the central nervous system were not stated"
        return Evaluation(Outcome.UNKNOWN, reason)
    if not given:
        return _holds(False, "no metastases in the central nervous system")
    there = "metastases in the central nervous system"
    if not biomarker.active:
        return _holds(True, there)
    if False in (clinical.cns_treated, clinical.cns_stable):
        return _holds(True, f"{there}, untreated or not stable")
    if clinical.cns_treated and clinical.cns_stable:
        return _holds(False, f"{there}, treated and stable")
    return Evaluation(Outcome.UNKNOWN, f"whether the {there} are treated and stable was not stated")


def laboratory(biomarker: Laboratory, clinical: ClinicalStatus) -> Evaluation:
    """Answer for a value of the laboratory, in the unit of its analyte."""
    analyte = biomarker.analyte
    value = clinical.laboratory_value(analyte)
    if value is None:
        return Evaluation(Outcome.UNKNOWN, f"{analyte.value} was not stated")
    words = f"{analyte.value} {number_text(value)} {analyte.unit}"
    return _holds(biomarker.comparator.holds(value, biomarker.number), words)


def extent(biomarker: ExtentIn, clinical: ClinicalStatus, prior_lines: int | None) -> Evaluation:
    """Answer for the extent of the disease: met by any of the words that holds."""
    answers = {word: _extent(word, clinical, prior_lines) for word in biomarker.extents}
    asked = ", ".join(word.value.replace("_", " ") for word in answers)
    met = [word for word, answer in answers.items() if answer]
    if met:
        return _holds(True, f"the disease is {met[0].value.replace('_', ' ')}")
    if None in answers.values():
        return Evaluation(Outcome.UNKNOWN, f"whether the disease is {asked} was not stated")
    return _holds(False, f"the disease is not {asked}")


def _extent(word: ExtentWord, clinical: ClinicalStatus, prior_lines: int | None) -> bool | None:
    """Return whether one word holds, None where the sheet does not tell."""
    if word.value.isupper():
        return None if clinical.stage is None else clinical.stage.group == word.value
    given, spread = clinical.extent, clinical.metastatic
    of_extent = {
        ExtentWord.LOCALIZED: DiseaseExtent.LOCALIZED,
        ExtentWord.LOCALLY_ADVANCED: DiseaseExtent.LOCALLY_ADVANCED,
    }
    if word in of_extent:
        if given in (*_NOT_SPREAD, DiseaseExtent.METASTATIC):
            return given is of_extent[word]
        return False if spread else None
    if word is ExtentWord.METASTATIC:
        return spread
    if word is ExtentWord.ADVANCED:
        return True if spread or given is DiseaseExtent.LOCALLY_ADVANCED else None
    if word is ExtentWord.RESECTABLE:
        return clinical.resectable
    if word is ExtentWord.UNRESECTABLE:
        return None if clinical.resectable is None else not clinical.resectable
    if word is ExtentWord.RECURRENT:
        return clinical.recurrent
    if word is ExtentWord.UNTREATED:
        return None if prior_lines is None else prior_lines == 0
    if word is ExtentWord.EARLY:
        return False if spread else None
    return None  # whether a disease is refractory is not in the sheet


_NOT_SPREAD = (DiseaseExtent.LOCALIZED, DiseaseExtent.LOCALLY_ADVANCED)
