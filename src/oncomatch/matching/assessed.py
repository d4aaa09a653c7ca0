"""What was assessed of every gene by kind of alteration, and of the markers of the whole tumour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oncomatch.domain.assay import Assay, Assessment
from oncomatch.domain.assessed import Assessed, GeneAssessment, MarkerAssessment
from oncomatch.domain.panel import Ability
from oncomatch.domain.profile import TumorProfile

_WHOLE = 1.0


def assess_profile(profile: TumorProfile, genes: Iterable[str]) -> Assessed:
    """Return the state of genes of which something was assessed, and of the markers.

    A gene that the assay names is listed as well, though nothing of it was deep enough.
    """
    assay = profile.assay
    others = GeneAssessment(
        "", assay.coverage_of("").assessment, Assessment.NOT_ASSESSED, _fusions(assay, "")
    )
    return Assessed(tuple(_genes(profile, genes, others)), tuple(_markers(profile)), others=others)


def _genes(
    profile: TumorProfile, genes: Iterable[str], others: GeneAssessment
) -> Iterator[GeneAssessment]:
    assay = profile.assay
    covered = {each.gene: each for each in assay.genes} if assay.small_variants else {}
    numbers = {each.gene: each for each in profile.copy_numbers}
    as_others = (others.small_variants, others.copy_number, others.fusions, others.missing)
    for gene in sorted(set(genes)):
        coverage = covered.get(gene)
        small = coverage.assessment if coverage else others.small_variants
        copies = Assessment.NOT_ASSESSED
        if gene in numbers:
            number = numbers[gene]
            whole = number.coverage is None or number.coverage >= _WHOLE
            whole = whole and not (number.kind is None and number.possible)
            copies = Assessment.ASSESSED if whole else Assessment.PARTLY
        missing = coverage.missing if coverage and small is Assessment.PARTLY else ""
        state = (small, copies, _fusions(assay, gene), missing)
        if coverage is not None or state != as_others:
            yield GeneAssessment(gene, *state)


def _fusions(assay: Assay, gene: str) -> Assessment:
    if not assay.fusions:
        return Assessment.NOT_ASSESSED
    if assay.fusion_genes is None:
        return Assessment.UNKNOWN
    return Assessment.ASSESSED if gene in assay.fusion_genes else Assessment.NOT_ASSESSED


def _markers(profile: TumorProfile) -> Iterator[MarkerAssessment]:
    markers = profile.markers
    given = {
        Ability.MSI: markers.msi is not None,
        Ability.TMB: markers.tmb_per_mb is not None,
        Ability.HRD: markers.hrd is not None or markers.hrd_score is not None,
    }
    burden = profile.wide.computed_burden
    for ability, there in given.items():
        if there:
            yield MarkerAssessment(ability.words, Assessment.ASSESSED, "its result is given")
        elif ability is Ability.TMB and burden is not None and burden.per_mb is not None:
            reason = "computed from the small variants"
            yield MarkerAssessment(ability.words, Assessment.ASSESSED, reason)
        else:
            yield MarkerAssessment(ability.words, Assessment.NOT_ASSESSED, _why(profile, ability))


def _why(profile: TumorProfile, ability: Ability) -> str:
    described = profile.assay.description
    if described is not None and ability in described.able:
        return f"{described.name} can tell it, but no result is given: ask the laboratory for it"
    if described is not None and ability in described.unable:
        return f"{described.name} does not tell it"
    return "no result is given"
