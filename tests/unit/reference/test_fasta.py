"""A FASTA gives its bases by place, whichever way it is stored, or says what is wrong with it."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pysam
import pytest

from oncomatch.errors import InputError
from oncomatch.reference.contig_names import chromosome_of
from oncomatch.reference.fasta import GenomeFasta
from unit.reference.gff_makers import write_fasta

CONTIGS = {"chrX": "ACGTN" * 40, "chr2": "ttga" * 31, "chrUn_1": "A" * 10}


def bgzipped(path: Path) -> Path:
    zipped = path.with_suffix(".fa.gz")
    pysam.tabix_compress(str(path), str(zipped), force=True)
    return zipped


def indexed(path: Path) -> Path:
    pysam.FastaFile(str(path)).close()
    return path


@pytest.mark.parametrize(
    "store",
    [
        lambda path: path,
        indexed,
        bgzipped,
        lambda path: indexed(bgzipped(path)),
    ],
    ids=["plain", "indexed", "bgzipped", "bgzipped and indexed"],
)
def test_bases_and_lengths_are_those_of_the_file(store: object, tmp_path: Path) -> None:
    path = store(write_fasta(tmp_path / "g.fa", CONTIGS))  # type: ignore[operator]
    with GenomeFasta(path) as genome:
        assert genome.contigs == ["2", "X"]
        assert genome.lengths == {"2": 124, "X": 200}
        assert genome.bases("X", 58, 63) == CONTIGS["chrX"][58:63]
        assert genome.bases("2", 0, 6) == "TTGATT"
        assert genome.bases("2", -5, 3) == "TTG"
        assert genome.bases("2", 120, 200) == "TTGA"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_left_as_it_is(tmp_path: Path) -> None:
    path = write_fasta(tmp_path / "g.fa", CONTIGS)
    tmp_path.chmod(0o500)
    try:
        with GenomeFasta(path) as genome:
            assert genome.bases("2", 0, 4) == "TTGA"
        assert list(tmp_path.iterdir()) == [path]
    finally:
        tmp_path.chmod(0o700)


def test_an_index_is_made_elsewhere_where_the_folder_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_fasta(tmp_path / "g.fa", CONTIGS)
    monkeypatch.setattr("oncomatch.reference.fasta.os.access", lambda *_: False)
    with GenomeFasta(path) as genome:
        assert genome.bases("2", 0, 4) == "TTGA"
    assert list(tmp_path.iterdir()) == [path]


def test_an_index_of_another_file_is_refused(tmp_path: Path) -> None:
    path = indexed(write_fasta(tmp_path / "g.fa", CONTIGS))
    write_fasta(path, {"chr2": "TTGA" * 50})

    with pytest.raises(InputError, match=r"is the index of another file than g\.fa is now; delete"):
        GenomeFasta(path)


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (gzip.compress(b">chr1\nACGT\n"), "is gzipped, not bgzipped"),
        (b"chr1\t1\n", "is not a FASTA, it does not begin with '>'"),
        (b"", "is not a FASTA, it does not begin with '>'"),
        (b">chr1\nACGT\n>1\nACGT\n", "chr1 and 1 are both chromosome 1"),
        (b">scaffold_1\nACGT\n", "none of its contigs is a chromosome (scaffold_1)"),
        (b">chr1\nACGT\nAC\nACGTACGT\n", "is not a FASTA that can be read by place"),
    ],
    ids=["gzip", "no FASTA", "empty", "twice", "no chromosome", "ragged lines"],
)
def test_mistakes_are_said(contents: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "g.fa"
    path.write_bytes(contents)

    with pytest.raises(InputError, match=re.escape(f"{path}: {sentence}")):
        GenomeFasta(path)


def test_an_absent_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file .*none\.fa; check the path"):
        GenomeFasta(tmp_path / "none.fa")


@pytest.mark.parametrize(
    ("name", "chromosome"),
    [
        ("1", "1"),
        ("chr22", "22"),
        ("CHRX", "X"),
        ("chrM", "MT"),
        ("NC_000001.10", "1"),
        ("NC_000022.11", "22"),
        ("NC_000023.11", "X"),
        ("NC_000024.9", "Y"),
        ("NC_000025.1", None),
        ("NC_000000.1", None),
        ("NC_000001", None),
        ("NC_000001.11_alt", None),
        ("NC_045512.2", None),
        ("chr1_KI270706v1_random", None),
        ("23", None),
    ],
)
def test_names_of_chromosomes(name: str, chromosome: str | None) -> None:
    assert chromosome_of(name) == chromosome
