"""Compile facts about genes and changes: recurrent changes, roles in cancer."""

from __future__ import annotations

import csv
from pathlib import Path

from oncomatch.reference.tables import read_rows

_HOTSPOT_FIELDS = ("contig", "position", "ref", "alt", "gene", "class", "change", "prediction")
HOTSPOT_COLUMNS = ("gene", "change", "source", "release", "citation", "licence")
_HOTSPOT_SOURCE = (
    "cancerhotspots.org",
    "v2 (maftools c8ff328)",
    "cancerhotspots.org v2",
    "MIT (maftools)",
)
ROLE_COLUMNS = ("gene", "role", "source", "record_id", "release", "citation", "licence")
_PATHWAYS = ("TCGA oncogenic signaling pathways", "maftools c8ff328", "as in maftools", "MIT")
_ROLES = {"OG": "oncogene", "TSG": "tumour suppressor"}
_SUBSTITUTIONS = {"Missense_Mutation", "Nonsense_Mutation"}


def compile_hotspots(source: Path, target: Path) -> None:
    """Write the recurrent substitutions: gene and protein change, each with its source."""
    changes = set()
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, _HOTSPOT_FIELDS, delimiter="\t"):
            if row["class"] in _SUBSTITUTIONS and row["change"][:1] != row["change"][-1:]:
                changes.add((row["gene"], row["change"]))
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(HOTSPOT_COLUMNS)
        writer.writerows((*pair, *_HOTSPOT_SOURCE) for pair in sorted(changes))


def compile_gene_roles(pathways: Path, civic: Path, release_of_civic: str, target: Path) -> None:
    """Write the role of each gene in cancer, with its source.

    Genes that CIViC has accepted predictive evidence about by the name Loss-of-function count as
    tumour suppressors, unless the pathway table calls them oncogenes.
    """
    roles: dict[str, tuple[str, ...]] = {}
    for row in read_rows(pathways):
        role = _ROLES.get(row["OG_TSG"])
        if role:
            source, release, citation, licence = _PATHWAYS
            record = (role, source, row["Pathway"], release, citation, licence)
            roles.setdefault(row["Gene"], record)
    for row in read_rows(civic):
        gene, _, name = row["molecular_profile"].partition(" ")
        if row["evidence_type"] == "Predictive" and name == "Loss-of-function":
            record_id, citation = f"EID{row['evidence_id']}", f"PMID:{row['citation_id']}"
            record = (
                "tumour suppressor",
                "CIViC",
                record_id,
                release_of_civic,
                citation,
                "CC0-1.0",
            )
            roles.setdefault(gene, record)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(ROLE_COLUMNS)
        writer.writerows((gene, *roles[gene]) for gene in sorted(roles))
