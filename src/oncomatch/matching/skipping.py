"""Splice sites: which exon's a variant takes, and whether an exon is so skipped."""

from __future__ import annotations

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.biomarker import ChangeKind, ExonChange
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.matching.facts import Facts
from oncomatch.matching.kinds import NEAR_SPLICE, SPLICE_SITES, met
from oncomatch.matching.places import exons_replaced, exons_unspliced
from oncomatch.matching.questions import Question
from oncomatch.matching.standing import exon_number
from oncomatch.reference.transcript import Transcript

UNSEEN = "the splice sites were not covered"


def exon_splicing(biomarker: ExonChange, facts: Facts) -> Question:
    """Ask for a change of the splice sites of exons, or for one exon that is skipped by it."""
    gene = biomarker.gene
    exons = frozenset(range(biomarker.exon, biomarker.last + 1))
    transcript = facts.transcript(gene)

    def borders_them(variant: SmallVariant) -> bool:
        return any(_borders(variant, exon, transcript) for exon in exons)

    def fit(variant: SmallVariant) -> Evaluation | None:
        effect = variant.effect
        if effect is None or not borders_them(variant):
            return None
        what = biomarker.kind.words
        if SPLICE_SITES.intersection(effect.consequences):
            taken = unspliced(variant, transcript)
            if biomarker.kind is ChangeKind.SPLICE or (taken == exons and len(exons) == 1):
                return met(variant)
            reason = f"{variant.label} touches splice sites of exons beside {_named(biomarker)}"
            return Evaluation(Outcome.UNKNOWN, f"{reason} as well", (variant.id,))
        if NEAR_SPLICE.intersection(effect.consequences):
            reason = f"{variant.label} lies by a splice site of {_named(biomarker)}"
            return Evaluation(Outcome.UNKNOWN, f"{reason}; {what} is not known", (variant.id,))
        return None

    covered = exons <= set(facts.coverage(gene).flanked_exons)
    return Question(
        gene,
        str(biomarker),
        facts.variants.get(gene, ()),
        fit,
        covered=covered,
        concerns=borders_them,
        unseen="" if covered else UNSEEN,
    )


def _named(biomarker: ExonChange) -> str:
    if biomarker.exon == biomarker.last:
        return f"exon {biomarker.exon}"
    return f"exons {biomarker.exon}-{biomarker.last}"


def _borders(variant: SmallVariant, exon: int, transcript: Transcript | None) -> bool:
    """Whether a variant lies in the exon or in an intron beside it, at the exon's own border."""
    effect = variant.effect
    if effect is None:
        return False
    if SPLICE_SITES.intersection(effect.consequences):
        return exon in unspliced(variant, transcript)
    intron = effect.intron.partition("/")[0]
    if intron.isdecimal():
        return int(intron) in (exon - 1, exon)
    return exon_number(effect) == exon


def unspliced(variant: SmallVariant, transcript: Transcript | None) -> frozenset[int]:
    """Return the exons whose essential splice sites a variant takes, where these are known."""
    effect = variant.effect
    if effect is None or transcript is None or transcript.coding_only:
        return frozenset()
    if not SPLICE_SITES.intersection(effect.consequences):
        return frozenset()
    return exons_unspliced(variant.variant, transcript)


def borders_crossed(variant: SmallVariant, transcript: Transcript | None) -> frozenset[int]:
    """Return the exons that a variant enters across a border, or takes a splice site of."""
    if transcript is None or transcript.coding_only:
        return frozenset()
    if len(variant.variant.ref) == 1:  # it lies in one exon
        return unspliced(variant, transcript)
    replaced = exons_replaced(variant.variant, transcript)
    return unspliced(variant, transcript) | (replaced if len(replaced) > 1 else frozenset())
