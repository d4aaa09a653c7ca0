"""A count in words; it stands alone, since what uses it must start fast."""

from __future__ import annotations


def plural(count: int, word: str, many: str = "") -> str:
    """Return the count with the word in the right number.

    >>> plural(1, "record"), plural(2, "copy", "copies")
    ('1 record', '2 copies')
    """
    return f"{count:,} {word if count == 1 else many or word + 's'}"
