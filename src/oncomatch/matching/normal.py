"""What the matched normal says of a call: somatic, inherited, or neither.

A variant that is inherited on one of two copies has half of the reads in normal tissue; a somatic
one has none but errors. Between the two stand mosaics, clones of blood cells, and tumour cells in
the normal: nothing is concluded there.
"""

from __future__ import annotations

from math import exp, lgamma, log

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.variant import NormalReads

GERMLINE_FILTERS = frozenset(
    {
        "germline",
        "germline_risk",
        "panel_of_normals",
        "alt_allele_in_normal",
        "pon",
        "pongnomad",
        "maxgermlinevaf",
    }
)
"""Filters by which Mutect, Mutect2 and PURPLE say that a call is seen in normals, in small
letters."""

_POOLED = ("panel_of_normals", "pon", "pongnomad")
_HALF = 0.5
_UNLIKELY = 0.001
_BEYOND_NOISE = 0.05


def germline_filter(filters: tuple[str, ...]) -> str:
    """Return why a FILTER makes a call presumably inherited, empty where it does not."""
    for name in filters:
        if name.lower() in GERMLINE_FILTERS:
            seen = "a panel of normals has it" if name.lower() in _POOLED else "the caller says so"
            return f"FILTER {name}: {seen}"
    return ""


def origin_by_normal(variant: SmallVariant, error: float) -> tuple[CallOrigin, str]:
    """Return the origin that FILTER and the matched normal tell, and why.

    `error` is the share of reads that are wrong by chance. Half of the reads is excluded where so
    few ALT reads have a probability below 0.001; reads are beyond errors where so many have one
    below 0.05.
    """
    by_filter = germline_filter(variant.filters)
    if by_filter:
        return CallOrigin.PRESUMED_GERMLINE, by_filter
    if variant.normal is None:
        return CallOrigin.UNKNOWN, "no matched normal shows this call"
    depth, alt = variant.normal.reads.depth, variant.normal.reads.alt_depth
    if depth is None or alt is None or alt > depth:
        return CallOrigin.UNKNOWN, "the reads of the matched normal are not counted"
    seen = normal_words(variant.normal)
    beyond = bool(alt) and 1 - _at_most(alt - 1, depth, error) < _BEYOND_NOISE
    halved = is_halved(alt, depth)
    if beyond and halved:
        return CallOrigin.PRESUMED_GERMLINE, f"{seen}, as an inherited variant"
    if beyond:
        reason = f"{seen}: more than errors, fewer than an inherited variant has"
        return CallOrigin.UNKNOWN, reason
    if halved:
        return CallOrigin.UNKNOWN, f"{seen}: too few reads to exclude an inherited variant"
    if variant.filters:
        return CallOrigin.UNKNOWN, f"{seen}, but FILTER {';'.join(variant.filters)}"
    if not variant.normal.passed:
        return CallOrigin.UNKNOWN, f"{seen}, but the caller has not filtered its calls"
    return CallOrigin.SOMATIC, seen


def is_halved(alt: int, depth: int) -> bool:
    """Whether so many ALT reads are compatible with a variant on one of two copies, or on both."""
    return _at_most(alt, depth, _HALF) >= _UNLIKELY


def normal_words(normal: NormalReads) -> str:
    """Return `0 of 57 reads of the matched normal have it`."""
    reads = normal.reads
    return f"{reads.alt_depth} of {reads.depth} reads of the matched normal have it"


def _at_most(most: int, trials: int, chance: float) -> float:
    """Return the probability of at most so many hits (binomial)."""
    if most < 0:
        return 0.0
    if most >= trials:
        return 1.0
    return min(1.0, sum(exp(_log_hits(hits, trials, chance)) for hits in range(most + 1)))


def _log_hits(hits: int, trials: int, chance: float) -> float:
    ways = lgamma(trials + 1) - lgamma(hits + 1) - lgamma(trials - hits + 1)
    return ways + hits * log(chance) + (trials - hits) * log(1 - chance)
