"""A call that alters one gene leaves a second gene open whose sequence is not embedded.

SECOND lies over FWD in the tiny genome, from base 901 to 1100, without sequence.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import building
from building import tiny_chromosome, vcf_text
from oncomatch.domain.alteration import AnnotationState
from oncomatch.domain.build import GenomeBuild
from oncomatch.pipeline.intake import Intake
from oncomatch.readers.config import Filters
from oncomatch.readers.vcf import VcfFile
from oncomatch.reference.bundle import Reference
from oncomatch.reference.compiler import GeneModel

B38 = GenomeBuild.GRCH38
REST = "GT:AD:DP 0/1:60,40:100"
REASON = "it is read in FWD, and the sequence here is not embedded"
CSQ = '##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Allele|Consequence|SYMBOL|Feature">'


@pytest.fixture(scope="module")
def overlapping(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    locus = dict.fromkeys(building.BOTH, ("1", 900, 1100))
    second = GeneModel("SECOND", "HGNC:3", 3, (), locus)
    return building.tiny_reference(tmp_path_factory.mktemp("overlapping"), second)


def row(position: int, ref: str, alt: str, info: str = ".", filters: str = "PASS") -> str:
    assert tiny_chromosome()[position - 1 : position - 1 + len(ref)] == ref, "the row is wrong"
    return f"1 {position} . {ref} {alt} . {filters} {info} {REST}"


def read(path: Path, reference: Reference, *rows: str, header: tuple[str, ...] = ()) -> Intake:
    path.write_text(vcf_text(rows, header=("##contig=<ID=1,length=4000>", *header)))
    intake = Intake(reference, B38, Filters())
    intake.read(VcfFile(path), 0)
    return intake


def test_the_second_gene_is_open(overlapping: Reference, tmp_path: Path) -> None:
    intake = read(tmp_path / "in.vcf", overlapping, row(1014, "G", "A"))

    assert [variant.gene for variant in intake.reported] == ["FWD"]
    assert [(call.genes, call.written, call.reason) for call in intake.unusable] == [
        (("SECOND",), "1:1014 G>A", REASON)
    ]


def test_so_is_it_where_the_call_failed_a_filter(overlapping: Reference, tmp_path: Path) -> None:
    intake = read(tmp_path / "in.vcf", overlapping, row(1014, "G", "A", filters="weak"))

    assert [variant.gene for variant in intake.left_out] == ["FWD"]
    assert [call.genes for call in intake.unusable] == [("SECOND",)]


def test_a_call_that_stands_twice_is_said_once(overlapping: Reference, tmp_path: Path) -> None:
    intake = read(tmp_path / "in.vcf", overlapping, *[row(1014, "G", "A")] * 2)

    assert len(intake.unusable) == 1


@pytest.mark.parametrize(
    ("said", "genes"),
    [
        ("A|intron_variant|SECOND|NM_9.1", []),
        ("A|missense_variant|SECOND|NM_9.1", [("SECOND",)]),
        ("A|intron_variant|SECOND|NM_9.1,A|stop_gained|SECOND|NM_9.2", [("SECOND",)]),
        ("A|intron_variant|FWD|NM_1.1", [("SECOND",)]),
    ],
)
def test_the_files_own_word_settles_it(
    overlapping: Reference, said: str, genes: list[tuple[str, ...]], tmp_path: Path
) -> None:
    rows = row(1014, "G", "A", f"CSQ={said}")
    intake = read(tmp_path / "in.vcf", overlapping, rows, header=(CSQ,))

    assert [call.genes for call in intake.unusable] == genes


def test_a_call_that_is_silent_in_the_first_gene_is_itself_open(
    overlapping: Reference, tmp_path: Path
) -> None:
    intake = read(tmp_path / "in.vcf", overlapping, row(1016, "T", "A"))

    assert [variant.gene for variant in intake.reported] == ["SECOND"]
    assert intake.reported[0].state is AnnotationState.NOT_DETERMINED
    assert intake.unusable == []


def test_a_gene_that_the_file_answers_for_is_not_open_beside_itself(
    overlapping: Reference, tmp_path: Path
) -> None:
    base = tiny_chromosome()[949]
    new = other(base)
    said = f"CSQ={new}|missense_variant|SECOND|NM_9.1"
    intake = read(tmp_path / "in.vcf", overlapping, row(950, base, new, said), header=(CSQ,))

    assert [variant.gene for variant in intake.reported] == ["SECOND"]
    assert intake.unusable == []


def test_no_other_gene_no_open_gene(overlapping: Reference, tmp_path: Path) -> None:
    """Exon 2 of FWD begins at base 1201, behind SECOND."""
    text = tiny_chromosome()
    intake = read(tmp_path / "in.vcf", overlapping, row(1205, text[1204], other(text[1204])))

    assert intake.unusable == []


def other(base: str) -> str:
    return "ACGT"["ACGT".index(base) - 1]
