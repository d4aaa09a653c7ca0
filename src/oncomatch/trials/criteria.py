"""Answers to the criteria of trials about one case; each distinct one is answered once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.evaluation import Evaluation, Outcome, negate
from oncomatch.domain.trial import Confidence, Side, TextPlace
from oncomatch.domain.trial_match import CriterionResult
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.unlooked import looked_at
from oncomatch.trials.layout import Numbers
from oncomatch.trials.plan import Join, Tree
from oncomatch.trials.snapshot import PackedCriterion, Snapshot
from oncomatch.trials.words import source_words

FAILS, OPEN, MET = 0, 1, 2
"""Degrees of an answer, as `Outcome.degree` has them."""

_NOT_YET = -1
_DOUBT = "read with doubt, so it excludes nobody: see the record"
_OUTCOMES = {outcome.degree: outcome for outcome in Outcome}


class Answers:
    """Answers about one case by the number of a criterion in the snapshot's plan."""

    def __init__(self, snapshot: Snapshot, evaluator: Evaluator):
        self.snapshot = snapshot
        self.evaluator = evaluator
        self.plan = snapshot.plan
        self._array = np.full(len(self.plan.keys), _NOT_YET, np.int8)
        layout = self.plan.layout  # made first: it numbers the leaves
        self._leaf_degrees = [_NOT_YET] * len(self.plan.leaves)
        if not evaluator.states_alterations:
            unlooked, leaves = layout.unlooked(looked_at(evaluator.facts))
            self._array[unlooked] = OPEN
            self._leaf_degrees = np.where(leaves, OPEN, _NOT_YET).tolist()
        self._degrees: list[int] = self._array.tolist()
        self._answers: dict[int, Evaluation] = {}

    def degree(self, number: int) -> int:
        """Return FAILS, OPEN or MET: of an exclusion, MET where it is known not to hold.

        One that was not read with certainty never fails: its failing is unknown.
        """
        degree = self._degrees[number]
        return degree if degree != _NOT_YET else self._learn(number)

    def worst(self, numbers: Iterable[int]) -> int:
        """Return AND of criteria; without any nothing speaks against the case."""
        lowest = MET
        for number in numbers:
            degree = self._degrees[number]
            if degree == _NOT_YET:
                degree = self._learn(number)
            if degree < lowest:
                if not degree:
                    return FAILS
                lowest = degree
        return lowest

    def any_fails(self, numbers: Iterable[int]) -> bool:
        """Whether one of the criteria is known not to be met; stops at the first."""
        for number in numbers:
            degree = self._degrees[number]
            if not (degree if degree != _NOT_YET else self._learn(number)):
                return True
        return False

    def of(self, number: int) -> Evaluation:
        """Return the answer to a criterion with its reason and facts."""
        known = self._answers.get(number)
        return known if known is not None else self._explain(number)

    def degrees_of(self, numbers: Numbers) -> NDArray[np.int8]:
        """Return the degrees of many criteria."""
        degrees = self._array[numbers]
        unknown = numbers[degrees == _NOT_YET]
        if len(unknown):
            for number in np.unique(unknown).tolist():
                self._array[number] = self.degree(number)
            degrees = self._array[numbers]
        return degrees

    def pattern(self, number: int) -> Biomarker:
        """Return the pattern of a criterion."""
        return self.snapshot.pattern(self.plan.keys[number].pattern)

    def speaks_against(self, number: int) -> bool:
        """Whether a criterion would fail, had it been read with certainty."""
        key = self.plan.keys[number]
        if key.certain or self.degree(number) != OPEN:
            return False
        met = FAILS if key.side is Side.INCLUSION else MET
        return self._of_tree(self.plan.tree(number)) == met

    def leaf_degree(self, leaf: int) -> int:
        """Return the degree of a leaf of the plan, whatever it is asked for."""
        degree = self._leaf_degrees[leaf]
        if degree == _NOT_YET:
            found = self.evaluator.answer(self.plan.leaves[leaf])
            degree = self._leaf_degrees[leaf] = found.outcome.degree
        return degree

    def _of_tree(self, tree: Tree) -> int:
        """Return the degree of a pattern; parts that cannot change it are not evaluated."""
        if isinstance(tree, int):
            return self.leaf_degree(tree)
        join, parts = tree
        if join is Join.NOT:
            return MET - self._of_tree(parts[0])
        last = FAILS if join is Join.ALL else MET
        found = MET - last
        for part in parts:
            degree = self._of_tree(part)
            if degree == last:
                return last
            if degree == OPEN:
                found = OPEN
        return found

    def _learn(self, number: int) -> int:
        key = self.plan.keys[number]
        degree = self._of_tree(self.plan.tree(number))
        if key.side is Side.EXCLUSION:
            degree = MET - degree
        if degree == FAILS and not key.certain:
            degree = OPEN
        self._degrees[number] = degree
        return degree

    def _explain(self, number: int) -> Evaluation:
        key = self.plan.keys[number]
        found = self.evaluator.answer(self.snapshot.pattern(key.pattern))
        if key.side is Side.EXCLUSION:
            found = negate(found)
        if found.outcome is Outcome.NOT_MET and not key.certain:
            found = Evaluation(Outcome.UNKNOWN, f"{found.reason} ({_DOUBT})", found.facts)
        self._answers[number] = found
        return found

    def results(
        self, criteria: Iterable[PackedCriterion], numbers: Iterable[int]
    ) -> tuple[CriterionResult, ...]:
        """Return criteria in words with their answers, in their order; `numbers` are theirs."""
        return tuple(map(self._result, criteria, numbers))

    def _result(self, criterion: PackedCriterion, number: int) -> CriterionResult:
        answer = self.of(number)
        certain = criterion.confidence is Confidence.CERTAIN
        return CriterionResult(
            criterion=self.plan.words(number),
            outcome=answer.outcome,
            reason=answer.reason,
            side=criterion.side,
            kind=self.snapshot.kind(criterion.pattern),
            confidence=criterion.confidence,
            source=source_words(
                TextPlace(criterion.section, criterion.start, criterion.end, criterion.digest)
            ),
            speaks_against=not certain and self.speaks_against(number),
        )


def outcome_of(degree: int) -> Outcome:
    """Return the outcome of a degree."""
    return _OUTCOMES[degree]
