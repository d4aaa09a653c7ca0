"""Arriba: fusions.tsv. gene1 is the 5' gene where Arriba could tell.

Calls of low confidence, and those transcribed against the strand of a gene, are not reported.
Layout: https://arriba.readthedocs.io/en/latest/output-files/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from oncomatch.domain.rearrangement import (
    INTERGENIC,
    READ_THROUGH,
    RNA,
    Junction,
    JunctionEnd,
    RearrangementFile,
)
from oncomatch.readers.copy_number_files.columns import header_of
from oncomatch.readers.rearrangement_files.cells import count, gene_name, place, rows_with
from oncomatch.readers.table import Row

NAME = "arriba"
EXPECTED = "Arriba fusions.tsv: gene1, gene2, breakpoint1, breakpoint2, confidence"
_NEEDED = ("gene1", "gene2", "breakpoint1", "breakpoint2", "confidence")
_FRAMES = {"in-frame": True, "out-of-frame": False, "stop-codon": False}


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is Arriba's."""
    return set(_NEEDED) <= set(header_of(head))


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the calls of the file."""
    return RearrangementFile(NAME, tuple(map(_junction, rows_with(path, _NEEDED))))


def _junction(row: Row) -> Junction:
    ends = tuple(
        JunctionEnd(
            gene_name(row.cells[f"gene{one}"]),
            *place(row.cells[f"breakpoint{one}"], row.where, f"breakpoint{one}"),
        )
        for one in (1, 2)
    )
    doubt = "low confidence" if row.cells["confidence"] == "low" else ""
    if any(_against(row.cells.get(f"strand{one}(gene/fusion)", "")) for one in (1, 2)):
        doubt = doubt or "read against the strand of the gene"
    return Junction(
        ends[0],
        ends[1],
        row.where,
        in_frame=_FRAMES.get(row.cells.get("reading_frame", "")),
        reads=count(row, "split_reads1", "split_reads2", "discordant_mates"),
        doubt=doubt,
        evidence=RNA,
        flags=tuple(_flags(row)),
    )


def _flags(row: Row) -> Iterator[str]:
    if "read-through" in row.cells.get("type", ""):
        yield READ_THROUGH
    if "intergenic" in (row.cells.get("site1", ""), row.cells.get("site2", "")):
        yield INTERGENIC


def _against(strands: str) -> bool:
    gene, _, fusion = strands.partition("/")
    return {gene, fusion} == {"+", "-"}
