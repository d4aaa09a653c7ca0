"""Match a case against open trials, criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from oncomatch.domain.trial import page_of
from oncomatch.domain.trial_match import (
    ArmMatch,
    OpenQuestion,
    TrialMatch,
    TrialMatches,
    TrialTally,
)
from oncomatch.matching.evaluator import Evaluator
from oncomatch.trials.concern import Concerns
from oncomatch.trials.criteria import Answers
from oncomatch.trials.fates import Fate, Fates
from oncomatch.trials.naming import Names, names_found, that_name
from oncomatch.trials.preferences import Listing, Preferences
from oncomatch.trials.questions import Questions
from oncomatch.trials.ranking import rank
from oncomatch.trials.snapshot import Snapshot
from oncomatch.trials.weighing import Weighed, weigh


def match_trials(
    snapshot: Snapshot,
    evaluator: Evaluator,
    labels: dict[str, str],
    preferences: Preferences | None = None,
    *,
    listing: Listing = Listing.TOUCHED,
    names: Names | None = None,
) -> TrialMatches:
    """Return the trials that concern a case, best first, and what to find out next.

    Which and in which order `weigh_trials` says; here they have every criterion in words, with
    its answer and the reason. Trials are told beside them that name one of `names`, or without
    these what was found, and of which it was not read what they ask for.
    """
    wanted = preferences or Preferences()
    weighed = weigh_trials(snapshot, evaluator, wanted, listing=listing)
    return TrialMatches(
        matches=weighed.in_words(labels),
        questions=weighed.questions(),
        tally=weighed.tally,
        named=that_name(
            snapshot.named, names or names_found(evaluator), wanted.countries, evaluator
        ),
    )


def weigh_trials(
    snapshot: Snapshot,
    evaluator: Evaluator,
    preferences: Preferences | None = None,
    *,
    listing: Listing = Listing.TOUCHED,
) -> WeighedTrials:
    """Return the trials that concern a case, best first, each with its answer and its parts'.

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
    left_out = [
        place
        for place in range(len(plan.trials) if countries else 0)
        if countries.isdisjoint(plan.countries(place))
    ]
    fates = Fates(answers, left_out)
    concerns = Concerns(answers, fates)
    known = [concerns.known(place) for place in fates.which(Fate.LISTED)]
    listed = [concern for concern in known if concern.is_reason_enough]
    chosen = [*listed, *concerns.those_open(everything=listing is Listing.ALL)]
    tally = TrialTally(
        considered=len(plan.trials),
        listed=len(listed),
        other_tumor_type=fates.count(Fate.TYPE),
        other_alteration=fates.count(Fate.OTHER),
        alteration_unknown=fates.count(Fate.UNKNOWN),
        other_country=fates.count(Fate.COUNTRY),
        no_alteration=fates.count(Fate.NOTHING) + len(known) - len(listed),
    )
    weighed = rank(weigh(chosen, answers, wanted), wanted.order)
    places = frozenset(concern.planned.place for concern in listed)
    return WeighedTrials(weighed, tally, places, answers, fates)


@dataclass(frozen=True, slots=True)
class WeighedTrials:
    """The trials of a case, best first, and the count of all; words are made when asked for."""

    trials: tuple[Weighed, ...]
    tally: TrialTally
    _listed: frozenset[int]
    _answers: Answers
    _fates: Fates

    def questions(self) -> tuple[OpenQuestion, ...]:
        """Return what to find out next."""
        questions = Questions(self._answers)
        asking = [(place, False) for place in self._fates.that_one_answer_may_open()]
        questions.add([*asking, *((place, True) for place in self._listed)])
        return questions.ordered()

    def in_words(self, labels: Mapping[str, str]) -> tuple[TrialMatch, ...]:
        """Return the trials with every criterion in words, its answer, and the reason.

        `labels` are what to call the facts by which a trial concerns the case.
        """
        return tuple([_in_words(each, self._answers, labels) for each in self.trials])


def _in_words(weighed: Weighed, answers: Answers, labels: Mapping[str, str]) -> TrialMatch:
    concern = weighed.concern
    place, trial = concern.planned.place, concern.planned.trial
    own, *of_arms = answers.plan.described(place)
    facts = (fact for each in concern.met for fact in answers.found_by(each))
    named = {labels[fact] for fact in facts if fact in labels}
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
        eligibility=weighed.eligibility,
        labels=tuple(sorted(named)),
        specificity=concern.specificity,
        criteria=answers.results(own),
        arms=tuple(
            ArmMatch(arm.name, arm.level, arm.is_open, answer, answers.results(each), by_finding)
            for arm, answer, each, by_finding in zip(
                trial.arms, weighed.arms, of_arms, weighed.by_finding, strict=True
            )
        ),
        unread=trial.unread,
        open_sites=len(answers.plan.open_sites(place)),
        nearest_site=weighed.nearest_site,
        distance_km=weighed.distance_km,
        fit=concern.fit,
        also=trial.also,
        tumor_fit=concern.tumor_fit,
        purpose=weighed.purpose,
    )
