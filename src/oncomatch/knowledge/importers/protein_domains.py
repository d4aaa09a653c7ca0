"""Compile the domains that pictures of a protein show, from NCBI's annotation of RefSeq proteins.

A protein has many overlapping records of one domain. The longest is kept (another may have only a
part, as Pfam has of the split kinase domain of KIT), and no other that shares half of its residues
or of the kept one's. Records of models that are of families of proteins, and those that lie over
nearly the whole protein, are kept only where nothing else is known.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from oncomatch.domain.build import GenomeBuild
from oncomatch.knowledge.importers.gene_facts import Symbols
from oncomatch.knowledge.protein_domains import COLUMNS
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tables import read_rows
from oncomatch.reference.transcript import Transcript

_IDENTIFIER = re.compile(r"; ?((?:cd|pfam|smart|cl|COG|TIGR|PRK|PTZ|PHA)\d+)")
_OF_DOMAINS = ("pfam", "smart", "cd", "cl")
_SHARED = 0.5
"""Records that share this part of the shorter one are of one domain (a convention)."""
_WHOLE = 0.9
"""A record over this part of the protein is of its family (a convention)."""
_SOURCE, _RELEASE, _LICENCE = "NCBI protein domains", "maftools c8ff328", "MIT (maftools)"


class _Record(NamedTuple):
    first: int
    last: int
    label: str
    identifier: str

    @property
    def rank(self) -> tuple[bool, int, int, str]:
        of_family = not self.identifier.startswith(_OF_DOMAINS)
        return of_family, self.first - self.last, self.first, self.identifier

    def shared(self, other: _Record) -> float:
        """Return which part of the shorter one both have."""
        both = min(self.last, other.last) - max(self.first, other.first) + 1
        return both / min(self.last - self.first + 1, other.last - other.first + 1)


def compile_protein_domains(
    source: Path, reference: Reference, current: Symbols, target: Path
) -> tuple[int, int]:
    """Write the domains of the reported proteins; return the number of genes with and without.

    A protein of the source is the reported one where accession (without version) and length agree
    with the reported transcript, its MANE transcript, or an embedded transcript of the gene that
    codes for the same protein.
    """
    proteins = _proteins(source, current)
    rows = []
    without = 0
    for gene in reference.genes_with_sequence:
        transcripts = reference.transcripts_of(gene, GenomeBuild.GRCH38)
        if not transcripts:
            continue
        records = _records_of(gene, transcripts, proteins)
        reported = transcripts[0]
        chosen = _chosen(records, reported.residues)
        without += not chosen
        rows += [
            (
                *(gene, reported.accession, reported.residues, each.first, each.last, each.label),
                *(_SOURCE, f"CDD:{each.identifier}", _RELEASE, _LICENCE),
            )
            for each in chosen
        ]
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return len({row[0] for row in rows}), without


def _proteins(source: Path, current: Symbols) -> dict[tuple[str, str, int], list[_Record]]:
    """Return the records by gene, transcript without version, and length in residues."""
    found: dict[tuple[str, str, int], list[_Record]] = {}
    symbols: dict[str, str] = {}
    for row in read_rows(source):
        named = _IDENTIFIER.search(row["domain.anno"])
        label = row["Label"].strip()
        if named is None or not label:
            continue
        symbol = row["HGNC"]
        gene = symbols.setdefault(symbol, current(symbol))
        record = _Record(int(float(row["Start"])), int(float(row["End"])), label, named[1])
        length = int(float(row["aa.length"]))
        if gene and 1 <= record.first <= record.last <= length:
            found.setdefault((gene, row["refseq.ID"], length), []).append(record)
    return found


def _records_of(
    gene: str,
    transcripts: tuple[Transcript, ...],
    proteins: dict[tuple[str, str, int], list[_Record]],
) -> list[_Record]:
    reported = transcripts[0]
    for each in transcripts:
        if each.protein_sequence != reported.protein_sequence:
            continue
        for accession in (each.accession, each.mane_accession):
            key = gene, accession.partition(".")[0], reported.residues
            if key in proteins:
                return proteins[key]
    return []


def _chosen(records: Iterable[_Record], residues: int) -> list[_Record]:
    """Return the records to show, none of them twice over the same residues."""
    ranked = sorted(set(records), key=lambda each: each.rank)
    ranked.sort(key=lambda each: each.last - each.first + 1 >= _WHOLE * residues)
    kept: list[_Record] = []
    for each in ranked:
        if all(each.shared(other) < _SHARED for other in kept):
            kept.append(each)
    return sorted(kept)
