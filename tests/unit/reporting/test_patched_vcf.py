"""The patched file is the text with its patches; blocks without one are passed on as they are."""

from __future__ import annotations

import gzip
from pathlib import Path

import pysam
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.reporting.patched_vcf import Patch, open_patched, pack

TEXT = b"".join(b"%06d some text\n" % number for number in range(60))


def split(text: bytes, size: int, *, packed: bool) -> list[tuple[bytes, bytes | None]]:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return [(piece, pack(piece) if packed else None) for piece in pieces]


def patched(text: bytes, patches: list[Patch]) -> bytes:
    for patch in reversed(patches):
        text = text[: patch.start] + patch.text + text[patch.end :]
    return text


PATCHES = st.lists(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(0, 40), st.binary(max_size=30)), max_size=8
).map(
    lambda drawn: [
        Patch(start, min(len(TEXT), start + length), text)
        for number, (start, length, text) in enumerate(sorted(drawn))
        if all(start >= one + size for one, size, _ in sorted(drawn)[:number])
    ]
)


@given(PATCHES, st.integers(5, 400), st.booleans(), st.sampled_from([".vcf", ".vcf.gz"]))
def test_the_text_with_its_patches(
    tmp_path_factory, patches: list[Patch], size: int, packed: bool, kind: str
) -> None:
    path = tmp_path_factory.mktemp("out") / f"x{kind}"
    with open_patched(path) as writer:
        half = len(TEXT) // 2
        blocks = split(TEXT, size, packed=packed)
        writer.add(blocks[:2], [patch for patch in patches if patch.start < half], half)
        writer.add(blocks[2:], [patch for patch in patches if patch.start >= half], len(TEXT))
    data = path.read_bytes()
    assert (gzip.decompress(data) if kind == ".vcf.gz" else data) == patched(TEXT, patches)


def test_a_block_without_a_patch_is_not_packed_again(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    blocks = [(text, gzip.compress(text, mtime=1)) for text, _ in split(TEXT, 300, packed=False)]
    with open_patched(path) as writer:
        writer.add(blocks, [Patch(310, 311, b"#")], len(TEXT))
    data = path.read_bytes()
    assert [packed in data for _, packed in blocks] == [True, False, True, True]


def test_a_sorted_file_is_indexed_and_an_old_index_goes(tmp_path: Path) -> None:
    path, index = tmp_path / "x.vcf.gz", tmp_path / "x.vcf.gz.tbi"
    head = b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
    one, two = (b"1\t%d\t.\tA\tC\t.\t.\t.\n" % position for position in (10, 20))
    with open_patched(path) as writer:
        writer.add([(head + one + two, None)], [], 0)
    assert [row.split("\t")[1] for row in pysam.TabixFile(str(path)).fetch("1", 15, 30)] == ["20"]
    with open_patched(path) as writer:
        writer.add([(head + two + one, None)], [], 0)
    assert not index.exists()
