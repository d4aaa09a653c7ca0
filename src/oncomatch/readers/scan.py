"""Find the records of a VCF that lie in given intervals without looking at the others.

A genome has millions of records and a few of them lie in genes that we know. The text is taken in
pieces of some megabytes; where lines begin, and which CHROM and POS they have, is worked out for
all lines of a piece at once with numpy. Only lines in the intervals become text of their own, and
those of which the position cannot be told so; no line is passed over unread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from oncomatch.domain.contig import canonical_contig
from oncomatch.readers.chunks import Block
from oncomatch.readers.columns import PADDING, read_numbers, same_prefix, words_of
from oncomatch.readers.extents import Extents, ref_lengths, says_all

LONGEST_REF = 5000
"""A record of which the line is longer is always picked: its REF may reach into an interval."""

_AT_ONCE = 1 << 19
"""Bytes worked through at once: what is made of them stays in the processor's cache."""
_MANY = 5000
"""A piece with so many picked lines is not made longer: what becomes of them takes memory."""

Spans = tuple[np.ndarray, np.ndarray]
"""Sorted starts and ends (0-based, half-open) of disjoint intervals."""
Intervals = Mapping[str, Spans]
"""The intervals of each chromosome."""
_NOWHERE: Spans = (np.zeros(0, np.int64), np.zeros(0, np.int64))


class PerContig(Mapping[str, Spans]):
    """Intervals that are made when a contig is first asked for."""

    def __init__(self, contigs: Sequence[str], make: Callable[[str], Spans]):
        self._contigs = contigs
        self._make = make
        self._made: dict[str, Spans] = {}

    def __getitem__(self, contig: str) -> Spans:
        if contig not in self._made:
            if contig not in self._contigs:
                raise KeyError(contig)
            self._made[contig] = self._make(contig)
        return self._made[contig]

    def __iter__(self) -> Iterator[str]:
        return iter(self._contigs)

    def __len__(self) -> int:
        return len(self._contigs)


def merge(intervals: Iterable[tuple[int, int]]) -> Spans:
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
    `extents` say where all lines lie, if that was asked; None where it cannot be told of each.
    """

    text: bytes
    offset: int
    lines: int
    starts: list[int]
    ends: list[int]
    numbers: list[int]
    counted: tuple[int, ...]
    blocks: list[Block]
    extents: list[Extents] | None

    def picked(self) -> list[bytes]:
        """Return the picked lines."""
        text = self.text
        return [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]


class _Wanted(NamedTuple):
    """What is asked of each piece."""

    picked: Intervals | None
    counted: tuple[Intervals, ...]
    extents: bool


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
        self,
        picked: Intervals | None,
        counted: tuple[Intervals, ...] = (),
        *,
        extents: bool = False,
    ) -> Iterator[Piece]:
        """Yield the file piece by piece; a last line without its end counts as a line.

        `picked` is None to pick every line; `extents` asks where each line lies.
        """
        wanted = _Wanted(picked, counted, extents)
        rest = self._rest
        for batch in self._blocks:
            self._pending += batch
            padded = b"".join([rest, *(block.text for block in batch), PADDING])
            end = padded.rfind(b"\n") + 1
            if end:
                yield from self._pieces(padded, end, wanted)
            rest = padded[end : -len(PADDING)]
        yield from self._pieces(rest + PADDING, len(rest), wanted)

    def _pieces(self, padded: bytes, size: int, wanted: _Wanted) -> Iterator[Piece]:
        """Yield whole lines of a text, which ends at `size`, as one piece or more."""
        first = at = lines = 0
        starts: list[int] = []
        ends: list[int] = []
        numbers: list[int] = []
        counts = [0] * len(wanted.counted)
        extents: list[Extents] | None = []
        while at < size or self._pending:
            stop = padded.find(b"\n", at + _AT_ONCE, size) + 1 or size
            begins, closes = _lines(padded, at, stop)
            chosen, found = _look(padded, begins, closes, wanted, counts)
            chosen = chosen[begins[chosen] < closes[chosen]]
            starts += (begins[chosen] - first).tolist()
            ends += (closes[chosen] - first).tolist()
            numbers += (chosen + self._line + 1).tolist()
            lines += int(np.count_nonzero(begins < closes))
            if extents is not None and found is not None:
                offset = self._offset
                extents += [each._replace(offsets=each.offsets + offset) for each in found]
            else:
                extents = None
            self._line += len(begins)
            at = stop
            if at == size or len(starts) >= _MANY:
                blocks, self._pending = self._pending, []
                text, offset = padded[first:at], self._offset + first
                counted = tuple(counts)
                yield Piece(text, offset, lines, starts, ends, numbers, counted, blocks, extents)
                first, lines, starts, ends, numbers = at, 0, [], [], []
                counts, extents = [0] * len(counts), []
        self._offset += size


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


def _lines(padded: bytes, at: int, stop: int) -> tuple[np.ndarray, np.ndarray]:
    """Return where the lines between two places begin and where they end, before their ends."""
    ends = np.flatnonzero(np.frombuffer(padded, np.uint8, stop - at, at) == ord("\n")) + at
    if padded[stop - 1 : stop] != b"\n":
        ends = np.append(ends, stop)
    starts = np.full(len(ends), at)
    starts[1:] = ends[:-1] + 1
    return starts, ends


class _Run(NamedTuple):
    """Neighbouring lines of one contig: their numbers, and POS, where that is known.

    `name` ends in its tab; it is empty where a line has none. `places` are where POS stands.
    """

    name: bytes
    lines: slice
    places: np.ndarray
    positions: np.ndarray
    known: np.ndarray


def _runs(padded: bytes, words: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> Iterator[_Run]:
    """Yield the lines that begin and end at places of a text, contig by contig."""
    letters = np.frombuffer(padded, np.uint8)
    at = 0
    while at < len(starts):
        first = int(starts[at])
        name = padded[first : padded.find(b"\t", first, int(ends[at])) + 1]
        stop = at + same_prefix(words, starts[at:], name)
        places = starts[at:stop] + len(name)
        if name:
            positions, known = read_numbers(letters, words, places)
        else:
            positions, known = np.zeros(stop - at, np.int64), np.zeros(stop - at, bool)
        yield _Run(name, slice(at, stop), places, positions, known)
        at = stop


def _look(
    padded: bytes, starts: np.ndarray, ends: np.ndarray, wanted: _Wanted, counts: list[int]
) -> tuple[np.ndarray, list[Extents] | None]:
    """Return the numbers of the lines to pick, and where all lie if asked and told by each.

    Add to `counts` how many of the others lie in the other intervals.
    """
    everything = np.arange(len(starts))
    if wanted.picked is None and not wanted.extents:
        return everything, None
    words = words_of(padded)
    chosen = (ends - starts) > LONGEST_REF
    extents: list[Extents] | None = [] if wanted.extents else None
    if len(starts) and not says_all(padded, int(starts[0]), int(ends[-1])):
        extents = None
    for run in _runs(padded, words, starts, ends):
        if wanted.picked is not None:
            _choose(run, chosen[run.lines], wanted.picked, wanted.counted, counts)
        if extents is not None:
            found = _extents(run, padded, words, starts[run.lines], ends[run.lines])
            extents = None if found is None else [*extents, found]
    return everything if wanted.picked is None else np.flatnonzero(chosen), extents


def _extents(
    run: _Run, padded: bytes, words: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> Extents | None:
    if not run.known.all() or run.name[:1] == b"#":
        return None
    lengths = ref_lengths(padded, words, run.places, run.positions, ends)
    if lengths is None:
        return None
    return Extents(run.name[:-1], starts, run.positions - 1, run.positions - 1 + lengths)


def _choose(
    run: _Run,
    chosen: np.ndarray,
    picked: Intervals,
    counted: tuple[Intervals, ...],
    counts: list[int],
) -> None:
    """Mark the lines of a run to pick; add how many others lie in the other intervals."""
    chosen |= ~run.known
    if not run.name:
        return
    contig = canonical_contig(run.name[:-1].decode("utf-8", "replace"))
    inside = _inside_of_rising if _rise(run.positions, run.known) else _inside
    for part in inside(run.positions, picked.get(contig, _NOWHERE)):
        chosen[part] = True
    for number, intervals in enumerate(counted):
        for part in inside(run.positions, intervals.get(contig, _NOWHERE)):
            counts[number] += int(np.count_nonzero(~chosen[part]))


def _rise(positions: np.ndarray, known: np.ndarray) -> bool:
    """Whether all positions are known and none is lower than the one before."""
    return bool(known.all()) and bool((positions[1:] >= positions[:-1]).all())


def _inside(positions: np.ndarray, intervals: Spans) -> Iterator[np.ndarray]:
    """Yield the numbers of the 1-based positions that lie in the intervals."""
    starts, ends = intervals
    if len(starts):
        number = np.searchsorted(starts, positions - 1, side="right") - 1
        yield np.flatnonzero((number >= 0) & (positions - 1 < ends[np.maximum(number, 0)]))


def _inside_of_rising(positions: np.ndarray, intervals: Spans) -> Iterator[slice]:
    """Yield for each of the intervals the slice of the rising 1-based positions that lie in it."""
    starts, ends = intervals
    first = np.searchsorted(ends, positions[0], side="left")
    last = np.searchsorted(starts, positions[-1], side="left")
    lows = np.searchsorted(positions, starts[first:last], side="right")
    highs = np.searchsorted(positions, ends[first:last], side="right")
    yield from map(slice, lows.tolist(), highs.tolist())
