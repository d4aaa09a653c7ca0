"""How regions cover genes: the codons, exons and splice sites of the reported transcripts."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.assay import Assessment, CodonGap, GeneCoverage
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.depth import Regions
from oncomatch.readers.intervals import Interval, merged, within
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

_SPLICE_SITE = 2
_FEW = 5000
"""Intervals of which each is looked up; of more, each gene is."""


def cover_genes(
    genes: Iterable[str], reference: Reference, build: GenomeBuild
) -> tuple[GeneCoverage, ...]:
    """Return full coverage of the coding part of each gene."""
    return tuple(_whole_gene(gene, reference, build) for gene in sorted(genes))


def _whole_gene(gene: str, reference: Reference, build: GenomeBuild) -> GeneCoverage:
    transcript = reference.reported_transcript(gene, build)
    if transcript is None:
        return GeneCoverage(gene, Assessment.ASSESSED)
    exons = () if transcript.coding_only else tuple(range(1, len(transcript.exons) + 1))
    return GeneCoverage(gene, Assessment.ASSESSED, ((1, transcript.residues),), exons, exons)


def cover_regions(
    regions: Regions, reference: Reference, build: GenomeBuild
) -> tuple[GeneCoverage, ...]:
    """Return how regions cover each gene of which they cover a codon, sorted by gene.

    A gene without embedded transcript that is touched counts as partly assessed: what of its
    coding part is covered cannot be told here.
    """
    found = cover_each(touched_genes(regions, reference, build), regions, reference, build)
    return tuple(each for each in found if each.assessment is not Assessment.NOT_ASSESSED)


def cover_each(
    genes: Iterable[str], regions: Regions, reference: Reference, build: GenomeBuild
) -> tuple[GeneCoverage, ...]:
    """Return how regions cover each of some genes, also those that they do not, sorted by gene.

    Of a gene without embedded transcript only its locus can be asked: it is partly assessed or
    not at all.
    """
    places: dict[str, tuple[str, int, int] | None] = {}
    coverages = []
    for gene in sorted(genes):
        transcript = reference.reported_transcript(gene, build)
        if transcript is not None:
            coverages.append(_cover(transcript, regions.get(transcript.contig, [])))
            continue
        if not places:
            loci = zip(reference.genes(), reference.gene_loci(build), strict=True)
            places = {each.symbol: locus for each, locus in loci}
        locus = places.get(gene)
        here = locus is not None and within(regions.get(locus[0], []), *locus[1:])
        state = Assessment.PARTLY if here else Assessment.NOT_ASSESSED
        coverages.append(GeneCoverage(gene, state))
    return tuple(coverages)


def touched_genes(regions: Regions, reference: Reference, build: GenomeBuild) -> set[str]:
    """Return the genes over which a region lies."""
    genes: set[str] = set()
    if sum(map(len, regions.values())) > _FEW:
        for gene, locus in zip(reference.genes(), reference.gene_loci(build), strict=True):
            if locus is not None and within(regions.get(locus[0], []), *locus[1:]):
                genes.add(gene.symbol)
        return genes
    for contig, intervals in regions.items():
        if contig in CHROMOSOMES:
            for start, end in intervals:
                genes.update(reference.loci_over(build, contig, start, end))
                genes.update(reference.genes_near(build, contig, start, end, 0))
    return genes


def _cover(transcript: Transcript, intervals: list[Interval]) -> GeneCoverage:
    covered: list[Interval] = []
    exons, flanked = [], []
    for number, (exon_start, exon_end) in enumerate(transcript.exons):
        coding = transcript.codon_intervals(number)
        if coding is None:
            continue
        parts = _coding_parts(transcript, within(intervals, exon_start, exon_end))
        covered.extend(parts)
        if merged(parts) == [coding]:
            exons.append(number + 1)
            low, high = exon_start - _SPLICE_SITE, exon_end + _SPLICE_SITE
            if within(intervals, low, high) == [(low, high)]:
                flanked.append(number + 1)
    codons = _whole_codons(merged(covered), transcript.residues)
    full = codons == ((1, transcript.residues),)
    state = Assessment.ASSESSED if full else Assessment.PARTLY
    if not codons:
        state = Assessment.NOT_ASSESSED
    gaps = tuple(_gaps(codons, transcript))
    if transcript.coding_only or not codons:
        return GeneCoverage(transcript.gene, state, codons, gaps=gaps)
    return GeneCoverage(transcript.gene, state, codons, tuple(exons), tuple(flanked), gaps)


def _gaps(codons: tuple[Interval, ...], transcript: Transcript) -> Iterable[CodonGap]:
    """Yield the codons that are left out; both ends of `codons` are included."""
    at = 1
    for first, last in (*codons, (transcript.residues + 1, 0)):
        if at < first:
            exons = (0, 0)
            if not transcript.coding_only:
                ends = (3 * (at - 1), 3 * (first - 1) - 1)
                exons = (
                    transcript.exon_of_coding(ends[0]) + 1,
                    transcript.exon_of_coding(ends[1]) + 1,
                )
            yield CodonGap(at, first - 1, *exons)
        at = last + 1


def _coding_parts(transcript: Transcript, intervals: list[Interval]) -> list[Interval]:
    """Return the coding positions (0-based, half-open) of intervals within one exon."""
    parts = []
    for low, high in intervals:
        first, last = transcript.to_exonic(low), transcript.to_exonic(high - 1)
        if first is None or last is None:
            continue
        begin = max(min(first, last), transcript.cds_start) - transcript.cds_start
        stop = min(max(first, last) + 1, transcript.cds_end) - transcript.cds_start
        if begin < stop:
            parts.append((begin, stop))
    return parts


def _whole_codons(parts: list[Interval], residues: int) -> tuple[Interval, ...]:
    ranges = []
    for begin, stop in parts:
        first, last = -(-begin // 3) + 1, min(stop // 3, residues)
        if first <= last:
            ranges.append((first, last))
    return tuple(ranges)
