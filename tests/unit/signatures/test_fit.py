"""Mixtures of made-up signatures are found again, with intervals that hold the truth."""

from __future__ import annotations

import numpy as np
import pytest

from oncomatch.domain.signatures import CHANNELS, SignatureCatalogue
from oncomatch.domain.tumor_wide import SignatureFit
from oncomatch.domain.wide_limits import SignatureRule
from oncomatch.signatures.fit import fit_signatures

RULE = SignatureRule()
NAMES = tuple(f"SYN{number}" for number in range(1, 21))


def made_up_catalogue() -> SignatureCatalogue:
    """Return twenty signatures: some spiked as SBS1 is, some nearly flat as SBS5 is."""
    draw = np.random.default_rng(1)
    columns = [draw.dirichlet(np.full(len(CHANNELS), 0.1 + 0.1 * at)) for at in range(len(NAMES))]
    return SignatureCatalogue("made up", NAMES, tuple(tuple(map(float, each)) for each in columns))


def mixed(shares: dict[str, float], total: int, seed: int = 2) -> list[int]:
    """Return the counts of a tumour with those signatures."""
    catalogue = made_up_catalogue()
    profile = sum(
        share * np.asarray(catalogue.shares[NAMES.index(name)]) for name, share in shares.items()
    )
    counts: list[int] = np.random.default_rng(seed).multinomial(total, profile).tolist()
    return counts


def shares_of(fit: SignatureFit) -> dict[str, float]:
    return {each.name: each.share for each in fit.shares if each.share > 0}


MIXTURES = [
    ({"SYN1": 1.0}, 300),
    ({"SYN2": 0.7, "SYN8": 0.3}, 1000),
    ({"SYN1": 0.4, "SYN5": 0.35, "SYN12": 0.25}, 2000),
    ({"SYN3": 0.5, "SYN18": 0.3, "SYN20": 0.2}, 20000),
]


@pytest.mark.parametrize(("truth", "total"), MIXTURES)
def test_the_truth_is_found(truth: dict[str, float], total: int) -> None:
    fit = fit_signatures(mixed(truth, total), made_up_catalogue(), RULE)
    found = shares_of(fit)

    assert set(found) == set(truth)
    assert found == pytest.approx(truth, abs=0.06)
    assert fit.substitutions == total
    assert fit.similarity is not None
    assert fit.similarity > 0.97


@pytest.mark.parametrize(("truth", "total"), MIXTURES)
def test_the_interval_holds_the_truth_and_says_what_is_present(
    truth: dict[str, float], total: int
) -> None:
    fit = fit_signatures(mixed(truth, total), made_up_catalogue(), RULE)

    for each in fit.shares:
        assert each.low is not None
        assert each.high is not None
        assert each.low <= each.share <= each.high
        if each.name in truth:
            assert each.low - 0.02 <= truth[each.name] <= each.high + 0.02
            assert each.low >= RULE.present
        else:
            assert each.low == 0


def test_fewer_substitutions_have_wider_intervals() -> None:
    truth = {"SYN2": 0.7, "SYN8": 0.3}
    few, many = (
        next(
            each
            for each in fit_signatures(mixed(truth, total), made_up_catalogue(), RULE).shares
            if each.name == "SYN8"
        )
        for total in (200, 20000)
    )

    assert few.high is not None
    assert few.low is not None
    assert many.high is not None
    assert many.low is not None
    assert few.high - few.low > 3 * (many.high - many.low)


def test_the_same_counts_give_the_same_fit() -> None:
    counts = mixed({"SYN2": 0.7, "SYN8": 0.3}, 500)

    assert fit_signatures(counts, made_up_catalogue(), RULE) == fit_signatures(
        counts, made_up_catalogue(), RULE
    )


def test_what_the_catalogue_does_not_explain_has_a_low_similarity() -> None:
    counts = [0] * len(CHANNELS)
    counts[0], counts[50] = 500, 500
    fit = fit_signatures(counts, made_up_catalogue(), RULE)

    assert fit.similarity is not None
    assert fit.similarity < 0.9
