"""How a therapy line stands: levels by scheme, approvals by agency, and how far they are apart."""

from __future__ import annotations

from collections.abc import Iterator

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import AgencyApproval, TherapyMatch
from oncomatch.reporting.view import Fact


def standing_facts(match: TherapyMatch) -> tuple[Fact, ...]:
    """Return levels, the ESCAT draft, approvals and the disagreement, whichever there are."""
    return tuple(_facts(match))


def _facts(match: TherapyMatch) -> Iterator[Fact]:
    if match.levels:
        levels = (f"{level.scheme} {level.level} → {level.tier.value}" for level in match.levels)
        yield Fact("Levels by source", " · ".join(levels))
    if match.disagreement:
        yield Fact("Sources disagree", match.disagreement)
    if match.escat.rule:
        tier = match.escat.tier or "none"
        yield Fact("ESCAT, draft for an expert", f"{tier}: {match.escat.rule}")
    for approval in match.approvals:
        yield Fact(approval.agency, approval_words(approval))


def approval_words(approval: AgencyApproval) -> str:
    """Return what one agency's labels say, with what they ask for and what is not known."""
    parts = [approval.state + (f" since {approval.since}" if approval.since else "")]
    if approval.added:
        parts.append(f"with {', '.join(approval.added)}")
    kinds = [kind for kind in approval.kinds if kind != "listed"]
    parts += [", ".join(kinds)] if kinds else []
    if approval.condition is not Outcome.MET:
        word = "not met" if approval.condition is Outcome.NOT_MET else "open"
        parts.append(f"further condition {word}: {approval.reason}")
    if approval.settings:
        parts.append(f"label: {', '.join(approval.settings)}")
    parts.append(", ".join(approval.indications))
    return "; ".join(parts)
