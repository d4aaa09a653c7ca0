"""Clinical criteria of trials in units that compare with the annotated rows.

A limit of what excludes is told as what may still take part (ECOG 3 excluded is at most 2), the
line now as lines before. Therapies and codes are compared one by one. Of tumour types a code that
a wider one of its list takes in is no unit of its own, and of two lists that are both asked for
the narrower one counts. What no pattern can say has no unit: permissions, surgery, leptomeningeal
disease alone, `persistent`, `newly_diagnosed`, `castration_resistant`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from oncomatch.domain.biomarker import (
    After,
    Age,
    AnyOf,
    Biomarker,
    CnsMetastases,
    Comparator,
    ExtentIn,
    ExtentWord,
    LineOfTherapy,
    MeasurableDisease,
    Not,
    PerformanceStatus,
    TumorTypeIn,
    number_text,
)
from oncomatch.domain.therapy import fold_name
from oncomatch.domain.trial import Arm, Confidence, Criterion, Side
from oncomatch.reference.tumor_lines import lineage, widest
from oncomatch.trials.eligibility.therapy_names import find_therapies
from oncomatch.trials.measure import Figure

CLINICAL_KINDS = (
    "tumor_type inclusion",
    "tumor_type exclusion",
    "stage inclusion",
    "stage exclusion",
    "prior_therapy_required",
    "prior_therapy_forbidden",
    "prior_lines_min",
    "prior_lines_max",
    "ecog_max",
    "measurable_disease",
    "cns",
    "age_min",
    "age_max",
)
MOLECULAR_STRATA = ("alteration", "fresh", "rest")
"""Strata whose trials were read for genes and markers alone; without a clinical row they say
nothing of the clinical kinds."""
NO_DRUG = {"surgery", "definitive local therapy", "caphosol", "tumor treating fields"}
"""What the sheet's earlier therapies, which are drugs, cannot tell."""
_SIDED = ("tumor_type", "stage")
_WORDS = {word.value for word in ExtentWord}
_SURE = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.TO_REVIEW)


@dataclass(frozen=True, slots=True, order=True)
class ClinicalUnit:
    """One clinical thing that a trial asks for, of everyone or of a part."""

    trial_id: str
    of_all: bool
    kind: str
    value: str


def clinically_annotated(rows: Iterable[Mapping[str, str]]) -> set[str]:
    """Return the ids of the trials that were read for clinical kinds as well."""
    return {row["nct_id"] for row in rows if row["stratum"] not in MOLECULAR_STRATA}


def clinical_units_of_rows(rows: Iterable[Mapping[str, str]]) -> set[ClinicalUnit]:
    """Return the units of annotated rows."""
    found = set()
    for row in rows:
        kind = f"{row['kind']} {row['side']}" if row["kind"] in _SIDED else row["kind"]
        if kind in CLINICAL_KINDS:
            for value in _values(row["kind"], row["value"]):
                found.add(ClinicalUnit(row["nct_id"], not row["cohort"], kind, value))
    return found


def _values(kind: str, value: str) -> Iterator[str]:
    if kind == "cns":
        yield from [value] if value in ("excluded_any", "excluded_active") else []
    elif kind == "stage":
        stages = (each.rstrip("ABC") if each.isupper() else each for each in value.split(";"))
        yield from (each for each in stages if each in _WORDS)
    elif kind.startswith("prior_therapy"):
        yield from (_therapy(each) for each in value.split(";") if each not in NO_DRUG)
    elif kind.startswith("age"):
        yield number_text(float(value))
    elif kind == "tumor_type":
        yield from widest(set(value.split(";")))
    else:
        yield value


def _therapy(name: str) -> str:
    """Return one spelling of a therapy: the trial's words, or those of the knowledge base."""
    named = find_therapies(name)
    return fold_name(named[0].name if named else name)


def clinical_units_of_trial(
    trial_id: str, criteria: Iterable[Criterion], arms: Iterable[Arm], at_least: Confidence
) -> set[ClinicalUnit]:
    """Return the units of what was read of a trial, at least as sure as given."""
    wanted = _SURE[: _SURE.index(at_least) + 1]
    parts = [(True, criteria), *((False, arm.criteria) for arm in arms)]
    return {
        ClinicalUnit(trial_id, of_all, kind, value)
        for of_all, part in parts
        for kind, value in _units_of_part([each for each in part if each.confidence in wanted])
    }


def _units_of_part(criteria: list[Criterion]) -> Iterator[tuple[str, str]]:
    asked = [
        widest(set(each.pattern.codes))
        for each in criteria
        if isinstance(each.pattern, TumorTypeIn) and each.side is Side.INCLUSION
    ]
    narrowed = {above for codes in asked for code in codes for above in lineage(code)[1:]}
    for each in criteria:
        for kind, value in _told(each.pattern, each.side):
            if kind != "tumor_type inclusion" or value not in narrowed:
                yield kind, value


def clinical_figure(
    read: set[ClinicalUnit], annotated: set[ClinicalUnit], kind: str, *, by_trial: bool = False
) -> Figure:
    """Return the figures of a kind; `by_trial`: whether of everyone or of a cohort is the same."""

    def keys(units: set[ClinicalUnit]) -> set[tuple[str, bool, str]]:
        return {
            (each.trial_id, each.of_all or by_trial, each.value)
            for each in units
            if each.kind == kind
        }

    ours, theirs = keys(read), keys(annotated)
    return Figure(len(ours), len(ours & theirs), len(theirs), len(ours & theirs))


def _told(pattern: Biomarker, side: Side) -> Iterator[tuple[str, str]]:
    excludes = side is Side.EXCLUSION
    if isinstance(pattern, Not):
        pattern, excludes = pattern.part, not excludes
    if isinstance(pattern, AnyOf):
        for part in pattern.parts:
            yield from _told(part, Side.EXCLUSION if excludes else Side.INCLUSION)
    told = _TOLD.get(type(pattern))
    if told is not None:
        yield from told(pattern, excludes)


def _performance(pattern: PerformanceStatus, excludes: bool) -> Iterator[tuple[str, str]]:
    if pattern.comparator is Comparator.AT_MOST and not excludes:
        yield "ecog_max", str(pattern.number)
    if pattern.comparator is Comparator.AT_LEAST and excludes:
        yield "ecog_max", str(pattern.number - 1)


def _line(pattern: LineOfTherapy, excludes: bool) -> Iterator[tuple[str, str]]:
    if pattern.comparator is Comparator.AT_MOST and not excludes:
        yield "prior_lines_max", str(pattern.number - 1)
    if pattern.comparator is Comparator.AT_LEAST:
        kind = "prior_lines_max" if excludes else "prior_lines_min"
        yield kind, str(pattern.number - (2 if excludes else 1))


def _after(pattern: After, excludes: bool) -> Iterator[tuple[str, str]]:
    kind = "prior_therapy_forbidden" if excludes else "prior_therapy_required"
    for name in _EITHER_OF.get(pattern.therapy, (pattern.therapy,)):
        yield kind, fold_name(name)


def _age(pattern: Age, excludes: bool) -> Iterator[tuple[str, str]]:
    if not excludes:
        kind = "age_min" if pattern.comparator is Comparator.AT_LEAST else "age_max"
        yield kind, number_text(pattern.number)


def _cns(pattern: CnsMetastases, excludes: bool) -> Iterator[tuple[str, str]]:
    if excludes:
        yield "cns", "excluded_active" if pattern.active else "excluded_any"


def _measurable(pattern: MeasurableDisease, excludes: bool) -> Iterator[tuple[str, str]]:
    if not excludes:
        yield "measurable_disease", "yes"


def _extent(pattern: ExtentIn, excludes: bool) -> Iterator[tuple[str, str]]:
    for word in pattern.extents:
        yield f"stage {'exclusion' if excludes else 'inclusion'}", word.value


def _tumor_type(pattern: TumorTypeIn, excludes: bool) -> Iterator[tuple[str, str]]:
    for code in widest(set(pattern.codes)):
        yield f"tumor_type {'exclusion' if excludes else 'inclusion'}", code


_EITHER_OF = {"PD-1/PD-L1 inhibitor": ("PD-1 inhibitor", "PD-L1 inhibitor")}
"""A class that annotators write as its two parts."""
_TOLD: dict[type, Callable[..., Iterator[tuple[str, str]]]] = {
    After: _after,
    Age: _age,
    CnsMetastases: _cns,
    ExtentIn: _extent,
    LineOfTherapy: _line,
    MeasurableDisease: _measurable,
    PerformanceStatus: _performance,
    TumorTypeIn: _tumor_type,
}
