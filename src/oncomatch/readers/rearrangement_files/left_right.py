"""A table of breakpoints with the genes at either side and no order: left_gene, right_gene.

As pipelines on GeneFuse or DNA panels write it: left_chr, left_breakpoint, right_chr,
right_breakpoint. A row tells neither strands nor which gene is 5'; where the knowledge names the
pair, that says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.rearrangement import DNA, Junction, JunctionEnd, RearrangementFile
from oncomatch.readers.copy_number_files.columns import header_of
from oncomatch.readers.rearrangement_files.cells import gene_name, place, rows_with
from oncomatch.readers.table import Row

NAME = "left-right"
EXPECTED = "a table of left_gene, left_chr, left_breakpoint, and the same of right"
_SIDES = ("left", "right")
_NEEDED = tuple(f"{side}_{what}" for side in _SIDES for what in ("gene", "chr", "breakpoint"))


def recognises(head: Sequence[str]) -> bool:
    """Whether the header names a left and a right gene with their places."""
    return set(_NEEDED) <= set(header_of(head))


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the breaks of the table."""
    return RearrangementFile(NAME, tuple(map(_junction, rows_with(path, _NEEDED))))


def _junction(row: Row) -> Junction:
    left, right = (_end(row, side) for side in _SIDES)
    return Junction(left, right, row.where, ordered=False, evidence=DNA)


def _end(row: Row, side: str) -> JunctionEnd:
    written = f"{row.cells[f'{side}_chr']}:{row.cells[f'{side}_breakpoint']}"
    where = place(written, row.where, f"{side}_chr and {side}_breakpoint")
    return JunctionEnd(gene_name(row.cells[f"{side}_gene"]), *where)
