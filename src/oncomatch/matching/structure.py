"""Copies: copy number, lost alleles, both copies lost."""

from __future__ import annotations

from oncomatch.domain.biomarker import (
    BiallelicLoss,
    Comparator,
    Copies,
    CopyNumberChange,
    CopyNumberKind,
    LossOfHeterozygosity,
    number_text,
)
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.matching.facts import Facts
from oncomatch.matching.standing import is_null

_ARTICLE = {
    CopyNumberKind.AMPLIFICATION: "an amplification",
    CopyNumberKind.GAIN: "a gain",
    CopyNumberKind.LOSS: "a loss",
    CopyNumberKind.DELETION: "a deep deletion",
}
_MORE = (CopyNumberKind.AMPLIFICATION, CopyNumberKind.GAIN)
_ONE_COPY = 1.5


def copy_number(biomarker: CopyNumberChange, facts: Facts) -> Evaluation:
    """Answer for a kind of copy-number change of a gene."""
    gene, kind = biomarker.gene, biomarker.kind
    number = facts.copy_numbers.get(gene)
    if number is None:
        return Evaluation(Outcome.UNKNOWN, f"the copy number of {gene} was not assessed")
    found = f"{gene}: {number.reason}"
    if kind in number.possible:
        reason = f"{found}; whether it is {_ARTICLE[kind]} is not told by the file"
        return Evaluation(Outcome.UNKNOWN, reason, (number.id,))
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


def copies(biomarker: Copies, facts: Facts) -> Evaluation:
    """Answer for a total copy number."""
    gene, number = biomarker.gene, facts.copy_numbers.get(biomarker.gene)
    if number is None:
        return Evaluation(Outcome.UNKNOWN, f"the copy number of {gene} was not assessed")
    if number.copies is None:
        reason = f"{gene}: {number.reason}; the number of copies was not given"
        many = biomarker.comparator in (Comparator.AT_LEAST, Comparator.ABOVE)
        speaks_for = not many or number.kind in _MORE
        return Evaluation(Outcome.UNKNOWN, reason, (number.id,) if speaks_for else ())
    holds = biomarker.comparator.holds(number.copies, biomarker.number)
    asked = f"{biomarker.comparator.value} {number_text(biomarker.number)}"
    reason = f"{gene}: {number_text(number.copies)} copies, asked for is {asked}"
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, reason, (number.id,))


def loss_of_heterozygosity(biomarker: LossOfHeterozygosity, facts: Facts) -> Evaluation:
    """Answer whether one parent's copy of a gene is lost, and replaced by the other's if asked."""
    gene, number = biomarker.gene, facts.copy_numbers.get(biomarker.gene)
    if number is None:
        return Evaluation(Outcome.UNKNOWN, "loss of heterozygosity was not assessed")
    answer = number.copy_neutral_loh if biomarker.copy_neutral else number.loh
    if answer is None:
        reason = f"{gene}: {number.reason}; the file does not tell loss of heterozygosity"
        return Evaluation(Outcome.UNKNOWN, reason, (number.id,))
    words = f"{'' if answer else 'no '}{'copy-neutral ' if biomarker.copy_neutral else ''}"
    reason = f"{gene}: {number.reason}; {words}loss of heterozygosity"
    return Evaluation(Outcome.MET if answer else Outcome.NOT_MET, reason, (number.id,))


def biallelic_loss(biomarker: BiallelicLoss, facts: Facts) -> Evaluation:
    """Answer whether both copies of a gene are lost.

    A deletion of all copies is; a null variant is one copy, and what became of the other has to
    be said by an assay of alleles. Where copies were counted, none is deleted and nothing was
    found in a gene that was covered throughout, both are there.
    """
    gene, number = biomarker.gene, facts.copy_numbers.get(biomarker.gene)
    if number is not None and number.kind is CopyNumberKind.DELETION:
        return Evaluation(Outcome.MET, f"{gene}: {number.reason}", (number.id,))
    altering = facts.altering(gene)
    for variant in altering:
        if variant.effect is not None and is_null(variant.effect):
            if number is not None and number.loh and (number.copies or 2) <= _ONE_COPY:
                reason = f"{variant.label} detected, and the other copy is lost ({number.reason})"
                return Evaluation(Outcome.MET, reason, (variant.id, number.id))
            reason = f"{variant.label} detected; what became of the other copy was not assessed"
            return Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
    if altering:
        reason = f"{altering[0].label}: loss of function is not known"
        return Evaluation(Outcome.UNKNOWN, reason, (altering[0].id,))
    if number is None:
        return Evaluation(Outcome.UNKNOWN, f"the copy number of {gene} was not assessed")
    if number.kind is CopyNumberKind.LOSS:
        reason = f"{gene}: {number.reason}; what became of the other copy is not known"
        return Evaluation(Outcome.UNKNOWN, reason, (number.id,))
    return facts.not_found(gene, f"{gene} biallelic loss", covered=False)
