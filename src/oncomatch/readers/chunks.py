"""The text of a file in large pieces.

A file packed by bgzip is a chain of small gzip members; each is kept in its packed form beside its
text, so that a writer can pass on unpacked what nobody changed.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from isal import isal_zlib

from oncomatch.errors import InputError
from oncomatch.readers.lines import is_gzip, truncated, unpacking

_CHUNK = 1 << 22
_HEADER = 18
_TRAILER = 8
_LARGEST = 1 << 16


class Block(NamedTuple):
    """A piece of a file: its text, and the packed form when it is a block of bgzip."""

    text: bytes
    packed: bytes | None


def read_blocks(path: Path) -> Iterator[list[Block]]:
    """Yield the file's text in pieces of some megabytes in all, which end anywhere.

    Raises:
        InputError: the packed file is cut off or damaged.
    """
    batch: list[Block] = []
    size = 0
    for block in _blocks(path):
        batch.append(block)
        size += len(block.text)
        if size >= _CHUNK:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def ahead(batches: Iterator[list[Block]]) -> Iterator[list[Block]]:
    """Yield what is given; from the third on, the next is unpacked while one is worked on."""
    for _ in range(2):  # most files are that small, and need no thread
        batch = next(batches, None)
        if batch is None:
            return
        yield batch
    from concurrent.futures import ThreadPoolExecutor  # small files need not pay for it

    with ThreadPoolExecutor(1) as reader:
        following = reader.submit(next, batches, None)
        while (batch := following.result()) is not None:
            following = reader.submit(next, batches, None)
            yield batch


def _blocks(path: Path) -> Iterator[Block]:
    with path.open("rb") as raw:
        if not is_gzip(path):
            while text := raw.read(_CHUNK):
                yield Block(text, None)
            return
        with unpacking(path):
            if is_bgzf(raw):
                yield from _bgzf(raw, path)
                return
            with gzip.open(raw, "rb") as unpacked:
                while text := unpacked.read(_CHUNK):
                    yield Block(text, None)


def is_bgzf(raw: BinaryIO) -> bool:
    """Whether an open file starts with a block of bgzip; it is left at its beginning."""
    head = raw.read(_HEADER)
    raw.seek(0)
    return len(head) == _HEADER and head[3] == 4 and head[12:16] == b"BC\x02\x00"


def _bgzf(raw: BinaryIO, path: Path) -> Iterator[Block]:
    block: Block | None = None
    while following := read_block(raw, path):
        block = following
        yield block
    if block is None or block.text:
        raise truncated(path)


def read_block(raw: BinaryIO, path: Path) -> Block | None:
    """Return the block of bgzip at which an open file stands, None at the end of the file.

    Raises:
        InputError: there is none, or it is cut off or damaged.
    """
    head = raw.read(_HEADER)
    if not head:
        return None
    if len(head) < _HEADER:
        raise truncated(path)
    if head[:4] != b"\x1f\x8b\x08\x04" or head[12:16] != b"BC\x02\x00":
        raise InputError(f"{path}: the compressed file is damaged; copy it again")
    size = int.from_bytes(head[16:18], "little") + 1
    packed = head + raw.read(size - _HEADER)
    if len(packed) < size:
        raise truncated(path)
    text = isal_zlib.decompress(packed[_HEADER:-_TRAILER], -15, _LARGEST)
    check = int.from_bytes(packed[-_TRAILER:-4], "little")
    if len(text) != int.from_bytes(packed[-4:], "little") or isal_zlib.crc32(text) != check:
        raise InputError(f"{path}: the compressed file is damaged; copy it again")
    return Block(text, packed)
