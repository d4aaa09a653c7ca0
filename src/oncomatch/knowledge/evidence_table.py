"""The table of evidence items: one row an item, tab-separated, sorted."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import (
    Direction,
    EvidenceItem,
    EvidenceLevel,
    EvidenceScheme,
    Interaction,
    Regimen,
    Significance,
)
from oncomatch.domain.provenance import Provenance
from oncomatch.errors import BiomarkerError, ResourceError

COLUMNS = (
    "source",
    "record_id",
    "biomarker",
    "condition",
    "condition_source",
    "tumor_types",
    "excluded_types",
    "disease",
    "subtype",
    "therapies",
    "interaction",
    "significance",
    "direction",
    "scheme",
    "level",
    "rating",
    "origin",
    "flagged",
    "release",
    "citation",
    "url",
    "licence",
)


def write_evidence_items(path: Path, items: Iterable[EvidenceItem]) -> None:
    """Write the table, sorted by source and record, then by the other columns."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(map(_row, items)))


def _row(item: EvidenceItem) -> tuple[str, ...]:
    return (
        item.provenance.source,
        item.provenance.record_id,
        str(item.biomarker),
        str(item.condition or ""),
        item.condition_source,
        ";".join(item.tumor_types),
        ";".join(item.excluded_types),
        item.disease,
        item.subtype,
        ";".join(item.regimen.therapies),
        item.regimen.interaction.value,
        item.significance.value,
        item.direction.value,
        item.scheme.value,
        item.level.value if item.level else "",
        str(item.rating or ""),
        item.origin,
        "yes" if item.flagged else "",
        item.provenance.release,
        item.provenance.citation,
        item.provenance.url,
        item.provenance.licence,
    )


def read_evidence_items(path: Path) -> tuple[EvidenceItem, ...]:
    """Return the items of a table, in its order.

    Raises:
        ResourceError: with file and line, where a row cannot be read.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        try:
            return tuple(parse_evidence_items(lines))
        except ResourceError as error:
            raise ResourceError(f"{path}, {error}") from error


def parse_evidence_items(lines: Iterable[str]) -> Iterator[EvidenceItem]:
    """Yield the item on each line of the table."""
    rows = csv.reader(lines, delimiter="\t")
    header = tuple(next(rows, ()))
    if header != COLUMNS:
        absent = [name for name in COLUMNS if name not in header]
        raise ResourceError(f"line 1: columns are not as expected; missing {', '.join(absent)}")
    for number, row in enumerate(rows, start=2):
        try:
            yield _item(dict(zip(COLUMNS, row, strict=True)))
        except (ValueError, BiomarkerError) as error:
            raise ResourceError(f"line {number}: {error}") from error


def _item(row: dict[str, str]) -> EvidenceItem:
    return EvidenceItem(
        biomarker=parse_biomarker(row["biomarker"]),
        condition=parse_biomarker(row["condition"]) if row["condition"] else None,
        condition_source=row["condition_source"],
        tumor_types=_several(row, "tumor_types"),
        disease=row["disease"],
        subtype=row["subtype"],
        regimen=Regimen(_several(row, "therapies"), Interaction(row["interaction"])),
        significance=Significance(row["significance"]),
        direction=Direction(row["direction"]),
        scheme=EvidenceScheme(row["scheme"]),
        level=EvidenceLevel(row["level"]) if row["level"] else None,
        rating=int(row["rating"]) if row["rating"] else None,
        origin=row["origin"],
        flagged=row["flagged"] == "yes",
        provenance=Provenance(
            source=row["source"],
            record_id=row["record_id"],
            release=row["release"],
            citation=row["citation"],
            url=row["url"],
            licence=row["licence"],
        ),
        excluded_types=tuple(filter(None, row["excluded_types"].split(";"))),
    )


def _several(row: dict[str, str], name: str) -> tuple[str, ...]:
    cells = tuple(row[name].split(";"))
    if "" in cells:
        raise ValueError(f"`{name}` is empty or has an empty part")
    return cells
