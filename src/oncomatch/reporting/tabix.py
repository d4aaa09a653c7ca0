"""Make the index (.tbi) of a bgzipped VCF while it is written, instead of reading it again.

Layout: the tabix specification of samtools/hts-specs; bins as in the SAM specification, 5.3. A
virtual offset is the place of a block in the packed file, times 65,536, plus a place in its text.
"""

from __future__ import annotations

import struct

import numpy as np

_SHIFT = 14
_LEVELS = 5
_REACH = 1 << (_SHIFT + 3 * _LEVELS)
"""Bases of a contig that this kind of index can name."""
_PSEUDO_BIN = 37450
_VCF = struct.pack("<6i", 2, 1, 2, 0, ord("#"), 0)
"""Kind of file; columns of contig, begin and end; what comments begin with; lines to pass over."""


class _Contig:
    """What is known of a contig's records: where each run of one bin and each window begins."""

    def __init__(self, begin: int):
        self.begin = begin
        self.end = begin
        self.records = 0
        self.start = 0
        self.bin = -1
        self.window = -1
        self.bins: list[np.ndarray] = []
        self.bin_offsets: list[np.ndarray] = []
        self.windows: list[np.ndarray] = []
        self.window_offsets: list[np.ndarray] = []

    def add(self, starts: np.ndarray, ends: np.ndarray, offsets: np.ndarray) -> None:
        """Add records in order, with the virtual offsets at which they begin."""
        bins = _bins(starts, ends)
        new = np.flatnonzero(np.diff(bins, prepend=self.bin))
        self.bins.append(bins[new])
        self.bin_offsets.append(offsets[new])
        first, last = starts >> _SHIFT, (ends - 1) >> _SHIFT
        new = np.flatnonzero(np.diff(first, prepend=self.window))
        self.windows.append(first[new])
        self.window_offsets.append(offsets[new])
        for at in np.flatnonzero(last > first).tolist():
            reached = np.arange(first[at], last[at] + 1)
            self.windows.append(reached)
            self.window_offsets.append(np.full(len(reached), offsets[at]))
        self.records += len(starts)
        self.start, self.bin, self.window = int(starts[-1]), int(bins[-1]), int(first[-1])

    def packed(self) -> bytes:
        """Return the contig's part of the index."""
        bins, begins = np.concatenate(self.bins), np.concatenate(self.bin_offsets)
        ends = np.append(begins[1:], self.end)
        order = np.argsort(bins, kind="stable")
        bins, begins, ends = bins[order], begins[order], ends[order]
        firsts = np.flatnonzero(np.diff(bins, prepend=-1))
        counts = np.diff(firsts, append=len(bins))
        chunks = np.arange(len(bins))
        words = np.zeros(2 * len(firsts) + 4 * len(bins), "<u4")
        heads = 2 * np.arange(len(firsts)) + 4 * firsts
        words[heads], words[heads + 1] = bins[firsts], counts
        places = 4 * chunks + 2 * np.repeat(np.arange(1, len(firsts) + 1), counts)
        for offset, values in ((0, begins), (2, ends)):
            words[places + offset] = values & 0xFFFFFFFF
            words[places + offset + 1] = values >> 32
        pseudo = struct.pack("<2I4Q", _PSEUDO_BIN, 2, self.begin, self.end, self.records, 0)
        linear = self._linear()
        sizes = struct.pack("<i", len(firsts) + 1), struct.pack("<i", len(linear))
        return b"".join([sizes[0], words.tobytes(), pseudo, sizes[1], linear.tobytes()])

    def _linear(self) -> np.ndarray:
        """Return for each window the offset of the first record in it or behind it."""
        windows = np.concatenate(self.windows)
        lowest = np.full(int(windows.max()) + 1, np.iinfo(np.int64).max)
        np.minimum.at(lowest, windows, np.concatenate(self.window_offsets))
        return np.minimum.accumulate(lowest[::-1])[::-1].astype("<u8")


class TabixIndex:
    """Takes the records of a sorted file in order; others make it useless."""

    def __init__(self) -> None:
        self._contigs: dict[bytes, _Contig] = {}
        self._open: _Contig | None = None
        self._name = b""
        self.useful = True

    def add(self, contig: bytes, starts: np.ndarray, ends: np.ndarray, offsets: np.ndarray) -> None:
        """Add records of a contig.

        `starts` and `ends` are 0-based and half-open, `offsets` virtual ones.
        """
        if not self.useful or not len(starts):
            return
        if contig != self._name or self._open is None:
            self.useful = contig not in self._contigs
            self._close(int(offsets[0]))
            self._open = self._contigs[contig] = _Contig(int(offsets[0]))
            self._name = contig
        at = self._open
        rising = starts[0] >= at.start and (starts[1:] >= starts[:-1]).all()
        self.useful &= bool(rising and int(ends.max()) <= _REACH)
        if self.useful:
            at.add(starts, ends, offsets)

    def _close(self, offset: int) -> None:
        if self._open is not None:
            self._open.end = offset

    def text(self, end: int) -> bytes | None:
        """Return the index, not yet packed, of a file that ends at a virtual offset.

        None where there is none: the records are not sorted, too far out, or there are none.
        """
        if not self.useful or not self._contigs:
            return None
        self._close(end)
        names = b"".join(name + b"\0" for name in self._contigs)
        head = b"TBI\x01" + struct.pack("<i", len(self._contigs)) + _VCF
        parts = [contig.packed() for contig in self._contigs.values()]
        return b"".join([head, struct.pack("<i", len(names)), names, *parts, bytes(8)])


def _bins(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return the smallest bins that hold intervals (0-based, half-open)."""
    lasts = ends - 1
    bins = np.zeros(len(starts), np.int64)
    left = np.ones(len(starts), bool)
    for level in range(_LEVELS, 0, -1):
        shift = _SHIFT + 3 * (_LEVELS - level)
        low = starts >> shift
        here = left & (low == lasts >> shift)
        bins[here] = low[here] + ((1 << 3 * level) - 1) // 7
        left &= ~here
        if not left.any():
            break
    return bins
