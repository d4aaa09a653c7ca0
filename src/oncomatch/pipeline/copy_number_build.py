"""Is a copy-number file of the build of the case? Its header, its ends and its gene names tell.

A long segment holds its genes on both builds; what tells are those that fit on one only.

Segments of the other build lie beside their genes: an amplification would be another gene's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.copy_number import CopyNumberFile, CopyNumberSegment
from oncomatch.errors import InputError, ReferenceMismatchError
from oncomatch.reference.bundle import Reference
from oncomatch.reference.contig_names import chromosome_of

_SEPARATORS = re.compile(r"[,;|]")
_MOST_NAMES = 20_000
_MIXED = 3
_REMEDY = "check the column build, or give the file of the build"


def check_copy_number_build(
    file: CopyNumberFile,
    path: Path,
    reference: Reference,
    build: GenomeBuild,
    mixed: float = _MIXED,
    what: str = "a segment of contig {} that ends at {}",
) -> None:
    """Check that a file is of the build; `mixed` genes of the other build are too many.

    `what` says what ends on a contig, at a position, beyond the contig.

    Raises:
        InputError: a segment ends beyond its chromosome, or lengths or genes are another build's.
    """
    lengths = {contig: reference.contig_length(build, contig) for contig in _contigs(file)}
    for name, length in file.contig_lengths:
        contig = chromosome_of(name)
        if contig in lengths and lengths[contig] and length != lengths[contig] and contig != "MT":
            raise ReferenceMismatchError(
                where=str(path),
                observed=f"contig {name} of {length} bases",
                expected=f"{lengths[contig]} bases",
                build=build.value,
                remedy=_REMEDY,
            )
    for segment in _stretches(file):
        length = lengths.get(segment.contig, 0)
        if length and segment.end0 > length:
            raise ReferenceMismatchError(
                where=str(path),
                observed=what.format(segment.contig, segment.end0),
                expected=f"{length} bases at most",
                build=build.value,
                remedy=_REMEDY,
            )
    _check_names(file, path, reference, build, mixed)


def _stretches(file: CopyNumberFile) -> Iterator[CopyNumberSegment]:
    yield from file.segments
    for gene in file.genes:
        yield from gene.parts


def _contigs(file: CopyNumberFile) -> set[str]:
    return {segment.contig for segment in _stretches(file)}


def _check_names(
    file: CopyNumberFile, path: Path, reference: Reference, build: GenomeBuild, mixed: float
) -> None:
    other = next(each for each in GenomeBuild if each is not build)
    if not {build, other} <= set(reference.builds):
        return
    loci = [_loci(reference, each) for each in (build, other)]
    only = [0, 0]
    for name, contig, start0, end0 in islice(_named(file), _MOST_NAMES):
        gene = reference.find_gene(name)
        if gene is None or any(gene.symbol not in each for each in loci):
            continue
        here, there = (
            each[gene.symbol][0] == contig
            and each[gene.symbol][1] < end0
            and each[gene.symbol][2] > start0
            for each in loci
        )
        only[0] += here and not there
        only[1] += there and not here
    if only[1] > only[0] or only[1] >= mixed:
        raise InputError(
            f"{path}: {only[1]} of the genes that it names lie where it says on {other.value} "
            f"only, {only[0]} on {build.value} only; {_REMEDY}"
        )


def _loci(reference: Reference, build: GenomeBuild) -> dict[str, tuple[str, int, int]]:
    loci = zip(reference.genes(), reference.gene_loci(build), strict=True)
    return {gene.symbol: locus for gene, locus in loci if locus is not None}


def _named(file: CopyNumberFile) -> Iterator[tuple[str, str, int, int]]:
    for segment in file.segments:
        for name in set(_SEPARATORS.split(segment.genes)) if segment.genes else ():
            yield name, segment.contig, segment.start0, segment.end0
    for gene in file.genes:
        if gene.parts:
            first, last = gene.parts[0], gene.parts[-1]
            yield gene.gene, first.contig, first.start0, last.end0
