"""One change from several calls on one haplotype, with its effect on each transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from oncomatch.annotation.edit import BaseSource, Edit, shift_left, to_variant
from oncomatch.annotation.effect import transcript_effect
from oncomatch.annotation.haplotype import (
    Piece,
    joined_effect,
    joined_genomic,
    merged_edit,
    place,
)
from oncomatch.domain.alteration import Part, SmallVariant, TranscriptEffect
from oncomatch.domain.variant import NormalReads, Reads, Variant
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Called:
    """A variant as it was called and what it is alone."""

    called: Variant
    annotated: SmallVariant


def transcript_of(annotated: SmallVariant, reference: Reference) -> Transcript | None:
    """Return the transcript on which a variant is described, None if it is not embedded."""
    if annotated.effect is None:
        return None
    for transcript in reference.transcripts_of(annotated.gene, annotated.variant.build):
        if transcript.accession == annotated.effect.transcript:
            return transcript
    return None


def join_calls(
    calls: Sequence[Called], transcript: Transcript, reference: Reference
) -> SmallVariant | None:
    """Return the change that calls of one haplotype make together on their transcript.

    None when one of them does not lie in its coding sequence.
    """
    ordered = sorted(calls, key=lambda call: (call.called.position, call.called.id))
    first = ordered[0]
    build, contig = first.called.build, first.called.contig
    bases = partial(reference.sequences.bases, build, contig)
    pieces = _pieces(transcript, calls)
    if pieces is None:
        return None
    effect = joined_effect(transcript, pieces, bases)
    merged = merged_edit(transcript, pieces, bases)
    variant = first.called
    if merged is not None:
        variant = to_variant(shift_left(merged, bases), first.called, bases)
    filters = {name: None for call in ordered for name in call.annotated.filters}
    return SmallVariant(
        variant=variant,
        written=" + ".join(call.annotated.written for call in ordered),
        filters=tuple(filters),
        reads=_rarest([call.annotated.reads for call in ordered]),
        gene=first.annotated.gene,
        state=first.annotated.state,
        effect=effect,
        other_effects=(
            *_on_others(calls, transcript, merged, effect, reference, bases),
            *_of_other_genes(ordered),
        ),
        hgvs_g=joined_genomic(build, contig, pieces, merged, bases),
        mane=first.annotated.mane,
        note=effect.note,
        phase=first.annotated.phase,
        normal=_in_normal([call.annotated.normal for call in ordered]),
        parts=tuple(
            Part(
                call.called,
                call.annotated.written,
                call.annotated.reads,
                call.annotated.label,
            )
            for call in ordered
        ),
    )


def effect_together(
    calls: Sequence[Called], transcript: Transcript, reference: Reference
) -> TranscriptEffect | None:
    """Return what calls do together on a transcript; None if one of them is not coding there."""
    pieces = _pieces(transcript, calls)
    if pieces is None:
        return None
    first = calls[0].called
    bases = partial(reference.sequences.bases, first.build, first.contig)
    return joined_effect(transcript, pieces, bases)


def label_together(calls: Sequence[Called], transcript: Transcript, reference: Reference) -> str:
    """Return `BRAF V600K`, what calls would be together; empty if one of them is not coding."""
    effect = effect_together(calls, transcript, reference)
    if effect is None:
        return ""
    return f"{transcript.gene} {effect.protein_change or effect.hgvs_c.rpartition(':')[2]}"


def _pieces(transcript: Transcript, calls: Sequence[Called]) -> list[Piece] | None:
    """Return the calls in the coding sequence, in its order, None if one lies elsewhere."""
    placed = [place(transcript, call.called) for call in calls]
    pieces = [piece for piece in placed if piece is not None]
    if len(pieces) < len(placed):
        return None
    return sorted(pieces, key=lambda piece: (piece.start, piece.end))


def _rarest(reads: Sequence[Reads]) -> Reads:
    """Return the reads of the rarest part: the change as a whole is on no more copies."""
    known = [each for each in reads if each.vaf is not None]
    return min(known, key=lambda each: each.vaf or 0.0) if known else reads[0]


def _on_others(
    calls: Sequence[Called],
    reported: Transcript,
    merged: Edit | None,
    effect: TranscriptEffect,
    reference: Reference,
    bases: BaseSource,
) -> list[TranscriptEffect]:
    """Return the effects on the gene's other transcripts where they differ."""
    found = []
    for transcript in reference.transcripts_of(reported.gene, calls[0].called.build):
        if transcript.accession == reported.accession:
            continue
        pieces = _pieces(transcript, calls)
        other: TranscriptEffect | None = None
        if pieces is not None:
            other = joined_effect(transcript, pieces, bases)
        elif merged is not None:
            other = transcript_effect(transcript, shift_left(merged, bases), bases)
        if other is not None and _outcome(other) != _outcome(effect):
            found.append(other)
    return found


def _outcome(effect: TranscriptEffect) -> tuple[object, ...]:
    return effect.protein_change, effect.consequences


def _of_other_genes(calls: Sequence[Called]) -> list[TranscriptEffect]:
    """Return what the parts do to other genes at their place, each once."""
    found = {
        effect: None
        for call in calls
        for effect in call.annotated.other_effects
        if effect.gene != call.annotated.gene
    }
    return list(found)


def _in_normal(parts: Sequence[NormalReads | None]) -> NormalReads | None:
    """Return what the normal shows of the part that it has most of; nothing if of one it does not.

    So the change is never called somatic for a part that is.
    """
    known = [part for part in parts if part is not None and part.reads.vaf is not None]
    if len(known) < len(parts):
        return None
    worst = max(known, key=lambda part: part.reads.vaf or 0.0)
    return NormalReads(worst.reads, all(part.passed for part in known))
