"""What the files of tools share: rows with numbers in their range, errors that say where."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from oncomatch.errors import InputError
from oncomatch.readers.lines import printable, read_lines
from oncomatch.readers.table import cells_of

WHAT = "a marker of the whole tumour"
_MOST_LINES = 20_000
_LONGEST = 60
_MISSING = {"", "NA", "NAN", "NONE", "."}
_ROUNDING = 0.6


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells by name, and where they stand, for messages."""

    where: str
    cells: dict[str, str]

    def error(self, sentence: str) -> InputError:
        """Return the error of these cells."""
        return InputError(f"{self.where}: {printable(sentence)}")

    def number(self, name: str, low: float, high: float, expected: str) -> float | None:
        """Return a number within its range, None where it is missing.

        Raises:
            InputError: it is no number or outside; `expected` says what it should be.
        """
        text = self.cells.get(name, "").rstrip("%").strip()
        if text.upper() in _MISSING:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise self.error(f"{name} is {text[:_LONGEST]!r}; expected is {expected}")
        return value

    def count(self, name: str) -> int | None:
        """Return a whole number from 0 on, None where it is missing."""
        value = self.number(name, 0, 10**9, "a whole number from 0 on")
        if value is not None and value != int(value):
            raise self.error(f"{name} is {value:g}; expected is a whole number from 0 on")
        return None if value is None else int(value)

    def percent_of_sites(
        self, percent: str, sites: str, unstable: str
    ) -> tuple[float, int | None, int | None] | None:
        """Return the percent of unstable sites with both counts, None where it is missing.

        Raises:
            InputError: it is outside 0 to 100, or not what the counts give.
        """
        share = self.number(percent, 0, 100, "a percentage from 0 to 100")
        if share is None:
            return None
        total, found = self.count(sites), self.count(unstable)
        if total is not None and found is not None:
            if found > total:
                raise self.error(f"{unstable} is {found}, more than the {total} of {sites}")
            if total and abs(100 * found / total - share) > _ROUNDING:
                raise self.error(
                    f"{percent} is {share:g}, but {found} of {total} sites are "
                    f"{100 * found / total:.2f} %: are the columns swapped?"
                )
        return share, total, found


def read_rows(path: Path, needed: Sequence[str]) -> list[Cells]:
    """Return the rows of a table below its header; R's names of rows are the column `""`.

    Raises:
        InputError: a needed column is absent, or there is no row.
    """
    columns: tuple[str, ...] = ()
    rows: list[Cells] = []
    for number, line in enumerate(islice(read_lines(path, WHAT), _MOST_LINES), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = cells_of(line)
        where = f"{path}, line {number}"
        if not columns:
            columns = cells
            absent = [name for name in needed if name not in columns]
            if absent:
                raise InputError(f"{where}: there is no column {', '.join(absent)}")
            continue
        names = ("", *columns) if len(cells) == len(columns) + 1 else columns
        if len(cells) > len(names):
            raise InputError(f"{where}: has more cells than the header; is a tab missing or extra?")
        rows.append(Cells(where, dict(zip(names, cells, strict=False))))
    if not rows:
        raise InputError(f"{path}: has no row below its header; was the tool's run broken off?")
    return rows


def row_of_sample(rows: list[Cells], column: str, sample: str, path: Path) -> Cells:
    """Return the only row, or that of the sample.

    Raises:
        InputError: there are several and the sample is none of them, or not said.
    """
    if len(rows) == 1:
        return rows[0]
    mine = [row for row in rows if sample and row.cells.get(column) == sample]
    if len(mine) != 1:
        names = ", ".join(printable(row.cells.get(column, "")[:_LONGEST]) for row in rows[:5])
        raise InputError(
            f"{path}: has {len(rows)} samples ({names}); name this one in the column tumor_sample"
        )
    return mine[0]


def header_cells(head: Sequence[str]) -> set[str]:
    """Return the column names of the first line that is no comment."""
    for line in head:
        if line.strip() and not line.startswith("#"):
            return set(cells_of(line))
    return set()
