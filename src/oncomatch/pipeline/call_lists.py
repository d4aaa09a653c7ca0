"""Lists of calls: their cautions, their order along the genome, their counts by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.contig import contig_rank
from oncomatch.domain.ledger import LedgerLine


def with_cautions(
    variants: Iterable[SmallVariant], cautions: Mapping[str, str]
) -> list[SmallVariant]:
    """Return variants with cautions, which are given by identifier, behind those they have."""
    return [with_caution(each, cautions) for each in variants] if cautions else list(variants)


def with_caution(variant: SmallVariant, cautions: Mapping[str, str]) -> SmallVariant:
    """Return a variant with its caution, if it has one, behind those that it has already."""
    found = cautions.get(variant.id)
    if not found:
        return variant
    caution = f"{variant.caution}; {found}" if variant.caution else found
    return replace(variant, caution=caution)


def in_order(variant: SmallVariant) -> tuple[object, ...]:
    """Return the key that sorts variants along the genome."""
    where = variant.variant
    return (*contig_rank(where.contig), where.position, where.ref, where.alt)


def ledger_lines(counts: Counter[str]) -> tuple[LedgerLine, ...]:
    """Return counts by reason as lines of the ledger, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(LedgerLine(reason, count) for reason, count in ordered)
