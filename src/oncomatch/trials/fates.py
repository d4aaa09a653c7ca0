"""Which trials concern a case, decided on arrays: by type first, then by the molecular criteria.

Only criteria of trials that remain are evaluated, and none that asks for what nobody looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import IntEnum
from itertools import compress

import numpy as np

from oncomatch.domain.trial import CriterionKind, kind_of
from oncomatch.trials.criteria import FAILS, MET, OPEN, Answers
from oncomatch.trials.layout import JOINED, Entries
from oncomatch.trials.plan import Part, PlannedTrial
from oncomatch.trials.trees import Flags


class Fate(IntEnum):
    """Whether a trial concerns a case, and why not.

    NOTHING: what of it may take the patient asks for no alteration, as far as was read.
    """

    LISTED = 0
    TYPE = 1
    OTHER = 2
    UNKNOWN = 3
    COUNTRY = 4
    NOTHING = 5


class Fates:
    """The fates of all trials in one case; those in `left_out` are of another country.

    `alive` are the parts that fail by neither type nor alteration, of the trials that do not: each
    listed one, or one that is not known, as a whole, and its open parts.
    """

    def __init__(self, answers: Answers, left_out: Sequence[int] = ()):
        self._answers = answers
        layout = self._layout = answers.plan.layout
        self._of_trial = layout.trial_of
        count = len(answers.plan.trials)
        considered = np.ones(count, bool)
        considered[list(left_out)] = False

        alive = considered[self._of_trial] & ~layout.closed
        alive &= ~self._failing(layout.types, alive)
        by_type = considered & ~self._with_living_part(alive)
        alive &= (considered & ~by_type)[self._of_trial]
        alive &= ~(self._failing(layout.includes, alive) | self._failing(layout.excludes, alive))
        living = considered & ~by_type & self._with_living_part(alive, closed_too=True)
        alive &= living[self._of_trial]

        includes, includes_met = self._asked(layout.includes, alive)
        excludes, excludes_met = self._asked(layout.excludes, alive)
        asked, met = includes | excludes, np.where(includes, includes_met, excludes_met)
        fates = np.full(count, Fate.OTHER, np.int8)
        fates[~considered] = Fate.COUNTRY
        fates[by_type] = Fate.TYPE
        fates[living & ~asked] = Fate.NOTHING
        fates[living & asked] = Fate.UNKNOWN
        fates[living & met] = Fate.LISTED
        self._alive = alive.tobytes()
        for place in np.flatnonzero(living & ~met & layout.local).tolist():
            planned = answers.plan.trials[place]
            arms = [planned.arms[arm] for arm in self.living_arms(place)]
            if is_for_any(planned, arms, answers):
                fates[place] = Fate.LISTED
        self._fates = fates
        self.alive = alive

    def which(self, fate: Fate) -> list[int]:
        """Return the places of the trials of a fate, in their order."""
        return np.flatnonzero(self._fates == fate).tolist()

    def count(self, fate: Fate) -> int:
        """Return how many trials have a fate."""
        return int(np.count_nonzero(self._fates == fate))

    def that_findings_leave_open(self, genes: Collection[str] | None) -> list[int]:
        """Return the places of trials whose alteration is not known and that name what was found.

        `genes` are those with findings, None for any.
        """
        unknown = (self._fates == Fate.UNKNOWN)[self._of_trial]
        parts, keys = self._layout.includes.within(unknown & self.alive)
        if genes is not None:
            naming = self._layout.naming(genes)[keys]
            parts, keys = parts[naming], keys[naming]
        is_open = self._answers.degrees_of(keys) == OPEN
        found = np.zeros(len(self._fates), bool)  # np.unique would import what masks arrays
        found[self._of_trial[parts[is_open]]] = True
        return np.flatnonzero(found).tolist()

    def living_arms(self, place: int) -> list[int]:
        """Return the places of those parts of a trial that are `alive`."""
        first, end = self._layout.first_arm[place : place + 2]
        return [*compress(range(end - first), self._alive[first:end])]

    def that_one_answer_may_open(self) -> list[int]:
        """Return the places of trials whose alteration is not known that one answer may open.

        Those are left out of which something known fails, or two different answers are wanted
        by criteria that hold for all of its parts.
        """
        layout = self._layout
        count = len(layout.with_arms)
        possible = self._fates == Fate.UNKNOWN
        asked = np.full(count, JOINED, np.int32)
        for entries in (layout.others, layout.types, layout.includes, layout.excludes):
            whole = entries.parts < count
            parts, keys = entries.parts[whole], entries.keys[whole]
            concerned = possible[parts]
            parts, keys = parts[concerned], keys[concerned]
            degrees = self._answers.degrees_of(keys)
            possible[parts[degrees == FAILS]] = False
            questions = layout.questions[keys]
            open_ones = (degrees == OPEN) & (questions != JOINED)
            parts, questions = parts[open_ones], questions[open_ones]
            first = asked.copy()
            first[parts] = questions
            asked = np.where(asked == JOINED, first, asked)
            possible[parts[questions != asked[parts]]] = False
        return np.flatnonzero(possible).tolist()

    def _failing(self, entries: Entries, alive: Flags) -> Flags:
        """Return which parts fail by a criterion of a group; only living ones are looked at."""
        parts, keys = entries.within(alive)
        failing = np.zeros(len(alive), bool)
        failing[parts[self._answers.degrees_of(keys) == FAILS]] = True
        return failing

    def _with_living_part(self, alive: Flags, *, closed_too: bool = False) -> Flags:
        """Return which trials live as a whole and in a part, if they have open ones.

        `closed_too`: one whose parts are all closed does not.
        """
        layout, count = self._layout, len(self._layout.with_arms)
        in_part = np.zeros(count, bool)
        in_part[self._of_trial[count:][alive[count:]]] = True
        needed = layout.with_arms if closed_too else layout.with_open_arms
        living: Flags = alive[:count] & (in_part | ~needed)
        return living

    def _asked(self, entries: Entries, alive: Flags) -> tuple[Flags, Flags]:
        """Return in which trials a living part has a criterion of a group, and one that is met."""
        parts, keys = entries.within(alive)
        trials = self._of_trial[parts]
        asked, met = (np.zeros(len(self._layout.with_arms), bool) for _ in range(2))
        asked[trials] = True
        met[trials[self._answers.degrees_of(keys) == MET]] = True
        return asked, met


def is_for_any(planned: PlannedTrial, arms: Sequence[Part], answers: Answers) -> bool:
    """Whether a site's own trial, or a part of it, takes patients whatever alteration they have.

    What a curator left without an alteration is meant so; in a registry's record it was not read.
    """
    whole = planned.whole
    for part in arms or (whole,):
        if whole.includes or whole.excludes or part.includes or part.excludes:
            continue
        others = (*whole.types, *part.types, *whole.others, *part.others)
        if any(kind_of(answers.pattern(each)) is not CriterionKind.OTHER for each in others):
            return True
    return False
