"""The table of clinical meanings: one row a statement, tab-separated, sorted."""

from __future__ import annotations

from functools import cache

from oncomatch.domain.evidence import EvidenceLevel
from oncomatch.domain.meaning import ClinicalMeaning, MeaningKind, MeaningSignificance
from oncomatch.knowledge import cells
from oncomatch.knowledge.typed_table import TypedTable

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


_kind = cache(MeaningKind)
_significance = cache(MeaningSignificance.parse)
_level = cache(EvidenceLevel)


def _meaning(written: list[str]) -> ClinicalMeaning:
    row = dict(zip(COLUMNS, written, strict=True))
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
        provenance=cells.provenance(row),
    )


TABLE = TypedTable(COLUMNS, _row, _meaning)
write_meanings = TABLE.write
read_meanings = TABLE.read
parse_meanings = TABLE.parse
