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

_PAGE = 1 << 11
"""Bases unpacked at once; a multiple of four."""

_PAGES = 1 << 14

_CONTIG = 32
"""Bits of a place on the genome that are left to the position on the contig."""

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
        self.page = lru_cache(maxsize=_PAGES)(self._unpack)
        self._sorted_pieces = lru_cache(maxsize=None)(self._make_sorted_pieces)
        self._contigs: dict[tuple[GenomeBuild, str], ContigBases] = {}

    @cached_property
    def _pool(self) -> np.ndarray:
        pool = np.load(self._folder / "sequence.npy", mmap_mode="r")
        return np.asarray(pool)  # slicing a plain view of the map costs a tenth

    @cached_property
    def _pieces(self) -> dict[tuple[GenomeBuild, str], _Pieces]:
        pieces = {}
        for build in GenomeBuild:
            table = self._table(build)
            for number, contig in enumerate(CHROMOSOMES):
                starts, ends, offsets = table[table[:, 0] == number, 1:].T.tolist()
                pieces[build, contig] = _Pieces(starts, ends, offsets)
        return pieces

    def _unpack(self, number: int) -> str:
        packed = self._pool[number * _PAGE // 4 : (number + 1) * _PAGE // 4]
        letters: bytes = _FOUR_LETTERS[packed].tobytes()
        return letters.decode("ascii")

    def pieces_on(self, build: GenomeBuild, contig: str) -> _Pieces:
        """Return where the bases of a contig lie in the pool."""
        return self._pieces.get((build, contig), _Pieces([], [], []))

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
            return self.page(number)[skip : skip + length]
        last = (offset + length - 1) // _PAGE
        pages = "".join([self.page(each) for each in range(number, last + 1)])
        return pages[skip : skip + length]

    def pooled_codes(self, offset: int, length: int) -> np.ndarray:
        """Return `length` bases of the pool from `offset` on as 0 to 3 for ACGT."""
        packed = self._pool[offset // 4 : (offset + length + 3) // 4]
        codes: np.ndarray = ((packed[:, None] >> _SHIFTS) & 3).reshape(-1)
        return codes[offset % 4 : offset % 4 + length]

    def codes(
        self, build: GenomeBuild, contigs: np.ndarray, positions: np.ndarray, wanted: np.ndarray
    ) -> np.ndarray:
        """Return the bases at 0-based positions as 0 to 3 for ACGT, 4 where not known.

        `contigs` are indices into `CHROMOSOMES`. Only the `wanted` ones are looked up; the others
        read 4.
        """
        codes = np.full(len(positions), 4, np.uint8)
        starts, ends, offsets = self._sorted_pieces(build)
        if not len(starts):
            return codes
        chosen = np.flatnonzero(wanted)
        places = (contigs[chosen] << _CONTIG) + positions[chosen]
        number = np.searchsorted(starts, places, side="right") - 1
        inside = (number >= 0) & (places < ends[np.maximum(number, 0)])
        chosen, number = chosen[inside], number[inside]
        at = offsets[number] + places[inside] - starts[number]
        codes[chosen] = (self._pool[at // 4] >> _SHIFTS[at % 4]) & 3
        return codes

    def _make_sorted_pieces(self, build: GenomeBuild) -> np.ndarray:
        """Return starts and ends on the genome, by contig, and offsets of a build's pieces."""
        table = self._table(build)
        contig, starts, ends, offsets = table[np.lexsort((table[:, 1], table[:, 0]))].T
        return np.stack([(contig << _CONTIG) + starts, (contig << _CONTIG) + ends, offsets])

    def _table(self, build: GenomeBuild) -> np.ndarray:
        path = self._folder / f"pieces_{build.value}.npy"
        table: np.ndarray = np.empty((0, 4), np.int64)
        return np.load(path).astype(np.int64) if path.is_file() else table

    def on(self, build: GenomeBuild, contig: str) -> ContigBases:
        """Return what gives the bases of one contig, as `bases` does."""
        found = self._contigs.get((build, contig))
        if found is None:
            found = self._contigs[build, contig] = ContigBases(self, build, contig)
        return found

    def bases(self, build: GenomeBuild, contig: str, start0: int, end0: int) -> str:
        """Return the bases of a 0-based, half-open interval, N where they are not embedded."""
        return self.on(build, contig)(start0, end0)


class ContigBases:
    """The bases of one contig, by interval."""

    def __init__(self, sequences: Sequences, build: GenomeBuild, contig: str):
        self._pieces = sequences.pieces_on(build, contig)
        self._starts, self._ends, self._offsets = self._pieces
        self._page, self._pooled = sequences.page, sequences.pooled

    def __call__(self, start0: int, end0: int) -> str:
        """Return the bases of a 0-based, half-open interval, N where they are not embedded."""
        index = bisect_right(self._starts, start0) - 1
        if index >= 0 and start0 < end0 <= self._ends[index]:
            offset = self._offsets[index] + start0 - self._starts[index]
            number, skip = divmod(offset, _PAGE)
            stop = skip + end0 - start0
            if stop <= _PAGE:
                return self._page(number)[skip:stop]
            return self._pooled(offset, end0 - start0)
        return self._across(max(0, index), start0, end0)

    def _across(self, first: int, start0: int, end0: int) -> str:
        parts = []
        position = start0
        for start, end, offset in zip(*(each[first:] for each in self._pieces), strict=True):
            if start >= end0:
                break
            if end > position:
                parts.append("N" * (start - position))
                position = max(position, start)
                stop = min(end0, end)
                parts.append(self._pooled(offset + position - start, stop - position))
                position = stop
        parts.append("N" * (end0 - position))
        return "".join(parts)


class _Pieces(NamedTuple):
    """Where the bases of one contig lie in the pool; the three lists run side by side."""

    starts: list[int]
    ends: list[int]
    offsets: list[int]
