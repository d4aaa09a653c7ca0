"""Check knowledge tables cell by cell: all mistakes at once, each with its place."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from oncomatch.errors import InputError
from oncomatch.knowledge import approval_table, evidence_table, meaning_table
from oncomatch.knowledge.check_cells import Cell, Cells
from oncomatch.knowledge.check_findings import Finding, Problem
from oncomatch.knowledge.check_patterns import PatternChecker
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript
from oncomatch.reference.tumor_types import TumorTypes

_KEYED = ("source", "record_id")
_OF_REFUSALS = ("source", "record_id", "name", "reason")
_CONFLICTS = "conflicts.tsv"
_LEAST_ALIKE = 6
"""Columns that a table of a user's shares with a layout at least, to be held to it."""


class TableChecker:
    """Checks tables against the reference, OncoTree and the known regions."""

    def __init__(
        self,
        reference: Reference,
        tumor_types: TumorTypes,
        regions: Mapping[tuple[str, str], object],
    ):
        self._patterns = PatternChecker(reference, regions)
        cells = Cells(self._patterns, tumor_types)
        self._layouts: tuple[tuple[tuple[str, ...], dict[str, Cell]], ...] = (
            (evidence_table.COLUMNS, cells.of_evidence),
            (meaning_table.COLUMNS, cells.of_meanings),
            (approval_table.COLUMNS, cells.of_approvals),
        )
        self._others = cells.of_other_tables

    @property
    def genes_by_symbol_only(self) -> tuple[str, ...]:
        """Genes of the checked patterns whose residues nothing embedded knows, sorted."""
        return tuple(sorted(self._patterns.genes_by_symbol_only))

    def check_statements(self, path: Path) -> Iterator[Finding]:
        """Yield what is wrong with a table of evidence, meanings or approvals.

        Which of them it is, its columns say.

        Raises:
            InputError: it cannot be read, or has the columns of none of them.
        """
        header = _lines_of(path)[0]
        shared = [len(set(columns) & set(header)) for columns, _ in self._layouts]
        if max(shared) < _LEAST_ALIKE:
            raise InputError(
                f"{path}: is no knowledge table: its columns are {', '.join(header) or 'none'}; "
                f"see resources/README.md for those of evidence, meanings and approvals"
            )
        columns, checks = self._layouts[shared.index(max(shared))]
        yield from _columns(path, header, columns)
        yield from self._rows(path, columns, checks, keyed=True)

    def check(self, path: Path) -> Iterator[Finding]:
        """Yield what is wrong with a table of a knowledge folder, whichever it is."""
        header = _lines_of(path)[0]
        for columns, checks in self._layouts:
            if path.name == _name_of(columns):
                yield from _columns(path, header, columns)
                yield from self._rows(path, columns, checks, keyed=True)
                return
        if tuple(header) == _OF_REFUSALS:
            yield from self._rows(path, header, {}, keyed=True)
            return
        others = dict(self._others)
        if path.name == _CONFLICTS:
            del others["citation"]  # two records have one each
        yield from self._rows(path, header, others, keyed=False)
        if path.name == "regions.tsv":
            yield from self._region_rows(path)

    def _rows(
        self, path: Path, columns: tuple[str, ...], checks: Mapping[str, Cell], *, keyed: bool
    ) -> Iterator[Finding]:
        header, *rows = _lines_of(path)
        first: dict[tuple[str, ...], int] = {}
        for number, cells in enumerate(rows, start=2):
            if len(cells) != len(header):
                yield Finding(
                    str(path),
                    number,
                    "",
                    Problem(
                        f"the line has {len(cells)} cells, the header {len(header)}",
                        "put one tab between two cells, also around empty ones",
                    ),
                )
                continue
            row = dict(zip(header, cells, strict=True))
            for column in columns:
                cell = row.get(column)
                if cell is None:
                    continue
                if cell != cell.strip():
                    yield Finding(
                        str(path),
                        number,
                        column,
                        Problem(f"{cell!r} has blanks around it", "take them away"),
                    )
                    cell = cell.strip()
                for problem in checks[column](cell, row) if column in checks else ():
                    yield Finding(str(path), number, column, problem)
            identity = _identity(row, keyed)
            if identity is not None and first.setdefault(identity, number) != number:
                named = " ".join(identity) if keyed else "the row"
                yield Finding(
                    str(path),
                    number,
                    "record_id" if keyed else "",
                    Problem(
                        f"{named} stands already in line {first[identity]}",
                        "keep one, or give each an identifier of its own",
                    ),
                )

    def _region_rows(self, path: Path) -> Iterator[Finding]:
        header, *rows = _lines_of(path)
        for number, cells in enumerate(rows, start=2):
            row = dict(zip(header, cells, strict=False))
            found = self._patterns.transcript(row.get("transcript", ""), row.get("gene", ""))
            if not isinstance(found, Transcript):
                yield Finding(str(path), number, "transcript", found)
                continue
            last = row.get("last", "")
            if not last.isdigit() or int(last) > found.residues:
                yield Finding(
                    str(path),
                    number,
                    "last",
                    Problem(
                        f"residue {last!r} is beyond {found.accession}, which has {found.residues}",
                        "check transcript and residues",
                    ),
                )


def _name_of(columns: tuple[str, ...]) -> str:
    if columns is evidence_table.COLUMNS:
        return "evidence.tsv"
    return "meanings.tsv" if columns is meaning_table.COLUMNS else "approvals.tsv"


def _identity(row: Mapping[str, str], keyed: bool) -> tuple[str, ...] | None:
    if not keyed:
        return tuple(row.values())
    key = tuple(row.get(name, "") for name in _KEYED)
    return key if all(key) else None


def _columns(path: Path, header: tuple[str, ...], columns: tuple[str, ...]) -> Iterator[Finding]:
    absent = [name for name in columns if name not in header]
    strange = [name for name in header if name not in columns]
    said = [f"has no column {', '.join(absent)}"] if absent else []
    said += [f"has a column {', '.join(map(repr, strange))} too many"] if strange else []
    if not said and header != columns:
        said = ["has its columns in another order"]
    if said:
        yield Finding(
            str(path),
            1,
            "",
            Problem(f"the table {' and '.join(said)}", f"write the header {' '.join(columns)}"),
        )


def _lines_of(path: Path) -> list[tuple[str, ...]]:
    """Return the lines of a table as cells, the header first; line ends in cells are refused.

    Raises:
        InputError: the file is absent, empty, or not UTF-8 text parted by tabs.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [tuple(row) for row in csv.reader(lines, delimiter="\t")]
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file; check the path") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8 text; save it as tab-separated UTF-8") from None
    except csv.Error as error:
        raise InputError(f"{path}: is no tab-separated table: {error}") from error
    if not rows or not any(rows[0]):
        raise InputError(f"{path}: is empty; its first line has to name the columns")
    return rows
