"""TSO500 CombinedVariantOutput: [Fusions] and [Splice Variants], from RNA.

A pair is written `EML4-ALK` where the caller knew the direction and `PPARG/PAX8` where not; genes
that overlap a breakpoint together are parted by semicolons. A splice variant has the last base of
the exon before and the last base of the intron, in the order of the genome.
Layout: https://help.tso500software.illumina.com, Combined Variant Output
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oncomatch.domain.rearrangement import RNA, Junction, JunctionEnd, RearrangementFile
from oncomatch.errors import InputError
from oncomatch.readers.combined_output import (
    absent_section,
    details_of,
    read_sections,
    samples_of,
)
from oncomatch.readers.lines import printable
from oncomatch.readers.rearrangement_files.cells import count, gene_names, known_part, place
from oncomatch.readers.table import Row

NAME = "tso500"
EXPECTED = "TSO500 CombinedVariantOutput with [Fusions] or [Splice Variants]"
_FUSIONS, _SPLICE = "[Fusions]", "[Splice Variants]"
_BREAKPOINTS = ("Breakpoint 1", "Breakpoint 2")
_NEEDED = {_FUSIONS: ("Gene Pair", *_BREAKPOINTS), _SPLICE: ("Gene", *_BREAKPOINTS)}


def recognises(head: Sequence[str]) -> bool:
    """Whether the file begins as CombinedVariantOutput does."""
    return any(line.startswith(("[Analysis Details]", _FUSIONS, _SPLICE)) for line in head)


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the fusions and splice variants of the file.

    Raises:
        InputError: no RNA was analysed, it has neither section, a column is absent, or a cell is
            no place or count.
    """
    samples = samples_of(details_of(path))
    if samples.told and not samples.rna:
        raise InputError(
            f"{path}: RNA Sample ID is NA, so no RNA was analysed and fusions were not assessed; "
            f"leave the column fusions empty"
        )
    junctions: list[Junction] = []
    columns: tuple[str, ...] = ()
    sections: dict[str, None] = {}
    for line in read_sections(path):
        section, number, cells = line.section, line.number, tuple(map(printable, line.cells))
        sections[section] = None
        if not cells:
            columns = ()
        elif section not in _NEEDED or cells[0] == "NA":
            continue
        elif not columns:
            columns = cells
            absent = [name for name in _NEEDED[section] if name not in columns]
            if absent:
                raise InputError(
                    f"{path}, line {number}: {section} has no column {absent[0]}; was the file "
                    f"changed?"
                )
        else:
            named = {name: cell for name, cell in zip(columns, cells, strict=False) if cell}
            row = Row(f"{path}, line {number}", named)
            empty = [name for name in _NEEDED[section] if name not in named]
            if empty:
                raise InputError(f"{row.where}: {empty[0]} is empty; was the file cut off?")
            junctions.append(_fusion(row) if section == _FUSIONS else _splice(row))
    if sections.keys().isdisjoint(_NEEDED):
        raise absent_section(path, tuple(_NEEDED), sections)
    return RearrangementFile(NAME, tuple(junctions), splicing=_SPLICE in sections)


def _fusion(row: Row) -> Junction:
    one, other, ordered = pair_of(row.cells["Gene Pair"], row.where)
    first, second = (
        JunctionEnd(gene, *place(row.cells[name], row.where, name))
        for gene, name in zip((one, other), _BREAKPOINTS, strict=True)
    )
    reads = count(row, "Fusion Supporting Reads")
    return Junction(first, second, row.where, ordered=ordered, reads=reads, evidence=RNA)


def pair_of(text: str, where: str) -> tuple[str, str, bool]:
    """Return the genes of a pair and whether the first is known to be 5'.

    Names of genes may have hyphens themselves: the pair is parted where both sides are genes.

    Raises:
        InputError: it cannot be parted.
    """
    if text.count("/") == 1:
        one, other = text.split("/")
        return gene_names(one), gene_names(other), False
    parts = text.split("-")
    cuts = [("-".join(parts[:at]), "-".join(parts[at:])) for at in range(1, len(parts))]
    known = [cut for cut in cuts if all(map(known_part, cut))]
    if len(cuts) != 1 and len(known) != 1:
        raise InputError(
            f"{where}: Gene Pair is {text[:60]!r}; expected are two genes as EML4-ALK or PPARG/PAX8"
        )
    one, other = (known or cuts)[0]
    return gene_names(one), gene_names(other), True


def _splice(row: Row) -> Junction:
    gene = gene_names(row.cells["Gene"])
    contig, before = place(row.cells[_BREAKPOINTS[0]], row.where, _BREAKPOINTS[0])
    mate, last = place(row.cells[_BREAKPOINTS[1]], row.where, _BREAKPOINTS[1])
    if contig != mate or last <= before:
        raise InputError(
            f"{row.where}: the splice variant of {gene} ends before it begins or on another "
            f"chromosome; are columns swapped?"
        )
    return Junction(
        JunctionEnd(gene, contig, before),
        JunctionEnd(gene, contig, last + 1),
        row.where,
        reads=count(row, "Splice Supporting Reads"),
        evidence=RNA,
        spliced=True,
    )
