"""Read the plain substitutions among many VCF lines at once, as columns.

Where columns begin, which have one base in REF and ALT, and what the read counts are is worked
out for all lines together with numpy; a line that is anything else is left to be read by itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.readers.line_columns import LineColumns, numbers
from oncomatch.readers.reads import plain_places

_MOST_DIGITS = 9
_MOST_FORMATS = 16
_FAR = 64
"""Fields of FORMAT that are looked at."""

_COMMA, _COLON, _RETURN, _ZERO = b",:\r0"

_IS_BASE = np.zeros(256, bool)
_IS_BASE[np.frombuffer(b"ACGT", np.uint8)] = True


@dataclass(frozen=True)
class PlainCalls:
    """Calls of one ALT allele; the arrays run side by side.

    `lines` are the numbers of the lines, `contigs` indices into `CHROMOSOMES`, `positions`
    1-based. `passed` says that FILTER is PASS or `.`, and `counted` that the sample has read
    counts as `reads.plain_counts` takes them; only then are they given.
    """

    lines: np.ndarray
    contigs: np.ndarray
    positions: np.ndarray
    passed: np.ndarray
    counted: np.ndarray
    depths: np.ndarray
    ref_reads: np.ndarray
    alt_reads: np.ndarray

    def where(self, chosen: np.ndarray) -> Self:
        """Return those that are chosen."""
        return type(self)(*(getattr(self, each.name)[chosen] for each in fields(self)))

    def chromosomes(self) -> list[str]:
        """Return the names of the chromosomes that there are calls on."""
        return [CHROMOSOMES[number] for number in np.flatnonzero(np.bincount(self.contigs))]

    def on(self, chromosomes: Collection[str]) -> Self:
        """Return those on chromosomes, by name."""
        wanted = np.array([name in chromosomes for name in CHROMOSOMES])
        return self.where(wanted[self.contigs])

    def among(self, first: int, stop: int, skip: Collection[int]) -> Self:
        """Return those of the lines from `first` to before `stop` but those to skip."""
        left_out = np.zeros(stop - first, bool)
        left_out[[at - first for at in skip if first <= at < stop]] = True
        here = self.where((self.lines >= first) & (self.lines < stop))
        return here.where(~left_out[here.lines - first])


@dataclass(frozen=True)
class Substitutions(PlainCalls):
    """Plain substitutions; `refs` and `alts` are letters as bytes."""

    refs: np.ndarray
    alts: np.ndarray

    def rows(self, lines: list[int]) -> list[tuple[int, int, int, int, int]]:
        """Return position, REF, ALT and the reads of these for lines that are among them."""
        at = np.searchsorted(self.lines, lines)
        names = ("positions", "refs", "alts", "ref_reads", "alt_reads")
        return list(zip(*(getattr(self, name)[at].tolist() for name in names), strict=True))


def read_substitutions(columns: LineColumns, samples: int, sample: int | None) -> Substitutions:
    """Return the plain substitutions among lines.

    `samples` is how many the header names, `sample` the index of that of which reads are wanted.
    """
    before_ref, ref, alt = columns.fences[2:]
    refs, alts = columns.text[before_ref + 1], columns.text[ref + 1]
    plain = may_be_plain(columns, samples) & (ref - before_ref == 2) & (alt - ref == 2)
    plain &= _IS_BASE[refs] & _IS_BASE[alts] & (refs != alts)
    calls = plain_calls(columns, np.flatnonzero(plain), samples, sample)
    return Substitutions(**calls, refs=refs[plain], alts=alts[plain])


def may_be_plain(columns: LineColumns, samples: int) -> np.ndarray:
    """Say which of the placed lines have all columns, a chromosome and a position."""
    at, (_, known) = columns.placed, columns.positions
    plain: np.ndarray = known & (columns.text[columns.fences[0] + 1] != _ZERO)
    plain &= columns.contigs >= 0
    plain &= columns.counts[at] >= (8 + samples if samples else 7)
    plain &= columns.text[columns.ends[at] - 1] != _RETURN
    return plain


def plain_calls(
    columns: LineColumns, chosen: np.ndarray, samples: int, sample: int | None
) -> dict[str, np.ndarray]:
    """Return the arrays of `PlainCalls` by name for some of the placed lines, given by index."""
    text, tabs, at = columns.text, columns.tabs, columns.placed[chosen]
    first = columns.first[at]
    counts = np.zeros((4, len(at)), np.int64)
    if sample is not None and samples and len(at):
        number = first + 8 + sample
        keys = np.stack([tabs[first + 7] + 1, tabs[first + 8]])
        values = np.stack([tabs[number] + 1, np.minimum(tabs[number + 1], columns.ends[at])])
        _count_reads(text, keys, values, counts)
    filters = tabs[first + 5] + 1, tabs[first + 6]
    passed = _is(text, *filters, b"PASS") | _is(text, *filters, b".")
    return {
        "lines": at,
        "contigs": columns.contigs[chosen],
        "positions": columns.positions[0][chosen],
        "passed": passed,
        "counted": counts[0] > 0,
        "depths": counts[1],
        "ref_reads": counts[2],
        "alt_reads": counts[3],
    }


def _count_reads(
    text: np.ndarray, keys: np.ndarray, values: np.ndarray, counts: np.ndarray
) -> None:
    """Fill in whether there are counts, depth, reads of REF and of ALT, FORMAT by FORMAT."""
    colons = np.flatnonzero(text == _COLON)
    colons = np.append(colons, np.full(_FAR, len(text)))
    left = np.arange(keys.shape[1])
    for _ in range(_MOST_FORMATS):
        if not len(left):
            return
        begin, end = keys[:, left[0]]
        name = text[begin:end].tobytes()
        same = _is(text, keys[0, left], keys[1, left], name)
        here, left = left[same], left[~same]
        places = plain_places(name.decode("ascii", "replace"))
        if places is None or max(places) >= _FAR:
            continue
        start, stop = values[:, here]
        before = np.searchsorted(colons, start)
        spans = []
        for place in places:
            field = start if place == 0 else colons[before + place - 1] + 1
            spans.append((field, np.minimum(colons[before + place], stop)))
        (reads, reads_end), (depth, depth_end) = spans
        comma = _find(text, reads, reads_end, _COMMA)
        found = [
            numbers(text, depth, depth_end),
            numbers(text, reads, comma),
            numbers(text, comma + 1, reads_end),
        ]
        known = found[0][1] & found[1][1] & found[2][1] & (found[1][0] + found[2][0] > 0)
        counts[0, here] = known
        for row, (values_read, _) in enumerate(found, start=1):
            counts[row, here] = np.where(known, values_read, 0)


def _is(text: np.ndarray, starts: np.ndarray, ends: np.ndarray, word: bytes) -> np.ndarray:
    """Say which intervals read as the word."""
    same: np.ndarray = ends - starts == len(word)
    for at, letter in enumerate(word):
        same &= text[np.minimum(starts + at, len(text) - 1)] == letter
    return same


def _find(text: np.ndarray, starts: np.ndarray, ends: np.ndarray, letter: int) -> np.ndarray:
    """Return where a letter first stands in the first digits of each interval, else its end."""
    found = ends.copy()
    for at in range(_MOST_DIGITS, -1, -1):
        here = np.minimum(starts + at, len(text) - 1)
        found = np.where((starts + at < ends) & (text[here] == letter), here, found)
    return found
