"""HGVS descriptions of edits on the genome (g.) and on a transcript (c.).

Positions follow https://hgvs-nomenclature.org: 1-based from the start codon, `-` before it, `*`
after the stop codon, `+` and `-` offsets into introns. The caller gives the most 3' placement.

One more copy, or as many as there are, is a `dup`. More copies than that are a repeated sequence
(`4_6GCA[4]`: the reference's stretch, its unit and how many there are now), on a coding sequence
only for units of whole codons (DNA pages on duplication and on repeated sequences).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

from oncomatch.annotation.edit import BaseSource, Edit
from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript

_VERSIONS_38 = {
    "1": 11, "2": 12, "3": 12, "4": 12, "5": 10, "6": 12, "7": 14, "8": 11,
    "9": 12, "10": 11, "11": 10, "12": 12, "13": 11, "14": 9, "15": 10, "16": 10,
    "17": 11, "18": 10, "19": 10, "20": 11, "21": 9, "22": 11, "X": 11, "Y": 10,
}  # fmt: skip
"""Versions of NC_0000nn on GRCh38 (MANE v1.2 summary); on GRCh37 each is one lower (CIViC)."""

_NUMBERS = {"X": 23, "Y": 24}


@cache
def contig_accession(build: GenomeBuild, contig: str) -> str:
    """Return the RefSeq accession of a chromosome, or its name where none is known here."""
    version = _VERSIONS_38.get(contig)
    if version is None or (contig == "Y" and build is GenomeBuild.GRCH37):
        return contig
    if build is GenomeBuild.GRCH37:
        version -= 1
    return f"NC_{_NUMBERS.get(contig) or int(contig):06d}.{version}"


def describe_genomic(build: GenomeBuild, contig: str, edit: Edit, bases: BaseSource) -> str:
    """Return `NC_000007.14:g.55191822T>G` for an edit in its rightmost placement."""
    start = edit.start0 + 1
    if edit.is_insertion:
        copied = bases(edit.start0 - len(edit.alt), edit.start0)
        if copied == edit.alt:
            body = _span(str(start - len(edit.alt)), str(start - 1)) + "dup"
        elif repeat := _repeat(edit, bases, forward=True):
            body = _span(str(repeat.start0 + 1), str(repeat.end0)) + repeat.units
        else:
            body = f"{start - 1}_{start}ins{edit.alt}"
    else:
        body = _span(str(start), str(edit.end0)) + _change(edit.ref, edit.alt)
    return f"{contig_accession(build, contig)}:g.{body}"


def describe_coding(
    transcript: Transcript,
    edit: Edit,
    bases: BaseSource,
    name: Callable[[int], str] | None = None,
) -> str:
    """Return `c.2573T>G` for an edit in its most 3' placement on the transcript's strand.

    `name` gives the c. position of a genomic one where the caller has a shorter way to it.
    """
    if name is None:
        name = partial(coding_position, transcript)
    forward = transcript.strand > 0
    ref = edit.ref if forward else reverse_complement(edit.ref)
    alt = edit.alt if forward else reverse_complement(edit.alt)
    size = len(edit.alt)
    if edit.is_insertion:
        first0 = edit.start0 - size if forward else edit.start0
        if bases(first0, first0 + size) == edit.alt:
            return "c." + _ordered(name, forward, first0, first0 + size - 1) + "dup"
        repeat = _repeat(edit, bases, forward=forward)
        if repeat is not None and _keeps_frame(transcript, repeat):
            return "c." + _ordered(name, forward, repeat.start0, repeat.end0 - 1) + repeat.units
        return f"c.{_flanks(name, forward, edit.start0)}ins{alt}"
    return "c." + _ordered(name, forward, edit.start0, edit.end0 - 1) + _change(ref, alt)


class _Repeat(NamedTuple):
    """A stretch of the reference (0-based, half-open) that reads as copies of one unit.

    `unit` is read on the strand that the name is for; `copies` counts the inserted ones too.
    """

    start0: int
    end0: int
    unit: str
    copies: int

    @property
    def units(self) -> str:
        return f"{self.unit}[{self.copies}]"


def _repeat(edit: Edit, bases: BaseSource, *, forward: bool) -> _Repeat | None:
    """Return the repeat that an insertion, in its most 3' placement, lengthens by two or more."""
    size = (edit.alt + edit.alt).find(edit.alt, 1)
    if size == len(edit.alt) or "N" in edit.alt:
        return None
    unit = edit.alt[:size]
    start0 = end0 = edit.start0
    if forward:
        while start0 >= size and bases(start0 - size, start0) == unit:
            start0 -= size
    else:
        while bases(end0, end0 + size) == unit:
            end0 += size
    if start0 == end0:
        return None
    copies = (end0 - start0 + len(edit.alt)) // size
    return _Repeat(start0, end0, unit if forward else reverse_complement(unit), copies)


def _keeps_frame(transcript: Transcript, repeat: _Repeat) -> bool:
    """Whether a repeat may be named by its units: outside the coding sequence, or whole codons."""
    if len(repeat.unit) % 3 == 0:
        return True
    ends = (transcript.to_exonic(at) for at in (repeat.start0, repeat.end0 - 1))
    return all(at is None or not transcript.cds_start <= at < transcript.cds_end for at in ends)


def predicted(description: str) -> str:
    """Return a protein description in brackets, as HGVS writes what was not seen on the protein.

    >>> predicted("NP_004324.2:p.Val600Glu")
    'NP_004324.2:p.(Val600Glu)'
    >>> predicted("p.?")
    'p.?'
    """
    accession, mark, change = description.rpartition("p.")
    if not mark or change == "?" or change.startswith("("):
        return description
    return f"{accession}p.({change})"


def coding_position(transcript: Transcript, position0: int) -> str:
    """Return the HGVS c. position of a 0-based genomic position.

    Outside the transcript the count simply goes on, as is customary for promoters (`c.-124`).
    """
    within = transcript.to_exonic(position0)
    if within is not None:
        return position_name(transcript, within)
    exonic, offset = transcript.nearest_exonic(position0)
    outside = not transcript.start0 <= position0 < transcript.end0
    if outside:
        exonic, offset = exonic + offset, 0
    base = position_name(transcript, exonic)
    return f"{base}{offset:+d}" if offset else base


def position_name(transcript: Transcript, exonic: int) -> str:
    """Return the HGVS c. position of an exonic position: `-12`, `76` or `*5`."""
    coding = exonic - transcript.cds_start
    if coding < 0:
        return str(coding)
    if exonic >= transcript.cds_end:
        return f"*{exonic - transcript.cds_end + 1}"
    return str(coding + 1)


def _ordered(name: Callable[[int], str], forward: bool, first0: int, last0: int) -> str:
    low = name(first0)
    if first0 == last0:
        return low
    high = name(last0)
    return _span(low, high) if forward else _span(high, low)


def _flanks(name: Callable[[int], str], forward: bool, start0: int) -> str:
    before, after = name(start0 - 1), name(start0)
    return f"{before}_{after}" if forward else f"{after}_{before}"


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}_{last}"


def _change(ref: str, alt: str) -> str:
    if not alt:
        return "del"
    if len(ref) == 1 and len(alt) == 1:
        return f"{ref}>{alt}"
    if len(ref) > 1 and alt == reverse_complement(ref):
        return "inv"
    return f"delins{alt}"
