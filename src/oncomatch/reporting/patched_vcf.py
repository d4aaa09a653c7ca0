"""Write a VCF that is the input with some bytes replaced: what nobody changed is passed on packed.

Most lines of a genome get no annotation. A block of bgzip without a change is written as it was
read, so that neither parsing nor packing is spent on it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from oncomatch.reporting.files import whole_file

_LARGEST = 0xFF00
_LEVEL = 4
_END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")


class Patch(NamedTuple):
    """Replace the bytes from `start` to `end` (0-based, half-open, in the unpacked input)."""

    start: int
    end: int
    text: bytes


class _Part(NamedTuple):
    start: int
    text: bytes
    packed: bytes | None


class PatchedVcf:
    """Takes the input's blocks and the patches as they become known, both in order."""

    def __init__(self, out: IO[bytes], *, packed: bool):
        self._out = out
        self._packed = packed
        self._parts: list[_Part] = []
        self._patches: list[Patch] = []
        self._read = 0

    def add(
        self,
        blocks: Sequence[tuple[bytes, bytes | None]],
        patches: Sequence[Patch],
        known: int,
    ) -> None:
        """Take blocks (text and packed form); all patches that begin before `known` are given."""
        for text, packed in blocks:
            self._parts.append(_Part(self._read, text, packed))
            self._read += len(text)
        self._patches += patches
        self._flush(known)

    def finish(self) -> None:
        """Write what is left, and the end mark of bgzip."""
        self._flush(self._read)
        if self._packed:
            self._out.write(_END)

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
        if not patches and part.packed is not None and self._packed:
            if part.text:  # the end mark of the input comes again at our own end
                self._out.write(part.packed)
            return
        text = _patched(part, patches)
        if not self._packed:
            self._out.write(text)
            return
        for start in range(0, len(text), _LARGEST):
            self._out.write(pack(text[start : start + _LARGEST]))


def _patched(part: _Part, patches: Sequence[Patch]) -> bytes:
    pieces = []
    done = 0
    for patch in patches:
        pieces += [part.text[done : patch.start - part.start], patch.text]
        done = patch.end - part.start
    return b"".join([*pieces, part.text[done:]])


def pack(text: bytes) -> bytes:
    """Return text of at most 65,280 bytes as one block of bgzip (SAM specification, 4.1)."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    body = deflate.compress(text) + deflate.flush()
    size = len(body) + 25
    return b"".join(
        [
            _END[:16],
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
        with beside.open("wb") as out:
            writer = PatchedVcf(out, packed=packed)
            yield writer
            writer.finish()
        drop_index(path)
    if packed:
        write_index(path)


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
