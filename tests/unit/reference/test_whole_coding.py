"""A coding part is taken when it is whole; what is wrong with it is said otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import building
from oncomatch.domain.genetic_code import translate
from oncomatch.reference import whole_coding
from oncomatch.reference.gff import GffTranscript
from oncomatch.reference.whole_coding import (
    placement_of,
    selenocysteines_of,
    sequence_fault,
    structural_fault,
)
from unit.reference.gff_makers import CODING, turned

FORWARD = GffTranscript(
    accession="ENST1.1",
    protein="ENSP1.1",
    chromosome="1",
    contig="chr1",
    strand=1,
    exons=building.TINY_EXONS,
    coding=CODING,
    phases=(0, 0, 2),
    tags=frozenset(),
    remarks="",
)
REVERSE = replace(
    FORWARD,
    strand=-1,
    exons=turned(building.TINY_EXONS)[::-1],
    coding=turned(CODING)[::-1],
)
WHOLE = building.tiny_cds()


@pytest.mark.parametrize("transcript", [FORWARD, REVERSE], ids=["plus", "minus"])
def test_a_whole_transcript_has_no_fault(transcript: GffTranscript) -> None:
    assert structural_fault(transcript) == ""
    assert structural_fault(replace(transcript, phases=(-1, -1, -1))) == ""
    assert structural_fault(replace(transcript, exons=())) == ""


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"chromosome": None}, whole_coding.OFF_CHROMOSOMES),
        ({"strand": 0}, whole_coding.NO_STRAND),
        ({"phases": (1, 0, 2)}, whole_coding.INCOMPLETE),
        ({"phases": (2, 0, 2)}, whole_coding.INCOMPLETE),
        ({"tags": frozenset({"cds start NF"})}, whole_coding.INCOMPLETE),
        ({"tags": frozenset({"cds end NF", "basic"})}, whole_coding.INCOMPLETE_END),
        ({"remarks": "exception=ribosomal slippage"}, whole_coding.FRAME_GAP),
        ({"coding": ((1010, 1038), *CODING[1:])}, whole_coding.FRAME_GAP),
        ({"coding": ((990, 1040), *CODING[1:])}, whole_coding.FRAME_GAP),
        ({"coding": (CODING[0], CODING[2]), "phases": (0, 0)}, whole_coding.FRAME_GAP),
        ({"coding": (*CODING, (1550, 1570)), "phases": (0, 0, 2, 0)}, whole_coding.FRAME_GAP),
        ({"exons": ((1000, 1040), (1030, 1261), (1500, 1560))}, whole_coding.FRAME_GAP),
        ({"remarks": "Note=has 1 non-frameshifting indel"}, whole_coding.INDEL),
        ({"phases": (0, 1, 2)}, whole_coding.PHASE),
        ({"phases": (0, 0, 1)}, whole_coding.PHASE),
    ],
)
def test_each_fault_of_the_blocks_is_named(fields: dict[str, object], fault: str) -> None:
    assert structural_fault(replace(FORWARD, **fields)) == fault  # type: ignore[arg-type]


def test_codons_over_an_exon_border_have_phases_that_fit() -> None:
    """Blocks of 31, 60 and 50 bases: the second begins with two bases of a codon."""
    coding = ((1009, 1040), (1200, 1261), (1500, 1549))
    exons = ((1000, 1040), (1200, 1261), (1500, 1560))

    assert structural_fault(replace(FORWARD, exons=exons, coding=coding, phases=(0, 2, 1))) == ""


@pytest.mark.parametrize(
    ("cds", "fault"),
    [
        (WHOLE, ""),
        ("ATGTAA", ""),
        ("ATGGCTTAG", ""),
        (WHOLE[:-1], whole_coding.NOT_THREES),
        (WHOLE[1:], whole_coding.NOT_THREES),
        (WHOLE[:-3], whole_coding.NO_STOP),
        (WHOLE[3:], whole_coding.NO_START),
        ("CTG" + WHOLE[3:], whole_coding.NO_START),
        (WHOLE[:30] + "TGA" + WHOLE[33:], whole_coding.STOP_INSIDE),
        (WHOLE + "TAA", whole_coding.STOP_INSIDE),
        (WHOLE[:30] + "N" + WHOLE[31:], whole_coding.UNKNOWN_BASES),
        (WHOLE[:30] + "R" + WHOLE[31:], whole_coding.UNKNOWN_BASES),
    ],
)
def test_each_fault_of_the_sequence_is_named(cds: str, fault: str) -> None:
    assert sequence_fault(FORWARD, cds) == fault


@pytest.mark.parametrize(
    "transcript",
    [
        replace(FORWARD, tags=frozenset({"basic", "non ATG start"})),
        replace(FORWARD, remarks="Note=non-AUG (CUG) translation initiation codon"),
    ],
    ids=["GENCODE", "NCBI"],
)
def test_another_start_is_taken_where_the_file_says_so(transcript: GffTranscript) -> None:
    assert sequence_fault(transcript, "CTG" + WHOLE[3:]) == ""


def test_another_start_is_taken_where_it_is_known() -> None:
    """By its surroundings, not by the codon: any frame holds a CTG somewhere."""
    cds = "CTG" + WHOLE[3:]

    assert sequence_fault(FORWARD, cds, [cds[:30]]) == ""
    assert sequence_fault(FORWARD, cds, ["CTG" + WHOLE[6:33]]) == whole_coding.NO_START
    assert sequence_fault(FORWARD, cds, []) == whole_coding.NO_START


IN_FRAME = WHOLE[:21] + "TGA" + WHOLE[24:]


@pytest.mark.parametrize(
    ("places", "cds", "fault"),
    [
        ((), IN_FRAME, ""),
        (((1031, 1034),), IN_FRAME, ""),
        (((1031, 1034),), WHOLE, whole_coding.SELENOCYSTEINE),
        (((1028, 1031),), IN_FRAME, whole_coding.SELENOCYSTEINE),
        (((1547, 1550),), WHOLE[:-3] + "TGA", whole_coding.SELENOCYSTEINE),
        (((900, 903),), IN_FRAME, whole_coding.SELENOCYSTEINE),
        (((1031, 1034),), IN_FRAME[:30] + "TAA" + IN_FRAME[33:], whole_coding.STOP_INSIDE),
        (((1031, 1034),), IN_FRAME[:30] + "TGA" + IN_FRAME[33:], whole_coding.STOP_INSIDE),
        ((), IN_FRAME[:30] + "TAA" + IN_FRAME[33:], whole_coding.STOP_INSIDE),
    ],
)
def test_a_selenocysteine_stands_at_a_tga_of_the_frame(
    places: tuple[tuple[int, int], ...], cds: str, fault: str
) -> None:
    """Coding base 21 is base 1031; where the file gives no place, every TGA is one."""
    here = replace(FORWARD, has_selenocysteine=True, selenocysteines=places)
    turned_places = turned(places)
    there = replace(REVERSE, has_selenocysteine=True, selenocysteines=turned_places)

    assert sequence_fault(here, cds) == fault
    assert sequence_fault(there, cds) == fault


def test_without_a_word_of_it_a_tga_is_a_stop() -> None:
    assert sequence_fault(FORWARD, IN_FRAME) == whole_coding.STOP_INSIDE
    assert selenocysteines_of(FORWARD, IN_FRAME) == ()


MITOCHONDRIAL = replace(
    FORWARD,
    chromosome="MT",
    exons=((1000, 1020),),
    coding=((1000, 1020),),
    phases=(0,),
)


@pytest.mark.parametrize(
    ("cds", "fault"),
    [
        ("ATGTGAATATAA", ""),
        ("ATTATAGCCAGA", ""),
        ("GTGGCCAGG", ""),
        ("ATGGCCTA", ""),
        ("ATGGCCT", ""),
        ("ATGGCCTG", whole_coding.NOT_THREES),
        ("ATGGCCA", whole_coding.NOT_THREES),
        ("CTGGCCTAA", whole_coding.NO_START),
        ("ATGAGAGCCTAA", whole_coding.STOP_INSIDE),
        ("ATGAGAGCCTA", whole_coding.STOP_INSIDE),
        ("ATGGCCTGA", whole_coding.NO_STOP),
    ],
)
def test_mitochondrial_genes_have_their_own_code(cds: str, fault: str) -> None:
    """TGA is Trp, ATA Met, AGA and AGG are stops; T and TA become TAA by polyadenylation."""
    assert structural_fault(MITOCHONDRIAL) == ""
    assert sequence_fault(MITOCHONDRIAL, cds) == fault


@pytest.mark.parametrize("strand", [1, -1])
def test_only_a_stop_codon_at_the_end_of_the_transcript_is_completed(strand: int) -> None:
    exons = ((1000, 1021),) if strand > 0 else ((999, 1020),)
    longer = replace(MITOCHONDRIAL, strand=strand, exons=exons)
    other_end = replace(MITOCHONDRIAL, strand=-strand, exons=exons)

    assert sequence_fault(longer, "ATGGCCTA") == whole_coding.NOT_THREES
    assert sequence_fault(other_end, "ATGGCCTA") == ""
    assert sequence_fault(replace(longer, chromosome="1"), "ATGGCCTA") == whole_coding.NOT_THREES


@given(st.text("ACGT", max_size=60))
def test_what_is_taken_translates_to_one_protein(bases: str) -> None:
    if sequence_fault(FORWARD, bases) == "":
        protein = translate(bases)
        assert len(protein) * 3 == len(bases)
        assert protein.startswith("M")
        assert protein.find("*") == len(protein) - 1


def test_without_exons_the_coding_part_stands_for_them() -> None:
    assert placement_of(replace(FORWARD, exons=())).exons == CODING
    assert placement_of(FORWARD).exons == building.TINY_EXONS
