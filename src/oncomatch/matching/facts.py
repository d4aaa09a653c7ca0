"""The fact store of one case: every question about the tumour is answered from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from oncomatch.domain.alteration import (
    CopyNumber,
    SmallVariant,
    TumorMarkers,
    UnusableCall,
)
from oncomatch.domain.arm_copy_number import ArmCopyNumber
from oncomatch.domain.assay import Assay, Assessment, GeneCoverage
from oncomatch.domain.biomarker import ChangeKind, CodonChange, atoms_of
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.rearrangement import Rearrangement
from oncomatch.domain.tumor_wide import TumorWide
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.knowledge.regions import Regions
from oncomatch.matching.normal import origin_by_normal
from oncomatch.matching.standing import standing_of
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

_REPEAT = ChangeKind.INTERNAL_TANDEM_DUPLICATION
Call = TypeVar("Call", SmallVariant, UnusableCall, Rearrangement)


def may_alter_protein(variant: SmallVariant) -> bool:
    """Whether a variant alters the protein or an essential splice site, or may do so."""
    if variant.effect is None:
        return True
    most_severe = variant.effect.most_severe
    return most_severe.alters_protein or most_severe is Consequence.CODING_SEQUENCE


@dataclass(frozen=True)
class Facts:
    """Facts by gene. `standings` tells for each reported variant whether its meaning is known.

    `roles` are those of genes in cancer, `regions` the named regions of proteins;
    `case` is what the sheet says of the patient.
    `silence` is why nothing found says
    nothing in this specimen, empty where it does; `plasma` says that it is cell-free DNA.
    `somatic` are the ids of the variants that the matched normal shows to be so and the germline
    file does not have; `germline` are the facts of that file, if there is one.
    """

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
    roles: dict[str, str]
    regions: Regions
    rearrangements: dict[str, tuple[Rearrangement, ...]]
    wide: TumorWide
    case: CaseInfo
    arms: dict[str, ArmCopyNumber] = field(default_factory=dict)
    silence: str = ""
    plasma: bool = False
    somatic: frozenset[str] = frozenset()
    repeat_places: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    germline: Facts | None = None

    @cached_property
    def only_somatic(self) -> Facts:
        """These facts with the somatic variants alone."""
        kept = {
            gene: tuple(each for each in variants if each.id in self.somatic)
            for gene, variants in self.variants.items()
        }
        return replace(self, variants=kept)

    def altering(self, gene: str) -> tuple[SmallVariant, ...]:
        """Return the gene's reported variants that change the protein or an essential site."""
        return self._altering.get(gene, ())

    @cached_property
    def _altering(self) -> dict[str, tuple[SmallVariant, ...]]:
        return {
            gene: tuple(
                variant
                for variant in variants
                if variant.effect is not None and variant.effect.most_severe.alters_protein
            )
            for gene, variants in self.variants.items()
        }

    def coverage(self, gene: str) -> GeneCoverage:
        """Return how the small-variant assay covered the gene."""
        known = self._coverages.get(gene)
        if known is None:
            known = self._coverages[gene] = GeneCoverage(gene, self._elsewhere)
        return known

    @cached_property
    def _elsewhere(self) -> Assessment:
        """How genes that the assay does not list were covered."""
        return self.assay.coverage_of("").assessment

    @cached_property
    def _coverages(self) -> dict[str, GeneCoverage]:
        listed = self.assay.genes if self.assay.small_variants else ()
        return {coverage.gene: coverage for coverage in listed}

    def transcript(self, gene: str) -> Transcript | None:
        """Return the gene's reported transcript."""
        return self.reference.reported_transcript(gene, self.build)

    def protein(self, gene: str, transcript: str = "") -> str:
        """Return the protein of a transcript, of the reported one if not said; "" if unknown."""
        if not transcript:
            reported = self.transcript(gene)
            return reported.protein_sequence if reported is not None else ""
        for each in self.reference.transcripts_of(gene, self.build):
            if each.accession == transcript:
                return each.protein_sequence
        return ""

    def not_found(
        self,
        gene: str,
        what: str,
        *,
        covered: bool,
        concerns: Callable[[SmallVariant], bool] = may_alter_protein,
    ) -> Evaluation:
        """Return the answer when nothing was found: not met only where it was looked for.

        `covered` says whether the places in question were covered, given that the gene is.
        `concerns` picks the unreported calls that would matter to the question: those that may
        alter the protein if not said.
        """
        doubt = self.doubt(gene, concerns)
        if doubt is not None:
            return doubt
        coverage = self.coverage(gene)
        state = coverage.assessment
        if state is Assessment.PARTLY and covered and coverage.gaps:
            reason = f"{what}: looked for and not found; not assessed are {coverage.missing}"
            return Evaluation(Outcome.NOT_MET, reason)
        if state is Assessment.ASSESSED or (state is Assessment.PARTLY and covered):
            return self.absent(f"{what}: looked for and not found")
        if state is Assessment.PARTLY:
            missing = f", not {coverage.missing}" if coverage.gaps else ""
            reason = f"{what}: {gene} was only partly assessed{missing}"
            return Evaluation(Outcome.UNKNOWN, reason)
        if state is Assessment.UNKNOWN:
            return Evaluation(Outcome.UNKNOWN, f"{what}: it is not known what the assay covers")
        return Evaluation(Outcome.UNKNOWN, f"{what}: {gene} was not assessed")

    def absent(self, reason: str, facts: tuple[str, ...] = ()) -> Evaluation:
        """Return the answer to what was looked for and not found: no, unless that says nothing."""
        if self.silence:
            return Evaluation(Outcome.UNKNOWN, f"{reason}; {self.silence}", facts, True)
        return Evaluation(Outcome.NOT_MET, reason, facts)

    def doubt(self, gene: str, concerns: Callable[[SmallVariant], bool]) -> Evaluation | None:
        """Return what keeps a gene from being called free of something, None if nothing does.

        A call that was left out without a known effect concerns every question.
        """
        for variant in self.left_out.get(gene, ()):
            if variant.effect is None or concerns(variant):
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
        return None


def collect_facts(profile: TumorProfile, knowledge: KnowledgeBase, reference: Reference) -> Facts:
    """Return the facts of a profile."""
    determined: dict[str, list[SmallVariant]] = {}
    undetermined: dict[str, list[SmallVariant]] = {}
    for variant in profile.small_variants:
        if variant.effect is not None:
            determined.setdefault(variant.gene, []).append(variant)
        else:
            for gene in variant.gene.split("; "):
                undetermined.setdefault(gene, []).append(variant)
    left_out: dict[str, list[SmallVariant]] = {}
    for variant in profile.left_out:
        for gene in variant.gene.split("; "):
            left_out.setdefault(gene, []).append(variant)
    unusable: dict[str, list[UnusableCall]] = {}
    for call in profile.unusable:
        for gene in call.genes:
            unusable.setdefault(gene, []).append(call)
    rearrangements: dict[str, list[Rearrangement]] = {}
    for each in profile.rearrangements:
        for gene in each.genes:
            rearrangements.setdefault(gene, []).append(each)
    germline = _of_germline(profile, knowledge, reference)
    inherited = {each.id for each in profile.germline.variants} if profile.germline else set()
    return Facts(
        build=profile.case.build,
        variants=_frozen(determined),
        left_out=_frozen(left_out),
        undetermined=_frozen(undetermined),
        unusable=_frozen(unusable),
        standings={
            variant.id: standing_of(variant, knowledge, reference)
            for variant in profile.small_variants
        },
        copy_numbers={number.gene: number for number in profile.copy_numbers},
        markers=profile.markers,
        assay=profile.assay,
        reference=reference,
        roles=knowledge.roles,
        regions=knowledge.regions,
        rearrangements=_frozen(rearrangements),
        repeat_places=_repeat_places(profile.rearrangements, knowledge),
        wide=profile.wide,
        arms={each.arm: each for each in profile.arms},
        case=profile.case,
        silence=profile.silence,
        plasma=profile.specimen.is_plasma,
        somatic=frozenset(
            variant.id
            for variant in profile.small_variants
            if variant.id not in inherited
            and origin_by_normal(variant, profile.normal.error)[0] is CallOrigin.SOMATIC
        ),
        germline=germline,
    )


def _of_germline(
    profile: TumorProfile, knowledge: KnowledgeBase, reference: Reference
) -> Facts | None:
    """Return the facts of the germline file; nothing of the tumour is among them."""
    found = profile.germline
    if found is None:
        return None
    alone = TumorProfile(
        case=profile.case,
        sample=found.sample,
        sample_choice=found.sample_choice,
        assay=found.assay,
        small_variants=found.variants,
        left_out=found.left_out,
        unusable=found.unusable,
        copy_numbers=(),
        markers=TumorMarkers(),
        ledger=found.ledger,
        inputs=(),
        notes=(),
    )
    return collect_facts(alone, knowledge, reference)


def _repeat_places(
    found: Iterable[Rearrangement], knowledge: KnowledgeBase
) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the codons in which knowledge asks for tandem duplications, of genes that have one."""
    genes = {gene for each in found if each.codons for gene in each.genes}
    places: dict[str, set[tuple[int, int]]] = {}
    for item in knowledge.evidence if genes else ():
        for atom in atoms_of(item.biomarker):
            repeats = isinstance(atom, CodonChange) and atom.kind is _REPEAT
            if repeats and isinstance(atom, CodonChange) and atom.gene in genes:
                places.setdefault(atom.gene, set()).add((atom.first, atom.last))
    return {gene: tuple(sorted(spans)) for gene, spans in places.items()}


def _frozen(groups: dict[str, list[Call]]) -> dict[str, tuple[Call, ...]]:
    return {gene: tuple(calls) for gene, calls in groups.items()}
