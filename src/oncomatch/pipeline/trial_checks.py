"""What a check of a file of trials says, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from oncomatch.errors import InputError
from oncomatch.pipeline.curation_checks import check_curations
from oncomatch.pipeline.trial_files import CHECKED, files_of, read_trial_file, wrong_patterns
from oncomatch.readers.config import Config
from oncomatch.reporting.plural import plural
from oncomatch.trials.ctml.slips import Slip, SlipKind
from oncomatch.trials.ctml.trial import CtmlTrial
from oncomatch.trials.curated import is_table_of_decisions

_SHOWN = 3


def check_trials(path: Path, config: Config, *, every: bool = False) -> Iterator[str]:
    """Yield what a file, or each file of a folder, has: a line for each trial, then its slips.

    The same slip at several places stands once with the first of them, or at each with `every`.
    A curator's table is held against the chosen snapshot.

    Raises:
        InputError: a file cannot be used.
    """
    for each in files_of(path, CHECKED):
        if path.is_dir():
            yield f"{each}:"
        if each.suffix.lower() == ".tsv" and each.is_file() and is_table_of_decisions(each):
            yield from check_curations(each, config)
        else:
            yield from _of_file(each, every)


def _of_file(path: Path, every: bool) -> Iterator[str]:
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; check the path")
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
