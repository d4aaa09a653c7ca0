"""Match a case against open trials, criterion by criterion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import Specificity
from oncomatch.domain.trial import CriterionKind, Side, page_of
from oncomatch.domain.trial_match import (
    ArmMatch,
    Eligibility,
    TrialMatch,
    TrialMatches,
    TrialTally,
)
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.specificity import CLOSENESS, specificity_of
from oncomatch.trials.criteria import Answers
from oncomatch.trials.distance import nearest
from oncomatch.trials.preferences import Preferences
from oncomatch.trials.questions import Questions
from oncomatch.trials.ranking import rank
from oncomatch.trials.snapshot import PackedArm, PackedCriterion, PackedTrial, Snapshot

_LISTED, _TYPE, _OTHER, _UNKNOWN, _COUNTRY = range(5)


def match_trials(
    snapshot: Snapshot,
    evaluator: Evaluator,
    labels: dict[str, str],
    preferences: Preferences | None = None,
    *,
    with_unknown: bool = False,
) -> TrialMatches:
    """Return the trials that concern a case, best first, and what to find out next.

    A trial concerns it when it is not of another tumour type and a molecular criterion of it, or
    of an open part, is met. One that then fails on another criterion stays, with the failed
    criterion. Trials whose molecular criteria are not known are counted and asked about; they
    are listed too `with_unknown`.
    """
    wanted = preferences or Preferences()
    answers = Answers(snapshot, evaluator)
    questions = Questions(answers)
    fates: Counter[int] = Counter()
    matches = []
    for trial in snapshot.trials:
        fate = _fate(trial, answers, wanted)
        if fate in (_LISTED, _UNKNOWN):
            questions.add(trial, _open_arms(trial))
        if fate == _LISTED or (fate == _UNKNOWN and with_unknown):
            matches.append(_match(trial, answers, labels, wanted))
        fates[fate] += 1
    return TrialMatches(
        matches=rank(matches, wanted.order),
        questions=questions.ordered(),
        tally=TrialTally(
            considered=len(snapshot.trials),
            listed=fates[_LISTED],
            other_tumor_type=fates[_TYPE],
            other_alteration=fates[_OTHER],
            alteration_unknown=fates[_UNKNOWN],
            other_country=fates[_COUNTRY],
        ),
    )


def _fate(trial: PackedTrial, answers: Answers, wanted: Preferences) -> int:
    if wanted.countries and not any(
        site.country in wanted.countries and is_open(site) for site in trial.sites
    ):
        return _COUNTRY
    arms = _open_arms(trial)
    for criterion in trial.criteria:
        if answers.kind(criterion) is CriterionKind.TUMOR_TYPE and _fails(criterion, answers):
            return _TYPE
    fitting = [arm for arm in arms if not _of_other_type(arm, answers)]
    if arms and not fitting:
        return _TYPE
    molecular = _molecular(trial.criteria, answers)
    if any(_fails(each, answers) for each in molecular):
        return _OTHER
    outcomes = {answers.of(each).outcome for each in molecular}
    in_arms = [_molecular(arm.criteria, answers) for arm in fitting]
    alive = [each for each in in_arms if not any(_fails(one, answers) for one in each)]
    if in_arms and not alive:
        return _OTHER
    outcomes.update(answers.of(one).outcome for each in alive for one in each)
    if Outcome.MET in outcomes:
        return _LISTED
    return _UNKNOWN if outcomes else _OTHER


def is_open(site: object) -> bool:
    """Whether a packed site takes or will take patients, as far as the record says."""
    status = getattr(site, "status", None)
    return status is None or status.is_open


def _open_arms(trial: PackedTrial) -> list[PackedArm]:
    return [arm for arm in trial.arms if arm.is_open is not False]


def _fails(criterion: PackedCriterion, answers: Answers) -> bool:
    return answers.of(criterion).outcome is Outcome.NOT_MET


def _of_other_type(arm: PackedArm, answers: Answers) -> bool:
    return any(
        _fails(each, answers)
        for each in arm.criteria
        if answers.kind(each) is CriterionKind.TUMOR_TYPE
    )


def _molecular(criteria: Iterable[PackedCriterion], answers: Answers) -> list[PackedCriterion]:
    return [each for each in criteria if answers.kind(each).is_molecular]


def _match(
    trial: PackedTrial, answers: Answers, labels: dict[str, str], wanted: Preferences
) -> TrialMatch:
    arms = tuple(
        ArmMatch(
            name=arm.name,
            level=arm.level,
            is_open=arm.is_open,
            eligibility=Eligibility.of(answers.worst(arm.criteria)),
            criteria=answers.results(arm.criteria),
        )
        for arm in trial.arms
    )
    outcomes = [answers.worst(arm.criteria) for arm in _open_arms(trial)]
    best = max(outcomes, key=lambda each: each.degree, default=Outcome.MET)
    if trial.arms and not outcomes:
        best = Outcome.NOT_MET
    whole = min(answers.worst(trial.criteria), best, key=lambda each: each.degree)
    met = [
        each
        for part in (trial.criteria, *(arm.criteria for arm in _open_arms(trial)))
        for each in _molecular(part, answers)
        if answers.of(each).outcome is Outcome.MET
    ]
    named = {labels[fact] for each in met for fact in answers.of(each).facts if fact in labels}
    open_sites = [site for site in trial.sites if is_open(site)]
    near = nearest(wanted.place, open_sites) if wanted.place else None
    return TrialMatch(
        trial_id=trial.trial_id,
        registry=trial.registry,
        title=trial.title,
        status=trial.status,
        phases=trial.phases,
        interventions=trial.interventions,
        countries=tuple(sorted({site.country for site in open_sites})),
        url=page_of(trial.registry, trial.trial_id),
        updated=trial.updated,
        data_date=trial.data_date,
        eligibility=Eligibility.of(whole),
        labels=tuple(sorted(named)),
        specificity=_specificity(met, answers),
        criteria=answers.results(trial.criteria),
        arms=arms,
        unread=trial.unread,
        open_sites=len(open_sites),
        nearest_site=f"{near[0].city}, {near[0].country}" if near else "",
        distance_km=near[1] if near else None,
    )


def _specificity(met: list[PackedCriterion], answers: Answers) -> Specificity:
    """Return how closely the criteria that are met name the findings; absences are wild type."""
    named = [
        specificity_of(answers.snapshot.pattern(each.pattern), answers.evaluator)
        for each in met
        if each.side is Side.INCLUSION
    ]
    return min(named, key=CLOSENESS.__getitem__, default=Specificity.WILD_TYPE)
