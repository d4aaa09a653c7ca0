"""`oncomatch annotate` takes, or compares, what the file or a table says of a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import building
from building import vcf_text
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.knowledge.hotspot_sites import open_hotspot_sites
from oncomatch.pipeline.annotate import Account, Request, annotate_file
from oncomatch.reporting.annotation_table import Row

BUILD = GenomeBuild.GRCH38
CSQ = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. '
    'Format: Allele|Consequence|SYMBOL|Feature|BIOTYPE|EXON|HGVSc|HGVSp|CANONICAL">'
)
V600E = building.place("BRAF", "V600E", BUILD)
R201H = next(
    variant
    for variant, named in open_hotspot_sites().items()
    if named == ("GNAS", "R201H") and variant.build is BUILD
)
BESIDE = replace(R201H, position=R201H.position + 10, ref="A", alt="C")
"""Another place in GNAS; its sequence is not embedded, so any REF will do."""
ELSEWHERE = Variant("1", 100, "A", "C", BUILD)


def said(variant: Variant, terms: str, gene: str, protein: str = "") -> str:
    name = f"ENST00000000001|protein_coding|8/13||{protein}|YES"
    return f"CSQ={variant.alt}|{terms}|{gene}|{name}"


Written = Callable[..., tuple[Account, str]]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def of(
        *calls: tuple[Variant, str], kind: str = "tsv", header: str = CSQ
    ) -> tuple[Account, str]:
        rows = [
            f"{where.contig} {where.position} . {where.ref} {where.alt} . PASS {info or '.'} "
            "GT:AD:DP 0/1:60,40:100"
            for where, info in calls
        ]
        vcf, out = tmp_path / "x.vcf", tmp_path / f"out.{kind}"
        vcf.write_text(vcf_text(rows, header=[header] if header else []))
        account = annotate_file(Request(vcf, out, BUILD))
        return account, out.read_text()

    return of


def rows_in(text: str) -> list[Row]:
    return [Row._make(line.split("\t")) for line in text.splitlines()[1:]]


def test_a_gene_without_sequence_has_the_files_answer(written: Written) -> None:
    account, text = written(
        (BESIDE, said(BESIDE, "missense_variant", "GNAS", "ENSP0.1:p.Gln205Pro"))
    )
    (row,) = rows_in(text)

    assert (row.gene, row.transcript, row.protein_change) == ("GNAS", "ENST00000000001", "Q205P")
    assert (row.consequence, row.exon, row.vaf) == ("missense_variant", "8/13", "0.4")
    assert row.note == "VEP annotates it so in the file; not checked here"
    assert account.described == 1
    assert account.other_genes == 0


def test_the_vcf_does_not_call_it_determined(written: Written) -> None:
    _, text = written(
        (BESIDE, said(BESIDE, "missense_variant", "GNAS")),
        (V600E, said(V600E, "missense_variant", "BRAF", "ENSP0.1:p.Val600Glu")),
        kind="vcf",
    )
    status = [line.split("\t")[7].rpartition("|")[2] for line in text.splitlines()[-2:]]

    assert status == ["VEP_annotates_it_so_in_the_file%3B_not_checked_here", "determined"]


def test_another_answer_of_the_file_is_recorded_with_both(written: Written) -> None:
    account, text = written((V600E, said(V600E, "missense_variant", "BRAF", "ENSP0.1:p.Val600Lys")))
    (row,) = rows_in(text)

    assert row.protein_change == "V600E"
    assert row.note == (
        "VEP in the file says V600K, missense_variant on ENST00000000001, "
        f"here it is V600E, missense_variant on {row.transcript}"
    )
    assert account.doubts[0].startswith("The file's own annotation differs from ours on 1 of 1")


def test_the_same_answer_is_no_remark(written: Written) -> None:
    account, text = written((V600E, said(V600E, "missense_variant", "BRAF", "ENSP0.1:p.Val600Glu")))

    assert [row.note for row in rows_in(text)] == [""]
    assert account.doubts == ()


def test_recurrent_changes_need_no_annotation_of_the_file(written: Written) -> None:
    account, text = written((R201H, ""), (BESIDE, ""), header="")
    (row,) = rows_in(text)

    assert (row.gene, row.protein_change, row.transcript) == ("GNAS", "R201H", "")
    assert row.note == "cancerhotspots v2 names this base change so; not checked here"
    assert (account.described, account.other_genes) == (1, 1)


def test_what_neither_knows_is_left_and_counted(written: Written) -> None:
    account, text = written((BESIDE, ""), (ELSEWHERE, ""))

    assert rows_in(text) == []
    assert account.records == 2
    assert dict(account.left) == {"beside a gene, or in one without embedded sequence": 1}
    assert account.elsewhere == 1
