"""The open trials of the report."""

from __future__ import annotations

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.trial import TrialMatch, TrialStatus
from oncomatch.reporting.view import Criterion, TrialRow
from oncomatch.reporting.words import BENEFIT, RESISTANCE, UNKNOWN, joined, web_address

TRIALS_ON_FIRST_PAGE = 5


def build_trials(record: CaseRecord) -> tuple[TrialRow, ...]:
    """Return the trials, best first."""
    snapshot_date = record.made_with.trials_data_date
    return tuple(_trial(trial, snapshot_date) for trial in record.trials)


def _trial(trial: TrialMatch, snapshot_date: str) -> TrialRow:
    by_outcome = {
        outcome: [each for each in trial.criteria if each.outcome is outcome] for outcome in Outcome
    }
    failed = by_outcome[Outcome.NOT_MET]
    eligible = "fits what is known"
    if failed:
        eligible = f"not eligible: {'; '.join(each.criterion for each in failed)}"
    return TrialRow(
        nct_id=trial.nct_id,
        title=trial.title,
        url=web_address(trial.url),
        status=_status_words(trial, snapshot_date),
        phase=_phase_words(trial.phases),
        why=joined(trial.labels),
        met="; ".join(each.reason for each in by_outcome[Outcome.MET]),
        unknown="; ".join(each.criterion for each in by_outcome[Outcome.UNKNOWN]),
        countries=", ".join(trial.countries) or "no site listed",
        eligible=eligible,
        criteria=tuple(
            Criterion(each.criterion, *_ANSWERS[each.outcome], each.reason)
            for each in trial.criteria
        ),
    )


_STATUS_WORDS = {
    TrialStatus.RECRUITING: "recruiting",
    TrialStatus.NOT_YET_RECRUITING: "not yet recruiting",
    TrialStatus.ENROLLING_BY_INVITATION: "by invitation",
}
_ANSWERS = {
    Outcome.MET: ("met", BENEFIT),
    Outcome.NOT_MET: ("not met", RESISTANCE),
    Outcome.UNKNOWN: ("unknown", UNKNOWN),
}


def _status_words(trial: TrialMatch, snapshot_date: str) -> str:
    """Return the status, with its date where the trial's data are not of the snapshot's day."""
    words = _STATUS_WORDS[trial.status]
    return words if trial.data_date == snapshot_date else f"{words} on {trial.data_date}"


def _phase_words(phases: tuple[str, ...]) -> str:
    numbers = [phase.replace("EARLY_PHASE", "early ").replace("PHASE", "") for phase in phases]
    return f"phase {'/'.join(numbers)}" if numbers else "phase not given"
