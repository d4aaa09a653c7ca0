"""What to find out next: the unknowns of a case, by the number of trials that each decides."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from oncomatch.domain.trial import CriterionKind, Side
from oncomatch.domain.trial_match import OpenQuestion
from oncomatch.trials.criteria import FAILS, MET, OPEN, Answers
from oncomatch.trials.plan import Join, Tree
from oncomatch.trials.trees import Flags

_MOST_TRIALS = 20
_MOST_QUESTIONS = 50
_EVERY = -1
"""All bits: nothing is unknown, so that nothing has to be answered."""


_Deciding = tuple[int, int, int]
"""The questions about an unknown criterion, or about those of a part together, each a bit.

Those that are asked; those of which a favourable answer alone meets the criterion; those of which
an unfavourable one alone fails it.
"""
_NO_ANSWER: _Deciding = (0, 0, 0)
_ALL_KNOWN: _Deciding = (0, _EVERY, 0)


class Questions:
    """Collects what is unknown over trials that nothing known excludes."""

    def __init__(self, answers: Answers):
        self._answers = answers
        self._bits: dict[str, int] = {}
        self._leaf_bits: dict[int, int] = {}
        self._kinds: dict[str, CriterionKind] = {}
        self._deciding: dict[int, _Deciding] = {}
        self._trials: list[tuple[str, _Deciding]] = []
        self._in_full = b""

    def add(self, trials: Iterable[tuple[int, bool]]) -> None:
        """Note the unknowns of trials by their places, each with whether it is listed.

        Parts that something known fails ask for nothing. A trial that is not listed, since its
        alteration is not known, counts where one answer opens it; that another would close it is
        no loss.
        """
        layout = self._answers.plan.layout
        asking = dict(trials)
        in_full = np.zeros(len(layout.with_arms), bool)
        in_full[[place for place, listed in asking.items() if listed]] = True
        self._in_full = in_full[layout.trial_of].tobytes()
        whole = np.zeros(len(layout.trial_of), bool)
        whole[[*asking]] = True
        of_whole = self._of_parts(whole)
        remaining = [
            (place, listed)
            for place, listed in sorted(asking.items())
            if place in of_whole and (listed or of_whole[place][1])
        ]
        with_parts = np.zeros(len(layout.with_arms), bool)
        with_parts[[place for place, _ in remaining]] = True
        of_arms = self._of_parts(with_parts[layout.trial_of] & layout.is_arm & ~layout.closed)
        for place, listed in remaining:
            asked, opens, closes = of_whole[place]
            if layout.with_open_arms[place]:
                first, end = layout.first_arm[place : place + 2]
                fitting = [of_arms[part] for part in range(first, end) if part in of_arms]
                if not fitting:
                    continue
                asked_in, opens_in, closes_in = 0, 0, _EVERY
                for of_part in fitting:
                    asked_in |= of_part[0]
                    opens_in |= of_part[1]
                    closes_in &= of_part[2]
                asked, opens, closes = asked | asked_in, opens & opens_in, closes | closes_in
            if opens == _EVERY or not (opens or listed):
                continue
            trial_id = self._answers.plan.trials[place].trial.trial_id
            self._trials.append((trial_id, (asked, opens, closes) if listed else (opens, opens, 0)))

    def _of_parts(self, chosen: Flags) -> dict[int, _Deciding]:
        """Return what decides on those of the chosen parts of which no criterion fails.

        A doubted criterion asks for nothing and no answer meets it: the doubt is about what the
        record means. Of trials that are not listed only what opens them is complete.
        """
        parts, keys = self._answers.plan.layout.all.within(chosen)
        degrees = self._answers.degrees_of(keys)
        chosen[parts[degrees == FAILS]] = False
        is_open = (degrees == OPEN) & chosen[parts]
        parts, keys = parts[is_open], keys[is_open]
        doubted = self._answers.doubted(keys)
        found = dict.fromkeys(np.flatnonzero(chosen).tolist(), _ALL_KNOWN)
        found.update(dict.fromkeys(parts[doubted].tolist(), _NO_ANSWER))
        known, in_full = self._deciding, self._in_full
        for part, number in zip(parts[~doubted].tolist(), keys[~doubted].tolist(), strict=True):
            asked, opens, closes = found[part]
            if opens or in_full[part]:
                asking, opening, closing = known.get(number) or self._learn(number)
                found[part] = asked | asking, opens & opening, closes | closing
        return found

    def _learn(self, number: int) -> _Deciding:
        found = self._deciding[number] = self._decides(number)
        return found

    def _decides(self, number: int) -> _Deciding:
        plan = self._answers.plan
        tree = plan.tree(number)
        _, side, certain = plan.keys[number]
        if isinstance(tree, int):
            bit = self._bit(tree)
            return bit, bit, bit if certain else 0
        asked, met, failed = self._of_tree(tree)
        best, worst = (met, failed) if side is Side.INCLUSION else (failed, met)
        return asked, best & asked, worst & asked if certain else 0

    def _of_tree(self, tree: Tree) -> _Deciding:
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
