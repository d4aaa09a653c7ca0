"""Read the plain insertions and deletions among many VCF lines at once, as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oncomatch.readers.line_columns import LineColumns
from oncomatch.readers.substitutions import PlainCalls, may_be_plain, plain_calls

MOST_BASES = 32
"""Bases that come in or go; longer ones are read by themselves."""

_CODES = np.full(256, 255, np.uint8)
_CODES[np.frombuffer(b"ACGT", np.uint8)] = np.arange(4)


@dataclass(frozen=True)
class Indels(PlainCalls):
    """Insertions and deletions behind one base that stays; the arrays run side by side.

    `anchors` is that base and `moving` those that come in or go, 0 to 3 for ACGT, with 255 behind
    the last; `sizes` says how many they are and `inserted` whether they come in.
    """

    anchors: np.ndarray
    moving: np.ndarray
    sizes: np.ndarray
    inserted: np.ndarray


def read_indels(columns: LineColumns, samples: int, sample: int | None) -> Indels:
    """Return the plain insertions and deletions among lines; see `read_substitutions`."""
    text = columns.text
    before_ref, ref, alt = columns.fences[2:]
    sizes = ref - before_ref - 1, alt - ref - 1
    inserted = sizes[0] == 1
    moved = np.where(inserted, sizes[1], sizes[0]) - 1
    plain = may_be_plain(columns, samples) & (inserted | (sizes[1] == 1))
    plain &= (moved > 0) & (moved <= MOST_BASES)
    plain &= text[before_ref + 1] == text[ref + 1]
    chosen = np.flatnonzero(plain)
    inserted, moved = inserted[chosen], moved[chosen]
    first = np.where(inserted, ref[chosen], before_ref[chosen]) + 1
    offsets = np.arange(MOST_BASES + 1)
    letters = _CODES[text[np.minimum(first[:, None] + offsets, len(text) - 1)]]
    inside = offsets <= moved[:, None]
    known = ((letters < 4) | ~inside).all(axis=1)
    letters[~inside] = 255
    letters, inserted, moved = letters[known], inserted[known], moved[known]
    return Indels(
        **plain_calls(columns, chosen[known], samples, sample),
        anchors=letters[:, 0],
        moving=letters[:, 1:],
        sizes=moved,
        inserted=inserted,
    )
