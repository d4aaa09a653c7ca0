"""What a panel covers: a BED file of regions, or a list of genes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from oncomatch.domain.assay import GeneCoverage
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import canonical_contig
from oncomatch.domain.depth import Regions
from oncomatch.errors import InputError
from oncomatch.readers.coverage import cover_genes, cover_regions, touched_genes
from oncomatch.readers.intervals import merged
from oncomatch.readers.lines import printable, read_lines
from oncomatch.reference.bundle import Reference

_SKIPPED = ("#", "track", "browser")
_SHOWN = 5
_MOST_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Panel:
    """What a panel file names: regions, or genes that count as covered throughout."""

    regions: Regions | None = None
    genes: frozenset[str] = frozenset()

    def coverage(self, reference: Reference, build: GenomeBuild) -> tuple[GeneCoverage, ...]:
        """Return how each gene of the panel is covered, sorted by gene."""
        if self.regions is None:
            return cover_genes(self.genes, reference, build)
        return cover_regions(self.regions, reference, build)


def read_panel(path: Path, reference: Reference, build: GenomeBuild) -> tuple[GeneCoverage, ...]:
    """Return how each gene of the panel is covered, sorted by gene.

    Raises:
        InputError: as `open_panel` does.
    """
    return open_panel(path, reference, build).coverage(reference, build)


def open_panel(path: Path, reference: Reference, build: GenomeBuild) -> Panel:
    """Return the regions or the genes of a panel file.

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
        return Panel(genes=frozenset(_gene_list(lines, path, reference)))
    regions = parse_bed(lines, path)
    check_touching(regions, path, reference, build)
    return Panel(regions)


def check_touching(regions: Regions, path: Path, reference: Reference, build: GenomeBuild) -> None:
    """Check that regions lie over a gene.

    Raises:
        InputError: they do not; they are probably of another build.
    """
    if not touched_genes(regions, reference, build):
        names = printable(", ".join(sorted(regions)[:_SHOWN]))
        raise InputError(
            f"{path}: its regions (on {names}) touch no gene on {build.value}; are the contigs "
            f"named 1 or chr1, and is it of this build?"
        )


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
    return {contig: merged(intervals) for contig, intervals in regions.items()}


def _is_coordinate(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


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
