"""TSO500 CombinedVariantOutput: [Copy Number Variants], in older releases [Gene Amplifications].

The file lists the genes that were called, with a fold change over diploid: a ratio of all cells,
never copies. An amplification is the assay's own call; a loss may be a deep deletion. What is not
listed was not called; the file does not say that it was assessed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.copy_number import MOST_COPIES, CopyNumberFile, GeneMeasure
from oncomatch.readers.combined_output import absent_section, read_sections
from oncomatch.readers.copy_number_files.columns import Line

NAME = "tso500"
EXPECTED = "TSO500 CombinedVariantOutput with [Copy Number Variants] or [Gene Amplifications]"
_SECTIONS = ("[Copy Number Variants]", "[Gene Amplifications]")
_CALLS = {
    "": CopyNumberKind.AMPLIFICATION,
    "GAIN": CopyNumberKind.AMPLIFICATION,
    "DUP": CopyNumberKind.AMPLIFICATION,
    "LOSS": CopyNumberKind.LOSS,
    "DEL": CopyNumberKind.LOSS,
}
_TYPE, _COPIES = ("Copy Number Variant", "Type"), ("Absolute Copy Number", "Copy Number")


def recognises(head: Sequence[str]) -> bool:
    """Whether the file begins as CombinedVariantOutput does."""
    return any(line.startswith(("[Analysis Details]", *_SECTIONS)) for line in head)


def read(path: Path, sample: str) -> CopyNumberFile:
    """Return the called genes.

    Raises:
        InputError: there is no section of copy number, or a fold change is not above 0.
    """
    genes: list[GeneMeasure] = []
    columns: tuple[str, ...] = ()
    sections: dict[str, None] = {}
    for each in read_sections(path):
        sections[each.section] = None
        if not each.cells:
            columns = ()
        elif each.section not in _SECTIONS or each.cells[0] == "NA":
            continue
        elif not columns:
            columns = tuple(cell for cell in each.cells if cell)
        else:
            named = dict(zip(columns, each.cells, strict=False))
            genes.append(_measure(Line(path, each.number, named)))
    if sections.keys().isdisjoint(_SECTIONS):
        raise absent_section(path, _SECTIONS, sections)
    return CopyNumberFile(NAME, genes=tuple(genes))


def _measure(line: Line) -> GeneMeasure:
    fold = line.number_of("Fold Change")
    if fold is not None and not 0 < fold <= MOST_COPIES:
        raise line.error(f"Fold Change is {fold:g}; expected is a ratio above 0")
    word = next((line.cells[name] for name in _TYPE if name in line.cells), "").strip("<>")
    if word.upper() not in _CALLS:
        raise line.error(f"the type is {word!r}; accepted are {', '.join(filter(None, _CALLS))}")
    copies = next((line.copies_of(name) for name in _COPIES if name in line.cells), None)
    ratio = f", fold change {fold:g}" if fold is not None else ""
    return GeneMeasure(
        gene=line.cells.get("Gene", ""),
        where=f"{line.path}, line {line.number}",
        copies=copies,
        log2=math.log2(fold) if fold is not None else None,
        called=True,
        firm=_CALLS[word.upper()] is CopyNumberKind.AMPLIFICATION,
        call=_CALLS[word.upper()],
        note=f"called by TSO500{ratio}",
    )
