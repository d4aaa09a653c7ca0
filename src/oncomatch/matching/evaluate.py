"""Evaluate biomarkers on facts, in three-valued logic, each answer with its sentence."""

from __future__ import annotations

from functools import singledispatch

from oncomatch.domain.alteration import Her2Ihc, MsiStatus
from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    CodingChange,
    CodonChange,
    CopyNumberChange,
    CopyNumberKind,
    ExonChange,
    Expression,
    ExpressionKind,
    Fusion,
    GeneMutation,
    MicrosatelliteInstability,
    MutationalBurden,
    Not,
    ProteinChange,
    WildType,
)
from oncomatch.domain.evaluation import Evaluation, Outcome, all_of, any_of, negate
from oncomatch.matching import small_variants
from oncomatch.matching.facts import Facts


@singledispatch
def evaluate(biomarker: object, facts: Facts) -> Evaluation:
    """Return whether a tumour fits a biomarker.

    Raises:
        TypeError: the object is not a biomarker.
    """
    raise TypeError(f"{type(biomarker).__name__} is not a biomarker")


@evaluate.register
def _(biomarker: AllOf, facts: Facts) -> Evaluation:
    return all_of([evaluate(part, facts) for part in biomarker.parts])


@evaluate.register
def _(biomarker: AnyOf, facts: Facts) -> Evaluation:
    return any_of([evaluate(part, facts) for part in biomarker.parts])


@evaluate.register
def _(biomarker: Not, facts: Facts) -> Evaluation:
    return negate(evaluate(biomarker.part, facts))


@evaluate.register
def _(biomarker: ProteinChange, facts: Facts) -> Evaluation:
    return small_variants.protein_change(biomarker, facts)


@evaluate.register
def _(biomarker: CodingChange, facts: Facts) -> Evaluation:
    return small_variants.coding_change(biomarker, facts)


@evaluate.register
def _(biomarker: CodonChange, facts: Facts) -> Evaluation:
    return small_variants.codon_change(biomarker, facts)


@evaluate.register
def _(biomarker: ExonChange, facts: Facts) -> Evaluation:
    return small_variants.exon_change(biomarker, facts)


@evaluate.register
def _(biomarker: GeneMutation, facts: Facts) -> Evaluation:
    return small_variants.gene_mutation(biomarker, facts)


@evaluate.register
def _(biomarker: WildType, facts: Facts) -> Evaluation:
    return small_variants.wild_type(biomarker, facts)


@evaluate.register
def _(biomarker: CopyNumberChange, facts: Facts) -> Evaluation:
    gene, kind = biomarker.gene, biomarker.kind
    number = facts.copy_numbers.get(gene)
    if number is None:
        return Evaluation(Outcome.UNKNOWN, f"the copy number of {gene} was not assessed")
    found = f"{gene}: {number.reason}"
    if number.kind is kind or (
        kind is CopyNumberKind.GAIN and number.kind is CopyNumberKind.AMPLIFICATION
    ):
        if kind is CopyNumberKind.LOSS:
            reason = f"{found}; whether the protein is lost is not known"
            return Evaluation(Outcome.UNKNOWN, reason, (number.id,))
        return Evaluation(Outcome.MET, found, (number.id,))
    if kind is CopyNumberKind.LOSS:
        if number.kind is CopyNumberKind.DELETION:
            return Evaluation(Outcome.MET, found, (number.id,))
        return Evaluation(Outcome.UNKNOWN, f"{found}; loss of the protein was not assessed")
    return Evaluation(Outcome.NOT_MET, f"{found}, no {kind.value}", (number.id,))


@evaluate.register
def _(biomarker: Fusion, facts: Facts) -> Evaluation:
    return Evaluation(Outcome.UNKNOWN, "fusions were not assessed")


@evaluate.register
def _(biomarker: Expression, facts: Facts) -> Evaluation:
    score = facts.markers.her2_ihc
    if biomarker.gene != "ERBB2" or score is None:
        return Evaluation(
            Outcome.UNKNOWN, f"the protein level of {biomarker.gene} was not assessed"
        )
    reason = f"HER2 IHC {score.value}"
    fact = ("HER2-IHC",)
    if biomarker.kind is ExpressionKind.OVEREXPRESSION:
        if score is Her2Ihc.TWO:
            advice = f"{reason} is equivocal; in-situ hybridisation decides"
            return Evaluation(Outcome.UNKNOWN, advice, fact)
        met = score is Her2Ihc.THREE
    elif biomarker.kind is ExpressionKind.EXPRESSION:
        met = score is not Her2Ihc.ZERO
    else:
        return Evaluation(Outcome.UNKNOWN, f"{reason} does not answer {biomarker}", fact)
    return Evaluation(Outcome.MET if met else Outcome.NOT_MET, reason, fact)


@evaluate.register
def _(biomarker: MicrosatelliteInstability, facts: Facts) -> Evaluation:
    status = facts.markers.msi
    if status is None:
        return Evaluation(Outcome.UNKNOWN, "microsatellite status was not assessed")
    outcome = Outcome.MET if status is MsiStatus.HIGH else Outcome.NOT_MET
    return Evaluation(outcome, f"microsatellite status {status.value}", ("MSI",))


@evaluate.register
def _(biomarker: MutationalBurden, facts: Facts) -> Evaluation:
    measured = facts.markers.tmb_per_mb
    if measured is None:
        return Evaluation(Outcome.UNKNOWN, "tumour mutational burden was not assessed")
    if measured < biomarker.minimum:
        reason = f"TMB {measured:g}/Mb is below {biomarker.minimum:g}/Mb"
        return Evaluation(Outcome.NOT_MET, reason, ("TMB",))
    reason = f"TMB {measured:g}/Mb reaches {biomarker.minimum:g}/Mb"
    return Evaluation(Outcome.MET, reason, ("TMB",))
