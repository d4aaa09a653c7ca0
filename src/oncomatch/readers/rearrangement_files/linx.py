"""LINX: *.linx.fusion.tsv and *.linx.breakend.tsv of a tumour's DNA.

Of the fusions `geneStart` is 5'; the exons are those of LINX's transcripts, positions are not
given. What LINX does not report (of no known meaning, out of frame) is not reported here. The
table of breakends says which genes are broken: those that LINX reports as disrupted are read.
Layout: https://github.com/hartwigmedical/hmftools/blob/master/linx/README.md
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.rearrangement import DNA, Junction, JunctionEnd, RearrangementFile
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files.columns import header_of
from oncomatch.readers.rearrangement_files.cells import gene_name, rows_with
from oncomatch.readers.table import Row

NAME = "linx"
EXPECTED = "LINX fusion.tsv or breakend.tsv"
_FUSIONS = ("geneStart", "geneEnd", "fusedExonUp", "fusedExonDown", "phased", "reported")
_BREAKENDS = ("svId", "isStart", "gene", "transcriptId", "canonical", "reportedDisruption")
_FRAMES = {"INFRAME": True, "SKIPPED_EXONS": True, "OUT_OF_FRAME": False}
_ANSWERS = {"true": True, "false": False}


def recognises(head: Sequence[str]) -> bool:
    """Whether the header is that of LINX's fusions or breakends."""
    names = set(header_of(head))
    return set(_FUSIONS) <= names or set(_BREAKENDS) <= names


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the fusions of the file, or the genes that breakends disrupt.

    Raises:
        InputError: `reported` is neither true nor false, or an exon no number.
    """
    fusions = True
    try:
        rows = list(rows_with(path, _FUSIONS))
    except InputError:
        rows, fusions = list(rows_with(path, _BREAKENDS)), False
    if fusions:
        return RearrangementFile(NAME, tuple(map(_fusion, rows)))
    return RearrangementFile(NAME, _disruptions(rows))


def _fusion(row: Row) -> Junction:
    five = JunctionEnd(
        gene_name(row.cells["geneStart"]),
        exon=_exon(row, "fusedExonUp"),
        transcript=row.cells.get("transcriptStart", ""),
    )
    three = JunctionEnd(
        gene_name(row.cells["geneEnd"]),
        exon=_exon(row, "fusedExonDown"),
        transcript=row.cells.get("transcriptEnd", ""),
    )
    reason = row.cells.get("reportableReasons") or "no reason given"
    return Junction(
        five,
        three,
        row.where,
        in_frame=_FRAMES.get(row.cells["phased"]),
        doubt="" if _answer(row, "reported") else f"not reported by LINX ({reason})",
        evidence=DNA,
    )


def _disruptions(rows: Sequence[Row]) -> tuple[Junction, ...]:
    """Return one break a variant: its two genes, or one and an unknown place."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if _answer(row, "canonical") and _answer(row, "reportedDisruption"):
            found.setdefault(row.cells["svId"], []).append(row)
    junctions = []
    for ends in found.values():
        genes = list(dict.fromkeys(gene_name(row.cells["gene"]) for row in ends))
        junctions += [
            Junction(
                JunctionEnd(gene),
                JunctionEnd(),
                ends[0].where,
                ordered=False,
                evidence=DNA,
                flags=("reported as a disruption",),
            )
            for gene in genes
            if gene
        ]
    return tuple(junctions)


def _answer(row: Row, column: str) -> bool:
    text = row.cells[column].lower()
    if text not in _ANSWERS:
        raise InputError(f"{row.where}: {column} is {text[:60]!r}; expected is true or false")
    return _ANSWERS[text]


def _exon(row: Row, column: str) -> int:
    text = row.cells[column]
    if not text.isdigit() or len(text) > 3:
        raise InputError(f"{row.where}: {column} is {text[:60]!r}; expected is an exon's number")
    return int(text)
