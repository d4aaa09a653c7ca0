"""Reference bases from a pool of two bits a base.

The pool holds each stretch once; a build is a table of pieces that point into it, so that the
two builds share what they have in common. Outside the pieces the base is not known and reads N.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES

_LETTERS = np.frombuffer(b"ACGT", dtype=np.uint8)
_SHIFTS = np.array([6, 4, 2, 0], dtype=np.uint8)
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
    """Reference bases of both builds; opening costs nothing, the file is memory-mapped."""

    def __init__(self, folder: Path):
        self._folder = folder

    @cached_property
    def _pool(self) -> np.ndarray:
        pool: np.ndarray = np.load(self._folder / "sequence.npy", mmap_mode="r")
        return pool

    @cached_property
    def _pieces(self) -> dict[tuple[GenomeBuild, str], np.ndarray]:
        pieces = {}
        for build in GenomeBuild:
            table = np.load(self._folder / f"pieces_{build.value}.npy")
            for number, contig in enumerate(CHROMOSOMES):
                pieces[build, contig] = table[table[:, 0] == number, 1:]
        return pieces

    def pooled(self, offset: int, length: int) -> str:
        """Return `length` bases of the pool from `offset` on."""
        first, last = offset // 4, -(-(offset + length) // 4)
        codes = (np.asarray(self._pool[first:last])[:, None] >> _SHIFTS) & 3
        skip = offset - first * 4
        letters: bytes = _LETTERS[codes.reshape(-1)[skip : skip + length]].tobytes()
        return letters.decode("ascii")

    def bases(self, build: GenomeBuild, contig: str, start0: int, end0: int) -> str:
        """Return the bases of a 0-based, half-open interval, N where they are not embedded."""
        table = self._pieces.get((build, contig))
        if table is None or not len(table) or start0 >= end0:
            return "N" * max(0, end0 - start0)
        parts = []
        position = start0
        index = max(0, int(np.searchsorted(table[:, 0], start0, side="right")) - 1)
        while position < end0 and index < len(table):
            piece_start, piece_end, offset = (int(number) for number in table[index])
            if piece_end > position:
                if piece_start >= end0:
                    break
                parts.append("N" * max(0, piece_start - position))
                position = max(position, piece_start)
                stop = min(end0, piece_end)
                parts.append(self.pooled(offset + position - piece_start, stop - position))
                position = stop
            index += 1
        parts.append("N" * (end0 - position))
        return "".join(parts)
