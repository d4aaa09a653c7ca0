"""What a check of a curator's table says: what is wrong with a row, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from oncomatch.domain.trial import Confidence, Criterion, Section, Trial
from oncomatch.errors import InputError
from oncomatch.pipeline.chosen_trials import open_chosen_trials, snapshot_name
from oncomatch.pipeline.trial_files import problems_of
from oncomatch.readers.config import Config
from oncomatch.readers.lines import printable
from oncomatch.reporting.plural import plural
from oncomatch.trials.curated import Action, Curation, Decisions, read_decisions

_MOST_SHOWN = 100


def check_curations(path: Path, config: Config) -> Iterator[str]:
    """Yield how many decisions a table has, what of their patterns is doubtful, what has no effect.

    They are held against the chosen snapshot, which has them when it was made with the table.

    Raises:
        InputError: the table cannot be used; the message has all mistakes, a line each.
    """
    decisions = read_decisions(path)
    if decisions.mistakes:
        shown = decisions.mistakes[:_MOST_SHOWN]
        more = len(decisions.mistakes) - len(shown)
        rest = f"\n{path}: and {more} more mistakes" if more else ""
        raise InputError("\n".join(f"{path}, {each}" for each in shown) + rest)
    snapshot = open_chosen_trials(config)
    named = f"{snapshot_name(config)} of {snapshot.data_date or 'no given day'}"
    found = list(
        _findings(decisions, {t.trial_id: t for t in map(snapshot.unpack, snapshot.trials)})
    )
    rows = decisions.rows
    trials = len({row.trial_id for _, row in rows})
    without = len({number for number, *_, lacks in found if lacks})
    yield (
        f"{plural(len(rows), 'decision')} about {plural(trials, 'trial')}; "
        f"{len(rows) - without} in effect in the {named}"
    )
    yield from (f"line {number}: {printable(words)}" for number, words, _ in found)


def _findings(decisions: Decisions, trials: dict[str, Trial]) -> Iterator[tuple[int, str, bool]]:
    """Yield the line, what is to be said of it, and whether the decision has no effect."""
    first: dict[Curation, int] = {}
    for number, row in decisions.rows:
        patterns = (row.pattern,) if row.instead is None else (row.pattern, row.instead)
        for pattern in patterns:
            for problem in problems_of(pattern):
                yield number, f"{problem.message}; {problem.remedy}", False
        if row in first:
            yield number, f"says the same as line {first[row]}; keep one", False
        first.setdefault(row, number)
        if not row.digest:
            yield (
                number,
                "quotes no digest, so that it stands whatever the registry changes; take that of "
                "the sentence from trials show --json",
                False,
            )
        trial = trials.get(row.trial_id)
        lacks = "the snapshot does not have this trial" if trial is None else _lacks(row, trial)
        if lacks:
            yield number, f"{row.trial_id}, {row.action.value} {row.pattern}: {lacks}", True


def _lacks(row: Curation, trial: Trial) -> str:
    """Return why a decision has no effect in a trial as the snapshot has it, empty where it has."""
    arms = [arm for arm in trial.arms if arm.name == row.cohort]
    if row.cohort and not arms:
        names = ", ".join(arm.name for arm in trial.arms) or "none"
        return f"the trial has no part {row.cohort!r}; it has {names}"
    criteria = arms[0].criteria if row.cohort else trial.criteria
    meant = [each for each in criteria if row.means(each)]
    if row.action is Action.DROP:
        return "the criterion is still there: the snapshot was made without this table" * bool(
            meant
        )
    if row.action is Action.CONFIRM:
        return _confirmed(meant)
    pattern = row.instead or row.pattern
    added = [
        each
        for each in criteria
        if (each.side, each.pattern, each.source.section) == (row.side, pattern, Section.CURATOR)
    ]
    if not added:
        return "it is not in it: the snapshot was made without this table"
    if all(each.confidence is not Confidence.CERTAIN for each in added):
        return "the sentence that it quotes is not in the record any more: review it again"
    return ""


def _confirmed(meant: list[Criterion]) -> str:
    if not meant:
        return "no such criterion is read (any more): look at the trial with trials show"
    if all(each.confidence is not Confidence.CERTAIN for each in meant):
        return "it is not certain in it: the snapshot was made without this table"
    return ""
