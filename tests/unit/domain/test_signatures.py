"""The channels of single-base substitutions."""

from __future__ import annotations

import pytest

from oncomatch.domain.signatures import CHANNELS, channel_of


def test_there_are_ninety_six_channels() -> None:
    assert len(set(CHANNELS)) == 96


@pytest.mark.parametrize(
    ("around", "alt", "channel"),
    [
        ("ACA", "A", "A[C>A]A"),
        ("TTG", "C", "T[T>C]G"),
        ("TGA", "A", "T[C>T]A"),
        ("CAT", "T", "A[T>A]G"),
        ("NCA", "A", None),
        ("AC", "A", None),
        ("ACA", "C", None),
        ("ANA", "C", None),
    ],
)
def test_a_substitution_is_read_on_the_strand_of_its_pyrimidine(
    around: str, alt: str, channel: str | None
) -> None:
    number = channel_of(around, alt)

    assert (None if number is None else CHANNELS[number]) == channel
