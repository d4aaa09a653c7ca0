"""Match a case against open trials, criterion by criterion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import IntEnum

from oncomatch.domain.match import Specificity
from oncomatch.domain.trial import CriterionKind, Registry, kind_of, page_of
from oncomatch.domain.trial_match import (
    ArmMatch,
    Eligibility,
    Fit,
    TrialMatch,
    TrialMatches,
    TrialTally,
)
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.specificity import CLOSENESS, specificity_of
from oncomatch.trials.criteria import FAILS, MET, Answers, outcome_of
from oncomatch.trials.distance import nearest
from oncomatch.trials.plan import Part, PlannedTrial
from oncomatch.trials.preferences import Listing, Preferences
from oncomatch.trials.questions import Questions
from oncomatch.trials.ranking import rank
from oncomatch.trials.snapshot import Snapshot


class _Fate(IntEnum):
    LISTED = 0
    TYPE = 1
    OTHER = 2
    UNKNOWN = 3
    COUNTRY = 4


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
    questions = Questions(answers)
    fates: Counter[_Fate] = Counter()
    chosen: list[tuple[int, Fit]] = []
    for place, planned in enumerate(plan.trials):
        if countries and countries.isdisjoint(plan.countries(place)):
            fates[_Fate.COUNTRY] += 1
            continue
        fate = _fate(planned, answers)
        fates[fate] += 1
        if fate is _Fate.LISTED or fate is _Fate.UNKNOWN:
            questions.add(planned, listed=fate is _Fate.LISTED)
            fit = _fit(planned, answers) if fate is _Fate.LISTED else Fit.UNKNOWN
            if fate is _Fate.LISTED or _is_listed(planned, answers, listing):
                chosen.append((place, fit))
    return TrialMatches(
        matches=rank(
            (_match(place, fit, answers, labels, wanted) for place, fit in chosen), wanted.order
        ),
        questions=questions.ordered(),
        tally=TrialTally(
            considered=len(plan.trials),
            listed=fates[_Fate.LISTED],
            other_tumor_type=fates[_Fate.TYPE],
            other_alteration=fates[_Fate.OTHER],
            alteration_unknown=fates[_Fate.UNKNOWN],
            other_country=fates[_Fate.COUNTRY],
        ),
    )


def _fate(planned: PlannedTrial, answers: Answers) -> _Fate:
    whole, arms = planned.whole, planned.arms
    fails = answers.any_fails
    if fails(whole.types):
        return _Fate.TYPE
    if arms:
        arms = tuple(arm for arm in arms if not fails(arm.types))
        if not arms:
            return _Fate.TYPE
    if fails(whole.includes) or fails(whole.excludes):
        return _Fate.OTHER
    if arms:
        arms = tuple(arm for arm in arms if not (fails(arm.includes) or fails(arm.excludes)))
        if not arms:
            return _Fate.OTHER
    elif planned.with_arms:
        return _Fate.OTHER  # every part is closed
    degree = answers.degree
    asked = [number for part in (whole, *arms) for number in part.includes]
    asked = asked or [number for part in (whole, *arms) for number in part.excludes]
    if any(degree(number) == MET for number in asked) or _is_for_any(planned, arms, answers):
        return _Fate.LISTED
    return _Fate.UNKNOWN if asked else _Fate.OTHER


def _is_for_any(planned: PlannedTrial, arms: Sequence[Part], answers: Answers) -> bool:
    """Whether a site's own trial, or a part of it, takes patients whatever alteration they have.

    What a curator left without an alteration is meant so; in a registry's record it was not read.
    """
    if planned.trial.registry is not Registry.LOCAL:
        return False
    whole = planned.whole
    for part in arms or (whole,):
        if whole.includes or whole.excludes or part.includes or part.excludes:
            continue
        others = (*whole.types, *part.types, *whole.others, *part.others)
        if any(kind_of(answers.pattern(each)) is not CriterionKind.OTHER for each in others):
            return True
    return False


def _living(planned: PlannedTrial, answers: Answers) -> list[Part]:
    """Return the trial's own part and those open ones that fail by neither type nor alteration."""
    fails = answers.any_fails
    return [
        planned.whole,
        *(
            arm
            for arm in planned.arms
            if not (fails(arm.types) or fails(arm.includes) or fails(arm.excludes))
        ),
    ]


def _met_inclusions(planned: PlannedTrial, answers: Answers) -> list[int]:
    """Return the molecular inclusion criteria that are met, certain ones alone if there are any."""
    met = [
        number
        for part in _living(planned, answers)
        for number in part.includes
        if answers.degree(number) == MET
    ]
    certain = [number for number in met if answers.plan.keys[number].certain]
    return certain or met


def _fit(planned: PlannedTrial, answers: Answers) -> Fit:
    met = _met_inclusions(planned, answers)
    if not met:
        return Fit.ANYONE if _is_for_any(planned, planned.arms, answers) else Fit.ABSENCE
    return Fit.FINDING if answers.plan.keys[met[0]].certain else Fit.LIKELY


def _is_listed(planned: PlannedTrial, answers: Answers, listing: Listing) -> bool:
    """Whether a trial whose alteration is not known is listed."""
    if listing is Listing.TOUCHED:
        return any(
            answers.of(number).facts
            for part in _living(planned, answers)
            for number in part.includes
        )
    return listing is Listing.ALL


def _eligibility(planned: PlannedTrial, answers: Answers) -> Eligibility:
    worst = [answers.worst(number for group in arm for number in group) for arm in planned.arms]
    best = max(worst, default=FAILS if planned.with_arms else MET)
    own = answers.worst(number for group in planned.whole for number in group)
    return Eligibility.of(outcome_of(min(own, best)))


def _match(
    place: int, fit: Fit, answers: Answers, labels: dict[str, str], wanted: Preferences
) -> TrialMatch:
    planned = answers.plan.trials[place]
    trial = planned.trial
    number = answers.plan.number
    arms = tuple(
        ArmMatch(
            name=arm.name,
            level=arm.level,
            is_open=arm.is_open,
            eligibility=Eligibility.of(outcome_of(answers.worst(map(number, arm.criteria)))),
            criteria=answers.results(arm.criteria),
        )
        for arm in trial.arms
    )
    met = _met_inclusions(planned, answers)
    named = {labels[fact] for each in met for fact in answers.of(each).facts if fact in labels}
    open_sites = [site for site in trial.sites if site.is_open]
    reachable = [
        site for site in open_sites if not wanted.countries or site.country in wanted.countries
    ]
    near = nearest(wanted.place, reachable) if wanted.place else None
    return TrialMatch(
        trial_id=trial.trial_id,
        registry=trial.registry,
        title=trial.title,
        status=trial.status,
        phases=trial.phases,
        interventions=trial.interventions,
        countries=answers.plan.countries(place),
        url=page_of(trial.registry, trial.trial_id),
        updated=trial.updated,
        data_date=trial.data_date,
        eligibility=_eligibility(planned, answers),
        labels=tuple(sorted(named)),
        specificity=_specificity(met, answers),
        criteria=answers.results(trial.criteria),
        arms=arms,
        unread=trial.unread,
        open_sites=len(open_sites),
        nearest_site=f"{near[0].city}, {near[0].country}" if near else "",
        distance_km=near[1] if near else None,
        fit=fit,
        also=trial.also,
    )


def _specificity(met: Sequence[int], answers: Answers) -> Specificity:
    """Return how closely the criteria that are met name the findings; absences are wild type."""
    named = [specificity_of(answers.pattern(each), answers.evaluator) for each in met]
    return min(named, key=CLOSENESS.__getitem__, default=Specificity.WILD_TYPE)
