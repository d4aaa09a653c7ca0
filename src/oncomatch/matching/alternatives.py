"""Answers where one of several alterations holds, and which of them is not said.

`BRCA1 or BRCA2 mutation` is two possible tumours: what is the same in both is known, everything
else is not.
"""

from __future__ import annotations

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.matching.evaluator import Evaluator


class Alternatives(Evaluator):
    """Answers for a tumour that is one of several possible ones; at least one is needed."""

    def __init__(self, possible: tuple[Evaluator, ...]):
        super().__init__(possible[0].facts)
        self._possible = possible

    @property
    def states_alterations(self) -> bool:
        """Whether something is stated beside the facts in one of them."""
        return any(each.states_alterations for each in self._possible)

    @property
    def answers_part_by_part(self) -> bool:
        """Whether the answers to a pattern's parts give that to the whole: they do not.

        HER2-positive is overexpression or amplification: of each nothing is known, but it meets
        `ERBB2 amplification or ERBB2 overexpression`.
        """
        return False

    def of_patient(self, case: CaseInfo) -> Evaluator:
        """Return an evaluator of the same alternatives in another patient."""
        return Alternatives(tuple(each.of_patient(case) for each in self._possible))

    def answer(self, biomarker: Biomarker) -> Evaluation:
        """Return whether the tumour fits a pattern, whichever of the possible ones it is."""
        known = self._answers.get(biomarker)
        if known is None:
            answers = [each.answer(biomarker) for each in self._possible]
            known = self._answers[biomarker] = _common(answers)
        return known


def _common(answers: list[Evaluation]) -> Evaluation:
    outcomes = {each.outcome for each in answers}
    reasons = dict.fromkeys(each.reason for each in answers)
    facts = tuple(dict.fromkeys(fact for each in answers for fact in each.facts))
    if len(outcomes) == 1:
        return Evaluation(outcomes.pop(), "; ".join(reasons), facts)
    said = [each.reason for each in answers if each.outcome is Outcome.MET]
    reason = "it depends on which of the alternatives it is"
    return Evaluation(Outcome.UNKNOWN, f"{reason}: {'; '.join(dict.fromkeys(said))}", facts)
