"""Evaluate biomarkers on facts, in three-valued logic, each answer with its sentence."""

from __future__ import annotations

from functools import singledispatch

from oncomatch.domain.alteration import MsiStatus
from oncomatch.domain.biomarker import (
    After,
    Age,
    Allele,
    AllOf,
    AnyOf,
    ArmChange,
    BiallelicLoss,
    ChangeKind,
    CnsMetastases,
    CodingChange,
    CodonChange,
    Copies,
    CopyNumberChange,
    Excepting,
    ExonChange,
    ExonLoss,
    Expression,
    ExtentIn,
    Fusion,
    GeneMutation,
    GenomicChange,
    KinaseDomainDuplication,
    Laboratory,
    LineOfTherapy,
    LossOfHeterozygosity,
    MeasurableDisease,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MutationalBurden,
    MutationalSignature,
    Not,
    Origin,
    PerformanceStatus,
    ProteinChange,
    Rearrangement,
    RecombinationDeficiency,
    RecombinationScore,
    RegionChange,
    Score,
    SexIs,
    SpliceVariant,
    TumorTypeIn,
    Unread,
    VariantOrigin,
    Virus,
    WildType,
)
from oncomatch.domain.evaluation import Evaluation, Outcome, all_of, any_of, negate
from oncomatch.domain.marker_names import HER2_IHC, HER2_ISH
from oncomatch.matching import (
    arm_copy_numbers,
    her2,
    hybridisation,
    junctions,
    markers,
    origins,
    patient,
    small_variants,
    structure,
)
from oncomatch.matching.facts import Facts

_MAY_BE_REPEAT = frozenset(
    {
        ChangeKind.MUTATION,
        ChangeKind.INFRAME_INSERTION,
        ChangeKind.ONCOGENIC,
        ChangeKind.GAIN_OF_FUNCTION,
    }
)
"""Kinds of change that an in-frame duplication may be."""


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
def _(biomarker: Origin, facts: Facts) -> Evaluation:
    return _of_origin(biomarker.part, biomarker.origin, facts)


def _of_origin(part: object, origin: VariantOrigin, facts: Facts) -> Evaluation:
    """Answer a pattern of one origin; the origin holds for each pattern of a tree."""
    if isinstance(part, AllOf | AnyOf):
        parts = [_of_origin(each, origin, facts) for each in part.parts]
        return all_of(parts) if isinstance(part, AllOf) else any_of(parts)
    if isinstance(part, Not):
        return negate(_of_origin(part.part, origin, facts))
    if isinstance(part, Origin):
        return _of_origin(part.part, part.origin, facts)
    if origin is VariantOrigin.GERMLINE:
        return origins.inherited(part, facts, evaluate)
    return origins.somatic(part, facts, evaluate)


@evaluate.register(ProteinChange)
@evaluate.register(CodingChange)
@evaluate.register(GenomicChange)
@evaluate.register(Excepting)
def _(biomarker: object, facts: Facts) -> Evaluation:
    return small_variants.small_variants(biomarker, facts)


@evaluate.register(CodonChange)
@evaluate.register(RegionChange)
@evaluate.register(GeneMutation)
def _(biomarker: CodonChange | RegionChange | GeneMutation, facts: Facts) -> Evaluation:
    return _with_repeats(biomarker, facts, small_variants.small_variants(biomarker, facts))


def _with_repeats(biomarker: junctions.Repeat, facts: Facts, found: Evaluation) -> Evaluation:
    """Add to an answer of the small variants what structural variants repeat.

    A duplication keeps a mutation from being *not found*; whether it is the one asked for is told
    of tandem duplications only.
    """
    asked = biomarker.kind is ChangeKind.INTERNAL_TANDEM_DUPLICATION
    open_to = biomarker.kind in _MAY_BE_REPEAT and found.outcome is Outcome.NOT_MET
    if not asked and not open_to:
        return found
    repeated = junctions.tandem_duplication(biomarker, facts)
    if repeated is None:
        return found
    if asked:
        return any_of([found, repeated])
    reason = f"{repeated.reason}; whether that is {biomarker} is not told"
    return Evaluation(Outcome.UNKNOWN, reason, repeated.facts)


@evaluate.register
def _(biomarker: ExonChange, facts: Facts) -> Evaluation:
    found = small_variants.small_variants(biomarker, facts)
    if biomarker.kind is not ChangeKind.SKIPPING:
        return _with_repeats(biomarker, facts, found)
    lost = ExonLoss(biomarker.gene, biomarker.exon, biomarker.last)
    passed_over = _heard(junctions.exon_loss(lost, facts), facts)
    if passed_over.facts:
        return any_of([found, passed_over])
    # RNA without the skipping decides where the DNA of the splice sites was not looked at.
    unseen = found.outcome is Outcome.UNKNOWN and not found.facts
    return passed_over if unseen and passed_over.outcome is Outcome.NOT_MET else found


@evaluate.register
def _(biomarker: WildType, facts: Facts) -> Evaluation:
    return small_variants.wild_type(biomarker, facts)


def _heard(found: Evaluation, facts: Facts) -> Evaluation:
    """Return an answer of copies or junctions; in plasma their absence says nothing.

    Tissue is preferred for both (ESMO recommendations on ctDNA, Pascual 2022).
    """
    if not facts.plasma or found.outcome is not Outcome.NOT_MET:
        return found
    reason = f"{found.reason}; in plasma this says nothing: test tissue"
    return Evaluation(Outcome.UNKNOWN, reason, found.facts, uninformative=True)


@evaluate.register
def _(biomarker: CopyNumberChange, facts: Facts) -> Evaluation:
    if biomarker.gene == her2.GENE:
        found = her2.copy_number_of_her2(biomarker.kind, facts)
        stained = {HER2_IHC, HER2_ISH}.intersection(found.facts)
        return found if stained else _heard(found, facts)
    counted = _heard(structure.copy_number(biomarker, facts), facts)
    return hybridisation.with_copies(biomarker, counted, facts)


@evaluate.register
def _(biomarker: Copies, facts: Facts) -> Evaluation:
    return _heard(structure.copies(biomarker, facts), facts)


@evaluate.register
def _(biomarker: LossOfHeterozygosity, facts: Facts) -> Evaluation:
    return _heard(structure.loss_of_heterozygosity(biomarker, facts), facts)


@evaluate.register
def _(biomarker: BiallelicLoss, facts: Facts) -> Evaluation:
    return _heard(structure.biallelic_loss(biomarker, facts), facts)


@evaluate.register
def _(biomarker: ArmChange, facts: Facts) -> Evaluation:
    return _heard(arm_copy_numbers.arm_change(biomarker, facts), facts)


@evaluate.register
def _(biomarker: Fusion, facts: Facts) -> Evaluation:
    found = _heard(junctions.fusion(biomarker, facts), facts)
    return hybridisation.with_breaks(biomarker, found, facts)


@evaluate.register
def _(biomarker: Rearrangement, facts: Facts) -> Evaluation:
    found = _heard(junctions.rearrangement(biomarker, facts), facts)
    return hybridisation.with_breaks(biomarker, found, facts)


@evaluate.register
def _(biomarker: ExonLoss, facts: Facts) -> Evaluation:
    return _heard(junctions.exon_loss(biomarker, facts), facts)


@evaluate.register
def _(biomarker: KinaseDomainDuplication, facts: Facts) -> Evaluation:
    return _heard(junctions.kinase_domain_duplication(biomarker, facts), facts)


@evaluate.register
def _(biomarker: SpliceVariant, facts: Facts) -> Evaluation:
    return _heard(junctions.splice_variant(biomarker, facts), facts)


@evaluate.register
def _(biomarker: Expression, facts: Facts) -> Evaluation:
    return markers.expression(biomarker, facts)


@evaluate.register
def _(biomarker: Score, facts: Facts) -> Evaluation:
    return markers.score(biomarker, facts)


@evaluate.register
def _(biomarker: MicrosatelliteInstability, facts: Facts) -> Evaluation:
    return markers.microsatellites(MsiStatus.HIGH, facts)


@evaluate.register
def _(biomarker: MicrosatelliteStability, facts: Facts) -> Evaluation:
    return markers.microsatellites(MsiStatus.STABLE, facts)


@evaluate.register
def _(biomarker: MismatchRepair, facts: Facts) -> Evaluation:
    return markers.mismatch_repair(biomarker, facts)


@evaluate.register
def _(biomarker: MutationalBurden, facts: Facts) -> Evaluation:
    return markers.mutational_burden(biomarker, facts)


@evaluate.register
def _(biomarker: MutationalSignature, facts: Facts) -> Evaluation:
    return markers.signature(biomarker, facts)


@evaluate.register
def _(biomarker: RecombinationDeficiency, facts: Facts) -> Evaluation:
    return markers.recombination_deficiency(facts)


@evaluate.register
def _(biomarker: RecombinationScore, facts: Facts) -> Evaluation:
    return markers.recombination_score(biomarker, facts)


@evaluate.register
def _(biomarker: Virus, facts: Facts) -> Evaluation:
    return markers.virus(biomarker, facts)


@evaluate.register(After)
@evaluate.register(LineOfTherapy)
@evaluate.register(TumorTypeIn)
@evaluate.register(Age)
@evaluate.register(SexIs)
@evaluate.register(PerformanceStatus)
@evaluate.register(MeasurableDisease)
@evaluate.register(ExtentIn)
@evaluate.register(CnsMetastases)
@evaluate.register(Laboratory)
def _(biomarker: object, facts: Facts) -> Evaluation:
    return patient.answer(biomarker, facts.case)


@evaluate.register
def _(biomarker: Unread, facts: Facts) -> Evaluation:
    found = tuple(variant.id for variant in facts.altering(biomarker.gene))
    return Evaluation(Outcome.UNKNOWN, "this cannot be checked here; ask the source", found)


@evaluate.register
def _(biomarker: Allele, facts: Facts) -> Evaluation:
    return Evaluation(Outcome.UNKNOWN, "inherited alleles were not assessed")
