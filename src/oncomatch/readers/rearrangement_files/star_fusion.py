"""STAR-Fusion: fusion_predictions.tsv and its abridged form; the left gene is 5'.

`PROT_FUSION_TYPE` is there where STAR-Fusion ran with `--examine_coding_effect`.
Layout: https://github.com/STAR-Fusion/STAR-Fusion/wiki
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.rearrangement import RNA, Junction, JunctionEnd, RearrangementFile
from oncomatch.readers.copy_number_files.columns import header_of
from oncomatch.readers.rearrangement_files.cells import count, gene_name, place, rows_with
from oncomatch.readers.table import Row

NAME = "star-fusion"
EXPECTED = "STAR-Fusion predictions: FusionName, LeftGene, LeftBreakpoint, RightGene"
_NEEDED = ("FusionName", "LeftGene", "LeftBreakpoint", "RightGene", "RightBreakpoint")
_FRAMES = {"INFRAME": True, "FRAMESHIFT": False}


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is STAR-Fusion's."""
    return set(_NEEDED) <= set(header_of(head))


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the calls of the file."""
    return RearrangementFile(NAME, tuple(map(_junction, rows_with(path, _NEEDED))))


def _junction(row: Row) -> Junction:
    ends = tuple(
        JunctionEnd(
            gene_name(row.cells[f"{side}Gene"].partition("^")[0]),
            *place(row.cells[f"{side}Breakpoint"], row.where, f"{side}Breakpoint"),
        )
        for side in ("Left", "Right")
    )
    return Junction(
        ends[0],
        ends[1],
        row.where,
        in_frame=_FRAMES.get(row.cells.get("PROT_FUSION_TYPE", "")),
        reads=count(row, "JunctionReadCount", "SpanningFragCount"),
        evidence=RNA,
    )
