"""Read of an indexed VCF only the blocks in which records of given intervals can lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from oncomatch.domain.contig import canonical_contig
from oncomatch.errors import IndexMismatchError, InputError
from oncomatch.readers.chunks import Block, read_block
from oncomatch.readers.index import IndexedContig, mismatch
from oncomatch.readers.lines import unpacking
from oncomatch.readers.scan import Intervals

_BATCH = 1 << 22
_PLACE = 0xFFFF


def read_by_index(
    path: Path, index: Path, contigs: list[IndexedContig], header: bytes, intervals: Intervals
) -> Iterator[list[Block]]:
    """Yield the header, then lines that begin or reach into the intervals and some beside them.

    `contigs` are those of the index in the order of the file; the intervals are by chromosome,
    0-based and half-open. The lines come whole, each once, in the order of the file.

    Raises:
        IndexMismatchError: what the index says of the file is not so.
    """
    yield [Block(header, None)]
    with path.open("rb", buffering=1 << 18) as raw:
        lines = _Lines(raw, path, index)
        lines.check_borders(contigs, len(header))
        batch, size = [], 0
        for contig in contigs:
            starts, ends = intervals.get(canonical_contig(contig.name), ((), ()))
            for text in lines.within(contig, np.asarray(starts), np.asarray(ends)):
                batch.append(Block(text, None))
                size += len(text)
                if size >= _BATCH:
                    yield batch
                    batch, size = [], 0
    if batch:
        yield batch


class _Lines:
    """A file of blocks, read at virtual offsets; the block at hand is kept."""

    def __init__(self, raw: BinaryIO, path: Path, index: Path):
        self._raw = raw
        self._path = path
        self._index = index
        self._at = self._next = -1
        self._text = b""

    def check_borders(self, contigs: list[IndexedContig], header: int) -> None:
        """Check that the index begins behind the header, in bytes, and ends where the file does.

        Raises:
            IndexMismatchError: it does not.
        """
        if not contigs:
            raise mismatch(self._index, "it names no records")
        begin = min(contig.begin for contig in contigs)
        end = max(contig.end for contig in contigs)
        before, at = 0, 0
        while at >> 16 < begin >> 16 and before < header:
            text, at = self._from(at, begin)
            before += len(text)
        if before + (begin & _PLACE) != header or at >> 16 != begin >> 16 or self._after(end):
            raise self._of_another_file()

    def within(
        self, contig: IndexedContig, starts: np.ndarray, ends: np.ndarray
    ) -> Iterator[bytes]:
        """Yield whole lines, among them all that overlap the sorted, disjoint intervals.

        Raises:
            IndexMismatchError: they are not where the index says.
        """
        name = contig.name.encode("utf-8", "surrogateescape") + b"\t"
        done, reached = contig.begin, 0
        for end, low in zip(ends.tolist(), contig.lowest(starts).tolist(), strict=True):
            at, rest = max(done, low), b""
            latest = contig.latest(at)
            while reached <= end and at < contig.end:
                text, after = self._from(at, contig.end)
                whole = text.rfind(b"\n") + 1
                lines, rest = (rest + text[:whole], text[whole:]) if whole else (b"", rest + text)
                if after >= contig.end and rest:  # the file's last line, without its end
                    lines, rest = lines + rest + b"\n", b""
                    if self._after(contig.end):
                        raise self._of_another_file()
                if lines:
                    done = after if not rest else at + whole
                    first = _position(lines[: lines.find(b"\n")], name)
                    last = _position(lines[lines.rfind(b"\n", 0, -1) + 1 :], name)
                    if not reached <= first <= last or (latest is not None and first > latest):
                        raise self._of_another_file()
                    reached, latest = last, None
                    yield lines
                at = after

    def _from(self, at: int, end: int) -> tuple[bytes, int]:
        """Return the text from a line's beginning to the end of its block or to `end`.

        And the virtual offset behind it.
        """
        text, skip = self._block(at >> 16), at & _PLACE
        if skip and text[skip - 1 : skip] != b"\n":
            raise self._of_another_file()
        if at >> 16 == end >> 16:
            return text[skip : end & _PLACE], end
        return text[skip:], self._next << 16

    def _after(self, end: int) -> bool:
        """Whether the file has text behind a virtual offset."""
        rest = self._block(end >> 16)[end & _PLACE :]
        while not rest and self._next > self._at:
            rest = self._block(self._next)
        return bool(rest)

    def _block(self, at: int) -> bytes:
        """Return the text of the block at a place of the file; none at the file's end."""
        if at != self._at:
            self._raw.seek(at)
            try:
                with unpacking(self._path):
                    block = read_block(self._raw, self._path)
            except InputError as error:
                raise self._of_another_file() from error
            self._at, self._next = at, self._raw.tell()
            self._text = block.text if block else b""
        return self._text

    def _of_another_file(self) -> IndexMismatchError:
        return mismatch(self._index, f"it does not fit {self._path.name}")


def _position(line: bytes, name: bytes) -> int:
    """Return POS of a line on the contig of that name; -1 where it is not such a line."""
    digits = line[len(name) :].partition(b"\t")[0]
    return int(digits) if line.startswith(name) and digits.isdigit() else -1
