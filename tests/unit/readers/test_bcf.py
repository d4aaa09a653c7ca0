"""BCF reads as the VCF that it was made from, and one that is not whole is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cyvcf2
import pysam
import pytest

from building import vcf_text
from oncomatch.errors import InputError
from oncomatch.readers.vcf import VcfFile

HEADER = (
    '##FILTER=<ID=PASS,Description="all passed">',
    "##contig=<ID=chr1,length=4000>",
    "##contig=<ID=chr2,length=3000>",
    '##FILTER=<ID=q10,Description="low quality">',
    '##FILTER=<ID=lowq,Description="low quality">',
    '##INFO=<ID=DP,Number=1,Type=Integer,Description="depth">',
    '##INFO=<ID=SOMATIC,Number=0,Type=Flag,Description="somatic">',
    '##INFO=<ID=END,Number=1,Type=Integer,Description="end">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="genotype">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="allelic depths">',
    '##FORMAT=<ID=AF,Number=A,Type=Float,Description="allele fractions">',
    "##tumor_sample=T",
)
ROWS = [
    "chr1 100 rs1 A T 50 PASS DP=9;SOMATIC GT:AD:AF 0/0:9,0:0 0/1:5,4:0.444",
    "chr1 101 . CA C,CAA . q10;lowq . GT:AD:AF 0/0:9,0,0:0,0 0/2:5,0,4:0,0.25",
    "chr2 7 . G <DEL> . . DP=3;END=99 GT 0/0 0/1",
    "chr2 8 . T . . PASS . GT ./. 0/0",
]
TEXT = vcf_text(ROWS, samples=("N", "T"), header=HEADER)


def by_cyvcf2(vcf: Path, bcf: Path, mode: str = "wb") -> None:
    reader = cyvcf2.VCF(str(vcf))
    writer = cyvcf2.Writer(str(bcf), reader, mode)
    for record in reader:
        writer.write_record(record)
    writer.close()
    reader.close()


def by_pysam(vcf: Path, bcf: Path) -> None:
    with (
        pysam.VariantFile(str(vcf)) as reader,
        pysam.VariantFile(str(bcf), "wb", header=reader.header) as writer,
    ):
        for record in reader:
            writer.write(record)


def unpacked(vcf: Path, bcf: Path) -> None:
    """Write BCF without any compression, as `bcftools view -Ou` pipes it."""
    by_cyvcf2(vcf, bcf)
    with pysam.BGZFile(str(bcf), "rb", None) as packed:
        data = packed.read()
    bcf.write_bytes(data)


WRITERS = {"cyvcf2": by_cyvcf2, "pysam": by_pysam, "not compressed": unpacked}


@pytest.fixture
def vcf(tmp_path: Path) -> Path:
    path = tmp_path / "calls.vcf"
    path.write_text(TEXT)
    return path


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_bcf_reads_as_the_vcf_it_was_made_from(
    write: Callable[[Path, Path], object], vcf: Path
) -> None:
    bcf = vcf.with_name("calls.vcf.gz")
    write(vcf, bcf)
    text, binary = VcfFile(vcf), VcfFile(bcf)

    assert binary.header.samples == ("N", "T")
    assert binary.header.contig_lengths == {"chr1": 4000, "chr2": 3000}
    assert binary.header.values["tumor_sample"] == ("T",)
    assert [record.columns for record in binary] == [tuple(row.split()) for row in ROWS]
    assert [record.columns for record in text] == [tuple(row.split()) for row in ROWS]


def test_bcf_with_a_header_only(vcf: Path) -> None:
    bcf = vcf.with_suffix(".bcf")
    vcf.write_text(vcf_text([], header=HEADER))
    by_cyvcf2(vcf, bcf)

    assert list(VcfFile(bcf)) == []


def cut(data: bytes) -> bytes:
    return data[: len(data) * 9 // 10]


def without_end_marker(data: bytes) -> bytes:
    return data[:-28]


def first_block_only(data: bytes) -> bytes:
    return data[: int.from_bytes(data[16:18], "little") + 1]


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]


@pytest.mark.parametrize("harm", [cut, without_end_marker, first_block_only, flipped])
def test_bcf_that_is_not_whole_is_refused(harm: Callable[[bytes], bytes], vcf: Path) -> None:
    """A copy that ends between two blocks looks whole but for the end marker: records are lost."""
    bcf = vcf.with_suffix(".bcf")
    rows = [
        f"chr1 {number} . A T . PASS DP={number * 7919 % 4093} GT:AD 0/0:{number},0 0/1:{number},7"
        for number in range(1, 4000)
    ]
    vcf.write_text(vcf_text(rows, samples=("N", "T"), header=HEADER))
    by_cyvcf2(vcf, bcf)
    bcf.write_bytes(harm(bcf.read_bytes()))
    with pytest.raises(InputError, match=f"^{bcf}: .*copy it again"):
        list(VcfFile(bcf))


def test_bytes_behind_the_letters_bcf_are_not_bcf(tmp_path: Path) -> None:
    path = tmp_path / "calls.bcf"
    path.write_bytes(b"BCF\x02\x02 and no more")
    with pytest.raises(InputError, match="the BCF file is damaged"):
        list(VcfFile(path))
