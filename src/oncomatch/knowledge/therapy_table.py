"""The tables of drugs and of their classes.

`therapies.tsv` has one row for each record of a source that says something about a drug; what
several records say of one drug is put together here. `ontology/therapy_classes.tsv` is our
vocabulary of classes: which is part of which, and what sources call them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from oncomatch.domain.therapy import Therapies, Therapy, TherapyClass, fold_name
from oncomatch.errors import ResourceError
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows


@dataclass(frozen=True, slots=True, order=True)
class TherapyRecord:
    """What one record of a source says about a drug."""

    name: str
    synonyms: tuple[str, ...]
    classes: tuple[str, ...]
    targets: tuple[str, ...]
    source: str
    record_id: str
    release: str
    citation: str
    licence: str


COLUMNS = tuple(each.name for each in fields(TherapyRecord))


def write_therapies(path: Path, records: Iterable[TherapyRecord]) -> None:
    """Write the table, sorted by name, without regard to case, then by the other columns."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for record in sorted(set(records), key=lambda each: (each.name.casefold(), each)):
            cells = (getattr(record, column) for column in COLUMNS)
            writer.writerow(";".join(cell) if isinstance(cell, tuple) else cell for cell in cells)


def read_therapy_records(path: Path) -> tuple[TherapyRecord, ...]:
    """Return the records of the table, in its order."""
    return tuple(
        TherapyRecord(
            row["name"],
            _parts(row["synonyms"]),
            _parts(row["classes"]),
            _parts(row["targets"]),
            row["source"],
            row["record_id"],
            row["release"],
            row["citation"],
            row["licence"],
        )
        for row in read_rows(path)
    )


def read_therapy_classes() -> tuple[TherapyClass, ...]:
    """Return the bundled vocabulary of classes."""
    return tuple(
        TherapyClass(
            row["class"],
            _parts(row["broader"]),
            _parts(row["targets"]),
            row["kind"],
            row["open"] == "yes",
            _parts(row["synonyms"]),
        )
        for row in read_rows(resource_path("ontology", "therapy_classes.tsv"))
    )


def gather(records: Iterable[TherapyRecord], classes: tuple[TherapyClass, ...]) -> Therapies:
    """Return the drugs of the records, each with all that is said about it.

    Raises:
        ResourceError: a name belongs to two drugs or classes, or a class is not known.
    """
    said: dict[str, list[TherapyRecord]] = {}
    for record in records:
        said.setdefault(record.name, []).append(record)
    therapies = tuple(
        Therapy(
            name,
            _without_repeats(_united(each.synonyms for each in of_one)),
            _united(each.classes for each in of_one),
            _united(each.targets for each in of_one),
        )
        for name, of_one in sorted(said.items())
    )
    try:
        return Therapies(therapies, classes)
    except ValueError as error:
        raise ResourceError(f"the tables of therapies do not fit together: {error}") from error


def read_therapies(folder: Path, *, permissive: bool = False) -> Therapies:
    """Return the drugs of a knowledge folder, and the bundled classes.

    `permissive` leaves out what was found through an index of restricted licence.

    Raises:
        ResourceError: the tables do not fit together.
    """
    records = read_therapy_records(folder / "therapies.tsv")
    kept = (each for each in records if not (permissive and "GPL" in each.licence))
    return gather(kept, read_therapy_classes())


@lru_cache(maxsize=1)
def open_therapies() -> Therapies:
    """Return the bundled drugs and classes."""
    return read_therapies(resource_path("knowledge"))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _united(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({each for several in parts for each in several}))


def _without_repeats(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names that differ in more than capitals, hyphens and blanks."""
    return tuple({fold_name(name): name for name in reversed(names)}.values())[::-1]
