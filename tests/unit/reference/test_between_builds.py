"""Lift-over is exact where sequences align, goes by transcripts elsewhere, and never guesses."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.errors import LiftOverError
from oncomatch.reference.between_builds import BuildMap, Place, other_build
from oncomatch.reference.bundle import Reference
from oncomatch.reference.compiler import (
    GeneModel,
    Placement,
    Stretch,
    TranscriptModel,
    compile_bundle,
)

OLD, NEW = GenomeBuild.GRCH37, GenomeBuild.GRCH38
SHIFT = 400
"""Where the stretch begins on GRCh37; on GRCh38 it begins at 100."""


def bases(seed: int, length: int) -> str:
    rng = random.Random(seed)
    return "".join(rng.choice("ACGT") for _ in range(length))


def other(base: str) -> str:
    return "C" if base == "A" else "A"


COMMON = bases(1, 900)
# GRCh37 lacks 300..305, has another base at 500, and five bases more before 700.
OLDER = (
    COMMON[:300] + COMMON[305:500] + other(COMMON[500]) + COMMON[501:700] + "ACGTA" + COMMON[700:]
)
CODING = "ATG" + "GCT" * 30 + "TAA"
APART = {NEW: bases(2, 60) + CODING + bases(3, 50), OLD: bases(4, 80) + CODING + bases(5, 70)}
"""A gene whose surroundings do not align, on contig 2."""


@pytest.fixture(scope="module")
def lift(tmp_path_factory: pytest.TempPathFactory) -> BuildMap:
    folder = tmp_path_factory.mktemp("two-builds")
    places = {
        NEW: Placement("2", ((60, 156),), ((60, 156),)),
        OLD: Placement("2", ((80, 176),), ((80, 176),)),
    }
    transcript = TranscriptModel("GENE", "NM_1.1", "NP_1.1", "", "", 1, CODING, places)
    loci = {build: ("2", *placed.exons[0]) for build, placed in places.items()}
    compile_bundle(
        folder,
        [GeneModel("GENE", "HGNC:1", 1, (), loci)],
        [transcript],
        {
            NEW: [("common", Stretch("1", 100, COMMON)), ("new", Stretch("2", 0, APART[NEW]))],
            OLD: [("common", Stretch("1", SHIFT, OLDER)), ("old", Stretch("2", 0, APART[OLD]))],
        },
        {NEW: {"1": 5000, "2": 500}, OLD: {"1": 5000, "2": 500}},
    )
    return BuildMap(Reference(folder))


@pytest.mark.parametrize(
    ("along", "old"),
    [
        (0, 0),
        (299, 299),
        (305, 300),
        (499, 494),
        (500, 495),
        (501, 496),
        (699, 694),
        (700, 700),
        (899, 899),
    ],
)
def test_aligned_bases_lie_where_the_alignment_says(lift: BuildMap, along: int, old: int) -> None:
    assert lift.position(NEW, "1", 100 + along) == ("1", SHIFT + old)
    assert lift.position(OLD, "1", SHIFT + old) == ("1", 100 + along)


@given(position0=st.integers(0, 1500), build=st.sampled_from(list(GenomeBuild)))
def test_there_and_back_is_the_same_place(
    lift: BuildMap, position0: int, build: GenomeBuild
) -> None:
    try:
        there = lift.position(build, "1", position0)
    except LiftOverError:
        return

    assert lift.position(other_build(build), *there) == ("1", position0)


@pytest.mark.parametrize(
    ("build", "contig", "position0", "reason"),
    [
        (NEW, "1", 402, "no counterpart on GRCh37"),
        (OLD, "1", SHIFT + 697, "no counterpart on GRCh38"),
        (NEW, "1", 50, "1:51 of GRCh38 is outside the embedded sequences"),
        (NEW, "3", 5, "outside the embedded sequences"),
        (NEW, "GL000224.1", 5, "outside the embedded sequences"),
        (NEW, "2", 20, "no counterpart on GRCh37"),
    ],
)
def test_what_has_no_counterpart_fails_with_the_reason(
    lift: BuildMap, build: GenomeBuild, contig: str, position0: int, reason: str
) -> None:
    with pytest.raises(LiftOverError, match=reason):
        lift.position(build, contig, position0)


def test_where_nothing_aligns_the_coding_positions_serve(lift: BuildMap) -> None:
    assert lift.position(NEW, "2", 60) == ("2", 80)
    assert lift.position(OLD, "2", 175) == ("2", 155)
    with pytest.raises(LiftOverError):
        lift.position(NEW, "2", 156)


def test_an_interval_keeps_its_ends_though_bases_inside_are_missing(lift: BuildMap) -> None:
    assert lift.interval(NEW, Place("1", 390, 410)) == Place("1", SHIFT + 290, SHIFT + 305)
    with pytest.raises(LiftOverError, match="no counterpart"):
        lift.interval(NEW, Place("1", 390, 403))


def variant(build: GenomeBuild, along: int, size: int, alt: str) -> Variant:
    start = 100 + along if build is NEW else SHIFT + along
    text = COMMON if build is NEW else OLDER
    return Variant("1", start + 1, text[along : along + size], alt, build)


def test_a_variant_keeps_its_alleles(lift: BuildMap) -> None:
    written = variant(NEW, 600, 3, "T")

    assert lift.variant(written) == replace(written, position=SHIFT + 596, build=OLD)
    assert lift.variant(lift.variant(written)) == written


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (variant(NEW, 500, 1, "G"), "GRCh37 has . where GRCh38 has ."),
        (variant(OLD, 495, 1, "G"), "GRCh38 has . where GRCh37 has ."),
        (variant(NEW, 299, 8, "A"), "no counterpart on GRCh37"),
        (variant(NEW, 699, 2, "A"), "not neighbours on GRCh37"),
        (Variant("1", 701, other(COMMON[600]), "G", NEW), "is not what GRCh38 has there"),
        (Variant("1", 5, "A", "G", NEW), "outside the embedded"),
    ],
)
def test_a_variant_whose_bases_differ_between_builds_is_not_lifted(
    lift: BuildMap, written: Variant, reason: str
) -> None:
    with pytest.raises(LiftOverError, match=reason):
        lift.variant(written)


def test_the_coding_bases_of_every_embedded_gene_lie_where_the_other_build_has_them(
    reference: Reference,
) -> None:
    lift = BuildMap(reference)
    compared = 0
    for gene in reference.genes_with_sequence:
        old, new = (reference.reported_transcript(gene, build) for build in (OLD, NEW))
        if old is None or new is None:
            continue
        for coding in range(0, len(new.cds), 97):
            here = new.to_genomic(new.cds_start + coding)
            there = (old.contig, old.to_genomic(old.cds_start + coding))
            assert lift.position(NEW, new.contig, here) == there, gene
            compared += 1

    assert compared > 20_000
