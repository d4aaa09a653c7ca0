"""What a check of a file of trials says, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from oncomatch.errors import InputError
from oncomatch.pipeline.trial_files import read_trial_file, wrong_patterns
from oncomatch.reporting.plural import plural
from oncomatch.trials.ctml.slips import Slip, SlipKind
from oncomatch.trials.ctml.trial import CtmlTrial

_SHOWN = 3


def check_trials(path: Path, *, every: bool = False) -> Iterator[str]:
    """Yield what a file has: a line for each trial, then its slips.

    The same slip at several places stands once with the first of them, or at each with `every`.

    Raises:
        InputError: the file cannot be used.
    """
    file = read_trial_file(path)
    wrong = wrong_patterns(file)
    if wrong:
        raise InputError(f"{path}: {'; '.join(wrong[:_SHOWN])}")
    if not file.ctml:
        yield f"{plural(len(file.snapshot.trials), 'trial')}, data of {file.snapshot.data_date}"
    for trial in file.ctml:
        yield from _of_trial(trial, every)


def _of_trial(ctml: CtmlTrial, every: bool) -> Iterator[str]:
    trial = ctml.trial
    parts = plural(len(trial.arms), "part")
    state = trial.status.value.replace("_", " ").lower()
    yield (
        f"{trial.trial_id}: {trial.title or 'without title'} ({state}, {parts} with criteria, "
        f"{plural(len(ctml.slips), 'slip')})"
    )
    if every:
        yield from (f"  {slip}" for slip in ctml.slips)
        return
    groups: dict[tuple[str, SlipKind, str], list[Slip]] = {}
    for slip in ctml.slips:
        groups.setdefault((slip.message, slip.kind, slip.suggestion), []).append(slip)
    for slips in groups.values():
        more = f" [and at {plural(len(slips) - 1, 'more place')}]" if len(slips) > 1 else ""
        yield f"  {slips[0]}{more}"
