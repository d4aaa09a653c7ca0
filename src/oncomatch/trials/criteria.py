"""Answers to the criteria of trials about one case; each pattern is answered once."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.evaluation import Evaluation, Outcome, negate
from oncomatch.domain.trial import Confidence, CriterionKind, Side, TextPlace
from oncomatch.domain.trial_match import CriterionResult
from oncomatch.matching.evaluator import Evaluator
from oncomatch.trials.snapshot import PackedCriterion, Snapshot
from oncomatch.trials.words import criterion_words, source_words

_DOUBT = "read with doubt, so it excludes nobody: see the record"


class Answers:
    """Answers about one case by the place of a pattern in the snapshot's table."""

    def __init__(self, snapshot: Snapshot, evaluator: Evaluator):
        self.snapshot = snapshot
        self.evaluator = evaluator
        self._known: dict[tuple[int, Side, bool], Evaluation] = {}

    def of(self, criterion: PackedCriterion) -> Evaluation:
        """Return whether a criterion is met: for an exclusion, whether it is known not to hold.

        One that was not read with certainty never fails: its failing is unknown.
        """
        certain = criterion.confidence is Confidence.CERTAIN
        key = criterion.pattern, criterion.side, certain
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._answer(criterion, certain)
        return known

    def _answer(self, criterion: PackedCriterion, certain: bool) -> Evaluation:
        found = self.evaluator.answer(self.snapshot.pattern(criterion.pattern))
        if criterion.side is Side.EXCLUSION:
            found = negate(found)
        if found.outcome is Outcome.NOT_MET and not certain:
            return Evaluation(Outcome.UNKNOWN, f"{found.reason} ({_DOUBT})", found.facts)
        return found

    def kind(self, criterion: PackedCriterion) -> CriterionKind:
        """Return what a criterion asks about."""
        return self.snapshot.kind(criterion.pattern)

    def result(self, criterion: PackedCriterion) -> CriterionResult:
        """Return a criterion in words with its answer."""
        answer = self.of(criterion)
        pattern = self.snapshot.pattern(criterion.pattern)
        place = TextPlace(criterion.section, criterion.start, criterion.end, criterion.digest)
        return CriterionResult(
            criterion=criterion_words(criterion.side, pattern),
            outcome=answer.outcome,
            reason=answer.reason,
            side=criterion.side,
            kind=self.kind(criterion),
            confidence=criterion.confidence,
            source=source_words(place),
        )

    def results(self, criteria: Iterable[PackedCriterion]) -> tuple[CriterionResult, ...]:
        """Return criteria in words, in their order."""
        return tuple(self.result(criterion) for criterion in criteria)

    def worst(self, criteria: Iterable[PackedCriterion]) -> Outcome:
        """Return AND of the criteria; without any nothing speaks against the case."""
        lowest = Outcome.MET
        for criterion in criteria:
            outcome = self.of(criterion).outcome
            if outcome is Outcome.NOT_MET:
                return outcome
            if outcome is Outcome.UNKNOWN:
                lowest = outcome
        return lowest
