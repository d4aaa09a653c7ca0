"""MANTIS: the `.status` file, by its stepwise difference, which its authors recommend.

A value from the threshold on is unstable; the threshold stands in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.tumor_wide import ToolScore
from oncomatch.errors import InputError
from oncomatch.readers.tumor_wide_files.cells import header_cells, read_rows

EXPECTED = "the .status file of MANTIS (Average Metric Value, Value, Threshold, Status)"
NAME = "MANTIS"
_METRIC = "Average Metric Value (Abbr)"
_DIFFERENCE = "Step-Wise Difference"


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is that of a status of MANTIS."""
    return {_METRIC, "Threshold"} <= header_cells(head)


def read(path: Path, sample: str) -> ToolScore | None:
    """Return the mean stepwise difference, and the status that the file gives by its threshold."""
    for row in read_rows(path, (_METRIC, "Value", "Threshold", "Status")):
        if not row.cells[_METRIC].startswith(_DIFFERENCE):
            continue
        value = row.number("Value", 0, 2, "a difference from 0 to 2")
        limit = row.number("Threshold", 0, 2, "a difference from 0 to 2")
        if value is None or limit is None:
            return None
        unstable = value >= limit
        if row.cells.get("Status", "") != ("Unstable" if unstable else "Stable"):
            raise row.error(
                f"the status is {row.cells.get('Status', '')!r}, but {value:g} "
                f"{'reaches' if unstable else 'is below'} the threshold of {limit:g}"
            )
        return ToolScore(NAME, value, "stepwise difference", positive=unstable, limit=limit)
    raise InputError(f"{path}: has no line {_DIFFERENCE}")
