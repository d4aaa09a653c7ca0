"""The table of evidence items: one row an item, tab-separated, sorted."""

from __future__ import annotations

from functools import cache

from oncomatch.domain.evidence import (
    EvidenceItem,
    EvidenceScheme,
    parse_level,
)
from oncomatch.domain.provenance import Provenance
from oncomatch.knowledge import cells
from oncomatch.knowledge.typed_table import TypedTable

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


_scheme = cache(EvidenceScheme)
_level = cache(parse_level)


def _item(row: list[str]) -> EvidenceItem:
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


TABLE = TypedTable(COLUMNS, _row, _item)
write_evidence_items = TABLE.write
read_evidence_items = TABLE.read
parse_evidence_items = TABLE.parse
