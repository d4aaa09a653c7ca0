"""Write annotated alleles as a table: tab-separated, MAF or Parquet, by the file's extension."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from oncomatch.domain.consequence import Consequence
from oncomatch.domain.variant import Reads
from oncomatch.reporting.files import whole_file


class Row(NamedTuple):
    """An alternate allele with its effect on one transcript; every cell as it is written.

    `position` is 1-based; `ref` and `alt` are left-aligned and trimmed. `depth`, `alt_depth`
    and `vaf` are of the tumour sample, empty where the file has none. The names of the effect
    are empty where it is not known, and `note` says why.
    """

    contig: str
    position: str
    ref: str
    alt: str
    gene: str
    transcript: str
    consequence: str
    impact: str
    exon: str
    hgvs_g: str
    hgvs_c: str
    hgvs_p: str
    protein_change: str
    vaf: str
    depth: str
    alt_depth: str
    filter: str
    note: str


_SEPARATORS = re.compile(r'[\t\r\n"]')
_MANY = 20_000
_FORMULA = ("=", "+", "-", "@")


def cell(value: object) -> str:
    """Return a cell, quoted if it holds separators.

    An apostrophe keeps a spreadsheet from running a FILTER name as a formula. The csv module of
    Python 3.11 would leave a carriage return unquoted, which splits the row.
    """
    text = str(value)
    if text.startswith(_FORMULA):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if _SEPARATORS.search(text) else text


@lru_cache(maxsize=4096)
def consequence_words(consequences: tuple[Consequence, ...]) -> tuple[str, str]:
    """Return the Sequence Ontology terms joined by `&`, and the impact of the most severe."""
    return "&".join(term.so_term for term in consequences), consequences[0].impact.value


def reads_cells(reads: Reads) -> tuple[str, str, str]:
    """Return VAF, depth and reads of the allele, empty where they are not known."""
    return (
        "" if reads.vaf is None else f"{reads.vaf:g}",
        "" if reads.depth is None else str(reads.depth),
        "" if reads.alt_depth is None else str(reads.alt_depth),
    )


class Table:
    """An open table; rows are kept until there are many, then written together."""

    def __init__(self, write: Callable[[list[Row]], None], out: IO[str] | None):
        self._write = write
        self._out = out
        self._rows: list[Row] = []
        self._lines: list[str] = []

    @property
    def takes_lines(self) -> bool:
        """Whether finished rows are taken as text."""
        return self._out is not None

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        if self._out is not None:
            self._lines += ["\t".join(row) for row in rows]
        else:
            self._rows += rows
        if len(self._rows) + len(self._lines) > _MANY:
            self.flush()

    def add_line(self, line: str) -> None:
        """Add a row that is text already, without its line end."""
        self._lines.append(line)
        if len(self._lines) > _MANY:
            self.flush()

    def flush(self) -> None:
        """Write what is kept."""
        if self._out is not None and self._lines:
            self._out.write("\n".join(self._lines) + "\n")
        elif self._rows:
            self._write(self._rows)
        self._rows, self._lines = [], []


@contextmanager
def open_table(path: Path, sample: str, build: str) -> Iterator[Table]:
    """Yield what takes rows; the file appears when all went well.

    `.maf` is written as GDC and cBioPortal read it, `.parquet` with typed columns, anything else
    tab-separated. `sample` is the tumour's name and `build` that of the genome, for the columns
    of MAF.
    """
    if path.suffix == ".parquet":
        from oncomatch.reporting.parquet import open_parquet

        with open_parquet(path) as write:
            table = Table(write, None)
            yield table
            table.flush()
        return
    with whole_file(path) as beside, beside.open("w", encoding="utf-8", newline="") as out:
        if path.suffix == ".maf":
            from oncomatch.reporting.maf import head, maf_row

            out.write(head())
            table = Table(
                lambda rows: _write(out, (maf_row(row, sample, build) for row in rows)), None
            )
        else:
            out.write("\t".join(Row._fields) + "\n")
            table = Table(lambda rows: None, out)
        yield table
        table.flush()


def _write(out: IO[str], rows: Iterable[tuple[str, ...]]) -> None:
    out.write("".join(["\t".join(row) + "\n" for row in rows]))
