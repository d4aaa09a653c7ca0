"""The tables of a record as tab-separated files in one folder."""

from __future__ import annotations

from pathlib import Path

from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.annotation_table import cell
from oncomatch.reporting.files import write_text
from oncomatch.reporting.record_tables import Cell, tables_of


def write_tsv(record: CaseRecord, folder: Path) -> None:
    """Write a file a table, named like it; a cell that begins like a formula gets an apostrophe."""
    for table in tables_of(record):
        lines = (table.columns, *table.rows)
        text = "".join("\t".join(map(_cell, line)) + "\n" for line in lines)
        write_text(folder / f"{table.name.lower()}.tsv", text)


def _cell(value: Cell) -> str:
    """Return a cell; numbers stand as they are, a minus is no formula there."""
    if value is None:
        return ""
    return cell(value) if isinstance(value, str) else f"{value:g}"
