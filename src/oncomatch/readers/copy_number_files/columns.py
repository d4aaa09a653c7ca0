"""What the formats share: a table with a header, its cells as places and numbers, clear errors."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oncomatch.domain.copy_number import MOST_COPIES
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable, read_lines
from oncomatch.readers.table import cells_of
from oncomatch.reference.contig_names import chromosome_of

WHAT = "copy number"
_MISSING = {"", "NA", "NAN", "."}
_NUMBERED = {"23": "X", "24": "Y"}
_LOG2_RANGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its file and number, and its cells by column."""

    path: Path
    number: int
    cells: dict[str, str]

    def error(self, sentence: str) -> InputError:
        """Return the error of this line."""
        return InputError(f"{self.path}, line {self.number}: {printable(sentence)}")

    def place(
        self, contig: str, start: str, end: str, *, zero_based: bool = False
    ) -> tuple[str, int, int] | None:
        """Return contig, start0 and end0 of the named columns; None off the chromosomes."""
        name = self.cells[contig]
        chromosome = chromosome_of(_NUMBERED.get(name.removeprefix("chr"), name))
        first, last = self._position(start), self._position(end)
        if first > last or (not zero_based and first < 1):
            raise self.error(
                f"{start} is {first} and {end} {last}; the start has to be at least 1 and not "
                f"after the end: are the columns swapped?"
            )
        if chromosome is None:
            return None
        return chromosome, first if zero_based else first - 1, last

    def _position(self, column: str) -> int:
        text = self.cells[column]
        if text.isdigit():
            return int(text)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (value >= 0 and value.is_integer()):
            raise self.error(
                f"{column} is {text!r}; expected is a position: are the columns swapped?"
            )
        return int(value)

    def number_of(self, column: str) -> float | None:
        """Return the number of a column, None where it is missing."""
        text = self.cells.get(column, "")
        if text.upper() in _MISSING:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.error(f"{column} is {text!r}; expected is a number")
        return value

    def copies_of(self, column: str, *, whole: bool = False, least: float = 0.0) -> float | None:
        """Return the copies of a column; down to `least` they are noise about zero."""
        value = self.number_of(column)
        if value is None:
            return None
        if not least <= value <= MOST_COPIES:
            raise self.error(
                f"{column} is {self.cells[column]!r}; expected are total copies from 0 on "
                f"(a negative value is probably log2)"
            )
        if whole and not value.is_integer():
            raise self.error(
                f"{column} is {self.cells[column]!r}; expected is a whole number of copies "
                f"(a fraction is probably log2 or a ratio)"
            )
        return max(0.0, value)

    def log2_of(self, column: str) -> float | None:
        """Return the log2 ratio of a column."""
        value = self.number_of(column)
        if value is not None and abs(value) > _LOG2_RANGE:
            raise self.error(
                f"{column} is {self.cells[column]!r}; expected is a log2 ratio: "
                f"are the columns swapped?"
            )
        return value


def header_of(head: Sequence[str]) -> tuple[str, ...]:
    """Return the column names of the first line that is no comment, () without one."""
    for line in head:
        if line.strip() and not line.startswith(("##", "@", "# ")):
            return cells_of(line.removeprefix("#"))
    return ()


def read_table_lines(path: Path, needed: Sequence[str]) -> Iterator[Line]:
    """Yield the lines of a table below its header, which has to have the columns.

    Raises:
        InputError: a column is absent, stands twice, or a line has fewer cells than are needed.
    """
    columns: tuple[str, ...] = ()
    for number, line in enumerate(read_lines(path, WHAT), start=1):
        if not line.strip() or line.startswith(("##", "@", "# ")):
            continue
        if not columns:
            columns = cells_of(line.removeprefix("#"))
            twice = sorted({name for name in columns if name and columns.count(name) > 1})
            if twice:
                raise InputError(f"{path}, line {number}: the column {twice[0]!r} stands twice")
            absent = [name for name in needed if name not in columns]
            if absent:
                raise InputError(
                    f"{path}, line {number}: there is no column {', '.join(absent)}; "
                    f"check that cnv_format is right"
                )
            continue
        yield Line(path, number, _named(path, number, columns, cells_of(line), needed))


def _named(
    path: Path, number: int, columns: tuple[str, ...], cells: tuple[str, ...], needed: Sequence[str]
) -> dict[str, str]:
    # R writes row names without a column of their own.
    if len(cells) == len(columns) + 1 and cells[0].strip('"').isdigit():
        cells = cells[1:]
    named = dict(zip(columns, cells, strict=False))
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        raise InputError(
            f"{path}, line {number}: has more cells than the header; is a tab missing or extra?"
        )
    short = [name for name in needed if name not in named]
    if short:
        raise InputError(
            f"{path}, line {number}: ends before the column {short[0]}; was the file cut off?"
        )
    return named


def check_log2(values: Sequence[float], path: Path, column: str) -> None:
    """Refuse a column of whole numbers from 0 on: these are copies, not log2 ratios.

    Raises:
        InputError: at least three values, none with a fraction or below zero, one 2 or more.
    """
    if len(values) >= 3 and max(values) >= 2 and all(v >= 0 and v == int(v) for v in values):
        raise InputError(
            f"{path}: the column {column} holds whole numbers only; expected are log2 ratios, "
            f"these are probably copies: name the column of copies"
        )
