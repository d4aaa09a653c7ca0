"""Write a VCF that is the input with some bytes replaced: what nobody changed is passed on packed.

Most lines of a genome get no annotation. A block of bgzip without a change is written as it was
read, so that neither parsing nor packing is spent on it.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import accumulate
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np

from oncomatch.reporting.files import whole_file
from oncomatch.reporting.tabix import TabixIndex

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_LARGEST = 0xFF00
_LEVEL = 1
"""Few blocks change: packing them less tightly saves more time than it costs space. ISA-L would be
faster still, but its packed bytes differ between processors."""
_AHEAD = 1 << 23
"""Bytes of text that wait at most to be packed beside the work on those behind them."""
END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
"""The empty block that ends a bgzipped file."""


class Patch(NamedTuple):
    """Replace the bytes from `start` to `end` (0-based, half-open, in the unpacked input)."""

    start: int
    end: int
    text: bytes


class _Part(NamedTuple):
    start: int
    text: bytes
    packed: bytes | None


Lines = tuple[bytes, np.ndarray, np.ndarray, np.ndarray]
"""Lines of one contig: its name, where in the unpacked input each begins, and the first and the
last base (0-based, half-open) that each is about."""


class _Waiting(NamedTuple):
    """A part with its patches, and the blocks that it becomes."""

    part: _Part
    patches: Sequence[Patch]
    blocks: Future[list[bytes]] | list[bytes]

    def is_packed(self) -> bool:
        return isinstance(self.blocks, list) or self.blocks.done()


class PatchedVcf:
    """Takes the input's blocks, the patches and the lines as they become known, all in order."""

    def __init__(self, out: IO[bytes], packer: Executor | None):
        """Write to a file; `packer` packs what changed, None to write plain text."""
        self._out = out
        self._packed = packer is not None
        self._parts: list[_Part] = []
        self._patches: list[Patch] = []
        self._read = 0
        self._written = 0
        self._index = TabixIndex()
        self._lines: deque[Lines] = deque()
        self._offsets: list[np.ndarray] = []
        self._packer = packer
        self._waiting: deque[_Waiting] = deque()
        self._waits = 0

    def add(
        self,
        blocks: Sequence[tuple[bytes, bytes | None]],
        patches: Sequence[Patch],
        known: int,
        lines: Sequence[Lines] | None = (),
    ) -> None:
        """Take blocks (text and packed form); all patches that begin before `known` are given.

        So are all `lines`, for the index; None where it cannot be told where they lie.
        """
        for text, packed in blocks:
            self._parts.append(_Part(self._read, text, packed))
            self._read += len(text)
        self._patches += patches
        self._index.useful &= lines is not None and self._packed
        if self._index.useful:
            self._lines += lines or ()
        self._flush(known)

    def finish(self) -> bytes | None:
        """Write what is left, and the end mark of bgzip.

        Return the index, packed, where the lines were told and are sorted.
        """
        self._flush(self._read)
        self._write_waiting(0)
        if not self._packed:
            return None
        text = self._index.text(self._written << 16)
        self._out.write(END)
        return None if text is None else b"".join([*_packed(text), END])

    def _flush(self, known: int) -> None:
        at = written = 0
        for number, part in enumerate(self._parts):
            end = part.start + len(part.text)
            first = at
            while at < len(self._patches) and self._patches[at].start < end:
                at += 1
            here = self._patches[first:at]
            reaches_on = bool(here) and here[-1].end > end
            if end > known or (reaches_on and number + 1 == len(self._parts)):
                at = first
                break
            written = number + 1
            if reaches_on:
                text = part.text + self._parts[number + 1].text
                self._parts[number + 1] = _Part(part.start, text, None)
                at = first
            else:
                self._write(part, here)
        self._parts = self._parts[written:]
        self._patches = self._patches[at:]

    def _write(self, part: _Part, patches: Sequence[Patch]) -> None:
        if self._packer is None:
            self._out.write(_patched(part, patches))
            return
        blocks: Future[list[bytes]] | list[bytes]
        if patches or part.packed is None:
            blocks = self._packer.submit(_packed, _patched(part, patches))
        else:  # the end mark of the input comes again at our own end
            blocks = [part.packed] if part.text else []
        self._waiting.append(_Waiting(part, patches, blocks))
        self._waits += len(part.text)
        self._write_waiting(_AHEAD)

    def _write_waiting(self, most: int) -> None:
        """Write what waits to be packed, in order, until no more than `most` bytes wait."""
        while self._waiting and (self._waits > most or self._waiting[0].is_packed()):
            part, patches, blocks = self._waiting.popleft()
            self._waits -= len(part.text)
            packed = blocks if isinstance(blocks, list) else blocks.result()
            self._write_blocks(part, patches, packed)

    def _write_blocks(self, part: _Part, patches: Sequence[Patch], blocks: Sequence[bytes]) -> None:
        """Write what a part became, and tell the index where its lines went."""
        places = []
        for block in blocks:
            places.append(self._written)
            self._out.write(block)
            self._written += len(block)
        while self._index.useful and self._lines:
            contig, begins, starts, ends = self._lines[0]
            done = sum(map(len, self._offsets))
            stop = int(np.searchsorted(begins, part.start + len(part.text)))
            if stop > done:
                self._offsets.append(
                    _offsets(begins[done:stop] - part.start, part, patches, places)
                )
            if stop < len(begins):
                break
            self._index.add(contig, starts, ends, np.concatenate(self._offsets))
            self._lines.popleft()
            self._offsets = []


def _offsets(
    begins: np.ndarray, part: _Part, patches: Sequence[Patch], places: list[int]
) -> np.ndarray:
    """Return the virtual offsets of lines of a part, which became the blocks at `places`."""
    if patches:
        ends = [patch.end - part.start for patch in patches]
        grown = [0, *accumulate(len(each.text) - (each.end - each.start) for each in patches)]
        begins = begins + np.array(grown)[np.searchsorted(ends, begins, side="right")]
    if len(places) == 1:
        return (places[0] << 16) + begins
    number, within = np.divmod(begins, _LARGEST)
    return (np.array(places)[number] << 16) + within


def _patched(part: _Part, patches: Sequence[Patch]) -> bytes:
    pieces = []
    done = 0
    for patch in patches:
        pieces += [part.text[done : patch.start - part.start], patch.text]
        done = patch.end - part.start
    return b"".join([*pieces, part.text[done:]])


def _packed(text: bytes) -> list[bytes]:
    """Return text of any size as blocks of bgzip, all but the last of the same size."""
    return [pack(text[start : start + _LARGEST]) for start in range(0, len(text), _LARGEST)]


def pack(text: bytes) -> bytes:
    """Return text of at most 65,280 bytes as one block of bgzip (SAM specification, 4.1)."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    body = deflate.compress(text) + deflate.flush()
    size = len(body) + 25
    return b"".join(
        [
            END[:16],
            size.to_bytes(2, "little"),
            body,
            zlib.crc32(text).to_bytes(4, "little"),
            len(text).to_bytes(4, "little"),
        ]
    )


@contextmanager
def open_patched(path: Path) -> Iterator[PatchedVcf]:
    """Yield the writer of a `.vcf` or `.vcf.gz`; the latter is indexed where it is sorted."""
    packed = path.suffix == ".gz"
    with whole_file(path) as beside:
        with beside.open("wb") as out, _packer() if packed else nullcontext() as packer:
            writer = PatchedVcf(out, packer)
            yield writer
            index = writer.finish()
        drop_index(path)
    if index is not None:
        with whole_file(path.with_name(path.name + ".tbi")) as beside:
            beside.write_bytes(index)
    elif packed:
        write_index(path)


def _packer() -> Executor:
    """Return what packs beside our own work; packing holds no lock of Python's."""
    from concurrent.futures import ThreadPoolExecutor  # tables need not pay for it

    return ThreadPoolExecutor(1)


def drop_index(path: Path) -> None:
    """Remove the index of a file that is about to be replaced: it finds the wrong records."""
    path.with_name(path.name + ".tbi").unlink(missing_ok=True)


def write_index(path: Path) -> None:
    """Write the index of a bgzipped VCF; there is none of a file that is not sorted."""
    import pysam  # a twentieth of a second that tables need not pay

    before = pysam.set_verbosity(0)
    try:
        pysam.tabix_index(str(path), preset="vcf", force=True)
    except OSError:  # unsorted, as the input was
        drop_index(path)
    finally:
        pysam.set_verbosity(before)
