"""Whether regions are of the build that is said: targets lie over the coding sequence of theirs."""

from __future__ import annotations

from pathlib import Path

from oncomatch.domain.assay import GeneCoverage
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.depth import Regions
from oncomatch.errors import InputError
from oncomatch.readers.coverage import cover_regions
from oncomatch.readers.panel import check_touching
from oncomatch.reference.bundle import Reference

_MITOCHONDRION = "MT"
_TARGETED = 0.05
"""Share of coding bases under which regions may lie beside the genes that they were made for."""
_CLEARLY = 3
_ENOUGH = 100


def check_regions_build(
    regions: Regions, path: Path, reference: Reference, build: GenomeBuild
) -> None:
    """Check that regions end within the chromosomes, touch genes, and do not fit the other build.

    Regions of the other build touch genes by chance as well, but few codons: they are refused
    where the other build has three times as many, and a hundred at least.

    Raises:
        InputError: they are not of the build.
    """
    for contig, intervals in regions.items():
        length = _length(reference, build, contig)
        if length and intervals[-1][1] > length:
            raise InputError(
                f"{path}: a region on {contig} ends at {intervals[-1][1]}, behind the end of the "
                f"chromosome on {build.value} ({length}); the file is probably of another build"
            )
    check_touching(regions, path, reference, build)
    bases = sum(end - start for intervals in regions.values() for start, end in intervals)
    here = _codons(cover_regions(regions, reference, build))
    if 3 * here >= _TARGETED * bases:
        return
    for other in reference.builds:
        if other is build:
            continue
        there = _codons(cover_regions(regions, reference, other))
        if there >= max(_ENOUGH, _CLEARLY * here):
            raise InputError(
                f"{path}: its regions cover {there} codons of embedded genes on {other.value} and "
                f"{here} on {build.value}; the file is probably of {other.value}, give the one of "
                f"{build.value} or correct the build of the case"
            )


def _length(reference: Reference, build: GenomeBuild, contig: str) -> int:
    """Return the length of a chromosome, 0 where it tells nothing (hg19 has another chrM)."""
    known = contig in CHROMOSOMES and contig != _MITOCHONDRION
    return reference.contig_length(build, contig) if known else 0


def _codons(covered: tuple[GeneCoverage, ...]) -> int:
    return sum(last - first + 1 for each in covered for first, last in each.codons)
