"""Match a case against open trials, criterion by criterion."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from oncomatch.domain.match import Specificity
from oncomatch.domain.trial import page_of
from oncomatch.domain.trial_match import (
    ArmMatch,
    Eligibility,
    Fit,
    TrialMatch,
    TrialMatches,
    TrialTally,
)
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.specificity import CLOSENESS
from oncomatch.trials.criteria import FAILS, MET, Answers, eligibility_of
from oncomatch.trials.distance import nearest
from oncomatch.trials.fates import Fate, Fates, is_for_any, living_parts
from oncomatch.trials.plan import Part, PlannedTrial
from oncomatch.trials.preferences import Listing, Preferences
from oncomatch.trials.questions import Questions
from oncomatch.trials.ranking import rank
from oncomatch.trials.snapshot import Snapshot
from oncomatch.trials.tumor_fit import TumorFits


def match_trials(
    snapshot: Snapshot,
    evaluator: Evaluator,
    labels: dict[str, str],
    preferences: Preferences | None = None,
    *,
    listing: Listing = Listing.MET,
) -> TrialMatches:
    """Return the trials that concern a case, best first, and what to find out next.

    A trial concerns it when it is not of another tumour type and what it or an open part asks for
    of the tumour is met: one of its molecular inclusion criteria, or, where it has none, an
    exclusion that is known not to hold. One that then fails on another criterion stays, with the
    failed criterion. Trials whose molecular criteria are not known are counted and asked about;
    `listing` says which of them are listed too.
    """
    wanted = preferences or Preferences()
    countries = frozenset(wanted.countries)
    answers = Answers(snapshot, evaluator)
    plan = answers.plan
    questions, tumor_fits = Questions(answers), TumorFits(answers)
    fates = Fates(
        answers,
        [
            place
            for place in range(len(plan.trials) if countries else 0)
            if countries.isdisjoint(plan.countries(place))
        ],
    )
    listed = fates.which(Fate.LISTED)
    asking = [(place, True) for place in listed]
    asking += [(place, False) for place in fates.that_one_answer_may_open()]
    chosen = [(place, True) for place in listed]
    if listing is not Listing.MET:
        chosen += [
            (place, False)
            for place in fates.which(Fate.UNKNOWN)
            if _is_listed(plan.trials[place], answers, listing)
        ]
    concerned = {place for place, _ in (*asking, *chosen)}
    answers.learn(chain.from_iterable(plan.trials[place].numbers for place in concerned))
    for place, is_listed in sorted(asking):
        questions.add(plan.trials[place], listed=is_listed)
    return TrialMatches(
        matches=rank(
            (
                _match(plan.trials[place], answers, tumor_fits, labels, wanted, is_known=is_known)
                for place, is_known in chosen
            ),
            wanted.order,
        ),
        questions=questions.ordered(),
        tally=TrialTally(
            considered=len(plan.trials),
            listed=fates.count(Fate.LISTED),
            other_tumor_type=fates.count(Fate.TYPE),
            other_alteration=fates.count(Fate.OTHER),
            alteration_unknown=fates.count(Fate.UNKNOWN),
            other_country=fates.count(Fate.COUNTRY),
        ),
    )


def _met_inclusions(living: Sequence[Part], answers: Answers) -> list[int]:
    """Return the molecular inclusion criteria that are met, certain ones alone if there are any."""
    asked = [number for part in living for number in part.includes]
    degrees = answers.degrees(asked)
    met = [number for number, degree in zip(asked, degrees, strict=True) if degree == MET]
    certain = [number for number in met if answers.plan.keys[number].certain]
    return certain or met


def _fit(planned: PlannedTrial, met: Sequence[int], answers: Answers) -> Fit:
    if not met:
        is_own = answers.plan.layout.local[planned.place]
        for_any = is_own and is_for_any(planned, planned.arms, answers)
        return Fit.ANYONE if for_any else Fit.ABSENCE
    return Fit.FINDING if answers.plan.keys[met[0]].certain else Fit.LIKELY


def _is_listed(planned: PlannedTrial, answers: Answers, listing: Listing) -> bool:
    """Whether a trial whose alteration is not known is listed."""
    if listing is Listing.TOUCHED:
        return any(
            answers.of(number).facts and not answers.speaks_against(number)
            for part in living_parts(planned, answers)
            for number in part.includes
        )
    return listing is Listing.ALL


def _eligibility(planned: PlannedTrial, arms: Sequence[int], answers: Answers) -> Eligibility:
    """Return what a trial's own criteria and the best of its parts, unless closed, say.

    `arms` are the degrees of its parts, in the order of the record.
    """
    of_open = [
        degree
        for arm, degree in zip(planned.trial.arms, arms, strict=True)
        if arm.is_open is not False
    ]
    best = max(of_open, default=FAILS if planned.with_arms else MET)
    return eligibility_of(min(answers.worst(planned.own), best))


def _match(
    planned: PlannedTrial,
    answers: Answers,
    tumor_fits: TumorFits,
    labels: dict[str, str],
    wanted: Preferences,
    *,
    is_known: bool,
) -> TrialMatch:
    trial = planned.trial
    own, *of_arms = answers.plan.described(planned.place)
    degrees = [answers.worst(numbers) for numbers in planned.of_arms]
    arms = tuple(
        ArmMatch(arm.name, arm.level, arm.is_open, eligibility_of(degree), answers.results(each))
        for arm, degree, each in zip(trial.arms, degrees, of_arms, strict=True)
    )
    living = living_parts(planned, answers)
    met = _met_inclusions(living, answers)
    named = {labels[fact] for each in met for fact in answers.of(each).facts if fact in labels}
    open_sites = answers.plan.open_sites(planned.place)
    near = None
    if wanted.place:
        reachable = (s for s in open_sites if not wanted.countries or s.country in wanted.countries)
        near = nearest(wanted.place, reachable)
    return TrialMatch(
        trial_id=trial.trial_id,
        registry=trial.registry,
        title=trial.title,
        status=trial.status,
        phases=trial.phases,
        interventions=trial.interventions,
        countries=answers.plan.countries(planned.place),
        url=page_of(trial.registry, trial.trial_id),
        updated=trial.updated,
        data_date=trial.data_date,
        eligibility=_eligibility(planned, degrees, answers),
        labels=tuple(sorted(named)),
        specificity=_specificity(met, answers),
        criteria=answers.results(own),
        arms=arms,
        unread=trial.unread,
        open_sites=len(open_sites),
        nearest_site=f"{near[0].city}, {near[0].country}" if near else "",
        distance_km=near[1] if near else None,
        fit=_fit(planned, met, answers) if is_known else Fit.UNKNOWN,
        also=trial.also,
        tumor_fit=tumor_fits.of(living),
    )


def _specificity(met: Sequence[int], answers: Answers) -> Specificity:
    """Return how closely the criteria that are met name the findings; absences are wild type."""
    named = map(answers.specificity, met)
    return min(named, key=CLOSENESS.__getitem__, default=Specificity.WILD_TYPE)
