"""Annotate variants: check REF, normalise, find the gene, choose the reported effect.

The reported transcript of a gene is the first of the reference bundle: MANE Select where it is
embedded, otherwise the LRG's fixed transcript, otherwise the longest coding sequence. Where
genes overlap, the gene with the most severe consequence is reported, ties by name. A gene whose
sequence is not embedded goes before an effect that would not be reported: it may be hit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from oncomatch.annotation.edit import BaseSource, Edit, shift_left, shift_right, to_variant, trim
from oncomatch.annotation.effect import NEARBY, transcript_effect
from oncomatch.annotation.hgvs import describe_genomic
from oncomatch.annotation.reporting_rule import reason_of_effect
from oncomatch.annotation.zones import Zones
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


class Annotation(NamedTuple):
    """What a variant does: the gene and the effect on its reported transcript.

    `others` are effects on other genes that lie there; `note` says what keeps the effect from
    being known or exact.
    """

    gene: str
    state: AnnotationState
    effect: TranscriptEffect | None
    others: tuple[TranscriptEffect, ...]
    mane: str
    note: str


_NO_GENE = Annotation("", AnnotationState.NO_GENE, None, (), "", "")


class _Genes(NamedTuple):
    """The genes of a stretch of a contig.

    `near` have a transcript within 5,000 bases, `over` lie there, with sequence or not, and
    `hidden` are those of them without.
    """

    near: tuple[str, ...]
    over: tuple[str, ...]
    hidden: tuple[str, ...]


class _Stretches(NamedTuple):
    """Stretches of a contig with the same genes, each looked up when first asked for.

    `genes` goes by the number of borders (0-based positions) up to a base.
    """

    borders: list[int]
    genes: dict[int, _Genes]


class Annotator:
    """Annotates variants against one reference bundle."""

    def __init__(self, reference: Reference):
        self._reference = reference
        self._zones: dict[tuple[GenomeBuild, str], Zones] = {}
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
        variant, found, hgvs_g = self.describe(call.variant)
        return SmallVariant(
            variant=variant,
            written=call.written,
            filters=call.filters,
            reads=call.reads,
            gene=found.gene,
            state=found.state,
            effect=found.effect,
            other_effects=found.others,
            hgvs_g=hgvs_g,
            mane=found.mane,
            note=found.note,
            left_out=left_out,
        )

    def describe(self, variant: Variant) -> tuple[Variant, Annotation, str]:
        """Return the normalised variant, what it does, and its HGVS g. description."""
        bases = self._bases(variant.build, variant.contig)
        if len(variant.ref) == len(variant.alt) == 1 and variant.ref != variant.alt:
            edit = Edit(variant.position - 1, variant.ref, variant.alt)
            hgvs_g = describe_genomic(variant.build, variant.contig, edit, bases)
            return variant, self.find(variant.build, variant.contig, edit, edit), hgvs_g
        edit = trim(variant)
        if len(edit.ref) == len(edit.alt) == 1:
            normalised, rightmost = to_variant(edit, variant, bases), edit
        else:
            edit = shift_left(edit, bases)
            normalised, rightmost = to_variant(edit, variant, bases), shift_right(edit, bases)
        hgvs_g = describe_genomic(variant.build, variant.contig, rightmost, bases)
        return normalised, self.find(variant.build, variant.contig, edit, rightmost), hgvs_g

    def other_effects(self, variant: Variant, gene: str) -> tuple[TranscriptEffect, ...]:
        """Return the effects of a normalised variant on the gene's other transcripts."""
        edit = trim(variant)
        others = self._reference.transcripts_of(gene, variant.build)[1:]
        effects = (self.effect(each, variant.build, edit) for each in others)
        return tuple(effect for effect in effects if effect is not None)

    def with_other_transcripts(self, variant: SmallVariant) -> SmallVariant:
        """Return the variant with its effects on the gene's other transcripts where they differ."""
        reported = variant.effect
        if reported is None:
            return variant
        others = self.other_effects(variant.variant, variant.gene)
        differing = tuple(each for each in others if _outcome(each) != _outcome(reported))
        return replace(variant, other_effects=differing + variant.other_effects)

    def _bases(self, build: GenomeBuild, contig: str) -> BaseSource:
        return self._reference.sequences.on(build, contig)

    def find(
        self, build: GenomeBuild, contig: str, edit: Edit, rightmost: Edit | None = None
    ) -> Annotation:
        """Return what an edit, given in its leftmost placement, does on a contig.

        `rightmost` is the other placement, where it is known already.
        """
        if contig not in CHROMOSOMES:
            return _NO_GENE
        genes = self._genes_at(build, contig, edit)
        determined = [
            found
            for gene in genes.near
            if (found := self._in_gene(gene, build, edit, rightmost)) is not None
        ]
        inside = [each for each in determined if not is_beside(each)]
        if inside:
            best = inside[0] if len(inside) == 1 else min(inside, key=_severity)
            if best.effect is None or (len(inside) == 1 and not genes.hidden):
                return best
            others = tuple(each.effect for each in inside if each is not best and each.effect)
            if genes.hidden and reason_of_effect(best.effect):
                return _open(genes.hidden, NO_SEQUENCE, (best.effect, *others))
            also = f"also in {', '.join(genes.hidden)}: {NO_SEQUENCE}" if genes.hidden else ""
            note = "; ".join(filter(None, (best.note, also)))
            return best._replace(others=others, note=note)
        if genes.over:
            hidden = genes.over[0] in genes.hidden
            return _open(genes.over, NO_SEQUENCE if hidden else NOT_DESCRIBED)
        if determined:
            return min(determined, key=_severity)
        return _NO_GENE

    def _genes_at(self, build: GenomeBuild, contig: str, edit: Edit) -> _Genes:
        end0 = max(edit.end0, edit.start0 + 1)
        stretches = self._stretches_of(build, contig)
        number = bisect_right(stretches.borders, edit.start0)
        if number < len(stretches.borders) and end0 > stretches.borders[number]:
            return self._look_up(build, contig, edit.start0, end0)
        found = stretches.genes.get(number)
        if found is None:
            first = stretches.borders[number - 1]
            found = stretches.genes[number] = self._look_up(build, contig, first, first + 1)
        return found

    def zones(self, build: GenomeBuild, contigs: Iterable[str]) -> list[Zones]:
        """Return what answers the substitutions of contigs by the thousand.

        Contigs that are asked for together for the first time are laid out together.
        """
        asked = dict.fromkeys(contigs)
        new = [contig for contig in asked if (build, contig) not in self._zones]
        if new:
            laid = Zones(self._reference, build, new)
            self._zones.update(((build, contig), laid) for contig in new)
        return list(dict.fromkeys(self._zones[build, contig] for contig in asked))

    def _stretches_of(self, build: GenomeBuild, contig: str) -> _Stretches:
        found = self._stretches.get((build, contig))
        if found is None:
            borders = self._reference.gene_borders(build, contig, NEARBY)
            found = self._stretches[build, contig] = _Stretches(borders, {})
        return found

    def _look_up(self, build: GenomeBuild, contig: str, start0: int, end0: int) -> _Genes:
        near = self._reference.genes_near(build, contig, start0, end0, NEARBY)
        over = self._reference.loci_over(build, contig, start0, end0)
        hidden = tuple(gene for gene in over if not self._reference.has_sequence(gene, build))
        return _Genes(near, over, hidden)

    def _in_gene(
        self, gene: str, build: GenomeBuild, edit: Edit, rightmost: Edit | None
    ) -> Annotation | None:
        transcript = self._reference.reported_transcript(gene, build)
        if transcript is None:
            return None
        effect = self.effect(transcript, build, edit, rightmost)
        if effect is None:
            return None
        return Annotation(
            gene, AnnotationState.DETERMINED, effect, (), transcript.mane, effect.note
        )

    def effect(
        self, transcript: Transcript, build: GenomeBuild, edit: Edit, rightmost: Edit | None = None
    ) -> TranscriptEffect | None:
        """Return the effect of an edit, given in its leftmost placement, on one transcript.

        None where `effect.transcript_effect` has none.
        """
        return transcript_effect(transcript, edit, self._bases(build, transcript.contig), rightmost)


def _open(genes: Sequence[str], note: str, others: tuple[TranscriptEffect, ...] = ()) -> Annotation:
    """Return that it is open what happens to `genes`; `others` is what is known of other genes."""
    return Annotation("; ".join(genes), AnnotationState.NOT_DETERMINED, None, others, "", note)


def is_beside(annotation: Annotation) -> bool:
    """Whether the effect is up- or downstream of the gene, not in it."""
    return annotation.effect is not None and annotation.effect.most_severe in _BESIDE


def _severity(annotation: Annotation) -> tuple[int, str]:
    assert annotation.effect is not None
    return annotation.effect.most_severe.rank, annotation.gene


def _outcome(effect: TranscriptEffect) -> tuple[object, ...]:
    return effect.protein_change, effect.consequences
