"""The tables of a record as tab-separated files in one folder."""

from __future__ import annotations

from pathlib import Path

from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.annotation_table import cell
from oncomatch.reporting.files import write_text
from oncomatch.reporting.record_tables import Cell, RecordTable, tables_of


def write_tsv(record: CaseRecord, folder: Path) -> None:
    """Write a file a table, named like it; a cell that begins like a formula gets an apostrophe."""
    for table in tables_of(record):
        write_table(table, folder / f"{table.name.lower()}.tsv")


def write_table(table: RecordTable, path: Path) -> None:
    """Write one table; None is an empty cell."""
    lines = (table.columns, *table.rows)
    write_text(path, "".join("\t".join(map(_cell, line)) + "\n" for line in lines))


def _cell(value: Cell) -> str:
    """Return a cell; numbers stand as they are, a minus is no formula there."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    return cell(value) if isinstance(value, str) else f"{value:g}"
