"""CNVkit: segments (.cns), called segments (.call.cns) and gene metrics (genemetrics).

0-based starts. `cn` and `cn1`/`cn2` are there after `cnvkit.py call`; `log2` is a ratio. Called
with a purity, `cnvkit.py call` has written log2 ratios of the tumour cells: give no purity then.
Layout: https://cnvkit.readthedocs.io/en/stable/fileformats.html
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.copy_number import CopyNumberFile, CopyNumberSegment, GeneMeasure
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files.columns import (
    Line,
    check_log2,
    header_of,
    read_table_lines,
)

NAME = "cnvkit"
EXPECTED = "CNVkit .cns, .call.cns or genemetrics: chromosome, start, end, gene, log2"
_NEEDED = ("chromosome", "start", "end", "gene", "log2")


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is CNVkit's."""
    return set(_NEEDED) <= set(header_of(head))


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the segments; genemetrics has genes in the first column, once a segment."""
    segments: list[CopyNumberSegment] = []
    genes: dict[str, GeneMeasure] = {}
    log2s: list[float] = []
    for line in read_table_lines(path, _NEEDED):
        log2 = line.log2_of("log2")
        copies = line.copies_of("cn", whole=True)
        log2s += [] if log2 is None else [log2]
        of_gene = next(iter(line.cells)) == "gene"
        if not of_gene and "probes" not in line.cells:
            raise InputError(
                f"{path}: has no column probes: these are bins (.cnr), give the segments (.cns)"
            )
        place = line.place("chromosome", "start", "end", zero_based=True)
        if place is None:
            continue
        contig, start0, end0 = place
        segment = CopyNumberSegment(
            contig=contig,
            start0=start0,
            end0=end0,
            genes=line.cells["gene"],
            log2=log2,
            copies=copies,
            minor=_minor(line, copies),
            note=_note(log2, copies),
        )
        if of_gene:
            _add(genes, segment, line)
        else:
            segments.append(segment)
    check_log2(log2s, path, "log2")
    return CopyNumberFile(NAME, tuple(segments), tuple(genes.values()))


def _add(genes: dict[str, GeneMeasure], part: CopyNumberSegment, line: Line) -> None:
    """Take note of a line of genemetrics; with `-s` a gene has one for each of its segments."""
    known = genes.get(part.genes)
    genes[part.genes] = GeneMeasure(
        gene=part.genes,
        where=known.where if known else f"{line.path}, line {line.number}",
        log2=known.log2 if known else part.log2,
        copies=known.copies if known else part.copies,
        note=known.note if known else part.note,
        parts=(*(known.parts if known else ()), part),
    )


def _minor(line: Line, copies: float | None) -> float | None:
    one, two = (line.copies_of(name, whole=True) for name in ("cn1", "cn2"))
    if one is None or two is None:
        return None
    if copies is not None and one + two != copies:
        raise line.error(f"cn1 and cn2 are {one:g} and {two:g}, cn is {copies:g}; they do not add")
    return min(one, two)


def _note(log2: float | None, copies: float | None) -> str:
    return "" if copies is None or log2 is None else f"log2 {log2:.2f}"
