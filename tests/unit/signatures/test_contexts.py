"""Substitutions in their trinucleotides: what is placed, and what is not."""

from __future__ import annotations

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.signatures import CHANNELS
from oncomatch.domain.variant import Variant
from oncomatch.signatures.contexts import Substitutions

SEQUENCE = "AACGTTNCATG"


def bases(contig: str, start0: int, end0: int) -> str:
    return SEQUENCE[max(0, start0) : end0] if contig == "1" else "NNN"


def kept(*calls: tuple[str, int, str, str]) -> Substitutions:
    found = Substitutions()
    for contig, position, ref, alt in calls:
        found.take(Variant(contig, position, ref, alt, GenomeBuild.GRCH38))
    return found


def test_a_substitution_counts_in_its_channel_once() -> None:
    counts = kept(("1", 3, "C", "T"), ("1", 3, "C", "T"), ("1", 10, "T", "G")).count(bases)

    named = {CHANNELS[at]: number for at, number in enumerate(counts.counts) if number}
    assert named == {"A[C>T]G": 1, "A[T>G]G": 1}
    assert counts.placed == 2


def test_neighbours_are_another_kind_of_change() -> None:
    counts = kept(("1", 3, "C", "T"), ("1", 4, "G", "A"), ("1", 9, "A", "C")).count(bases)

    assert (counts.placed, counts.doublets) == (1, 2)


def test_what_has_no_known_neighbours_is_counted_apart() -> None:
    counts = kept(("1", 8, "C", "T"), ("2", 5, "C", "T"), ("1", 1, "A", "T"), ("1", 11, "G", "A"))

    assert (counts.count(bases).placed, counts.count(bases).unplaced) == (0, 4)


def test_a_ref_that_differs_is_a_contradiction() -> None:
    counts = kept(("1", 3, "T", "A")).count(bases)

    assert (counts.placed, counts.contradicted) == (0, 1)


def test_indels_do_not_count() -> None:
    assert kept(("1", 3, "CG", "C"), ("1", 3, "C", "CA")).count(bases).placed == 0
