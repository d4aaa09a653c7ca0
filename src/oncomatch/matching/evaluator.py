"""Answers to patterns about one tumour: each pattern is evaluated once."""

from __future__ import annotations

from dataclasses import replace

from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.evaluation import Evaluation, Outcome, all_of, any_of, negate
from oncomatch.matching.evaluate import evaluate
from oncomatch.matching.facts import Facts
from oncomatch.matching.implication import Implications


class Evaluator:
    """Evaluates patterns on facts, and on alterations that are stated without a file.

    `implications` is needed where something is `stated`.
    """

    def __init__(
        self,
        facts: Facts,
        stated: tuple[Biomarker, ...] = (),
        implications: Implications | None = None,
    ):
        self.facts = facts
        self._stated = stated
        self._implications = implications
        self._answers: dict[Biomarker, Evaluation] = {}
        self._seen: dict[int, tuple[Biomarker, Evaluation]] = {}
        """Answers by the identity of a pattern, which is kept so that it stays its own: tables
        share equal patterns, and to hash one of many parts takes long."""

    @property
    def states_alterations(self) -> bool:
        """Whether something is stated beside the facts."""
        return bool(self._stated)

    @property
    def answers_part_by_part(self) -> bool:
        """Whether the answers to a pattern's parts give that to the whole."""
        return True

    def of_patient(self, case: CaseInfo) -> Evaluator:
        """Return an evaluator of the same alterations in another patient."""
        return Evaluator(replace(self.facts, case=case), self._stated, self._implications)

    def answer(self, biomarker: Biomarker) -> Evaluation:
        """Return whether the tumour fits a pattern, with the reason."""
        seen = self._seen.get(id(biomarker))
        if seen is not None:
            return seen[1]
        known = self._answers.get(biomarker)
        if known is None:
            known = self._answers[biomarker] = self._evaluate(biomarker)
        self._seen[id(biomarker)] = biomarker, known
        return known

    def _evaluate(self, biomarker: Biomarker) -> Evaluation:
        if isinstance(biomarker, AllOf):
            return all_of([self.answer(part) for part in biomarker.parts])
        if isinstance(biomarker, AnyOf):
            return any_of([self.answer(part) for part in biomarker.parts])
        if isinstance(biomarker, Not):
            return negate(self.answer(biomarker.part))
        found = evaluate(biomarker, self.facts)
        if found.outcome is not Outcome.MET and self._implications is not None:
            said = [self._said(each, biomarker, self._implications) for each in self._stated]
            answers = [each for each in said if each is not None]
            if answers:
                return max(
                    answers, key=lambda each: (each.outcome.degree != 1, each.outcome.degree)
                )
        return found

    def _said(
        self, stated: Biomarker, asked: Biomarker, implications: Implications
    ) -> Evaluation | None:
        outcome = implications.of(stated, asked)
        if outcome is None:
            return None
        fact = (stated_id(stated),)
        if outcome is Outcome.UNKNOWN:
            return Evaluation(
                outcome, f"{stated} is stated; whether it is {asked} is not known", fact
            )
        word = "is stated" if outcome is Outcome.MET else f"is stated, not {asked}"
        return Evaluation(outcome, f"{stated} {word}", fact)


def stated_id(biomarker: Biomarker) -> str:
    """Return the id of an alteration that is stated without a file."""
    return f"stated {biomarker}"
