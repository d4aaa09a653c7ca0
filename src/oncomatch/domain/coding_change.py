"""Coding changes in one spelling."""

from __future__ import annotations

import re

_STATED_BASES = re.compile(r"(?<=del)[ACGTN]+|(?<=dup)[ACGTN]+")


def normalize_coding_change(text: str) -> str:
    """Return a coding change without the bases that it deletes or copies, as HGVS writes it.

    >>> normalize_coding_change("c.1285dupC")
    'c.1285dup'
    >>> normalize_coding_change("c.474_476delGAAinsC")
    'c.474_476delinsC'
    """
    return _STATED_BASES.sub("", text)
