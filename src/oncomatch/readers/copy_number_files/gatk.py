"""GATK ModelSegments and CallCopyRatioSegments: .called.seg, .modelFinal.seg.

1-based starts below a SAM header. CALL is `+`, `0` or `-`: more, as many or fewer than most of the
sample. A ratio is not copies, and without a tumour's purity an allele fraction is not LOH.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.copy_number import CopyNumberFile, CopyNumberSegment
from oncomatch.readers.copy_number_files.columns import (
    WHAT,
    check_log2,
    header_of,
    read_table_lines,
)
from oncomatch.readers.lines import read_lines

NAME = "gatk"
EXPECTED = "GATK .called.seg or .modelFinal.seg: CONTIG, START, END, a column of log2 copy ratio"
_NEEDED = ("CONTIG", "START", "END")
_LOG2 = ("MEAN_LOG2_COPY_RATIO", "LOG2_COPY_RATIO_POSTERIOR_50")
_CALLS = {"+": CopyNumberKind.GAIN, "0": None, "-": CopyNumberKind.LOSS}


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is GATK's."""
    columns = set(header_of(head))
    return set(_NEEDED) <= columns and bool(columns & set(_LOG2))


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the segments with their log2 ratios and calls."""
    segments = []
    column = ""
    for line in read_table_lines(path, _NEEDED):
        column = column or next((name for name in _LOG2 if name in line.cells), "")
        if not column:
            raise line.error(f"there is no column {' or '.join(_LOG2)}")
        call = line.cells.get("CALL", "")
        if call not in ("", *_CALLS):
            raise line.error(f"CALL is {call!r}; accepted are +, 0, -")
        place = line.place("CONTIG", "START", "END")
        log2 = line.log2_of(column)
        if place is None:
            continue
        contig, start0, end0 = place
        segments.append(
            CopyNumberSegment(
                contig=contig,
                start0=start0,
                end0=end0,
                log2=log2,
                called=bool(call),
                call=_CALLS.get(call),
                note=f"called {call} by GATK" if call else "",
            )
        )
    check_log2([each.log2 for each in segments if each.log2 is not None], path, column)
    return CopyNumberFile(NAME, tuple(segments), contig_lengths=_contig_lengths(path))


def _contig_lengths(path: Path) -> tuple[tuple[str, int], ...]:
    found = []
    for line in read_lines(path, WHAT):
        if not line.startswith("@"):
            break
        tags = dict(part.split(":", 1) for part in line.split("\t")[1:] if ":" in part)
        if line.startswith("@SQ") and tags.get("LN", "").isdigit():
            found.append((tags.get("SN", ""), int(tags["LN"])))
    return tuple(found)
