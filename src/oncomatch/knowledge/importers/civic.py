"""Compile CIViC's accepted predictive evidence (CC0) from its monthly table.

Facts are taken; the evidence statement is not.
"""

from __future__ import annotations

from pathlib import Path

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
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.diseases import Conditions
from oncomatch.knowledge.importers.drug_names import without_salt
from oncomatch.knowledge.importers.numbering import tie_to_transcripts
from oncomatch.knowledge.importers.profiles import parse_profile
from oncomatch.knowledge.importers.refusal import Refusal
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tables import read_rows

SOURCE = "CIViC"
LICENCE = "CC0-1.0"


def import_civic(
    path: Path, release: str, reference: Reference, conditions: Conditions
) -> tuple[list[EvidenceItem], list[Refusal]]:
    """Return the items of the table and what could not be translated."""
    items, refusals = [], []
    for row in read_rows(path):
        if row["evidence_type"] != "Predictive" or row["evidence_status"] != "accepted":
            continue
        try:
            items.append(_item(row, release, reference, conditions))
        except BiomarkerError as error:
            record = f"EID{row['evidence_id']}"
            refusals.append(Refusal(SOURCE, record, row["molecular_profile"], str(error)))
    return items, refusals


def _item(
    row: dict[str, str], release: str, reference: Reference, conditions: Conditions
) -> EvidenceItem:
    if not row["therapies"]:
        raise BiomarkerError("the record names no therapy")
    mapping = conditions.mapping_of(row["disease"])
    name = row["molecular_profile"]
    biomarker = tie_to_transcripts(parse_profile(name), reference, name)
    regimen, level = _regimen(row), EvidenceLevel(row["evidence_level"])
    condition = conditions.of_disease(row["disease"], biomarker)
    if condition.biomarker is None and level is EvidenceLevel.VALIDATED:
        condition = conditions.of_label(regimen.therapies, mapping.tumor_types)
    return EvidenceItem(
        biomarker=biomarker,
        condition=condition.biomarker,
        condition_source=condition.source,
        tumor_types=mapping.tumor_types,
        disease=row["disease"],
        subtype=mapping.subtype,
        regimen=regimen,
        significance=Significance(row["significance"]),
        direction=Direction(row["evidence_direction"]),
        scheme=EvidenceScheme.CIVIC,
        level=level,
        rating=int(row["rating"]) if row["rating"] else None,
        origin=row["variant_origin"],
        flagged=row["is_flagged"] == "TRUE",
        provenance=Provenance(
            source=SOURCE,
            record_id=f"EID{row['evidence_id']}",
            release=release,
            citation=_citation(row),
            url=row["evidence_civic_url"],
            licence=LICENCE,
        ),
        excluded_types=conditions.excluded_types(regimen.therapies, mapping.tumor_types),
    )


def _regimen(row: dict[str, str]) -> Regimen:
    therapies = [without_salt(name) for name in row["therapies"].split(",")]
    if len(therapies) > 1 and not row["therapy_interaction_type"]:
        raise BiomarkerError("several therapies without a word on how they belong together")
    interaction = Interaction(row["therapy_interaction_type"])
    if interaction is not Interaction.SEQUENTIAL:
        therapies.sort()
    return Regimen(tuple(therapies), interaction)


def _citation(row: dict[str, str]) -> str:
    if row["source_type"] == "PubMed":
        return f"PMID:{row['citation_id']}"
    abstract = row["asco_abstract_id"] or row["citation_id"]
    return f"{row['source_type']} abstract {abstract}"
