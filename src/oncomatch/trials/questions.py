"""What to find out next: the unknowns of a case, by the number of trials that each decides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from oncomatch.domain.trial import CriterionKind, Side
from oncomatch.domain.trial_match import OpenQuestion
from oncomatch.trials.criteria import FAILS, MET, OPEN, Answers
from oncomatch.trials.plan import Join, Part, PlannedTrial, Tree, leaves_of

_MOST_TRIALS = 20
_MOST_QUESTIONS = 50
_EVERY = -1
"""All bits: nothing is unknown, so that nothing has to be answered."""


class _Deciding(NamedTuple):
    """The questions about an unknown criterion, each a bit.

    Those that are `asked`; those of which a favourable answer alone meets the criterion; those of
    which an unfavourable one alone fails it.
    """

    asked: int
    opens: int
    closes: int


_NO_ANSWER = _Deciding(0, 0, 0)


class Questions:
    """Collects what is unknown over trials that nothing known excludes."""

    def __init__(self, answers: Answers):
        self._answers = answers
        self._bits: dict[str, int] = {}
        self._leaf_bits: dict[int, int] = {}
        self._kinds: dict[str, CriterionKind] = {}
        self._deciding: dict[int, _Deciding] = {}
        self._trials: list[tuple[str, _Deciding]] = []

    def add(self, planned: PlannedTrial, *, listed: bool) -> None:
        """Note the unknowns of a trial; parts that something known fails ask for nothing.

        One that is not listed, since its alteration is not known, counts where one answer opens
        it; that another would close it is no loss.
        """
        own = self._of_part(planned.whole, all_of_them=listed)
        if own is None:
            return
        found = own
        if planned.arms:
            each_arm = (self._of_part(arm, all_of_them=listed) for arm in planned.arms)
            parts = [part for part in each_arm if part is not None]
            if not parts:
                return
            found = _Deciding(
                own.asked | reduce(or_, (part.asked for part in parts)),
                own.opens & reduce(or_, (part.opens for part in parts)),
                own.closes | reduce(and_, (part.closes for part in parts)),
            )
        if found.opens == _EVERY or not (found.opens or listed):
            return
        self._trials.append(
            (
                planned.trial.trial_id,
                found if listed else _Deciding(found.opens, found.opens, 0),
            )
        )

    def _of_part(self, part: Part, *, all_of_them: bool) -> _Deciding | None:
        """Return what decides on a part, None where one of its criteria fails.

        Unless `all_of_them` are wanted it stops where no single answer can open the part; what is
        asked of the patient comes first, since few patterns do.
        """
        asked, opens, closes = 0, _EVERY, 0
        degree, known = self._answers.degree, self._deciding
        for group in (part.others, part.types, part.includes, part.excludes):
            for number in group:
                found = degree(number)
                if found == MET:
                    continue
                if found == FAILS:
                    return None
                deciding = known.get(number) or self._learn(number)
                asked |= deciding.asked
                opens &= deciding.opens
                closes |= deciding.closes
                if not (opens or all_of_them):
                    return _NO_ANSWER
        return _Deciding(asked, opens, closes)

    def _learn(self, number: int) -> _Deciding:
        found = self._deciding[number] = self._decides(number)
        return found

    def _decides(self, number: int) -> _Deciding:
        if self._answers.speaks_against(number):
            return _NO_ANSWER  # it is known; the doubt is about what the record means
        key = self._answers.plan.keys[number]
        plan = self._answers.plan
        tree = plan.tree(number)
        wanted = key.side is Side.INCLUSION
        if isinstance(tree, int):
            bit = self._bit(tree)
            return _Deciding(bit, bit, bit * key.certain)
        degrees = {leaf: self._answers.leaf_degree(leaf) for leaf in leaves_of(tree)}
        bits = {leaf: self._bit(leaf) for leaf, degree in degrees.items() if degree == OPEN}
        asked = opens = closes = 0
        for bit in set(bits.values()):
            asked |= bit
            best, worst = (
                _at_best(tree, degrees, bits, bit, wanted=holds) for holds in (wanted, not wanted)
            )
            if not wanted:
                best, worst = 2 - best, 2 - worst
            opens |= bit * (best == MET)
            closes |= bit * (worst == FAILS and key.certain)
        return _Deciding(asked, opens, closes)

    def _bit(self, leaf: int) -> int:
        known = self._leaf_bits.get(leaf)
        if known is None:
            question, kind = self._answers.plan.question(leaf)
            known = self._bits.get(question)
            if known is None:
                known = self._bits[question] = 1 << len(self._bits)
                self._kinds[question] = kind
            self._leaf_bits[leaf] = known
        return known

    def ordered(self) -> tuple[OpenQuestion, ...]:
        """Return the questions, first those that decide on most trials; at most fifty.

        A question decides on a trial that it opens or closes; then count those that it opens,
        then all that ask for it.
        """
        opens, closes, concerns = (self._by_bit(which) for which in range(1, 4))
        found = []
        for place, question in enumerate(self._bits):
            asking = concerns.get(place)
            if asking:
                opened, closed = opens.get(place, []), closes.get(place, [])
                order = (-len({*opened, *closed}), -len(opened), -len(asking), question)
                found.append((order, opened, closed, asking))
        found.sort(key=lambda each: each[0])
        return tuple(
            OpenQuestion(
                question=order[-1],
                kind=self._kinds[order[-1]],
                opens=len(opened),
                concerns=len(asking),
                trials=tuple(dict.fromkeys((*opened, *closed, *asking)))[:_MOST_TRIALS],
                closes=len(closed),
            )
            for order, opened, closed, asking in found[:_MOST_QUESTIONS]
        )

    def _by_bit(self, which: int) -> dict[int, list[str]]:
        """Return the ids of trials by the place of a bit: 1 opens, 2 closes, 3 asked."""
        found: dict[int, list[str]] = {}
        for trial_id, (asked, opens, closes) in self._trials:
            mask = (opens & asked, closes, asked)[which - 1]
            while mask:
                lowest = mask & -mask
                found.setdefault(lowest.bit_length() - 1, []).append(trial_id)
                mask ^= lowest
        return found


def _at_best(
    tree: Tree, degrees: Mapping[int, int], bits: Mapping[int, int], bit: int, *, wanted: bool
) -> int:
    """Return the degree of a pattern when the answers to one question favour it, or its contrary.

    What else is unknown stays so.
    """
    if isinstance(tree, int):
        if bits.get(tree) == bit:
            return MET if wanted else FAILS
        return degrees[tree]
    join, parts = tree
    if join is Join.NOT:
        return 2 - _at_best(parts[0], degrees, bits, bit, wanted=not wanted)
    found = [_at_best(each, degrees, bits, bit, wanted=wanted) for each in parts]
    return min(found) if join is Join.ALL else max(found)
