"""The table of evidence items: one row an item, tab-separated, sorted."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from oncomatch.domain.evidence import (
    EvidenceItem,
    EvidenceScheme,
    parse_level,
)
from oncomatch.domain.provenance import Provenance
from oncomatch.errors import BiomarkerError, ResourceError
from oncomatch.knowledge import cells

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
            yield _item(row)
        except (ValueError, BiomarkerError) as error:
            raise ResourceError(f"line {number}: {error}") from error


_scheme = cache(EvidenceScheme)
_level = cache(parse_level)


def _item(row: list[str]) -> EvidenceItem:
    if len(row) != len(COLUMNS):
        raise ValueError(f"{len(row)} cells instead of {len(COLUMNS)}")
    (
        source,
        record_id,
        biomarker,
        condition,
        condition_source,
        tumor_types,
        excluded_types,
        disease,
        subtype,
        therapies,
        interaction,
        significance,
        direction,
        scheme_word,
        level,
        rating,
        origin,
        flagged,
        release,
        citation,
        url,
        licence,
    ) = row
    scheme = _scheme(scheme_word)
    return EvidenceItem(
        biomarker=cells.pattern(biomarker),
        condition=cells.pattern_or_none(condition),
        condition_source=condition_source,
        tumor_types=cells.required(tumor_types, "tumor_types"),
        disease=disease,
        subtype=subtype,
        regimen=cells.regimen(therapies, interaction),
        significance=cells.significance(significance),
        direction=cells.direction(direction),
        scheme=scheme,
        level=_level(scheme, level),
        rating=int(rating) if rating else None,
        origin=origin,
        flagged=flagged == "yes",
        provenance=Provenance(source, record_id, release, citation, url, licence),
        excluded_types=cells.several(excluded_types),
    )
