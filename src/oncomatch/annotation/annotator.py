"""Annotate variants: check REF, normalise, find the gene, choose the reported effect.

The reported transcript of a gene is the first of the reference bundle: MANE Select where it is
embedded, otherwise the LRG's fixed transcript, otherwise the longest coding sequence. Where
genes overlap, the gene with the most severe consequence is reported, ties by name. A gene whose
sequence is not embedded goes before an effect that would not be reported: it may be hit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from oncomatch.annotation.edit import BaseSource, Edit, shift_left, shift_right, to_variant, trim
from oncomatch.annotation.effect import NEARBY, transcript_effect
from oncomatch.annotation.hgvs import describe_genomic
from oncomatch.annotation.reporting_rule import reason_of_effect
from oncomatch.annotation.substitution import SubstitutionMap
from oncomatch.domain.alteration import AnnotationState, SmallVariant, TranscriptEffect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.variant import Variant, VariantCall
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

_BESIDE = (Consequence.UPSTREAM_GENE, Consequence.DOWNSTREAM_GENE)

NO_SEQUENCE = "the gene's sequence is not embedded for this build"
NOT_DESCRIBED = "the position is not described by the embedded transcript"


@dataclass(frozen=True, slots=True)
class _Annotation:
    gene: str
    state: AnnotationState
    effect: TranscriptEffect | None
    others: tuple[TranscriptEffect, ...]
    mane: str
    note: str


class _Stretches(NamedTuple):
    """Stretches of a contig with the same genes, each looked up when first asked for.

    `genes` goes by the number of borders (0-based positions) up to a base.
    """

    borders: list[int]
    genes: dict[int, tuple[tuple[str, ...], tuple[str, ...]]]


class Annotator:
    """Annotates variants against one reference bundle."""

    def __init__(self, reference: Reference):
        self._reference = reference
        self._maps: dict[Transcript, SubstitutionMap] = {}
        self._stretches: dict[tuple[GenomeBuild, str], _Stretches] = {}

    def reference_bases(self, variant: Variant) -> str:
        """Return what the reference has where REF stands; N where it is not embedded."""
        return self._reference.sequences.bases(
            variant.build, variant.contig, variant.start0, variant.end0
        )

    def contradicts_reference(self, variant: Variant) -> bool:
        """Whether a base of REF differs from a known base of the reference."""
        expected = self.reference_bases(variant)
        return any(
            one != two and two != "N" and one != "N"
            for one, two in zip(variant.ref, expected, strict=True)
        )

    def annotate(self, call: VariantCall, left_out: str = "") -> SmallVariant:
        """Return the call with its normalised variant and its effect.

        The effect is that on the reported transcript; `with_other_transcripts` adds those on
        the others. `left_out` is the ledger's reason when the call will not be reported.
        """
        variant = call.variant
        edit = trim(variant)
        bases = self._bases(variant)
        if len(edit.ref) == len(edit.alt) == 1:
            normalised, rightmost = to_variant(edit, variant, bases), edit
        else:
            edit = shift_left(edit, bases)
            normalised, rightmost = to_variant(edit, variant, bases), shift_right(edit, bases)
        found = self._find(variant, edit)
        return SmallVariant(
            variant=normalised,
            written=call.written,
            filters=call.filters,
            reads=call.reads,
            gene=found.gene,
            state=found.state,
            effect=found.effect,
            other_effects=found.others,
            hgvs_g=describe_genomic(variant.build, variant.contig, rightmost, bases),
            mane=found.mane,
            note=found.note,
            left_out=left_out,
        )

    def with_other_transcripts(self, variant: SmallVariant) -> SmallVariant:
        """Return the variant with its effects on the gene's other transcripts where they differ."""
        reported = variant.effect
        if reported is None:
            return variant
        place = variant.variant
        edit = trim(place)
        others = self._reference.transcripts_of(variant.gene, place.build)[1:]
        effects = (self._effect(each, place, edit) for each in others)
        differing = tuple(
            effect
            for effect in effects
            if effect is not None and _outcome(effect) != _outcome(reported)
        )
        return replace(variant, other_effects=differing + variant.other_effects)

    def _bases(self, variant: Variant) -> BaseSource:
        return partial(self._reference.sequences.bases, variant.build, variant.contig)

    def _find(self, variant: Variant, edit: Edit) -> _Annotation:
        if variant.contig not in CHROMOSOMES:
            return _Annotation("", AnnotationState.NO_GENE, None, (), "", "")
        near, over = self._genes_at(variant.build, variant.contig, edit)
        candidates = []
        for gene in near:
            annotation = self._in_gene(gene, variant, edit)
            if annotation is not None:
                candidates.append(annotation)
        determined = [each for each in candidates if each.effect is not None]
        inside = [each for each in determined if not _is_beside(each)]
        if inside:
            best = min(inside, key=_severity)
            others = tuple(each.effect for each in inside if each is not best and each.effect)
            hidden = [gene for gene in over if not self._described(gene, variant)]
            if hidden and best.effect is not None and reason_of_effect(best.effect):
                return _open(hidden, NO_SEQUENCE, (best.effect, *best.others, *others))
            return _with_others(best, others)
        if over:
            return _open(over, NOT_DESCRIBED if self._described(over[0], variant) else NO_SEQUENCE)
        if determined:
            return min(determined, key=_severity)
        return _Annotation("", AnnotationState.NO_GENE, None, (), "", "")

    def _genes_at(
        self, build: GenomeBuild, contig: str, edit: Edit
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the genes with sequence within 5,000 bases, and those, with or without, there."""
        end0 = max(edit.end0, edit.start0 + 1)
        stretches = self._stretches.get((build, contig))
        if stretches is None:
            borders = self._reference.gene_borders(build, contig, NEARBY)
            stretches = self._stretches[build, contig] = _Stretches(borders, {})
        number = bisect_right(stretches.borders, edit.start0)
        if number < len(stretches.borders) and end0 > stretches.borders[number]:
            return self._look_up(build, contig, edit.start0, end0)
        found = stretches.genes.get(number)
        if found is None:
            first = stretches.borders[number - 1]
            found = stretches.genes[number] = self._look_up(build, contig, first, first + 1)
        return found

    def _look_up(
        self, build: GenomeBuild, contig: str, start0: int, end0: int
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        near = self._reference.genes_near(build, contig, start0, end0, NEARBY)
        return near, self._reference.loci_over(build, contig, start0, end0)

    def _described(self, gene: str, variant: Variant) -> bool:
        return self._reference.has_sequence(gene, variant.build)

    def _in_gene(self, gene: str, variant: Variant, edit: Edit) -> _Annotation | None:
        transcript = self._reference.reported_transcript(gene, variant.build)
        effect = self._effect(transcript, variant, edit) if transcript is not None else None
        if transcript is None or effect is None:
            return None
        state = AnnotationState.DETERMINED
        return _Annotation(gene, state, effect, (), transcript.mane, effect.note)

    def _effect(
        self, transcript: Transcript, variant: Variant, edit: Edit
    ) -> TranscriptEffect | None:
        if len(edit.ref) == len(edit.alt) == 1 and edit.ref != "N" != edit.alt:
            return self._substitutions(transcript, variant.build).effect(
                edit.start0, edit.ref, edit.alt
            )
        return transcript_effect(transcript, edit, self._bases(variant))

    def _substitutions(self, transcript: Transcript, build: GenomeBuild) -> SubstitutionMap:
        found = self._maps.get(transcript)
        if found is None:
            bases = partial(self._reference.sequences.bases, build, transcript.contig)
            found = self._maps[transcript] = SubstitutionMap(transcript, bases)
        return found


def _open(
    genes: Sequence[str], note: str, others: tuple[TranscriptEffect, ...] = ()
) -> _Annotation:
    """Return that it is open what happens to `genes`; `others` is what is known of other genes."""
    return _Annotation("; ".join(genes), AnnotationState.NOT_DETERMINED, None, others, "", note)


def _is_beside(annotation: _Annotation) -> bool:
    return annotation.effect is not None and annotation.effect.most_severe in _BESIDE


def _severity(annotation: _Annotation) -> tuple[int, str]:
    assert annotation.effect is not None
    return annotation.effect.most_severe.rank, annotation.gene


def _outcome(effect: TranscriptEffect) -> tuple[object, ...]:
    return effect.protein_change, effect.consequences


def _with_others(best: _Annotation, more: tuple[TranscriptEffect, ...]) -> _Annotation:
    others = best.others + more
    return _Annotation(best.gene, best.state, best.effect, others, best.mane, best.note)
