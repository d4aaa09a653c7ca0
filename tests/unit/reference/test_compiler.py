"""A compiled bundle gives back what went in, or does not place what does not align."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import building
from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Reference
from oncomatch.reference.compiler import (
    GeneModel,
    Placement,
    Stretch,
    TranscriptModel,
    cds_start_of,
    compile_bundle,
)
from oncomatch.reference.sequence import reverse_complement

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38
CHROMOSOME = building.tiny_chromosome()
CODING = ((1010, 1040), (1200, 1261), (1500, 1550))
PLACED = Placement("1", building.TINY_EXONS, CODING)
MODEL = TranscriptModel(
    "FWD", "NM_1.1", "NP_1.1", "", "", 1, building.tiny_cds(), {B37: PLACED, B38: PLACED}
)


def mirrored(placement: Placement) -> Placement:
    """Return the placement of the gene on the other strand of the tiny chromosome."""
    length = building.TINY_LENGTH
    turn = lambda blocks: tuple((length - end, length - start) for start, end in blocks)  # noqa: E731
    return replace(placement, exons=turn(placement.exons), coding=turn(placement.coding))


REVERSE = replace(
    MODEL,
    gene="REV",
    accession="NM_2.1",
    strand=-1,
    placements={B37: mirrored(PLACED), B38: mirrored(PLACED)},
)


def with_base(chromosome: str, position0: int, base: str) -> str:
    return chromosome[:position0] + base + chromosome[position0 + 1 :]


def other(base: str) -> str:
    return "ACGT"[("ACGT".index(base) + 1) % 4]


def compiled(
    folder: Path,
    models: list[TranscriptModel],
    chromosomes: dict[GenomeBuild, str] | None = None,
    start0: int = 0,
) -> Reference:
    texts = chromosomes or {B37: CHROMOSOME, B38: CHROMOSOME}
    genes = [GeneModel(symbol, f"HGNC:{at}", at) for at, symbol in enumerate(("FWD", "REV"), 1)]
    compile_bundle(
        folder,
        genes,
        models,
        {build: [("tiny", Stretch("1", start0, text))] for build, text in texts.items()},
        {build: {"1": building.TINY_LENGTH, "X": 10} for build in GenomeBuild},
    )
    return Reference(folder)


def coding_to_genomic(model: TranscriptModel, coding: int) -> int:
    """Return the genomic place of a coding position, counted along the blocks by hand."""
    order = [
        position
        for start, end in model.placements[B38].coding
        for position in (range(start, end) if model.strand > 0 else reversed(range(start, end)))
    ]
    return order[coding]


@pytest.mark.parametrize("build", GenomeBuild)
@pytest.mark.parametrize("model", [MODEL, REVERSE], ids=lambda model: model.gene)
def test_a_transcript_comes_back(tiny: Reference, model: TranscriptModel, build) -> None:  # type: ignore[no-untyped-def]
    found = tiny.reported_transcript(model.gene, build)

    assert found is not None
    assert (found.accession, found.protein, found.gene) == (
        model.accession,
        model.accession.replace("NM", "NP"),
        model.gene,
    )
    assert (found.contig, found.strand) == ("1", model.strand)
    assert found.exons == model.placements[build].exons
    assert found.cds == building.tiny_cds()
    assert found.cds_differences == ()
    assert (found.coding_only, found.utr_gap, found.mane, found.mane_accession) == (
        False,
        False,
        "",
        "",
    )


@pytest.mark.parametrize("build", GenomeBuild)
@pytest.mark.parametrize("gene", ["FWD", "REV"])
def test_the_genome_spells_the_coding_sequence(tiny: Reference, gene: str, build) -> None:  # type: ignore[no-untyped-def]
    found = tiny.reported_transcript(gene, build)
    assert found is not None
    bases = [
        tiny.sequences.bases(build, "1", at, at + 1)
        for at in map(found.to_genomic, range(found.cds_start, found.cds_end))
    ]
    spelled = "".join(bases if found.strand > 0 else map(reverse_complement, bases))

    assert spelled == building.tiny_cds()


@pytest.mark.parametrize("build", GenomeBuild)
def test_the_chromosome_comes_back(tiny: Reference, build: GenomeBuild) -> None:
    end = building.TINY_LENGTH

    assert tiny.sequences.bases(build, "1", -2, end + 2) == f"NN{CHROMOSOME}NN"


def test_a_build_that_differs_has_its_own_bases_and_coordinates(tmp_path: Path) -> None:
    """GRCh37 with ten bases more before the genes, a substitution and a deletion between them."""
    older = "ACGTACGTAC" + with_base(CHROMOSOME, 1700, other(CHROMOSOME[1700]))
    older = older[:1900] + older[1903:]
    shifted = Placement(
        "1",
        tuple((start + 10, end + 10) for start, end in PLACED.exons),
        tuple((start + 10, end + 10) for start, end in CODING),
        utr_gap=True,
    )
    model = replace(MODEL, placements={B37: shifted, B38: PLACED}, coding_only=True)
    reference = compiled(tmp_path, [model], {B37: older, B38: CHROMOSOME})
    old, new = (reference.reported_transcript("FWD", build) for build in (B37, B38))

    assert reference.sequences.bases(B37, "1", 0, len(older)) == older
    assert reference.sequences.bases(B38, "1", 0, len(CHROMOSOME)) == CHROMOSOME
    assert old is not None
    assert new is not None
    assert (old.exons, new.exons) == (shifted.exons, PLACED.exons)
    assert (old.utr_gap, new.utr_gap) == (True, False)
    assert old.coding_only
    assert old.cds == new.cds == building.tiny_cds()


@pytest.mark.parametrize("model", [MODEL, REVERSE], ids=lambda model: model.gene)
@pytest.mark.parametrize("coding", [0, 29, 30, 90, 91, 140])
def test_a_base_that_differs_is_recorded_at_its_coding_position(
    tmp_path: Path, model: TranscriptModel, coding: int
) -> None:
    """One of 141 bases is below the limit of one in a hundred."""
    at = coding_to_genomic(model, coding)
    changed = with_base(CHROMOSOME, at, other(CHROMOSOME[at]))
    reference = compiled(tmp_path, [model], {B37: changed, B38: CHROMOSOME})
    old, new = (reference.reported_transcript(model.gene, build) for build in (B37, B38))

    assert old is not None
    assert new is not None
    assert (old.cds_differences, new.cds_differences) == ((coding,), ())
    assert old.cds == building.tiny_cds(), "the transcript keeps its own sequence"


def two_differences() -> str:
    return with_base(
        with_base(CHROMOSOME, 1020, other(CHROMOSOME[1020])), 1210, other(CHROMOSOME[1210])
    )


MISPLACED = {
    "two bases of 141 differ": (MODEL, two_differences(), 0),
    "the coding part is shorter": (replace(MODEL, cds=MODEL.cds + "AAA"), CHROMOSOME, 0),
    "the bases are not embedded": (MODEL, CHROMOSOME[1020:], 1020),
    "the last base is not embedded": (MODEL, CHROMOSOME[:1549], 0),
    "the coding part leaves out a base of an exon": (
        replace(
            MODEL,
            cds=MODEL.cds[:-1],
            placements=dict.fromkeys(
                GenomeBuild, replace(PLACED, coding=((1010, 1040), (1200, 1260), (1500, 1550)))
            ),
        ),
        CHROMOSOME,
        0,
    ),
    "the wrong strand": (replace(MODEL, strand=-1), CHROMOSOME, 0),
}


@pytest.mark.parametrize("slip", MISPLACED)
def test_what_does_not_align_is_not_placed(tmp_path: Path, slip: str) -> None:
    model, chromosome, start0 = MISPLACED[slip]
    reference = compiled(tmp_path, [model], {B37: chromosome, B38: chromosome}, start0)

    assert reference.transcripts_of("FWD", B38) == ()
    assert not reference.has_sequence("FWD", B38)
    assert reference.reported_transcript("FWD", B38) is None


def test_another_transcript_does_not_stand_in_for_the_reported_one(tmp_path: Path) -> None:
    """The same change would have two names on the two builds."""
    reported = replace(MODEL, placements={B38: PLACED})
    second = replace(MODEL, accession="NM_1.2")
    reference = compiled(tmp_path, [reported, second])

    assert reference.transcripts_of("FWD", B37) == ()
    assert [each.accession for each in reference.transcripts_of("FWD", B38)] == ["NM_1.1", "NM_1.2"]
    assert reference.genes_with_sequence == ("FWD",)
    assert (reference.has_sequence("FWD", B37), reference.has_sequence("FWD", B38)) == (False, True)


def test_another_transcript_that_does_not_align_is_left_out(tmp_path: Path) -> None:
    second = replace(MODEL, accession="NM_1.2", placements={B38: PLACED})
    third = replace(MODEL, accession="NM_1.3")
    reference = compiled(tmp_path, [MODEL, second, third, REVERSE])
    found = {
        (gene, build): [each.accession for each in reference.transcripts_of(gene, build)]
        for gene in ("FWD", "REV")
        for build in GenomeBuild
    }

    assert found == {
        ("FWD", B37): ["NM_1.1", "NM_1.3"],
        ("FWD", B38): ["NM_1.1", "NM_1.2", "NM_1.3"],
        ("REV", B37): ["NM_2.1"],
        ("REV", B38): ["NM_2.1"],
    }


@pytest.mark.parametrize(
    ("placement", "strand", "start"),
    [
        (PLACED, 1, 10),
        (mirrored(PLACED), -1, 10),
        (Placement("1", PLACED.exons, ((1200, 1261),)), 1, 40),
        (mirrored(Placement("1", PLACED.exons, ((1200, 1261),))), -1, 40),
        (Placement("1", PLACED.exons, PLACED.exons), 1, 0),
    ],
    ids=["plus", "minus", "plus, from the second exon", "minus, from the second exon", "no UTR"],
)
def test_the_first_coding_base_in_the_transcript(
    placement: Placement, strand: int, start: int
) -> None:
    assert cds_start_of(placement, strand) == start


@pytest.mark.parametrize("coding", [((999, 1040),), ((1040, 1045),)])
def test_a_coding_part_outside_the_exons_is_an_error(coding: tuple[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match=re.escape("the coding part starts outside the exons")):
        cds_start_of(Placement("1", PLACED.exons, coding), 1)


def test_lengths_of_chromosomes_and_none_where_not_known(tmp_path: Path) -> None:
    reference = compiled(tmp_path, [MODEL])
    lengths = [reference.contig_length(B37, contig) for contig in ("1", "X", "2", "MT")]

    assert lengths == [building.TINY_LENGTH, 10, 0, 0]


@pytest.mark.parametrize(
    ("gene", "models"),
    [
        (GeneModel("A" * 33, "HGNC:1", 1), []),
        (GeneModel("FWD", "HGNC:12345678", 1), []),
        (GeneModel("FWD", "HGNC:1", 1), [replace(MODEL, accession="NM_1." + "2" * 20)]),
    ],
    ids=["symbol", "HGNC id", "accession"],
)
def test_a_name_that_is_too_long_is_refused_not_cut(
    tmp_path: Path, gene: GeneModel, models: list[TranscriptModel]
) -> None:
    """NumPy cuts without a word; ARHGAP27P1-BPTFP1-KPNA2P3 lost its last letter so."""
    stretches = {build: [("tiny", Stretch("1", 0, CHROMOSOME))] for build in GenomeBuild}

    with pytest.raises(ValueError, match="does not fit into a row of the bundle"):
        compile_bundle(tmp_path, [gene], models, stretches, {B37: {}, B38: {}})
