"""Genomic, exonic and coding positions of a transcript, on both strands.

The tiny genes: exons 1000-1040, 1200-1261, 1500-1560 (0-based, half-open), ten bases of UTR at
either end, so 161 exonic bases and 141 coding ones; REV is FWD seen in a mirror.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import building
from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

GENES = ("FWD", "REV")
EXONIC = [*range(1000, 1040), *range(1200, 1261), *range(1500, 1560)]


def place(gene: str, position0: int) -> int:
    """Return where a position of FWD lies for the gene."""
    return position0 if gene == "FWD" else building.TINY_LENGTH - 1 - position0


@pytest.fixture(params=GENES)
def gene(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def transcript(tiny: Reference, gene: str) -> Transcript:
    found = tiny.reported_transcript(gene, GenomeBuild.GRCH38)
    assert found is not None
    return found


def test_to_genomic_walks_along_the_exons(transcript: Transcript, gene: str) -> None:
    wanted = [place(gene, position) for position in EXONIC]

    assert [transcript.to_genomic(exonic) for exonic in range(transcript.length)] == wanted


def test_to_exonic_is_the_inverse_and_none_elsewhere(transcript: Transcript, gene: str) -> None:
    wanted = {place(gene, position): exonic for exonic, position in enumerate(EXONIC)}
    everywhere = range(-2, building.TINY_LENGTH + 2)

    assert {at: transcript.to_exonic(at) for at in everywhere} == {
        at: wanted.get(at) for at in everywhere
    }


@pytest.mark.parametrize("exonic", [-1, 161, 1000])
def test_outside_the_transcript_there_is_no_base(transcript: Transcript, exonic: int) -> None:
    wanted = f"{transcript.accession} has no base {exonic}"

    with pytest.raises(ValueError, match=f"^{re.escape(wanted)}$"):
        transcript.to_genomic(exonic)


def test_size_and_place(transcript: Transcript, gene: str) -> None:
    ends = sorted((place(gene, 1000), place(gene, 1559)))

    assert transcript.offsets == (0, 40, 101, 161)
    assert transcript.length == 161
    assert (transcript.start0, transcript.end0) == (ends[0], ends[1] + 1)
    assert (transcript.cds_start, transcript.cds_end) == (10, 151)


@pytest.mark.parametrize(
    ("position0", "nearest"),
    [
        (1000, (0, 0)),
        (1039, (39, 0)),
        (1040, (39, 1)),
        (1119, (39, 80)),
        (1120, (40, -80)),
        (1199, (40, -1)),
        (1200, (40, 0)),
        (1260, (100, 0)),
        (1261, (100, 1)),
        (1380, (100, 120)),
        (1381, (101, -119)),
        (1499, (101, -1)),
        (1559, (160, 0)),
        (999, (0, -1)),
        (900, (0, -100)),
        (1560, (160, 1)),
        (1700, (160, 141)),
    ],
    ids=[
        "first base",
        "last base of exon 1",
        "donor +1",
        "even intron, last of the first half",
        "even intron, first of the second half",
        "acceptor -1",
        "first base of exon 2",
        "last base of exon 2",
        "donor +1 of intron 2",
        "odd intron, the middle counts from upstream",
        "odd intron, after the middle",
        "acceptor -1 of intron 2",
        "last base",
        "upstream of the gene",
        "far upstream",
        "downstream of the gene",
        "far downstream",
    ],
)
def test_nearest_exonic(
    transcript: Transcript, gene: str, position0: int, nearest: tuple[int, int]
) -> None:
    """HGVS: the middle base of an intron of odd length is numbered from the upstream exon."""
    assert transcript.nearest_exonic(place(gene, position0)) == nearest


@pytest.mark.parametrize(
    ("position0", "exon"),
    [
        (999, None),
        (1000, 0),
        (1039, 0),
        (1040, None),
        (1200, 1),
        (1500, 2),
        (1559, 2),
        (1560, None),
    ],
)
def test_exon_at(transcript: Transcript, gene: str, position0: int, exon: int | None) -> None:
    assert transcript.exon_at(place(gene, position0)) == exon


@pytest.mark.parametrize(
    ("coding", "exon"), [(-10, 0), (0, 0), (29, 0), (30, 1), (90, 1), (91, 2), (140, 2), (150, 2)]
)
def test_exon_of_a_coding_position(transcript: Transcript, coding: int, exon: int) -> None:
    assert transcript.exon_of_coding(coding) == exon


def test_coding_part_of_each_exon(transcript: Transcript) -> None:
    assert [transcript.codon_intervals(exon) for exon in range(3)] == [(0, 30), (30, 91), (91, 141)]


def test_an_exon_of_utr_has_no_coding_part(transcript: Transcript) -> None:
    late = replace(transcript, cds_start=40, cds_end=101, cds="ATG" * 20)

    assert [late.codon_intervals(exon) for exon in range(3)] == [None, (0, 61), None]


def test_the_protein_is_that_of_the_coding_sequence(transcript: Transcript) -> None:
    """Read off the comments beside the sequence in `building`."""
    protein = "MAAAKKDWPCYHVLRSTEQIMFNGGGYLSPREQWKVDSTANLHCRG*"

    assert transcript.protein_sequence == protein
    assert transcript.residues == len(protein) - 1


def test_the_first_residue_is_methionine_whatever_the_start_codon(transcript: Transcript) -> None:
    assert replace(transcript, cds="CTGGCTTAA").protein_sequence == "MA*"


@st.composite
def gene_models(draw: st.DrawFn) -> Transcript:
    """A transcript of one to five random exons on either strand."""
    sizes = draw(st.lists(st.integers(1, 9), min_size=1, max_size=9).filter(lambda n: len(n) % 2))
    position, exons = 20, []
    for number, size in enumerate(sizes):
        if number % 2 == 0:
            exons.append((position, position + size))
        position += size
    strand = draw(st.sampled_from([1, -1]))
    ordered = tuple(exons if strand > 0 else reversed(exons))
    return Transcript(
        "NM_0.1", "", "X", "", "", "1", strand, ordered, 0, 0, "", (), False, False
    )  # fmt: skip


@settings(max_examples=80)
@given(gene_models())
def test_there_and_back_on_any_transcript(model: Transcript) -> None:
    back = [model.to_exonic(model.to_genomic(exonic)) for exonic in range(model.length)]

    assert back == list(range(model.length))


@settings(max_examples=80)
@given(gene_models(), st.integers(0, 110))
def test_the_nearest_exonic_base_leads_to_the_position(model: Transcript, position0: int) -> None:
    """Walking the distance from the exonic base arrives, and no exonic base is nearer."""
    exonic, distance = model.nearest_exonic(position0)
    exonic_bases = [model.to_genomic(each) for each in range(model.length)]

    assert model.to_genomic(exonic) + distance * model.strand == position0
    assert abs(distance) == min(abs(base - position0) for base in exonic_bases)
