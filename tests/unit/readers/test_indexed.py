"""What is read by an index is what a scan picks; an index that lies is refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pysam
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.errors import IndexMismatchError
from oncomatch.readers.chunks import read_blocks
from oncomatch.readers.index import index_beside, read_index
from oncomatch.readers.indexed import read_by_index
from oncomatch.readers.scan import Scan, merge
from oncomatch.reporting.patched_vcf import END, pack

HEADER = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
SPANS = {
    "1": [(-100, 200), (70_000, 70_100), (70_200, 71_000), (3_000_000, 3_000_100)],
    "X": [(0, 50), (900_000, 900_500)],
    "17": [(43_000_000, 43_100_000)],
}
GENES = {contig: merge(spans) for contig, spans in SPANS.items()}
KINDS = pytest.mark.parametrize("kind", [".tbi", ".csi"])


def write(path: Path, records: list[str], size: int, *, ended: bool = True) -> None:
    """Write a bgzipped VCF in blocks of that many bytes of text."""
    data = (HEADER + "\n".join(records) + ("\n" if ended and records else "")).encode()
    with path.open("wb") as out:
        for at in range(0, len(data), size):
            out.write(pack(data[at : at + size]))
        out.write(END)


def indexed(path: Path, kind: str) -> Path:
    pysam.tabix_index(str(path), preset="vcf", force=True, csi=kind == ".csi")
    return path.with_name(path.name + kind)


def by_index(path: Path, index: Path) -> list[bytes]:
    header = Scan(read_blocks(path)).header
    scan = Scan(read_by_index(path, index, read_index(index), header, GENES))
    assert scan.header == header
    return [line for piece in scan.pieces(GENES) for line in piece.picked()]


def by_scan(path: Path) -> list[bytes]:
    return [line for piece in Scan(read_blocks(path)).pieces(GENES) for line in piece.picked()]


@st.composite
def sorted_records(draw: st.DrawFn) -> list[str]:
    names = draw(st.permutations(["chr1", "X", "17", "2", "GL000224.1"]))
    lines = []
    for name in names:
        near = [at for span in SPANS.get(name.removeprefix("chr"), []) for at in span]
        place = st.integers(1, 4_000_000) | st.integers(43_000_000, 43_200_000)
        for at in near:
            place |= st.integers(max(1, at - 30), max(1, at + 30))
        for position in sorted(draw(st.lists(place, max_size=25))):
            ref = "A" * draw(st.sampled_from([1, 1, 1, 3, 40, 4_000]))
            lines.append(f"{name}\t{position}\t.\t{ref}\tC\t.\t.\t.")
    return lines or ["chr2\t5\t.\tA\tC\t.\t.\t."]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("indexed")


@KINDS
@settings(max_examples=60, deadline=None)
@given(records=sorted_records(), size=st.sampled_from([50, 333, 4096, 65280]), ended=st.booleans())
def test_the_index_finds_what_the_scan_picks(
    folder: Path, kind: str, records: list[str], size: int, ended: bool
) -> None:
    with TemporaryDirectory(dir=folder) as name:
        path = Path(name) / "x.vcf.gz"
        write(path, records, size, ended=ended)
        index = indexed(path, kind)
        counts = [contig.records or 0 for contig in read_index(index)]
        assert sum(counts) == len(records)
        assert by_index(path, index) == by_scan(path)


def dense(step: int = 997, more: str = "") -> list[str]:
    return [
        f"{name}\t{position}\t.\tA\tC{more}\t.\tPASS\t."
        for name in ("chr1", "chr2", "chrX", "chr17")
        for position in range(1000 if name != "chr17" else 42_900_000, 43_200_000, step * 10)
    ]


@KINDS
def test_a_record_that_begins_before_a_gene_and_reaches_into_it(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.vcf.gz"
    long = f"chr1\t2900001\t.\t{'A' * 100_020}\tC\t.\t.\t."
    write(path, sorted([*dense(), long], key=lambda line: _place(line)), 65280)
    found = by_index(path, indexed(path, kind))
    assert long.encode() in found
    assert found == by_scan(path)


def _place(line: str) -> tuple[int, int]:
    name, position = line.split("\t")[:2]
    return ["chr1", "chr2", "chrX", "chr17"].index(name), int(position)


@KINDS
def test_few_blocks_are_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.vcf.gz"
    write(path, dense(), 2000)
    index = indexed(path, kind)
    header = Scan(read_blocks(path)).header
    batches = read_by_index(path, index, read_index(index), header, GENES)
    read = sum(len(block.text) for batch in batches for block in batch)
    whole = sum(len(block.text) for batch in read_blocks(path) for block in batch)
    assert 0 < read < 0.3 * whole


def another(path: Path, index: Path) -> None:
    write(path, dense(991), 3000)


def changed(path: Path, index: Path) -> None:
    write(path, [line.replace("chr1\t", "chr3\t") for line in dense()], 3000)


def longer(path: Path, index: Path) -> None:
    write(path, [*dense(), "chr18\t5\t.\tA\tC\t.\t.\t."], 3000)


def shorter(path: Path, index: Path) -> None:
    write(path, dense()[:-3], 3000)


def unsorted(path: Path, index: Path) -> None:
    lines = dense()
    write(path, [*lines[1:400], lines[0], *lines[400:]], 3000)


def without_records(path: Path, index: Path) -> None:
    write(path, [], 3000)
    pysam.tabix_index(str(path), preset="vcf", force=True, csi=index.suffix == ".csi")


def cut(path: Path, index: Path) -> None:
    index.write_bytes(index.read_bytes()[:-90])


def emptied(path: Path, index: Path) -> None:
    index.write_bytes(pack(b"") * 2)


def shortened(path: Path, index: Path) -> None:
    data = b"".join(block.text for batch in read_blocks(index) for block in batch)
    index.write_bytes(pack(data[: len(data) // 2]) + pack(b""))


def of_a_bed_file(path: Path, index: Path) -> None:
    bed = path.with_name("x.bed.gz")
    with pysam.BGZFile(str(bed), "wb", None) as out:
        out.write(b"chr1\t1\t2\n")
    pysam.tabix_index(str(bed), preset="bed")
    bed.with_name("x.bed.gz.tbi").replace(index)


@KINDS
@pytest.mark.parametrize(
    "spoil",
    [
        another,
        changed,
        longer,
        shorter,
        unsorted,
        without_records,
        cut,
        emptied,
        shortened,
        of_a_bed_file,
    ],
)
def test_an_index_that_does_not_fit_is_refused(
    tmp_path: Path, kind: str, spoil: Callable[[Path, Path], None]
) -> None:
    path = tmp_path / "x.vcf.gz"
    write(path, dense(), 3000)
    index = indexed(path, kind)
    assert by_index(path, index) == by_scan(path)
    spoil(path, index)
    with pytest.raises(IndexMismatchError, match=r"\.(tbi|csi): was not used, .*write it again"):
        by_index(path, index)


def test_an_index_older_than_its_file_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    write(path, dense(), 3000)
    assert index_beside(path) == (None, "")
    index = indexed(path, ".tbi")
    assert index_beside(path) == (index, "")
    os.utime(index, (0, 0))
    found, caution = index_beside(path)
    assert found is None
    assert caution.startswith(f"{index}: is older than the file and was not used")
    other = path.with_name("x.vcf.gz.csi")
    other.write_bytes(b"")
    assert index_beside(path) == (other, "")


def test_places_before_and_behind_all_windows(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    write(path, dense(), 3000)
    (first, *_, last) = read_index(indexed(path, ".tbi"))
    places = np.array([-5000, 0, 10**9])
    assert first.lowest(places)[0] == first.begin
    assert first.end > first.lowest(places)[2] >= first.offsets[-1]
    assert [first.name, last.name] == ["chr1", "chr17"]
