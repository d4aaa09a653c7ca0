"""The second build is stored as pieces of the first: put together they are the second again."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.reference.compiler import align_pieces
from oncomatch.reference.pool import Pool
from oncomatch.reference.sequence import pack

Pieces = list[tuple[int, int, int | None]]


def rebuilt(pieces: Pieces, target: str, template: str) -> str:
    return "".join(
        target[start:end] if along is None else template[along : along + end - start]
        for start, end, along in pieces
    )


def stored(pieces: Pieces) -> int:
    """Bases that have to be stored by themselves."""
    return sum(end - start for start, end, along in pieces if along is None)


def check(target: str, template: str) -> Pieces:
    pieces = align_pieces(target, template)
    borders = [0, *(end for _, end, _ in pieces)]

    assert rebuilt(pieces, target, template) == target
    assert [start for start, _, _ in pieces] == borders[:-1], "pieces stand end to end"
    assert borders[-1] == len(target)
    assert all(start < end for start, end, _ in pieces)
    return pieces


@settings(max_examples=100)
@given(st.text("ACGT", max_size=120), st.text("ACGT", max_size=120))
def test_unrelated_strings(target: str, template: str) -> None:
    check(target, template)


@settings(max_examples=100)
@given(st.text("AC", max_size=200), st.text("AC", max_size=200))
def test_repetitive_strings(target: str, template: str) -> None:
    check(target, template)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A random template of 400 bases and the same with a few changes in it."""
    rng = random.Random(draw(st.integers(0, 10**6)))
    template = "".join(rng.choices("ACGT", k=400))
    target = template
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(target)))
        gone = draw(st.integers(0, 12))
        target = target[:at] + draw(st.text("ACGT", max_size=12)) + target[at + gone :]
    return target, template


@settings(max_examples=150)
@given(edited())
def test_edited_strings(pair: tuple[str, str]) -> None:
    check(*pair)


LEFT, RIGHT = ("".join(random.Random(seed).choices("ACGT", k=100)) for seed in (1, 2))


@pytest.mark.parametrize(
    ("target", "template", "by_itself"),
    [
        (LEFT + RIGHT, LEFT + RIGHT, 0),
        (LEFT + "A" + RIGHT, LEFT + "C" + RIGHT, 1),
        (LEFT + RIGHT[5:], LEFT + RIGHT, 1),
        (RIGHT[:50], LEFT + RIGHT, 1),
        (LEFT, LEFT + RIGHT, 0),
        (LEFT + RIGHT, LEFT, 100),
        ("", LEFT, 0),
        (LEFT, "", 100),
    ],
    ids=[
        "identical",
        "substitution",
        "deletion",
        "begins later",
        "ends early",
        "goes on",
        "empty target",
        "empty template",
    ],
)
def test_little_is_stored_by_itself(target: str, template: str, by_itself: int) -> None:
    """The single base of a deletion is the price of looking for the next place at a distance."""
    assert stored(check(target, template)) == by_itself


def test_the_same_bases_are_pooled_once(tmp_path: Path) -> None:
    with Pool(tmp_path / "pool.npy") as pool:
        offsets = [pool.add("ACGTA"), pool.add("TT"), pool.add("ACGTA"), pool.add("C")]

    assert offsets == [0, 5, 0, 7]
    assert np.load(tmp_path / "pool.npy").tolist() == pack("ACGTATTC").tolist()
