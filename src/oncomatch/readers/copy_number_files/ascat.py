"""ASCAT segments as PCGR takes them: Chromosome, Start, End, nMajor (n_major), nMinor (n_minor).

1-based starts, whole copies of the tumour cells. ASCAT's own table (chr, startpos, endpos, nMajor,
nMinor) is read too.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.copy_number import CopyNumberFile
from oncomatch.readers.copy_number_files.allelic import segment_of
from oncomatch.readers.copy_number_files.columns import Line, header_of, read_table_lines

NAME = "ascat"
EXPECTED = "ASCAT segments: Chromosome, Start, End, nMajor, nMinor"
_PLACES = (
    ("Chromosome", "Start", "End"),
    ("chromosome", "start", "end"),
    ("chr", "startpos", "endpos"),
)
_ALLELES = (("nMajor", "nMinor"), ("n_major", "n_minor"))


def recognises(head: Sequence[str]) -> bool:
    """Whether the header has the copies of both alleles."""
    columns = set(header_of(head))
    return any(set(each) <= columns for each in _ALLELES) and any(
        set(each) <= columns for each in _PLACES
    )


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the segments with total and minor copies."""
    segments = []
    for line in read_table_lines(path, ()):
        place = next((each for each in _PLACES if each[0] in line.cells), _PLACES[0])
        alleles = next((each for each in _ALLELES if each[0] in line.cells), _ALLELES[0])
        for name in (*place, *alleles):
            if name not in line.cells:
                raise line.error(f"there is no column {name}; expected is {EXPECTED}")
        segments.append(segment_of(line, place, *_copies(line, *alleles)))
    return CopyNumberFile(NAME, tuple(each for each in segments if each is not None))


def _copies(line: Line, major: str, minor: str) -> tuple[float | None, float | None]:
    more, fewer = line.copies_of(major, whole=True), line.copies_of(minor, whole=True)
    if more is None or fewer is None:
        return None, None
    if fewer > more:
        raise line.error(
            f"{minor} is {fewer:g} and {major} {more:g}; the rarer allele cannot have more "
            f"copies: are the columns swapped?"
        )
    return more + fewer, fewer
