"""The map of copy numbers that a record carries for its picture."""

from __future__ import annotations

from oncomatch.domain.alteration import CopyNumber, CopyNumberKind
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.copy_number import (
    CopyNumberFile,
    CopyNumberSegment,
    CopyNumberThresholds,
    TumorContent,
)
from oncomatch.matching.copy_number_state import CopyScale
from oncomatch.pipeline.copy_number_map import MOST_SEGMENTS, copy_number_map, mapped_segments
from oncomatch.reference.bundle import open_reference

SCALE = CopyScale(CopyNumberThresholds(), TumorContent())


def segment(contig: str, start0: int, end0: int, copies: float) -> CopyNumberSegment:
    return CopyNumberSegment(contig=contig, start0=start0, end0=end0, copies=copies)


def mapped(*segments: CopyNumberSegment) -> list[tuple[str, int, int, float | None]]:
    found = mapped_segments(CopyNumberFile("x", segments), SCALE)
    return [(each.contig, each.start0, each.end0, each.copies) for each in found]


def test_neighbours_with_the_same_copies_are_one_and_stand_in_karyotype_order():
    assert mapped(
        segment("10", 0, 5, 2.0),
        segment("2", 0, 1000, 2.001),
        segment("2", 1000, 2000, 2.004),
        segment("2", 2000, 3000, 7.0),
    ) == [("2", 0, 2000, 2.0), ("2", 2000, 3000, 7.0), ("10", 0, 5, 2.0)]


def test_a_wide_gap_is_not_bridged():
    """What the file does not tell must not look as if it did."""
    assert len(mapped(segment("2", 0, 10, 2.0), segment("2", 9_000_000, 9_000_010, 2.0))) == 2


def test_other_contigs_are_not_drawn():
    assert mapped(segment("GL000224.1", 0, 10, 2.0), segment("MT", 0, 10, 2.0)) == []


def test_of_too_many_segments_the_longest_stay_and_the_rest_is_counted():
    many = [segment("1", at * 100, at * 100 + 1 + at % 50, at % 7) for at in range(3000)]
    segments = mapped_segments(CopyNumberFile("x", tuple(many)), SCALE)
    made = copy_number_map((), segments, "f", open_reference(), GenomeBuild.GRCH38)
    assert len(made.segments) == MOST_SEGMENTS
    assert made.left_out == len(segments) - MOST_SEGMENTS
    assert min(each.end0 - each.start0 for each in made.segments) >= 25


def test_a_file_of_genes_places_all_measured_ones():
    numbers = (
        CopyNumber("ERBB2", 24.0, CopyNumberKind.AMPLIFICATION, "x"),
        CopyNumber("MYC", 2.0, None, "x"),
        CopyNumber("EGFR", None, None, "no value is given", possible=tuple(CopyNumberKind)),
    )
    made = copy_number_map(numbers, (), "f", open_reference(), GenomeBuild.GRCH38)
    assert [(each.gene, each.contig) for each in made.genes] == [("ERBB2", "17"), ("MYC", "8")]


def test_beside_segments_only_changed_genes_are_placed():
    numbers = (
        CopyNumber("ERBB2", 24.0, CopyNumberKind.AMPLIFICATION, "x"),
        CopyNumber("MYC", 2.0, None, "x"),
    )
    segments = mapped_segments(CopyNumberFile("x", (segment("17", 0, 10, 2.0),)), SCALE)
    made = copy_number_map(numbers, segments, "f", open_reference(), GenomeBuild.GRCH38)
    assert [each.gene for each in made.genes] == ["ERBB2"]
