"""Substitutions, by far the most frequent change, read from a map of the transcript.

A transcript is cut into zones in which every substitution has the same place, splice terms, exon
and intron. What a zone says is worked out once, by the general rules of `effect`; for one base
only its number and, in the coding sequence, its codon are left to look up. A base whose answer
needs more (start and stop codon, a place where the transcript differs from the genome) goes the
general way. Both ways give one answer; a test compares them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from oncomatch.annotation.edit import BaseSource, Edit
from oncomatch.annotation.effect import NEARBY, exons_and_introns, stop_escapes, transcript_effect
from oncomatch.annotation.hgvs import position_name
from oncomatch.annotation.splice import splice_borders, splice_terms
from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.consequence import Consequence, sort_by_severity
from oncomatch.domain.genetic_code import CODON_TABLE
from oncomatch.domain.protein_change import THREE_LETTER
from oncomatch.reference.transcript import Transcript

_FEW = 10

_COMPLEMENT = {"A": "T", "C": "G", "G": "C", "T": "A"}
_SAME = {base: base for base in "ACGT"}


EffectFields = tuple[
    str,
    str,
    tuple[Consequence, ...],
    str,
    str,
    str,
    str,
    str,
    int | None,
    int | None,
    int | None,
    bool,
    str,
]
"""The fields of `TranscriptEffect` in their order."""


@dataclass(frozen=True, slots=True)
class _Zone:
    """What all substitutions from the genomic position `start0` on to the next zone share.

    `coding` is the coding position (0-based) of `start0`, None outside the coding sequence;
    there `example` is the whole answer but for the number, which counts on from `exonic`, or
    stays at it, as `place` names it, where `offset` counts instead.
    """

    start0: int
    exonic: int
    offset: int | None
    coding: int | None
    example: TranscriptEffect | None
    terms: dict[Consequence, tuple[Consequence, ...]]
    exon: str
    intron: str
    place: str = ""


class SubstitutionMap:
    """The zones of one transcript, from 5,000 bases before it to 5,000 behind."""

    def __init__(self, transcript: Transcript, bases: BaseSource):
        self._transcript = transcript
        self._bases = bases
        self._asked = 0
        self._starts: list[int] = []

    def _lay_out(self) -> None:
        transcript = self._transcript
        self._starts = sorted(_borders(transcript))
        self._zones: list[_Zone | None] = [None] * len(self._starts)
        self._strand = transcript.strand
        self._accession, self._gene = transcript.accession, transcript.gene
        self._cds, self._protein = transcript.cds, transcript.protein_sequence
        self._letters = _SAME if transcript.strand > 0 else _COMPLEMENT
        special = {*range(3), *range(len(transcript.cds) - 3, len(transcript.cds))}
        self._special = special | set(transcript.cds_differences)
        self._c = f"{transcript.accession}:c."
        self._p = f"{transcript.protein}:p.".lstrip(":")

    def effect(self, start0: int, ref: str, alt: str) -> TranscriptEffect | None:
        """Return what `transcript_effect` returns for one base of ACGT becoming another.

        `start0` is 0-based; `ref` and `alt` are read on the plus strand and differ.
        """
        fields = self.fields(start0, ref, alt)
        if fields is not None:
            return TranscriptEffect(*fields)
        return transcript_effect(self._transcript, Edit(start0, ref, alt), self._bases)

    def fields(self, start0: int, ref: str, alt: str) -> EffectFields | None:
        """Return the fields of the effect, None where it needs the general way.

        A plain tuple takes a tenth of the time of a frozen object. The first few substitutions
        of a transcript go the general way, since the map costs as much as ten of them.
        """
        if not self._starts:
            self._asked += 1
            if self._asked <= _FEW:
                return None
            self._lay_out()
        number = bisect_right(self._starts, start0) - 1
        if number < 0:
            return None
        zone = self._zones[number]
        if zone is None:
            zone = self._zones[number] = self._make_zone(self._starts[number])
        step = (start0 - zone.start0) * self._strand
        if zone.coding is None:
            return self._outside_coding(zone, step, ref, alt)
        coding = zone.coding + step
        if coding in self._special:
            return None
        return self._in_coding(zone, coding, ref, alt)

    def _make_zone(self, start0: int) -> _Zone:
        transcript = self._transcript
        exonic, offset = transcript.nearest_exonic(start0)
        inside = transcript.start0 <= start0 < transcript.end0
        exon, intron = exons_and_introns(transcript, Edit(start0, "A", "C"))
        coding = exonic - transcript.cds_start
        if offset == 0 and 0 <= coding < len(transcript.cds):
            terms = _with_terms(splice_terms(transcript, start0, start0 + 1))
            return _Zone(start0, exonic, None, coding, None, terms, exon, intron)
        example = transcript_effect(transcript, Edit(start0, "A", "C"), self._bases)
        if inside and offset:
            place = position_name(transcript, exonic)
            return _Zone(start0, exonic, offset, None, example, {}, exon, intron, place)
        return _Zone(start0, exonic + offset, None, None, example, {}, exon, intron)

    def _outside_coding(self, zone: _Zone, step: int, ref: str, alt: str) -> EffectFields | None:
        example = zone.example
        if example is None or not example.hgvs_c:
            return None
        if zone.offset is None:
            place = position_name(self._transcript, zone.exonic + step)
        else:
            place = f"{zone.place}{zone.offset + step:+d}"
        letters = self._letters
        return (
            example.transcript,
            example.gene,
            example.consequences,
            example.exon,
            example.intron,
            f"{self._c}{place}{letters[ref]}>{letters[alt]}",
            example.hgvs_p,
            "",
            None,
            None,
            None,
            False,
            example.note,
        )

    def _in_coding(self, zone: _Zone, coding: int, ref: str, alt: str) -> EffectFields | None:
        letters = self._letters
        index, place = divmod(coding, 3)
        codon = self._cds[index * 3 : index * 3 + 3]
        was, becomes = letters[ref], letters[alt]
        if codon[place] != was:
            return None
        changed = codon[:place] + becomes + codon[place + 1 :]
        old, new, number = self._protein[index], CODON_TABLE[changed], index + 1
        delta: int | None = 0
        escapes = False
        if old == new:
            term, description, short = Consequence.SYNONYMOUS, "=", "="
        elif new == "*":
            term, description, short = Consequence.STOP_GAINED, "Ter", "*"
            delta, escapes = None, stop_escapes(self._transcript, number, 0)
        else:
            term, description, short = Consequence.MISSENSE, THREE_LETTER[new], new
        return (
            self._accession,
            self._gene,
            zone.terms[term],
            zone.exon,
            zone.intron,
            f"{self._c}{coding + 1}{was}>{becomes}",
            f"{self._p}{THREE_LETTER[old]}{number}{description}",
            f"{old}{number}{short}",
            number,
            number,
            delta,
            escapes,
            "",
        )


def _borders(transcript: Transcript) -> set[int]:
    found = {transcript.start0 - NEARBY, transcript.end0 + NEARBY}
    coding = [transcript.to_genomic(at) for at in (transcript.cds_start, transcript.cds_end - 1)]
    found |= {min(coding), max(coding) + 1}
    found |= splice_borders(transcript)
    ascending = sorted(transcript.exons)
    for number, (start, end) in enumerate(ascending):
        found |= {start, end}
        if number:
            found.add(middle_of_intron(ascending[number - 1][1], start, transcript.strand))
    return {at for at in found if at >= 0} | {0} if min(found) < 0 else found


def middle_of_intron(start: int, end: int, strand: int) -> int:
    """Return where in an intron (0-based, half-open) the count passes to the other exon."""
    half, odd = divmod(end - start, 2)
    return start + half + (odd if strand > 0 else 0)


def _with_terms(splice: set[Consequence]) -> dict[Consequence, tuple[Consequence, ...]]:
    changes = (Consequence.SYNONYMOUS, Consequence.STOP_GAINED, Consequence.MISSENSE)
    return {term: sort_by_severity(splice | {term}) for term in changes}
