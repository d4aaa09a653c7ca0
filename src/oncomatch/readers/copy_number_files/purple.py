"""PURPLE: purple.cnv.somatic.tsv and purple.cnv.gene.tsv.

1-based starts; copies are of the tumour cells, purity and ploidy are in them. Noise about zero may
be slightly negative. Purity and ploidy of purple.purity.tsv beside the file are taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.copy_number import CopyNumberFile, CopyNumberSegment, GeneMeasure
from oncomatch.readers.copy_number_files.columns import Line, header_of, read_table_lines

NAME = "purple"
EXPECTED = "PURPLE purple.cnv.somatic.tsv (copyNumber) or purple.cnv.gene.tsv (minCopyNumber)"
_PLACE = ("chromosome", "start", "end")
_SEGMENTS = (*_PLACE, "copyNumber")
_GENES = (*_PLACE, "gene", "minCopyNumber", "maxCopyNumber")
_MINOR = ("minorAlleleCopyNumber", "minorAllelePloidy", "minMinorAlleleCopyNumber",
          "minMinorAllelePloidy")  # fmt: skip
_NOISE = -1.0


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is PURPLE's."""
    columns = set(header_of(head))
    return set(_GENES) <= columns or (
        set(_SEGMENTS) <= columns and bool(columns & {"bafCount", "segmentStartSupport"})
    )


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the segments, or the genes with their lowest and highest copies."""
    segments: list[CopyNumberSegment] = []
    genes: list[GeneMeasure] = []
    for line in read_table_lines(path, _PLACE):
        place = line.place(*_PLACE)
        if place is None:
            continue
        contig, start0, end0 = place
        minor = next((line.copies_of(name, least=_NOISE) for name in _MINOR if name in line.cells),
                     None)  # fmt: skip
        if "minCopyNumber" in line.cells:
            genes.append(_gene(line, contig, start0, end0, minor))
            continue
        if "copyNumber" not in line.cells:
            raise line.error("there is no column copyNumber; check that cnv_format is right")
        copies = line.copies_of("copyNumber", least=_NOISE)
        segments.append(
            CopyNumberSegment(contig=contig, start0=start0, end0=end0, copies=copies, minor=minor)
        )
    purity, ploidy = _fit(path)
    return CopyNumberFile(NAME, tuple(segments), tuple(genes), purity=purity, ploidy=ploidy)


def _gene(line: Line, contig: str, start0: int, end0: int, minor: float | None) -> GeneMeasure:
    low, high = (line.copies_of(name, least=_NOISE) for name in ("minCopyNumber", "maxCopyNumber"))
    if low is None or high is None or low > high:
        raise line.error("minCopyNumber is above maxCopyNumber; are the columns swapped?")
    first, last = line.number_of("minRegionStart"), line.number_of("minRegionEnd")
    whole = CopyNumberSegment(contig=contig, start0=start0, end0=end0, copies=high)
    parts: tuple[CopyNumberSegment, ...] = (whole,)
    if first is not None and last is not None:
        low0, low1 = max(start0, int(first) - 1), min(end0, int(last))
        pieces = ((start0, low0, high, None), (low0, low1, low, minor), (low1, end0, high, None))
        parts = tuple(
            CopyNumberSegment(contig=contig, start0=begin, end0=end, copies=number, minor=rarer)
            for begin, end, number, rarer in pieces
            if begin < end
        )
    return GeneMeasure(
        gene=line.cells["gene"],
        where=f"{line.path}, line {line.number}",
        copies=low,
        minor=minor,
        parts=parts,
    )


def _fit(path: Path) -> tuple[float | None, float | None]:
    """Return purity and ploidy of the table that PURPLE writes beside its segments."""
    beside = path.parent / (path.name.split(".purple.")[0] + ".purple.purity.tsv")
    if ".purple." not in path.name or not beside.is_file():
        return None, None
    for line in read_table_lines(beside, ("purity", "ploidy")):
        return line.number_of("purity"), line.number_of("ploidy")
    return None, None
