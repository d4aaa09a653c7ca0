"""The files that tell how deep an assay looked, each format by one module, recognised by content.

A new format is one module with `NAME`, `EXPECTED`, `recognises` and `read`, and its line in
`FORMATS`, as those of copy number are (docs/extending.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

from oncomatch.domain.depth import CoverageLimits, DepthFile, DepthMeasure
from oncomatch.errors import InputError
from oncomatch.readers.depth_files import (
    bed_depth,
    bedtools_bases,
    bedtools_counts,
    bedtools_hist,
    gatk,
    gvcf,
    mosdepth_thresholds,
    region_table,
)
from oncomatch.readers.depth_files.collecting import WHAT
from oncomatch.readers.intervals import either_region
from oncomatch.readers.lines import printable, read_lines
from oncomatch.readers.vcf import is_bcf

_HEAD = 4000
_SHOWN = 100


class DepthFormat(Protocol):
    """What a module of a format has."""

    NAME: str
    EXPECTED: str

    def recognises(self, head: Sequence[str]) -> bool:
        """Whether the first lines are of the format."""

    def read(self, path: Path, limits: CoverageLimits, sample: str) -> DepthFile:
        """Return what was deep enough; `sample` is the tumour's name, empty where not given."""


FORMATS: tuple[DepthFormat, ...] = (
    gvcf,
    mosdepth_thresholds,
    region_table,
    gatk,
    bedtools_hist,
    bedtools_counts,
    bedtools_bases,
    bed_depth,
)
"""Every format, the first that recognises a file reads it."""


def pooled(files: Sequence[DepthFile]) -> DepthFile:
    """Return what files of parts of one assay say together: a place counts that counts in one.

    The median is the lowest of theirs, and the measure the coarsest, so that neither is too good.
    """
    first, *others = files
    for other in others:
        medians = [each.median for each in (first, other) if each.median is not None]
        first = DepthFile(
            f"{first.format}, {other.format}",
            max(first.measure, other.measure, key=list(DepthMeasure).index),
            either_region(first.deep, other.deep),
            either_region(first.seen, other.seen),
            min(medians, default=None),
        )
    return first


def read_depth(path: Path, limits: CoverageLimits, sample: str = "") -> DepthFile:
    """Return what a depth file says, in the format that fits.

    Raises:
        InputError: no format fits, or the file is not as its format has it.
    """
    if path.is_file() and is_bcf(path):
        return gvcf.read(path, limits, sample)
    head = list(islice(read_lines(path, WHAT), _HEAD))
    for each in FORMATS:
        if each.recognises(head):
            return each.read(path, limits, sample)
    first = printable(next((line for line in head if line.strip()), ""))[:_SHOWN]
    raise InputError(
        f"{path}: the first line is {first!r}; this is no depth file that is known: expected is "
        f"{'; or '.join(each.EXPECTED for each in FORMATS)}"
    )
