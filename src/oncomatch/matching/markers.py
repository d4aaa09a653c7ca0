"""Levels and markers of the whole tumour, from the values that the sheet gives."""

from __future__ import annotations

from oncomatch.domain.alteration import Her2Ihc, MsiStatus
from oncomatch.domain.biomarker import (
    Expression,
    ExpressionKind,
    MismatchRepair,
    MutationalBurden,
    Scale,
    Score,
    number_text,
)
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.matching.facts import Facts

_HER2 = ("HER2-IHC",)
_IHC_NUMBER = {Her2Ihc.ZERO: 0, Her2Ihc.ONE: 1, Her2Ihc.TWO: 2, Her2Ihc.THREE: 3}
_MEASURED = {
    ExpressionKind.PROMOTER_METHYLATION: "the methylation of the promoter of",
    ExpressionKind.PHOSPHORYLATION: "the phosphorylation of",
    ExpressionKind.NUCLEAR_EXPRESSION: "the nuclear level of",
}


def expression(biomarker: Expression, facts: Facts) -> Evaluation:
    """Answer for a level; HER2 immunohistochemistry is the one that the sheet has."""
    score, kind = facts.markers.her2_ihc, biomarker.kind
    if biomarker.gene != "ERBB2" or score is None or biomarker.product:
        what = _MEASURED.get(kind, "the protein level of")
        which = f"{biomarker.product} of {biomarker.gene}" if biomarker.product else biomarker.gene
        return Evaluation(Outcome.UNKNOWN, f"{what} {which} was not assessed")
    reason = f"HER2 IHC {score.value}"
    if kind is ExpressionKind.OVEREXPRESSION:
        if score is Her2Ihc.TWO:
            advice = f"{reason} is equivocal; in-situ hybridisation decides"
            return Evaluation(Outcome.UNKNOWN, advice, _HER2)
        holds = score is Her2Ihc.THREE
    elif kind is ExpressionKind.EXPRESSION:
        holds = score is not Her2Ihc.ZERO
    else:
        return Evaluation(Outcome.UNKNOWN, f"{reason} does not answer {biomarker}", _HER2)
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, reason, _HER2)


def score(biomarker: Score, facts: Facts) -> Evaluation:
    """Answer for a score of immunohistochemistry."""
    measured = facts.markers.her2_ihc
    if (biomarker.gene, biomarker.scale) != ("ERBB2", Scale.IHC) or measured is None:
        what = f"the {biomarker.scale.value} of {biomarker.gene}"
        return Evaluation(Outcome.UNKNOWN, f"{what} was not assessed")
    holds = biomarker.comparator.holds(_IHC_NUMBER[measured], biomarker.number)
    reason = f"HER2 IHC {measured.value}"
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, reason, _HER2)


def microsatellites(wanted: MsiStatus, facts: Facts) -> Evaluation:
    """Answer whether microsatellites are as wanted.

    A low instability is not high; whether it counts as stable differs between sources.
    """
    status = facts.markers.msi
    if status is None:
        return Evaluation(Outcome.UNKNOWN, "microsatellite status was not assessed")
    reason = f"microsatellite status {status.value}"
    if wanted is MsiStatus.STABLE and status is MsiStatus.LOW:
        return Evaluation(Outcome.UNKNOWN, f"{reason} is stable by some sources only", ("MSI",))
    return Evaluation(Outcome.MET if status is wanted else Outcome.NOT_MET, reason, ("MSI",))


def mismatch_repair(biomarker: MismatchRepair, facts: Facts) -> Evaluation:
    """Answer for mismatch repair; microsatellites speak for it, but are another test."""
    status = facts.markers.msi
    reason = "mismatch repair was not assessed"
    if status is not None:
        reason = f"{reason} (microsatellite status {status.value})"
    return Evaluation(Outcome.UNKNOWN, reason)


def mutational_burden(biomarker: MutationalBurden, facts: Facts) -> Evaluation:
    """Answer for a tumour mutational burden."""
    measured, limit = facts.markers.tmb_per_mb, biomarker.number
    if measured is None:
        return Evaluation(Outcome.UNKNOWN, "tumour mutational burden was not assessed")
    holds = biomarker.comparator.holds(measured, limit)
    relation = "reaches" if measured >= limit else "is below"
    reason = f"TMB {number_text(measured)}/Mb {relation} {number_text(limit)}/Mb"
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, reason, ("TMB",))
