"""Resistance beside the benefits that it touches: overriding, or a caution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from oncomatch.domain.evidence import Interaction, Significance
from oncomatch.domain.match import Specificity, TherapyMatch
from oncomatch.domain.tier import Tier
from oncomatch.matching.specificity import CLOSENESS

_PRECISE = (Specificity.EXACT, Specificity.CODON, Specificity.EXON)
_AGAINST = (Significance.RESISTANCE, Significance.REDUCED_SENSITIVITY)


def with_resistance(matches: list[TherapyMatch]) -> Iterator[TherapyMatch]:
    """Set resistance beside the benefits that it touches.

    Resistance of some weight in this tumour type overrides a benefit when it is at least as
    strong, or of tier I and names the very change, codon or exon; otherwise it is a caution.
    Weaker resistance, or resistance of another tumour type, is a caution where it contradicts
    a benefit that nothing overrides: it is about the same finding, and as strong or closer to it.
    """
    resistances: dict[str, list[TherapyMatch]] = {}
    for match in matches:
        if match.significance in _AGAINST and match.evidence:
            for therapy in match.therapies:
                resistances.setdefault(therapy, []).append(match)
    for match in matches:
        if not (match.significance.is_benefit and match.evidence):
            yield match
            continue
        near = {id(each): each for name in match.therapies for each in resistances.get(name, ())}
        touching = [other for other in near.values() if _touches(other, match)]
        opposing = [other for other in touching if _overrides(other, match)]
        cautioning = [
            other
            for other in touching
            if not _overrides(other, match)
            and (_has_weight(other) or (not opposing and _contradicts(other, match)))
        ]
        conflicting = [
            other
            for other in touching
            if other.tier is match.tier and set(other.labels) & set(match.labels)
        ]
        yield replace(
            match,
            conflicts=tuple(sorted(map(_named, conflicting))),
            opposed_by=tuple(sorted(map(_named, opposing))),
            cautioned_by=tuple(sorted(map(_named, cautioning))),
        )


def _has_weight(resistance: TherapyMatch) -> bool:
    return resistance.tier.rank <= Tier.IIC.rank and resistance.relation.applies


def _contradicts(resistance: TherapyMatch, benefit: TherapyMatch) -> bool:
    if not set(resistance.labels) & set(benefit.labels):
        return False
    closer = CLOSENESS[resistance.specificity] < CLOSENESS[benefit.specificity]
    return closer or resistance.tier.rank <= benefit.tier.rank


def _touches(resistance: TherapyMatch, benefit: TherapyMatch) -> bool:
    """Whether resistance to one regimen concerns another.

    Resistance to therapies given together concerns the regimens that hold them all; resistance
    to one or the other concerns the regimens that hold either. A regimen that adds to them and
    was itself studied in tumours with the very finding is not touched: sotorasib with panitumumab
    is given because KRAS G12C resists panitumumab alone.
    """
    given = set(benefit.therapies)
    if resistance.interaction is Interaction.SUBSTITUTES:
        touched = not given.isdisjoint(resistance.therapies)
    else:
        touched = given.issuperset(resistance.therapies)
    return touched and not _answers(benefit, resistance)


def _answers(benefit: TherapyMatch, resistance: TherapyMatch) -> bool:
    adds = bool(set(benefit.therapies) - set(resistance.therapies))
    combined = benefit.interaction is Interaction.COMBINATION
    same_finding = set(resistance.facts) <= set(benefit.facts)
    as_close = CLOSENESS[benefit.specificity] <= CLOSENESS[resistance.specificity]
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
