"""What nearly matched, with the one condition that failed or is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import NearMiss
from oncomatch.matching.statements import Statement
from oncomatch.matching.tiers import tier_of


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
