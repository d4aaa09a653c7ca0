"""GATK DepthOfCoverage: `sample_interval_summary` and the table of loci, with commas or tabs.

Intervals are 1-based with both ends, `1:100-200`, or `1:100` for one base. The summary has the mean
of each interval and sample, and the share of its bases above some depths.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.depth import CoverageLimits, DepthFile, DepthMeasure
from oncomatch.errors import InputError
from oncomatch.readers.depth_files.collecting import DepthRegions, numbered
from oncomatch.readers.lines import printable

NAME = "gatk"
EXPECTED = "GATK DepthOfCoverage: sample_interval_summary (Target, ...) or loci (Locus, ...)"
_PLACE = re.compile(r"(.+):(\d{1,10})(?:-(\d{1,10}))?", re.ASCII)
_MEAN, _LOCUS = "_mean_cvg", "Depth_for_"
_ABOVE = re.compile(r"_%_above_(\d{1,9})", re.ASCII)


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is of intervals or of loci."""
    columns = _cells(head[0]) if head else []
    first = columns[0] if columns else ""
    if first == "Target":
        return any(name.endswith(_MEAN) for name in columns)
    return first == "Locus" and any(name.startswith(_LOCUS) for name in columns)


def _cells(line: str) -> list[str]:
    cells = line.split("\t") if "\t" in line else line.split(",")
    return [cell.strip().strip('"') for cell in cells]


def read(path: Path, limits: CoverageLimits, sample: str) -> DepthFile:
    """Return intervals by their mean, or loci by their depth.

    Where the file tells the share of bases above a depth that is enough, all have to be.

    Raises:
        InputError: several samples of which none is named, or a line that is not GATK's.
    """
    found = DepthRegions(path)
    column, above, width = 0, -1, 0
    intervals = False
    for number, line in numbered(path):
        cells = _cells(line)
        if not column:
            intervals = cells[0] == "Target"
            name = _sample(cells, intervals, sample, path)
            column = cells.index(f"{name}{_MEAN}" if intervals else f"{_LOCUS}{name}")
            above = _above(cells, name, limits.min_depth) if intervals else -1
            width = len(cells)
            continue
        place = _PLACE.fullmatch(cells[0])
        if place is None or len(cells) != width:
            raise found.error(number, "is no line of DepthOfCoverage (contig:start-end, ...)")
        start, end = int(place[2]), int(place[3] or place[2])
        try:
            depth = float(cells[column])
            all_deep = above < 0 or float(cells[above]) >= 100
        except ValueError:
            raise found.error(number, f"the depth is {cells[column]!r}") from None
        deep = depth >= limits.min_depth and all_deep
        found.add(number, place[1], start - 1, end, deep=deep, depth=depth)
    measure = DepthMeasure.MEAN if above < 0 else DepthMeasure.LOWEST
    return found.file(NAME, measure if intervals else DepthMeasure.BASE)


def _sample(cells: list[str], intervals: bool, wanted: str, path: Path) -> str:
    if intervals:
        names = [name.removesuffix(_MEAN) for name in cells if name.endswith(_MEAN)]
    else:
        names = [name.removeprefix(_LOCUS) for name in cells if name.startswith(_LOCUS)]
    if len(names) == 1:
        return names[0]
    if wanted in names:
        return wanted
    listed = printable(", ".join(names[:8]))
    raise InputError(f"{path}: has several samples ({listed}); give the tumour's in tumor_sample")


def _above(cells: list[str], sample: str, min_depth: int) -> int:
    """Return the column of the bases above the lowest depth that is enough, -1 if there is none."""
    known = {
        int(match[1]): index
        for index, cell in enumerate(cells)
        if cell.startswith(f"{sample}_%") and (match := _ABOVE.fullmatch(cell[len(sample) :]))
    }
    enough = [depth for depth in known if depth >= min_depth]
    return known[min(enough)] if enough else -1
