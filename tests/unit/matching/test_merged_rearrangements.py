"""The same rearrangement in several files is one, whichever file comes first."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from oncomatch.domain.rearrangement import Breakpoint, Rearrangement, RearrangementKind
from oncomatch.matching.merged_rearrangements import merged

RNA = Rearrangement(
    RearrangementKind.FUSION,
    Breakpoint("EML4", "2", 42295516, 6),
    Breakpoint("ALK", "2", 29223528, 20, 0, True),
    "arriba",
    True,
    39,
    evidence=("RNA",),
)
DNA = Rearrangement(
    RearrangementKind.FUSION,
    Breakpoint("EML4", "2", 42296000),
    Breakpoint("ALK", "2", 29223900, 20, 19, True),
    "vcf",
    None,
    12,
    evidence=("DNA",),
)
BREAK = replace(
    DNA,
    kind=RearrangementKind.BREAK,
    five_prime=Breakpoint("ALK", "2", 29223900),
    three_prime=Breakpoint("EML4", "2", 42296000),
)
OTHER_WAY = replace(
    DNA,
    five_prime=Breakpoint("ALK", "2", 29223901, 19, 19, False),
    three_prime=Breakpoint("EML4", "2", 42296001),
)


@pytest.mark.parametrize("other", [DNA, BREAK], ids=["fusion", "break"])
def test_dna_and_rna_of_one_fusion_are_one(other: Rearrangement) -> None:
    for files in permutations(([RNA], [other])):
        (one,) = merged(files)

        assert (one.label, one.evidence, one.caller) == (
            "EML4::ALK fusion",
            ("DNA", "RNA"),
            "arriba, vcf",
        )
        assert (one.in_frame, one.reads, one.five_prime.exon) == (True, 39, 6)
        assert "seen in DNA and RNA" in one.detail


def test_the_other_order_of_the_dna_is_told_as_reciprocal() -> None:
    (one,) = merged(([RNA], [OTHER_WAY]))

    assert (one.label, one.reciprocal) == ("EML4::ALK fusion", True)


def test_two_callers_of_dna_that_differ_by_some_bases_agree() -> None:
    (one,) = merged(
        ([DNA], [replace(DNA, three_prime=replace(DNA.three_prime, position=29223905))])
    )

    assert (one.evidence, one.caller) == (("DNA",), "vcf")


@pytest.mark.parametrize(
    "other",
    [
        replace(RNA, caller="star-fusion", three_prime=Breakpoint("ALK", "2", 29222600, 21)),
        replace(RNA, caller="star-fusion", three_prime=Breakpoint("RET", "10", 43116592, 12)),
    ],
    ids=["exon", "partner"],
)
def test_another_exon_or_partner_is_another_fusion(other: Rearrangement) -> None:
    assert len(merged(([RNA], [other]))) == 2


def test_two_calls_of_one_file_stay_two() -> None:
    isoform = replace(RNA, five_prime=Breakpoint("EML4", "2", 42265000))

    assert len(merged(([RNA, isoform], []))) == 2


def test_a_call_in_doubt_adds_no_evidence() -> None:
    (one,) = merged(([RNA], [replace(DNA, left_out="FILTER PON")]))

    assert (one.evidence, one.left_out) == (("RNA",), "")


def test_frames_that_differ_are_told() -> None:
    (one,) = merged(([RNA], [replace(DNA, in_frame=False)]))

    assert one.in_frame is True
    assert "by the DNA alone the frame would be another" in one.detail
