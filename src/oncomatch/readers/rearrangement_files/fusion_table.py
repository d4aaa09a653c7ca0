"""A plain table of fusions: gene5 and gene3, and where known exons, breakpoints, reads, frame.

`exon5` is the last exon of the 5' gene, `exon3` the first of the 3' gene; `breakpoint5` and
`breakpoint3` are their places; `in_frame` is yes or no, `evidence` DNA or RNA. The same gene twice
is a change within it: EGFR 1, EGFR 8 is the loss of exons 2 to 7. `splice_variant` names the
transcript (AR-V7) that such a row is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.rearrangement import DNA, RNA, Junction, JunctionEnd, RearrangementFile
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files.columns import header_of
from oncomatch.readers.rearrangement_files.cells import WHAT, count, place, rows_with
from oncomatch.readers.table import Row, read_table

NAME = "fusion-table"
EXPECTED = "a table of gene5 and gene3, where known exon5, exon3, reads, in_frame"
_NEEDED = ("gene5", "gene3")
COLUMNS = (
    *_NEEDED,
    "exon5",
    "exon3",
    "reads",
    "in_frame",
    "breakpoint5",
    "breakpoint3",
    "evidence",
    "splice_variant",
)
"""The columns that the table may have."""
SPLICING = COLUMNS[-1]
_EXON = re.compile(r"[1-9][0-9]{0,2}")
_VARIANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")
_ANSWERS = {"yes": True, "no": False}


def recognises(head: Sequence[str]) -> bool:
    """Whether the header names a 5' and a 3' gene."""
    return set(_NEEDED) <= set(header_of(head))


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the fusions of the table.

    Raises:
        InputError: a column or a value is not one of these.
    """
    columns = read_table(path, WHAT).columns
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise InputError(
            f"{path}: the column {unknown[0]!r} is not known; known are {', '.join(COLUMNS)}"
        )
    junctions = tuple(map(junction_of, rows_with(path, _NEEDED)))
    return RearrangementFile(NAME, junctions, strict=True, splicing=SPLICING in columns)


def junction_of(row: Row) -> Junction:
    """Return the junction of a row with these columns.

    Raises:
        InputError: a value is not of its kind, or a splice variant has two genes.
    """
    five, three = (_end(row, one) for one in (5, 3))
    answer = row.cells.get("in_frame", "").lower()
    if answer and answer not in _ANSWERS:
        raise InputError(f"{row.where}: in_frame is {answer[:60]!r}; expected is yes or no")
    evidence = row.cells.get("evidence", "").upper()
    if evidence and evidence not in (DNA, RNA):
        raise InputError(f"{row.where}: evidence is {evidence[:60]!r}; expected is DNA or RNA")
    name = row.cells.get("splice_variant", "")
    if name and not (_VARIANT.fullmatch(name) and five.gene == three.gene):
        raise InputError(
            f"{row.where}: splice_variant is {name[:60]!r}; expected is the name of a transcript "
            f"of one gene, which stands as gene5 and gene3"
        )
    return Junction(
        five,
        three,
        row.where,
        in_frame=_ANSWERS.get(answer),
        reads=count(row, "reads"),
        evidence=evidence,
        name=name,
    )


def _end(row: Row, one: int) -> JunctionEnd:
    column = f"breakpoint{one}"
    written = row.cells.get(column, "")
    contig, position = place(written, row.where, column) if written else ("", 0)
    return JunctionEnd(row.cells[f"gene{one}"], contig, position, _exon(row, f"exon{one}"))


def _exon(row: Row, column: str) -> int:
    text = row.cells.get(column, "")
    if text and not _EXON.fullmatch(text):
        raise InputError(f"{row.where}: {column} is {text[:60]!r}; expected is an exon's number")
    return int(text or 0)
