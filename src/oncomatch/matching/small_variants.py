"""Whether a tumour carries the small variants that a pattern asks for."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from oncomatch.domain.alteration import SmallVariant, TranscriptEffect
from oncomatch.domain.assay import Assessment
from oncomatch.domain.biomarker import (
    ChangeKind,
    CodingChange,
    CodonChange,
    CopyNumberKind,
    Excepting,
    ExonChange,
    GeneMutation,
    GenomicChange,
    ProteinChange,
    RegionChange,
    WildType,
)
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.rearrangement import RearrangementKind
from oncomatch.matching import exact
from oncomatch.matching.facts import Facts, may_alter_protein
from oncomatch.matching.kinds import SPLICING, met, of_kind
from oncomatch.matching.questions import (
    Question,
    answer,
    codons_covered,
    effect_on,
    lies_within,
    touches,
)
from oncomatch.matching.skipping import UNSEEN, borders_crossed, exon_splicing
from oncomatch.matching.standing import exon_numbers

_NOT_SPLICED = "splicing is asked of an exon or a gene, not of residues"
_WITHIN_GENE = (RearrangementKind.INTRAGENIC, RearrangementKind.INSERTION)
_LONG_ONES = "callers of small variants miss the long ones"


@singledispatch
def question_of(biomarker: object, facts: Facts) -> Question:
    """Return what a pattern asks of the small variants of a tumour.

    Raises:
        TypeError: it is not a pattern of small variants.
    """
    raise TypeError(f"{type(biomarker).__name__} is not a pattern of small variants")


@question_of.register
def _(biomarker: ProteinChange, facts: Facts) -> Question:
    return exact.protein_change(biomarker, facts)


@question_of.register
def _(biomarker: CodingChange, facts: Facts) -> Question:
    return exact.coding_change(biomarker, facts)


@question_of.register
def _(biomarker: GenomicChange, facts: Facts) -> Question:
    return exact.genomic_change(biomarker, facts)


@question_of.register
def _(biomarker: CodonChange, facts: Facts) -> Question:
    gene, transcript = biomarker.gene, biomarker.transcript
    first, last = biomarker.first, biomarker.last

    def concerns(variant: SmallVariant) -> bool:
        return touches(effect_on(variant, transcript), first, last)

    def fit(variant: SmallVariant) -> Evaluation | None:
        effect = effect_on(variant, transcript)
        if effect is None or not concerns(variant):
            return None
        if biomarker.kind is None:
            if Consequence.MISSENSE in effect.consequences and _single(effect):
                return met(variant)
            reason = f"{variant.label} touches {biomarker}, but is not a substitution of it"
            return Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
        return _inside(variant, biomarker.kind, facts, lies_within(effect, first, last), biomarker)

    return _of_residues(
        biomarker,
        biomarker.kind,
        facts,
        Question(
            gene,
            str(biomarker),
            facts.altering(gene),
            fit,
            covered=codons_covered(facts, gene, first, last, transcript),
            concerns=concerns,
        ),
    )


@question_of.register
def _(biomarker: RegionChange, facts: Facts) -> Question:
    """Ask for a change in a region, of which several records may say the residues.

    A variant within all of them is in the region; one within some of them may be.
    """
    gene, kind = biomarker.gene, biomarker.kind
    spans = facts.regions.get((gene, biomarker.region), ())

    def concerns(variant: SmallVariant) -> bool:
        return any(
            touches(effect_on(variant, each.transcript), each.first, each.last) for each in spans
        )

    def fit(variant: SmallVariant) -> Evaluation | None:
        if not concerns(variant):
            return None
        within = all(
            (effect := effect_on(variant, each.transcript)) is not None
            and lies_within(effect, each.first, each.last)
            for each in spans
        )
        return _inside(variant, kind, facts, within, biomarker)

    covered = bool(spans) and all(
        codons_covered(facts, gene, each.first, each.last, each.transcript) for each in spans
    )
    unseen = "" if spans else f"which residues the {biomarker.region} has is not known here"
    question = Question(
        gene,
        str(biomarker),
        facts.altering(gene),
        fit,
        covered=covered,
        concerns=concerns,
        unseen=unseen,
    )
    return _of_residues(biomarker, kind, facts, question)


@question_of.register
def _(biomarker: ExonChange, facts: Facts) -> Question:
    gene, kind = biomarker.gene, biomarker.kind
    if kind in SPLICING:
        return exon_splicing(biomarker, facts)
    asked = frozenset(range(biomarker.exon, biomarker.last + 1))
    transcript = facts.transcript(gene)
    unnumbered = transcript is not None and transcript.coding_only

    def fit(variant: SmallVariant) -> Evaluation | None:
        if unnumbered:
            reason = f"{biomarker}: exon numbers of {gene} are not embedded"
            return Evaluation(Outcome.UNKNOWN, reason)
        exons = exon_numbers(variant.effect)
        found = of_kind(variant, kind, facts) if exons and exons <= asked else None
        if found is not None:
            return found
        if asked.intersection(borders_crossed(variant, transcript)):
            reason = f"{variant.label} crosses a border of {_exons(biomarker)}"
            return Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
        return None

    def concerns(variant: SmallVariant) -> bool:
        exons = exon_numbers(variant.effect)
        here = may_alter_protein(variant) and (not exons or bool(exons & asked))
        return here or bool(asked.intersection(borders_crossed(variant, transcript)))

    covered = not unnumbered and asked <= set(facts.coverage(gene).exons)
    question = Question(
        gene,
        f"{gene} {_exons(biomarker)} {kind.words}",
        facts.altering(gene),
        fit,
        covered=covered,
        concerns=may_alter_protein if unnumbered else concerns,
    )
    return _of_residues(biomarker, kind, facts, question)


@question_of.register
def _(biomarker: GeneMutation, facts: Facts) -> Question:
    gene, kind = biomarker.gene, biomarker.kind
    coverage, transcript = facts.coverage(gene), facts.transcript(gene)
    among, unseen = facts.altering(gene), ""
    if kind in SPLICING:
        among = facts.variants.get(gene, ())
        exons = len(transcript.exons) if transcript is not None else 0
        unseen = "" if exons and len(coverage.flanked_exons) == exons else UNSEEN
    question = Question(
        gene,
        f"{gene} {kind.words}",
        among,
        lambda variant: of_kind(variant, kind, facts) if variant.effect is not None else None,
        covered=coverage.assessment is Assessment.ASSESSED,
        unseen=unseen,
    )
    return _of_residues(biomarker, kind, facts, question)


@question_of.register
def _(biomarker: Excepting, facts: Facts) -> Question:
    """Ask for a variant that fits the pattern and none of the exceptions."""
    question = question_of(biomarker.pattern, facts)
    exceptions = [(each, question_of(each, facts)) for each in biomarker.exceptions]

    def fit(variant: SmallVariant) -> Evaluation | None:
        found = question.fit(variant)
        if found is None or found.outcome is Outcome.NOT_MET:
            return found
        doubt = None
        for exception, asked in exceptions:
            excepted = asked.fit(variant) if variant in asked.among else None
            if excepted is None or excepted.outcome is Outcome.NOT_MET:
                continue
            named = str(exception).partition(" ")[2]
            if excepted.outcome is Outcome.MET:
                reason = f"{variant.label} is excepted ({named})"
                return Evaluation(Outcome.NOT_MET, reason, (variant.id,))
            reason = f"whether {variant.label} is the excepted {named} is not known"
            doubt = Evaluation(Outcome.UNKNOWN, reason, (variant.id,))
        return doubt or found

    return replace(question, what=str(biomarker), fit=fit)


def small_variants(biomarker: object, facts: Facts) -> Evaluation:
    """Return the answer to a pattern of small variants."""
    found = answer(question_of(biomarker, facts), facts)
    lost = isinstance(biomarker, GeneMutation) and biomarker.kind is ChangeKind.LOSS_OF_FUNCTION
    if lost and found.outcome is not Outcome.MET:
        assert isinstance(biomarker, GeneMutation)
        number = facts.copy_numbers.get(biomarker.gene)
        if number is not None and number.kind is CopyNumberKind.DELETION:
            return Evaluation(Outcome.MET, f"{biomarker.gene}: {number.reason}", (number.id,))
    return found


def wild_type(biomarker: WildType, facts: Facts) -> Evaluation:
    """Answer whether the gene was assessed throughout and nothing was found in it."""
    gene = biomarker.gene
    altering = facts.altering(gene)
    for variant in altering:
        standing = facts.standings[variant.id]
        if standing.outcome is Outcome.MET:
            return Evaluation(Outcome.NOT_MET, f"{variant.label} detected", (variant.id,))
    if altering:
        standing = facts.standings[altering[0].id]
        reason = f"{standing.reason}: {gene} is not called wild type"
        return Evaluation(Outcome.UNKNOWN, reason, (altering[0].id,))
    found = facts.not_found(gene, f"a mutation of {gene}", covered=False)
    for each in facts.rearrangements.get(gene, ()):
        if each.kind in _WITHIN_GENE and found.outcome is Outcome.NOT_MET:
            reason = f"{each.label} was called: {gene} is not called wild type"
            return Evaluation(Outcome.UNKNOWN, reason, (each.id,))
    if found.outcome is Outcome.NOT_MET:
        reason = f"{gene} was assessed and no mutation was found"
        return Evaluation(Outcome.MET, reason, (f"{gene}-wildtype",))
    return replace(found, outcome=Outcome.UNKNOWN)


def _inside(
    variant: SmallVariant, kind: ChangeKind, facts: Facts, within: bool, biomarker: object
) -> Evaluation | None:
    """Return what a variant answers that touches residues; within them, or only in part."""
    found = of_kind(variant, kind, facts)
    if found is None or within:
        return found
    reason = f"{variant.label} lies only in part in the residues of {biomarker}"
    return Evaluation(Outcome.UNKNOWN, reason, (variant.id,))


def _of_residues(
    biomarker: object, kind: ChangeKind | None, facts: Facts, question: Question
) -> Question:
    """Return a question with what its kind of change leaves unseen."""
    if kind in SPLICING and not isinstance(biomarker, GeneMutation):
        return replace(question, among=(), unseen=_NOT_SPLICED)
    if kind is ChangeKind.INTERNAL_TANDEM_DUPLICATION:
        return replace(question, unseen=question.unseen or _LONG_ONES)
    return question


def _single(effect: TranscriptEffect) -> bool:
    return effect.first_residue == effect.last_residue


def _exons(biomarker: ExonChange) -> str:
    if biomarker.exon == biomarker.last:
        return f"exon {biomarker.exon}"
    return f"exons {biomarker.exon}-{biomarker.last}"
