"""What is checked of VEP and SnpEff before they run, and of the file that they wrote."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import building
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo
from oncomatch.errors import ConfigError, InputError
from oncomatch.pipeline.other_annotators import check_annotated, check_tool, options_of
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config, SnpEff, Vep
from oncomatch.readers.vcf import VcfFile

ROWS = ["1 100 . A C . PASS .", "1 200 . G T . PASS ."]
CSQ = '##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Allele|Consequence">'
ANN = CSQ.replace("ID=CSQ", "ID=ANN")
BCSQ = CSQ.replace("ID=CSQ", "ID=BCSQ")


def write(path: Path, *header: str, rows: list[str] | None = None) -> Path:
    text = building.vcf_text(ROWS if rows is None else rows, samples=(), header=header)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def request(vcf: Path | None, build: GenomeBuild = GenomeBuild.GRCH38) -> CaseRequest:
    return CaseRequest(CaseInfo("A", "LUAD", "Lung Adenocarcinoma", build), (vcf,) if vcf else ())


@pytest.mark.parametrize(
    ("annotator", "header", "accepted"),
    [
        ("embedded", (), True),
        ("file", (CSQ,), True),
        ("file", (ANN,), True),
        ("file", (BCSQ,), True),
        ("file", (), False),
        ("vep", (CSQ,), True),
        ("vep", (ANN,), False),
        ("snpeff", (ANN,), True),
        ("snpeff", (CSQ,), False),
    ],
)
def test_the_header_declares_what_the_configuration_promises(
    annotator: str, header: tuple[str, ...], accepted: bool, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.vcf", *header)
    if accepted:
        check_annotated(VcfFile(path), path, annotator)
        return
    with pytest.raises(InputError, match=f"annotator is {annotator}, but the header declares no"):
        check_annotated(VcfFile(path), path, annotator)


@pytest.mark.parametrize("name", ["original.vcf", "original.vcf.gz"])
def test_a_record_that_the_tool_left_out_stops_the_case(name: str, tmp_path: Path) -> None:
    original = write(tmp_path / name)
    whole = write(tmp_path / "whole.vcf", CSQ)
    short = write(tmp_path / "short.vcf", CSQ, rows=ROWS[:1])

    check_annotated(VcfFile(whole), original, "vep")
    with pytest.raises(InputError, match=r"has 2 records, what VEP wrote has 1; a call that is"):
        check_annotated(VcfFile(short), original, "vep")


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        (Config(annotator="vep"), "vep.cache: is empty, but the annotator needs it"),
        (Config(annotator="vep", vep=Vep(cache="none")), "vep.cache: there is no folder none"),
        (
            Config(annotator="vep", vep=Vep(cache=".", fasta_grch38="none.fa")),
            "vep.fasta_grch38: there is no file none.fa",
        ),
        (Config(annotator="snpeff"), "snpeff.data: is empty, but the annotator needs it"),
        (
            Config(annotator="snpeff", snpeff=SnpEff(data=".", genome_grch37="tests")),
            "snpeff.genome_grch38: is empty, but the annotator needs it",
        ),
        (
            Config(annotator="snpeff", snpeff=SnpEff(data=".", genome_grch38="none")),
            "snpeff.genome_grch38: there is no folder none",
        ),
    ],
)
def test_data_that_is_absent_is_said_before_anything_runs(
    config: Config, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=re.escape(f"configuration: {sentence}")):
        check_tool(config, [request(write(tmp_path / "a.vcf"))])


def test_data_of_a_build_that_no_case_has_is_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    settings = SnpEff(data=str(tmp_path), genome_grch37="db")
    vcf = write(tmp_path / "a.vcf")

    check_tool(Config(annotator="snpeff", snpeff=settings), [request(vcf, GenomeBuild.GRCH37)])
    check_tool(Config(annotator="snpeff", snpeff=settings), [request(None)])
    check_tool(Config(annotator="file"), [request(vcf)])
    check_tool(Config(), [request(vcf)])


def test_bcf_is_refused_for_the_tools_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.bcf"
    path.write_bytes(gzip.compress(b"BCF\2\2"))
    config = Config(annotator="vep", vep=Vep(cache=str(tmp_path)))
    with pytest.raises(InputError, match="is BCF, which VEP does not read; convert it: bcftools"):
        check_tool(config, [request(path)])
    check_tool(Config(), [request(path)])


def test_more_options_are_words() -> None:
    assert options_of('--fork 4 --plugin "A,b c"') == ["--fork", "4", "--plugin", "A,b c"]
    assert options_of("") == []
    with pytest.raises(ConfigError, match="cannot be read: No closing quotation"):
        options_of("--plugin 'a")
