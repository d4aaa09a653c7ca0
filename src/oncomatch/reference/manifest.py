"""The manifest of bundled tables: file, source, release, retrieved, sha256, licence."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

COLUMNS = ("file", "source", "release", "retrieved", "sha256", "licence")


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """A bundled table, where it comes from, and the checksum of its bytes."""

    file: str
    source: str
    release: str
    retrieved: str
    sha256: str
    licence: str


def read_manifest() -> tuple[ManifestEntry, ...]:
    """Return the entries, sorted by file."""
    rows = read_rows(resource_path("manifest.tsv"))
    return tuple(ManifestEntry(*(row[name] for name in COLUMNS)) for row in rows)


def write_manifest(path: Path, entries: Iterable[ManifestEntry]) -> None:
    """Write the manifest, sorted by file."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(astuple(entry) for entry in sorted(entries, key=lambda each: each.file))


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def changed_files() -> list[str]:
    """Return the bundled tables whose bytes are not those of the manifest, sorted."""
    return [
        entry.file
        for entry in read_manifest()
        if checksum(resource_path(*entry.file.split("/"))) != entry.sha256
    ]
