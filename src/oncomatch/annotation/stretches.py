"""Substitutions by the thousand: the plain ones are answered with arrays, not one by one.

Plain is the inside of a coding exon and the depth of an intron, in a stretch that belongs to one
gene alone: there a base's number and its codon are all that differs. Everything else, the borders
of exons, start and stop codon, UTRs, places where the transcript differs from the genome, is left
to `Annotator`. Both give one answer; a test compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from oncomatch.annotation.hgvs import position_name
from oncomatch.annotation.substitution import middle_of_intron
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.genetic_code import CODON_TABLE
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

_EXON_BORDER = 3
_INTRON_BORDER = 20
"""Bases beside an exon's border that have splice terms lie within these (see `splice`)."""

BASES = b"ACGT"
_CODES = np.full(256, 255, np.uint8)
_CODES[np.frombuffer(BASES, np.uint8)] = np.arange(4)
_RESIDUES = np.array(
    [ord(CODON_TABLE[one + two + three]) for one in "ACGT" for two in "ACGT" for three in "ACGT"],
    np.uint8,
)


class _Stretch(NamedTuple):
    """Bases `start0` to `end0` of one transcript.

    `number` is the coding position (0-based) of `start0`, or its offset from the exon that
    `base` names; it changes by `step` a base. `exon` is its label, empty in an intron.
    """

    start0: int
    end0: int
    transcript: int
    number: int
    step: int
    base: str
    exon: str


@dataclass(frozen=True)
class Plain:
    """The answers to an array of substitutions; the arrays run side by side.

    `answered` says which have one; the rest of the fields are meant for these only. `number` is
    the coding position (0-based) where `residue` is not 0, else the offset into the intron.
    `was` and `becomes` are the bases on the transcript; `residue` is the number (from 1) of the
    residue that changes from `old` to `new`, letters as bytes.
    """

    answered: np.ndarray
    stretch: np.ndarray
    number: np.ndarray
    was: np.ndarray
    becomes: np.ndarray
    residue: np.ndarray
    old: np.ndarray
    new: np.ndarray


class Stretches:
    """The plain stretches of one contig on one build."""

    def __init__(
        self,
        reference: Reference,
        build: GenomeBuild,
        contig: str,
        alone: Callable[[Transcript, int, int], bool],
    ):
        """Lay out the stretches; `alone` says whether an interval is of that transcript only."""
        self._bases = reference.sequences
        self._place = build, contig
        self.transcripts = [
            transcript
            for transcript in reference.transcripts_on(build, contig)
            if not transcript.utr_gap and not transcript.coding_only
        ]
        found = sorted(
            stretch
            for number, transcript in enumerate(self.transcripts)
            for stretch in _stretches(number, transcript)
            if alone(transcript, stretch.start0, stretch.end0)
        )
        self.bases = [each.base for each in found]
        self.exons = [each.exon for each in found]
        columns = np.array([each[:5] for each in found], np.int64).reshape(-1, 5).T
        self._starts, self._ends, self.transcript, self._numbers, self._steps = columns
        self._coding = np.array([bool(each.exon) for each in found], bool)
        sizes = [len(transcript.cds) for transcript in self.transcripts]
        self._offsets = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
        coding = "".join(transcript.cds for transcript in self.transcripts).encode()
        self._cds = _CODES[np.frombuffer(coding, np.uint8)]
        self._proteins = np.concatenate(
            [_letters(transcript) for transcript in self.transcripts] or [np.zeros(0, np.uint8)]
        )
        for number, transcript in enumerate(self.transcripts):
            for at in transcript.cds_differences:
                self._cds[self._offsets[number] + at] = 255
        self._forward = np.array([each.strand > 0 for each in self.transcripts], bool)

    def describe(self, positions: np.ndarray, refs: np.ndarray, alts: np.ndarray) -> Plain:
        """Answer substitutions at 1-based positions; `refs` and `alts` are letters as bytes."""
        start0 = positions - 1
        ref, alt = _CODES[refs], _CODES[alts]
        stretch = np.searchsorted(self._starts, start0, side="right") - 1
        inside = (stretch >= 0) & (ref < 4) & (alt < 4) & (ref != alt)
        stretch = np.maximum(stretch, 0)
        if not len(self._starts):
            empty = np.zeros(len(positions), np.int64)
            return Plain(inside & False, empty, empty, empty, empty, empty, empty, empty)
        inside &= start0 < self._ends[stretch]
        number = self._numbers[stretch] + (start0 - self._starts[stretch]) * self._steps[stretch]
        transcript = self.transcript[stretch]
        forward = self._forward[transcript]
        was = np.where(forward, ref, 3 - ref)
        becomes = np.where(forward, alt, 3 - alt)
        coding = self._coding[stretch] & inside
        at = np.where(coding, self._offsets[transcript] + number, 0)
        first = at - np.where(coding, number % 3, 0)
        codes = [self._cds[np.minimum(first + step, len(self._cds) - 1)] for step in range(3)]
        same = self._cds[np.minimum(at, len(self._cds) - 1)] == was
        whole = (codes[0] < 4) & (codes[1] < 4) & (codes[2] < 4)
        for step in range(3):
            codes[step] = np.where(at - first == step, becomes, codes[step]) & 3
        new = _RESIDUES[codes[0] * 16 + codes[1] * 4 + codes[2]]
        intronic = inside & ~coding
        known = self._bases.codes(*self._place, start0, intronic)
        old = self._proteins[np.minimum(at, len(self._proteins) - 1)]
        whole &= old > 0
        answered = (coding & same & whole) | (intronic & ((known == ref) | (known > 3)))
        residue = np.where(coding, number // 3 + 1, 0)
        return Plain(
            answered=answered,
            stretch=stretch,
            number=number,
            was=was,
            becomes=becomes,
            residue=residue,
            old=old,
            new=new,
        )


def _letters(transcript: Transcript) -> np.ndarray:
    """Return the residue of each coding base, as letters; nothing where the stop comes early."""
    residues = np.frombuffer(transcript.protein_sequence.encode(), np.uint8)
    letters = np.zeros(len(transcript.cds), np.uint8)
    each = np.repeat(residues, 3)[: len(letters)]
    letters[: len(each)] = each
    return letters


def _stretches(number: int, transcript: Transcript) -> Iterator[_Stretch]:
    yield from _coding_stretches(number, transcript)
    exons = sorted(transcript.exons)
    for (_, left), (right, _) in pairwise(exons):
        if right - left <= 2 * _INTRON_BORDER:
            continue
        middle = middle_of_intron(left, right, transcript.strand)
        for start, end, border in (
            (left + _INTRON_BORDER, middle, left - 1),
            (middle, right - _INTRON_BORDER, right),
        ):
            exonic = transcript.to_exonic(border)
            if exonic is not None and start < end:
                offset = (start - border) * transcript.strand
                name = position_name(transcript, exonic)
                yield _Stretch(start, end, number, offset, transcript.strand, name, "")


def _coding_stretches(number: int, transcript: Transcript) -> Iterator[_Stretch]:
    total = len(transcript.exons)
    for index in range(total):
        coding = transcript.codon_intervals(index)
        if coding is None:
            continue
        low, high = max(coding[0], 3), min(coding[1], len(transcript.cds) - 3)
        first, last = transcript.offsets[index], transcript.offsets[index + 1]
        low = max(low, first + _EXON_BORDER - transcript.cds_start)
        high = min(high, last - _EXON_BORDER - transcript.cds_start)
        if low >= high:
            continue
        ends = [transcript.to_genomic(transcript.cds_start + at) for at in (low, high - 1)]
        start, end = min(ends), max(ends) + 1
        at_start = low if transcript.strand > 0 else high - 1
        label = f"{index + 1}/{total}"
        yield _Stretch(start, end, number, at_start, transcript.strand, "", label)
