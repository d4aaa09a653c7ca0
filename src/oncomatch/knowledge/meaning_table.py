"""The table of clinical meanings: one row a statement, tab-separated, sorted."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from oncomatch.domain.evidence import EvidenceLevel
from oncomatch.domain.meaning import ClinicalMeaning, MeaningKind, MeaningSignificance
from oncomatch.domain.provenance import Provenance
from oncomatch.errors import BiomarkerError, ResourceError
from oncomatch.knowledge import cells

COLUMNS = (
    "source",
    "record_id",
    "kind",
    "biomarker",
    "condition",
    "condition_source",
    "tumor_types",
    "disease",
    "subtype",
    "phenotypes",
    "significance",
    "direction",
    "level",
    "rating",
    "origin",
    "flagged",
    "release",
    "citation",
    "url",
    "licence",
)


def write_meanings(path: Path, meanings: Iterable[ClinicalMeaning]) -> None:
    """Write the table, sorted by source and record, then by the other columns."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(map(_row, meanings)))


def _row(meaning: ClinicalMeaning) -> tuple[str, ...]:
    return (
        meaning.provenance.source,
        meaning.provenance.record_id,
        meaning.kind.value,
        str(meaning.biomarker),
        str(meaning.condition or ""),
        meaning.condition_source,
        ";".join(meaning.tumor_types),
        meaning.disease,
        meaning.subtype,
        ";".join(meaning.phenotypes),
        meaning.significance.word,
        meaning.direction.value if meaning.direction else "",
        meaning.level.value,
        str(meaning.rating or ""),
        meaning.origin,
        "yes" if meaning.flagged else "",
        meaning.provenance.release,
        meaning.provenance.citation,
        meaning.provenance.url,
        meaning.provenance.licence,
    )


def read_meanings(path: Path) -> tuple[ClinicalMeaning, ...]:
    """Return the statements of a table, in its order.

    Raises:
        ResourceError: with file and line, where a row cannot be read.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        try:
            return tuple(parse_meanings(lines))
        except ResourceError as error:
            raise ResourceError(f"{path}, {error}") from error


def parse_meanings(lines: Iterable[str]) -> Iterator[ClinicalMeaning]:
    """Yield the statement on each line of the table."""
    rows = csv.reader(lines, delimiter="\t")
    header = tuple(next(rows, ()))
    if header != COLUMNS:
        absent = [name for name in COLUMNS if name not in header]
        raise ResourceError(f"line 1: columns are not as expected; missing {', '.join(absent)}")
    for number, row in enumerate(rows, start=2):
        try:
            yield _meaning(dict(zip(COLUMNS, row, strict=True)))
        except (ValueError, BiomarkerError) as error:
            raise ResourceError(f"line {number}: {error}") from error


_kind = cache(MeaningKind)
_significance = cache(MeaningSignificance.parse)
_level = cache(EvidenceLevel)


def _meaning(row: dict[str, str]) -> ClinicalMeaning:
    return ClinicalMeaning(
        kind=_kind(row["kind"]),
        biomarker=cells.pattern(row["biomarker"]),
        condition=cells.pattern_or_none(row["condition"]),
        condition_source=row["condition_source"],
        tumor_types=cells.several(row["tumor_types"]),
        disease=row["disease"],
        subtype=row["subtype"],
        phenotypes=cells.several(row["phenotypes"]),
        significance=_significance(row["significance"]),
        direction=cells.direction(row["direction"]) if row["direction"] else None,
        level=_level(row["level"]),
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
    )
