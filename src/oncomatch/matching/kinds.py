"""Whether one variant is of a kind of change.

Words of meaning ("mutation", "missense", "oncogenic") ask for a variant whose meaning in cancer
is known; words of structure ("frameshift", "inframe_deletion") only for the change itself.
"""

from __future__ import annotations

from oncomatch.domain.alteration import AnnotationState, SmallVariant, TranscriptEffect
from oncomatch.domain.biomarker import ChangeKind
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.protein_change import normalize_protein_change
from oncomatch.matching.facts import Facts
from oncomatch.matching.protein_names import Repeat, repeat_of
from oncomatch.matching.standing import ONCOGENE, SUPPRESSOR, in_frame_kind, is_null

SPLICE_SITES = frozenset({Consequence.SPLICE_DONOR, Consequence.SPLICE_ACCEPTOR})
NEAR_SPLICE = frozenset(
    {
        Consequence.SPLICE_REGION,
        Consequence.SPLICE_DONOR_5TH_BASE,
        Consequence.SPLICE_DONOR_REGION,
        Consequence.SPLICE_POLYPYRIMIDINE_TRACT,
    }
)
SPLICING = frozenset({ChangeKind.SPLICE, ChangeKind.SKIPPING})
"""Kinds that variants outside the coding sequence have, too."""

_IN_FRAME = {ChangeKind.INFRAME_DELETION, ChangeKind.INFRAME_INSERTION}
_TERMS = {
    ChangeKind.FRAMESHIFT: {Consequence.FRAMESHIFT},
    ChangeKind.TRUNCATION: {Consequence.STOP_GAINED, Consequence.FRAMESHIFT},
}


def of_kind(variant: SmallVariant, kind: ChangeKind, facts: Facts) -> Evaluation | None:
    """Return the answer that a reported variant gives to a kind of change, None for no."""
    effect = variant.effect
    assert effect is not None
    if kind in _IN_FRAME:
        return met(variant) if in_frame_kind(effect) is kind else None
    if kind in _TERMS:
        return met(variant) if _TERMS[kind].intersection(effect.consequences) else None
    if kind is ChangeKind.MISSENSE and Consequence.MISSENSE not in effect.consequences:
        return None
    if kind in (ChangeKind.MUTATION, ChangeKind.MISSENSE):
        return facts.standings[variant.id]
    return _ANSWERS[kind](variant, effect, facts)


def _oncogenic(variant: SmallVariant, effect: TranscriptEffect, facts: Facts) -> Evaluation | None:
    truncated = _TERMS[ChangeKind.TRUNCATION].intersection(effect.consequences)
    if truncated and facts.roles.get(variant.gene) == ONCOGENE:
        return _unclear(variant, "a truncation does not usually activate an oncogene")
    return facts.standings[variant.id]


def _loss_of_function(
    variant: SmallVariant, effect: TranscriptEffect, facts: Facts
) -> Evaluation | None:
    if is_null(effect):
        return met(variant)
    return _unclear(variant, "loss of function is not known")


def _gain_of_function(
    variant: SmallVariant, effect: TranscriptEffect, facts: Facts
) -> Evaluation | None:
    if effect.most_severe.is_null:
        return None
    standing = facts.standings[variant.id]
    if standing.outcome is Outcome.MET and facts.roles.get(variant.gene) != SUPPRESSOR:
        return standing
    return _unclear(variant, "gain of function is not known")


def _splice(variant: SmallVariant, effect: TranscriptEffect, facts: Facts) -> Evaluation | None:
    if SPLICE_SITES.intersection(effect.consequences):
        return met(variant)
    if NEAR_SPLICE.intersection(effect.consequences):
        return _unclear(variant, "lies by a splice site; whether splicing changes is not known")
    return None


def _skipping(variant: SmallVariant, effect: TranscriptEffect, facts: Facts) -> Evaluation | None:
    if (SPLICE_SITES | NEAR_SPLICE).intersection(effect.consequences):
        return _unclear(variant, "whether an exon is skipped is not known")
    return None


def _tandem_duplication(
    variant: SmallVariant, effect: TranscriptEffect, facts: Facts
) -> Evaluation | None:
    """Answer for an in-frame insertion that repeats its neighbours, by the rule of `repeat_of`."""
    if in_frame_kind(effect) is not ChangeKind.INFRAME_INSERTION:
        return None
    name = normalize_protein_change(effect.protein_change)
    repeat = repeat_of(name, facts.protein(variant.gene))
    if repeat is Repeat.WHOLE:
        return met(variant)
    if repeat is Repeat.NONE:
        return None
    return _unclear(variant, "it repeats residues beside it only in part")


_ANSWERS = {
    ChangeKind.ONCOGENIC: _oncogenic,
    ChangeKind.LOSS_OF_FUNCTION: _loss_of_function,
    ChangeKind.GAIN_OF_FUNCTION: _gain_of_function,
    ChangeKind.SPLICE: _splice,
    ChangeKind.SKIPPING: _skipping,
    ChangeKind.INTERNAL_TANDEM_DUPLICATION: _tandem_duplication,
}


def met(variant: SmallVariant) -> Evaluation:
    """Return that a variant is what was asked for, with a word on where its effect is from."""
    word = "detected"
    if variant.state is not AnnotationState.DETERMINED:
        word = f"detected ({variant.state.value})"
    return Evaluation(Outcome.MET, f"{variant.label} {word}", (variant.id,))


def _unclear(variant: SmallVariant, why: str) -> Evaluation:
    return Evaluation(Outcome.UNKNOWN, f"{variant.label}: {why}", (variant.id,))
