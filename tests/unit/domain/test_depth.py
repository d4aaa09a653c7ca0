"""The limit of detection follows from reads, and what it means from the tumour content."""

from __future__ import annotations

from math import comb

import pytest

from oncomatch.domain.depth import (
    CoverageLimits,
    cell_share,
    detection_limit,
    smallest_fraction,
)


@pytest.mark.parametrize("depth", [30, 100, 500])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_at_the_limit_so_many_reads_are_seen_with_the_confidence(
    depth: int, confidence: float
) -> None:
    vaf = smallest_fraction(depth, 5, confidence)

    assert vaf is not None
    fewer = sum(comb(depth, k) * vaf**k * (1 - vaf) ** (depth - k) for k in range(5))
    assert 1 - fewer == pytest.approx(confidence, abs=1e-6)


def test_fewer_reads_than_a_call_needs_never_show_a_change() -> None:
    assert smallest_fraction(4, 5, 0.95) is None
    assert detection_limit(CoverageLimits(min_depth=4), 0.5) is None


def test_a_genome_deep_place_does_not_overflow() -> None:
    vaf = smallest_fraction(1_000_000, 1000, 0.95)

    assert vaf == pytest.approx(0.00105, abs=1e-5)


@pytest.mark.parametrize(
    ("vaf", "purity", "copies", "share"),
    [(0.5, 1.0, 2.0, 1.0), (0.05, 0.5, 2.0, 0.2), (0.05, 0.5, 4.0, 0.3), (0.1, 0.1, 2.0, 2.0)],
    ids=["heterozygous in all", "half tumour", "four copies", "more than all cells"],
)
def test_share_of_the_tumour_cells(vaf: float, purity: float, copies: float, share: float) -> None:
    assert cell_share(vaf, purity, copies) == pytest.approx(share)


@pytest.mark.parametrize(
    ("declared", "filtered", "vaf", "by_description"),
    [(None, 0.0, 0.0892, False), (0.05, 0.0, 0.0892, False), (0.15, 0.0, 0.15, True),
     (None, 0.2, 0.2, False), (0.15, 0.2, 0.2, False)],
)  # fmt: skip
def test_the_highest_limit_counts(
    declared: float | None, filtered: float, vaf: float, by_description: bool
) -> None:
    limit = detection_limit(CoverageLimits(), None, None, declared, filtered)

    assert limit is not None
    assert (limit.vaf, limit.declared) == (vaf, by_description)
