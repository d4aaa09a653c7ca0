"""TSO500 CombinedVariantOutput: the section [Small Variants].

Positions and alleles are those of a VCF on hg19; the file holds calls that passed. `NA` in the
place of a row says that there are none, `NA` for the DNA sample that none was analysed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from oncomatch.errors import InputError, SampleError
from oncomatch.readers.combined_output import (
    SMALL_VARIANTS,
    absent_section,
    details_of,
    is_combined_output,
    read_sections,
    samples_of,
)
from oncomatch.readers.lines import printable
from oncomatch.readers.samples import own_name
from oncomatch.readers.small_variant_files.as_vcf import as_count, effect_entry, header_of_table
from oncomatch.readers.small_variant_files.items import Item, Wanted
from oncomatch.readers.vcf import BadLine, VcfHeader, VcfRecord

NAME = "tso500"
EXPECTED = "TSO500 CombinedVariantOutput with [Small Variants]"
_PLACE = ("Chromosome", "Genomic Position", "Reference Call", "Alternative Call")
_GENE = "Gene"
_PROTEIN = re.compile(r"p\.\([^()]{1,200}\)|p\.[^()]{1,200}")
_POSITION = re.compile(r"[1-9]\d{0,8}")
_BASES = re.compile(r"[ACGTNacgtn]+")
_LONGEST = 40


def recognises(head: Sequence[str]) -> bool:
    """Whether the file begins as CombinedVariantOutput does."""
    return is_combined_output(head)


def open_file(path: Path, wanted: Wanted) -> Tso500File:
    """Return the file.

    Raises:
        InputError: there is no section [Small Variants], or no DNA was analysed.
        SampleError: the file is of another sample than the sheet names.
    """
    return Tso500File(path, wanted)


class Tso500File:
    """A CombinedVariantOutput, of which the small variants are read."""

    def __init__(self, path: Path, wanted: Wanted):
        """Read the names of the samples; see `open_file` for what is raised."""
        self.path = path
        details = details_of(path)
        if SMALL_VARIANTS not in details:
            raise absent_section(path, (SMALL_VARIANTS,), details)
        samples = samples_of(details)
        if not samples.has_dna:
            raise InputError(
                f"{path}: DNA Sample ID is NA, so no DNA was analysed and small variants were not "
                f"assessed; leave the column vcf empty"
            )
        known = [name for name in (samples.dna, samples.pair) if name]
        requested = own_name(wanted.sample, known)
        if requested and known and requested not in known:
            raise SampleError(
                f"{path}: is of the sample {' of the pair '.join(known)}, not of "
                f"{requested!r}; correct tumor_sample or leave it empty"
            )
        self.header: VcfHeader = header_of_table(
            "TSO500", (requested or samples.dna or "TUMOR",), ()
        )

    def __iter__(self) -> Iterator[Item]:
        """Yield each small variant."""
        columns: tuple[str, ...] | None = None
        for line in read_sections(self.path):
            if line.section != SMALL_VARIANTS or not line.cells:
                continue
            if columns is None:
                columns = tuple(cell for cell in line.cells if cell)
                absent = [name for name in (_GENE, *_PLACE) if name not in columns]
                if absent:
                    raise InputError(
                        f"{self.path}, line {line.number}: {SMALL_VARIANTS} has no column "
                        f"{', '.join(absent)}: is it of another version of the TSO500 software?"
                    )
            elif line.cells[0] != "NA" or any(line.cells[1:]):
                cells = dict(zip(columns, line.cells, strict=False))
                yield self._item(line.number, cells)

    def _item(self, number: int, cells: dict[str, str]) -> Item:
        contig, position, ref, alt = (cells.get(name, "") for name in _PLACE)
        contig = printable("".join(contig.split()))
        for name, text, form in (
            (_PLACE[1], position, _POSITION),
            (_PLACE[2], ref, _BASES),
        ):
            if text and not form.fullmatch(text):
                raise InputError(
                    f"{self.path}, line {number}: {name} is {printable(text[:_LONGEST])!r}; "
                    f"expected is {'a position' if form is _POSITION else 'bases'}: are the "
                    f"columns swapped?"
                )
        if not (contig and position and ref and alt):
            gene = printable(cells.get(_GENE, ""))
            place = (contig, int(position)) if contig and position else None
            return BadLine(number, "a part of the variant is missing", place, (gene,) * bool(gene))
        depth, fraction = as_count(cells.get("Depth", "")), cells.get("Allele Frequency", "")
        sample = f"{_as_number(fraction)}:{'.' if depth is None else depth}"
        fixed = (contig, position, ".", ref, printable(alt), ".", "PASS")
        return VcfRecord(number, (*fixed, _effect(cells) or ".", "AF:DP", sample))


def _effect(cells: dict[str, str]) -> str:
    coding = cells.get("C-Dot Notation", "")
    protein = _PROTEIN.search(cells.get("P-Dot Notation", ""))
    return effect_entry(
        {
            "ALLELE_NUM": "1",
            "Consequence": "&".join(re.split("[,;:&]", cells.get("Consequence(s)", ""))),
            "SYMBOL": cells.get(_GENE, ""),
            "Feature": coding.partition(":")[0],
            "HGVSc": coding,
            "HGVSp": protein[0] if protein else "",
            "EXON": cells.get("Affected Exon(s)", ""),
        }
    )


def _as_number(text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return "."
    return text if 0 <= value <= 1 else "."
