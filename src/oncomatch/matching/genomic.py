"""Genomic changes compared: on one build, whatever way each is written."""

from __future__ import annotations

from functools import lru_cache

from oncomatch.domain.variant import Variant
from oncomatch.errors import LiftOverError
from oncomatch.matching.facts import Facts
from oncomatch.matching.places import replaced
from oncomatch.reference.between_builds import BuildMap
from oncomatch.reference.bundle import Reference

_REACH = 1000
"""Bases that two ways to write one change lie apart at most."""


def on_build_of(facts: Facts, variant: Variant) -> Variant | None:
    """Return a variant on the build of the case, None where it has no certain counterpart."""
    if variant.build is facts.build:
        return variant
    try:
        return _build_map(facts.reference).variant(variant)
    except LiftOverError:
        return None


@lru_cache(maxsize=2)
def _build_map(reference: Reference) -> BuildMap:
    return BuildMap(reference)


def same_change(one: Variant, other: Variant, reference: Reference) -> bool:
    """Whether two variants of one build make the same sequence of the reference.

    Where the sequence between them is not embedded, only equal writing counts.
    """
    if one == other:
        return True
    growth = len(one.alt) - len(one.ref)
    low, high = min(one.start0, other.start0), max(one.end0, other.end0)
    if (
        (one.build, one.contig) != (other.build, other.contig)
        or len(other.alt) - len(other.ref) != growth
        or high - low > _REACH
    ):
        return False
    bases = reference.sequences.bases(one.build, one.contig, low, high)
    if "N" in bases:
        return False
    made = [
        bases[: each.start0 - low] + each.alt + bases[each.end0 - low :] for each in (one, other)
    ]
    return made[0] == made[1]


def is_covered(facts: Facts, gene: str, variant: Variant) -> bool:
    """Whether the bases that a variant replaces, or stands between, were covered.

    Coverage is known of coding exons only.
    """
    transcript = facts.transcript(gene)
    if transcript is None or transcript.coding_only:
        return False
    start, end = replaced(variant)
    first, last = (start - 1, end) if start == end else (start, end - 1)
    exons = facts.coverage(gene).exons
    for position0 in (first, last):
        exon, exonic = transcript.exon_at(position0), transcript.to_exonic(position0)
        if exon is None or exonic is None or exon + 1 not in exons:
            return False
        if not transcript.cds_start <= exonic < transcript.cds_end:
            return False
    return True
