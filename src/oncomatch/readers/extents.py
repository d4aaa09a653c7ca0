"""Where lines of a VCF lie on their contig, told for many lines at once: what an index asks for.

Only lines of which POS and the length of REF say all are told. A key END, and a symbolic allele
with what it says of its length, reach further (VCF specification, 1.6.1 and 3).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from oncomatch.readers.columns import next_tab

_MORE_DIGITS = np.array([0, *(10**digits for digits in range(1, 9))])
"""From each of these on a number has one digit more."""
_EVERY_SECOND = np.uint64(0x000000FF00FF00FF)
_THREE_TABS = np.uint64(0x0000000900090009)


class Extents(NamedTuple):
    """Lines of one contig, which is named as the file spells it.

    `offsets` are where the lines begin in the unpacked file; `starts` and `ends` are the bases of
    their REF alleles, 0-based and half-open.
    """

    contig: bytes
    offsets: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


def says_all(padded: bytes, start: int, end: int) -> bool:
    """Whether the lines of a text from `start` to `end` reach no further than their REF."""
    return padded.find(b"END=", start, end) < 0 and padded.find(b"<", start, end) < 0


def ref_lengths(
    padded: bytes,
    words: np.ndarray,
    places: np.ndarray,
    positions: np.ndarray,
    ends: np.ndarray,
) -> np.ndarray | None:
    """Return the lengths of REF of lines; None where a line has no such column.

    `places` are where POS stands, `positions` what it says, `ends` where the lines end. Most lines
    have an ID of one letter, the dot, and a REF of one: their tabs stand where these put them.
    """
    behind = places + np.searchsorted(_MORE_DIGITS, positions, side="right")
    plain = (words[behind] & _EVERY_SECOND == _THREE_TABS) & (behind + 4 < ends)
    lengths = np.ones(len(places), np.int64)
    odd = np.flatnonzero(~plain)
    if len(odd):
        behind_pos = next_tab(padded, words, places[odd])
        behind_id = next_tab(padded, words, behind_pos + 1)
        behind_ref = next_tab(padded, words, behind_id + 1)
        if (behind_ref >= ends[odd]).any():
            return None
        lengths[odd] = behind_ref - behind_id - 1
    return lengths if (lengths > 0).all() else None
