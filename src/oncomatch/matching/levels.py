"""Levels of several schemes side by side, and why they disagree."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.match import SchemeLevel, SupportingEvidence

_LISTED = "listed"


def levels_of(evidence: Iterable[SupportingEvidence]) -> tuple[SchemeLevel, ...]:
    """Return the strongest level of each scheme; the evidence stands strongest first."""
    best: dict[str, SchemeLevel] = {}
    for each in evidence:
        scheme = each.scheme.value
        if scheme not in best:
            best[scheme] = SchemeLevel(scheme, each.level or _LISTED, each.tier, each.id)
    return tuple(best.values())


def explain_disagreement(levels: tuple[SchemeLevel, ...]) -> str:
    """Return in words how far schemes are apart, empty where each gives the same tier.

    The tier of a line is the best that a scheme gives; what the others alone would give is said.
    """
    if len({level.tier for level in levels}) < 2:
        return ""
    best, *others = sorted(levels, key=lambda level: (level.tier.rank, level.scheme))
    apart = [
        f"{level.scheme} alone ({level.level}, {level.record}) would give {level.tier.value}"
        for level in others
        if level.tier is not best.tier
    ]
    held = f"tier {best.tier.value} rests on {best.scheme} ({best.level}, {best.record})"
    return f"{held}; {', '.join(apart)}"
