"""scarHRD: the sum of loss of heterozygosity, telomeric imbalance and large-scale transitions.

Its documentation names no limit from which a tumour is deficient.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.tumor_wide import ToolScore
from oncomatch.readers.tumor_wide_files.cells import header_cells, read_rows, row_of_sample

EXPECTED = "scarHRD (HRD, Telomeric AI, LST, HRD-sum)"
NAME = "scarHRD"
_SUMS = ("HRD-sum", "HRDscore")
_PARTS = {"HRD": "HRD-LOH", "Telomeric AI": "telomeric AI", "LST": "LST"}
_MOST = 999


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is that of scarHRD."""
    columns = header_cells(head)
    return set(_PARTS) <= columns and bool(columns & set(_SUMS))


def read(path: Path, sample: str) -> ToolScore | None:
    """Return the sum with its three parts.

    Raises:
        InputError: the parts do not add up to the sum.
    """
    row = row_of_sample(read_rows(path, tuple(_PARTS)), "", sample, path)
    column = next(name for name in _SUMS if name in row.cells)
    total = row.number(column, 0, 3 * _MOST, "a score from 0 on")
    parts = [(name, row.number(each, 0, _MOST, "a count from 0 on")) for each, name in
             _PARTS.items()]  # fmt: skip
    known = tuple((name, value) for name, value in parts if value is not None)
    if total is None:
        return None
    added = sum(value for _, value in known)
    if len(known) == len(parts) and added != total:
        raise row.error(f"{column} is {total:g}, but its parts add up to {added:g}")
    return ToolScore(NAME, total, "HRD-LOH + telomeric AI + LST", parts=known)
