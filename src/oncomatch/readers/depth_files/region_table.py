"""Coverage reports of DRAGEN and TSO500: a header, and the lowest depth of each region.

DRAGEN's `cov_report.bed` has the columns that its guide names (Coverage Report, DRAGEN v3.9:
total_cvg, mean_cvg, Q1_cvg, median_cvg, Q3_cvg, min_cvg, max_cvg, pct_above_X) behind those of
BED; the amplicon pipeline writes name and gene_id before them. TSO500's `exon_cov_report.tsv` has
chr, start, end, gene, mean_coverage, median_coverage, min_coverage, max_coverage; whether its start
counts from 0 is not documented, so it is read as in BED, which never claims a base too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.depth import CoverageLimits, DepthFile, DepthMeasure
from oncomatch.errors import InputError
from oncomatch.readers.depth_files.collecting import DepthRegions, numbered, whole

NAME = "dragen"
EXPECTED = "DRAGEN cov_report.bed (min_cvg) or TSO500 exon_cov_report.tsv (min_coverage)"
_CONTIG = ("chrom", "chr")
_LOWEST = ("min_cvg", "min_coverage")
_MIDDLE = ("median_cvg", "median_coverage", "mean_cvg", "mean_coverage")
_KNOWN = {*_LOWEST, *_MIDDLE}


def recognises(head: Sequence[str]) -> bool:
    """Whether the first line names a contig, a start, an end and a coverage."""
    columns = _header(head[0]) if head else []
    return columns[:3] in ([name, "start", "end"] for name in _CONTIG) and bool(
        _KNOWN.intersection(columns)
    )


def _header(line: str) -> list[str]:
    return [cell.strip() for cell in line.removeprefix("#").split("\t")]


def read(path: Path, limits: CoverageLimits, sample: str) -> DepthFile:
    """Return the regions whose lowest base reaches the least depth.

    Raises:
        InputError: there is no column of the lowest depth, or a cell is no number.
    """
    found = DepthRegions(path)
    lowest = middle = 0
    for number, line in numbered(path):
        if not lowest:
            columns = _header(line)
            lowest = next((columns.index(name) for name in _LOWEST if name in columns), 0)
            middle = next((columns.index(name) for name in _MIDDLE if name in columns), lowest)
            if not lowest:
                raise InputError(
                    f"{path}: has no column {' or '.join(_LOWEST)}, the lowest depth of a region"
                )
            continue
        cells = line.split("\t")
        try:
            start0, end0 = whole(cells[1]), whole(cells[2])
            least, half = float(cells[lowest]), float(cells[middle])
        except (ValueError, IndexError):
            raise found.error(number, "a position or a depth is no number") from None
        found.add(number, cells[0], start0, end0, deep=least >= limits.min_depth, depth=half)
    return found.file(NAME, DepthMeasure.LOWEST)
