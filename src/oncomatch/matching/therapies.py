"""From statements to therapies with their evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import Direction, Regimen, level_rank
from oncomatch.domain.match import (
    AgencyApproval,
    EscatDraft,
    Specificity,
    SupportingEvidence,
    TherapyMatch,
)
from oncomatch.domain.tumor_type import ANY, SOLID
from oncomatch.matching.escat import escat_of
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.gaps import agreed_genes, gap_of, wide_absences
from oncomatch.matching.levels import explain_disagreement, levels_of
from oncomatch.matching.relations import RELATIONS
from oncomatch.matching.resistance import with_resistance
from oncomatch.matching.specificity import specificity_of
from oncomatch.matching.statements import Statement
from oncomatch.matching.tiers import tier_of
from oncomatch.matching.treatment import given_before

Agencies = Callable[[Regimen], tuple[AgencyApproval, ...]]


def no_agency(regimen: Regimen) -> tuple[AgencyApproval, ...]:
    """Say nothing of any regulator."""
    return ()


def match_therapies(
    statements: Iterable[Statement], evaluator: Evaluator, agencies: Agencies = no_agency
) -> tuple[TherapyMatch, ...]:
    """Return the regimens that met statements speak of, strongest first.

    `agencies` tells what regulators say of a regimen for the case.
    """
    every = list(statements)
    specificities: dict[int, Specificity] = {}  # tables share equal patterns

    def specificity(biomarker: Biomarker) -> Specificity:
        known = specificities.get(id(biomarker))
        if known is None:
            known = specificities[id(biomarker)] = specificity_of(biomarker, evaluator)
        return known

    wide = wide_absences(every)
    agreed = agreed_genes(wide)
    groups: dict[tuple[object, ...], list[Statement]] = {}
    for statement in every:
        if statement.answer.outcome is Outcome.MET:
            item = statement.item
            key = (statement.labels, str(item.regimen), item.significance)
            groups.setdefault(key, []).append(statement)
    matches = [
        _therapy_match(
            [_supporting(each, specificity) for each in group], group, evaluator, agencies
        )
        for group in groups.values()
    ]
    found = []
    for group, match in zip(groups.values(), with_resistance(matches), strict=True):
        benefit = match.significance.is_benefit
        gap = gap_of(group, wide.get(match.therapies, ()), agreed, evaluator) if benefit else ""
        found.append(replace(match, opposed_by=(*match.opposed_by, gap)) if gap else match)
    return tuple(sorted(found, key=_order))


def _therapy_match(
    found: list[SupportingEvidence],
    group: list[Statement],
    evaluator: Evaluator,
    agencies: Agencies,
) -> TherapyMatch:
    first = group[0]
    regimen = first.item.regimen
    evidence = sorted(found, key=_evidence_order)
    supporting = [each for each in evidence if each.direction is Direction.SUPPORTS]
    against = [each for each in evidence if each.direction is Direction.DOES_NOT_SUPPORT]
    best = (supporting or against)[0]
    levels = levels_of(supporting)
    regimen_helps = first.item.significance.is_benefit and bool(supporting)
    return TherapyMatch(
        facts=tuple(sorted({fact for each in group for fact in each.pattern.facts})),
        labels=first.labels,
        therapies=regimen.therapies,
        interaction=regimen.interaction,
        regimen=str(regimen),
        significance=first.item.significance,
        tier=best.tier,
        relation=best.relation,
        specificity=best.specificity,
        evidence=tuple(supporting),
        against=tuple(against),
        levels=levels,
        disagreement=explain_disagreement(levels),
        escat=escat_of(supporting) if regimen_helps else EscatDraft("", ""),
        approvals=agencies(regimen) if regimen_helps else (),
        given_before=given_before(regimen.therapies, evaluator.facts.case.prior_therapies),
    )


def _supporting(
    statement: Statement, specificity: Callable[[Biomarker], Specificity]
) -> SupportingEvidence:
    item = statement.item
    tier, rule = tier_of(item, statement.relation)
    return SupportingEvidence(
        biomarker=str(item.biomarker),
        condition=str(item.condition or ""),
        condition_source=item.condition_source,
        disease=item.disease,
        relation=statement.relation,
        subtype=item.subtype,
        significance=item.significance,
        direction=item.direction,
        scheme=item.scheme,
        level=item.level.value if item.level else None,
        rating=item.rating,
        flagged=item.flagged,
        tier=tier,
        rule=rule,
        specificity=specificity(item.biomarker),
        reason=statement.answer.reason,
        provenance=item.provenance,
        any_tumor_type={SOLID, ANY}.issuperset(item.tumor_types),
    )


def _evidence_order(evidence: SupportingEvidence) -> tuple[object, ...]:
    return (
        evidence.tier.rank,
        RELATIONS.index(evidence.relation),
        level_rank(evidence.scheme, evidence.level or ""),
        -(evidence.rating or 0),
        evidence.id,
    )


def _order(match: TherapyMatch) -> tuple[object, ...]:
    return (
        match.tier.rank,
        RELATIONS.index(match.relation),
        not match.significance.is_benefit,
        -len(match.evidence),
        match.labels,
        match.regimen,
        match.significance.value,
    )
