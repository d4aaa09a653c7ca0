"""Breaks beside a gene that leave it whole, but may bring it under a foreign enhancer.

IGH::MYC and its like break beside the gene. LINX looks 100,000 bases before a gene for known pairs
and immunoglobulin loci, since version 2.3 up to 250,000 for enhancers (README and release notes
of hmftools). A break so near, on either side, makes a question about the gene *unknown*; it never
answers it.
"""

from __future__ import annotations

from oncomatch.domain.rearrangement import (
    Breakpoint,
    Junction,
    JunctionEnd,
    Rearrangement,
    RearrangementKind,
)
from oncomatch.matching.junction_ends import GenePlaces

NEAR = 250_000
"""Bases between a break and a gene."""


class Neighbourhood:
    """The genes of which knowledge asks whether they are rearranged, by chromosome."""

    def __init__(self, places: GenePlaces) -> None:
        self._places = places
        self._spans: dict[str, list[tuple[int, int, str]]] = {}
        if not places.asked_broken:
            return
        loci = places.reference.gene_loci(places.build)
        for gene, locus in zip(places.reference.genes(), loci, strict=True):
            if locus is not None and gene.symbol in places.asked_broken:
                self._spans.setdefault(locus[0], []).append((locus[1], locus[2], gene.symbol))

    def beside(
        self, junction: Junction, caller: str, made: Rearrangement | None
    ) -> list[Rearrangement]:
        """Return the genes that a call breaks beside; none of a call in doubt or of a fusion.

        A call with both ends about a gene moves nothing to it.
        """
        fused = made is not None and made.kind is not RearrangementKind.BREAK
        if junction.doubt or fused:
            return []
        taken = made.genes if made is not None else ()
        ends = (junction.first, junction.second)
        found = []
        for end, other in (ends, ends[::-1]):
            for gene, distance in self._near(end):
                if gene in taken or gene in (near for near, _ in self._near(other)):
                    continue
                found.append(self._break(gene, distance, end, other, junction, caller))
        return found

    def _near(self, end: JunctionEnd) -> list[tuple[str, int]]:
        if not end.position:
            return []
        start0 = end.position - 1
        distances = (
            (gene, max(first - start0, start0 - stop + 1, 0))
            for first, stop, gene in self._spans.get(end.contig, ())
        )
        return [(gene, distance) for gene, distance in distances if distance <= NEAR]

    def _break(
        self,
        gene: str,
        distance: int,
        end: JunctionEnd,
        other: JunctionEnd,
        junction: Junction,
        caller: str,
    ) -> Rearrangement:
        there = other.gene or "/".join(self._places.genes_at(other))
        return Rearrangement(
            RearrangementKind.BESIDE,
            Breakpoint(gene, end.contig, end.position),
            Breakpoint(there, other.contig, other.position),
            caller,
            reads=junction.reads,
            evidence=(junction.evidence,) if junction.evidence else (),
            unclear=f"the break lies {distance:,} bases from {gene} and leaves it whole",
        )
