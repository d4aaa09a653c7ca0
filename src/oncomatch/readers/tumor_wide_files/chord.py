"""CHORD: the probability of HRD; from 0.5 on CHORD calls a tumour deficient (`hrd.cutoff`).

With fewer than 50 indels, or microsatellite instability, CHORD calls nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.tumor_wide import ToolScore
from oncomatch.readers.tumor_wide_files.cells import header_cells, read_rows, row_of_sample

EXPECTED = "CHORD (p_hrd, hr_status)"
NAME = "CHORD"
_STATUS = {"HR_deficient": True, "HR_proficient": False, "cannot_be_determined": None}
_LIMIT = 0.5
_LONGEST = 100
_PARTS = ("p_BRCA1", "p_BRCA2")


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is that of CHORD's predictions."""
    return {"p_hrd", "hr_status"} <= header_cells(head)


def read(path: Path, sample: str) -> ToolScore | None:
    """Return the probability, and CHORD's own status.

    Raises:
        InputError: an unknown status, or a probability outside 0 to 1.
    """
    rows = read_rows(path, ("p_hrd", "hr_status"))
    row = row_of_sample(rows, "sample", sample, path)
    value = row.number("p_hrd", 0, 1, "a probability from 0 to 1")
    status = row.cells.get("hr_status", "")
    if status not in _STATUS:
        raise row.error(f"hr_status is {status!r}; accepted are {', '.join(_STATUS)}")
    if value is None:
        return None
    parts = [(name, row.number(name, 0, 1, "a probability from 0 to 1")) for name in _PARTS]
    reason = ""
    if _STATUS[status] is None:
        remark = row.cells.get("remarks_hr_status", "")[:_LONGEST]
        reason = f"CHORD cannot determine it{f' ({remark})' if remark else ''}"
    return ToolScore(
        NAME,
        value,
        "probability of HRD",
        parts=tuple((name, each) for name, each in parts if each is not None),
        positive=_STATUS[status],
        limit=_LIMIT,
        reason=reason,
    )
