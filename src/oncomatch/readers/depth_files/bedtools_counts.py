"""bedtools coverage without an option: how many reads lie over a region, not how deep they are.

Behind the columns of the region stand the number of reads, the bases that any of them covers, the
size of the region and the fraction covered. The depth of a base does not follow from that: only
that it is at least one where the whole region is covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.depth import CoverageLimits, DepthFile, DepthMeasure
from oncomatch.errors import InputError
from oncomatch.readers.depth_files.collecting import DepthRegions, numbered, whole

NAME = "bedtools-counts"
EXPECTED = "bedtools coverage: the region, reads, covered bases, size, fraction"
_BEHIND = 4


def columns_of(line: str) -> tuple[str, int, int, int, int] | None:
    """Return contig, start, end and the first two of the four columns behind; None if not so."""
    cells = line.split("\t")
    if len(cells) < 3 + _BEHIND:
        return None
    try:
        start0, end0 = whole(cells[1]), whole(cells[2])
        first, second, size = (whole(cell) for cell in cells[-_BEHIND:-1])
        fraction = float(cells[-1])
    except ValueError:
        return None
    if size != end0 - start0 or not 0 <= fraction <= 1 or "." not in cells[-1]:
        return None
    return cells[0], start0, end0, first, second


def recognises(head: Sequence[str]) -> bool:
    """Whether the lines end with reads, covered bases, size and fraction."""
    lines = [line for line in head if line and not line.startswith("#")]
    return bool(lines) and all(columns_of(line) is not None for line in lines)


def read(path: Path, limits: CoverageLimits, sample: str) -> DepthFile:
    """Return the regions that reads cover without a gap, where one read is enough.

    Raises:
        InputError: more than one read is asked for, which this file cannot tell.
    """
    if limits.min_depth > 1:
        raise InputError(
            f"{path}: bedtools coverage without an option tells how many reads lie over a region, "
            f"not its depth, and coverage.min_depth is {limits.min_depth}; run it with -mean, "
            f"-hist or -d"
        )
    found = DepthRegions(path)
    for number, line in numbered(path):
        if line.startswith("#"):
            continue
        row = columns_of(line)
        if row is None:
            raise found.error(number, "is no line of bedtools coverage")
        contig, start0, end0, _, covered = row
        deep = covered >= end0 - start0 or limits.min_depth == 0
        found.add(number, contig, start0, end0, deep=deep, depth=None)
    return found.file(NAME, DepthMeasure.LOWEST)
