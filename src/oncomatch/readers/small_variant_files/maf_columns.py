"""The columns of a MAF by their names, and the cells of a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oncomatch.errors import InputError
from oncomatch.readers.lines import printable

_MISSING = frozenset({"", "NA", "N/A", ".", "NaN", "nan"})
_LONGEST = 1000
_NOWHERE = 1 << 31
_MOST_POSITION = 1 << 31


class Columns:
    """The names of the columns, in their order; capitals make no difference."""

    def __init__(self, names: tuple[str, ...]):
        self.names = names
        lower = [name.lower() for name in names]
        self._places = {name: place for place, name in reversed(list(enumerate(lower)))}
        self._asked: dict[str, int] = {}
        self.twice = next((name for name in names if name and lower.count(name.lower()) > 1), "")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._places

    def width_of(self, names: Iterable[str]) -> int:
        """Return how many cells a row needs so that it has these columns."""
        return max((self._places[name.lower()] + 1 for name in names if name in self), default=0)

    def get(self, cells: list[str], name: str) -> str:
        """Return the cell of a column, empty where it is missing or says so."""
        place = self._asked.get(name)
        if place is None:
            place = self._asked[name] = self._places.get(name.lower(), _NOWHERE)
        if place >= len(cells):
            return ""
        cell = cells[place].strip()
        return "" if cell in _MISSING else cell


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its columns and cells, its line (from 1) and its file."""

    columns: Columns
    cells: list[str]
    line: int
    path: str

    def __getitem__(self, name: str) -> str:
        """Return the cell of a column; empty where it is missing."""
        return self.columns.get(self.cells, name)

    def error(self, sentence: str) -> InputError:
        """Return the error of this row."""
        return InputError(f"{self.path}, line {self.line}: {printable(sentence)}")

    def position(self, name: str) -> int | None:
        """Return a 1-based position, None where it is missing (0 and -1 stand for that as well).

        Raises:
            InputError: something else than a position stands there.
        """
        text = self[name]
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = -2.0
        if not (-1 <= value < _MOST_POSITION and value.is_integer()):
            raise self.error(
                f"{name} is {text[:_LONGEST]!r}; expected is a position: are the columns swapped?"
            )
        return int(value) if value > 0 else None
