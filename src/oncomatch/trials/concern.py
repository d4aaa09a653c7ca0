"""By what a trial concerns a case, and whether that is reason enough to list it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import Specificity
from oncomatch.domain.trial_match import Fit, TumorFit
from oncomatch.matching.candidates import genes_with_findings
from oncomatch.matching.facts import Facts
from oncomatch.matching.specificity import CLOSENESS, breadth
from oncomatch.trials.criteria import MET, Answers
from oncomatch.trials.fates import Fate, Fates, is_for_any
from oncomatch.trials.plan import PlannedTrial
from oncomatch.trials.tumor_fit import OWN_TYPE, TumorFits


class Concern(NamedTuple):
    """How a trial concerns a case.

    `parts` are the places of those that may take the patient by what the trial fits by; `others` of
    those that may take the patient whatever was found. `met` are the molecular criteria by which it
    fits, or those that a finding leaves open; `specificity` says how closely they name it.
    """

    planned: PlannedTrial
    parts: Sequence[int]
    others: Sequence[int]
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

    def __init__(self, answers: Answers, fates: Fates):
        self._answers = answers
        self._fates = fates
        self._met = _met_inclusions(answers, fates)
        self._tumor_fits = TumorFits(answers)
        self._states = answers.evaluator.states_alterations
        self._found_in = genes_with_findings(answers.evaluator.facts)
        self._weak = _weak_facts(answers.evaluator.facts)
        self._touched: dict[int, bool] = {}

    def known(self, place: int) -> Concern:
        """Return it of a trial whose alteration is known of the case, or of no interest to it."""
        planned = self._answers.plan.trials[place]
        met = self._met.get(place, ())
        closest = self._closest(met)
        return self._concern(planned, met, closest, self._fit(planned, closest))

    def those_open(self, *, everything: bool) -> Iterator[Concern]:
        """Yield it of trials of which it is not known whether the case has what they ask for.

        Those that no finding leaves open are left out, unless `everything` is wanted.
        """
        genes = None if self._states else self._found_in
        fates, plan = self._fates, self._answers.plan
        for place in (
            fates.which(Fate.UNKNOWN) if everything else fates.that_findings_leave_open(genes)
        ):
            planned = plan.trials[place]
            living = (planned.whole, *(planned.arms[arm] for arm in fates.living_arms(place)))
            touched = [
                number for part in living for number in part.includes if self._is_touched(number)
            ]
            if touched or everything:
                fit = Fit.MAYBE if touched else Fit.UNKNOWN
                yield self._concern(planned, touched, touched, fit)

    def _concern(
        self, planned: PlannedTrial, met: Sequence[int], closest: Sequence[int], fit: Fit
    ) -> Concern:
        whole, arms = planned.whole, planned.arms
        parts: Sequence[int] = self._fates.living_arms(planned.place) if arms else ()
        others: Sequence[int] = ()
        if parts and met and frozenset(met).isdisjoint(whole.includes):
            by_it = [arm for arm in parts if not frozenset(met).isdisjoint(arms[arm].includes)]
            others = [arm for arm in parts if arm not in by_it]
            parts = by_it
        specificities = {*map(self._answers.specificity, closest)} or {Specificity.WILD_TYPE}
        return Concern(
            planned,
            parts,
            others,
            closest,
            fit,
            min(specificities, key=CLOSENESS.__getitem__),
            self._tumor_fits.of(whole, [arms[arm] for arm in parts]),
        )

    def _closest(self, met: Sequence[int]) -> Sequence[int]:
        """Return the criteria of the closest kind, certain ones alone if there are any.

        An alteration of a gene comes before a marker, and that before a wild type.
        """
        if len(met) < 2:
            return met
        kinds = [breadth(self._answers.specificity(number)) for number in met]
        best = min(kinds)
        closest = [n for n, kind in zip(met, kinds, strict=True) if kind == best]
        certain = [number for number in closest if self._answers.plan.keys[number].certain]
        return certain or closest

    def _fit(self, planned: PlannedTrial, met: Sequence[int]) -> Fit:
        answers = self._answers
        if not met:
            is_own = answers.plan.layout.local[planned.place]
            for_any = is_own and is_for_any(planned, planned.open_arms, answers)
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


def _met_inclusions(answers: Answers, fates: Fates) -> dict[int, list[int]]:
    """Return the molecular inclusion criteria that are met, by the places of trials.

    They are those of the trial and of its living parts.
    """
    layout = answers.plan.layout
    parts, keys = layout.includes.within(fates.alive)
    met = answers.degrees_of(keys) == MET
    found: dict[int, list[int]] = {}
    for place, number in zip(layout.trial_of[parts[met]].tolist(), keys[met].tolist(), strict=True):
        found.setdefault(place, []).append(number)
    return found


def _weak_facts(facts: Facts) -> frozenset[str]:
    """Return the ids of calls that are no findings: not reported, or of no known meaning."""
    calls = (facts.left_out, facts.undetermined, facts.unusable)
    weak = {call.id for by_gene in calls for of_gene in by_gene.values() for call in of_gene}
    weak.update(call for call, found in facts.standings.items() if found.outcome is not Outcome.MET)
    return frozenset(weak)
