"""What the tables share: cells as gene names, places and counts, with clear errors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from oncomatch.errors import InputError
from oncomatch.readers.table import Row, read_table
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.contig_names import chromosome_of

WHAT = "fusions"
_MOST_GENES = 5
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,39}")
_PLACE = re.compile(r"([^\s:]{1,60}):([0-9]{1,10})(?::[+-])?")
_COUNT = re.compile(r"[0-9]{1,9}")


def rows_with(path: Path, needed: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a table that has the columns.

    Raises:
        InputError: a column is absent, or a row has an empty cell in one.
    """
    table = read_table(path, WHAT)
    absent = [name for name in needed if name not in table.columns]
    if absent:
        raise InputError(f"{path}: there is no column {', '.join(absent)}; was the file changed?")
    for row in table.rows:
        empty = [name for name in needed if name not in row.cells]
        if empty:
            raise InputError(f"{row.where}: {empty[0]} is empty; was the file cut off?")
        yield row


def gene_name(text: str) -> str:
    """Return a name as written, "" for what cannot be a gene's name.

    >>> gene_name("ALK"), gene_name("MED6P1(31892),PTEN")
    ('ALK', '')
    """
    return text if _NAME.fullmatch(text) else ""


def gene_names(text: str) -> str:
    """Return the names of genes that are parted by semicolons, without what cannot be one.

    >>> gene_names("ROS1;GOPC"), gene_names("A(3);ALK")
    ('ROS1;GOPC', 'ALK')
    """
    names = (gene_name(part.strip()) for part in text.split(";")[:_MOST_GENES])
    return ";".join(filter(None, names))


def known_part(text: str) -> bool:
    """Whether a text names at least one gene that HGNC knows, parted by semicolons."""
    reference = open_reference()
    return any(reference.find_gene(name) for name in gene_names(text).split(";") if name)


def place(text: str, where: str, column: str) -> tuple[str, int]:
    """Return chromosome and position (1-based); "" and 0 off the chromosomes.

    Raises:
        InputError: it is not contig:position.
    """
    found = _PLACE.fullmatch(text)
    if found is None or int(found[2]) < 1:
        raise InputError(
            f"{where}: {column} is {text[:60]!r}; expected is contig:position, as 2:42522694"
        )
    contig = chromosome_of(found[1])
    return (contig, int(found[2])) if contig else ("", 0)


def count(row: Row, *columns: str) -> int | None:
    """Return the sum of counts, None where no column has one.

    Raises:
        InputError: a cell is no count.
    """
    numbers = []
    for name in columns:
        text = row.cells.get(name, ".")
        if text in (".", "NA", "N/A"):
            continue
        if not _COUNT.fullmatch(text):
            raise InputError(f"{row.where}: {name} is {text[:60]!r}; expected is a count of reads")
        numbers.append(int(text))
    return sum(numbers) if numbers else None
