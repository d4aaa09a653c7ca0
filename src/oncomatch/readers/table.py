"""Read a tab-separated table of the user's: a header line, then rows.

A quotation mark is a letter like others: one that is never closed would swallow rows. Lines that
begin with `##` or `# ` before the header, or with `#` after it, are comments; the header itself
may begin with `#`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from oncomatch.errors import InputError
from oncomatch.readers.lines import printable, read_lines

_COMMENT = ("##", "# ")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it stands, for messages, and its cells that are not empty, by column."""

    where: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The column names in their order, and the rows as they are read."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def read_table(path: Path, what: str) -> Table:
    """Return the table of a file; `what` names it in messages.

    Raises:
        InputError: the file is absent or empty, has no header, a column stands twice, or a row
            has more cells than the header.
    """
    lines = _numbered(path, what)
    for _, line in lines:
        if not line.startswith(_COMMENT):
            columns = tuple(cell.strip() for cell in line.removeprefix("#").split("\t"))
            break
    else:
        raise InputError(f"{path}: has no header line ({what})")
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise InputError(f"{path}: the column {printable(twice[0])!r} stands twice")
    return Table(tuple(map(printable, columns)), _rows(path, columns, lines))


def cells_of(line: str) -> tuple[str, ...]:
    """Return the cells of a line; tabs part them, or commas where there is no tab."""
    parted = line.split("\t") if "\t" in line else next(csv.reader([line]), [])
    return tuple(cell.strip().strip('"') for cell in parted)


def _numbered(path: Path, what: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(read_lines(path, what), start=1):
        if line.strip():
            yield number, line


def _rows(path: Path, columns: tuple[str, ...], lines: Iterator[tuple[int, str]]) -> Iterator[Row]:
    for number, line in lines:
        if line.startswith("#"):
            continue
        where = f"{path}, line {number}"
        values = [cell.strip() for cell in line.split("\t")]
        if any(values[len(columns) :]):
            raise InputError(f"{where}: has more cells than the header; is a tab missing or extra?")
        named = zip(columns, values, strict=False)
        yield Row(where, {printable(name): printable(value) for name, value in named if value})
