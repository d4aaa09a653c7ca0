"""A gene has the copy number of the segments over its coding sequence, and only what was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from building import ask, small, tumor
from oncomatch.domain.alteration import CopyNumber, Extent
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.copy_number import (
    CopyNumberFile,
    CopyNumberSegment,
    CopyNumberThresholds,
    TumorContent,
)
from oncomatch.domain.evaluation import Outcome
from oncomatch.knowledge.base import open_knowledge
from oncomatch.matching.copy_number_state import CopyScale
from oncomatch.matching.copy_numbers import gene_copy_numbers
from oncomatch.matching.facts import collect_facts
from oncomatch.matching.states import gene_states
from oncomatch.reference.bundle import Reference
from oncomatch.reference.chromosome_arms import chromosome_arms

AMPLIFICATION, GAIN = CopyNumberKind.AMPLIFICATION, CopyNumberKind.GAIN
LOSS, DELETION = CopyNumberKind.LOSS, CopyNumberKind.DELETION
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
B38 = GenomeBuild.GRCH38
WHOLE = 4000


def genes(
    reference: Reference, *segments: tuple[int, int, float], **words: Any
) -> dict[str, CopyNumber]:
    """Return the genes of the tiny chromosome 1 under segments of (start0, end0, copies)."""
    content = TumorContent(**words)
    file = CopyNumberFile(
        "test",
        tuple(
            CopyNumberSegment(contig="1", start0=start0, end0=end0, copies=copies)
            for start0, end0, copies in segments
        ),
    )
    scale = CopyScale(CopyNumberThresholds(), content)
    return {each.gene: each for each in gene_copy_numbers(file, reference, B38, scale)}


# FWD has exons 1000-1040, 1200-1261, 1500-1560 (coding from 1010 to 1550).
@pytest.mark.parametrize(
    ("segments", "kind", "copies", "possible"),
    [
        ([(0, WHOLE, 2)], None, 2, ()),
        ([(0, WHOLE, 8)], AMPLIFICATION, 8, ()),
        ([(0, 1300, 8), (1300, WHOLE, 2)], None, 2, (AMPLIFICATION,)),
        ([(0, 1300, 8), (1300, WHOLE, 4)], GAIN, 4, (AMPLIFICATION,)),
        ([(0, 1300, 2), (1300, WHOLE, 1)], LOSS, 1, ()),
        ([(0, 1300, 2), (1300, 1600, 0), (1600, WHOLE, 2)], DELETION, 0, ()),
        ([(0, 1300, 2), (1300, 1400, 0), (1400, WHOLE, 2)], None, 2, ()),
        ([(0, 1300, 0), (1300, WHOLE, 8)], DELETION, 0, (AMPLIFICATION,)),
        ([(0, 1005, 0), (1005, WHOLE, 2)], None, 2, ()),
    ],
    ids=[
        "neutral",
        "amplified",
        "a part amplified",
        "a part only gained",
        "a part lost",
        "an exon deleted",
        "an intron deleted",
        "deleted and amplified",
        "a part of the UTR deleted",
    ],
)
def test_breakpoints_within_a_gene(
    segments: list[tuple[int, int, float]],
    kind: CopyNumberKind | None,
    copies: float,
    possible: tuple[CopyNumberKind, ...],
    tiny: Reference,
) -> None:
    found = genes(tiny, *segments)["FWD"]

    assert (found.kind, found.copies, found.possible) == (kind, copies, possible)
    assert found.coverage == 1


def test_a_gene_that_no_segment_covers_is_not_there(tiny: Reference) -> None:
    assert set(genes(tiny, (0, 1800, 2))) == {"FWD"}
    assert genes(tiny, (1050, 1150, 0)) == {}


@pytest.mark.parametrize(
    ("end0", "coverage", "possible"),
    [(1280, 0.5, ()), (1279, 0.4982, tuple(CopyNumberKind)), (1560, 1.0, ())],
)
def test_neutral_needs_half_of_the_gene(
    end0: int, coverage: float, possible: tuple[CopyNumberKind, ...], tiny: Reference
) -> None:
    found = genes(tiny, (1000, end0, 2))["FWD"]

    assert (found.coverage, found.possible) == (coverage, possible)


def test_the_order_of_the_segments_does_not_matter(tiny: Reference) -> None:
    one, two = (0, 1300, 8.0), (1300, WHOLE, 1.0)

    assert genes(tiny, one, two) == genes(tiny, two, one)


def test_a_change_of_half_the_arm_is_arm_level(tiny: Reference) -> None:
    arm = next(arm for arm in chromosome_arms(B38) if arm.name == "1p")
    half = (arm.length + 1) // 2

    assert genes(tiny, (0, half, 8))["FWD"].extent is Extent.ARM
    assert genes(tiny, (0, half - 1, 8))["FWD"].extent is Extent.FOCAL
    assert genes(tiny, (0, arm.end0, 2))["FWD"].extent is None


def test_a_deep_deletion_in_a_lost_arm_is_focal(tiny: Reference) -> None:
    arm = next(arm for arm in chromosome_arms(B38) if arm.name == "1p")
    found = genes(tiny, (0, WHOLE // 2, 0), (WHOLE // 2, arm.end0, 1))

    assert (found["FWD"].extent, found["REV"].extent) == (Extent.FOCAL, Extent.ARM)


@pytest.mark.parametrize("build", GenomeBuild, ids=lambda build: build.value)
def test_the_arms_meet_and_fill_their_chromosomes(build: GenomeBuild, reference: Reference) -> None:
    arms = chromosome_arms(build)

    assert len(arms) == 48
    for short, long in zip(arms[::2], arms[1::2], strict=True):
        assert (short.name, long.name) == (f"{short.contig}p", f"{long.contig}q")
        assert (short.start0, short.end0) == (0, long.start0)
        assert long.end0 == reference.contig_length(build, long.contig)


def with_number(number: CopyNumber) -> Any:
    return replace(tumor("BRCA"), copy_numbers=(number,))


@pytest.mark.parametrize(
    ("kind", "possible", "question", "outcome"),
    [
        (GAIN, (AMPLIFICATION,), "amplification", UNKNOWN),
        (GAIN, (AMPLIFICATION,), "gain", MET),
        (GAIN, (AMPLIFICATION,), "deletion", NOT_MET),
        (LOSS, (DELETION,), "deletion", UNKNOWN),
        (None, tuple(CopyNumberKind), "gain", UNKNOWN),
        (None, (), "amplification", NOT_MET),
    ],
)
def test_a_kind_that_is_not_excluded_is_unknown(
    kind: CopyNumberKind | None,
    possible: tuple[CopyNumberKind, ...],
    question: str,
    outcome: Outcome,
) -> None:
    profile = with_number(CopyNumber("ERBB2", None, kind, "seen", possible=possible))

    assert ask(f"ERBB2 {question}", profile).outcome is outcome


@pytest.mark.parametrize(
    ("number", "loh", "neutral"),
    [
        (CopyNumber("TP53", 1, LOSS, "1 copy", minor=0, loh=True), MET, NOT_MET),
        (CopyNumber("TP53", 2, None, "2 copies", minor=0, loh=True), MET, MET),
        (CopyNumber("TP53", 2, None, "2 copies", minor=1, loh=False), NOT_MET, NOT_MET),
        (CopyNumber("TP53", 2, None, "2 copies"), UNKNOWN, UNKNOWN),
    ],
)
def test_loss_of_heterozygosity(number: CopyNumber, loh: Outcome, neutral: Outcome) -> None:
    profile = with_number(number)
    words = ("loss_of_heterozygosity", "copy_neutral_loss_of_heterozygosity")

    assert [ask(f"TP53 {word}", profile).outcome for word in words] == [loh, neutral]


@pytest.mark.parametrize(
    ("copies", "loh", "outcome"), [(1, True, MET), (2, True, UNKNOWN), (2, False, UNKNOWN)]
)
def test_a_null_variant_on_the_only_copy_is_biallelic_loss(
    copies: float, loh: bool, outcome: Outcome
) -> None:
    kind = LOSS if copies < 2 else None
    number = CopyNumber("BRCA2", copies, kind, "as measured", loh=loh)
    profile = replace(with_number(number), small_variants=(small("BRCA2", "c.5946del"),))

    assert ask("BRCA2 biallelic_loss", profile).outcome is outcome


def test_a_gene_that_is_barely_covered_is_unclear_not_negative(reference: Reference) -> None:
    number = CopyNumber("ERBB2", 2, None, "2 copies", possible=tuple(CopyNumberKind))
    facts = collect_facts(with_number(number), open_knowledge(), reference)

    assert gene_states(facts, ["ERBB2"])[0].copy_number.value == "unclear"
