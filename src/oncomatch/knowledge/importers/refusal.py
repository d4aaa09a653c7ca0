"""What an importer could not translate, with its reason: nothing is lost silently."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("source", "record_id", "name", "reason")


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """A record of a source that has no row in the evidence table."""

    source: str
    record_id: str
    name: str
    reason: str


def write_refusals(path: Path, refusals: Iterable[Refusal]) -> None:
    """Write the table of what was not translated, sorted."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for refusal in sorted(refusals):
            writer.writerow([getattr(refusal, name) for name in COLUMNS])
