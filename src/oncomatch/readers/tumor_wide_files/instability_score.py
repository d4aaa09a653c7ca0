"""A genomic instability score: TSO500's section [GIS], or a table of one number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from oncomatch.domain.tumor_wide import ToolScore
from oncomatch.readers.lines import read_lines
from oncomatch.readers.tumor_wide_files import tso500
from oncomatch.readers.tumor_wide_files.cells import WHAT, header_cells, read_rows, row_of_sample

EXPECTED = "a table with the column gis, or TSO500 CombinedVariantOutput with [GIS]"
NAME = "GIS"
_COLUMN, _SAMPLE = "gis", "sample"
_HEAD = 50


def recognises(head: Sequence[str]) -> bool:
    """Whether it is either of the two."""
    return _COLUMN in header_cells(head) or tso500.recognises(head)


def read(path: Path, sample: str) -> ToolScore | None:
    """Return the score.

    Raises:
        InputError: it is outside 0 to 999.
    """
    if _COLUMN not in header_cells(list(islice(read_lines(path, WHAT), _HEAD))):
        return tso500.read_instability(path)
    row = row_of_sample(read_rows(path, (_COLUMN,)), _SAMPLE, sample, path)
    value = row.number(_COLUMN, 0, 999, "a score from 0 to 999")
    return None if value is None else ToolScore(NAME, value, "genomic instability score")
