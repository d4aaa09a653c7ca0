"""How the tumour types that are read of trials differ from the annotated ones, and what it matters.

Units are codes, so that a trial that lists thirty of them counts thirty times, and a code that is
wider than the annotated one counts as wrong though it hides the trial from nobody. Here stands
how far codes lie apart on the tree (`widths`), and what patients are told (`answers`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import Confidence, Criterion, Side
from oncomatch.reference.tumor_lines import is_on_a_line, lineage
from oncomatch.trials.measure_clinical import ClinicalUnit


@dataclass(frozen=True, slots=True)
class Widths:
    """How the codes of tumour types that are not the annotated ones differ from those.

    `wider` and `narrower` ones are on the line of an annotated one, `other` ones on none. `lost`
    counts the annotated ones that no code read is on the line of, `missed` their trials.
    """

    wider: int
    narrower: int
    other: int
    lost: int
    missed: int


def widths(read: set[ClinicalUnit], annotated: set[ClinicalUnit], kind: str) -> Widths:
    """Return how codes differ, whether of everyone or a cohort; of trials with codes of both."""
    ours, theirs = _codes_of_trials(read, kind), _codes_of_trials(annotated, kind)
    wider = narrower = other = lost = missed = 0
    for trial_id in ours.keys() & theirs.keys():
        for code in ours[trial_id] - theirs[trial_id]:
            is_wider = any(code in lineage(each) for each in theirs[trial_id])
            on_a_line = is_on_a_line(code, theirs[trial_id])
            wider += is_wider
            narrower += on_a_line and not is_wider
            other += not on_a_line
        gone = [each for each in theirs[trial_id] if not is_on_a_line(each, ours[trial_id])]
        lost, missed = lost + len(gone), missed + bool(gone)
    return Widths(wider, narrower, other, lost, missed)


def _codes_of_trials(units: set[ClinicalUnit], kind: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in units:
        if each.kind == kind:
            found.setdefault(each.trial_id, set()).add(each.value)
    return found


@dataclass(frozen=True, slots=True)
class TypeAnswers:
    """What patients of some tumour types are told of trials, in numbers of trials.

    `same`: each type has the annotated answer. `left_out`: a type that the trial takes is told
    that it is for others; `added`: one that it does not take is told that it is for it.
    """

    trials: int
    same: int
    left_out: int
    added: int


def answers(
    read: Mapping[str, Iterable[Criterion]],
    rows: Iterable[Mapping[str, str]],
    at_least: Confidence,
) -> TypeAnswers:
    """Return how what was read of everyone answers patients of all types that are annotated.

    Only trials whose annotation names types of everyone count. A type that is wider than a
    trial's is taken by nobody, since it may be or not.
    """
    taken: dict[str, list[str]] = {}
    shut: dict[str, list[str]] = {}
    for row in rows:
        if row["kind"] == "tumor_type" and not row["cohort"]:
            into = taken if row["side"] == "inclusion" else shut
            into.setdefault(row["nct_id"], []).extend(row["value"].split(";"))
    patients = sorted({code for codes in taken.values() for code in codes})
    same = left_out = added = 0
    trials = taken.keys() & read.keys()
    for trial_id in trials:
        told = _answer(list(read[trial_id]), at_least)
        wanted = [_takes(each, taken[trial_id], shut.get(trial_id, ())) for each in patients]
        given = [told(each) for each in patients]
        missed = any(want and not got for want, got in zip(wanted, given, strict=True))
        beyond = any(got and not want for want, got in zip(wanted, given, strict=True))
        left_out, added = left_out + missed, added + beyond
        same += not missed and not beyond
    return TypeAnswers(len(trials), same, left_out, added)


def _takes(patient: str, taken: Collection[str], shut: Collection[str]) -> bool:
    line = lineage(patient)
    return any(code in line for code in taken) and not any(code in line for code in shut)


def _answer(criteria: list[Criterion], at_least: Confidence) -> Callable[[str], bool]:
    """Return whether a patient's type is taken by all that is at least as sure as given."""
    sure = (Confidence.CERTAIN, at_least)
    types = [
        (each.side, each.pattern.codes)
        for each in criteria
        if isinstance(each.pattern, TumorTypeIn) and each.confidence in sure
    ]

    def told(patient: str) -> bool:
        line = lineage(patient)
        return all(
            any(code in line for code in codes) is (side is Side.INCLUSION) for side, codes in types
        )

    return told
