"""Exact intervals of counts."""

from __future__ import annotations

import math

import pytest

from oncomatch.domain.poisson import poisson_interval


def at_most(count: int, mean: float) -> float:
    """Return the probability of at most `count`, term by term."""
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))
                     for k in range(count + 1))  # fmt: skip


@pytest.mark.parametrize("count", [1, 2, 7, 10, 156, 5000])
def test_each_end_leaves_a_fortieth_outside(count: int) -> None:
    low, high = poisson_interval(count)

    assert at_most(count - 1, low) == pytest.approx(0.975, abs=1e-6)
    assert at_most(count, high) == pytest.approx(0.025, abs=1e-6)
    assert low < count < high


def test_no_count_has_an_upper_end_only() -> None:
    low, high = poisson_interval(0)

    assert low == 0
    assert math.exp(-high) == pytest.approx(0.025)


@pytest.mark.parametrize(("count", "confidence"), [(-1, 0.95), (3, 0.0), (3, 1.0)])
def test_what_has_no_interval(count: int, confidence: float) -> None:
    with pytest.raises(ValueError, match="no interval"):
        poisson_interval(count, confidence)
