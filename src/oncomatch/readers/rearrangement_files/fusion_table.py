"""A plain table of fusions: gene5 and gene3, and where known exon5, exon3, reads, in_frame.

`exon5` is the last exon of the 5' gene, `exon3` the first of the 3' gene; `in_frame` is yes or
no. The same gene twice is a change within it: EGFR 1, EGFR 8 is the loss of exons 2 to 7.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.rearrangement import Junction, JunctionEnd, RearrangementFile
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files.columns import header_of
from oncomatch.readers.rearrangement_files.cells import WHAT, count, rows_with
from oncomatch.readers.table import Row, read_table

NAME = "fusion-table"
EXPECTED = "a table of gene5 and gene3, where known exon5, exon3, reads, in_frame"
_NEEDED = ("gene5", "gene3")
_COLUMNS = (*_NEEDED, "exon5", "exon3", "reads", "in_frame")
_EXON = re.compile(r"[1-9][0-9]{0,2}")
_ANSWERS = {"yes": True, "no": False}


def recognises(head: Sequence[str]) -> bool:
    """Whether the header names a 5' and a 3' gene."""
    return set(_NEEDED) <= set(header_of(head))


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the fusions of the table.

    Raises:
        InputError: a column or a value is not one of these.
    """
    unknown = [name for name in read_table(path, WHAT).columns if name not in _COLUMNS]
    if unknown:
        raise InputError(
            f"{path}: the column {unknown[0]!r} is not known; known are {', '.join(_COLUMNS)}"
        )
    junctions = tuple(map(_junction, rows_with(path, _NEEDED)))
    return RearrangementFile(NAME, junctions, strict=True)


def _junction(row: Row) -> Junction:
    five, three = (
        JunctionEnd(row.cells[f"gene{one}"], exon=_exon(row, f"exon{one}")) for one in (5, 3)
    )
    answer = row.cells.get("in_frame", "").lower()
    if answer and answer not in _ANSWERS:
        raise InputError(f"{row.where}: in_frame is {answer[:60]!r}; expected is yes or no")
    return Junction(
        five, three, row.where, in_frame=_ANSWERS.get(answer), reads=count(row, "reads")
    )


def _exon(row: Row, column: str) -> int:
    text = row.cells.get(column, "")
    if text and not _EXON.fullmatch(text):
        raise InputError(f"{row.where}: {column} is {text[:60]!r}; expected is an exon's number")
    return int(text or 0)
