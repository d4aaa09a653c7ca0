"""By what a trial concerns a case, and whether that is reason enough to list it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import Specificity
from oncomatch.domain.trial_match import Fit, TumorFit
from oncomatch.matching.candidates import genes_with_findings
from oncomatch.matching.facts import Facts
from oncomatch.matching.specificity import CLOSENESS, breadth
from oncomatch.trials.criteria import MET, Answers
from oncomatch.trials.fates import is_for_any, living_parts
from oncomatch.trials.plan import Part, PlannedTrial
from oncomatch.trials.tumor_fit import OWN_TYPE, TumorFits


class Concern(NamedTuple):
    """How a trial concerns a case.

    `parts` are those that may take the patient by what the trial fits by; `others` those that may
    take the patient whatever was found. `met` are the molecular criteria by which it fits, or those
    that a finding leaves open; `specificity` says how closely they name it.
    """

    planned: PlannedTrial
    parts: Sequence[Part]
    others: Sequence[Part]
    met: Sequence[int]
    fit: Fit
    specificity: Specificity
    tumor_fit: TumorFit

    @property
    def is_reason_enough(self) -> bool:
        """Whether the trial is to be listed.

        What nearly every tumour is without is no reason, unless the trial is for this tumour type;
        nor is a wild type in a trial that is for another type, be that read with doubt.
        """
        if self.fit is Fit.ABSENCE:
            return self.tumor_fit in OWN_TYPE
        by_wild_type = self.specificity is Specificity.WILD_TYPE and self.fit is not Fit.ANYONE
        return not (by_wild_type and self.tumor_fit is TumorFit.OTHER)


class Concerns:
    """How the trials concern one case."""

    def __init__(self, answers: Answers):
        self._answers = answers
        self._tumor_fits = TumorFits(answers)
        self._states = answers.evaluator.states_alterations
        self._found_in = genes_with_findings(answers.evaluator.facts)
        self._weak = _weak_facts(answers.evaluator.facts)
        self._touched: dict[int, bool] = {}

    @property
    def genes(self) -> Collection[str] | None:
        """The genes with findings, None where an alteration is stated."""
        return None if self._states else self._found_in

    def known(self, planned: PlannedTrial) -> Concern:
        """Return it of a trial whose alteration is known of the case, or of no interest to it."""
        living = living_parts(planned, self._answers)
        asked = [number for part in living for number in part.includes]
        degrees = self._answers.degrees(asked)
        met = [n for n, degree in zip(asked, degrees, strict=True) if degree == MET]
        closest = self._closest(met)
        return self._concern(planned, living, met, closest, self._fit(planned, closest))

    def open(self, planned: PlannedTrial, *, everything: bool) -> Concern | None:
        """Return it of a trial of which it is not known whether the case has what it asks for.

        None where no finding leaves it open, unless `everything` is wanted.
        """
        living = living_parts(planned, self._answers)
        touched = [
            number for part in living for number in part.includes if self._is_touched(number)
        ]
        if not (touched or everything):
            return None
        fit = Fit.MAYBE if touched else Fit.UNKNOWN
        return self._concern(planned, living, touched, touched, fit)

    def _concern(
        self,
        planned: PlannedTrial,
        living: Sequence[Part],
        met: Sequence[int],
        closest: Sequence[int],
        fit: Fit,
    ) -> Concern:
        whole, *arms = living
        of_all = not met or not frozenset(met).isdisjoint(whole.includes)
        parts = [arm for arm in arms if of_all or not frozenset(met).isdisjoint(arm.includes)]
        specificity = min(
            map(self._answers.specificity, closest),
            key=CLOSENESS.__getitem__,
            default=Specificity.WILD_TYPE,
        )
        return Concern(
            planned,
            parts,
            [arm for arm in arms if arm not in parts],
            closest,
            fit,
            specificity,
            self._tumor_fits.of(whole, parts),
        )

    def _closest(self, met: Sequence[int]) -> Sequence[int]:
        """Return the criteria of the closest kind, certain ones alone if there are any.

        An alteration of a gene comes before a marker, and that before a wild type.
        """
        kinds = [breadth(self._answers.specificity(number)) for number in met]
        closest = [n for n, kind in zip(met, kinds, strict=True) if kind == min(kinds)]
        certain = [number for number in closest if self._answers.plan.keys[number].certain]
        return certain or closest

    def _fit(self, planned: PlannedTrial, met: Sequence[int]) -> Fit:
        answers = self._answers
        if not met:
            is_own = answers.plan.layout.local[planned.place]
            for_any = is_own and is_for_any(planned, planned.arms, answers)
            return Fit.ANYONE if for_any else Fit.ABSENCE
        return Fit.FINDING if answers.plan.keys[met[0]].certain else Fit.LIKELY

    def _is_touched(self, number: int) -> bool:
        """Whether a finding leaves a criterion open: it may be the one that is asked for."""
        known = self._touched.get(number)
        if known is None:
            known = self._touched[number] = self._touches(number)
        return known

    def _touches(self, number: int) -> bool:
        answers = self._answers
        if not (self._states or self._found_in & answers.plan.genes(number)):
            return False
        if answers.degree(number) == MET or answers.speaks_against(number):
            return False
        return not self._weak.issuperset(answers.found_by(number))


def _weak_facts(facts: Facts) -> frozenset[str]:
    """Return the ids of calls that are no findings: not reported, or of no known meaning."""
    calls = (facts.left_out, facts.undetermined, facts.unusable)
    weak = {call.id for by_gene in calls for of_gene in by_gene.values() for call in of_gene}
    weak.update(call for call, found in facts.standings.items() if found.outcome is not Outcome.MET)
    return frozenset(weak)
