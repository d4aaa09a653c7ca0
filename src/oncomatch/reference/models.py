"""What the compiler is given: transcripts, stretches of bases, genes."""

from __future__ import annotations

from dataclasses import dataclass, field

from oncomatch.domain.build import GenomeBuild


@dataclass(frozen=True)
class Placement:
    """Exons and coding part of a transcript on one build, 0-based, half-open, transcript order."""

    contig: str
    exons: tuple[tuple[int, int], ...]
    coding: tuple[tuple[int, int], ...]
    utr_gap: bool = False


@dataclass(frozen=True)
class TranscriptModel:
    """What the compiler needs to know of a transcript; a build it is not placed on is absent.

    `selenocysteines` are the codons (from 0) that read UGA as selenocysteine.
    """

    gene: str
    accession: str
    protein: str
    mane: str
    mane_accession: str
    strand: int
    cds: str
    placements: dict[GenomeBuild, Placement]
    coding_only: bool = False
    selenocysteines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """Known bases of one place of one build, plus strand."""

    contig: str
    start0: int
    bases: str


@dataclass(frozen=True)
class GeneModel:
    """A gene symbol with its identifiers, other names and where it lies."""

    symbol: str
    hgnc: str
    entrez: int
    aliases: tuple[str, ...] = ()
    loci: dict[GenomeBuild, tuple[str, int, int]] = field(default_factory=dict)


def cds_start_of(placement: Placement, strand: int) -> int:
    """Return the exonic position of the first coding base."""
    first = placement.coding[0][0] if strand > 0 else placement.coding[0][1] - 1
    before = 0
    for start, end in placement.exons:
        if start <= first < end:
            return before + (first - start if strand > 0 else end - 1 - first)
        before += end - start
    raise ValueError("the coding part starts outside the exons")


def coding_part(placement: Placement, strand: int, length: int) -> list[tuple[int, int]]:
    """Return the coding blocks that the exons alone imply."""
    start = cds_start_of(placement, strand)
    blocks, before = [], 0
    for exon_start, exon_end in placement.exons:
        first = max(start, before) - before
        last = min(start + length, before + exon_end - exon_start) - before
        if first < last:
            if strand > 0:
                blocks.append((exon_start + first, exon_start + last))
            else:
                blocks.append((exon_end - last, exon_end - first))
        before += exon_end - exon_start
    return blocks
