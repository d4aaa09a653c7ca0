"""Answers to the criteria of trials about one case; each distinct one is answered once.

Degrees are learned for many criteria at once, on arrays; reasons are made where they are shown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, make_dataclass

import numpy as np

from oncomatch.domain.biomarker import Biomarker, Origin
from oncomatch.domain.evaluation import Evaluation, Outcome, all_of, any_of, negate
from oncomatch.domain.match import Specificity
from oncomatch.domain.trial import Side
from oncomatch.domain.trial_match import CriterionResult, Eligibility
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.patient import NO_PART
from oncomatch.matching.specificity import CLOSENESS, specificity_of, specificity_of_kind
from oncomatch.matching.unlooked import looked_at
from oncomatch.trials.layout import Numbers
from oncomatch.trials.plan import Described, Join, Tree, leaves_of
from oncomatch.trials.shared import Kept, merged
from oncomatch.trials.snapshot import Snapshot
from oncomatch.trials.trees import NOT_YET, Degrees, Flags, room

FAILS, OPEN, MET = 0, 1, 2
"""Degrees of an answer, as `Outcome.degree` has them."""

_DOUBT = "read with doubt, so it excludes nobody: see the record"
_Draft = make_dataclass("_Draft", [each.name for each in fields(CriterionResult)], slots=True)
"""A result until all is set: to set what is frozen takes five times as long, and they are many."""
_FURTHEST = Specificity.WILD_TYPE
_CLOSER = frozenset(Specificity) - {_FURTHEST}
ELIGIBILITY = tuple(Eligibility.of(each) for each in sorted(Outcome, key=lambda each: each.degree))
"""What a degree of all criteria means."""


class Answers:
    """Answers about one case by the number of a criterion in the snapshot's plan."""

    def __init__(self, snapshot: Snapshot, evaluator: Evaluator):
        self.snapshot = snapshot
        self.evaluator = evaluator
        self.plan = snapshot.plan
        self._layout = self.plan.layout  # made first: it numbers the leaves
        self._degrees, self._array = room(NOT_YET, len(self.plan.keys))
        self._doubted, self._doubted_array = room(False, len(self.plan.keys))
        self._leaf_degrees, self._leaf_array = room(NOT_YET, len(self.plan.leaves))
        self._shared: list[Kept | None] = [None] * (NO_PART + 1)
        if not evaluator.states_alterations:
            self._leaf_array[self._layout.unlooked(looked_at(evaluator.facts))] = OPEN
            self._shared = self.plan.shared.of(evaluator.facts.case)
            merged(self._shared, self._leaf_array)
        self._leaf_answers: dict[int, Evaluation] = {}
        self._answers: dict[int, Evaluation] = {}
        self._specificities: dict[int, Specificity] = {}

    def _learn(self, chosen: Flags) -> None:
        chosen &= self._array == NOT_YET
        if not chosen.any():
            return
        for leaf in self._layout.leaves_of(chosen):
            if self._leaf_degrees[leaf] == NOT_YET:
                self._leaf_degrees[leaf] = self._leaf_answer(leaf).outcome.degree
        degrees = self._layout.degrees(self._leaf_array)
        if not self.evaluator.answers_part_by_part:
            for number in np.flatnonzero(chosen).tolist():
                degrees[number] = self._of_whole(number).outcome.degree
        doubted = (degrees == FAILS) & ~self._layout.certain
        self._array[chosen] = np.where(doubted, OPEN, degrees)[chosen]
        self._doubted_array[chosen] = doubted[chosen]

    def degrees_of(self, numbers: Numbers) -> Degrees:
        """Return the degrees of many criteria."""
        degrees = self._array[numbers]
        if (degrees == NOT_YET).any():
            chosen = np.zeros(len(self._array), bool)
            chosen[numbers] = True
            self._learn(chosen)
            degrees = self._array[numbers]
        return degrees

    def doubted(self, numbers: Numbers) -> Flags:
        """Return which of many criteria would fail, had they been read with certainty."""
        self.degrees_of(numbers)  # they are learned
        doubted: Flags = self._doubted_array[numbers] != 0
        return doubted

    def degree(self, number: int) -> int:
        """Return FAILS, OPEN or MET: of an exclusion, MET where it is known not to hold.

        One that was not read with certainty never fails: its failing is unknown.
        """
        degree = self._degrees[number]
        return degree if degree != NOT_YET else self.degrees((number,))[0]

    def degrees(self, numbers: Collection[int]) -> bytes:
        """Return the degrees of some criteria, in their order."""
        found = bytes(map(self._degrees.__getitem__, numbers))
        if NOT_YET in found:
            self.degrees_of(np.fromiter(numbers, np.int32))
            found = bytes(map(self._degrees.__getitem__, numbers))
        return found

    def worst(self, numbers: Collection[int]) -> int:
        """Return AND of criteria; without any nothing speaks against the case."""
        return min(self.degrees(numbers), default=MET)

    def of(self, number: int) -> Evaluation:
        """Return the answer to a criterion with its reason and facts."""
        known = self._answers.get(number)
        return known if known is not None else self._explain(number)

    def found_by(self, number: int) -> tuple[str, ...]:
        """Return the facts by which a criterion is met, or which leave it open.

        Of parts that are not known together those that are met by a finding count.
        """
        facts = self.of(number).facts
        if self.degree(number) != OPEN:
            return facts
        leaves = leaves_of(self.plan.tree(number))
        met = (leaf for leaf in leaves if self._leaf_specificity(leaf) in _CLOSER)
        return (*facts, *(fact for leaf in met for fact in self._leaf_answer(leaf).facts))

    def pattern(self, number: int) -> Biomarker:
        """Return the pattern of a criterion."""
        return self.snapshot.pattern(self.plan.keys[number].pattern)

    def speaks_against(self, number: int) -> bool:
        """Whether a criterion would fail, had it been read with certainty."""
        return bool(self.degree(number) == OPEN and self._doubted[number])

    def leaf_degree(self, leaf: int) -> int:
        """Return the degree of a leaf of the plan, whatever it is asked for."""
        degree = self._leaf_degrees[leaf]
        if degree == NOT_YET:
            degree = self._leaf_degrees[leaf] = self._leaf_answer(leaf).outcome.degree
        return degree

    def _leaf_answer(self, leaf: int) -> Evaluation:
        shared = self._shared[self.plan.shared.part_of_leaf[leaf]]
        known = (self._leaf_answers if shared is None else shared.answers).get(leaf)
        if known is None:
            known = self.evaluator.answer(self.plan.leaves[leaf])
            if shared is None:
                self._leaf_answers[leaf] = known
            else:
                shared.keep(leaf, known)
        return known

    def _of_tree(self, tree: Tree) -> Evaluation:
        if isinstance(tree, int):
            return self._leaf_answer(tree)
        join, parts = tree
        if join is Join.NOT:
            return negate(self._of_tree(parts[0]))
        return (all_of if join is Join.ALL else any_of)(map(self._of_tree, parts))

    def _of_whole(self, number: int) -> Evaluation:
        """Return the answer to a criterion as if it had been read with certainty."""
        if self.evaluator.answers_part_by_part:
            found = self._of_tree(self.plan.tree(number))
        else:
            found = self.evaluator.answer(self.pattern(number))
        return negate(found) if self.plan.keys[number].side is Side.EXCLUSION else found

    def _explain(self, number: int) -> Evaluation:
        key = self.plan.keys[number]
        found = self._of_whole(number)
        if found.outcome is Outcome.NOT_MET and not key.certain:
            found = Evaluation(Outcome.UNKNOWN, f"{found.reason} ({_DOUBT})", found.facts)
        self._answers[number] = found
        return found

    def specificity(self, number: int) -> Specificity:
        """Return how closely the met parts of a criterion name what was found."""
        known = self._specificities.get(number)
        if known is None:
            named = map(self._leaf_specificity, leaves_of(self.plan.tree(number)))
            known = min(filter(None, named), key=CLOSENESS.__getitem__, default=_FURTHEST)
            self._specificities[number] = known
        return known

    def _leaf_specificity(self, leaf: int) -> Specificity | None:
        """Return how closely a leaf names what was found, None where it is not met."""
        pattern = self.plan.leaves[leaf]
        if isinstance(pattern, Origin):  # what it joins has parts of its own
            return specificity_of(pattern, self.evaluator)
        return specificity_of_kind(pattern) if self.leaf_degree(leaf) == MET else None

    def results(self, described: Collection[Described]) -> tuple[CriterionResult, ...]:
        """Return criteria in words with their answers, in their order; they are learned before."""
        known, doubted = self._answers, self._doubted
        found = []
        for number, words, side, kind, confidence, source in described:
            answer = known.get(number) or self._explain(number)
            made = _Draft(
                words,
                answer.outcome,
                answer.reason,
                side,
                kind,
                confidence,
                source,
                doubted[number] == 1,
            )
            made.__class__ = CriterionResult
            found.append(made)
        return tuple(found)
