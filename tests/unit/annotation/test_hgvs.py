"""Genomic HGVS names and the accessions of chromosomes."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

import pytest

from oncomatch.annotation.edit import Edit
from oncomatch.annotation.hgvs import contig_accession, describe_genomic, predicted
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES
from unit.annotation.rebuilding import source

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38

#         1234567890123456
GENOME = "GGGCACACACAGTTTA"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit(3, "C", "T"), "4C>T"),
        (Edit(15, "A", ""), "16del"),
        (Edit(9, "CA", ""), "10_11del"),
        (Edit(11, "", "CA"), "10_11dup"),
        (Edit(15, "", "T"), "15dup"),
        (Edit(15, "", "TT"), "14_15dup"),
        (Edit(11, "", "CACACA"), "6_11dup"),
        (Edit(11, "", "CAC"), "11_12insCAC"),
        (Edit(11, "", "CACACACACA"), "4_11CA[9]"),
        (Edit(16, "", "AA"), "16A[3]"),
        (Edit(3, "", "GGGG"), "1_3G[7]"),
        (Edit(3, "", "GGG"), "1_3dup"),
        (Edit(12, "", "AGAG"), "11_12AG[3]"),
        (Edit(12, "", "CGCG"), "12_13insCGCG"),
        (Edit(13, "", "C"), "13_14insC"),
        (Edit(3, "CA", "GG"), "4_5delinsGG"),
        (Edit(3, "C", "GG"), "4delinsGG"),
        (Edit(3, "CACA", "TGTG"), "4_7inv"),
        (Edit(11, "G", "C"), "12G>C"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_names_of_edits_in_their_most_3_prime_place(edit: Edit, expected: str) -> None:
    assert GENOME[edit.start0 : edit.end0] == edit.ref, "the table is wrong"

    name = describe_genomic(B38, "7", edit, source(GENOME))

    assert name == f"NC_000007.14:g.{expected}"


def test_a_contig_without_an_accession_keeps_its_name() -> None:
    assert describe_genomic(B38, "MT", Edit(3, "C", "T"), source(GENOME)) == "MT:g.4C>T"
    assert contig_accession(B38, "GL000224.1") == "GL000224.1"


def test_every_nuclear_chromosome_of_grch38_has_its_accession() -> None:
    names = {contig: contig_accession(B38, contig) for contig in CHROMOSOMES if contig != "MT"}

    numbers = [int(re.fullmatch(r"NC_0000(\d\d)\.\d+", name)[1]) for name in names.values()]
    assert numbers == list(range(1, 25))


def test_accessions_of_grch38_are_those_of_mane(shared: Path) -> None:
    found = set()
    with gzip.open(shared / "reference" / "MANE.GRCh38.v1.2.summary.txt.gz", "rt") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["GRCh38_chr"].startswith("NC_"):
                found.add(row["GRCh38_chr"])

    assert found == {contig_accession(B38, contig) for contig in CHROMOSOMES if contig != "MT"}


def test_accessions_of_grch37_are_those_of_civic(shared: Path) -> None:
    """CIViC names both builds; of each chromosome the lower version is GRCh37."""
    text = (shared / "kb" / "civic_variants_with_coords_2025.tsv").read_text()
    used = {
        (int(number), int(version))
        for number, version in re.findall(r"NC_0000(\d\d)\.(\d+):g\.", text)
    }
    contigs = dict(zip(range(1, 25), CHROMOSOMES, strict=False))
    known = {
        (int(number), int(version))
        for build in GenomeBuild
        for contig in contigs.values()
        for number, version in re.findall(r"NC_0000(\d\d)\.(\d+)", contig_accession(build, contig))
    }

    assert len(used) > 30
    assert used - known == {(17, 13)}, "one record of CIViC carries a version that never was"
    for number in {number for number, _ in used}:
        lowest = min(version for other, version in used & known if other == number)
        assert contig_accession(B37, contigs[number]) == f"NC_0000{number:02}.{lowest}"


def test_a_protein_change_is_put_in_brackets_on_request() -> None:
    names = ["NP_1.1:p.Val600Glu", "p.Met1?", "p.(Gly12Asp)", "NP_1.1:p.?", ""]

    assert [predicted(name) for name in names] == [
        "NP_1.1:p.(Val600Glu)",
        "p.(Met1?)",
        "p.(Gly12Asp)",
        "NP_1.1:p.?",
        "",
    ]
