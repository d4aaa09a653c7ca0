"""A plain table of genes: `gene`, and `copy_number` (total copies, not log2) or `call`, or both.

`call` is amplification, gain, neutral, loss or deletion, and goes before the number. Every gene
in the table counts as assessed for copy number, neutral ones included.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.copy_number import MOST_COPIES, CopyNumberFile, GeneMeasure
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files.columns import WHAT, header_of
from oncomatch.readers.table import Row, read_table

NAME = "gene-table"
EXPECTED = "a table of gene, and copy_number or call"
_COLUMNS = ("gene", "copy_number", "call")
_NEUTRAL = "neutral"


def recognises(head: Sequence[str]) -> bool:
    """Whether the header names genes, and copies or calls."""
    columns = set(header_of(head))
    return "gene" in columns and bool(columns & {"copy_number", "call"})


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the genes of the table.

    Raises:
        InputError: a column is unknown or absent, or a value is out of range.
    """
    table = read_table(path, WHAT)
    unknown = set(table.columns) - set(_COLUMNS)
    if unknown or "gene" not in table.columns or len(table.columns) < 2:
        raise InputError(
            f"{path}: the columns are {', '.join(table.columns)}; expected are gene, and "
            f"copy_number or call, tab-separated"
        )
    return CopyNumberFile(NAME, genes=tuple(_measure(row) for row in table.rows), strict=True)


def _measure(row: Row) -> GeneMeasure:
    gene, call = row.cells.get("gene", ""), row.cells.get("call", "").lower()
    copies = _copies(row.cells.get("copy_number", ""), row.where)
    if gene and copies is None and not call:
        raise InputError(f"{row.where}: {gene} has neither copy_number nor call")
    return GeneMeasure(
        gene=gene,
        where=row.where,
        copies=copies,
        called=bool(call),
        firm=bool(call),
        call=_kind(call, row.where) if call else None,
        note=f"called {call} in the table" if call else "",
    )


def _copies(text: str, where: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= MOST_COPIES:
        raise InputError(
            f"{where}: copy_number is {text!r}; expected are total copies from 0 on "
            f"(a negative value is probably log2)"
        )
    return value


def _kind(call: str, where: str) -> CopyNumberKind | None:
    if call == _NEUTRAL:
        return None
    try:
        return CopyNumberKind(call)
    except ValueError as error:
        accepted = ", ".join([*(kind.value for kind in CopyNumberKind), _NEUTRAL])
        raise InputError(f"{where}: call is {call!r}; accepted are {accepted}") from error
