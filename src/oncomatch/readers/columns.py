"""Columns of many lines at once: numbers and tabs are read from eight bytes of each at a time."""

from __future__ import annotations

import numpy as np

WORD = 8
PADDING = bytes(4 * WORD)
"""Stands behind a text, so that a word can be read at each place of it."""
_TAB = ord("\t")
_ONES = np.uint64(0x0101010101010101)
_HIGHS = np.uint64(0x8080808080808080)
_TABS = np.uint64(0x0909090909090909)
_ZEROS = np.uint64(0x3030303030303030)
_NINES = np.uint64(0x7676767676767676)
_MOST_DIGITS = 9
_STEPS = 4
"""Words in which a tab is looked for in all lines at once; then in the few lines by themselves."""
_LENGTHS = 4
"""How often the count of digits may change in a run before each number is looked at by itself."""


def words_of(padded: bytes) -> np.ndarray:
    """Return the eight bytes at each place of a text as a number."""
    return np.ndarray((len(padded) - WORD + 1,), "<u8", padded, strides=(1,))


def same_prefix(words: np.ndarray, starts: np.ndarray, prefix: bytes) -> int:
    """Return how many lines from the first on begin with `prefix`; at least one."""
    if not prefix:
        return 1
    same = np.ones(len(starts), bool)
    for skip in range(0, len(prefix), WORD):
        part = prefix[skip : skip + WORD]
        mask = np.uint64((1 << 8 * len(part)) - 1)
        places = np.minimum(starts + skip, len(words) - 1) if skip else starts
        same &= (words[places] & mask) == np.uint64(int.from_bytes(part, "little"))
    return len(starts) if same.all() else int(same.argmin())


def read_numbers(
    letters: np.ndarray, words: np.ndarray, places: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the whole numbers that stand at `places`, each ended by a tab, and which are such.

    Neighbours mostly have as many digits; such are read without a look where each ends.
    """
    values = np.zeros(len(places), np.int64)
    known = np.zeros(len(places), bool)
    at = 0
    for _ in range(_LENGTHS):
        start = int(places[at])
        digits = letters[start : start + _MOST_DIGITS + 1].tobytes().find(b"\t")
        if digits < 1:
            break
        same = letters[places[at:] + digits] == _TAB
        stop = len(places) if same.all() else at + int(same.argmin())
        values[at:stop], known[at:stop] = _numbers_of(digits, letters, words, places[at:stop])
        at = stop
        if at == len(places):
            break
    odd = np.flatnonzero(~known)
    if len(odd):
        values[odd], known[odd] = _odd_numbers(letters, words, places[odd])
    return values, known


def _numbers_of(
    digits: int, letters: np.ndarray, words: np.ndarray, places: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of one to nine digits at `places`, and which are numbers."""
    if digits <= WORD:
        unused = 8 * (WORD - digits)
        fill = np.uint64(int(_ZEROS) & ((1 << unused) - 1))
        return _value(words[places] << np.uint64(unused) | fill if unused else words[places])
    first = letters[places] - ord("0")
    values, known = _value(words[places + 1])
    return values + first.astype(np.int64) * 10**WORD, known & (first <= 9)


def _odd_numbers(
    letters: np.ndarray, words: np.ndarray, places: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of any length at `places`, each ended by a tab, and which are such."""
    values, digits = _leading_digits(words[places])
    long = digits == WORD
    ninth = letters[places + WORD]
    more = long & (ninth - ord("0") <= 9)
    values = np.where(more, values * 10 + (ninth - ord("0")), values)
    ended = np.where(more, letters[places + WORD + 1], ninth) == _TAB
    return values, np.where(long, ended, digits > 0)


def next_tab(padded: bytes, words: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return where the first tab at each place or behind it stands; far behind all where none."""
    found = np.full(len(places), len(padded))
    left = np.arange(len(places))
    for step in range(_STEPS):
        at = np.minimum(places[left] + step * WORD, len(words) - 1)
        bits = _bits_before_tab(words[at])
        here = bits < np.uint64(64)
        found[left[here]] = at[here] + (bits[here] >> np.uint64(3)).astype(np.int64)
        left = left[~here]
        if not len(left):
            break
    for number in left.tolist():
        at = padded.find(b"\t", int(places[number]))
        found[number] = at if at >= 0 else len(padded)
    return found


def _bits_before_tab(word: np.ndarray) -> np.ndarray:
    """Return how many bits of each word stand before its first tab; 64 where it has none."""
    tabs = word ^ _TABS
    marks = (tabs - _ONES) & ~tabs & _HIGHS
    lowest = marks & (~marks + np.uint64(1))
    before = np.where(marks == 0, np.uint64(64), np.bitwise_count(lowest - np.uint64(1)) - 7)
    return before.astype(np.uint64)


def _leading_digits(word: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number before the first tab of each word and its count of digits.

    The count is 8 where no tab is among the bytes and 0 where something else than digits comes
    first; a word that begins with a tab has neither digits nor a number.
    """
    bits = _bits_before_tab(word)
    kept = np.where(bits == 0, np.uint64(0), word << ((np.uint64(64) - bits) & np.uint64(63)))
    fill = np.where(bits == 64, np.uint64(0), _ZEROS >> bits)
    value, plain = _value(np.where(bits == 0, _ZEROS, kept | fill))
    return value, np.where(plain, bits // np.uint64(8), np.uint64(0)).astype(np.int64)


def _value(word: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number that the eight bytes of each word spell, and whether all are digits."""
    plain = (((word + (_NINES - _ZEROS)) | (word - _ZEROS)) & _HIGHS) == 0
    value = word & np.uint64(0x0F0F0F0F0F0F0F0F)
    value = value * np.uint64(10) + (value >> np.uint64(8))
    pairs = np.uint64(0x000000FF000000FF)
    value = (
        (value & pairs) * np.uint64(0x000F424000000064)
        + ((value >> np.uint64(16)) & pairs) * np.uint64(0x0000271000000001)
    ) >> np.uint64(32)
    return value.astype(np.int64), plain
