"""Count recurrent changes on the reported transcripts: cancerhotspots.org counts on its own.

FGFR1 N577K of the source is N546K on the transcript that we report. The bases tell: where the
substitutions of the source lie, our own annotation names the residue. No distance between two
countings is carried over to other residues, since alternative exons change it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from oncomatch.annotation.annotator import Annotator
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import canonical_contig
from oncomatch.domain.protein_change import normalize_protein_change
from oncomatch.domain.variant import Reads, Variant, VariantCall
from oncomatch.knowledge.importers.gene_facts import HOTSPOT_FIELDS, Symbols
from oncomatch.reference.bundle import Reference

_CHANGE = re.compile(r"([A-Z])(\d+)([A-Z*])")

Residues = dict[str, dict[int, int]]
"""By gene, the number of a residue on our transcript for its number in the source."""


def residues_counted_otherwise(
    source: Path, build: GenomeBuild, current: Symbols, reference: Reference
) -> Residues:
    """Return the residues of the genes that the source counts on another transcript."""
    annotator = Annotator(reference)
    found: Residues = {}
    for gene, change, variant in _substitutions(source, build, current):
        stated = _CHANGE.fullmatch(change)
        if stated is None or not reference.has_sequence(gene, build):
            continue
        call = VariantCall(variant, variant.id, 0, (), Reads())
        effect = annotator.annotate(call).effect
        ours = effect and _CHANGE.fullmatch(normalize_protein_change(effect.protein_change))
        if ours and (ours[1], ours[3]) == (stated[1], stated[3]):
            found.setdefault(gene, {})[int(stated[2])] = int(ours[2])
    return {
        gene: residues
        for gene, residues in found.items()
        if any(theirs != ours for theirs, ours in residues.items())
    }


def counted_on_ours(residues: Residues) -> Callable[[str, str], str]:
    """Return what gives a change of the source in our counting, empty where it is not known."""

    def change_of(gene: str, change: str) -> str:
        parts = _CHANGE.fullmatch(change)
        if gene not in residues or parts is None:
            return change
        number = residues[gene].get(int(parts[2]))
        return f"{parts[1]}{number}{parts[3]}" if number is not None else ""

    return change_of


def _substitutions(
    source: Path, build: GenomeBuild, current: Symbols
) -> Iterator[tuple[str, str, Variant]]:
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, HOTSPOT_FIELDS, delimiter="\t"):
            gene, ref, alt = current(row["gene"]), row["ref"], row["alt"]
            if gene and len(ref) == len(alt) == 1 and ref + alt in _PAIRS:
                contig, position = canonical_contig(row["contig"]), int(row["position"])
                yield gene, row["change"], Variant(contig, position, ref, alt, build)


_PAIRS = {one + two for one in "ACGT" for two in "ACGT" if one != two}
