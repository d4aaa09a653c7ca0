"""Compile the named regions of proteins from NCBI's domain annotation of RefSeq proteins.

A region is taken where all its records of a gene overlap each other: a protein with two kinase
domains (JAK2) has none of that name. Records may differ in where it begins and ends; all are kept,
and a variant that only some of them include is neither in the region nor outside.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from oncomatch.domain.build import GenomeBuild
from oncomatch.knowledge.importers.gene_facts import Symbols
from oncomatch.knowledge.regions import COLUMNS
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tables import read_rows

_TYROSINE = re.compile(r"PTKc\w*|Pkinase_Tyr|TyrKc")
_EITHER = re.compile(r"PKc_like")
"""A family of all protein kinases; which of them a protein is, its other records say."""
_REGIONS = (
    ("kinase_domain", re.compile(r"Pkinase|STKc\w*|S_TKc|PI3Kc\w*")),
    ("dna_binding_domain", re.compile(r"P53|NR_DBD\w*")),
    ("ligand_binding_domain", re.compile(r"NR_LBD\w*")),
    ("sh2_domain", re.compile(r"SH2\w*")),
    ("exonuclease_domain", re.compile(r"DNA_pol\w*exo\w*")),
)
_IDENTIFIER = re.compile(r"; ?((?:cd|pfam|smart|cl|COG|TIGR|PRK|PTZ)\d+)")
_TYROSINE_NAMES = ("kinase_domain", "tyrosine_kinase_domain")
_SOURCE, _RELEASE, _LICENCE = "NCBI protein domains", "maftools c8ff328", "MIT (maftools)"


class _Domain(NamedTuple):
    label: str
    first: int
    last: int
    record_id: str
    citation: str


def compile_regions(source: Path, reference: Reference, current: Symbols, target: Path) -> None:
    """Write the regions of every embedded gene, each on one transcript, sorted.

    `current` gives the current symbol of a gene. Residues are numbered on the reported transcript
    where the source has it, else on the first other one that is embedded with that length.
    """
    proteins = _proteins(source)
    rows = []
    for symbol, by_transcript in proteins.items():
        gene = current(symbol)
        transcripts = reference.transcripts_of(gene, GenomeBuild.GRCH38) if gene else ()
        for transcript in transcripts:
            key = transcript.accession.partition(".")[0], transcript.residues
            if key in by_transcript:
                for name, domain in _regions(by_transcript[key]):
                    place = (domain.first, domain.last, transcript.accession)
                    rest = (domain.record_id, domain.citation, _RELEASE, _LICENCE)
                    rows.append((gene, name, *place, _SOURCE, *rest))
                break
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(set(rows)))


def _proteins(source: Path) -> dict[str, dict[tuple[str, int], list[_Domain]]]:
    """Return the domains by gene, and by transcript without version and length in residues."""
    found: dict[str, dict[tuple[str, int], list[_Domain]]] = {}
    for row in read_rows(source):
        named = _IDENTIFIER.search(row["domain.anno"])
        if named is None:
            continue
        domain = _Domain(
            row["Label"],
            int(float(row["Start"])),
            int(float(row["End"])),
            f"{row['protein.ID']} {named[1]}",
            f"CDD:{named[1]}",
        )
        key = row["refseq.ID"], int(float(row["aa.length"]))
        found.setdefault(row["HGNC"], {}).setdefault(key, []).append(domain)
    return found


def _regions(domains: list[_Domain]) -> Iterator[tuple[str, _Domain]]:
    """Yield the regions of a protein with the records that say where each is."""
    tyrosine = [each for each in domains if _TYROSINE.fullmatch(each.label)]
    either = [each for each in domains if _EITHER.fullmatch(each.label)]
    if tyrosine:
        for name in _TYROSINE_NAMES:
            yield from _one(name, [*tyrosine, *either])
    for name, labels in _REGIONS:
        named = [each for each in domains if labels.fullmatch(each.label)]
        if name == "kinase_domain":
            if tyrosine or not named:
                continue
            named += either
        yield from _one(name, named)


def _one(name: str, domains: list[_Domain]) -> Iterator[tuple[str, _Domain]]:
    """Yield the records of a region if they all overlap: there is one such region."""
    if domains and max(each.first for each in domains) <= min(each.last for each in domains):
        yield from ((name, each) for each in domains)
