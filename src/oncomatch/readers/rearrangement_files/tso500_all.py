"""TSO500 AllFusions.csv: every candidate of the RNA callers, with KeepFusion.

What the caller does not keep is not reported. `Fusion Directionality Known` says whether gene A
is 5'. The reads are those without duplicates. The comments of the file describe its columns.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.rearrangement import RNA, Junction, JunctionEnd, RearrangementFile
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable, read_lines
from oncomatch.readers.rearrangement_files.cells import WHAT, count, gene_names, place
from oncomatch.readers.table import Row

NAME = "tso500-all-fusions"
EXPECTED = "TSO500 AllFusions.csv"
_NEEDED = ("Gene A", "Gene B", "Gene A Breakpoint", "Gene B Breakpoint", "KeepFusion")
_KNOWN = "Fusion Directionality Known"
_ANSWERS = {"True": True, "False": False}


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is that of AllFusions.csv."""
    lines = [line for line in head if line.strip() and not line.startswith("#")]
    return bool(lines) and set(_NEEDED) <= set(lines[0].split(","))


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the candidates of the file.

    Raises:
        InputError: a row is short, or a cell is not of its kind.
    """
    columns: list[str] = []
    junctions = []
    for number, text in enumerate(read_lines(path, WHAT), start=1):
        if not text.strip() or text.startswith("#"):
            continue
        cells = [cell.strip() for cell in next(csv.reader([printable(text)]))]
        if not columns:
            columns = cells
            continue
        named = {name: cell for name, cell in zip(columns, cells, strict=False) if cell}
        row = Row(f"{path}, line {number}", named)
        empty = [name for name in _NEEDED if name not in named]
        if empty:
            raise InputError(f"{row.where}: {empty[0]} is empty; was the file cut off?")
        junctions.append(_junction(row))
    return RearrangementFile(NAME, tuple(junctions))


def _junction(row: Row) -> Junction:
    first, second = (
        JunctionEnd(
            gene_names(row.cells[f"Gene {side}"]),
            *place(row.cells[f"Gene {side} Breakpoint"], row.where, f"Gene {side} Breakpoint"),
        )
        for side in "AB"
    )
    reason = row.cells.get("Filter", "N/A")
    shown = "" if reason in ("N/A", "PASS") else f" ({reason[:100]})"
    return Junction(
        first,
        second,
        row.where,
        ordered=_answer(row, _KNOWN),
        reads=count(row, "Alt Split Dedup", "Alt Pair Dedup"),
        doubt="" if _answer(row, "KeepFusion") else f"not kept by the caller{shown}",
        evidence=RNA,
    )


def _answer(row: Row, column: str) -> bool:
    text = row.cells.get(column, "")
    if text not in _ANSWERS:
        raise InputError(f"{row.where}: {column} is {text[:60]!r}; expected is True or False")
    return _ANSWERS[text]
