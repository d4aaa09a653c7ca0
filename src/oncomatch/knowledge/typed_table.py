"""Tables of which each row is one noun: tab-separated, sorted, with named columns."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from oncomatch.errors import BiomarkerError, ResourceError

Noun = TypeVar("Noun")


@dataclass(frozen=True)
class TypedTable(Generic[Noun]):
    """How nouns stand in a table; `to_row` and `from_row` are each other's inverse.

    `from_row` gets as many cells as there are columns, and raises ValueError or BiomarkerError
    for a cell that it cannot read.
    """

    columns: tuple[str, ...]
    to_row: Callable[[Noun], tuple[str, ...]]
    from_row: Callable[[list[str]], Noun]

    def write(self, path: Path, nouns: Iterable[Noun]) -> None:
        """Write the table, sorted by its columns from the first on."""
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, delimiter="\t", lineterminator="\n")
            writer.writerow(self.columns)
            writer.writerows(sorted(map(self.to_row, nouns)))

    def read(self, path: Path) -> tuple[Noun, ...]:
        """Return the nouns of a table, in its order.

        Raises:
            ResourceError: with file and line, where a row cannot be read.
        """
        with path.open(encoding="utf-8", newline="") as lines:
            try:
                return tuple(self.parse(lines))
            except ResourceError as error:
                raise ResourceError(f"{path}, {error}") from error

    def parse(self, lines: Iterable[str]) -> Iterator[Noun]:
        """Yield the noun on each line of the table.

        Raises:
            ResourceError: the columns are others, or a row cannot be read.
        """
        rows = csv.reader(lines, delimiter="\t")
        header = tuple(next(rows, ()))
        if header != self.columns:
            absent = [name for name in self.columns if name not in header]
            raise ResourceError(f"line 1: columns are not as expected; missing {', '.join(absent)}")
        for number, row in enumerate(rows, start=2):
            if len(row) != len(self.columns):
                raise ResourceError(
                    f"line {number}: {len(row)} cells instead of {len(self.columns)}"
                )
            try:
                yield self.from_row(row)
            except (ValueError, BiomarkerError) as error:
                raise ResourceError(f"line {number}: {error}") from error
