"""What each trial that concerns a case comes to, decided on arrays: all that orders trials.

Words and reasons are made later, of those that somebody reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from oncomatch.domain.trial_match import Eligibility, TumorFit
from oncomatch.trials.concern import Concern
from oncomatch.trials.criteria import ELIGIBILITY, FAILS, MET, OPEN, Answers
from oncomatch.trials.distance import nearest
from oncomatch.trials.layout import Entries
from oncomatch.trials.preferences import Preferences
from oncomatch.trials.trees import Flags


class Weighed(NamedTuple):
    """A trial as it is ordered, with the answer to it and to each of its parts.

    `arms` are the answers to its parts in the order of the record, `by_finding` says of each
    whether it asks for what the trial fits by. These, `is_doubtful`, the site, the distance and
    the purpose are as `TrialMatch` has them.
    """

    concern: Concern
    eligibility: Eligibility
    arms: tuple[Eligibility, ...]
    by_finding: tuple[bool, ...]
    is_doubtful: bool
    nearest_site: str
    distance_km: int | None
    purpose: str


def weigh(concerns: Sequence[Concern], answers: Answers, wanted: Preferences) -> Iterator[Weighed]:
    """Yield what trials come to."""
    layout = answers.plan.layout
    parts = _Parts(concerns, answers)
    for concern in concerns:
        place = concern.planned.place
        first, end = layout.first_arm[place : place + 2]
        degrees = parts.worst[first:end]
        of_all = parts.worst[place]
        by_finding: list[bool] = []
        if degrees:
            of_all = min(of_all, _best(concern, degrees))
            asking = frozenset(concern.met)
            by_finding = [not asking.isdisjoint(each) for each in concern.planned.of_arms]
        is_doubtful = of_all == OPEN and (
            parts.is_doubted(place, but_type=concern.tumor_fit is TumorFit.NAMED)
            or _are_doubted(concern, degrees, by_finding, parts.doubted[first:end])
        )
        yield Weighed(
            concern,
            ELIGIBILITY[of_all],
            tuple([ELIGIBILITY[degree] for degree in degrees]),
            tuple(by_finding),
            is_doubtful,
            *_nearest(place, answers, wanted),
            answers.plan.purpose(place),
        )


def _best(concern: Concern, degrees: bytes) -> int:
    """Return the best of the parts that a trial fits by.

    Where the patient fails in all of these, another part may take them whatever was found.
    """
    best = max([degrees[arm] for arm in concern.parts], default=FAILS)
    if best != FAILS:
        return best
    return min(OPEN, max([degrees[arm] for arm in concern.others], default=FAILS))


def _are_doubted(
    concern: Concern, degrees: bytes, by_finding: Sequence[bool], doubted: bytes
) -> bool:
    """Whether all parts that may take the patient are doubted; of them those that ask for it."""
    possible = [
        number
        for number, arm in enumerate(concern.planned.trial.arms)
        if degrees[number] != FAILS and arm.is_open is not False
    ]
    asking = [number for number in possible if by_finding[number]] or possible
    return bool(asking) and all(doubted[number] for number in asking)


class _Parts:
    """Of the parts of trials: the worst degree of their criteria, and whether one is doubted.

    Of a registry's part without criteria nothing was read, so that it is open.
    """

    def __init__(self, concerns: Sequence[Concern], answers: Answers):
        layout = answers.plan.layout
        self._answers = answers
        chosen = np.zeros(len(layout.with_arms), bool)
        chosen[[concern.planned.place for concern in concerns]] = True
        within = chosen[layout.trial_of]
        parts, keys = layout.all.within(within)
        degrees = answers.degrees_of(keys)
        worst = np.where(layout.without_criteria, OPEN, MET).astype(np.int8)
        worst[parts[degrees == OPEN]] = OPEN
        worst[parts[degrees == FAILS]] = FAILS
        self.worst = worst.tobytes()
        by_type = self._doubted(layout.types.within(within))
        others = (layout.includes, layout.excludes, layout.others)
        but_type = np.any([self._doubted(each.within(within)) for each in others], axis=0)
        self._but_type = but_type.tobytes()
        self.doubted = (by_type | but_type).tobytes()

    def is_doubted(self, place: int, *, but_type: bool) -> bool:
        """Whether a trial is as a whole; `but_type` leaves out what it says of the tumour type."""
        return bool((self._but_type if but_type else self.doubted)[place])

    def _doubted(self, entries: Entries) -> Flags:
        found = np.zeros(len(self._answers.plan.layout.trial_of), bool)
        found[entries.parts[self._answers.doubted(entries.keys)]] = True
        return found


def _nearest(place: int, answers: Answers, wanted: Preferences) -> tuple[str, int | None]:
    """Return the nearest open site, in a wanted country if any are, and its distance in km."""
    if not wanted.place:
        return "", None
    sites = answers.plan.open_sites(place)
    reachable = (s for s in sites if not wanted.countries or s.country in wanted.countries)
    near = nearest(wanted.place, reachable)
    return (f"{near[0].city}, {near[0].country}", near[1]) if near else ("", None)
