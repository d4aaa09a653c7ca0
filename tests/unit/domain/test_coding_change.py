"""Coding changes in one spelling: what is deleted or copied is not part of the name."""

from __future__ import annotations

import pytest

from oncomatch.domain.coding_change import normalize_coding_change


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("c.1285dupC", "c.1285dup"),
        ("c.1285dup", "c.1285dup"),
        ("c.418_419delTC", "c.418_419del"),
        ("c.474_476delGAAinsC", "c.474_476delinsC"),
        ("c.474_476delinsC", "c.474_476delinsC"),
        ("c.902-1G>T", "c.902-1G>T"),
        ("c.100_101insACG", "c.100_101insACG"),
        ("c.-124C>T", "c.-124C>T"),
    ],
)
def test_one_spelling(written: str, name: str) -> None:
    assert normalize_coding_change(written) == name
    assert normalize_coding_change(name) == name
