"""The picture of copy numbers along the genome."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from oncomatch.domain.alteration import CopyNumber, CopyNumberKind
from oncomatch.domain.arm_copy_number import ArmCopyNumber
from oncomatch.domain.copy_number_map import CopyNumberMap, MappedArm, MappedGene, MappedSegment
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.pictures.canvas import WIDTH, Picture
from oncomatch.reporting.pictures.genome import MOST_LABELS, draw_genome
from unit.reporting.report_makers import empty_profile, record

SVG = "{http://www.w3.org/2000/svg}"
ARMS = (
    MappedArm("1p", "1", 0, 100_000_000),
    MappedArm("1q", "1", 100_000_000, 200_000_000),
    MappedArm("2p", "2", 0, 100_000_000),
)
AMPLIFIED = CopyNumber("ERBB2", 24.0, CopyNumberKind.AMPLIFICATION, "24 copies")
PLACE = MappedGene("ERBB2", "1", 50_000_000, 50_100_000)


def made(
    *numbers: CopyNumber,
    genes: tuple[MappedGene, ...] = (PLACE,),
    segments: tuple[MappedSegment, ...] = (),
    **fields: object,
) -> CaseRecord:
    mapped = CopyNumberMap(ARMS, segments, genes)
    profile = replace(empty_profile(), copy_numbers=numbers, copy_number_map=mapped)
    return record(replace(profile, **fields))  # type: ignore[arg-type]


def drawn(case: CaseRecord) -> Picture:
    picture = draw_genome(case, "g")
    assert picture is not None
    return picture


def texts(picture: Picture) -> str:
    root = ElementTree.fromstring(picture.svg)
    return "\n".join(each.text or "" for each in root.iter(f"{SVG}text"))


def test_a_case_without_copy_numbers_has_no_picture():
    assert draw_genome(record(), "g") is None


def test_a_file_of_genes_says_that_nothing_is_known_between_them():
    picture = drawn(made(AMPLIFIED))
    assert "The file names genes, not segments: between them nothing is known." in texts(picture)
    assert picture.words.startswith("Amplification: ERBB2 (24 copies).")
    assert "ERBB2 24" in texts(picture)


def test_ratios_are_never_shown_as_copies():
    ratio = CopyNumber("ERBB2", None, CopyNumberKind.GAIN, "log2 0.8", log2=0.8)
    segment = MappedSegment("1", 0, 90_000_000, log2=0.8, kind=CopyNumberKind.GAIN)
    words = texts(drawn(made(ratio, segments=(segment,))))
    assert "log2 ratio" in words
    assert "the copies of the tumour cells are not known" in words
    assert "\ncopies\n" not in words


def test_chromosomes_without_copies_are_named_where_others_have_them():
    segments = (
        MappedSegment("1", 0, 90_000_000, copies=2.0),
        MappedSegment("2", 0, 90_000_000, log2=0.1),
    )
    assert "not drawn: chromosomes 2" in texts(drawn(made(segments=segments)))


def test_a_call_without_a_value_is_drawn_at_the_border():
    called = CopyNumber("ERBB2", None, CopyNumberKind.AMPLIFICATION, "called")
    assert "ERBB2" in texts(drawn(made(called))).split("\n")


def test_changed_arms_are_drawn_and_named_and_those_in_part_say_so():
    arms = (
        ArmCopyNumber("1p", CopyNumberKind.LOSS, True, 0.97, 1.0, (), "x"),
        ArmCopyNumber("1q", CopyNumberKind.GAIN, False, 0.6, 1.0, (), "x"),
    )
    segment = MappedSegment("1", 0, 90_000_000, copies=1.0, kind=CopyNumberKind.LOSS)
    picture = drawn(made(segments=(segment,), genes=(), arms=arms))
    assert "Chromosome arms: 1p loss, 1q gain (in part)." in picture.words
    assert {"+", "−"} <= set(texts(picture).split("\n"))


def test_hundreds_of_changed_genes_keep_their_labels_inside_and_are_counted():
    numbers = [replace(AMPLIFIED, gene=f"GENE{at}") for at in range(300)]
    genes = tuple(replace(PLACE, gene=each.gene) for each in numbers)
    picture = drawn(made(*numbers, genes=genes))
    root = ElementTree.fromstring(picture.svg)
    places = sorted(
        float(each.attrib["x"])
        for each in root.iter(f"{SVG}text")
        if (each.text or "").startswith("GENE")
    )
    assert len(places) == MOST_LABELS
    assert places[0] >= 0
    assert places[-1] <= WIDTH
    assert f"{300 - MOST_LABELS} further changed genes without a label" in texts(picture)


@pytest.mark.parametrize("copies", [0.0, 8.0, 10_000.0])
def test_values_beyond_the_scale_stay_in_the_picture(copies: float):
    segment = MappedSegment("1", 0, 90_000_000, copies=copies)
    picture = drawn(made(replace(AMPLIFIED, copies=copies), segments=(segment,)))
    assert "nan" not in picture.svg
