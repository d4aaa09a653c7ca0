"""Genes and coding transcripts of a GFF3, in the dialects of Ensembl, GENCODE and NCBI."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError
from oncomatch.reference.gff import GffAnnotation, GffGene, read_gff
from unit.reference.gff_makers import DIALECTS, FORWARD, REVERSE, ensembl, gencode, line, refseq

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38


def read(folder: Path, text: str, build: GenomeBuild = B38) -> GffAnnotation:
    path = folder / "made.gff3"
    path.write_text(text)
    return read_gff(path, build)


def only(annotation: GffAnnotation) -> GffGene:
    (gene,) = annotation.genes
    return gene


@pytest.mark.parametrize("dialect", DIALECTS)
def test_blocks_stand_in_the_order_of_the_transcript(dialect: str, tmp_path: Path) -> None:
    forward, reverse = read(tmp_path, DIALECTS[dialect](FORWARD, REVERSE)).genes

    (transcript,) = forward.transcripts
    assert (transcript.strand, transcript.exons, transcript.coding) == (
        1,
        FORWARD.exons,
        FORWARD.coding,
    )
    assert transcript.phases == (0, 0, 2)
    (transcript,) = reverse.transcripts
    assert (transcript.strand, transcript.exons, transcript.coding) == (
        -1,
        REVERSE.exons[::-1],
        REVERSE.coding[::-1],
    )
    assert transcript.phases == (0, 0, 2)
    assert (forward.start0, forward.end0) == (1000, 1560)


@pytest.mark.parametrize(
    ("dialect", "accession", "protein", "entrez"),
    [
        ("ensembl", "ENST00000000001.3", "ENSP00000000001.2", 0),
        ("gencode", "ENST00000000001.3", "ENSP00000000001.2", 0),
        ("refseq", "NM_000001.3", "NP_000001.2", 1),
    ],
)
def test_names_and_ids(
    dialect: str, accession: str, protein: str, entrez: int, tmp_path: Path
) -> None:
    gene = only(read(tmp_path, DIALECTS[dialect](FORWARD)))

    assert (gene.name, gene.hgnc, gene.entrez, gene.chromosome) == ("FWD", "HGNC:1", entrez, "1")
    assert [(each.accession, each.protein) for each in gene.transcripts] == [(accession, protein)]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("tag", ["MANE Select", "MANE Plus Clinical"])
def test_mane_tags_are_read_with_blanks_and_low_lines(
    dialect: str, tag: str, tmp_path: Path
) -> None:
    annotation = read(tmp_path, DIALECTS[dialect](replace(FORWARD, tag=tag)))

    assert tag in only(annotation).transcripts[0].tags
    assert annotation.has_mane
    assert not read(tmp_path, DIALECTS[dialect](FORWARD)).has_mane


def test_a_gene_with_an_id_alone_has_no_name(tmp_path: Path) -> None:
    assert only(read(tmp_path, ensembl(FORWARD).replace("Name=FWD;", ""))).name == ""
    assert only(read(tmp_path, ensembl(FORWARD).replace("Name=FWD;", ""))).id == "ENSG00000000001"


def test_the_old_source_of_a_symbol_names_hgnc_as_well(tmp_path: Path) -> None:
    """Ensembl wrote `Acc:1097` before it wrote `Acc:HGNC:1097`."""
    text = ensembl(FORWARD).replace("Acc:HGNC:1]", "Acc:1097]")

    assert only(read(tmp_path, text)).hgnc == "HGNC:1097"


def test_what_is_not_coding_is_left_out_by_biotype(tmp_path: Path) -> None:
    models = [
        FORWARD,
        replace(REVERSE, number=3, biotype="nonsense_mediated_decay"),
        replace(REVERSE, number=4, biotype="lncRNA", coding=()),
        replace(REVERSE, number=5, coding=()),
    ]
    annotation = read(tmp_path, ensembl(*models))

    assert annotation.left_out == (
        ("lncRNA", 1),
        ("nonsense_mediated_decay", 1),
        ("protein_coding", 1),
    )
    assert [len(gene.transcripts) for gene in annotation.genes] == [1, 0, 0, 0]


def test_the_order_of_the_lines_makes_no_difference(tmp_path: Path) -> None:
    text = gencode(FORWARD, REVERSE)
    head, *lines = text.splitlines()
    turned = read(tmp_path, "\n".join([head, *reversed(lines)]))

    assert sorted(turned.genes, key=lambda gene: gene.id) == sorted(
        read(tmp_path, text).genes, key=lambda gene: gene.id
    )


def test_exons_may_be_absent_and_have_several_parents(tmp_path: Path) -> None:
    kept = [one for one in refseq(FORWARD).splitlines() if "\texon\t" not in one]
    assert only(read(tmp_path, "\n".join(kept))).transcripts[0].exons == ()

    second = "ID=rna-NM_2.1;Parent=gene-FWD;transcript_id=NM_2.1"
    text = refseq(FORWARD).replace("Parent=rna-NM_000001.3", "Parent=rna-NM_000001.3,rna-NM_2.1")
    text += line(FORWARD, "mRNA", (1000, 1560), second) + "\n"
    assert [len(each.exons) for each in only(read(tmp_path, text)).transcripts] == [3, 3]


@pytest.mark.parametrize(
    ("more", "remark"),
    [
        (";Note=non-AUG (CUG) translation initiation codon", "non-AUG"),
        (";exception=ribosomal slippage", "slippage"),
        (";transl_except=(pos:1100..1102%2Caa:Sec)", "(pos:1100..1102,aa:Sec)"),
    ],
)
def test_remarks_on_the_coding_part_are_kept(more: str, remark: str, tmp_path: Path) -> None:
    gene = only(read(tmp_path, refseq(replace(FORWARD, more=more))))

    assert remark in gene.transcripts[0].remarks


def test_a_redefined_stop_codon_is_selenocysteine(tmp_path: Path) -> None:
    parent = "Parent=transcript:ENST00000000001"
    extra = line(FORWARD, "stop_codon_redefined_as_selenocysteine", (1200, 1203), parent)
    transcript = only(read(tmp_path, ensembl(FORWARD) + extra)).transcripts[0]

    assert transcript.has_selenocysteine
    assert transcript.selenocysteines == ((1200, 1203),)


def test_a_tag_says_that_there_is_selenocysteine_and_not_where(tmp_path: Path) -> None:
    transcript = only(read(tmp_path, ensembl(replace(FORWARD, tag="seleno")))).transcripts[0]

    assert transcript.has_selenocysteine
    assert transcript.selenocysteines == ()


@pytest.mark.parametrize(
    ("exceptions", "places"),
    [
        ("(pos:1100..1102%2Caa:Sec)", ((1099, 1102),)),
        ("(pos:complement(1100..1102)%2Caa:Sec)", ((1099, 1102),)),
        ("(pos:complement(NC_000001.11:1100..1102)%2Caa:Sec)", ((1099, 1102),)),
        ("(pos:join(1039..1040%2C1201)%2Caa:Sec)", ((1038, 1201),)),
        ("(pos:1100..1102%2Caa:Sec),(pos:1106..1108%2Caa:Sec)", ((1099, 1102), (1105, 1108))),
        ("(pos:1100..1102%2Caa:Met)", ()),
        ("(pos:1100..1102%2Caa:OTHER),(pos:1106..1108%2Caa:Sec)", ((1105, 1108),)),
        ("(pos:1550%2Caa:TERM)", ()),
    ],
)
def test_exceptions_of_the_translation_place_it(
    exceptions: str, places: tuple[tuple[int, int], ...], tmp_path: Path
) -> None:
    """On the coding part, as NCBI writes them."""
    text = refseq(FORWARD).replace(";protein_id=", f";transl_except={exceptions};protein_id=")
    transcript = only(read(tmp_path, text)).transcripts[0]

    assert transcript.selenocysteines == places
    assert transcript.has_selenocysteine == bool(places)


def test_a_coding_part_below_a_gene_is_no_transcript(tmp_path: Path) -> None:
    below = line(REVERSE, "CDS", (2500, 2503), "ID=cds-1;Parent=gene-FWD;gene=FWD", "0")
    annotation = read(tmp_path, refseq(FORWARD) + below)

    assert len(only(annotation).transcripts) == 1
    assert ("coding part directly below a gene", 1) in annotation.left_out


def test_a_zipped_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "made.gff3.gz"
    path.write_bytes(gzip.compress(ensembl(FORWARD).encode()))

    assert only(read_gff(path, B38)).name == "FWD"


@pytest.mark.parametrize(
    "head",
    [
        "#!genome-version GRCh37",
        "#!genome-build GRCh37.p13",
        "##description: evidence-based annotation of the human genome (GRCh37), version 19",
    ],
)
def test_a_file_that_says_another_build_is_refused(head: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="its header says GRCh37, not GRCh38; give the GFF3 of"):
        read(tmp_path, f"{head}\n{ensembl(FORWARD)}")
    assert len(read(tmp_path, f"{head}\n{ensembl(FORWARD)}", B37).genes) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1\tmade\tgene\t1\t9\n", ", line 1: has 5 columns, not 9; is it GFF3, and whole?"),
        ('1\tm\texon\t1\t9\t.\t+\t.\tgene_id "A"; x "B"', ", line 1: is GTF, not GFF3"),
        ("1\tm\texon\ta\t9\t.\t+\t.\tParent=b", ", line 1: a-9 is not an interval"),
        ("##gff-version 3\n", ": holds no transcript with exons and a coding part (CDS)"),
        ("", ": holds no transcript with exons and a coding part (CDS)"),
    ],
    ids=["columns", "GTF", "no number", "header alone", "empty"],
)
def test_mistakes_are_said_with_their_line(text: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape(f"made.gff3{sentence}")):
        read(tmp_path, text)


@pytest.mark.parametrize("keep", [30, -9])
def test_a_zipped_file_that_ends_early_is_refused(keep: int, tmp_path: Path) -> None:
    path = tmp_path / "made.gff3.gz"
    path.write_bytes(gzip.compress(ensembl(FORWARD, REVERSE).encode())[:keep])

    with pytest.raises(InputError, match="damaged or ends too early; copy it again"):
        read_gff(path, B38)


def test_an_absent_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file .*none\.gff3; check the path"):
        read_gff(tmp_path / "none.gff3", B38)
