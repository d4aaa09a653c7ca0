"""BED with a depth in its last column: mosdepth regions and per-base, bedtools coverage -mean.

Decimals are means of regions (mosdepth `--by`, bedtools `-mean`). Whole numbers are depths of each
base where the intervals lie end to end, as mosdepth per-base and bedgraphs have them; otherwise
they may be counts of reads (bedtools `-counts`) or scores, which are no depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.depth import CoverageLimits, DepthFile, DepthMeasure
from oncomatch.errors import InputError
from oncomatch.readers.depth_files.collecting import DepthRegions, numbered, whole

NAME = "bed-depth"
EXPECTED = (
    "mosdepth regions.bed.gz or per-base.bed.gz, or bedtools coverage -mean: contig, start, end "
    "and a depth as the last column"
)
_LEAST = 4


def recognises(head: Sequence[str]) -> bool:
    """Whether the lines are BED with a number at their end."""
    rows = [row for line in head if not line.startswith("#") and (row := _row(line)) is not None]
    lines = [line for line in head if line and not line.startswith(("#", "track", "browser"))]
    return bool(rows) and len(rows) == len(lines)


def _row(line: str) -> tuple[str, int, int, str] | None:
    cells = line.split("\t")
    if len(cells) < _LEAST:
        return None
    try:
        float(cells[-1])
        return cells[0], whole(cells[1]), whole(cells[2]), cells[-1]
    except ValueError:
        return None


def read(path: Path, limits: CoverageLimits, sample: str) -> DepthFile:
    """Return the regions with their mean depth, or the intervals of one depth.

    Raises:
        InputError: whole numbers that may be counts, a region twice, a line that is not BED.
    """
    found = DepthRegions(path)
    before: tuple[str, int, int] = ("", -1, -1)
    decimal, abutting = False, 0
    for number, line in numbered(path):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        try:
            start0, end0, depth = whole(cells[1]), whole(cells[2]), float(cells[-1])
        except (ValueError, IndexError):
            raise found.error(
                number, "is not contig, start, end (0-based, half-open) and a depth at its end"
            ) from None
        here = (cells[0], start0, end0)
        if here == before:
            raise found.error(
                number, f"the region {cells[0]}:{start0}-{end0} stands twice; keep one depth of it"
            )
        if "." in cells[-1]:
            decimal = True
        elif start0 == before[2] and cells[0] == before[0]:
            abutting += 1
        before = here
        found.add(number, cells[0], start0, end0, deep=depth >= limits.min_depth, depth=depth)
    if not decimal and 2 * abutting < found.count:
        raise InputError(
            f"{path}: its last column has whole numbers and its regions do not lie end to end; "
            f"these may be counts of reads or scores, not depths: give mosdepth regions.bed.gz or "
            f"per-base.bed.gz, or bedtools coverage -mean"
        )
    return found.file(NAME, DepthMeasure.MEAN if decimal else DepthMeasure.BASE)
