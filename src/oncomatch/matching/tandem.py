"""Tandem duplications and insertions within coding sequence, as files of structural variants say.

A duplication of the genome with an end in an exon repeats its coding bases; introns that it passes
over are spliced out again. An insertion repeats its neighbours where the new coding sequence has
two equal stretches of its length side by side, wherever the caller placed it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from oncomatch.domain.rearrangement import (
    Breakpoint,
    Insertion,
    Rearrangement,
    RearrangementKind,
)
from oncomatch.matching.junction_ends import GenePlaces
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript

_LONGEST = 3000


def with_repeat(made: Rearrangement, places: GenePlaces, *, exact: bool) -> Rearrangement:
    """Return a change within a gene with the codons that it repeats; `exact` are its ends.

    Where an end lies in an exon the coding bases between the ends are repeated.
    """
    gene = made.five_prime.gene
    transcript = places.transcript(gene)
    ends0 = [end.position - 1 for end in (made.three_prime, made.five_prime)]
    if transcript is None or transcript.coding_only or made.repeated_exons or made.lost_exons:
        return made
    first0, last0 = ends0 if transcript.strand > 0 else ends0[::-1]
    if last0 < first0 or all(transcript.exon_at(end0) is None for end0 in ends0):
        return made
    coding = [
        exonic - transcript.cds_start
        for start, end, _ in transcript.ascending
        for border0 in (max(start, first0), min(end, last0 + 1) - 1)
        if max(start, first0) < min(end, last0 + 1)
        and (exonic := transcript.to_exonic(border0)) is not None
    ]
    length = transcript.cds_end - transcript.cds_start
    if not coding or not min(coding) >= 0 or not max(coding) < length:
        return made
    bases = max(coding) - min(coding) + 1
    return replace(
        made,
        bases=bases,
        codons=(min(coding) // 3 + 1, max(coding) // 3 + 1),
        in_frame=bases % 3 == 0 if exact else None,
    )


def insertions_of(
    insertions: Iterable[Insertion], caller: str, places: GenePlaces, wanted: frozenset[str]
) -> tuple[list[Rearrangement], int]:
    """Return the insertions into the coding sequence of wanted genes, and how many others."""
    found, others = [], 0
    for each in insertions:
        made = next(
            (
                placed
                for gene in places.reference.loci_over(
                    places.build, each.contig, each.position - 1, each.position
                )
                if gene in wanted and (placed := _placed(each, gene, caller, places)) is not None
            ),
            None,
        )
        if made is None:
            others += not each.doubt
        else:
            found.append(made)
    return found, others


def _placed(each: Insertion, gene: str, caller: str, places: GenePlaces) -> Rearrangement | None:
    transcript = places.transcript(gene)
    if transcript is None or transcript.coding_only:
        return None
    offset = _coding_offset(transcript, each.position)
    if offset is None:
        return None
    exon = transcript.exon_of_coding(offset) + 1
    point = Breakpoint(gene, each.contig, each.position, exon)
    bases = len(each.sequence) or each.length
    sequence = each.sequence if transcript.strand > 0 else reverse_complement(each.sequence)
    start = _repeated_from(transcript.cds, offset, sequence)
    return Rearrangement(
        RearrangementKind.INSERTION,
        point,
        point,
        caller,
        in_frame=bases % 3 == 0 if bases else None,
        reads=each.reads,
        left_out=each.doubt,
        evidence=("DNA",),
        bases=bases,
        codons=None if start is None else (start // 3 + 1, (start + bases - 1) // 3 + 1),
        unclear="" if start is not None or each.sequence else "what is inserted is not given",
    )


def _coding_offset(transcript: Transcript, position: int) -> int | None:
    """Return the coding base before which bases behind `position` (1-based) are inserted."""
    here, behind = transcript.to_exonic(position - 1), transcript.to_exonic(position)
    if here is None or behind is None:
        return None
    offset = max(here, behind) - transcript.cds_start
    return offset if 0 < offset < transcript.cds_end - transcript.cds_start else None


def _repeated_from(coding: str, offset: int, sequence: str) -> int | None:
    """Return where the stretch begins that an insertion doubles, None where it doubles none."""
    length = len(sequence)
    if not length or length > _LONGEST:
        return None
    new = coding[:offset] + sequence + coding[offset:]
    for start in range(max(0, offset - length), offset + 1):
        if new[start : start + length] == new[start + length : start + 2 * length]:
            return start
    return None
