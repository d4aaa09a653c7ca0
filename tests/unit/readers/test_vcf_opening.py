"""A VCF reads the same however it is packed; what is not VCF is refused in one sentence."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pysam
import pytest

from building import vcf_text
from oncomatch.errors import InputError
from oncomatch.readers.vcf import BadLine, VcfFile, VcfRecord

TEXT = vcf_text(
    ["1 100 rs1 A T 50 PASS DP=9 GT:AD 0/0:9,0 0/1:5,4", "2 7 . CA C . q10;lowq . GT 0/0 0/1"],
    samples=("N", "T"),
    header=["##source=made up", "##contig=<ID=1,length=4000>"],
)
RECORDS = [
    VcfRecord(
        5, ("1", "100", "rs1", "A", "T", "50", "PASS", "DP=9", "GT:AD", "0/0:9,0", "0/1:5,4")
    ),
    VcfRecord(6, ("2", "7", ".", "CA", "C", ".", "q10;lowq", ".", "GT", "0/0", "0/1")),
]


def bgzip(path: Path, text: str) -> None:
    with pysam.BGZFile(str(path), "wb", None) as out:
        out.write(text.encode())


def in_two_members(path: Path, text: str) -> None:
    """Write two gzip files one behind the other, as `cat a.gz b.gz` does."""
    half = len(text) // 2
    path.write_bytes(gzip.compress(text[:half].encode()) + gzip.compress(text[half:].encode()))


WAYS = {
    "plain": Path.write_text,
    "gzip": lambda path, text: path.write_bytes(gzip.compress(text.encode())),
    "gzip, two members": in_two_members,
    "bgzip": bgzip,
    "windows line ends": lambda path, text: path.write_bytes(text.replace("\n", "\r\n").encode()),
    "no newline at the end": lambda path, text: path.write_text(text.rstrip("\n")),
    "empty lines at the end": lambda path, text: path.write_text(text + "\n\n"),
    "byte order mark": lambda path, text: path.write_text("\ufeff" + text),
}


@pytest.mark.parametrize("write", WAYS.values(), ids=WAYS)
def test_every_packing_reads_the_same(write: Callable[[Path, str], object], tmp_path: Path) -> None:
    """The packing is told by the bytes, whatever the name says."""
    path = tmp_path / "calls.vcf.gz"
    write(path, TEXT)
    vcf = VcfFile(path)

    assert vcf.header.lines == tuple(TEXT.splitlines()[:4])
    assert list(vcf) == RECORDS


def test_the_header_is_kept_and_read(tmp_path: Path) -> None:
    path = tmp_path / "calls.vcf"
    header = [
        "##source=Made=Up v1",
        "##tumor_sample=T",
        "##contig=<ID=chr1,length=1000,assembly=made_up>",
        '##contig=<assembly="made_up",oldlength=7,length=200,ID=chrM>',
        "##contig=<ID=chrUn>",
        f"##contig=<ID=chr2,length={'9' * 5000}>",
        '##SAMPLE=<ID=T,Description="tumor_sample=N">',
        '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="length=5">',
        "##odd line without a value",
    ]
    path.write_text(vcf_text([], samples=("N", "T"), header=header))
    vcf = VcfFile(path)

    assert vcf.header.samples == ("N", "T")
    assert vcf.header.contig_lengths == {"chr1": 1000, "chrM": 200}
    assert vcf.header.values == {
        "fileformat": ("VCFv4.2",),
        "source": ("Made=Up v1",),
        "tumor_sample": ("T",),
        "odd line without a value": ("",),
    }
    assert vcf.header.lines[1:-1] == tuple(header)
    assert list(vcf) == []


@pytest.mark.parametrize(
    ("columns", "samples"),
    [
        ("", ()),
        ("\tFORMAT", ()),
        ("\tFORMAT\tT", ("T",)),
        ("\tFORMAT\tpatient 7 T\tpatient 7 N", ("patient 7 T", "patient 7 N")),
    ],
    ids=["no FORMAT", "no sample", "one", "blanks in names"],
)
def test_samples(columns: str, samples: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "calls.vcf"
    fixed = vcf_text([], samples=()).rstrip("\n")
    path.write_text(f"{fixed}{columns}\n")

    assert VcfFile(path).header.samples == samples


NOT_VCF = (
    "is not a VCF file (the first line is not ##fileformat=VCF…); give the caller's VCF, plain, "
    "bgzipped or BCF"
)
DAMAGED = (
    "has no #CHROM line with tab-separated columns after its ## lines; the header is damaged, "
    "write the file again"
)
FORMAT_LINE = "##fileformat=VCFv4.2\n"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", "the file is empty (VCF); was the copy interrupted?", id="empty"),
        pytest.param(b"hello\n", NOT_VCF, id="text"),
        pytest.param(b"\n\n", NOT_VCF, id="empty lines"),
        pytest.param(bytes(range(256)) * 99, NOT_VCF, id="binary"),
        pytest.param(gzip.compress(bytes(range(256))), NOT_VCF, id="gzipped binary"),
        pytest.param(gzip.compress(b""), DAMAGED, id="gzipped nothing"),
        pytest.param(b"\x1f\x8b", "the compressed file ends too early", id="two bytes of gzip"),
        pytest.param(b"<html>not found</html>", NOT_VCF, id="web page"),
        pytest.param(b"#CHROM\tPOS\tID\tREF\n", NOT_VCF, id="no ##fileformat"),
        pytest.param(b"##fileformat=MAFv1\n", NOT_VCF, id="other format"),
        pytest.param(FORMAT_LINE.encode("utf-16"), NOT_VCF, id="utf-16"),
        pytest.param(FORMAT_LINE.encode(), DAMAGED, id="one line"),
        pytest.param(TEXT.partition("#CHROM")[0].encode(), DAMAGED, id="no #CHROM line"),
        pytest.param(
            TEXT.replace("\tPOS\t", " POS ").encode(), DAMAGED, id="blanks between columns"
        ),
        pytest.param(TEXT.replace("POS", "Pos").encode(), DAMAGED, id="column name"),
        pytest.param(TEXT.replace("REF\t", "").encode(), DAMAGED, id="column lost"),
    ],
)
def test_what_is_not_vcf_is_refused(data: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "calls.vcf.gz"
    path.write_bytes(data)
    with pytest.raises(InputError) as refusal:
        VcfFile(path)

    assert str(refusal.value).startswith(f"{path}: {sentence}")


def test_a_gzip_that_is_cut_off_among_its_records_is_refused_when_it_is_read(
    tmp_path: Path,
) -> None:
    """The header is there and many records are; the file must not pass for a short one."""
    path = tmp_path / "calls.vcf.gz"
    rows = [f"1 {number} . A T . PASS DP={number * 7919 % 1013}" for number in range(1, 20_000)]
    path.write_bytes(gzip.compress(vcf_text(rows, samples=()).encode())[:-100])
    vcf = VcfFile(path)
    with pytest.raises(InputError, match="the compressed file ends too early"):
        list(vcf)


def test_a_plain_file_that_is_cut_off_ends_in_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "calls.vcf"
    path.write_text(TEXT.rstrip("\n").removesuffix("\tGT\t0/0\t0/1"))

    assert list(VcfFile(path)) == [
        RECORDS[0],
        BadLine(6, "fewer columns than the header names", ("2", 7)),
    ]
