"""The order of trials: documented keys, in an order that a site can set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf

from oncomatch.domain.trial import TrialStatus
from oncomatch.domain.trial_match import Eligibility, Fit, TrialMatch, TumorFit
from oncomatch.matching.specificity import CLOSENESS, breadth
from oncomatch.trials.preferences import OrderKey
from oncomatch.trials.tumor_fit import OWN_TYPE

_ELIGIBILITY = {each: place for place, each in enumerate(Eligibility)}
_TUMOR = {each: place for place, each in enumerate((*TumorFit, None))}
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


def _phase(match: TrialMatch) -> int:
    return min((_PHASES.index(each) for each in match.phases if each in _PHASES), default=9)


def _specificity(match: TrialMatch) -> tuple[int, int]:
    """Return the kind of fit, then how closely the change is named.

    An alteration comes before a marker, and that before a wild type; of each kind a trial for this
    tumour type, be it for a narrower one, comes before one for any tumour: a late trial for the
    gene in this cancer says more than an early one for the exact change in every cancer.
    """
    of_others = match.tumor_fit not in OWN_TYPE
    return 2 * breadth(match.specificity) + of_others, CLOSENESS[match.specificity]


def _arm_status(match: TrialMatch) -> int:
    """Return 0 where a part that fits is open, 1 where that is not said, 2 where none is."""
    if not match.arms:
        return 0
    fitting = [arm for arm in match.arms if arm.eligibility is not Eligibility.NOT_ELIGIBLE]
    return min(({True: 0, None: 1, False: 2}[arm.is_open] for arm in fitting), default=2)


def _newest_first(match: TrialMatch) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in match.updated) or (0,)


_KEYS: dict[OrderKey, Callable[[TrialMatch], object]] = {
    OrderKey.FIT: lambda match: _FIT[match.fit],
    OrderKey.ELIGIBILITY: lambda match: (_ELIGIBILITY[match.eligibility], match.is_doubtful),
    OrderKey.SPECIFICITY: _specificity,
    OrderKey.TUMOR_TYPE: lambda match: _TUMOR[match.tumor_fit],
    OrderKey.CERTAINTY: lambda match: match.fit is Fit.LIKELY,
    OrderKey.STATUS: lambda match: _STATUS[match.status],
    OrderKey.ARM_STATUS: _arm_status,
    OrderKey.DISTANCE: lambda match: inf if match.distance_km is None else match.distance_km,
    OrderKey.PHASE: _phase,
    OrderKey.FRESHNESS: _newest_first,
}


def rank(matches: Iterable[TrialMatch], order: tuple[OrderKey, ...]) -> tuple[TrialMatch, ...]:
    """Return the trials in the order of the keys; the id decides what they leave open."""

    def place(match: TrialMatch) -> tuple[object, ...]:
        return (*(_KEYS[key](match) for key in order), match.trial_id)

    return tuple(sorted(matches, key=place))
