"""Patterns about the patient: what is known of one is all that answers them.

So two patients of whom the same is known have the same answers, and cases can share them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from oncomatch.domain.biomarker import (
    After,
    Age,
    CnsMetastases,
    ExtentIn,
    Laboratory,
    LineOfTherapy,
    MeasurableDisease,
    PerformanceStatus,
    SexIs,
    TumorTypeIn,
)
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.evaluation import Evaluation
from oncomatch.matching import clinical, treatment


class _Part(NamedTuple):
    """A part of what is known of a patient, and the answers that are made of nothing else."""

    known: Callable[[CaseInfo], tuple[object, ...]]
    answers: dict[type, Callable[..., Evaluation]]


_PARTS = (
    _Part(lambda case: (case.tumor_type,), {TumorTypeIn: clinical.tumor_type}),
    _Part(lambda case: (case.age,), {Age: clinical.age}),
    _Part(lambda case: (case.sex,), {SexIs: clinical.sex}),
    _Part(lambda case: (case.prior_therapies,), {After: treatment.after}),
    _Part(
        lambda case: (case.clinical,),
        {
            CnsMetastases: clinical.cns_metastases,
            Laboratory: clinical.laboratory,
            MeasurableDisease: clinical.measurable_disease,
            PerformanceStatus: clinical.performance_status,
        },
    ),
    _Part(lambda case: (case.clinical, case.prior_lines), {ExtentIn: clinical.extent}),
    _Part(
        lambda case: (case.planned_line, case.clinical.planned_line),
        {LineOfTherapy: treatment.line_of_therapy},
    ),
)
_PART_OF = {kind: number for number, part in enumerate(_PARTS) for kind in part.answers}
NO_PART = len(_PARTS)
"""In place of the number of a part: it is not the patient that answers."""


def answer(biomarker: Any, case: CaseInfo) -> Evaluation:
    """Return the answer to a pattern about the patient."""
    part = _PARTS[_PART_OF[type(biomarker)]]
    return part.answers[type(biomarker)](biomarker, *part.known(case))


def part_of(biomarker: object) -> int:
    """Return the number of the part that answers a pattern, `NO_PART` where it is another's."""
    return _PART_OF.get(type(biomarker), NO_PART)


def known_parts(case: CaseInfo) -> tuple[str, ...]:
    """Return what is known of a patient, in parts; as text, since 18 years are not 18.0."""
    return tuple(repr(part.known(case)) for part in _PARTS)
