"""One text, however it is packed; a file that is cut off or altered is refused."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pysam
import pytest

from oncomatch.errors import InputError
from oncomatch.readers.chunks import Block, ahead, read_blocks

TEXT = "".join(
    f"line {number} of a text that does not pack well {number**3}\n" for number in range(9000)
)


def packed(folder: Path, kind: str) -> Path:
    path = folder / f"text.{kind}"
    if kind == "plain":
        path.write_text(TEXT)
    elif kind == "gzip":
        path.write_bytes(gzip.compress(TEXT.encode()))
    elif kind == "two":
        half = len(TEXT) // 2
        path.write_bytes(gzip.compress(TEXT[:half].encode()) + gzip.compress(TEXT[half:].encode()))
    else:
        with pysam.BGZFile(str(path), "wb", None) as out:
            out.write(TEXT.encode())
    return path


def text_of(path: Path) -> str:
    return b"".join(block.text for batch in read_blocks(path) for block in batch).decode()


@pytest.mark.parametrize("kind", ["plain", "gzip", "two", "bgzip"])
def test_every_packing_gives_the_text(tmp_path: Path, kind: str) -> None:
    assert text_of(packed(tmp_path, kind)) == TEXT


def test_the_packed_blocks_make_the_file_again(tmp_path: Path) -> None:
    path = packed(tmp_path, "bgzip")
    blocks = [block for batch in read_blocks(path) for block in batch]
    assert len(blocks) > 5
    assert b"".join(block.packed or b"" for block in blocks) == path.read_bytes()


@pytest.mark.parametrize("kind", ["gzip", "bgzip"])
@pytest.mark.parametrize("share", [0.3, 0.999])
def test_cut_off(tmp_path: Path, kind: str, share: float) -> None:
    path = packed(tmp_path, kind)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError, match="ends too early; the copy was probably cut off"):
        text_of(path)


def test_cut_off_between_two_blocks(tmp_path: Path) -> None:
    path = packed(tmp_path, "bgzip")
    blocks = [block for batch in read_blocks(path) for block in batch]
    path.write_bytes(b"".join(block.packed or b"" for block in blocks[:3]))
    with pytest.raises(InputError, match="ends too early"):
        text_of(path)


@pytest.mark.parametrize("kind", ["gzip", "bgzip"])
def test_altered(tmp_path: Path, kind: str) -> None:
    path = packed(tmp_path, kind)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x55
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"is damaged|ends too early"):
        text_of(path)


@pytest.mark.parametrize("count", range(6))
def test_reading_ahead_gives_the_same(count: int) -> None:
    batches = [[Block(b"%d" % number, None)] for number in range(count)]
    assert list(ahead(iter(batches))) == batches


@pytest.mark.parametrize("good", range(5))
def test_an_error_comes_after_what_was_read_before_it(good: int) -> None:
    def batches() -> Iterator[list[Block]]:
        yield from ([Block(b"text", None)] for _ in range(good))
        raise InputError("cut off")

    reading = ahead(batches())
    assert [next(reading) for _ in range(good)] == [[Block(b"text", None)]] * good
    with pytest.raises(InputError, match="cut off"):
        next(reading)
