"""Whether the meaning of a variant in cancer is known.

Gene-level statements ("BRCA2 mutation") are about mutations that matter. A change counts as one
when it is recurrent in cancer, a null variant in a tumour suppressor, or named by an accepted
evidence item about somatic changes. Everything else is of undetermined meaning, and such a
statement stays unknown for it: a missense change in BRCA2 is not taken for a pathogenic one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from oncomatch.domain.alteration import AnnotationState, SmallVariant, TranscriptEffect
from oncomatch.domain.biomarker import ChangeKind
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.protein_change import normalize_protein_change
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.protein_names import same_protein
from oncomatch.reference.bundle import Reference

ONCOGENE, SUPPRESSOR = "oncogene", "tumour suppressor"


def effects_of(variant: SmallVariant) -> Iterator[TranscriptEffect]:
    """Yield the reported effect and those on other transcripts of the same gene."""
    if variant.effect is not None:
        yield variant.effect
        for effect in variant.other_effects:
            if effect.gene == variant.gene:
                yield effect


def recurrent_names(variant: SmallVariant) -> set[str]:
    """Return the protein changes by which a variant is looked up among the recurrent ones.

    The tables count on the reported transcripts; a name on another one could agree by chance
    alone. Of genes without embedded sequence any name of the file may be meant.
    """
    effects = effects_of(variant)
    if variant.state is AnnotationState.DETERMINED:
        effects = islice(effects, 1)
    return {normalize_protein_change(each.protein_change) for each in effects} - {""}


def in_frame_kind(effect: TranscriptEffect) -> ChangeKind | None:
    """Return whether an effect is an in-frame deletion or insertion, by the protein's length."""
    if effect.residue_delta is None or effect.residue_delta == 0:
        return None
    if effect.residue_delta < 0:
        return ChangeKind.INFRAME_DELETION
    return ChangeKind.INFRAME_INSERTION


def exon_number(effect: TranscriptEffect) -> int | None:
    """Return the exon of an effect, None when it spans several or lies in none."""
    number = effect.exon.partition("/")[0]
    return int(number) if number.isdecimal() else None


def exon_numbers(effect: TranscriptEffect | None) -> frozenset[int]:
    """Return the exons that an effect touches, none when it lies in none or they are not known."""
    first, _, last = (effect.exon if effect is not None else "").partition("/")[0].partition("-")
    if not first.isdecimal():
        return frozenset()
    return frozenset(range(int(first), int(last or first) + 1))


def is_null(effect: TranscriptEffect) -> bool:
    """Whether an effect is a null variant whose transcript is expected to decay (OVS1)."""
    return effect.most_severe.is_null and not effect.escapes_decay


def standing_of(
    variant: SmallVariant, knowledge: KnowledgeBase, reference: Reference
) -> Evaluation:
    """Return MET when the variant's meaning in cancer is known, UNKNOWN otherwise."""
    if variant.effect is None:
        return Evaluation(Outcome.UNKNOWN, "its consequence was not determined", (variant.id,))
    reason = _known_because(variant, variant.effect, knowledge, reference)
    if reason:
        return Evaluation(Outcome.MET, f"{variant.label}: {reason}", (variant.id,))
    return Evaluation(Outcome.UNKNOWN, f"{variant.label} is of undetermined meaning", (variant.id,))


def _known_because(
    variant: SmallVariant,
    effect: TranscriptEffect,
    knowledge: KnowledgeBase,
    reference: Reference,
) -> str:
    if any((variant.gene, change) in knowledge.hotspots for change in recurrent_names(variant)):
        return "recurrent in cancer (cancerhotspots v2)"
    if knowledge.roles.get(variant.gene) == SUPPRESSOR and is_null(effect):
        return "null variant in a tumour suppressor"
    names = {normalize_protein_change(each.protein_change) for each in effects_of(variant)}
    names.add(effect.hgvs_c.rpartition(":")[2])
    if any((variant.gene, name) in knowledge.named_changes for name in names) or (
        in_frame_kind(effect) and _named_otherwise(variant, effect, knowledge, reference)
    ):
        return "named by accepted evidence"
    kind, exon = in_frame_kind(effect), exon_number(effect)
    if kind and exon and (variant.gene, exon, kind) in knowledge.named_exons:
        return f"{kind.value.replace('_', ' ')} in exon {exon}, named by accepted evidence"
    return ""


def _named_otherwise(
    variant: SmallVariant,
    effect: TranscriptEffect,
    knowledge: KnowledgeBase,
    reference: Reference,
) -> bool:
    """Whether evidence names an in-frame change by another name of the same protein."""
    transcript = reference.reported_transcript(variant.gene, variant.variant.build)
    if transcript is None:
        return False
    found = normalize_protein_change(effect.protein_change)
    return any(
        same_protein(found, change, transcript.protein_sequence)
        for gene, change in knowledge.named_changes
        if gene == variant.gene
    )
