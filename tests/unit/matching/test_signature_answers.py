"""What a fit of signatures answers to a question about one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, tumor
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.tumor_wide import MarkerOrigin, SignatureFit, SignatureShare, TumorWide

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def asked(fit: SignatureFit | None, name: str = "SBS3") -> Evaluation:
    wide = TumorWide(signatures=fit)
    return ask(f"signature {name}", replace(tumor("BRCA"), wide=wide))


def fitted(*shares: SignatureShare, **fields: object) -> SignatureFit:
    names = ("SBS1", "SBS3", "SBS5")
    return SignatureFit(
        MarkerOrigin.CALLS, "sbs.txt", 0.06, 400, shares=shares, names=names, **fields
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("share", "low", "high", "outcome"),
    [
        (0.4, 0.3, 0.5, MET),
        (0.1, 0.06, 0.2, MET),
        (0.1, 0.05, 0.2, UNKNOWN),
        (0.0, 0.0, 0.2, UNKNOWN),
        (0.0, 0.0, 0.05, NOT_MET),
        (0.3, None, None, MET),
        (0.05, None, None, NOT_MET),
    ],
)
def test_a_share_answers_where_its_whole_interval_does(
    share: float, low: float | None, high: float | None, outcome: Outcome
) -> None:
    answer = asked(fitted(SignatureShare("SBS3", share, low, high)))

    assert answer.outcome is outcome
    assert answer.facts == ("signature-SBS3",)
    assert answer.reason.startswith(f"signature SBS3 makes {share:.0%} of the substitutions")


def test_a_signature_that_no_draw_has_is_not_there() -> None:
    answer = asked(fitted(SignatureShare("SBS1", 1.0, 0.9, 1.0)))

    assert (answer.outcome, answer.facts) == (NOT_MET, ())


@pytest.mark.parametrize(
    ("fit", "name", "reason"),
    [
        (None, "SBS3", "mutational signatures were not assessed"),
        (
            fitted(reason="not fitted: too few substitutions (12; at least 200)"),
            "SBS3",
            "mutational signatures were not fitted: too few substitutions (12; at least 200)",
        ),
        (fitted(), "SBS88", "sbs.txt does not have the signature SBS88"),
    ],
    ids=["nobody asked", "too few", "not in the catalogue"],
)
def test_what_was_not_fitted_is_unknown(fit: SignatureFit | None, name: str, reason: str) -> None:
    answer = asked(fit, name)

    assert (answer.outcome, answer.reason) == (UNKNOWN, reason)


def test_a_doubtful_fit_answers_nothing() -> None:
    fit = fitted(SignatureShare("SBS3", 0.9, 0.8, 1.0), doubt="artefacts may be among them")
    answer = asked(fit)

    assert answer.outcome is UNKNOWN
    assert answer.reason.endswith("artefacts may be among them")
