"""What the depth formats share: regions are merged as they are read, so that memory stays small."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.depth import DepthFile, DepthMeasure, Regions
from oncomatch.errors import InputError
from oncomatch.readers.intervals import merged, without
from oncomatch.readers.lines import is_gzip, printable, read_lines, unpacking
from oncomatch.reference.contig_names import chromosome_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

WHAT = "depth"
_HIGHEST = 10_000
LARGEST = 1_000_000_000
"""No position and no depth is larger."""
_CHUNK = 400_000
_SHOWN = 300


class DepthRegions:
    """Collects the regions of a file: those deep enough and those that are not."""

    def __init__(self, path: Path):
        self._path = path
        self._names: dict[str, str] = {}
        self._deep: Regions = {}
        self._shallow: Regions = {}
        self._depths: Counter[int] = Counter()
        self.count = 0

    def error(self, number: int, sentence: str) -> InputError:
        """Return the error of a line."""
        return InputError(f"{self._path}, line {number}: {printable(sentence)[:_SHOWN]}")

    def add(
        self, number: int, contig: str, start0: int, end0: int, *, deep: bool, depth: float | None
    ) -> None:
        """Take a region of a line; `depth` is what half of the bases are counted by.

        Raises:
            InputError: the region runs backwards, or the depth is none.
        """
        if not 0 <= start0 < end0 <= LARGEST:
            raise self.error(number, f"the region {contig}:{start0}-{end0} ends before it starts")
        if depth is not None and not 0 <= depth <= LARGEST:
            raise self.error(number, f"the depth is {depth}; expected is a number of reads")
        self.count += 1
        if self.add_run(contig, start0, end0, deep=deep) and deep and depth is not None:
            self._depths[min(round(depth), _HIGHEST)] += end0 - start0

    def add_run(self, contig: str, start0: int, end0: int, *, deep: bool) -> bool:
        """Take a region that was checked; return whether it lies on a chromosome."""
        name = self._chromosome(contig)
        if not name:
            return False
        intervals = (self._deep if deep else self._shallow).setdefault(name, [])
        if intervals and intervals[-1][0] <= start0 <= intervals[-1][1]:
            intervals[-1] = (intervals[-1][0], max(end0, intervals[-1][1]))
        else:
            intervals.append((start0, end0))
        return True

    def is_chromosome(self, contig: str) -> bool:
        """Whether a contig is a chromosome, however it is spelled."""
        return bool(self._chromosome(contig))

    def _chromosome(self, contig: str) -> str:
        name = self._names.get(contig)
        if name is None:
            name = self._names[contig] = chromosome_of(contig) or ""
        return name

    def count_depths(self, depths: np.ndarray, bases: np.ndarray) -> None:
        """Count many depths that are deep enough by the bases that have them."""
        import numpy as np

        rounded = np.minimum(np.rint(depths), _HIGHEST).astype(np.int64)
        counts = np.bincount(rounded, weights=bases)
        for depth in np.flatnonzero(counts).tolist():
            self._depths[depth] += int(counts[depth])

    def file(self, name: str, measure: DepthMeasure) -> DepthFile:
        """Return what was collected.

        Of a mean it is not known where in the region it holds: what also lies in a region that is
        not deep enough does not count as deep.

        Raises:
            InputError: no line had a region on a chromosome.
        """
        if not self.count:
            raise InputError(f"{self._path}: has no line of depth; was the right file given?")
        if not self._deep and not self._shallow:
            names = printable(", ".join(sorted(self._names)[:5]))
            raise InputError(
                f"{self._path}: none of its contigs ({names}) is a chromosome; expected are "
                f"{CHROMOSOMES[0]} or chr{CHROMOSOMES[0]} and so on"
            )
        deep = {contig: merged(each) for contig, each in self._deep.items()}
        shallow = {contig: merged(each) for contig, each in self._shallow.items()}
        seen = {
            contig: merged([*deep.get(contig, []), *shallow.get(contig, [])])
            for contig in sorted({*deep, *shallow})
        }
        if measure is DepthMeasure.MEAN:
            deep = {name: without(each, shallow.get(name, [])) for name, each in deep.items()}
        return DepthFile(name, measure, deep, seen, self._median())

    def _median(self) -> float | None:
        half = sum(self._depths.values()) / 2
        reached = 0
        for depth in sorted(self._depths, reverse=True):
            reached += self._depths[depth]
            if reached >= half:
                return float(depth)
        return None


def numbered(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a depth file with their numbers; empty ones and `track` lines are left."""
    for number, line in enumerate(read_lines(path, WHAT), start=1):
        if line and not line.startswith(("track", "browser")):
            yield number, line


def tables(path: Path) -> Iterator[pd.DataFrame]:
    """Yield the lines of a BED file in parts: contig, start, end, and its last column as numbers.

    Raises:
        InputError: the file is cut off.
        ValueError: a line has other columns than the first, or something that is no number.
    """
    import csv

    import pandas as pd  # half a second, which only large files pay

    first = next(line for _, line in numbered(path) if not line.startswith("#"))
    last = first.count("\t")
    opener = gzip.open if is_gzip(path) else open
    with (
        unpacking(path),
        opener(path, "rt", encoding="utf-8-sig", errors="surrogateescape") as text,
        pd.read_csv(
            text,
            sep="\t",
            header=None,
            comment="#",
            quoting=csv.QUOTE_NONE,
            na_filter=False,
            usecols=[0, 1, 2, last],
            dtype={0: str, 1: "int64", 2: "int64", last: "float64"},
            chunksize=_CHUNK,
        ) as parts,
    ):
        yield from parts


def whole(text: str) -> int:
    """Return a whole number that is written in digits only.

    Raises:
        ValueError: it is not, or longer than ten digits.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise ValueError(f"{text!r} is no whole number")
    return int(text)
