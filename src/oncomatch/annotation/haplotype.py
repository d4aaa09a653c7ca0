"""Read the variants of one haplotype together: in one codon, in one reading frame, or side by side.

Two substitutions in a codon make one residue, and a frameshift that another one takes back leaves
the protein in frame between them; each alone tells something that the tumour does not have
(https://samtools.github.io/bcftools/howtos/csq-calling.html). A deletion or insertion is also read
with what changes the codon beside it, which that program does not do: consecutive residues that
change are one delins, and which bases of it a caller writes as deleted and which as substituted
is its alignment's choice. Substitutions in different codons stay apart: each residue is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from oncomatch.annotation.edit import BaseSource, Edit, shift_left, shift_right
from oncomatch.annotation.effect import (
    coding_interval,
    exons_and_introns,
    replaced_coding_effect,
    transcript_effect,
)
from oncomatch.annotation.hgvs import describe_genomic
from oncomatch.annotation.splice import splice_terms
from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.variant import Variant
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript

_LONGEST_REPLACEMENT = 50
"""Bases up to which variants in one exon are also written as one REF and ALT."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A variant in the coding sequence of a transcript, placed as it was called.

    `start` and `end` are the coding positions that it replaces (0-based, half-open) by `alt`,
    read on the transcript's strand. `low` and `high` are the outermost of all its placements with
    the same result: a deletion or insertion in a repeat has several.
    """

    edit: Edit
    start: int
    end: int
    alt: str
    low: int
    high: int

    @property
    def shift(self) -> int:
        """By how many bases the reading frame moves."""
        return len(self.alt) - (self.end - self.start)

    @property
    def first_codon(self) -> int:
        """Index of the first codon that it touches; between codons, of the one behind."""
        return self.start // 3

    @property
    def last_codon(self) -> int:
        """Index of the last codon that it touches; between codons, of the one before."""
        return (self.end - 1) // 3

    @property
    def reach(self) -> tuple[int, int]:
        """Index of the first and last codon that any of its placements touches."""
        return self.low // 3, (self.high - 1) // 3


def place(transcript: Transcript, variant: Variant) -> Piece | None:
    """Return where a variant lies in the coding sequence, None unless it lies there throughout."""
    edit = _as_called(variant)
    if not edit.ref and not edit.alt:
        return None
    coding = coding_interval(transcript, edit)
    if coding is None:
        return None
    alt = edit.alt if transcript.strand > 0 else reverse_complement(edit.alt)
    return Piece(edit, *coding, alt, *_outermost(transcript.cds, *coding, alt))


def _outermost(cds: str, start: int, end: int, alt: str) -> tuple[int, int]:
    """Return how far down and up a deletion or insertion can be placed with the same result."""
    if alt and start < end:
        return start, end
    moving = alt or cds[start:end]
    low, high = start, end
    while low > 0 and cds[low - 1] == moving[(low - start - 1) % len(moving)]:
        low -= 1
    while high < len(cds) and cds[high] == moving[(high - end) % len(moving)]:
        high += 1
    return low, high


def _as_called(variant: Variant) -> Edit:
    """Return a variant trimmed from its start first, which takes the anchor base away.

    An insertion or deletion in a repeat stays where it was called: beside another variant of the
    haplotype its other placements are not the same.
    """
    return _differing(variant.start0, variant.ref, variant.alt)


def _differing(start0: int, ref: str, alt: str) -> Edit:
    ahead = 0
    while ahead < min(len(ref), len(alt)) and ref[ahead] == alt[ahead]:
        ahead += 1
    ref, alt = ref[ahead:], alt[ahead:]
    behind = 0
    while behind < min(len(ref), len(alt)) and ref[-1 - behind] == alt[-1 - behind]:
        behind += 1
    return Edit(start0 + ahead, ref[: len(ref) - behind], alt[: len(alt) - behind])


def runs_of(transcript: Transcript, pieces: Sequence[Piece]) -> list[tuple[int, ...]]:
    """Return the indices of the pieces of one haplotype that are to be read together.

    A run has pieces of one codon, begins with a shift of the frame and ends where it is taken back
    before the shifted frame meets a stop, or has pieces of consecutive codons at least one of
    which inserts or deletes bases. Of pieces that overlap the later one is left out: one haplotype
    cannot have both.
    """
    order: list[int] = []
    for index in sorted(range(len(pieces)), key=lambda at: _order(pieces[at])):
        if not order or not _overlap(pieces[order[-1]], pieces[index]):
            order.append(index)
    ordered = [pieces[index] for index in order]
    runs = []
    at = 0
    while at < len(order):
        size = _run_length(transcript, ordered, at)
        if size > 1:
            runs.append(tuple(order[at : at + size]))
        at += size
    return runs


def _order(piece: Piece) -> tuple[int, int, str]:
    return piece.start, piece.end, piece.alt


def _overlap(one: Piece, two: Piece) -> bool:
    """Whether the second piece replaces a base of the first, or comes in at the same place."""
    return two.start < one.end or (one.start == one.end == two.start == two.end)


def _run_length(transcript: Transcript, pieces: Sequence[Piece], first: int) -> int:
    """Return how many pieces from `first` on are read together; one if it stands alone."""
    shift, last, reach, together, resized = 0, -1, -1, first, False
    for number in range(first, len(pieces)):
        piece = pieces[number]
        in_frame = shift % 3 == 0
        same_codon = number > first and piece.first_codon <= last
        if number > first and not same_codon:
            if in_frame and piece.reach[0] > reach + 1:
                break
            if not in_frame and _meets_stop(transcript, pieces[first:number], piece.start):
                break
        shift += piece.shift
        last = max(last, piece.last_codon)
        reach = max(reach, piece.reach[1])
        resized = resized or piece.shift != 0
        if number == together and (number == first or same_codon):
            together = number + 1
        elif shift % 3 == 0 and not in_frame:
            end = max((last + 1) * 3, piece.end)
            if _meets_stop(transcript, pieces[first : number + 1], end):
                break
            together = number + 1
        elif shift % 3 == 0 and resized:
            together = number + 1
    return together - first


def _meets_stop(transcript: Transcript, pieces: Sequence[Piece], until: int) -> bool:
    """Whether reading the pieces, and on to a coding position, comes upon a stop."""
    end = pieces[0].first_codon * 3
    parts = []
    for piece in pieces:
        parts += [transcript.cds[end : piece.start], piece.alt]
        end = piece.end
    parts.append(transcript.cds[end:until])
    return "*" in transcript.code.translate("".join(parts))


def _replaced(
    transcript: Transcript, pieces: Sequence[Piece], bases: BaseSource
) -> TranscriptEffect:
    """Return the effect of all pieces together, with neither exon nor coding description."""
    end, parts = pieces[0].start, []
    near: set[Consequence] = set()
    for piece in pieces:
        parts += [transcript.cds[end : piece.start], piece.alt]
        end = piece.end
        near |= splice_terms(transcript, piece.edit.start0, piece.edit.end0)
    return replaced_coding_effect(transcript, (pieces[0].start, end), "".join(parts), near, bases)


def joined_effect(
    transcript: Transcript, pieces: Sequence[Piece], bases: BaseSource
) -> TranscriptEffect:
    """Return what the pieces of one haplotype, in the order of the transcript, do together.

    Changes that HGVS wants apart are named as `c.[76del;83dup]`; those side by side, and those in
    one codon with at most one base between them, as one.
    """
    merged = merged_edit(transcript, pieces, bases)
    if merged is not None:
        effect = transcript_effect(transcript, shift_left(merged, bases), bases)
        if effect is not None:
            return (
                effect
                if _is_one_change(pieces)
                else _named_apart(transcript, effect, pieces, bases)
            )
    effect = _replaced(transcript, pieces, bases)
    touched = [exons_and_introns(transcript, piece.edit)[0] for piece in pieces]
    effect = replace(effect, exon=_exons(touched), intron="")
    return _named_apart(transcript, effect, pieces, bases)


def _is_one_change(pieces: Iterable[Piece]) -> bool:
    return all(
        two.start == one.end or (two.start == one.end + 1 and two.first_codon <= one.last_codon)
        for one, two in pairwise(pieces)
    )


def _named_apart(
    transcript: Transcript, effect: TranscriptEffect, pieces: Iterable[Piece], bases: BaseSource
) -> TranscriptEffect:
    names = []
    for piece in pieces:
        alone = transcript_effect(transcript, shift_left(piece.edit, bases), bases)
        names.append(alone.hgvs_c.rpartition(":c.")[2] if alone is not None else "?")
    return replace(effect, hgvs_c=f"{transcript.accession}:c.[{';'.join(names)}]")


def _exons(touched: Sequence[str]) -> str:
    """Return `2/10` or `2-3/10` of the exons of all pieces."""
    numbers = [number for text in touched for number in text.partition("/")[0].split("-")]
    total = touched[0].partition("/")[2]
    if not all(number.isdecimal() for number in numbers):
        return ""
    first, last = min(map(int, numbers)), max(map(int, numbers))
    return f"{first if first == last else f'{first}-{last}'}/{total}"


def merged_edit(transcript: Transcript, pieces: Sequence[Piece], bases: BaseSource) -> Edit | None:
    """Return one edit for all pieces, None where an intron or many bases lie between them."""
    edits = sorted((piece.edit for piece in pieces), key=lambda edit: (edit.start0, edit.end0))
    start0, end0 = edits[0].start0, max(edit.end0 for edit in edits)
    if end0 - start0 > _LONGEST_REPLACEMENT:
        return None
    if end0 - start0 != pieces[-1].end - pieces[0].start:
        return None
    ref, alt, at = bases(start0, end0), "", start0
    for edit in edits:
        alt += bases(at, edit.start0) + edit.alt
        at = edit.end0
    edit = _differing(start0, ref, alt)
    return edit if edit.ref or edit.alt else None


def joined_genomic(
    build: GenomeBuild, contig: str, pieces: Sequence[Piece], merged: Edit | None, bases: BaseSource
) -> str:
    """Return the HGVS g. description of all pieces: one change, or `g.[…;…]` in their order."""
    if merged is not None and _is_one_change(pieces):
        return describe_genomic(build, contig, shift_right(merged, bases), bases)
    edits = sorted((piece.edit for piece in pieces), key=lambda edit: edit.start0)
    names = [describe_genomic(build, contig, shift_right(edit, bases), bases) for edit in edits]
    accession = names[0].partition(":g.")[0]
    return f"{accession}:g.[{';'.join(name.partition(':g.')[2] for name in names)}]"
