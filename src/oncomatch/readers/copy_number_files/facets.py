"""FACETS: the cncf table (chrom, start, end, tcn.em, lcn.em), also with loc.start and loc.end.

1-based starts, chromosome 23 is X. `lcn.em` is empty where a segment has too few heterozygous
sites.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.copy_number import CopyNumberFile
from oncomatch.readers.copy_number_files.allelic import segment_of
from oncomatch.readers.copy_number_files.columns import header_of, read_table_lines

NAME = "facets"
EXPECTED = "FACETS cncf table: chrom, start, end, tcn.em, lcn.em"
_PLACES = (("chrom", "start", "end"), ("chrom", "loc.start", "loc.end"))
_COPIES = ("tcn.em", "lcn.em")


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is that of a cncf table."""
    return set(_COPIES) <= set(header_of(head))


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the segments with total and minor copies."""
    segments = []
    for line in read_table_lines(path, ("chrom", *_COPIES)):
        place = _PLACES[0] if "start" in line.cells else _PLACES[1]
        for name in place:
            if name not in line.cells:
                raise line.error(f"there is no column {name}; expected is {EXPECTED}")
        total, minor = (line.copies_of(name, whole=True) for name in _COPIES)
        segments.append(segment_of(line, place, total, minor))
    return CopyNumberFile(NAME, tuple(each for each in segments if each is not None))
