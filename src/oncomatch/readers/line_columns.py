"""Where the columns of many VCF lines begin and end, worked out for all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from oncomatch.domain.contig import CHROMOSOMES, canonical_contig

LONGEST_NAME = 16
"""Bytes of CHROM that are looked at; no chromosome has a longer name."""

_MOST_DIGITS = 9
_PADDING = 64
_WIDEST = 300
"""Bases of a REF that are looked at, from each of its ends."""
_TAB, _ZERO, _BAR = b"\t0|"


@dataclass(frozen=True)
class Sites:
    """The bases (0-based) that lines are about, with the lines' numbers.

    `contigs` are indices into `CHROMOSOMES`.
    """

    lines: np.ndarray
    contigs: np.ndarray
    starts: np.ndarray

    def chromosomes(self) -> list[str]:
        """Return the names of the chromosomes that there are sites on."""
        return [CHROMOSOMES[number] for number in np.flatnonzero(np.bincount(self.contigs))]

    def on(self, chromosomes: Collection[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return lines, contigs and bases on chromosomes, by name."""
        here = np.array([name in chromosomes for name in CHROMOSOMES])[self.contigs]
        return self.lines[here], self.contigs[here], self.starts[here]


class LineColumns:
    """The lines of a file, or some of them, with their columns.

    `text` has the lines, each with a line end, and some more line ends behind. `starts` and `ends`
    say where each begins and where it ends. `first` is the index in `tabs` of its first tab; the
    last of `tabs` is the end of the text.
    """

    def __init__(self, lines: Sequence[bytes]):
        self.lines = lines
        self.text = np.frombuffer(b"\n".join(lines) + b"\n" * _PADDING, np.uint8)
        sizes = np.fromiter(map(len, lines), np.int64, len(lines))
        self.ends = np.cumsum(sizes + 1) - 1
        self.starts = self.ends - sizes
        self.tabs = np.append(np.flatnonzero(self.text == _TAB), len(self.text))
        self.first = np.searchsorted(self.tabs, self.starts)
        self.counts = np.searchsorted(self.tabs, self.ends) - self.first
        """How many tabs each line has."""

    @cached_property
    def placed(self) -> np.ndarray:
        """The numbers of the lines that have columns up to ALT and a name that may be known."""
        at = np.flatnonzero(self.counts >= 4)
        short: np.ndarray = self.tabs[self.first[at]] - self.starts[at] <= LONGEST_NAME
        placed: np.ndarray = at[short]
        return placed

    @cached_property
    def fences(self) -> np.ndarray:
        """The tabs behind CHROM, POS, ID, REF and ALT of the placed lines, one row each."""
        most = len(self.tabs) - 1
        found: np.ndarray = self.tabs[
            np.minimum(self.first[self.placed] + np.arange(5)[:, None], most)
        ]
        found[4] = np.minimum(found[4], self.ends[self.placed])
        return found

    @cached_property
    def positions(self) -> tuple[np.ndarray, np.ndarray]:
        """POS of the placed lines, and which of them are numbers."""
        return numbers(self.text, self.fences[0] + 1, self.fences[1])

    @cached_property
    def contigs(self) -> np.ndarray:
        """CHROM of the placed lines as an index into `CHROMOSOMES`, -1 where it is another."""
        starts = self.starts[self.placed]
        if not len(starts):
            return np.zeros(0, np.int64)
        letters = self.text[starts[:, None] + np.arange(LONGEST_NAME)]
        letters[np.arange(LONGEST_NAME) >= (self.fences[0] - starts)[:, None]] = 0
        runs = np.flatnonzero((letters[1:] != letters[:-1]).any(axis=1)) + 1
        begins = [0, *runs.tolist()]
        numbers = [_number(letters[at].tobytes().rstrip(b"\0")) for at in begins]
        found: np.ndarray = np.repeat(numbers, np.diff([*begins, len(starts)]))
        return found

    def sites(self) -> Sites:
        """Return which bases the placed lines change, and the one behind where lengths differ."""
        at, (starts, known) = self.placed, self.positions
        known = known & (self.contigs >= 0)
        ref, alt = np.diff(self.fences[2:5], axis=0) - 1
        plain = known & (ref == 1) & (alt == 1)
        lines, contigs, begins = [at[plain]], [self.contigs[plain]], [starts[plain] - 1]
        others = np.flatnonzero(known & ~plain)
        columns = (others.tolist(), (starts[others] - 1).tolist(), ref[others].tolist())
        for number, start0, size in zip(*columns, strict=True):
            bases = _bases(start0, start0 + size + 1)
            lines.append(np.full(len(bases), at[number]))
            contigs.append(np.full(len(bases), self.contigs[number]))
            begins.append(bases)
        return Sites(np.concatenate(lines), np.concatenate(contigs), np.concatenate(begins))

    @cached_property
    def with_bars(self) -> frozenset[int]:
        """The numbers of the lines that have a `|`, by which genotypes are phased."""
        bars = np.flatnonzero(self.text == _BAR)
        return frozenset(np.searchsorted(self.ends, bars).tolist())


@lru_cache(maxsize=4096)
def _number(name: bytes) -> int:
    contig = canonical_contig(name.decode("utf-8", "replace"))
    return CHROMOSOMES.index(contig) if contig in CHROMOSOMES else -1


def _bases(start0: int, end0: int) -> np.ndarray:
    if end0 - start0 <= 2 * _WIDEST:
        return np.arange(start0, end0)
    low, high = np.arange(start0, start0 + _WIDEST), np.arange(end0 - _WIDEST, end0)
    return np.concatenate([low, high])


def numbers(
    text: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the whole numbers that intervals read, and which are such, of up to nine digits."""
    sizes = ends - starts
    found = np.zeros(len(starts), np.int64)
    known = (sizes > 0) & (sizes <= _MOST_DIGITS)
    most = int(sizes[known].max()) if known.any() else 0
    for at in range(most):
        inside = at < sizes
        digits = text[np.minimum(starts + at, len(text) - 1)] - np.uint8(_ZERO)
        known &= ~inside | (digits < 10)
        found = np.where(inside, found * 10 + digits, found)
    return found, known
