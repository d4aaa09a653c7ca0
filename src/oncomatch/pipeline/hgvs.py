"""Resolve notations, given one by one or as a table, to rows with coordinates on both builds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from oncomatch.annotation.resolve import Resolution, Resolved, Resolver
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError
from oncomatch.readers.table import read_table
from oncomatch.reference.bundle import open_reference
from oncomatch.reporting.files import write_text

NOTATION = "notation"
COLUMNS = (
    NOTATION,
    "state",
    "gene",
    "transcript",
    "build",
    "contig",
    "position",
    "end",
    "ref",
    "alt",
    "hgvs_g",
    "hgvs_c",
    "hgvs_p",
    "protein_change",
    "other_numbering",
    "note",
)


def read_notations(path: Path) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """Return the other columns of a table with a column `notation`, and its rows.

    Raises:
        InputError: there is no such column, another has the name of an output column, or a row
            has no notation.
    """
    table = read_table(path, "table of notations")
    if NOTATION not in table.columns:
        found = ", ".join(table.columns)
        raise InputError(f"{path}: has no column {NOTATION!r}; its columns are {found}")
    taken = [name for name in table.columns if name in COLUMNS and name != NOTATION]
    if taken:
        raise InputError(
            f"{path}: the column {taken[0]!r} is one of the output's; rename it in the table"
        )
    rows = []
    for row in table.rows:
        if NOTATION not in row.cells:
            raise InputError(f"{row.where}: the column {NOTATION!r} is empty")
        rows.append(row.cells)
    return tuple(name for name in table.columns if name != NOTATION), rows


def resolve_table(
    rows: Iterable[dict[str, str]],
    build: GenomeBuild | None,
    fewest: bool = False,
    reference: Path | None = None,
) -> Iterator[dict[str, str]]:
    """Yield the output rows of rows with a `notation`; other cells are carried along.

    `build` is that of genomic notations which name none. With `fewest` only the first DNA change
    of a protein change is given, the one with the fewest changed bases. `reference` is the folder
    of a bundle, the bundled one without it.
    """
    resolver = Resolver(open_reference(reference.resolve() if reference else None))
    for row in rows:
        resolution = resolver.resolve(row[NOTATION], build)
        for cells in _rows_of(resolution, resolver, fewest):
            yield {**row, **cells}


def _rows_of(resolution: Resolution, resolver: Resolver, fewest: bool) -> Iterator[dict[str, str]]:
    """Yield a row for each variant or place on each build, then one for each failure."""
    for build in reversed(GenomeBuild):
        found = resolution.on(build)
        for each in found[:1] if fewest else found:
            others = "; ".join(resolver.other_numbering(each))
            yield {NOTATION: resolution.notation, **_cells(each), "other_numbering": others}
    for failure in resolution.failures:
        build_name = failure.build.value if failure.build is not None else ""
        yield {
            NOTATION: resolution.notation,
            "state": "unresolved",
            "build": build_name,
            "note": failure.reason,
        }


def _cells(found: Resolved) -> dict[str, str]:
    variant, effect = found.variant, found.effect
    return {
        "state": "variant" if variant is not None else "place",
        "gene": found.gene,
        "transcript": found.transcript,
        "build": found.build.value,
        "contig": found.place.contig,
        "position": str(found.place.start0 + 1),
        "end": str(found.place.end0),
        "ref": variant.ref if variant is not None else "",
        "alt": variant.alt if variant is not None else "",
        "hgvs_g": found.hgvs_g,
        "hgvs_c": effect.hgvs_c if effect is not None else "",
        "hgvs_p": effect.hgvs_p if effect is not None else "",
        "protein_change": effect.protein_change if effect is not None else "",
        "note": found.note,
    }


def table_text(others: tuple[str, ...], rows: Iterable[dict[str, str]]) -> str:
    """Return the rows as tab-separated text with a header, the table's own columns last."""
    columns = (*COLUMNS, *others)
    lines = ["\t".join(columns)]
    lines += ["\t".join(_cell(row.get(name, "")) for name in columns) for row in rows]
    return "\n".join(lines) + "\n"


def write_table(path: Path, others: tuple[str, ...], rows: Iterable[dict[str, str]]) -> None:
    """Write the rows to a file, whole or not at all; see `table_text`."""
    write_text(path, table_text(others, rows))


def _cell(text: str) -> str:
    return " ".join(text.split())
