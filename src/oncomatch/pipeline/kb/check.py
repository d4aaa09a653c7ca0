"""Check a knowledge folder, or one table by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from oncomatch.errors import ResourceError
from oncomatch.knowledge.check_findings import Finding, Problem
from oncomatch.knowledge.check_tables import TableChecker
from oncomatch.knowledge.conflicts import FILE as CONFLICTS
from oncomatch.knowledge.conflicts import Conflict, find_conflicts, read_conflicts
from oncomatch.knowledge.evidence_table import read_evidence_items
from oncomatch.knowledge.lock import FILE as LOCK
from oncomatch.knowledge.lock import LockedFile, differences, lock_of, read_lock
from oncomatch.knowledge.regions import read_regions
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.manifest import read_manifest
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tumor_types import open_tumor_types

_REGIONS = "regions.tsv"
_BUNDLED = "knowledge/"


@dataclass(frozen=True)
class Checked:
    """What a check found, in the order of files and lines, and what it looked at.

    `by_symbol_only` are the genes without embedded sequence: of their patterns only the symbol
    could be checked.
    """

    findings: tuple[Finding, ...]
    tables: tuple[str, ...]
    conflicts: int
    by_symbol_only: tuple[str, ...]


def bundled_folder() -> Path:
    """Return the folder of the bundled knowledge."""
    return resource_path("knowledge")


def check_table(path: Path) -> Checked:
    """Check one table of evidence, meanings or approvals by itself.

    Raises:
        InputError: it is none of them, or cannot be read.
    """
    regions = read_regions(bundled_folder() / _REGIONS)
    checker = TableChecker(open_reference(), open_tumor_types(), regions)
    findings = tuple(checker.check_statements(path))
    return Checked(findings, (str(path),), 0, checker.genes_by_symbol_only)


def check_knowledge(folder: Path) -> Checked:
    """Check every table of a folder, its checksums, and that each conflict is recorded.

    Raises:
        InputError: it is no knowledge folder.
    """
    present = lock_of(folder)
    findings: list[Finding] = []
    regions = _regions(folder, findings)
    checker = TableChecker(open_reference(), open_tumor_types(), regions)
    for each in present:
        findings.extend(checker.check(folder / each.file))
    found: tuple[Conflict, ...] = ()
    try:
        found = find_conflicts(read_evidence_items(folder / "evidence.tsv"))
    except ResourceError:
        pass  # the finding of the row says why
    else:
        findings.extend(_unrecorded(folder, found))
    findings.extend(_changed(folder, present))
    names = tuple(each.file for each in present)
    return Checked(tuple(findings), names, len(found), checker.genes_by_symbol_only)


def _regions(folder: Path, findings: list[Finding]) -> Mapping[tuple[str, str], object]:
    path = folder / _REGIONS
    try:
        return read_regions(path) if path.is_file() else {}
    except ResourceError as error:
        findings.append(Finding(str(path), 0, "", Problem(str(error), "correct the residues")))
        return {}


def _unrecorded(folder: Path, found: tuple[Conflict, ...]) -> Iterator[Finding]:
    recorded = read_conflicts(folder / CONFLICTS)
    pairs = {each.pair for each in recorded}
    for each in found:
        if each.pair not in pairs:
            problem = Problem(
                f"{each.record_id} says sensitivity and {each.opposed_by} resistance to "
                f"{each.therapies} for {each.biomarker} in {each.tumor_type} at level "
                f"{each.level or 'none'}, and {CONFLICTS} does not record it",
                "correct the record that is wrong, or record the pair as oncomatch kb build does",
            )
            yield Finding(str(folder / "evidence.tsv"), 0, "", problem)
    present = {each.pair for each in found}
    for number, each in enumerate(recorded, start=2):
        if each.pair not in present:
            problem = Problem(
                f"{each.record_id} and {each.opposed_by} do not contradict each other",
                "take the line away",
            )
            yield Finding(str(folder / CONFLICTS), number, "record_id", problem)


def _changed(folder: Path, present: tuple[LockedFile, ...]) -> Iterator[Finding]:
    """Yield the files whose bytes are not those of the manifest, or of the folder's lock."""
    if folder.resolve() == bundled_folder().resolve():
        locked: tuple[LockedFile, ...] = tuple(
            LockedFile(each.file.removeprefix(_BUNDLED), each.release, each.sha256)
            for each in read_manifest()
            if each.file.startswith(_BUNDLED)
        )
        by, remedy = "manifest.tsv", "run scripts/build_manifest, or install oncomatch again"
    else:
        locked = read_lock(folder)
        by, remedy = LOCK, f"take the file as it was, or lock it anew: {_lock_command(folder)}"
        if not locked:
            problem = Problem("the folder has no lock", f"write one: {_lock_command(folder)}")
            yield Finding(str(folder / LOCK), 0, "", problem)
            return
    for file, what in differences(locked, present):
        problem = Problem(what.replace("the lock", by), remedy)
        yield Finding(str(folder / file), 0, "", problem)


def _lock_command(folder: Path) -> str:
    return f"oncomatch kb lock --kb {folder} --write"
