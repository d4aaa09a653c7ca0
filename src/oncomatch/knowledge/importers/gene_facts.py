"""Compile facts about genes and changes: recurrent changes, roles in cancer."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import canonical_contig
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tables import read_rows

HOTSPOT_FIELDS = ("contig", "position", "ref", "alt", "gene", "class", "change", "prediction")
HOTSPOT_COLUMNS = ("gene", "change", "stated", "source", "release", "citation", "licence")
_HOTSPOT_SOURCE = (
    "cancerhotspots.org",
    "v2 (maftools c8ff328)",
    "cancerhotspots.org v2",
    "MIT (maftools)",
)
SITE_COLUMNS = (
    "build",
    "contig",
    "position",
    "ref",
    "alt",
    "gene",
    "change",
    "source",
    "release",
    "citation",
    "licence",
)
ROLE_COLUMNS = ("gene", "role", "source", "record_id", "release", "citation", "licence")
_PATHWAYS = ("TCGA oncogenic signaling pathways", "maftools c8ff328", "as in maftools", "MIT")
_ONCOGENE = "oncogene"
_ROLES = {"OG": _ONCOGENE, "TSG": "tumour suppressor"}
_SUBSTITUTIONS = {"Missense_Mutation", "Nonsense_Mutation"}


Symbols = Callable[[str], str]
"""Gives the current symbol of a gene, empty when the reference does not know the gene."""


def current_symbols(reference: Reference) -> Symbols:
    """Return the look-up of current symbols: variants carry these."""

    def current(symbol: str) -> str:
        gene = reference.find_gene(symbol)
        return gene.symbol if gene is not None else ""

    return current


CountedOnOurs = Callable[[str, str], str]
"""Gives a change of a gene as the reported transcript counts it, empty when not known."""


def compile_hotspots(
    source: Path, roles: Path, current: Symbols, counted: CountedOnOurs, target: Path
) -> None:
    """Write the recurrent substitutions: gene, protein change, and how the source states it.

    `roles` is the compiled table of gene roles: a stop at a recurrent place of an oncogene does
    not activate it, and is left out.
    """
    oncogenes = {row["gene"] for row in read_rows(roles) if row["role"] == _ONCOGENE}
    changes = set()
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, HOTSPOT_FIELDS, delimiter="\t"):
            gene, change = current(row["gene"]), row["change"]
            silent = change[:1] == change[-1:]
            if not gene or silent or row["class"] not in _SUBSTITUTIONS:
                continue
            ours = counted(gene, change)
            if ours and not (change.endswith("*") and gene in oncogenes):
                changes.add((gene, ours, change))
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(HOTSPOT_COLUMNS)
        writer.writerows((*each, *_HOTSPOT_SOURCE) for each in sorted(changes))


def compile_hotspot_sites(
    sources: dict[GenomeBuild, Path], reference: Reference, target: Path
) -> None:
    """Write where the recurrent substitutions of genes without embedded sequence lie.

    A call with exactly these bases is named by this table, since its effect cannot be worked out.
    """
    current = current_symbols(reference)
    sites = set()
    for build, source in sources.items():
        with source.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, HOTSPOT_FIELDS, delimiter="\t"):
                gene, change = current(row["gene"]), row["change"]
                hidden = gene and not reference.has_sequence(gene, build)
                if not hidden or row["class"] not in _SUBSTITUTIONS or change[:1] == change[-1:]:
                    continue
                contig = canonical_contig(row["contig"])
                where = (build.value, contig, int(row["position"]))
                sites.add((*where, row["ref"], row["alt"], gene, change))
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(SITE_COLUMNS)
        writer.writerows((*site, *_HOTSPOT_SOURCE) for site in sorted(sites))


def compile_gene_roles(
    pathways: Path, civic: Path, release_of_civic: str, current: Symbols, target: Path
) -> None:
    """Write the role of each gene in cancer, with its source.

    Genes that CIViC has accepted predictive evidence about by the name Loss-of-function count as
    tumour suppressors, unless the pathway table calls them oncogenes.
    """
    roles: dict[str, tuple[str, ...]] = {}
    for row in read_rows(pathways):
        role, gene = _ROLES.get(row["OG_TSG"]), current(row["Gene"])
        if role and gene:
            source, release, citation, licence = _PATHWAYS
            record = (role, source, row["Pathway"], release, citation, licence)
            roles.setdefault(gene, record)
    for row in read_rows(civic):
        symbol, _, name = row["molecular_profile"].partition(" ")
        gene = current(symbol)
        if gene and row["evidence_type"] == "Predictive" and name == "Loss-of-function":
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
