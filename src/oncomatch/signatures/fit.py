"""Fit a catalogue of signatures to the counts of 96 channels.

Non-negative least squares over the whole catalogue; signatures below the share that counts as
present are dropped, the weakest first, and the others fitted again, until none is below it. That
favours spiked signatures over flat ones, so an interval is the wider of two: of the same fit on
counts that were drawn anew (multinomial bootstrap, 95 %, percentiles), and of all shares at which
the whole catalogue explains the counts as well (chi-squared rises by less than its 95 % point: of
one degree of freedom downwards; upwards of as many as signatures share the best fit, since these
fit the noise as well). In the second a flat signature that others can stand for is not excluded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from oncomatch.domain.signatures import SignatureCatalogue
from oncomatch.domain.tumor_wide import MarkerOrigin, SignatureFit, SignatureShare
from oncomatch.domain.wide_limits import SignatureRule

_TAIL = 2.5
"""Percent of the draws beyond either end of the interval."""
_BEYOND = 0.05
"""Probability beyond the point of chi-squared."""
_HALVINGS = 7


def fit_signatures(
    counts: Sequence[int], catalogue: SignatureCatalogue, rule: SignatureRule, unplaced: int = 0
) -> SignatureFit:
    """Return the signatures that explain the counts; the same counts always give the same fit."""
    observed = np.asarray(counts, dtype=float)
    total = int(observed.sum())
    profiles = np.asarray(catalogue.shares, dtype=float).T
    shares = _shares(profiles, observed, rule.present)
    draws = np.random.default_rng(rule.seed).multinomial(
        total, observed / total, size=rule.bootstraps
    )
    drawn = np.stack([_shares(profiles, draw.astype(float), rule.present) for draw in draws])
    low, high = np.percentile(drawn, [_TAIL, 100 - _TAIL], axis=0)
    least, most = _as_good(profiles, observed)
    low, high = np.minimum(low, np.minimum(least, shares)), np.maximum(high, most)
    found = [
        SignatureShare(name, *(round(float(each[at]), 4) for each in (shares, low, high)))
        for at, name in enumerate(catalogue.names)
        if shares[at] > 0 or high[at] >= rule.present
    ]
    explained = profiles @ shares
    return SignatureFit(
        MarkerOrigin.CALLS,
        catalogue.source,
        rule.present,
        total,
        unplaced,
        round(_cosine(observed, explained), 4),
        tuple(sorted(found, key=lambda each: (-each.share, -(each.high or 0), each.name))),
        catalogue.names,
    )


def _shares(profiles: np.ndarray, counts: np.ndarray, present: float) -> np.ndarray:
    """Return the share of each signature; those below `present` are zero."""
    from scipy.optimize import nnls  # half a second that only a fit needs

    kept = np.arange(profiles.shape[1])
    while True:
        weights, _ = nnls(profiles[:, kept], counts)
        total = weights.sum()
        if total <= 0:
            return np.zeros(profiles.shape[1])
        shares = weights / total
        if not (shares < present).any() or len(kept) == 1:
            found = np.zeros(profiles.shape[1])
            found[kept] = shares
            return found
        alive = shares > 0
        positive = np.where(alive, shares, np.inf)
        weakest = int(positive.argmin())
        if positive[weakest] < present:
            alive[weakest] = False
        kept = kept[alive]


def _as_good(profiles: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the largest share of each signature that explains the counts as well.

    The variance of a count is what the best fit expects of it, at least one.
    """
    from scipy.optimize import nnls
    from scipy.special import chdtri

    weights, _ = nnls(profiles, counts)
    scale = 1 / np.sqrt(np.maximum(profiles @ weights, 1.0))
    scaled, wanted = profiles * scale[:, None], counts * scale
    weights, residual = nnls(scaled, wanted)
    best, total = residual**2, counts.sum()

    active = max(1, int((weights > 0).sum()))
    down, up = float(chdtri(1, _BEYOND)), float(chdtri(active, _BEYOND))

    def is_as_good(at: int, share: float) -> bool:
        rest = np.delete(scaled, at, axis=1)
        _, left = nnls(rest, wanted - share * total * scaled[:, at])
        return bool(left**2 - best <= (up if share > shares[at] else down))

    shares = weights / max(weights.sum(), 1.0)
    least, most = np.zeros(len(shares)), np.zeros(len(shares))
    for at, share in enumerate(shares):
        least[at] = 0.0 if is_as_good(at, 0.0) else _border(is_as_good, at, share, 0.0)
        most[at] = 1.0 if is_as_good(at, 1.0) else _border(is_as_good, at, share, 1.0)
    return least, most


def _border(
    is_as_good: Callable[[int, float], bool], at: int, inside: float, outside: float
) -> float:
    """Return the share next to `outside` that is as good; `inside` is."""
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if is_as_good(at, middle):
            inside = middle
        else:
            outside = middle
    return inside


def _cosine(one: np.ndarray, other: np.ndarray) -> float:
    norm = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / norm if norm else 0.0
