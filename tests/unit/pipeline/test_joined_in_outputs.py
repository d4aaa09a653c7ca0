"""A joined change is what is matched and reported; every output says from which calls it came."""

from __future__ import annotations

import csv
import gzip
import html
import re
from pathlib import Path

import pytest

import building
from building import vcf_text
from oncomatch.cli import main
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.ledger import Ledger, LedgerLine
from oncomatch.domain.record import CaseRecord
from oncomatch.pipeline.case_files import read_record

CALLS = [building.place("BRAF", change, GenomeBuild.GRCH38) for change in ("V600E", "V600M")]


def case(folder: Path, genotype: str, second: str = "61,39:100") -> tuple[Path, CaseRecord]:
    """Run the report on V600E and V600M in one codon; return its folder and record."""
    rows = [
        f"{call.contig} {call.position} . {call.ref} {call.alt} . PASS . GT:PS:AD:DP "
        f"{genotype}:9:{reads}"
        for call, reads in zip(CALLS, ("60,40:100", second), strict=True)
    ]
    path = folder / "calls.vcf"
    path.write_text(vcf_text(rows, header=["##contig=<ID=7,length=159345973>"]))
    words = ["--vcf", str(path), "--build", "GRCh38", "--tumor-type", "MEL", "--out", str(folder)]
    assert main(["report", *words]) == 0
    return folder / "case", read_record(folder / "case" / "case.json")


def page(folder: Path) -> str:
    text = re.sub(r"<[^>]+>", " ", (folder / "report.html").read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", html.unescape(text))


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CaseRecord]:
    """Return the outputs of two phased calls."""
    return case(tmp_path_factory.mktemp("joined"), "0|1")


def test_only_the_change_that_exists_is_matched(joined: tuple[Path, CaseRecord]) -> None:
    _, record = joined
    labels = {label for match in record.therapies for label in match.labels}

    assert "BRAF V600K" in labels
    assert not labels & {"BRAF V600E", "BRAF V600M"}


def test_the_report_says_from_which_calls(joined: tuple[Path, CaseRecord]) -> None:
    folder, _ = joined
    text = page(folder)

    assert "read together from 2 calls on one haplotype: 7:140753336 A>T (BRAF V600E" in text
    assert "2 reported (2 of them read together as 1 change) + 0 filtered" in text


def test_the_table_and_the_vcf_name_the_change_at_each_call(
    joined: tuple[Path, CaseRecord],
) -> None:
    folder, _ = joined
    with (folder / "variants.tsv").open(encoding="utf-8", newline="") as lines:
        table = [
            (row["protein_change"], row["status"]) for row in csv.DictReader(lines, delimiter="\t")
        ]
    lines = gzip.decompress((folder / "annotated.vcf.gz").read_bytes()).decode().splitlines()
    entries = [line.split("ONCOMATCH=")[1].split("\t")[0] for line in lines if line[0] != "#"]

    assert table == [
        ("V600E", "read on its haplotype as BRAF V600K"),
        ("V600M", "read on its haplotype as BRAF V600K"),
        ("V600K", "reported: determined"),
    ]
    assert [entry.split("|")[-2:] for entry in entries] == [
        ["V600E", "read_on_its_haplotype_as_BRAF_V600K"],
        ["V600M", "read_on_its_haplotype_as_BRAF_V600K"],
    ]


def test_unphased_neighbours_are_matched_alone_with_a_caution_in_the_report(
    tmp_path: Path,
) -> None:
    folder, record = case(tmp_path, "0/1")
    labels = {label for match in record.therapies for label in match.labels}

    assert "BRAF V600E" in labels
    assert "BRAF V600K" not in labels
    assert "together they would be BRAF V600K" in page(folder)


def test_a_part_that_is_there_alone_as_well_is_matched_beside_the_change(tmp_path: Path) -> None:
    folder, record = case(tmp_path, "0|1", "90,10:100")
    labels = {label for match in record.therapies for label in match.labels}

    assert {"BRAF V600E", "BRAF V600K"} <= labels
    assert "BRAF V600M" not in labels
    assert "those that do have BRAF V600K" in page(folder)


@pytest.mark.parametrize("joined_alleles", [-1, 3])
def test_a_ledger_cannot_have_joined_more_than_it_reports(joined_alleles: int) -> None:
    with pytest.raises(ValueError, match="cannot be joined"):
        Ledger(2, 3, 2, (LedgerLine("x", 1),), (), joined_alleles)
