"""PureCN: _loh.csv (chr, start, end, C, M, type) and _genes.csv (gene.symbol, C, seg.mean).

1-based starts; C are copies of the tumour cells, M those of the rarer allele where it is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.copy_number import CopyNumberFile, CopyNumberSegment, GeneMeasure
from oncomatch.readers.copy_number_files.allelic import segment_of
from oncomatch.readers.copy_number_files.columns import header_of, read_table_lines

NAME = "purecn"
EXPECTED = "PureCN _loh.csv (chr, start, end, C, M) or _genes.csv (gene.symbol, C, seg.mean)"
_PLACE = ("chr", "start", "end")
_SEGMENTS = ("chr", "start", "end", "C", "M")
_GENES = ("gene.symbol", "C")


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is PureCN's."""
    columns = set(header_of(head))
    return set(_SEGMENTS) <= columns or set(_GENES) <= columns


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the segments, or the genes."""
    segments: list[CopyNumberSegment] = []
    genes: list[GeneMeasure] = []
    for line in read_table_lines(path, ("C",)):
        copies, minor = line.copies_of("C"), line.copies_of("M")
        for name in _PLACE:
            if name not in line.cells:
                raise line.error(f"there is no column {name}; expected is {EXPECTED}")
        # Chromosomes may be written with their arm: 9p.
        arm = line.cells["chr"]
        line.cells["chr"] = arm[:-1] if arm[-1:] in ("p", "q") else arm
        segment = segment_of(line, _PLACE, copies, minor)
        if segment is None:
            continue
        if "gene.symbol" not in line.cells:
            segments.append(segment)
            continue
        where = f"{path}, line {line.number}"
        gene = line.cells["gene.symbol"]
        genes.append(
            GeneMeasure(gene=gene, where=where, copies=copies, minor=minor, parts=(segment,))
        )
    return CopyNumberFile(NAME, tuple(segments), tuple(genes))
