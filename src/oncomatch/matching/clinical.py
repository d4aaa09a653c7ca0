"""Answers about the patient and the disease: tumour type, age, sex."""

from __future__ import annotations

from math import floor

from oncomatch.domain.biomarker import LIQUID, Age, SexIs, TumorTypeIn, number_text
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.tumor_type import SOLID, TumorType
from oncomatch.matching.facts import Facts
from oncomatch.reference.tumor_types import open_tumor_types

_LIQUID_NODES = ("MYELOID", "LYMPH")
_NAME_OF = {SOLID: "any solid tumour", LIQUID: "any tumour of blood or lymph"}


def _holds(holds: bool, reason: str) -> Evaluation:
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, reason)


def tumor_type(biomarker: TumorTypeIn, facts: Facts) -> Evaluation:
    """Answer whether the tumour is of one of the types; a wider case may be or not."""
    types = open_tumor_types()
    case = types.get(facts.case.tumor_type)
    lineage = _lineage(case)
    for code in biomarker.codes:
        if code == case.code:
            return _holds(True, f"{case.name} is named")
    nearest = min(filter(lineage.__contains__, biomarker.codes), key=lineage.index, default=None)
    if nearest is not None:
        return _holds(True, f"{case.name} belongs to: {_name(nearest)}")
    narrower = [code for code in biomarker.codes if case.code in _lineage(_type_of(code))]
    if narrower:
        reason = f"{case.name} is wider than what is asked for: {', '.join(map(_name, narrower))}"
        return Evaluation(Outcome.UNKNOWN, reason)
    return _holds(False, f"{case.name} is none of: {', '.join(map(_name, biomarker.codes))}")


def _lineage(case: TumorType) -> tuple[str, ...]:
    """Return the ancestors of a type, `LIQUID` for those of blood and lymph among them."""
    nodes = (case.code, *case.ancestors)
    liquid = any(node in nodes for node in _LIQUID_NODES)
    return (*case.ancestors, LIQUID) if liquid else case.ancestors


def _type_of(code: str) -> TumorType:
    if code == LIQUID:
        return TumorType(LIQUID, _NAME_OF[LIQUID], open_tumor_types().get(SOLID).ancestors)
    return open_tumor_types().get(code)


def _name(code: str) -> str:
    return _NAME_OF.get(code) or _type_of(code).name


def age(biomarker: Age, facts: Facts) -> Evaluation:
    """Answer for the age; within a year, completed years do not tell."""
    years, limit = facts.case.age, biomarker.number
    if years is None:
        return Evaluation(Outcome.UNKNOWN, "the age is not given")
    if limit != floor(limit) and years == floor(limit):
        reason = f"age {years} in completed years does not tell {number_text(limit)}"
        return Evaluation(Outcome.UNKNOWN, reason)
    return _holds(biomarker.comparator.holds(years, limit), f"age {years}")


def sex(biomarker: SexIs, facts: Facts) -> Evaluation:
    """Answer for the sex."""
    given = facts.case.sex
    if given is None:
        return Evaluation(Outcome.UNKNOWN, "the sex is not given")
    return _holds(given is biomarker.sex, given.value)
