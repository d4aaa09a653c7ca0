"""Find the records of a VCF that lie in given intervals without looking at the others.

A genome has millions of records and a few of them lie in genes that we know. The text is taken in
pieces of some megabytes; where lines begin, and which CHROM and POS they have, is worked out for
all lines of a piece at once with numpy. Only lines in the intervals become text of their own, and
those of which the position cannot be told so; no line is passed over unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from oncomatch.domain.contig import canonical_contig
from oncomatch.readers.chunks import Block

LONGEST_REF = 5000
"""A record of which the line is longer is always picked: its REF may reach into an interval."""

_WORD = 8
_ONES = np.uint64(0x0101010101010101)
_HIGHS = np.uint64(0x8080808080808080)
_TABS = np.uint64(0x0909090909090909)
_ZEROS = np.uint64(0x3030303030303030)
_NINES = np.uint64(0x7676767676767676)

Intervals = Mapping[str, tuple[np.ndarray, np.ndarray]]
"""For each chromosome the sorted starts and ends (0-based, half-open) of disjoint intervals."""


def merge(intervals: Iterable[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return intervals (0-based, half-open) as sorted starts and ends without overlaps."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(intervals):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return np.array(starts, np.int64), np.array(ends, np.int64)


@dataclass(frozen=True)
class Piece:
    """Whole lines of a file.

    `offset` is where `text` begins in the unpacked file; `lines` are all records in it. Those
    that were picked begin at `starts` of the text and end before `ends`, without the line end;
    `numbers` counts them in the file, from 1. `counted` says how many of the others lie in each
    of the other sets of intervals. `blocks` are the parts of the file read since the piece before.
    """

    text: bytes
    offset: int
    lines: int
    starts: list[int]
    ends: list[int]
    numbers: list[int]
    counted: tuple[int, ...]
    blocks: list[Block]

    def picked(self) -> list[bytes]:
        """Return the picked lines."""
        text = self.text
        return [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]


class Scan:
    """Goes through a file once: its header first, then its records in order."""

    def __init__(self, blocks: Iterator[list[Block]]):
        self._blocks = blocks
        self._rest = b""
        self._pending: list[Block] = []
        self._offset = 0
        self._line = 0
        self.header = self._read_header()

    def _read_header(self) -> bytes:
        """Return the lines that begin with `#`, and leave what follows for the pieces."""
        head = b""
        looked = 0
        while (end := _header_end(head, looked)) < 0:
            batch = next(self._blocks, None)
            if batch is None:
                end = len(head)
                break
            looked = max(0, len(head) - 1)
            self._pending += batch
            head += b"".join([block.text for block in batch])
        self._rest = head[end:]
        self._offset = end
        self._line = head.count(b"\n", 0, end)
        return head[:end]

    def pieces(
        self, picked: Intervals | None, counted: tuple[Intervals, ...] = ()
    ) -> Iterator[Piece]:
        """Yield the file piece by piece; a last line without its end counts as a line.

        `picked` is None to pick every line.
        """
        rest = self._rest
        for batch in self._blocks:
            self._pending += batch
            text = b"".join([rest, *(block.text for block in batch)])
            end = text.rfind(b"\n") + 1
            if end:
                yield self._piece(text[:end], picked, counted)
            rest = text[end:]
        yield self._piece(rest, picked, counted)

    def _piece(
        self, text: bytes, picked: Intervals | None, counted: tuple[Intervals, ...]
    ) -> Piece:
        blocks, self._pending = self._pending, []
        starts, ends = _lines(text)
        if picked is None:
            chosen, counts = np.arange(len(starts)), (0,) * len(counted)
        else:
            chosen, counts = _choose(text, starts, ends, picked, counted)
        chosen = chosen[starts[chosen] < ends[chosen]]
        piece = Piece(
            text=text,
            offset=self._offset,
            lines=int((starts < ends).sum()),
            starts=starts[chosen].tolist(),
            ends=ends[chosen].tolist(),
            numbers=(chosen + self._line + 1).tolist(),
            counted=counts,
            blocks=blocks,
        )
        self._offset += len(text)
        self._line += len(starts)
        return piece


def _header_end(text: bytes, looked: int) -> int:
    """Return where the first line that is no header begins, -1 where that is not in sight."""
    if text and not text.removeprefix(b"\xef\xbb\xbf").startswith(b"#"):
        return 0
    at = max(0, looked)
    while (at := text.find(b"\n", at)) >= 0:
        at += 1
        if at < len(text) and text[at : at + 1] != b"#":
            return at
    return -1


def _lines(text: bytes) -> tuple[np.ndarray, np.ndarray]:
    letters = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    if text and not text.endswith(b"\n"):
        ends = np.append(ends, len(text))
    starts = np.zeros(len(ends), np.int64)
    starts[1:] = ends[:-1] + 1
    return starts, ends


def _choose(
    text: bytes,
    starts: np.ndarray,
    ends: np.ndarray,
    picked: Intervals,
    counted: tuple[Intervals, ...],
) -> tuple[np.ndarray, tuple[int, ...]]:
    """Return the numbers of the lines to pick, and how many others lie in the other intervals."""
    chosen = (ends - starts) > LONGEST_REF
    counts = [0] * len(counted)
    padded = np.zeros(len(text) + 4 * _WORD, np.uint8)
    padded[: len(text)] = np.frombuffer(text, np.uint8)
    words = np.ndarray((len(text) + 3 * _WORD,), "<u8", padded, strides=(1,))
    at = 0
    while at < len(starts):
        first = int(starts[at])
        name = text[first : text.find(b"\t", first, int(ends[at])) + 1]
        stop = at + _same_prefix(words, starts[at:], name)
        if not name:
            chosen[at:stop] = True
            at = stop
            continue
        positions, known = _numbers(padded, words, starts[at:stop] + len(name))
        contig = canonical_contig(name[:-1].decode("utf-8", "replace"))
        here = _within(positions, picked.get(contig)) | ~known
        chosen[at:stop] |= here
        for number, intervals in enumerate(counted):
            within = _within(positions, intervals.get(contig))
            counts[number] += int((within & ~chosen[at:stop]).sum())
        at = stop
    return np.flatnonzero(chosen), tuple(counts)


def _same_prefix(words: np.ndarray, starts: np.ndarray, prefix: bytes) -> int:
    """Return how many lines from the first on begin with `prefix`; at least one."""
    same = np.ones(len(starts), bool)
    for skip in range(0, len(prefix), _WORD):
        part = prefix[skip : skip + _WORD]
        mask = np.uint64((1 << 8 * len(part)) - 1)
        same &= (words[starts + skip] & mask) == np.uint64(int.from_bytes(part, "little"))
    differing = np.flatnonzero(~same)
    if not prefix:
        return 1
    return int(differing[0]) if len(differing) else len(starts)


def _numbers(
    letters: np.ndarray, words: np.ndarray, places: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the whole numbers that stand at `places`, each ended by a tab, and which are such.

    Eight digits are read at once, as a word of eight bytes, and a ninth behind them.
    """
    values, digits = _leading_digits(words[places])
    long = digits == _WORD
    ninth = letters[places + _WORD]
    more = long & (ninth - ord("0") <= 9)
    values = np.where(more, values * 10 + (ninth - ord("0")), values)
    ended = np.where(more, letters[places + _WORD + 1], ninth) == ord("\t")
    return values, np.where(long, ended, digits > 0)


def _leading_digits(word: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number before the first tab of each word and its count of digits.

    The count is 8 where no tab is among the bytes and 0 where something else than digits comes
    first; a word that begins with a tab has neither digits nor a number.
    """
    tabs = word ^ _TABS
    marks = (tabs - _ONES) & ~tabs & _HIGHS
    lowest = marks & (~marks + np.uint64(1))
    before = np.where(marks == 0, np.uint64(64), np.bitwise_count(lowest - np.uint64(1)) - 7)
    bits = before.astype(np.uint64)
    kept = np.where(bits == 0, np.uint64(0), word << ((np.uint64(64) - bits) & np.uint64(63)))
    fill = np.where(bits == 64, np.uint64(0), _ZEROS >> bits)
    digits = np.where(bits == 0, _ZEROS, kept | fill)
    plain = (((digits + _NINES - _ZEROS) | (digits - _ZEROS)) & _HIGHS) == 0
    value = digits & np.uint64(0x0F0F0F0F0F0F0F0F)
    value = value * np.uint64(10) + (value >> np.uint64(8))
    pairs = np.uint64(0x000000FF000000FF)
    value = (
        (value & pairs) * np.uint64(0x000F424000000064)
        + ((value >> np.uint64(16)) & pairs) * np.uint64(0x0000271000000001)
    ) >> np.uint64(32)
    count = np.where(plain, bits // np.uint64(8), np.uint64(0)).astype(np.int64)
    return value.astype(np.int64), count


def _within(positions: np.ndarray, intervals: tuple[np.ndarray, np.ndarray] | None) -> np.ndarray:
    """Return which 1-based positions lie in the intervals."""
    if intervals is None or not len(intervals[0]):
        return np.zeros(len(positions), bool)
    starts, ends = intervals
    number = np.searchsorted(starts, positions - 1, side="right") - 1
    return (number >= 0) & (positions - 1 < ends[np.maximum(number, 0)])
