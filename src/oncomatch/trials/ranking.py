"""The order of trials: documented keys, in an order that a site can set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from math import inf

from oncomatch.domain.trial import TrialStatus
from oncomatch.domain.trial_match import Eligibility, Fit, TumorFit
from oncomatch.matching.specificity import CLOSENESS, breadth
from oncomatch.trials.preferences import OrderKey
from oncomatch.trials.tumor_fit import OWN_TYPE
from oncomatch.trials.weighing import Weighed

_ELIGIBILITY = {each: place for place, each in enumerate(Eligibility)}
_TUMOR = {each: place for place, each in enumerate(TumorFit)}
_STATUS = {each: place for place, each in enumerate(TrialStatus)}
_FIT = {
    Fit.FINDING: 0,
    Fit.LIKELY: 0,
    Fit.MAYBE: 1,
    Fit.UNKNOWN: 2,
    Fit.ABSENCE: 3,
    Fit.ANYONE: 3,
}
_PHASES = ("PHASE4", "PHASE3", "PHASE2", "PHASE1", "EARLY_PHASE1")


_OPEN = {True: 0, None: 1, False: 2}
_MOST_PHASES, _MOST_DAYS = 500, 5000
"""Phases and days of update whose places are kept: days of more than ten years."""


@lru_cache(maxsize=_MOST_PHASES)
def _phase(phases: tuple[str, ...]) -> int:
    return min((_PHASES.index(each) for each in phases if each in _PHASES), default=9)


def _specificity(weighed: Weighed) -> tuple[int, int]:
    """Return the kind of fit, then how closely the change is named.

    An alteration comes before a marker, and that before a wild type; of each kind a trial for this
    tumour type, be it for a narrower one, comes before one for any tumour: a late trial for the
    gene in this cancer says more than an early one for the exact change in every cancer.
    """
    named, tumor_fit = weighed.concern.specificity, weighed.concern.tumor_fit
    return 2 * breadth(named) + (tumor_fit not in OWN_TYPE), CLOSENESS[named]


def _arm_status(weighed: Weighed) -> int:
    """Return 0 where a part that fits is open, 1 where that is not said, 2 where none is."""
    if not weighed.arms:
        return 0
    pairs = zip(weighed.concern.planned.trial.arms, weighed.arms, strict=True)
    fitting = {arm.is_open for arm, answer in pairs if answer is not Eligibility.NOT_ELIGIBLE}
    return min(map(_OPEN.__getitem__, fitting), default=2)


@lru_cache(maxsize=_MOST_DAYS)
def _newest_first(updated: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in updated) or (0,)


def _eligibility(weighed: Weighed) -> int:
    return 2 * _ELIGIBILITY[weighed.eligibility] + weighed.is_doubtful


def _distance(weighed: Weighed) -> float:
    return inf if weighed.distance_km is None else weighed.distance_km


_KEYS: dict[OrderKey, Callable[[Weighed], object]] = {
    OrderKey.FIT: lambda weighed: 2 * _FIT[weighed.concern.fit] + bool(weighed.purpose),
    OrderKey.ELIGIBILITY: _eligibility,
    OrderKey.SPECIFICITY: _specificity,
    OrderKey.TUMOR_TYPE: lambda weighed: _TUMOR[weighed.concern.tumor_fit],
    OrderKey.CERTAINTY: lambda weighed: weighed.concern.fit is Fit.LIKELY,
    OrderKey.STATUS: lambda weighed: _STATUS[weighed.concern.planned.trial.status],
    OrderKey.ARM_STATUS: _arm_status,
    OrderKey.DISTANCE: _distance,
    OrderKey.PHASE: lambda weighed: _phase(weighed.concern.planned.trial.phases),
    OrderKey.FRESHNESS: lambda weighed: _newest_first(weighed.concern.planned.trial.updated),
}


def rank(weighed: Iterable[Weighed], order: tuple[OrderKey, ...]) -> tuple[Weighed, ...]:
    """Return the trials in the order of the keys; the id decides what they leave open."""
    found = list(weighed)
    columns = [map(_KEYS[key], found) for key in order]
    ids = [each.concern.planned.trial.trial_id for each in found]
    ordered = sorted(zip(*columns, ids, range(len(found)), strict=True))
    return tuple(found[each[-1]] for each in ordered)
