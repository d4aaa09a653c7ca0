"""The table of fusions that PCGR takes: FusionGene (`EML4--ALK`, 5' first) and breakpoints.

Layout: https://sigven.github.io/pcgr/articles/input.html
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.rearrangement import RNA, Junction, JunctionEnd, RearrangementFile
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files.columns import header_of
from oncomatch.readers.rearrangement_files.cells import count, gene_name, place, rows_with
from oncomatch.readers.table import Row

NAME = "pcgr"
EXPECTED = "PCGR's table: FusionGene, LeftBreakpoint, RightBreakpoint"
_NEEDED = ("FusionGene", "LeftBreakpoint", "RightBreakpoint")


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is that of PCGR's table."""
    return set(_NEEDED) <= set(header_of(head))


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the calls of the file."""
    return RearrangementFile(NAME, tuple(map(_junction, rows_with(path, _NEEDED))))


def _junction(row: Row) -> Junction:
    names = row.cells["FusionGene"].split("--")
    if len(names) != 2:
        raise InputError(
            f"{row.where}: FusionGene is {row.cells['FusionGene'][:60]!r}; expected are two genes "
            f"as EML4--ALK"
        )
    left, right = (
        JunctionEnd(gene_name(name), *place(row.cells[column], row.where, column))
        for name, column in zip(names, ("LeftBreakpoint", "RightBreakpoint"), strict=True)
    )
    return Junction(left, right, row.where, reads=count(row, "SplitReads"), evidence=RNA)
