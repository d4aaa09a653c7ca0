"""Read a plain table of gene-level copy numbers.

Columns: `gene`, and `copy_number` (total copies in the tumour, not log2) or `call` (amplification,
gain, neutral, loss, deletion), or both; a call goes before the number. Every gene in the table
counts as assessed for copy number, neutral ones included.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from oncomatch.domain.alteration import CopyNumber
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.errors import InputError
from oncomatch.readers.table import Row, read_table
from oncomatch.reference.bundle import Reference

_COLUMNS = ("gene", "copy_number", "call")
_NEUTRAL = "neutral"
_MOST_COPIES = 10_000


@dataclass(frozen=True, slots=True)
class CopyNumberThresholds:
    """Total copies from which a gene counts as amplified or gained, or up to which as lost.

    The defaults are this project's convention for a diploid tumour, not a guideline; a lab sets
    its own.
    """

    amplification: float = 6.0
    gain: float = 3.0
    loss: float = 1.5
    deletion: float = 0.5

    def __post_init__(self) -> None:
        if not self.deletion <= self.loss < 2 < self.gain <= self.amplification:
            raise ValueError("expected is deletion <= loss < 2 < gain <= amplification")

    def classify(self, copies: float) -> CopyNumberKind | None:
        """Return what a total copy number means, None for neutral."""
        if copies >= self.amplification:
            return CopyNumberKind.AMPLIFICATION
        if copies >= self.gain:
            return CopyNumberKind.GAIN
        if copies <= self.deletion:
            return CopyNumberKind.DELETION
        if copies <= self.loss:
            return CopyNumberKind.LOSS
        return None


def read_copy_numbers(
    path: Path, reference: Reference, thresholds: CopyNumberThresholds
) -> tuple[CopyNumber, ...]:
    """Return the copy number of each gene of the table, sorted by gene.

    Raises:
        InputError: a column is unknown or absent, a value is out of range, a gene is unknown or
            stands twice.
    """
    table = read_table(path, "copy number")
    unknown = set(table.columns) - set(_COLUMNS)
    if unknown or "gene" not in table.columns or len(table.columns) < 2:
        raise InputError(
            f"{path}: the columns are {', '.join(table.columns)}; expected are gene, and "
            f"copy_number or call, tab-separated"
        )
    numbers: dict[str, CopyNumber] = {}
    for row in table.rows:
        number = _parse_row(row, reference, thresholds)
        if number.gene in numbers:
            raise InputError(f"{row.where}: {number.gene} stands twice; keep one line a gene")
        numbers[number.gene] = number
    return tuple(numbers[gene] for gene in sorted(numbers))


def _parse_row(row: Row, reference: Reference, thresholds: CopyNumberThresholds) -> CopyNumber:
    name, where = row.cells.get("gene", ""), row.where
    gene = reference.find_gene(name)
    if gene is None:
        raise InputError(f"{where}: {name!r} is not a gene name of HGNC")
    copies = _copies(row.cells.get("copy_number", ""), where)
    call = row.cells.get("call", "").lower()
    if call:
        return CopyNumber(gene.symbol, copies, _kind(call, where), f"called {call} in the table")
    if copies is None:
        raise InputError(f"{where}: {gene.symbol} has neither copy_number nor call")
    kind = thresholds.classify(copies)
    limits = {
        CopyNumberKind.AMPLIFICATION: f"at least {thresholds.amplification:g}",
        CopyNumberKind.GAIN: f"at least {thresholds.gain:g}",
        CopyNumberKind.LOSS: f"at most {thresholds.loss:g}",
        CopyNumberKind.DELETION: f"at most {thresholds.deletion:g}",
    }
    reason = f"{copies:g} copies" + (f" ({limits[kind]})" if kind else "")
    return CopyNumber(gene.symbol, copies, kind, reason)


def _copies(text: str, where: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= _MOST_COPIES:
        raise InputError(
            f"{where}: copy_number is {text!r}; expected are total copies from 0 on "
            f"(a negative value is probably log2)"
        )
    return value


def _kind(call: str, where: str) -> CopyNumberKind | None:
    if call == _NEUTRAL:
        return None
    try:
        return CopyNumberKind(call)
    except ValueError as error:
        accepted = ", ".join([*(kind.value for kind in CopyNumberKind), _NEUTRAL])
        raise InputError(f"{where}: call is {call!r}; accepted are {accepted}") from error
