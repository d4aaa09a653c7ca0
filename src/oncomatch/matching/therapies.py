"""From statements to therapies, near misses and the markers that were looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from oncomatch.domain.assay import Finding
from oncomatch.domain.biomarker import (
    Biomarker,
    CodingChange,
    CodonChange,
    CopyNumberChange,
    ExonChange,
    Expression,
    GeneMutation,
    MicrosatelliteInstability,
    MutationalBurden,
    ProteinChange,
    WildType,
    atoms_of,
)
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.evidence import Direction, EvidenceLevel, Interaction, Significance
from oncomatch.domain.match import (
    CheckedMarker,
    NearMiss,
    Specificity,
    SupportingEvidence,
    TherapyMatch,
)
from oncomatch.domain.tier import Tier
from oncomatch.matching.evaluate import evaluate
from oncomatch.matching.facts import Facts
from oncomatch.matching.statements import RELATIONS, Statement
from oncomatch.matching.tiers import tier_of

_SPECIFICITY: tuple[tuple[type, Specificity], ...] = (
    (ProteinChange, Specificity.EXACT),
    (CodingChange, Specificity.EXACT),
    (CodonChange, Specificity.CODON),
    (ExonChange, Specificity.EXON),
    (GeneMutation, Specificity.GENE),
    (CopyNumberChange, Specificity.COPY_NUMBER),
    (Expression, Specificity.PROTEIN),
    (MicrosatelliteInstability, Specificity.MARKER),
    (MutationalBurden, Specificity.MARKER),
    (WildType, Specificity.WILD_TYPE),
)
_CLOSENESS = {specificity: place for place, specificity in enumerate(Specificity)}
_PRECISE = (Specificity.EXACT, Specificity.CODON, Specificity.EXON)
_AGAINST = (Significance.RESISTANCE, Significance.REDUCED_SENSITIVITY)


def match_therapies(statements: Iterable[Statement], facts: Facts) -> tuple[TherapyMatch, ...]:
    """Return the regimens that met statements speak of, strongest first."""
    groups: dict[tuple[object, ...], list[Statement]] = {}
    for statement in statements:
        if statement.answer.outcome is Outcome.MET:
            item = statement.item
            key = (statement.labels, str(item.regimen), item.significance)
            groups.setdefault(key, []).append(statement)
    matches = [_therapy_match(group, facts) for group in groups.values()]
    return tuple(sorted(_with_resistance(matches), key=_order))


def _therapy_match(group: list[Statement], facts: Facts) -> TherapyMatch:
    first = group[0]
    regimen = first.item.regimen
    evidence = sorted((_supporting(each, facts) for each in group), key=_evidence_order)
    supporting = [each for each in evidence if each.direction is Direction.SUPPORTS]
    against = [each for each in evidence if each.direction is Direction.DOES_NOT_SUPPORT]
    best = (supporting or against)[0]
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
    )


def _supporting(statement: Statement, facts: Facts) -> SupportingEvidence:
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
        level=item.level,
        rating=item.rating,
        flagged=item.flagged,
        tier=tier,
        rule=rule,
        specificity=specificity_of(item.biomarker, facts),
        reason=statement.answer.reason,
        provenance=item.provenance,
    )


def specificity_of(biomarker: Biomarker, facts: Facts) -> Specificity:
    """Return how closely the met parts of a pattern name what was found."""
    met = [atom for atom in atoms_of(biomarker) if evaluate(atom, facts).outcome is Outcome.MET]
    named = [
        specificity for atom in met for kind, specificity in _SPECIFICITY if isinstance(atom, kind)
    ]
    return min(named, key=_CLOSENESS.__getitem__) if named else Specificity.WILD_TYPE


def _evidence_order(evidence: SupportingEvidence) -> tuple[object, ...]:
    return (
        evidence.tier.rank,
        RELATIONS.index(evidence.relation),
        evidence.level.value if evidence.level else "",
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


def _with_resistance(matches: list[TherapyMatch]) -> Iterator[TherapyMatch]:
    """Set resistance beside the benefits that it touches.

    Resistance of some weight in this tumour type overrides a benefit when it is at least as
    strong, or of tier I and names the very change, codon or exon; otherwise it is a caution.
    Weaker resistance, or resistance of another tumour type, is a caution where it contradicts
    a benefit that nothing overrides: it is about the same finding, and as strong or closer to it.
    """
    resistances = [match for match in matches if match.significance in _AGAINST and match.evidence]
    for match in matches:
        if not (match.significance.is_benefit and match.evidence):
            yield match
            continue
        touching = [other for other in resistances if _touches(other, match)]
        opposing = [other for other in touching if _overrides(other, match)]
        cautioning = [
            other
            for other in touching
            if not _overrides(other, match)
            and (_has_weight(other) or (not opposing and _contradicts(other, match)))
        ]
        yield replace(
            match,
            opposed_by=tuple(sorted(map(_named, opposing))),
            cautioned_by=tuple(sorted(map(_named, cautioning))),
        )


def _has_weight(resistance: TherapyMatch) -> bool:
    return resistance.tier.rank <= Tier.IIC.rank and resistance.relation.applies


def _contradicts(resistance: TherapyMatch, benefit: TherapyMatch) -> bool:
    if not set(resistance.labels) & set(benefit.labels):
        return False
    closer = _CLOSENESS[resistance.specificity] < _CLOSENESS[benefit.specificity]
    return closer or resistance.tier.rank <= benefit.tier.rank


def _touches(resistance: TherapyMatch, benefit: TherapyMatch) -> bool:
    """Whether resistance to one regimen concerns another.

    Resistance to therapies given together concerns the regimens that hold them all; resistance
    to one or the other concerns the regimens that hold either. A regimen that adds to them and
    was itself studied in tumours with the very finding is not touched: sotorasib with panitumumab
    is given because KRAS G12C resists panitumumab alone.
    """
    shared = set(resistance.therapies) & set(benefit.therapies)
    if _answers(benefit, resistance):
        return False
    if resistance.interaction is Interaction.SUBSTITUTES:
        return bool(shared)
    return shared == set(resistance.therapies)


def _answers(benefit: TherapyMatch, resistance: TherapyMatch) -> bool:
    adds = bool(set(benefit.therapies) - set(resistance.therapies))
    combined = benefit.interaction is Interaction.COMBINATION
    same_finding = set(resistance.facts) <= set(benefit.facts)
    as_close = _CLOSENESS[benefit.specificity] <= _CLOSENESS[resistance.specificity]
    return adds and combined and same_finding and as_close


def _overrides(resistance: TherapyMatch, benefit: TherapyMatch) -> bool:
    if not _has_weight(resistance):
        return False
    if resistance.tier.rank <= benefit.tier.rank:
        return True
    return resistance.tier.rank <= Tier.IB.rank and resistance.specificity in _PRECISE


def _named(match: TherapyMatch) -> str:
    return (
        f"{match.significance.value.lower()} to {match.regimen} with {', '.join(match.labels)} "
        f"(tier {match.tier.value}, {match.evidence[0].id})"
    )


def find_near_misses(statements: Iterable[Statement]) -> tuple[NearMiss, ...]:
    """Return strong benefits in this tumour type that an unknown or a condition keeps away."""
    groups: dict[NearMiss, list[str]] = {}
    for statement in statements:
        found = statement.pattern.outcome is Outcome.MET
        outcome = statement.answer.outcome
        if not statement.is_strong_benefit or outcome is Outcome.MET:
            continue
        if outcome is Outcome.NOT_MET and not found:
            continue
        item = statement.item
        miss = NearMiss(
            regimen=str(item.regimen),
            labels=statement.labels if found else (),
            biomarker=str(item.biomarker),
            condition=str(item.condition or ""),
            outcome=outcome,
            reason=statement.answer.reason,
            tier=tier_of(item, statement.relation)[0],
            records=(),
        )
        groups.setdefault(miss, []).append(item.id)
    misses = [replace(miss, records=tuple(sorted(ids))) for miss, ids in groups.items()]
    return tuple(sorted(misses, key=_miss_order))


def _miss_order(miss: NearMiss) -> tuple[object, ...]:
    return not miss.labels, miss.tier.rank, miss.biomarker, miss.regimen, miss.reason, miss.records


def finding_of(answer: Evaluation) -> Finding:
    """Return what an answer says about a marker."""
    if answer.outcome is Outcome.MET:
        return Finding.DETECTED
    if answer.outcome is Outcome.NOT_MET:
        return Finding.NOT_DETECTED
    return Finding.UNCLEAR if answer.facts else Finding.NOT_ASSESSED


def check_markers(statements: Iterable[Statement], facts: Facts) -> tuple[CheckedMarker, ...]:
    """Return the markers that approvals and level A evidence of this tumour type ask for."""
    regimens: dict[Biomarker, set[str]] = {}
    for statement in statements:
        item = statement.item
        if statement.is_strong_benefit and item.level is not EvidenceLevel.CLINICAL:
            for atom in atoms_of(item.biomarker):
                regimens.setdefault(atom, set()).add(str(item.regimen))
    checked = []
    for atom, names in regimens.items():
        answer = evaluate(atom, facts)
        finding = finding_of(answer)
        checked.append(CheckedMarker(str(atom), finding, answer.reason, tuple(sorted(names))))
    order = list(Finding)
    return tuple(sorted(checked, key=lambda each: (order.index(each.finding), each.biomarker)))
