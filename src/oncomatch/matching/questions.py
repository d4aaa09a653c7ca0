"""A question about the small variants of a gene, and its answer from the facts.

The answer is MET only for a reported variant that fits, and NOT_MET only where the places were
covered and nothing unclear stands in the way (`Facts.not_found`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from oncomatch.domain.alteration import SmallVariant, TranscriptEffect
from oncomatch.domain.assay import Assessment
from oncomatch.domain.evaluation import Evaluation, Outcome, any_of
from oncomatch.matching.facts import Facts, may_alter_protein

Fit = Callable[[SmallVariant], Evaluation | None]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of each reported variant in `among`, and what is known when none fits.

    `fit` returns None for a variant that has nothing to do with it; NOT_MET, with its reason, for
    one that is a near miss. `what` names the thing asked for. `covered` and `concerns` are those
    of `Facts.not_found`. `unseen` is why it stays unknown where no variant fits, although the
    coding sequence was covered. With `near_is_enough` a near miss shows that the place was seen.
    """

    gene: str
    what: str
    among: tuple[SmallVariant, ...]
    fit: Fit
    covered: bool
    concerns: Callable[[SmallVariant], bool] = may_alter_protein
    unseen: str = ""
    near_is_enough: bool = False


def answer(question: Question, facts: Facts) -> Evaluation:
    """Return the answer of a tumour."""
    gene = question.gene
    answers = [each for variant in question.among if (each := question.fit(variant)) is not None]
    found = [each for each in answers if each.outcome is not Outcome.NOT_MET]
    if found:
        return any_of(found)
    if answers and question.near_is_enough:
        return facts.doubt(gene, question.concerns) or answers[0]
    absent = facts.not_found(
        gene, question.what, covered=question.covered, concerns=question.concerns
    )
    if absent.outcome is not Outcome.NOT_MET:
        return absent
    if question.unseen:
        return Evaluation(Outcome.UNKNOWN, f"{question.what}: {question.unseen}")
    return answers[0] if answers else absent


def effect_on(variant: SmallVariant, transcript: str) -> TranscriptEffect | None:
    """Return the effect on a transcript, on the reported one if not named."""
    return variant.effect_on(transcript) if transcript else variant.effect


def touches(effect: TranscriptEffect | None, first: int, last: int) -> bool:
    """Whether an effect changes a residue of a range (1-based, both included)."""
    if effect is None or effect.first_residue is None or effect.last_residue is None:
        return False
    return effect.first_residue <= last and first <= effect.last_residue


def lies_within(effect: TranscriptEffect, first: int, last: int) -> bool:
    """Whether all residues that an effect changes are of a range (1-based, both included)."""
    if effect.first_residue is None or effect.last_residue is None:
        return False
    return first <= effect.first_residue and effect.last_residue <= last


def codons_covered(facts: Facts, gene: str, first: int, last: int, transcript: str = "") -> bool:
    """Whether the codons were covered; on another transcript, whether the whole gene was."""
    reported = facts.transcript(gene)
    if transcript and reported and transcript != reported.accession:
        return facts.coverage(gene).assessment is Assessment.ASSESSED
    ranges = facts.coverage(gene).codons
    return any(low <= first and last <= high for low, high in ranges)
