"""The open trials of the report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.trial import Confidence, Side
from oncomatch.domain.trial_match import ArmMatch, CriterionResult, Eligibility, Fit, TrialMatch
from oncomatch.reporting.plural import plural
from oncomatch.reporting.trial_view import (
    CriteriaGroup,
    Criterion,
    NamedRow,
    QuestionRow,
    TrialArm,
    TrialGroup,
    TrialRow,
)
from oncomatch.reporting.trial_words import (
    drug_words,
    named_words,
    phase_words,
    purpose_words,
    status_words,
    tally_words,
)
from oncomatch.reporting.words import (
    BENEFIT,
    RESISTANCE,
    UNKNOWN,
    joined,
    pattern_words,
    protein_words,
    web_address,
)

TRIALS_ON_FIRST_PAGE = 5
_QUESTIONS_SHOWN = 15
_TRIALS_OF_A_GROUP = 25
_COUNTRIES_SHOWN = 6
_UNKNOWNS_NAMED = 4
_DOUBTFUL = "probably not eligible, by a criterion that was read with doubt"
_CAUTIONS = {
    Fit.LIKELY: "its molecular criterion was read with doubt: see the record",
    Fit.MAYBE: "whether the finding is what it asks for is not known",
    Fit.UNKNOWN: "what it asks for of the tumour is not known",
    Fit.ABSENCE: "it asks only for what nearly every tumour is without",
}
_TRIALS_OF_A_QUESTION = 6
_SAYS_WHAT_IT_IS = re.compile(r"\b(?:cohort|part|arm|phase|group|step|level)s?\b", re.IGNORECASE)
_NOTHING_READ = "nothing was read of it"


def build_trials(record: CaseRecord) -> tuple[TrialRow, ...]:
    """Return the trials, best first."""
    snapshot_date = record.made_with.trials_data_date
    return tuple(_trial(trial, snapshot_date) for trial in record.trials.matches)


def first_trials(record: CaseRecord, rows: Sequence[TrialRow]) -> tuple[TrialRow, ...]:
    """Return the trials for the first page: the best of those that nothing speaks against."""
    pairs = zip(record.trials.matches, rows, strict=True)
    return tuple(row for match, row in pairs if match.may_fit)[:TRIALS_ON_FIRST_PAGE]


def group_trials(record: CaseRecord, rows: Sequence[TrialRow]) -> tuple[TrialGroup, ...]:
    """Return the trials by eligibility, the eligible first, each group in its order."""
    pairs = list(zip(record.trials.matches, rows, strict=True))
    groups = []
    kinds = [(eligibility, False, eligibility.value) for eligibility in Eligibility]
    kinds.insert(2, (Eligibility.POSSIBLE, True, _DOUBTFUL))
    for eligibility, doubtful, words in kinds:
        of_it = tuple(
            row
            for match, row in pairs
            if (match.eligibility, match.is_doubtful) == (eligibility, doubtful)
        )
        if of_it:
            kind = f"{words[:1].upper()}{words[1:]}"
            shown, rest = of_it[:_TRIALS_OF_A_GROUP], of_it[_TRIALS_OF_A_GROUP:]
            groups.append(TrialGroup(kind, shown, rest))
    return tuple(groups)


def build_named(record: CaseRecord) -> tuple[NamedRow, ...]:
    """Return the trials that name what was found and have no criterion on it that was read."""
    return tuple(
        NamedRow(
            trial_id=each.trial_id,
            url=web_address(each.url),
            phase=_phase_words(each.phases),
            status=status_words(each.status),
            title=each.title,
            names=joined((*dict.fromkeys((*each.in_title, *each.in_text)), *each.markers)),
            countries=_countries(each.countries),
        )
        for each in record.trials.named
    )


def describe_named(record: CaseRecord) -> str:
    """Return how many of these there are, empty without any."""
    return f"{named_words(record.trials.named)}." if record.trials.named else ""


def count_trials(record: CaseRecord) -> str:
    """Return what became of the trials of the snapshot."""
    return tally_words(record.trials.tally)


def describe_snapshot(record: CaseRecord) -> str:
    """Return whose trials of which day there are, and how old they are where that is known."""
    made = record.made_with
    age = made.trials_age_days
    days = "" if age is None else f" ({plural(age, 'day')} before this report)"
    return (
        f"{joined(made.trials_sources)}, data of {made.trials_data_date or 'unknown date'}{days}, "
        f"{made.trials_considered} open trials that ask for an alteration or marker"
    )


def old_trials(record: CaseRecord) -> tuple[str, ...]:
    """Return a warning where the trial data are older than the site wants, else nothing."""
    made = record.made_with
    age, most = made.trials_age_days, made.trials_max_age_days
    if age is None or not most or age <= most:
        return ()
    return (
        f"The trial data are of {made.trials_data_date}, {age:,} days before this report "
        f"(the limit is {plural(most, 'day')}): trials may have closed and others opened. "
        f"Look at the registry before you act on one.",
    )


def build_questions(record: CaseRecord) -> tuple[QuestionRow, ...]:
    """Return what to find out next, the most deciding first."""
    return tuple(
        QuestionRow(
            words=f"{each.question[:1].upper()}{each.question[1:]}",
            opens=each.opens,
            closes=each.closes,
            concerns=each.concerns,
            trials=", ".join(each.trials[:_TRIALS_OF_A_QUESTION]),
        )
        for each in record.trials.questions[:_QUESTIONS_SHOWN]
    )


def _trial(trial: TrialMatch, snapshot_date: str) -> TrialRow:
    by_outcome = {
        outcome: [each for each in trial.criteria if each.outcome is outcome] for outcome in Outcome
    }
    drugs = drug_words(trial.interventions)
    asking = [arm for arm in trial.arms if arm.by_finding]
    others = sorted((arm for arm in trial.arms if not arm.by_finding), key=_is_unread)
    return TrialRow(
        trial_id=trial.trial_id,
        title=trial.title,
        url=web_address(trial.url),
        status=_status_words(trial, snapshot_date),
        phase=_phase_words(trial.phases),
        why=joined(trial.labels) + (f"; {trial.tumor_fit.value}" if trial.tumor_fit else ""),
        met="; ".join(dict.fromkeys(each.reason for each in by_outcome[Outcome.MET])),
        unknown=_named_unknowns(by_outcome[Outcome.UNKNOWN], sum(trial.unread)),
        drugs=f"with: {drugs}" if drugs else "",
        countries=_countries(trial.countries),
        eligible=_eligible(trial, by_outcome[Outcome.NOT_MET]),
        criteria=_criteria(trial.criteria),
        arms=tuple(map(_arm, asking or others)),
        other_arms=tuple(map(_arm, others if asking else ())),
        unread="; ".join(_unread(trial)),
        nearest=_nearest(trial),
        caution=_CAUTIONS.get(trial.fit, ""),
        purpose=purpose_words(trial.purpose),
        also=", ".join(trial.also),
    )


def _is_unread(arm: ArmMatch) -> bool:
    return not arm.criteria


def _arm(arm: ArmMatch) -> TrialArm:
    eligible = arm.eligibility.value if arm.criteria else _NOTHING_READ
    name = arm.name if _SAYS_WHAT_IT_IS.search(arm.name) else f"{arm.level.value} {arm.name}"
    return TrialArm(name, _OPEN[arm.is_open], eligible, _criteria(arm.criteria), arm.by_finding)


def _named_unknowns(results: list[CriterionResult], unread: int) -> str:
    """Return the first unknowns by name and the number of the others: the rest stands below.

    What was not read is unknown too.
    """
    named = [pattern_words(each.criterion) for each in results[:_UNKNOWNS_NAMED]]
    rest = len(results) - _UNKNOWNS_NAMED
    more = [f"and {rest} more"] if rest > 0 else []
    return "; ".join((*named, *more, *([f"{plural(unread, 'sentence')} not read"] * (unread > 0))))


_OPEN = {True: "open", False: "closed", None: "whether open is not said"}


def _criteria(results: tuple[CriterionResult, ...]) -> tuple[CriteriaGroup, ...]:
    """Return the criteria by their answers, inclusion before exclusion, each as the text has it."""
    groups: dict[str, list[Criterion]] = {answer: [] for answer in _STYLES}
    for side in Side:
        for each in results:
            if each.side is side:
                answer = _DOUBTED if each.speaks_against else _ANSWERS[each.outcome]
                groups[answer].append(_criterion(each, answer))
    return tuple(
        CriteriaGroup(answer, _STYLES[answer], answer == _MET, tuple(rows))
        for answer, rows in groups.items()
        if rows
    )


def _criterion(result: CriterionResult, answer: str) -> Criterion:
    style, side = _STYLES[answer], result.side.value
    words, reason = pattern_words(result.criterion), protein_words(result.reason)
    return Criterion(words, answer, style, reason, _source(result), side)


def _source(result: CriterionResult) -> str:
    doubt = "" if result.confidence is Confidence.CERTAIN else f" ({result.confidence.value})"
    return f"{result.source}{doubt}"


def _eligible(trial: TrialMatch, failed: list[CriterionResult]) -> str:
    if trial.is_doubtful:
        asking = [arm for arm in trial.arms if arm.by_finding] or trial.arms
        parts = (trial.criteria, *(arm.criteria for arm in asking))
        against = [each.criterion for part in parts for each in part if each.speaks_against]
        return f"probably not eligible: {'; '.join(dict.fromkeys(against))}"
    if trial.eligibility is not Eligibility.NOT_ELIGIBLE:
        return str(trial.eligibility.value)
    reasons = [each.criterion for each in failed]
    return f"not eligible: {'; '.join(reasons)}" if reasons else "not eligible for any open part"


def _unread(trial: TrialMatch) -> list[str]:
    counts = zip(trial.unread, ("inclusion", "exclusion"), strict=True)
    return [
        f"{plural(count, f'sentence on {side}', f'sentences on {side}')} not read"
        for count, side in counts
        if count
    ]


def _countries(names: tuple[str, ...]) -> str:
    """Return the first countries, and how many there are beside them."""
    shown = ", ".join(names[:_COUNTRIES_SHOWN]) or "no site listed"
    more = len(names) - _COUNTRIES_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _nearest(trial: TrialMatch) -> str:
    if trial.distance_km is None:
        return ""
    return f"{trial.nearest_site}, {trial.distance_km:,} km"


_MET = "met"
_DOUBTED = "not met, by a sentence that was read with doubt"
_ANSWERS = {Outcome.MET: _MET, Outcome.NOT_MET: "not met", Outcome.UNKNOWN: "not known"}
_STYLES = {"not met": RESISTANCE, _DOUBTED: RESISTANCE, "not known": UNKNOWN, _MET: BENEFIT}
"""The answers in the order in which a reader needs them, each with its style."""


def _status_words(trial: TrialMatch, snapshot_date: str) -> str:
    """Return the status, with its date where the trial's data are not of the snapshot's day."""
    words = status_words(trial.status)
    return words if trial.data_date == snapshot_date else f"{words} on {trial.data_date}"


def _phase_words(phases: tuple[str, ...]) -> str:
    return f"phase {phase_words(phases)}"
