"""Reference bases from a pool of two bits a base.

The pool holds each stretch once; a build is a table of pieces that point into it, so that the
two builds share what they have in common. Outside the pieces the base is not known and reads N.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES

_LETTERS = np.frombuffer(b"ACGT", dtype=np.uint8)
_SHIFTS = np.array([6, 4, 2, 0], dtype=np.uint8)
_FOUR_LETTERS = _LETTERS[(np.arange(256, dtype=np.uint8)[:, None] >> _SHIFTS) & 3].view("S4")
"""The four bases of each packed byte."""

_PAGE = 1 << 14
"""Bases unpacked at once; a multiple of four."""

_PAGES = 4096

_COMPLEMENT = str.maketrans("ACGTN", "TGCAN")


def reverse_complement(bases: str) -> str:
    """Return the other strand, read 5' to 3'.

    >>> reverse_complement("AAC")
    'GTT'
    """
    return bases.translate(_COMPLEMENT)[::-1]


def pack(bases: str) -> np.ndarray:
    """Return bases as two bits each, four to a byte, padded with A.

    Raises:
        ValueError: a letter is not one of ACGT.
    """
    codes = np.full(256, 255, dtype=np.uint8)
    codes[_LETTERS] = np.arange(4, dtype=np.uint8)
    numbers = codes[np.frombuffer(bases.encode("ascii"), dtype=np.uint8)]
    if (numbers == 255).any():
        raise ValueError("a sequence has letters other than ACGT")
    padded = np.zeros(-(-len(numbers) // 4) * 4, dtype=np.uint8)
    padded[: len(numbers)] = numbers
    quads = padded.reshape(-1, 4) << _SHIFTS
    packed: np.ndarray = np.bitwise_or.reduce(quads, axis=1).astype(np.uint8)
    return packed


class Sequences:
    """Reference bases of both builds; opening costs nothing, the file is memory-mapped.

    Bases are unpacked a page at a time and kept, since variants come sorted or near each other.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._page = lru_cache(maxsize=_PAGES)(self._unpack)

    @cached_property
    def _pool(self) -> np.ndarray:
        pool: np.ndarray = np.load(self._folder / "sequence.npy", mmap_mode="r")
        return pool

    @cached_property
    def _pieces(self) -> dict[tuple[GenomeBuild, str], _Pieces]:
        pieces = {}
        for build in GenomeBuild:
            path = self._folder / f"pieces_{build.value}.npy"
            table = np.load(path) if path.is_file() else np.empty((0, 4), dtype=np.int64)
            for number, contig in enumerate(CHROMOSOMES):
                starts, ends, offsets = table[table[:, 0] == number, 1:].T.tolist()
                pieces[build, contig] = _Pieces(starts, ends, offsets)
        return pieces

    def _unpack(self, number: int) -> str:
        packed = np.asarray(self._pool[number * _PAGE // 4 : (number + 1) * _PAGE // 4])
        letters: bytes = _FOUR_LETTERS[packed].tobytes()
        return letters.decode("ascii")

    def pieces(self, build: GenomeBuild) -> list[tuple[str, int, int, int]]:
        """Return contig, start, end (0-based, half-open) and pool offset of a build's pieces."""
        return [
            (contig, *piece)
            for contig in CHROMOSOMES
            for piece in zip(*self._pieces[build, contig], strict=True)
        ]

    def pooled(self, offset: int, length: int) -> str:
        """Return `length` bases of the pool from `offset` on."""
        number, skip = divmod(offset, _PAGE)
        if skip + length <= _PAGE:
            return self._page(number)[skip : skip + length]
        last = (offset + length - 1) // _PAGE
        pages = "".join([self._page(each) for each in range(number, last + 1)])
        return pages[skip : skip + length]

    def codes(
        self, build: GenomeBuild, contig: str, positions: np.ndarray, wanted: np.ndarray
    ) -> np.ndarray:
        """Return the bases at 0-based positions as 0 to 3 for ACGT, 4 where not known.

        Only the `wanted` ones are looked up; the others read 4.
        """
        codes = np.full(len(positions), 4, np.uint8)
        pieces = self._pieces.get((build, contig))
        if pieces is None or not pieces.starts:
            return codes
        starts, ends, offsets = (np.array(each, np.int64) for each in pieces)
        chosen = np.flatnonzero(wanted)
        number = np.searchsorted(starts, positions[chosen], side="right") - 1
        inside = (number >= 0) & (positions[chosen] < ends[np.maximum(number, 0)])
        chosen, number = chosen[inside], number[inside]
        at = offsets[number] + positions[chosen] - starts[number]
        codes[chosen] = (np.asarray(self._pool)[at // 4] >> _SHIFTS[at % 4]) & 3
        return codes

    def bases(self, build: GenomeBuild, contig: str, start0: int, end0: int) -> str:
        """Return the bases of a 0-based, half-open interval, N where they are not embedded."""
        pieces = self._pieces.get((build, contig))
        if pieces is None or start0 >= end0:
            return "N" * max(0, end0 - start0)
        index = bisect_right(pieces.starts, start0) - 1
        if index >= 0 and end0 <= pieces.ends[index]:
            return self.pooled(pieces.offsets[index] + start0 - pieces.starts[index], end0 - start0)
        parts = []
        position = start0
        for number in range(max(0, index), len(pieces.starts)):
            piece_start, piece_end = pieces.starts[number], pieces.ends[number]
            if piece_start >= end0:
                break
            if piece_end > position:
                parts.append("N" * max(0, piece_start - position))
                position = max(position, piece_start)
                stop = min(end0, piece_end)
                offset = pieces.offsets[number] + position - piece_start
                parts.append(self.pooled(offset, stop - position))
                position = stop
        parts.append("N" * (end0 - position))
        return "".join(parts)


class _Pieces(NamedTuple):
    """Where the bases of one contig lie in the pool; the three lists run side by side."""

    starts: list[int]
    ends: list[int]
    offsets: list[int]
