"""The exact confidence interval of a count."""

from __future__ import annotations

from math import exp, lgamma, log

_STEPS = 100


def poisson_interval(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact two-sided interval of a Poisson mean (Garwood, Biometrika 1936).

    The lower end is the mean at which `count` or more are as rare as half of what is left of the
    confidence, 0 for no count; the upper end that at which `count` or fewer are.

    Raises:
        ValueError: a negative count, or a confidence that is not between 0 and 1.

    >>> [round(each, 2) for each in poisson_interval(10)]
    [4.8, 18.39]
    """
    if count < 0 or not 0 < confidence < 1:
        raise ValueError(f"no interval of {count} at a confidence of {confidence}")
    tail = (1 - confidence) / 2
    lower = 0.0 if count == 0 else _mean_where(count - 1, 1 - tail)
    return lower, _mean_where(count, tail)


def _mean_where(count: int, wanted: float) -> float:
    """Return the mean at which `count` or fewer have the probability `wanted`."""
    low, high = 0.0, 2.0 * count + 20.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(count, middle) > wanted:
            low = middle
        else:
            high = middle
        if high - low < 1e-9 * high:
            break
    return (low + high) / 2


def _at_most(count: int, mean: float) -> float:
    """Return the probability of `count` or fewer; terms are added from the largest down."""
    if mean <= 0:
        return 1.0
    start = min(count, int(mean))
    first = exp(start * log(mean) - mean - lgamma(start + 1))
    total, term = first, first
    for number in range(start, 0, -1):
        term *= number / mean
        total += term
        if term < total * 1e-17:
            break
    term = first
    for number in range(start + 1, count + 1):
        term *= mean / number
        total += term
        if term < total * 1e-17:
            break
    return min(1.0, total)
