"""bedtools coverage -d: each base of each region, counted from 1 within it, with its depth."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from oncomatch.domain.depth import CoverageLimits, DepthFile, DepthMeasure
from oncomatch.readers.depth_files.collecting import DepthRegions, numbered, whole

NAME = "bedtools-bases"
EXPECTED = "bedtools coverage -d: the region, the position in it from 1 on, the depth"
_LEAST = 5


def recognises(head: Sequence[str]) -> bool:
    """Whether regions go over several lines that count from 1 on."""
    rows = [_row(line) for line in head if line and not line.startswith("#")]
    if not rows or any(row is None for row in rows):
        return False
    known = [row for row in rows if row is not None]
    steps = [one[:3] == other[:3] and other[3] == one[3] + 1 for one, other in pairwise(known)]
    return known[0][3] == 1 and any(steps)


def _row(line: str) -> tuple[str, int, int, int, int] | None:
    cells = line.split("\t")
    if len(cells) < _LEAST:
        return None
    try:
        start0, end0 = whole(cells[1]), whole(cells[2])
        return cells[0], start0, end0, whole(cells[-2]), whole(cells[-1])
    except ValueError:
        return None


def read(path: Path, limits: CoverageLimits, sample: str) -> DepthFile:
    """Return the bases that reach the least depth.

    Raises:
        InputError: a line is no base of its region.
    """
    found = DepthRegions(path)
    for number, line in numbered(path):
        if line.startswith("#"):
            continue
        row = _row(line)
        if row is None or not 1 <= row[3] <= row[2] - row[1]:
            raise found.error(number, "is no line of bedtools coverage -d")
        contig, start0, _, offset, depth = row
        place = start0 + offset - 1
        deep = depth >= limits.min_depth
        found.add(number, contig, place, place + 1, deep=deep, depth=depth)
    return found.file(NAME, DepthMeasure.BASE)
