"""How deep an assay looked, and which variant it would still have seen.

The limit of detection follows from the reads alone: a change that a share *v* of the molecules
carries shows in at least *k* of *n* reads with the probability that the binomial distribution
gives, 1 - B(k - 1; n, v). The limit is the smallest *v* at which this reaches the confidence. It
takes every read as one molecule and every molecule as read without error, so it is a lower bound.

In a sample with the share *p* of tumour cells, whose cells have *C* copies of the place, one
mutated copy in a share *s* of the tumour cells is seen at

    v = p s / (p C + 2 (1 - p))

which is solved for *s*: with one of two copies mutated, s = 2 v / p.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import exp, lgamma, log, log1p

Regions = dict[str, list[tuple[int, int]]]
"""Merged intervals, 0-based and half-open, by canonical contig."""

_STEPS = 40


class DepthMeasure(Enum):
    """What the numbers of a depth file are of."""

    BASE = "each base"
    LOWEST = "the lowest base of each region"
    MEAN = "the mean of each region"


@dataclass(frozen=True, slots=True)
class CoverageLimits:
    """When a place counts as assessed, and when a change in it would have been seen.

    All are conventions that a laboratory sets to what its assay was validated with.
    `min_depth` reads are needed at a place. `min_gq` is the least genotype quality (phred) of a
    block of a gVCF that has one; 20 is a chance of one in a hundred that it is wrong.
    `alt_reads` reads with the change are taken to be enough for a caller, and `confidence` is
    the probability with which so many are to be seen at the limit of detection.
    """

    min_depth: int = 100
    min_gq: int = 20
    alt_reads: int = 5
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class DepthFile:
    """What a depth file says, by the least depth that it was read with.

    `deep` are the regions with that depth, `seen` all that the file tells of. `median` is the
    depth that half of the bases of `deep` reach, None where the file has no depth in it.
    """

    format: str
    measure: DepthMeasure
    deep: Regions
    seen: Regions
    median: float | None


@dataclass(frozen=True, slots=True)
class DetectionLimit:
    """The smallest allele fraction that would have been seen, and how it was found.

    `depth` and `alt_reads` are those of the formula of this module, `confidence` its probability;
    all are 0 where the depth is not known.
    `declared` says that the description of the assay gives a higher limit, which is taken.
    `cell_share` is the share of tumour cells that have to carry a heterozygous change, None where
    the purity is not known; over 1 a change of all tumour cells can be missed.
    """

    vaf: float
    depth: int
    alt_reads: int
    confidence: float
    declared: bool = False
    cell_share: float | None = None


def smallest_fraction(depth: int, alt_reads: int, confidence: float) -> float | None:
    """Return the smallest allele fraction that shows in enough reads; None where no one does.

    >>> round(smallest_fraction(100, 5, 0.95), 3)
    0.089
    """
    if depth < alt_reads:
        return None
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_least(alt_reads, depth, middle) >= confidence:
            high = middle
        else:
            low = middle
    return high


def _at_least(reads: int, depth: int, fraction: float) -> float:
    """Return the probability that at least so many of the reads carry the change."""
    if fraction >= 1:
        return 1.0
    seen, unseen = log(fraction), log1p(-fraction)
    fewer = sum(
        exp(
            lgamma(depth + 1)
            - lgamma(count + 1)
            - lgamma(depth - count + 1)
            + count * seen
            + (depth - count) * unseen
        )
        for count in range(reads)
    )
    return 1 - fewer


def cell_share(vaf: float, purity: float, copies: float = 2.0) -> float:
    """Return the share of tumour cells with one mutated copy that gives an allele fraction."""
    return vaf * (purity * copies + 2 * (1 - purity)) / purity


def declared_limit(vaf: float, purity: float | None, copies: float | None = None) -> DetectionLimit:
    """Return the limit that the assay's description gives, where no depth is known."""
    share = None if not purity else round(cell_share(vaf, purity, copies or 2.0), 4)
    return DetectionLimit(vaf, 0, 0, 0.0, declared=True, cell_share=share)


def detection_limit(
    limits: CoverageLimits,
    purity: float | None,
    copies: float | None = None,
    declared: float | None = None,
    filtered_below: float = 0.0,
    depth: int | None = None,
) -> DetectionLimit | None:
    """Return the limit at a depth, at the least that counts as assessed if not given.

    `declared` is the limit that the assay's description gives, `filtered_below` the allele
    fraction under which calls are not reported; the highest of them is taken. None where so few
    reads never show a change.
    """
    depth = limits.min_depth if depth is None else depth
    found = smallest_fraction(depth, limits.alt_reads, limits.confidence)
    if found is None:
        return None
    vaf = max(found, filtered_below, declared or 0.0)
    return DetectionLimit(
        vaf=round(vaf, 4),
        depth=depth,
        alt_reads=limits.alt_reads,
        confidence=limits.confidence,
        declared=declared is not None and declared > max(found, filtered_below),
        cell_share=None if not purity else round(cell_share(vaf, purity, copies or 2.0), 4),
    )
