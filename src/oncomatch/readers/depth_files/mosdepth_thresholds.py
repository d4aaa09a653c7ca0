"""mosdepth thresholds.bed.gz: how many bases of each region reach each of some depths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.depth import CoverageLimits, DepthFile, DepthMeasure
from oncomatch.errors import InputError
from oncomatch.readers.depth_files.collecting import DepthRegions, numbered, whole

NAME = "mosdepth-thresholds"
EXPECTED = "mosdepth thresholds.bed.gz: #chrom, start, end, region, 1X, 10X, ..."
_FIXED = ["#chrom", "start", "end", "region"]
_THRESHOLD = re.compile(r"(\d{1,9})X")


def recognises(head: Sequence[str]) -> bool:
    """Whether the first line is the header of mosdepth."""
    return bool(head) and head[0].split("\t")[:4] == _FIXED


def read(path: Path, limits: CoverageLimits, sample: str) -> DepthFile:
    """Return the regions of which every base reaches the least depth.

    The lowest of the file's depths that is at least the least depth is used.

    Raises:
        InputError: the file has no depth so high, or a count is not of its region.
    """
    found = DepthRegions(path)
    column = 0
    for number, line in numbered(path):
        cells = line.split("\t")
        if not column:
            column = _column(cells, path, limits.min_depth)
            continue
        try:
            start0, end0, reached = whole(cells[1]), whole(cells[2]), whole(cells[column])
        except (ValueError, IndexError):
            raise found.error(number, "is no line of mosdepth thresholds") from None
        if reached > end0 - start0:
            raise found.error(
                number, f"{reached} bases of a region of {end0 - start0}; is the file damaged?"
            )
        found.add(number, cells[0], start0, end0, deep=reached == end0 - start0, depth=None)
    return found.file(NAME, DepthMeasure.LOWEST)


def _column(cells: list[str], path: Path, min_depth: int) -> int:
    known = {
        int(match[1]): index
        for index, cell in enumerate(cells)
        if (match := _THRESHOLD.fullmatch(cell))
    }
    enough = [depth for depth in known if depth >= min_depth]
    if not enough:
        raise InputError(
            f"{path}: its depths ({', '.join(f'{each}X' for each in sorted(known))}) do not reach "
            f"coverage.min_depth, {min_depth}; run mosdepth with --thresholds {min_depth}, or "
            f"set the key to one of them"
        )
    return known[min(enough)]
