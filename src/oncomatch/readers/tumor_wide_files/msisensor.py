"""MSIsensor, MSIsensor2 and MSIsensor-pro: the file of the score, one row.

MSIsensor and MSIsensor2 write the same columns (their READMEs), so the laboratory says which of
the two it runs. MSIsensor-pro calls the sites unstable instead of somatic.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.tumor_wide import ToolScore
from oncomatch.readers.tumor_wide_files.cells import header_cells, read_rows

EXPECTED = "MSIsensor, MSIsensor2 or MSIsensor-pro (Total_Number_of_Sites, %)"
TOTAL, SOMATIC, UNSTABLE, PERCENT = (
    "Total_Number_of_Sites",
    "Number_of_Somatic_Sites",
    "Number_of_Unstable_Sites",
    "%",
)
EITHER, PRO = "MSIsensor or MSIsensor2", "MSIsensor-pro"


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is that of a score of MSIsensor."""
    return {TOTAL, PERCENT} <= header_cells(head)


def read(path: Path, sample: str) -> ToolScore | None:
    """Return the percent of unstable sites."""
    row = read_rows(path, (TOTAL, PERCENT))[0]
    pro = UNSTABLE in row.cells
    found = row.percent_of_sites(PERCENT, TOTAL, UNSTABLE if pro else SOMATIC)
    if found is None:
        return None
    share, sites, unstable = found
    return ToolScore(PRO if pro else EITHER, share, "% of sites unstable", sites, unstable)
