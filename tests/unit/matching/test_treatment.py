"""Prior therapy: what the sheet says, what a source says of classes, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, tumor
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def treated(given: tuple[str, ...] | None) -> TumorProfile:
    profile = tumor("LUAD", panel=["EGFR"])
    return replace(profile, case=replace(profile.case, prior_therapies=given))


@pytest.mark.parametrize(
    ("given", "pattern", "outcome"),
    [
        (None, "after osimertinib", UNKNOWN),
        ((), "after osimertinib", NOT_MET),
        (("Osimertinib",), "after osimertinib", MET),
        (("gefitinib", "osimertinib"), "after osimertinib", MET),
        (("gefitinib",), "after osimertinib", NOT_MET),
        (("osimertinib",), 'after "EGFR tyrosine kinase inhibitor"', MET),
        (("something unheard of",), 'after "EGFR tyrosine kinase inhibitor"', UNKNOWN),
        (("osimertinib",), "not after osimertinib", NOT_MET),
        (None, "line >= 2", UNKNOWN),
        ((), "line >= 2", NOT_MET),
        ((), "line < 2", MET),
        (("osimertinib",), "line >= 2", UNKNOWN),
    ],
)
def test_prior_therapy(given: tuple[str, ...] | None, pattern: str, outcome: Outcome) -> None:
    assert ask(pattern, treated(given)).outcome is outcome


def test_the_reason_names_what_was_given() -> None:
    assert ask("after osimertinib", treated(("gefitinib",))) == Evaluation(
        NOT_MET, "treated before with gefitinib, not with osimertinib"
    )
