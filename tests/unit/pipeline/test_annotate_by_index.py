"""A table is the same by the index as by reading the whole file, and the account is true."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from random import Random

import pysam
import pytest

from building import vcf_text
from oncomatch.domain.build import GenomeBuild
from oncomatch.pipeline import annotate
from oncomatch.pipeline.annotate import Account, Request, annotate_file, sentences
from oncomatch.readers.index import IndexedContig, read_index
from oncomatch.reference.bundle import Reference

BUILD = GenomeBuild.GRCH38
KINDS = pytest.mark.parametrize("kind", [".tbi", ".csi"])


@pytest.fixture(autouse=True)
def small_files_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "_WORTH_AN_INDEX", 0)


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Path:
    """Return a bgzipped VCF with calls in a few genes and far more elsewhere; chr12 comes first."""
    random = Random(20261120)
    rows = []
    for contig, gene in (("12", "KRAS"), ("7", "BRAF"), ("7", "EGFR"), ("17", "TP53")):
        transcript = reference.reported_transcript(gene, BUILD)
        assert transcript is not None
        assert transcript.contig == contig
        places = [random.randint(transcript.start0 - 500, transcript.end0) for _ in range(40)]
        for start0 in [*places, *(random.randrange(10**7, 8 * 10**7) for _ in range(900))]:
            ref = reference.sequences.bases(BUILD, contig, start0, start0 + 1).replace("N", "A")
            alt = random.choice([base for base in ("C", "T", f"{ref}G") if base != ref])
            rows.append((contig, start0 + 1, ref, alt))
        long = transcript.start0 - 2000
        bases = reference.sequences.bases(BUILD, contig, long, transcript.start0 + 30)
        rows.append((contig, long + 1, bases.replace("N", "A"), bases[:1].replace("N", "A")))
    order = ["12", "7", "17"]
    rows.sort(key=lambda row: (order.index(row[0]), row[1]))
    lines = [
        f"chr{contig} {position} . {ref} {alt} . PASS . GT:AD:DP 0/1:50,20:70"
        for contig, position, ref, alt in rows
    ]
    path = tmp_path_factory.mktemp("calls") / "calls.vcf.gz"
    with pysam.BGZFile(str(path), "wb", None) as out:
        out.write(vcf_text(lines).encode())
    return path


def indexed(calls: Path, folder: Path, kind: str) -> Path:
    path = shutil.copy(calls, folder / "calls.vcf.gz")
    pysam.tabix_index(str(path), preset="vcf", csi=kind == ".csi")
    return path


def both(path: Path, plain: Path, kind: str) -> tuple[Account, Account, str]:
    """Annotate a file with its index and its copy without; return the accounts and the table."""
    folder = path.parent
    found = annotate_file(Request(path, folder / f"by_index.{kind}", BUILD))
    expected = annotate_file(Request(plain, folder / f"by_scan.{kind}", BUILD))
    text = (folder / f"by_index.{kind}").read_text()
    assert text == (folder / f"by_scan.{kind}").read_text()
    return found, expected, text


@KINDS
@pytest.mark.parametrize("table", ["tsv", "maf"])
def test_the_table_is_that_of_the_scan(tmp_path: Path, calls: Path, kind: str, table: str) -> None:
    found, expected, text = both(indexed(calls, tmp_path, kind), calls, table)
    assert all(gene in text for gene in ("KRAS", "BRAF", "EGFR", "TP53"))
    assert expected.elsewhere is not None
    assert expected.other_genes is not None
    assert found == replace(
        expected, other_genes=None, elsewhere=expected.elsewhere + expected.other_genes
    )
    assert sentences(found)[0].startswith(
        f"{expected.records:,} records on GRCh38, as the index counts them; "
        f"{expected.described} alleles described; "
        f"{found.elsewhere} passed over by the index, outside the genes looked at; "
    )


def test_an_index_without_counts(
    tmp_path: Path, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_counts(path: Path) -> list[IndexedContig]:
        first, *others = read_index(path)
        return [replace(first, records=None), *others]

    monkeypatch.setattr(annotate, "read_index", without_counts)
    found, expected, _ = both(indexed(calls, tmp_path, ".tbi"), calls, "tsv")
    assert found == replace(expected, records=None, other_genes=None, elsewhere=None)
    assert sentences(found)[0].startswith(
        "records on GRCh38 read by the index, which does not count them; "
        f"{expected.described} alleles described; "
        "records outside the genes looked at passed over and not counted; "
    )


def test_an_index_that_counts_too_few(
    tmp_path: Path, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        annotate, "read_index", lambda path: [replace(each, records=1) for each in read_index(path)]
    )
    found, expected, _ = both(indexed(calls, tmp_path, ".tbi"), calls, "tsv")
    assert "was not used, it counts fewer records than calls.vcf.gz has" in found.doubts[0]
    assert replace(found, doubts=()) == expected


@KINDS
def test_an_index_of_another_file_is_named_and_not_used(
    tmp_path: Path, calls: Path, kind: str
) -> None:
    path = indexed(calls, tmp_path, kind)
    with pysam.BGZFile(str(path), "rb") as old:
        text = old.read()
    with pysam.BGZFile(str(path), "wb", None) as out:
        out.write(text.replace(b"PASS", b"."))
    later = path.stat().st_mtime + 5
    os.utime(path.with_name(path.name + kind), (later, later))
    found = annotate_file(Request(path, tmp_path / "x.tsv", BUILD))
    assert found.doubts[0].startswith(f"{path}{kind}: was not used, it does not fit calls.vcf.gz")
    assert found.other_genes is not None


def test_an_index_older_than_its_file_is_named_and_not_used(tmp_path: Path, calls: Path) -> None:
    path = indexed(calls, tmp_path, ".tbi")
    os.utime(f"{path}.tbi", (0, 0))
    found, expected, _ = both(path, calls, "tsv")
    assert "is older than the file and was not used" in found.doubts[0]
    assert replace(found, doubts=()) == expected


@pytest.mark.parametrize("change", [{"everything": True}, {"out": "x.vcf"}, {"out": "x.vcf.gz"}])
def test_what_has_all_records_is_made_of_all(
    tmp_path: Path, calls: Path, change: dict[str, object]
) -> None:
    path = indexed(calls, tmp_path, ".tbi")
    out = tmp_path / str(change.get("out", "x.tsv"))
    request = Request(path, out, BUILD, everything=bool(change.get("everything")))
    assert annotate_file(request).other_genes is not None


def test_a_small_file_is_read_as_a_whole(
    tmp_path: Path, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    path = indexed(calls, tmp_path, ".tbi")
    assert annotate_file(Request(path, tmp_path / "x.tsv", BUILD)).other_genes is not None
