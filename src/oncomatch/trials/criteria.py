"""Answers to the criteria of trials about one case; each distinct one is answered once."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.evaluation import Evaluation, Outcome, negate
from oncomatch.domain.trial import Confidence, Side, TextPlace
from oncomatch.domain.trial_match import CriterionResult
from oncomatch.matching.evaluator import Evaluator
from oncomatch.trials.snapshot import PackedCriterion, Snapshot
from oncomatch.trials.words import criterion_words, source_words

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
        self._degrees = [_NOT_YET] * len(self.plan.keys)
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
        self.degree(number)
        return self._answers[number]

    def pattern(self, number: int) -> Biomarker:
        """Return the pattern of a criterion."""
        return self.snapshot.pattern(self.plan.keys[number].pattern)

    def speaks_against(self, number: int) -> bool:
        """Whether a criterion would fail, had it been read with certainty."""
        key = self.plan.keys[number]
        if key.certain or self.degree(number) != OPEN:
            return False
        found = self.evaluator.answer(self.pattern(number))
        wanted = Outcome.MET if key.side is Side.EXCLUSION else Outcome.NOT_MET
        return found.outcome is wanted

    def _learn(self, number: int) -> int:
        key = self.plan.keys[number]
        found = self.evaluator.answer(self.snapshot.pattern(key.pattern))
        if key.side is Side.EXCLUSION:
            found = negate(found)
        if found.outcome is Outcome.NOT_MET and not key.certain:
            found = Evaluation(Outcome.UNKNOWN, f"{found.reason} ({_DOUBT})", found.facts)
        self._answers[number] = found
        degree = self._degrees[number] = found.outcome.degree
        return degree

    def results(self, criteria: Iterable[PackedCriterion]) -> tuple[CriterionResult, ...]:
        """Return criteria in words with their answers, in their order."""
        return tuple(map(self._result, criteria))

    def _result(self, criterion: PackedCriterion) -> CriterionResult:
        number = self.plan.number(criterion)
        answer = self.of(number)
        certain = criterion.confidence is Confidence.CERTAIN
        return CriterionResult(
            criterion=criterion_words(criterion.side, self.snapshot.pattern(criterion.pattern)),
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
