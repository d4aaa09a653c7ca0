"""Resolve notations to variants, or to codons, on both genome builds.

Coding and genomic notations mean one variant; a protein substitution means every change of its
codon that gives it. Each variant is annotated again and has to give the notation back. What cannot
be resolved has a reason for each build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.base_place import genomic_edit, transcript_edit, whole_exons
from oncomatch.annotation.edit import BaseSource, Edit, trim
from oncomatch.annotation.hgvs import contig_accession
from oncomatch.annotation.notation import (
    BaseChange,
    Level,
    Notation,
    parse_base_change,
    parse_notation,
)
from oncomatch.annotation.own_transcript import read_on_own_transcript
from oncomatch.annotation.protein_notation import ResidueChange, parse_residue_change
from oncomatch.annotation.residue_place import Codons, residue_place
from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig
from oncomatch.domain.variant import Variant
from oncomatch.errors import LiftOverError, NotationError
from oncomatch.reference.between_builds import BuildMap, Place, other_build
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

_WHOLE_EXONS = "whole exons are named, so the ends in the introns are not told"
_LOOK = 100
"""Stated bases that are compared with both builds."""

_BESIDE = frozenset({Consequence.UPSTREAM_GENE, Consequence.DOWNSTREAM_GENE})


@dataclass(frozen=True, slots=True)
class Resolved:
    """One variant, or the codons, that a notation means on one build.

    `variant` is in its leftmost placement, None where only the place is known; then `place` covers
    the codons. `effect` is the effect on the transcript that the notation counts on.
    """

    build: GenomeBuild
    place: Place
    variant: Variant | None
    gene: str
    transcript: str
    effect: TranscriptEffect | None
    hgvs_g: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why a notation has no place on a build, or, when `build` is None, on any."""

    build: GenomeBuild | None
    reason: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What became of a notation: what was found, build by build, and what failed."""

    notation: str
    found: tuple[Resolved, ...]
    failures: tuple[Unresolved, ...]

    def on(self, build: GenomeBuild) -> tuple[Resolved, ...]:
        """Return what was found on a build, the fewest changed bases first."""
        return tuple(each for each in self.found if each.build is build)


class Resolver:
    """Resolves notations against one reference bundle."""

    def __init__(self, reference: Reference):
        self._reference = reference
        self._annotator = Annotator(reference)
        self._map = BuildMap(reference)

    def resolve(self, text: str, build: GenomeBuild | None = None) -> Resolution:
        """Return what a notation means on both builds.

        `build` is that of a genomic notation which names none (`chr7:g.…`); without it, REF has
        to fit one build and contradict the other. A notation that cannot be read is unresolved,
        with the reason; nothing is raised.
        """
        try:
            notation = parse_notation(text)
            if notation.level is Level.GENOMIC:
                return self._genomic(notation, build)
        except NotationError as error:
            return Resolution(text, (), (Unresolved(None, str(error)),))
        found: list[Resolved] = []
        failures: list[Unresolved] = []
        for each in (GenomeBuild.GRCH38, GenomeBuild.GRCH37):
            try:
                found.extend(self._on_transcript(notation, each))
            except NotationError as error:
                failures.append(Unresolved(each, str(error)))
        if len(failures) == len(GenomeBuild) and len({each.reason for each in failures}) == 1:
            failures = [Unresolved(None, failures[0].reason)]
        return Resolution(text, tuple(found), tuple(failures))

    def other_numbering(self, found: Resolved) -> tuple[str, ...]:
        """Return how other transcripts of the gene number the same variant: `NM_000245.3:D1228N`.

        Each number is given once, with the first transcript that has it; the reported one is first.
        """
        effect, variant = found.effect, found.variant
        if effect is None or variant is None:
            return ()
        shown: dict[str, str] = {}
        for transcript in self._reference.transcripts_of(found.gene, found.build):
            other = self._annotator.effect(transcript, found.build, trim(variant))
            if other is not None and not _BESIDE.intersection(other.consequences):
                shown.setdefault(_number(other, effect), transcript.accession)
        own = _number(effect, effect)
        return tuple(f"{name}:{said}" for said, name in shown.items() if said not in ("", own))

    def _bases(self, build: GenomeBuild, contig: str) -> BaseSource:
        return partial(self._reference.sequences.bases, build, contig)

    def _genomic(self, notation: Notation, build: GenomeBuild | None) -> Resolution:
        change = notation.change
        assert isinstance(change, BaseChange)
        contig, own = self._contig_and_build(notation, change, build)
        length = self._reference.contig_length(own, contig)
        if 0 < length < change.last.number:
            raise NotationError(f"chromosome {contig} of {own.value} has {length} bases")
        edit = genomic_edit(change, self._bases(own, contig))
        first = self._variant(own, contig, edit, None)
        _demand_protein(first, notation)
        gene = self._reference.find_gene(notation.gene) if notation.gene else None
        if notation.gene and (gene is None or gene.symbol not in first.gene.split("; ")):
            raise NotationError(f"{notation.reference} lies in {first.gene}, not {notation.gene}")
        there = other_build(own)
        failures: list[Unresolved] = []
        found = [first]
        try:
            if first.variant is None:
                raise LiftOverError("bases that are not embedded cannot be compared")
            lifted = self._map.variant(first.variant)
            found.append(self._variant(there, lifted.contig, trim(lifted), None))
        except LiftOverError as error:
            failures.append(Unresolved(there, f"not lifted over: {error}"))
        found.sort(key=lambda each: each.build.value, reverse=True)
        return Resolution(notation.text, tuple(found), tuple(failures))

    def _contig_and_build(
        self, notation: Notation, change: BaseChange, build: GenomeBuild | None
    ) -> tuple[str, GenomeBuild]:
        name = notation.reference
        if name in _ACCESSIONS:
            contig, own = _ACCESSIONS[name]
            if build not in (None, own):
                raise NotationError(f"{name} is a chromosome of {own.value}, not of {build.value}")
            return contig, own
        contig = canonical_contig(name)
        if contig not in CHROMOSOMES:
            raise NotationError(
                f"{name} is no chromosome of GRCh37 or GRCh38 that is known here; give chr7, 7 or "
                "NC_000007.14"
            )
        if build is not None:
            return contig, build
        start0, stated = change.first.number - 1, change.stated[:_LOOK]
        there = {
            each: self._bases(each, contig)(start0, start0 + len(stated)) for each in GenomeBuild
        }
        fitting = [each for each, bases in there.items() if stated and bases == stated]
        if len(fitting) == 1 and "N" not in there[other_build(fitting[0])]:
            return contig, fitting[0]
        shown = ", ".join(
            f"{each.value} has {bases if set(bases) - {'N'} else 'bases that are not embedded'}"
            for each, bases in there.items()
        )
        told = f"{stated} does not tell it ({shown})" if stated else "states no bases that tell it"
        raise NotationError(f"the notation names no genome build and {told}: give the build")

    def _on_transcript(self, notation: Notation, build: GenomeBuild) -> Iterator[Resolved]:
        change = notation.change
        if isinstance(change, ResidueChange):
            protein = read_on_own_transcript(
                self._reference,
                notation,
                build,
                lambda each: residue_place(each, change, self._bases(build, each.contig)),
            )
            yield from self._codons(build, *protein)
            return
        reading = read_on_own_transcript(
            self._reference,
            notation,
            build,
            lambda each: transcript_edit(
                each, notation.level, change, self._bases(build, each.contig)
            ),
        )
        transcript = reading.transcript
        exons = whole_exons(transcript, notation.level, change)
        if exons is not None:
            codons = Codons(*exons, (), _WHOLE_EXONS)
            yield from self._codons(build, transcript, codons, reading.note)
            return
        found = self._variant(build, transcript.contig, reading.found, transcript)
        self._demand_same(found, transcript)
        _demand_protein(found, notation)
        yield replace(found, note=_joined(reading.note, found.note))

    def _codons(
        self, build: GenomeBuild, transcript: Transcript, codons: Codons, note: str
    ) -> Iterator[Resolved]:
        contig = transcript.contig
        for edit, what in codons.edits:
            found = self._variant(build, contig, edit, transcript)
            yield replace(found, note=_joined(note, what, found.note))
        if codons.edits:
            return
        place = Place(contig, codons.start0, codons.end0)
        split = _spans_intron(transcript, codons)
        yield Resolved(
            build,
            place,
            None,
            transcript.gene,
            transcript.accession,
            None,
            f"{contig_accession(build, contig)}:g.{_span(place)}",
            _joined(note, codons.note, "an intron lies inside" if split else ""),
        )

    def _variant(
        self,
        build: GenomeBuild,
        contig: str,
        edit: Edit,
        transcript: Transcript | None,
    ) -> Resolved:
        """Return an edit as a variant with its annotation on the notation's transcript."""
        bases = self._bases(build, contig)
        written = _as_variant(build, contig, edit, bases)
        variant, annotation, hgvs_g = self._annotator.describe(written)
        effect, gene = annotation.effect, annotation.gene
        place = Place(contig, variant.start0, variant.end0)
        if transcript is not None:
            gene = transcript.gene
            effect = self._annotator.effect(transcript, build, trim(variant))
        own = effect.transcript if effect is not None else ""
        known = "N" not in variant.ref
        checked = "N" not in bases(variant.start0, variant.end0)
        return Resolved(
            build,
            place,
            variant if known else None,
            gene,
            own,
            effect,
            hgvs_g,
            _joined(
                annotation.note if transcript is None else "",
                effect.note if effect is not None else "",
                "" if checked else "REF is not embedded and not checked",
                "" if known else "the bases are not embedded",
            ),
        )

    def _demand_same(self, found: Resolved, transcript: Transcript) -> None:
        """Hold that a coding variant, annotated again, reads as a notation of the same variant."""
        given = found.effect.hgvs_c.rpartition(":")[2] if found.effect is not None else ""
        if not given or found.variant is None:
            return
        bases = self._bases(found.build, transcript.contig)
        change = parse_base_change(given.removeprefix("c."), given)
        edit = transcript_edit(transcript, Level.CODING, change, bases)
        again = self._annotator.describe(_as_variant(found.build, transcript.contig, edit, bases))[
            0
        ]
        if again != found.variant:
            raise NotationError(f"annotated again it reads {given}, which is another variant")


def _demand_protein(found: Resolved, notation: Notation) -> None:
    """Hold that a protein change that stands beside a change of bases is the one that it gives."""
    if notation.protein is None or found.effect is None:
        return
    given = found.effect.protein_change
    if not given or parse_residue_change(given).short != notation.protein.short:
        raise NotationError(
            f"the change of bases gives {given or 'no protein change'} on "
            f"{found.transcript}, not {notation.protein.short}"
        )


def _as_variant(build: GenomeBuild, contig: str, edit: Edit, bases: BaseSource) -> Variant:
    """Return an edit as a variant with a base before it where one side is empty."""
    if edit.ref and edit.alt:
        return Variant(contig, edit.start0 + 1, edit.ref, edit.alt, build)
    anchor = bases(edit.start0 - 1, edit.start0)
    return Variant(contig, edit.start0, anchor + edit.ref, anchor + edit.alt, build)


def _number(effect: TranscriptEffect, own: TranscriptEffect) -> str:
    """Return the protein change, or, where the own transcript has none, the coding change."""
    return effect.protein_change if own.protein_change else effect.hgvs_c.rpartition(":")[2]


def _spans_intron(transcript: Transcript, codons: Codons) -> bool:
    inside = sum(
        max(0, min(end, codons.end0) - max(start, codons.start0)) for start, end in transcript.exons
    )
    return inside < codons.end0 - codons.start0


def _span(place: Place) -> str:
    first, last = place.start0 + 1, place.end0
    return str(first) if first == last else f"{first}_{last}"


def _joined(*notes: str) -> str:
    return "; ".join(dict.fromkeys(note for note in notes if note))


_ACCESSIONS = {
    contig_accession(build, contig): (contig, build)
    for build in GenomeBuild
    for contig in CHROMOSOMES
    if contig_accession(build, contig) != contig
}
