"""bedtools coverage -hist: for each region how many of its bases have each depth.

The columns behind those of the region are depth, bases at it, size of the region, and their
fraction; lines that begin with `all` sum up and are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from oncomatch.domain.depth import CoverageLimits, DepthFile, DepthMeasure
from oncomatch.readers.depth_files.bedtools_counts import columns_of
from oncomatch.readers.depth_files.collecting import DepthRegions, numbered

NAME = "bedtools-hist"
EXPECTED = "bedtools coverage -hist: the region, depth, bases at it, size, fraction"


def recognises(head: Sequence[str]) -> bool:
    """Whether the lines are of bedtools and a region goes over several of them, or `all` stands."""
    rows = [columns_of(line) for line in head if line and not line.startswith(("#", "all\t"))]
    if not rows or any(row is None for row in rows):
        return False
    places = [row[:3] for row in rows if row is not None]
    twice = any(one == other for one, other in pairwise(places))
    return twice or any(line.startswith("all\t") for line in head)


def read(path: Path, limits: CoverageLimits, sample: str) -> DepthFile:
    """Return the regions of which every base reaches the least depth.

    Raises:
        InputError: a line is not of bedtools, or the lines of a region do not make up its size.
    """
    found = DepthRegions(path)
    place: tuple[str, int, int] | None = None
    counts: list[tuple[int, int]] = []
    first = 0

    def close() -> None:
        if place is None:
            return
        contig, start0, end0 = place
        if sum(bases for _, bases in counts) != end0 - start0:
            raise found.error(
                first,
                f"the lines of the region {contig}:{start0}-{end0} do not make up its "
                f"{end0 - start0} bases; is the file cut off?",
            )
        lowest = min(depth for depth, bases in counts if bases)
        found.add(
            first, contig, start0, end0, deep=lowest >= limits.min_depth, depth=_middle(counts)
        )

    for number, line in numbered(path):
        if line.startswith(("#", "all\t")):
            continue
        row = columns_of(line)
        if row is None:
            raise found.error(number, "is no line of bedtools coverage -hist")
        contig, start0, end0, depth, bases = row
        if (contig, start0, end0) != place:
            close()
            place, counts, first = (contig, start0, end0), [], number
        counts.append((depth, bases))
    close()
    return found.file(NAME, DepthMeasure.LOWEST)


def _middle(counts: list[tuple[int, int]]) -> float:
    """Return the depth that half of the bases reach."""
    half, reached = sum(bases for _, bases in counts) / 2, 0
    for depth, bases in sorted(counts, reverse=True):
        reached += bases
        if reached >= half:
            return float(depth)
    return 0.0
