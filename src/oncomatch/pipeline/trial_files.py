"""Files of trials: CTML of MatchMiner, or a snapshot of our own; checked, and packed to match."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from oncomatch.domain.biomarker import Biomarker, atoms_of
from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.trial import Trial
from oncomatch.errors import InputError
from oncomatch.knowledge.check_findings import Problem
from oncomatch.knowledge.check_patterns import PatternChecker
from oncomatch.knowledge.regions import read_regions
from oncomatch.readers.trial_documents import YAML, read_documents
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.ctml.slips import Slip, SlipKind
from oncomatch.trials.ctml.trial import CtmlTrial, read_trial
from oncomatch.trials.snapshot import Snapshot, check_snapshot, make_snapshot, read_snapshot

TRIAL_FILES = (".json", *YAML)
CHECKED = (*TRIAL_FILES, ".tsv")
"""Endings of files that can be checked: trials, and a curator's table."""

_OURS = re.compile(rb'\s*\{\s*"schema"\s*:')
_MOST_FILES = 10_000


@dataclass(frozen=True, slots=True)
class TrialFile:
    """A file with its trials, packed, and the CTML that they come from, if they do."""

    path: Path
    snapshot: Snapshot
    ctml: tuple[CtmlTrial, ...] = ()


def files_of(path: Path, suffixes: tuple[str, ...] = TRIAL_FILES) -> list[Path]:
    """Return a file, or the files of trials in a folder by their endings, sorted.

    Raises:
        InputError: there is none.
    """
    if not path.is_dir():
        return [path]
    found = sorted(
        each for each in path.iterdir() if each.suffix.lower() in suffixes and each.is_file()
    )
    if not found:
        raise InputError(f"{path}: has no file of trials ({', '.join(suffixes)})")
    if len(found) > _MOST_FILES:
        raise InputError(f"{path}: has more than {_MOST_FILES} files")
    return found


def read_trial_file(path: Path) -> TrialFile:
    """Return the trials of a file.

    Raises:
        InputError: it cannot be read, or is neither CTML nor a snapshot.
        ResourceError: it is a damaged snapshot.
    """
    if path.suffix.lower() == ".json" and path.is_file() and _is_ours(path):
        return TrialFile(path, read_snapshot(path))
    trials = tuple(
        _checked(read_trial(document, open_tumor_types(), _symbol_of, where))
        for where, document in read_documents(path, "trials")
    )
    return TrialFile(path, make_snapshot(each.trial for each in trials), trials)


def read_trials(path: Path) -> list[TrialFile]:
    """Return the trials of a file, or of each file of a folder; see `read_trial_file`."""
    return [read_trial_file(each) for each in files_of(path)]


def _is_ours(path: Path) -> bool:
    with path.open("rb") as raw:
        return bool(_OURS.match(raw.read(200)))


@lru_cache(maxsize=1 << 12)
def _symbol_of(name: str) -> str:
    gene = open_reference().find_gene(name)
    return gene.symbol if gene is not None else ""


@lru_cache(maxsize=1)
def _checker() -> PatternChecker:
    return PatternChecker(open_reference(), read_regions(resource_path("knowledge", "regions.tsv")))


def problems_of(pattern: Biomarker) -> list[Problem]:
    """Return what of a pattern does not stand in the reference."""
    atoms = dict.fromkeys(atoms_of(pattern))
    return [problem for atom in atoms for problem in _checker().check(str(atom))]


def _checked(ctml: CtmlTrial) -> CtmlTrial:
    """Return a trial with what of its patterns does not stand in the reference, as slips."""
    criteria = (*ctml.trial.criteria, *(each for arm in ctml.trial.arms for each in arm.criteria))
    atoms = dict.fromkeys(atom for each in criteria for atom in atoms_of(each.pattern))
    found = dict.fromkeys(
        Slip(f"read as {atom}", problem.message, SlipKind.NOTE, problem.remedy)
        for atom in atoms
        for problem in _checker().check(str(atom))
    )
    return replace(ctml, slips=(*ctml.slips, *found))


def merged(files: Iterable[TrialFile]) -> Snapshot:
    """Return the trials of several files as one.

    Raises:
        InputError: a trial stands in two files.
    """
    trials: dict[str, tuple[Path, Trial]] = {}
    newest = ""
    named: list[NamedTrial] = []
    for file in files:
        newest = max(newest, file.snapshot.data_date)
        named += file.snapshot.named
        for packed in file.snapshot.trials:
            if packed.trial_id in trials:
                first = trials[packed.trial_id][0]
                raise InputError(
                    f"{file.path}: the trial {packed.trial_id} stands in {first} too; keep one"
                )
            trials[packed.trial_id] = file.path, file.snapshot.unpack(packed)
    return make_snapshot((trial for _, trial in trials.values()), newest, named)


def wrong_patterns(file: TrialFile) -> list[str]:
    """Return what is wrong with the patterns of a snapshot, a sentence each."""
    return check_snapshot(file.snapshot)
