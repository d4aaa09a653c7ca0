"""PURPLE: purple.purity.tsv, the microsatellite status that PURPLE calls by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.tumor_wide import ToolScore
from oncomatch.readers.tumor_wide_files.cells import header_cells, read_rows

EXPECTED = "purple.purity.tsv of PURPLE (msIndelsPerMb, msStatus)"
NAME = "PURPLE"
_STATUS = {"MSI": True, "MSS": False, "UNKNOWN": None}


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is that of PURPLE's purity table."""
    return {"msIndelsPerMb", "msStatus"} <= header_cells(head)


def read(path: Path, sample: str) -> ToolScore | None:
    """Return the indels per megabase in microsatellites, and PURPLE's status."""
    row = read_rows(path, ("msIndelsPerMb", "msStatus"))[0]
    value = row.number("msIndelsPerMb", 0, 100_000, "a number from 0 on")
    status = row.cells.get("msStatus", "")
    if status not in _STATUS:
        raise row.error(f"msStatus is {status!r}; accepted are {', '.join(_STATUS)}")
    if value is None:
        return None
    reason = "" if _STATUS[status] is not None else "PURPLE calls the status unknown"
    return ToolScore(
        NAME, value, "indels per Mb in microsatellites", positive=_STATUS[status], reason=reason
    )
