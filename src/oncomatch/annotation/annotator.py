"""Annotate variants: check REF, normalise, find the gene, choose the reported effect.

The reported transcript of a gene is the first of the reference bundle: MANE Select where it is
embedded, otherwise the LRG's fixed transcript, otherwise the longest coding sequence. Where
genes overlap, the gene with the most severe consequence is reported, ties by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from oncomatch.annotation.edit import Edit, shift_left, shift_right, to_variant, trim
from oncomatch.annotation.effect import NEARBY, transcript_effect
from oncomatch.annotation.hgvs import describe_genomic
from oncomatch.domain.alteration import AnnotationState, SmallVariant, TranscriptEffect
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.variant import Variant, VariantCall
from oncomatch.reference.bundle import Reference

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


class Annotator:
    """Annotates variants against one reference bundle."""

    def __init__(self, reference: Reference):
        self._reference = reference

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

        `left_out` is the ledger's reason when the call will not be reported.
        """
        variant = call.variant
        bases = partial(self._reference.sequences.bases, variant.build, variant.contig)
        edit = shift_left(trim(variant), bases)
        normalised = to_variant(edit, variant, bases)
        found = self._find(variant, edit)
        rightmost = shift_right(edit, bases)
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

    def _find(self, variant: Variant, edit: Edit) -> _Annotation:
        if variant.contig not in CHROMOSOMES:
            return _Annotation("", AnnotationState.NO_GENE, None, (), "", "")
        here = (variant.build, variant.contig, edit.start0, max(edit.end0, edit.start0 + 1))
        candidates = []
        for gene in self._reference.genes_near(*here, NEARBY):
            annotation = self._in_gene(gene, variant, edit)
            if annotation is not None:
                candidates.append(annotation)
        determined = [each for each in candidates if each.effect is not None]
        if determined:
            best = min(determined, key=_severity)
            if best.effect is not None and best.effect.most_severe not in _BESIDE:
                rest = [each.effect for each in determined if each is not best and each.effect]
                inside = tuple(effect for effect in rest if effect.most_severe not in _BESIDE)
                return _with_others(best, inside)
        over = self._reference.loci_over(*here)
        if over:
            note = NOT_DESCRIBED if self._described(over[0], variant) else NO_SEQUENCE
            state = AnnotationState.NOT_DETERMINED
            return _Annotation("; ".join(over), state, None, (), "", note)
        if determined:
            return min(determined, key=_severity)
        return _Annotation("", AnnotationState.NO_GENE, None, (), "", "")

    def _described(self, gene: str, variant: Variant) -> bool:
        return self._reference.has_sequence(gene, variant.build)

    def _in_gene(self, gene: str, variant: Variant, edit: Edit) -> _Annotation | None:
        transcripts = self._reference.transcripts_of(gene, variant.build)
        if not transcripts:
            return None
        bases = partial(self._reference.sequences.bases, variant.build, variant.contig)
        effects = [transcript_effect(transcript, edit, bases) for transcript in transcripts]
        reported, others = effects[0], effects[1:]
        if reported is None:
            return None
        differing = tuple(
            effect
            for effect in others
            if effect is not None and _outcome(effect) != _outcome(reported)
        )
        state = AnnotationState.DETERMINED
        return _Annotation(gene, state, reported, differing, transcripts[0].mane, reported.note)


def _severity(annotation: _Annotation) -> tuple[int, str]:
    assert annotation.effect is not None
    return annotation.effect.most_severe.rank, annotation.gene


def _outcome(effect: TranscriptEffect) -> tuple[object, ...]:
    return effect.protein_change, effect.consequences


def _with_others(best: _Annotation, more: tuple[TranscriptEffect, ...]) -> _Annotation:
    others = best.others + more
    return _Annotation(best.gene, best.state, best.effect, others, best.mane, best.note)
