"""Which annotated variants are reported, and why the others are not."""

from __future__ import annotations

from oncomatch.domain.alteration import AnnotationState, SmallVariant, TranscriptEffect
from oncomatch.domain.consequence import Consequence, Impact

_PROMOTERS = {"TERT": 300}
"""Bases before the start codon in which changes are reported: TERT c.-124 and c.-146 lie there."""

_SPLICE = {
    Consequence.SPLICE_REGION,
    Consequence.SPLICE_DONOR_5TH_BASE,
    Consequence.SPLICE_DONOR_REGION,
    Consequence.SPLICE_POLYPYRIMIDINE_TRACT,
}
_SILENT = {Consequence.SYNONYMOUS, Consequence.STOP_RETAINED, Consequence.START_RETAINED}
_UTR = {Consequence.FIVE_PRIME_UTR, Consequence.THREE_PRIME_UTR}


def reason_to_leave_out(variant: SmallVariant) -> str:
    """Return the ledger's reason for not reporting a variant, empty when it is reported.

    Reported are changes of the protein or of splice regions, known promoter stretches, and
    calls in a gene whose consequence cannot be determined here.
    """
    if variant.state is AnnotationState.NO_GENE:
        return "outside every known gene"
    return reason_of_effect(variant.effect) if variant.effect is not None else ""


def reason_of_effect(effect: TranscriptEffect) -> str:
    """Return why a determined effect is not reported, empty when it is."""
    terms = set(effect.consequences)
    most_severe = effect.most_severe
    if most_severe.impact in (Impact.HIGH, Impact.MODERATE) or terms & _SPLICE:
        return ""
    if most_severe is Consequence.CODING_SEQUENCE or _in_promoter(effect):
        return ""
    if terms & _SILENT:
        return "no change of the protein (synonymous)"
    if terms & _UTR:
        return "untranslated region"
    if Consequence.INTRON in terms:
        return "intron"
    return "beside a gene"


def _in_promoter(effect: TranscriptEffect) -> bool:
    reach = _PROMOTERS.get(effect.gene)
    position = effect.hgvs_c.partition(":c.-")[2]
    digits = position[: len(position) - len(position.lstrip("0123456789"))]
    return reach is not None and digits != "" and int(digits) <= reach
