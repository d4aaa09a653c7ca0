"""Sequenza: the segments table (chromosome, start.pos, end.pos, CNt, A, B).

1-based starts; CNt are whole copies of the tumour cells, B those of the rarer allele.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.copy_number import CopyNumberFile
from oncomatch.readers.copy_number_files.allelic import segment_of
from oncomatch.readers.copy_number_files.columns import header_of, read_table_lines

NAME = "sequenza"
EXPECTED = "Sequenza segments: chromosome, start.pos, end.pos, CNt, A, B"
_PLACE = ("chromosome", "start.pos", "end.pos")


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is that of Sequenza's segments."""
    return {*_PLACE, "CNt"} <= set(header_of(head))


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the segments with total and minor copies."""
    segments = []
    for line in read_table_lines(path, (*_PLACE, "CNt")):
        total, one, two = (line.copies_of(name, whole=True) for name in ("CNt", "A", "B"))
        if None not in (total, one, two) and (one or 0) + (two or 0) != total:
            raise line.error(f"A and B are {one:g} and {two:g}, CNt is {total:g}: they do not add")
        segments.append(segment_of(line, _PLACE, total, two))
    return CopyNumberFile(NAME, tuple(each for each in segments if each is not None))
