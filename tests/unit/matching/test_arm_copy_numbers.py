"""Chromosome arms: gained or lost as a whole, in part, not, or not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, matched, tumor
from oncomatch.domain.arm_copy_number import ArmCopyNumber, named_together
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.copy_number import (
    CopyNumberFile,
    CopyNumberSegment,
    CopyNumberThresholds,
    TumorContent,
)
from oncomatch.domain.evaluation import Outcome
from oncomatch.matching.arm_copy_numbers import arm_copy_numbers, merge_arms
from oncomatch.matching.copy_number_state import CopyScale
from oncomatch.reference.chromosome_arms import chromosome_arms
from oncomatch.reporting.html import render_report

BUILD = GenomeBuild.GRCH38
ARMS = {arm.name: arm for arm in chromosome_arms(BUILD)}
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN

Piece = tuple[str, float, float]
"""An arm, the share of it that a segment covers from its beginning, and the copies."""


def segments(*pieces: Piece, log2: bool = False) -> tuple[CopyNumberSegment, ...]:
    found = []
    begin: dict[str, int] = {}
    for name, share, value in pieces:
        arm = ARMS[name]
        start0 = begin.get(name, arm.start0)
        end0 = begin[name] = start0 + round(share * arm.length)
        given = {"log2": value} if log2 else {"copies": value}
        found.append(CopyNumberSegment(contig=arm.contig, start0=start0, end0=end0, **given))
    return tuple(found)


def arms_of(
    *pieces: Piece, log2: bool = False, ploidy: float | None = None, purity: float | None = None
) -> tuple[ArmCopyNumber, ...]:
    scale = CopyScale(CopyNumberThresholds(), TumorContent(purity, ploidy))
    return arm_copy_numbers(CopyNumberFile("made", segments(*pieces, log2=log2)), BUILD, scale)


def answer(pattern: str, *arms: ArmCopyNumber) -> Outcome:
    return ask(pattern, replace(tumor("ODG"), arms=arms)).outcome


@pytest.mark.parametrize(
    ("pieces", "asked", "outcome"),
    [
        ([("1p", 1, 1)], "arm 1p loss", MET),
        ([("1p", 1, 1)], "arm 1p gain", NOT_MET),
        ([("1p", 1, 2)], "arm 1p loss", NOT_MET),
        ([("1p", 1, 2)], "arm 19q loss", UNKNOWN),
        ([("1p", 0.9, 1), ("1p", 0.1, 2)], "arm 1p loss", MET),
        ([("1p", 0.6, 1), ("1p", 0.4, 2)], "arm 1p loss", UNKNOWN),
        ([("1p", 0.3, 1), ("1p", 0.7, 2)], "arm 1p loss", NOT_MET),
        ([("1p", 0.3, 1)], "arm 1p loss", UNKNOWN),
        ([("1p", 0.3, 2)], "arm 1p loss", UNKNOWN),
        ([("1p", 0.7, 1)], "arm 1p loss", MET),
        ([("7q", 1, 3)], "arm 7q gain", MET),
        ([("7q", 1, 8)], "arm 7q gain", MET),
        ([("7q", 1, 8)], "arm 7q amplification", UNKNOWN),
        ([("7q", 1, 2)], "arm 7q amplification", NOT_MET),
        ([("9p", 1, 0)], "arm 9p loss", MET),
        ([("Xq", 1, 1)], "arm Xq loss", UNKNOWN),
        ([("15p", 1, 3)], "arm 15p gain", UNKNOWN),
        ([("1p", 1, 1), ("19q", 1, 1)], "arm 1p loss and arm 19q loss", MET),
        ([("1p", 1, 1), ("19q", 1, 2)], "arm 1p loss and arm 19q loss", NOT_MET),
        ([("1p", 1, 1)], "arm 1p loss and arm 19q loss", UNKNOWN),
    ],
    ids=str,
)
def test_a_question_about_an_arm(pieces: list[Piece], asked: str, outcome: Outcome) -> None:
    assert answer(asked, *arms_of(*pieces)) is outcome


def test_the_limits_grow_with_the_ploidy() -> None:
    assert answer("arm 7q gain", *arms_of(("7q", 1, 4), ploidy=4.0)) is NOT_MET
    assert answer("arm 1p loss", *arms_of(("1p", 1, 2), ploidy=4.0)) is MET


@pytest.mark.parametrize(
    ("log2", "purity", "outcome"),
    [(-0.9, None, MET), (-0.1, None, UNKNOWN), (-0.1, 0.9, NOT_MET), (-0.32, 0.4, MET)],
)
def test_a_neutral_ratio_without_purity_excludes_no_loss(
    log2: float, purity: float | None, outcome: Outcome
) -> None:
    """The loss of one copy in a tenth of the cells is a ratio of -0.07."""
    assert answer("arm 1p loss", *arms_of(("1p", 1, log2), log2=True, purity=purity)) is outcome


def test_in_plasma_an_arm_without_a_change_says_nothing() -> None:
    from oncomatch.domain.specimen import Specimen, SpecimenType

    profile = replace(
        tumor("ODG"), arms=arms_of(("1p", 1, 2)), specimen=Specimen(SpecimenType.PLASMA)
    )
    assert ask("arm 1p loss", profile).outcome is UNKNOWN


def test_names_of_arms_together() -> None:
    codeleted = arms_of(("1p", 1, 1), ("19q", 1, 1))
    assert named_together(codeleted) == ("1p/19q codeletion",)
    assert named_together(arms_of(("1p", 0.6, 1), ("1p", 0.4, 2), ("19q", 1, 1))) == ()
    gained = (("7p", 1, 3), ("7q", 1, 3), ("10p", 1, 1), ("10q", 1, 1))
    assert named_together(arms_of(*gained)) == ("+7/-10",)
    assert named_together(arms_of(*gained[:3])) == ()


@pytest.mark.parametrize(
    ("one", "two", "asked", "outcome"),
    [
        (("1p", 1, 1), ("1p", 1, 1), "arm 1p loss", MET),
        (("1p", 1, 1), ("1p", 1, 2), "arm 1p loss", UNKNOWN),
        (("1p", 1, 1), ("1p", 1, 3), "arm 1p loss", UNKNOWN),
        (("1p", 1, 1), ("1p", 0.1, 2), "arm 1p loss", MET),
        (("1p", 1, 2), ("1p", 0.1, 2), "arm 1p loss", NOT_MET),
    ],
)
def test_arms_of_two_files(one: Piece, two: Piece, asked: str, outcome: Outcome) -> None:
    assert answer(asked, *merge_arms([arms_of(one), arms_of(two)])) is outcome


def test_the_report_lists_the_arms() -> None:
    arms = arms_of(("1p", 1, 1), ("7q", 0.6, 3), ("7q", 0.4, 2), ("9p", 0.2, 2), ("19q", 1, 1))
    report = render_report(matched(replace(tumor("ODG", copies={"MYC": 2}), arms=arms)))

    assert (
        "Chromosome arms gained or lost: 1p loss, 7q gain (in part, 60%), 19q loss; "
        "1p/19q codeletion. Not known of: 9p." in report
    )


def test_a_kind_of_arm_has_a_label() -> None:
    whole, part = arms_of(("1p", 1, 1), ("7q", 0.6, 3), ("7q", 0.4, 2))
    assert (whole.label, part.label) == ("arm 1p loss", "arm 7q gain (in part)")
    assert (whole.kind, part.kind) == (CopyNumberKind.LOSS, CopyNumberKind.GAIN)
