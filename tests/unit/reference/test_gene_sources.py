"""Genes with their names and where they lie on both builds; GRCh37 by lift-over where need be."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.compiler import GeneModel, Placement, TranscriptModel
from oncomatch.reference.lift_over import BlockMap
from oncomatch.reference.sources import read_gene_loci, read_genes, read_mane, read_symbols

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38

HGNC = """
symbol  type            synonyms  hgnc_id  entrez_id
LIFTED  protein-coding  OLD1|Pseudo|OLD2 HGNC:1   11
WITHSEQ protein-coding  .         HGNC:2   12
ONLY38  protein-coding  .         HGNC:3   13
ONLY37  protein-coding  .         HGNC:7   17
NOWHERE ncRNA           .         HGNC:4   .
PSEUDO  pseudogene      .         HGNC:5   15
SEQPS   pseudogene      .         HGNC:6   16
"""
LOCI38 = {
    "LIFTED": ("1", 1100, 1200),
    "WITHSEQ": ("1", 5000, 5900),
    "ONLY38": ("1", 1300, 1400),
    "ONLY37": ("1", 1300, 1400),
    "PSEUDO": ("1", 5000, 5100),
}


def model(gene: str, **placements: tuple[str, tuple[tuple[int, int], ...]]) -> TranscriptModel:
    return TranscriptModel(
        gene, f"NM_{gene}.1", "", "", "", 1, "ATGTAA",
        {
            GenomeBuild.parse(build): Placement(contig, exons, exons)
            for build, (contig, exons) in placements.items()
        },
    )  # fmt: skip


@pytest.fixture
def genes(tmp_path: Path, blocks: BlockMap) -> dict[str, GeneModel]:
    table = tmp_path / "hgnc.tsv"
    lines = ("\t".join(line.split()).replace(".", "") for line in HGNC.strip().splitlines())
    table.write_text("\n".join(lines) + "\n")
    transcripts = [
        model("WITHSEQ", GRCh38=("1", ((5100, 5200), (5300, 5400))), GRCh37=("1", ((60, 70),))),
        model("WITHSEQ", GRCh38=("1", ((5050, 5060), (5300, 5350)))),
        model("ONLY38", GRCh38=("1", ((1300, 1350),))),
        model("ONLY37", GRCh37=("1", ((1200, 1250),))),
        model("SEQPS", GRCh37=("2", ((7, 9),)), GRCh38=("2", ((8, 10),))),
    ]
    found = read_genes(table, LOCI38, blocks, transcripts)
    assert [gene.symbol for gene in found] == sorted(gene.symbol for gene in found)
    return {gene.symbol: gene for gene in found}


def test_a_gene_without_sequence_is_lifted_over(genes: dict[str, GeneModel]) -> None:
    assert genes["LIFTED"] == GeneModel(
        "LIFTED",
        "HGNC:1",
        11,
        ("OLD1", "OLD2"),
        {B38: ("1", 1100, 1200), B37: ("1", 1000, 1100)},
    )


def test_a_gene_with_sequence_lies_where_all_its_transcripts_lie(
    genes: dict[str, GeneModel],
) -> None:
    assert genes["WITHSEQ"].loci == {B38: ("1", 5050, 5400), B37: ("1", 60, 70)}


def test_a_gene_with_sequence_on_one_build_is_lifted_to_the_other(
    genes: dict[str, GeneModel],
) -> None:
    """Else a call in it would be outside every known gene on GRCh37 (PRKDC, PPARG, MAP3K14)."""
    assert genes["ONLY38"].loci == {B38: ("1", 1300, 1350), B37: ("1", 1200, 1250)}


def test_a_gene_with_sequence_on_grch37_alone_keeps_its_place_on_grch38(
    genes: dict[str, GeneModel],
) -> None:
    assert genes["ONLY37"].loci == {B38: ("1", 1300, 1400), B37: ("1", 1200, 1250)}


def test_a_former_name_that_is_another_genes_symbol_is_not_kept(
    genes: dict[str, GeneModel],
) -> None:
    """Even if that gene is left out: HLA-H is a pseudogene, and HFE was once called so."""
    assert "PSEUDO" not in genes
    assert "Pseudo" not in genes["LIFTED"].aliases


def test_a_gene_that_lies_nowhere_keeps_its_name(genes: dict[str, GeneModel]) -> None:
    assert genes["NOWHERE"] == GeneModel("NOWHERE", "HGNC:4", 0)


def test_pseudogenes_are_left_out_unless_they_have_sequence(genes: dict[str, GeneModel]) -> None:
    assert "PSEUDO" not in genes
    assert genes["SEQPS"].loci == {B37: ("2", 7, 9), B38: ("2", 8, 10)}


MANE = """
symbol  GRCh38_chr   chr_start chr_end MANE_status         RefSeq_nuc Ensembl_nuc
GENE7   NC_000007.14 101       200     MANE_Select         NM_1.5     ENST1.9
GENE7   NC_000007.14 51        300     MANE_Plus_Clinical  NM_2.1     ENST2.1
GENEX   NC_000023.11 11        20      MANE_Select         NM_3.1     ENST3.1
GENEY   NC_000024.10 11        20      MANE_Select         NM_4.1     ENST4.1
PATCH   NT_187361.1  11        20      MANE_Select         NM_5.1     ENST5.1
"""


@pytest.fixture
def mane(tmp_path: Path) -> Path:
    path = tmp_path / "mane.tsv"
    lines = ("\t".join(line.split()).replace("MANE_S", "MANE S") for line in MANE.splitlines()[1:])
    text = "\n".join(lines).replace("MANE_Plus_Clinical", "MANE Plus Clinical")
    path.write_text(text + "\n")
    return path


def test_mane_transcripts_by_accession_without_version(mane: Path) -> None:
    found = read_mane(mane)

    assert found["NM_1"] == ("MANE Select", "NM_1.5", "GENE7")
    assert found["ENST1"] == ("MANE Select", "ENST1.9", "GENE7")
    assert found["NM_2"] == ("MANE Plus Clinical", "NM_2.1", "GENE7")


def test_genes_lie_where_their_mane_select_transcript_lies(mane: Path) -> None:
    assert read_gene_loci(mane) == {
        "GENE7": ("7", 100, 200),
        "GENEX": ("X", 10, 20),
        "GENEY": ("Y", 10, 20),
    }


def test_symbols_by_hgnc_id(tmp_path: Path) -> None:
    (tmp_path / "hgnc.tsv").write_text("symbol\thgnc_id\nA1\tHGNC:5\nA2\tHGNC:6\n")

    assert read_symbols(tmp_path / "hgnc.tsv") == {"HGNC:5": "A1", "HGNC:6": "A2"}
