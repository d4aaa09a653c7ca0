"""What to find out next: the unknowns of a case, by the number of trials that each decides."""

from __future__ import annotations

from itertools import compress
from typing import NamedTuple

from oncomatch.domain.trial import CriterionKind, Side
from oncomatch.domain.trial_match import OpenQuestion
from oncomatch.trials.criteria import FAILS, MET, OPEN, Answers
from oncomatch.trials.plan import Join, Part, PlannedTrial, Tree

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
_ALL_KNOWN = _Deciding(0, _EVERY, 0)
_IS_OPEN = bytes(degree == OPEN for degree in range(256))


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
        found = self._of_part(planned.whole, all_of_them=listed)
        if found is None:
            return
        if planned.arms:
            asked, opens, closes = 0, 0, _EVERY
            fits = False
            for arm in planned.arms:
                part = self._of_part(arm, all_of_them=listed)
                if part is not None:
                    fits = True
                    asked |= part[0]
                    opens |= part[1]
                    closes &= part[2]
            if not fits:
                return
            found = _Deciding(found[0] | asked, found[1] & opens, found[2] | closes)
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
        degrees = self._answers.degrees(part.numbers)
        if FAILS in degrees:
            return None
        if OPEN not in degrees:
            return _ALL_KNOWN
        asked, opens, closes = 0, _EVERY, 0
        known = self._deciding
        for number in compress(part.numbers, degrees.translate(_IS_OPEN)):
            asking, opening, closing = known.get(number) or self._learn(number)
            asked |= asking
            opens &= opening
            closes |= closing
            if not (opens or all_of_them):
                return _NO_ANSWER
        return _Deciding(asked, opens, closes)

    def _learn(self, number: int) -> _Deciding:
        found = self._deciding[number] = self._decides(number)
        return found

    def _decides(self, number: int) -> _Deciding:
        if self._answers.speaks_against(number):
            return _NO_ANSWER  # it is known; the doubt is about what the record means
        plan = self._answers.plan
        key, tree = plan.keys[number], plan.tree(number)
        if isinstance(tree, int):
            bit = self._bit(tree)
            return _Deciding(bit, bit, bit * key.certain)
        asked, met, failed = self._of_tree(tree)
        best, worst = (met, failed) if key.side is Side.INCLUSION else (failed, met)
        return _Deciding(asked, best & asked, worst & asked * key.certain)

    def _of_tree(self, tree: Tree) -> tuple[int, int, int]:
        """Return the questions of a pattern, and by which single answer it is met, and fails.

        The answer to a question favours the pattern in all of its leaves that ask it, or in none;
        what else is unknown stays so. All bits stand for what no answer changes.
        """
        if isinstance(tree, int):
            degree = self._answers.leaf_degree(tree)
            if degree == OPEN:
                bit = self._bit(tree)
                return bit, bit, bit
            return 0, _EVERY * (degree == MET), _EVERY * (degree == FAILS)
        join, parts = tree
        asked, met, failed = self._of_tree(parts[0])
        if join is Join.NOT:
            return asked, failed, met
        for part in parts[1:]:
            more, also_met, also_failed = self._of_tree(part)
            asked |= more
            if join is Join.ALL:
                met, failed = met & also_met, failed | also_failed
            else:
                met, failed = met | also_met, failed & also_failed
        return asked, met, failed

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
