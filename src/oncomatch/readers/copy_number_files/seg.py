"""SEG, the segments of DNAcopy, IGV and the GDC: sample, chromosome, start, end, log2 mean.

1-based starts. A file may hold many samples; the tumour's is chosen by its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.copy_number import CopyNumberFile, CopyNumberSegment
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files.columns import check_log2, header_of, read_table_lines

NAME = "seg"
EXPECTED = "SEG: ID (Sample), chrom, loc.start, loc.end, seg.mean"
_COLUMNS = {
    "sample": ("id", "sample", "gdc_aliquot", "sampleid"),
    "contig": ("chrom", "chromosome"),
    "start": ("loc.start", "start", "start.bp"),
    "end": ("loc.end", "end", "end.bp"),
    "log2": ("seg.mean", "segment_mean", "seg.cn"),
}
_SHOWN = 3


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is that of a SEG file."""
    return _columns(header_of(head)) is not None


def _columns(header: Sequence[str]) -> dict[str, str] | None:
    written = {name.strip("'").lower(): name for name in header}
    found = {
        role: next((written[name] for name in names if name in written), "")
        for role, names in _COLUMNS.items()
    }
    return found if all(found.values()) else None


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the segments of the sample.

    Raises:
        InputError: there are several samples and none of them is the tumour.
    """
    of: dict[str, list[CopyNumberSegment]] = {}
    log2s, column = [], ""
    for line in read_table_lines(path, ()):
        columns = _columns(tuple(line.cells))
        if columns is None:
            raise line.error(f"expected is {EXPECTED}")
        column = columns["log2"]
        place = line.place(columns["contig"], columns["start"], columns["end"])
        log2 = line.log2_of(column)
        log2s += [] if log2 is None else [log2]
        here = of.setdefault(line.cells[columns["sample"]], [])
        if place is not None:
            contig, start0, end0 = place
            here.append(CopyNumberSegment(contig=contig, start0=start0, end0=end0, log2=log2))
    check_log2(log2s, path, column)
    if len(of) > 1 and sample not in of:
        names = ", ".join(sorted(of)[:_SHOWN])
        raise InputError(
            f"{path}: holds {len(of)} samples ({names}, ...); name one with tumor_sample"
        )
    chosen = of.get(sample) or next(iter(of.values()), [])
    return CopyNumberFile(NAME, tuple(chosen))
