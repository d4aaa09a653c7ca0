"""BED with a depth in its last column: mosdepth regions and per-base, bedtools coverage -mean.

Decimals are means of regions (mosdepth `--by`, bedtools `-mean`). Whole numbers are depths of each
base where the intervals lie end to end, as mosdepth per-base and bedgraphs have them; otherwise
they may be counts of reads (bedtools `-counts`) or scores, which are no depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from oncomatch.domain.depth import CoverageLimits, DepthFile, DepthMeasure
from oncomatch.errors import InputError
from oncomatch.readers.depth_files.collecting import (
    LARGEST,
    DepthRegions,
    numbered,
    tables,
    whole,
)

if TYPE_CHECKING:
    import pandas as pd

NAME = "bed-depth"
EXPECTED = (
    "mosdepth regions.bed.gz or per-base.bed.gz, or bedtools coverage -mean: contig, start, end "
    "and a depth as the last column"
)
_LEAST = 4
_FEW = 20_000
"""Lines under which it is not worth to load pandas."""


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
    head = list(islice(numbered(path), _FEW))
    found, shape = DepthRegions(path), _Shape()
    try:
        if len(head) < _FEW:
            raise ValueError("a small file is read line by line")
        for rows in tables(path):
            _take_table(rows, limits, found, shape)
    except ValueError:
        # A file that is not as it should be is read again, to name the line.
        found, shape = DepthRegions(path), _Shape()
        for number, line in numbered(path):
            if not line.startswith("#"):
                _take_line(number, line, limits, found, shape)
    decimal = shape.decimal or any("." in line.rpartition("\t")[2] for _, line in head)
    if not decimal and 2 * shape.abutting < found.count:
        raise InputError(
            f"{path}: its last column has whole numbers and its regions do not lie end to end; "
            f"these may be counts of reads or scores, not depths: give mosdepth regions.bed.gz or "
            f"per-base.bed.gz, or bedtools coverage -mean"
        )
    return found.file(NAME, DepthMeasure.MEAN if decimal else DepthMeasure.BASE)


@dataclass(slots=True)
class _Shape:
    """What tells means of regions from depths of bases, and the region before."""

    before: tuple[str, int, int] = ("", -1, -1)
    decimal: bool = False
    abutting: int = 0


def _take_line(
    number: int, line: str, limits: CoverageLimits, found: DepthRegions, shape: _Shape
) -> None:
    cells = line.split("\t")
    try:
        start0, end0, depth = whole(cells[1]), whole(cells[2]), float(cells[-1])
    except (ValueError, IndexError):
        raise found.error(
            number, "is not contig, start, end (0-based, half-open) and a depth at its end"
        ) from None
    here = (cells[0], start0, end0)
    if here == shape.before:
        raise found.error(
            number, f"the region {cells[0]}:{start0}-{end0} stands twice; keep one depth of it"
        )
    shape.decimal = shape.decimal or not depth.is_integer()
    shape.abutting += start0 == shape.before[2] and cells[0] == shape.before[0]
    shape.before = here
    found.add(number, cells[0], start0, end0, deep=depth >= limits.min_depth, depth=depth)


def _take_table(
    rows: pd.DataFrame, limits: CoverageLimits, found: DepthRegions, shape: _Shape
) -> None:
    """Take many lines at once; neighbours that are alike become one region.

    Raises:
        ValueError: a line is not as it should be.
    """
    import numpy as np
    import pandas as pd

    codes, known_names = pd.factorize(rows.iloc[:, 0])
    names = [str(name) for name in known_names]
    starts, ends = rows.iloc[:, 1].to_numpy(), rows.iloc[:, 2].to_numpy()
    depths = rows.iloc[:, -1].to_numpy()
    same = codes[1:] == codes[:-1]
    first = (names[codes[0]], int(starts[0]), int(ends[0]))
    twice = same & (starts[1:] == starts[:-1]) & (ends[1:] == ends[:-1])
    bad = (starts < 0) | (ends <= starts) | ~((depths >= 0) & (depths < LARGEST))
    if first == shape.before or twice.any() or bad.any() or ends.max() > LARGEST:
        raise ValueError("a line is not as it should be")
    abut = same & (starts[1:] == ends[:-1])
    shape.abutting += int(abut.sum())
    shape.abutting += first[0] == shape.before[0] and first[1] == shape.before[2]
    shape.decimal = shape.decimal or bool((depths % 1 != 0).any())
    shape.before = (names[codes[-1]], int(starts[-1]), int(ends[-1]))
    deep = depths >= limits.min_depth
    breaks = np.flatnonzero(~(abut & (deep[1:] == deep[:-1]))) + 1
    begins = np.concatenate(([0], breaks))
    stops = np.concatenate((breaks, [len(codes)])) - 1
    for begin, stop in zip(begins.tolist(), stops.tolist(), strict=True):
        found.add_run(
            names[codes[begin]], int(starts[begin]), int(ends[stop]), deep=bool(deep[begin])
        )
    found.count += len(codes)
    known = deep & np.array([found.is_chromosome(name) for name in names])[codes]
    found.count_depths(depths[known], (ends - starts)[known])
