"""In which part of a transcript an edit lies: coding sequence, UTR, intron, or beside it.

A gap between two blocks that is too short for an intron bridges a difference between transcript
and genome; Ensembl counts its bases as part of the exon around it (`within_frameshift_intron`,
ensembl-variation), so they are coding or UTR, never intron.
"""

from __future__ import annotations

from oncomatch.annotation.edit import Edit
from oncomatch.annotation.splice import inside_intron, is_intron
from oncomatch.domain.consequence import Consequence
from oncomatch.reference.transcript import Transcript


def insertion_index(transcript: Transcript, start0: int) -> int | None:
    """Return the exonic position before which an insertion comes; exon borders count as exon."""
    after, before = transcript.to_exonic(start0), transcript.to_exonic(start0 - 1)
    if after is not None:
        return after if transcript.strand > 0 else after + 1
    if before is not None:
        return before + 1 if transcript.strand > 0 else before
    return None


def place_terms(transcript: Transcript, edit: Edit) -> set[Consequence]:
    """Return the terms for the place of an edit that is not coding throughout."""
    if edit.is_insertion:
        return _insertion_place(transcript, edit.start0)
    start0, end0 = edit.start0, edit.end0
    inside = min(end0, transcript.end0) - max(start0, transcript.start0)
    if inside <= 0:
        return {_beside(transcript, start0)}
    if start0 <= transcript.start0 and transcript.end0 <= end0 and edit.is_deletion:
        return {Consequence.TRANSCRIPT_ABLATION}
    terms: set[Consequence] = set()
    exonic = 0
    for exon_start, exon_end in transcript.exons:
        low, high = max(start0, exon_start), min(end0, exon_end)
        if low < high:
            exonic += high - low
            ends = sorted(transcript.to_exonic(at) or 0 for at in (low, high - 1))
            terms |= _exonic_terms(transcript, ends[0], ends[1] + 1)
    if inside > exonic:
        for number in transcript.introns_over(start0, end0):
            terms |= _between(transcript, number, start0, end0)
    return terms


def _insertion_place(transcript: Transcript, start0: int) -> set[Consequence]:
    index = insertion_index(transcript, start0)
    if index is None:
        if transcript.start0 < start0 < transcript.end0:
            number = transcript.introns_over(start0 - 1, start0 + 1)[0]
            return _between(transcript, number, start0, start0)
        return {_beside(transcript, start0)}
    if index <= transcript.cds_start:
        return {Consequence.FIVE_PRIME_UTR}
    return {Consequence.THREE_PRIME_UTR}


def _between(transcript: Transcript, number: int, start0: int, end0: int) -> set[Consequence]:
    """Return the term for bases between an exon (0-based index) and the next.

    None for the essential splice sites, which have terms of their own.
    """
    if is_intron(transcript, number):
        inside = inside_intron(transcript, number, start0, end0)
        return {Consequence.INTRON} if inside else set()
    border = transcript.offsets[number + 1]
    if border <= transcript.cds_start:
        return {Consequence.FIVE_PRIME_UTR}
    if border >= transcript.cds_end:
        return {Consequence.THREE_PRIME_UTR}
    return {Consequence.CODING_SEQUENCE}


def _beside(transcript: Transcript, start0: int) -> Consequence:
    upstream = (start0 <= transcript.start0) == (transcript.strand > 0)
    return Consequence.UPSTREAM_GENE if upstream else Consequence.DOWNSTREAM_GENE


def _exonic_terms(transcript: Transcript, low: int, high: int) -> set[Consequence]:
    terms: set[Consequence] = set()
    if low < transcript.cds_start:
        terms.add(Consequence.FIVE_PRIME_UTR)
    if high > transcript.cds_end:
        terms.add(Consequence.THREE_PRIME_UTR)
    if low < transcript.cds_end and high > transcript.cds_start:
        terms.add(Consequence.CODING_SEQUENCE)
        if low < transcript.cds_start + 3:
            terms.add(Consequence.START_LOST)
        if high > transcript.cds_end - 3:
            terms.add(Consequence.STOP_LOST)
    return terms
