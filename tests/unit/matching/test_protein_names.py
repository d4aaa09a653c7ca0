"""Two names of one changed protein are the same change; two proteins never are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.matching.protein_names import same_protein

#           1234567890
PROTEIN = "MASVASVDNP"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A2_V4dup", "A5_V7dup"),
        ("A2_V4dup", "V7_D8insASV"),
        ("A2_V4dup", "V4_A5insASV"),
        ("A2_V4del", "A5_V7del"),
        ("A2_V4del", "S3_A5del"),
        ("D8_N9delinsD", "N9del"),
        ("D8delinsDG", "D8_N9insG"),
        ("V600E", "V600E"),
        ("N9fs", "N9fs"),
    ],
)
def test_one_change_by_two_names(one: str, other: str) -> None:
    assert same_protein(one, other, PROTEIN)
    assert same_protein(other, one, PROTEIN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A2_V4dup", "A2_V4del"),
        ("A2_V4dup", "D8_N9insASV"),
        ("V7_D8insASV", "V7_D8insASA"),
        ("N9del", "D8del"),
        ("D8delinsDG", "D8_N9insGG"),
        ("D8E", "D8delinsE"),
        ("N9fs", "N9del"),
        ("", "N9del"),
        # Residues that do not stand there, positions that do not exist: never a match.
        ("K2_V4del", "K5_V7del"),
        ("A2_K4del", "A5_K7del"),
        ("A20del", "A21del"),
        ("A2_V4insG", "A2_S3insG"),
        ("A2delG", "A2del"),
    ],
)
def test_two_changes(one: str, other: str) -> None:
    assert not same_protein(one, other, PROTEIN)
    assert not same_protein(other, one, PROTEIN)


def test_without_the_protein_only_the_same_name_is_the_same() -> None:
    assert same_protein("A2_V4dup", "A2_V4dup", "")
    assert not same_protein("A2_V4dup", "V4_A5insASV", "")


@given(st.text("AS", min_size=2, max_size=12), st.data())
def test_deletions_are_the_same_when_they_leave_the_same(protein: str, data: st.DataObject) -> None:
    """All deletions of two lengths in repeats of two residues."""
    names = []
    for _ in range(2):
        first = data.draw(st.integers(1, len(protein)))
        last = data.draw(st.integers(first, len(protein)))
        left = protein[: first - 1] + protein[last:]
        names.append((f"{protein[first - 1]}{first}_{protein[last - 1]}{last}del", left))
    (one, left), (other, also_left) = names

    assert same_protein(one, other, protein) is (left == also_left)
