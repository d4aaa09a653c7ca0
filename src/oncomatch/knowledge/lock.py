"""The lock of a knowledge folder: every table with its release and the SHA-256 of its bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from oncomatch.errors import InputError
from oncomatch.reference.manifest import checksum
from oncomatch.reference.tables import read_rows

FILE = "lock.tsv"
COLUMNS = ("file", "release", "sha256")


@dataclass(frozen=True, slots=True, order=True)
class LockedFile:
    """A table of a knowledge folder; `release` is every release that its rows name."""

    file: str
    release: str
    sha256: str


def lock_of(folder: Path) -> tuple[LockedFile, ...]:
    """Return the lock of a folder as its tables are now, sorted by file.

    Raises:
        InputError: it is not a knowledge folder.
    """
    check_folder(folder)
    tables = sorted(path for path in folder.glob("*.tsv") if path.name != FILE)
    return tuple(LockedFile(path.name, _releases(path), checksum(path)) for path in tables)


def check_folder(folder: Path) -> None:
    """Check that a folder has a knowledge base.

    Raises:
        InputError: there is no evidence.tsv in it.
    """
    if not (folder / "evidence.tsv").is_file():
        reason = "it has no evidence.tsv" if folder.is_dir() else "there is no such folder"
        raise InputError(
            f"{folder} is not a knowledge folder: {reason}; make one with oncomatch kb build or "
            f"oncomatch kb update"
        )


def write_lock(folder: Path, locked: Iterable[LockedFile]) -> None:
    """Write the lock into the folder."""
    with (folder / FILE).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(astuple(each) for each in sorted(locked))


def read_lock(folder: Path) -> tuple[LockedFile, ...]:
    """Return the lock that stands in the folder, nothing where there is none.

    Raises:
        InputError: its columns are not those of a lock.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    try:
        return tuple(LockedFile(*(row[name] for name in COLUMNS)) for row in read_rows(path))
    except KeyError as error:
        raise InputError(
            f"{path}: has no column {error}; write it anew with "
            f"oncomatch kb lock --kb {folder} --write"
        ) from error


def differences(
    locked: Iterable[LockedFile], present: Iterable[LockedFile]
) -> tuple[tuple[str, str], ...]:
    """Return the files that are not as locked, each with what happened to it, sorted."""
    before = {each.file: each.sha256 for each in locked}
    now = {each.file: each.sha256 for each in present}
    found = {}
    for file in before.keys() | now.keys():
        if file not in now:
            found[file] = "is absent"
        elif file not in before:
            found[file] = "is not in the lock"
        elif before[file] != now[file]:
            found[file] = "has other bytes than the lock says"
    return tuple(sorted(found.items()))


def _releases(path: Path) -> str:
    releases = {row.get("release") or "" for row in read_rows(path)} - {""}
    return "; ".join(sorted(releases))
