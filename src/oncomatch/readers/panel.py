"""What a panel covers: a BED file of regions, or a list of genes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from oncomatch.domain.assay import Assessment, GeneCoverage
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable, read_lines
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

_SKIPPED = ("#", "track", "browser")
_SHOWN = 5
_MOST_DIGITS = 10
_SPLICE_SITE = 2

Regions = dict[str, list[tuple[int, int]]]


def read_panel(path: Path, reference: Reference, build: GenomeBuild) -> tuple[GeneCoverage, ...]:
    """Return how each gene of the panel is covered, sorted by gene.

    A file whose lines have start and end in columns 2 and 3 is a BED file (0-based, half-open,
    on `build`); one with a gene a line is a list, whose genes count as covered throughout.

    Raises:
        InputError: a line is neither, a gene is not known, an interval runs backwards, the
            regions touch no gene at all.
    """
    lines = [
        (number, line)
        for number, line in enumerate(read_lines(path, "panel"), start=1)
        if line.strip() and not line.startswith(_SKIPPED)
    ]
    if not lines:
        raise InputError(f"{path}: names neither regions nor genes; was the right file given?")
    if len(lines[0][1].split()) < 3:
        return cover_genes(_gene_list(lines, path, reference), reference, build)
    regions = parse_bed(lines, path)
    touched = _touched(regions, reference, build)
    if not touched:
        names = printable(", ".join(sorted(regions)[:_SHOWN]))
        raise InputError(
            f"{path}: its regions (on {names}) touch no gene on {build.value}; are the contigs "
            f"named 1 or chr1, and is it of this build?"
        )
    return _coverages(touched, regions, reference, build)


def read_gene_list(path: Path, reference: Reference) -> set[str]:
    """Return the symbols of a list of genes, one a line.

    Raises:
        InputError: a line is no gene's name, or there is none.
    """
    lines = [
        (number, line)
        for number, line in enumerate(read_lines(path, "list of genes"), start=1)
        if line.strip() and not line.startswith(_SKIPPED)
    ]
    if not lines:
        raise InputError(f"{path}: names no gene; was the right file given?")
    return _gene_list(lines, path, reference)


def parse_bed(lines: Iterable[tuple[int, str]], path: Path) -> Regions:
    """Return merged regions by canonical contig from numbered lines of a BED file."""
    regions: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, line in lines:
        columns = line.split("\t") if "\t" in line else line.split()
        if len(columns) < 3 or not all(map(_is_coordinate, columns[1:3])):
            raise InputError(
                f"{path}, line {number}: is not BED (contig, start and end, 0-based, half-open)"
            )
        start, end = int(columns[1]), int(columns[2])
        if start >= end:
            raise InputError(f"{path}, line {number}: the region ends at {end}, before it starts")
        regions[canonical_contig(columns[0])].append((start, end))
    return {contig: _merged(intervals) for contig, intervals in regions.items()}


def _is_coordinate(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def _merged(intervals: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _gene_list(lines: list[tuple[int, str]], path: Path, reference: Reference) -> set[str]:
    genes, unknown = set(), []
    for number, line in lines:
        words = line.split()
        gene = reference.find_gene(words[0])
        if len(words) != 1 or gene is None:
            unknown.append(f"{printable(line.strip())!r} (line {number})")
        else:
            genes.add(gene.symbol)
    if unknown:
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        raise InputError(
            f"{path}: {', '.join(unknown[:_SHOWN])}{more} are not gene names of HGNC; "
            f"give one symbol or alias a line, or a BED file"
        )
    return genes


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
    """Return how regions cover each gene that they touch.

    A gene without embedded transcript that is touched counts as partly assessed: what of its
    coding part is covered cannot be told here.
    """
    return _coverages(_touched(regions, reference, build), regions, reference, build)


def _coverages(
    genes: set[str], regions: Regions, reference: Reference, build: GenomeBuild
) -> tuple[GeneCoverage, ...]:
    coverages = []
    for gene in sorted(genes):
        transcript = reference.reported_transcript(gene, build)
        if transcript is None:
            coverages.append(GeneCoverage(gene, Assessment.PARTLY))
        else:
            coverage = _cover(transcript, regions.get(transcript.contig, []))
            if coverage is not None:
                coverages.append(coverage)
    return tuple(coverages)


def _touched(regions: Regions, reference: Reference, build: GenomeBuild) -> set[str]:
    genes: set[str] = set()
    for contig, intervals in regions.items():
        if contig in CHROMOSOMES:
            for start, end in intervals:
                genes.update(reference.loci_over(build, contig, start, end))
                genes.update(reference.genes_near(build, contig, start, end, 0))
    return genes


def _cover(transcript: Transcript, intervals: list[tuple[int, int]]) -> GeneCoverage | None:
    """Return the codons and exons that are covered, None when not one codon is."""
    covered: list[tuple[int, int]] = []
    exons, flanked = [], []
    for number, (exon_start, exon_end) in enumerate(transcript.exons):
        coding = transcript.codon_intervals(number)
        if coding is None:
            continue
        parts = _coding_parts(transcript, exon_start, exon_end, intervals)
        covered.extend(parts)
        if _merged(parts) == [coding]:
            exons.append(number + 1)
            low, high = exon_start - _SPLICE_SITE, exon_end + _SPLICE_SITE
            if any(start <= low and high <= end for start, end in intervals):
                flanked.append(number + 1)
    codons = _whole_codons(_merged(covered), transcript.residues)
    if not codons:
        return None
    full = codons == ((1, transcript.residues),)
    assessment = Assessment.ASSESSED if full else Assessment.PARTLY
    if transcript.coding_only:
        return GeneCoverage(transcript.gene, assessment, codons)
    return GeneCoverage(transcript.gene, assessment, codons, tuple(exons), tuple(flanked))


def _coding_parts(
    transcript: Transcript, exon_start: int, exon_end: int, intervals: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the covered coding positions (0-based, half-open) of one exon."""
    parts = []
    for start, end in intervals:
        low, high = max(start, exon_start), min(end, exon_end)
        if low >= high:
            continue
        first, last = transcript.to_exonic(low), transcript.to_exonic(high - 1)
        if first is None or last is None:
            continue
        begin = max(min(first, last), transcript.cds_start) - transcript.cds_start
        stop = min(max(first, last) + 1, transcript.cds_end) - transcript.cds_start
        if begin < stop:
            parts.append((begin, stop))
    return parts


def _whole_codons(parts: list[tuple[int, int]], residues: int) -> tuple[tuple[int, int], ...]:
    ranges = []
    for begin, stop in parts:
        first, last = -(-begin // 3) + 1, min(stop // 3, residues)
        if first <= last:
            ranges.append((first, last))
    return tuple(ranges)
