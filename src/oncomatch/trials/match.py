"""Match a case against open trials, criterion by criterion."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from oncomatch.domain.trial import page_of
from oncomatch.domain.trial_match import (
    ArmMatch,
    Eligibility,
    TrialMatch,
    TrialMatches,
    TrialTally,
)
from oncomatch.matching.evaluator import Evaluator
from oncomatch.trials.concern import Concern, Concerns
from oncomatch.trials.criteria import FAILS, OPEN, Answers, eligibility_of
from oncomatch.trials.distance import nearest
from oncomatch.trials.fates import Fate, Fates
from oncomatch.trials.plan import PlannedTrial
from oncomatch.trials.preferences import Listing, Preferences
from oncomatch.trials.questions import Questions
from oncomatch.trials.ranking import rank
from oncomatch.trials.snapshot import Snapshot


def match_trials(
    snapshot: Snapshot,
    evaluator: Evaluator,
    labels: dict[str, str],
    preferences: Preferences | None = None,
    *,
    listing: Listing = Listing.TOUCHED,
) -> TrialMatches:
    """Return the trials that concern a case, best first, and what to find out next.

    A trial concerns it when it is not of another tumour type and what it or an open part asks for
    of the tumour is met: one of its molecular inclusion criteria, or, where it has none and is for
    this tumour type, an absence. One that then fails on another criterion stays, with the failed
    criterion. Trials whose molecular criteria are not known are counted and asked about;
    `listing` says which of them are listed too.
    """
    wanted = preferences or Preferences()
    countries = frozenset(wanted.countries)
    answers = Answers(snapshot, evaluator)
    plan = answers.plan
    questions, concerns = Questions(answers), Concerns(answers)
    fates = Fates(
        answers,
        [
            place
            for place in range(len(plan.trials) if countries else 0)
            if countries.isdisjoint(plan.countries(place))
        ],
    )
    everything = listing is Listing.ALL
    of_finding = fates.which(Fate.LISTED)
    open_ones = (
        fates.which(Fate.UNKNOWN) if everything else fates.that_findings_leave_open(concerns.genes)
    )
    answers.learn(
        number
        for place in (*of_finding, *open_ones)
        for part in (plan.trials[place].whole, *plan.trials[place].arms)
        for number in part.of_tumor
    )
    known = [concerns.known(plan.trials[place]) for place in of_finding]
    listed = [concern for concern in known if concern.is_reason_enough]
    perhaps = (concerns.open(plan.trials[place], everything=everything) for place in open_ones)
    chosen = [*listed, *filter(None, perhaps)]
    asking = [(concern.planned.place, True) for concern in listed]
    asking += [(place, False) for place in fates.that_one_answer_may_open()]
    concerned = {place for place, _ in asking} | {each.planned.place for each in chosen}
    answers.learn(chain.from_iterable(plan.trials[place].numbers for place in concerned))
    for place, is_listed in sorted(asking):
        questions.add(plan.trials[place], listed=is_listed)
    return TrialMatches(
        matches=rank((_match(each, answers, labels, wanted) for each in chosen), wanted.order),
        questions=questions.ordered(),
        tally=TrialTally(
            considered=len(plan.trials),
            listed=len(listed),
            other_tumor_type=fates.count(Fate.TYPE),
            other_alteration=fates.count(Fate.OTHER),
            alteration_unknown=fates.count(Fate.UNKNOWN),
            other_country=fates.count(Fate.COUNTRY),
            no_alteration=fates.count(Fate.NOTHING) + len(known) - len(listed),
        ),
    )


def _eligibility(concern: Concern, answers: Answers) -> Eligibility:
    """Return what a trial's own criteria say, and the best of the parts that it fits by.

    Where the patient fails in all of these, another part may take them whatever was found.
    """
    planned = concern.planned
    own = answers.worst(planned.own)
    if not planned.with_arms:
        return eligibility_of(own)
    best = max((_degree(planned, part.numbers, answers) for part in concern.parts), default=FAILS)
    if best == FAILS:
        others = (_degree(planned, part.numbers, answers) for part in concern.others)
        best = min(OPEN, max(others, default=FAILS))
    return eligibility_of(min(own, best))


def _degree(planned: PlannedTrial, numbers: Sequence[int], answers: Answers) -> int:
    """Return what the criteria of a part say; of a registry's part without any nothing was read."""
    if not (numbers or answers.plan.layout.local[planned.place]):
        return OPEN
    return answers.worst(numbers)


def _match(
    concern: Concern, answers: Answers, labels: dict[str, str], wanted: Preferences
) -> TrialMatch:
    planned = concern.planned
    trial = planned.trial
    own, *of_arms = answers.plan.described(planned.place)
    degrees = [_degree(planned, numbers, answers) for numbers in planned.of_arms]
    asking = frozenset(concern.met)
    arms = tuple(
        ArmMatch(
            arm.name,
            arm.level,
            arm.is_open,
            eligibility_of(degree),
            answers.results(each),
            not asking.isdisjoint(numbers),
        )
        for arm, degree, each, numbers in zip(
            trial.arms, degrees, of_arms, planned.of_arms, strict=True
        )
    )
    facts = (fact for each in concern.met for fact in answers.found_by(each))
    named = {labels[fact] for fact in facts if fact in labels}
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
        eligibility=_eligibility(concern, answers),
        labels=tuple(sorted(named)),
        specificity=concern.specificity,
        criteria=answers.results(own),
        arms=arms,
        unread=trial.unread,
        open_sites=len(open_sites),
        nearest_site=f"{near[0].city}, {near[0].country}" if near else "",
        distance_km=near[1] if near else None,
        fit=concern.fit,
        also=trial.also,
        tumor_fit=concern.tumor_fit,
    )
