"""The fact store of one case: every question about the tumour is answered from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from oncomatch.domain.alteration import (
    AnnotationState,
    CopyNumber,
    SmallVariant,
    TranscriptEffect,
    TumorMarkers,
    UnusableCall,
)
from oncomatch.domain.assay import Assay, Assessment, GeneCoverage
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.standing import standing_of
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

Call = TypeVar("Call", SmallVariant, UnusableCall)


@dataclass(frozen=True)
class Facts:
    """Facts by gene. `standings` tells for each reported variant whether its meaning is known."""

    build: GenomeBuild
    variants: dict[str, tuple[SmallVariant, ...]]
    left_out: dict[str, tuple[SmallVariant, ...]]
    undetermined: dict[str, tuple[SmallVariant, ...]]
    unusable: dict[str, tuple[UnusableCall, ...]]
    standings: dict[str, Evaluation]
    copy_numbers: dict[str, CopyNumber]
    markers: TumorMarkers
    assay: Assay
    reference: Reference

    def altering(self, gene: str) -> tuple[SmallVariant, ...]:
        """Return the gene's reported variants that change the protein or an essential site."""
        return tuple(
            variant
            for variant in self.variants.get(gene, ())
            if variant.effect is not None and variant.effect.most_severe.alters_protein
        )

    def coverage(self, gene: str) -> GeneCoverage:
        """Return how the small-variant assay covered the gene."""
        return self.assay.coverage_of(gene)

    def transcript(self, gene: str) -> Transcript | None:
        """Return the gene's reported transcript."""
        return self.reference.reported_transcript(gene, self.build)

    def not_found(
        self,
        gene: str,
        what: str,
        *,
        covered: bool,
        concerns: Callable[[TranscriptEffect], bool] = lambda effect: True,
    ) -> Evaluation:
        """Return the answer when nothing was found: not met only where it was looked for.

        `covered` says whether the places in question were covered, given that the gene is.
        `concerns` picks the effects of unreported calls that would matter to the question.
        """
        for variant in self.left_out.get(gene, ()):
            if variant.effect is not None and concerns(variant.effect):
                return Evaluation(
                    Outcome.UNKNOWN,
                    f"{variant.label} was called but not reported ({variant.left_out})",
                    (variant.id,),
                )
        unclear = self.undetermined.get(gene, ())
        if unclear:
            return Evaluation(
                Outcome.UNKNOWN,
                f"a call in {gene} ({unclear[0].hgvs_g}) could not be interpreted here",
                (unclear[0].id,),
            )
        unusable = self.unusable.get(gene, ())
        if unusable:
            call = unusable[0]
            reason = f"a call in {gene} ({call.written}) could not be used: {call.reason}"
            return Evaluation(Outcome.UNKNOWN, reason, (call.id,))
        state = self.coverage(gene).assessment
        if state is Assessment.ASSESSED or (state is Assessment.PARTLY and covered):
            return Evaluation(Outcome.NOT_MET, f"{what} was looked for and not found")
        if state is Assessment.PARTLY:
            return Evaluation(Outcome.UNKNOWN, f"{what}: {gene} was only partly assessed")
        if state is Assessment.UNKNOWN:
            return Evaluation(Outcome.UNKNOWN, f"{what}: it is not known what the assay covers")
        return Evaluation(Outcome.UNKNOWN, f"{what}: {gene} was not assessed")


def collect_facts(profile: TumorProfile, knowledge: KnowledgeBase, reference: Reference) -> Facts:
    """Return the facts of a profile."""
    determined: dict[str, list[SmallVariant]] = {}
    undetermined: dict[str, list[SmallVariant]] = {}
    for variant in profile.small_variants:
        if variant.state is AnnotationState.DETERMINED:
            determined.setdefault(variant.gene, []).append(variant)
        else:
            for gene in variant.gene.split("; "):
                undetermined.setdefault(gene, []).append(variant)
    left_out: dict[str, list[SmallVariant]] = {}
    for variant in profile.left_out:
        left_out.setdefault(variant.gene, []).append(variant)
    unusable: dict[str, list[UnusableCall]] = {}
    for call in profile.unusable:
        for gene in call.genes:
            unusable.setdefault(gene, []).append(call)
    return Facts(
        build=profile.case.build,
        variants=_frozen(determined),
        left_out=_frozen(left_out),
        undetermined=_frozen(undetermined),
        unusable=_frozen(unusable),
        standings={
            variant.id: standing_of(variant, knowledge) for variant in profile.small_variants
        },
        copy_numbers={number.gene: number for number in profile.copy_numbers},
        markers=profile.markers,
        assay=profile.assay,
        reference=reference,
    )


def _frozen(groups: dict[str, list[Call]]) -> dict[str, tuple[Call, ...]]:
    return {gene: tuple(calls) for gene, calls in groups.items()}
