"""A table of RNA levels: `gene` and one of `z_score`, `percentile`, `tpm`, a row a gene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from oncomatch.domain.named_markers import ExpressionLimits, GeneExpression
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable
from oncomatch.readers.table import Row, read_table

_MOST_ROWS = 200_000
_RANGES = {"z_score": (-100.0, 100.0), "percentile": (0.0, 100.0), "tpm": (0.0, 1e6)}
_WORDS = {"z_score": "z-score {:g}", "percentile": "percentile {:g}", "tpm": "{:g} TPM"}


@dataclass(frozen=True, slots=True)
class ExpressionFile:
    """The levels of the genes that are wanted, and how many rows name no gene of HGNC."""

    levels: tuple[GeneExpression, ...]
    rows: int
    unknown: int


def read_expression(
    path: Path, limits: ExpressionLimits, symbol_of: Callable[[str], str], wanted: frozenset[str]
) -> ExpressionFile:
    """Return the levels of the wanted genes; `symbol_of` names a gene by HGNC, "" if unknown.

    Raises:
        InputError: a column is missing, a number is none or out of range, a gene stands twice, or
            the configuration has no limits for what the table gives.
    """
    table = read_table(path, "table of RNA levels")
    column = _column(path, table.columns, limits)
    found: dict[str, GeneExpression] = {}
    rows = unknown = 0
    for row in table.rows:
        rows += 1
        if rows > _MOST_ROWS:
            raise InputError(f"{path}: has more than {_MOST_ROWS:,} rows; give one row a gene")
        name = row.cells.get("gene", "")
        if not name:
            raise InputError(f"{row.where}: names no gene")
        number = _number(row, column)
        symbol = symbol_of(name)
        unknown += not symbol
        if symbol not in wanted:
            continue
        if symbol in found:
            raise InputError(f"{row.where}: {symbol} stands twice; keep one row a gene")
        found[symbol] = GeneExpression(
            symbol, limits.level_of(column, number), _WORDS[column].format(number)
        )
    return ExpressionFile(tuple(found[symbol] for symbol in sorted(found)), rows, unknown)


def _column(path: Path, columns: tuple[str, ...], limits: ExpressionLimits) -> str:
    given = [name for name in _RANGES if name in columns]
    if "gene" not in columns or len(given) != 1:
        there = ", ".join(map(printable, columns[:10]))
        raise InputError(
            f"{path}: expected are the columns gene and one of {', '.join(_RANGES)}; there are "
            f"{there}"
        )
    if not limits.has(given[0]):
        raise InputError(
            f"{path}: gives TPM, for which the configuration has no limits; set "
            f"expression.tpm_high and expression.tpm_low, or give z_score or percentile"
        )
    return given[0]


def _number(row: Row, column: str) -> float:
    text, (least, most) = row.cells.get(column, ""), _RANGES[column]
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number) or not least <= number <= most:
        raise InputError(
            f"{row.where}, {column}: {text!r} is not accepted; expected is a number from "
            f"{least:g} to {most:g}"
        )
    return number
