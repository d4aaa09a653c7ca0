"""Trimming and shifting: one haplotype, one normal form, leftmost for VCF, most 3' for HGVS."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.annotation.edit import Edit, shift_left, shift_right, to_variant, trim
from oncomatch.domain.variant import Variant
from unit.annotation.rebuilding import BUILD, source

#         0123456789012345
GENOME = "GGGCACACACAGTTTA"


def normalised(variant: Variant, genome: str) -> Variant:
    """Return the variant trimmed, leftmost, written as in VCF."""
    read = source(genome)
    return to_variant(shift_left(trim(variant), read), variant, read)


def haplotype(edit: Edit | Variant, genome: str) -> str:
    """Return the genome after an edit whose REF it has."""
    assert genome[edit.start0 : edit.end0] == edit.ref, "REF is not what the genome has"
    return genome[: edit.start0] + edit.alt + genome[edit.end0 :]


def written(genome: str, start0: int, length: int, new: str) -> Variant:
    """Return a replacement in VCF's form, with the base before it, or after it at the start."""
    if start0:
        start0, length, new = start0 - 1, length + 1, genome[start0 - 1] + new
    else:
        new, length = new + genome[length], length + 1
    return Variant("1", start0 + 1, genome[start0 : start0 + length], new, BUILD)


@pytest.mark.parametrize(
    ("position", "ref", "alt", "expected"),
    [
        (4, "C", "T", Edit(3, "C", "T")),
        (4, "CAC", "CTC", Edit(4, "A", "T")),
        (4, "CA", "TG", Edit(3, "CA", "TG")),
        (3, "GCA", "GTG", Edit(3, "CA", "TG")),
        (4, "CAC", "C", Edit(3, "CA", "")),
        (4, "C", "CAC", Edit(3, "", "CA")),
        (12, "GTT", "GT", Edit(12, "T", "")),
        (12, "GTT", "ATT", Edit(11, "G", "A")),
        (4, "CACA", "CATTA", Edit(5, "C", "TT")),
    ],
    ids=[
        "SNV",
        "SNV padded on either side",
        "MNV",
        "MNV padded before",
        "deletion, the end trimmed first",
        "insertion, the end trimmed first",
        "deletion padded on either side",
        "SNV padded behind",
        "delins",
    ],
)
def test_shared_bases_are_trimmed(position: int, ref: str, alt: str, expected: Edit) -> None:
    variant = Variant("1", position, ref, alt, BUILD)
    assert GENOME[variant.start0 : variant.end0] == ref, "the table is wrong"

    assert trim(variant) == expected


@pytest.mark.parametrize(
    ("edit", "leftmost", "rightmost"),
    [
        (Edit(1, "G", ""), Edit(0, "G", ""), Edit(2, "G", "")),
        (Edit(5, "CA", ""), Edit(3, "CA", ""), Edit(9, "CA", "")),
        (Edit(6, "AC", ""), Edit(3, "CA", ""), Edit(9, "CA", "")),
        (Edit(5, "", "CA"), Edit(3, "", "CA"), Edit(11, "", "CA")),
        (Edit(13, "", "T"), Edit(12, "", "T"), Edit(15, "", "T")),
        (Edit(13, "", "C"), Edit(13, "", "C"), Edit(13, "", "C")),
        (Edit(15, "A", ""), Edit(15, "A", ""), Edit(15, "A", "")),
        (Edit(5, "C", "T"), Edit(5, "C", "T"), Edit(5, "C", "T")),
        (Edit(5, "CA", "T"), Edit(5, "CA", "T"), Edit(5, "CA", "T")),
    ],
    ids=[
        "run at the start of the contig",
        "whole repeat units",
        "units counted from within",
        "insertion of a unit",
        "longer run",
        "no repeat",
        "last base of the contig",
        "SNV",
        "delins",
    ],
)
def test_shifting_in_repeats(edit: Edit, leftmost: Edit, rightmost: Edit) -> None:
    assert haplotype(edit, GENOME) == haplotype(leftmost, GENOME) == haplotype(rightmost, GENOME)

    assert shift_left(edit, source(GENOME)) == leftmost
    assert shift_right(edit, source(GENOME)) == rightmost


def test_a_run_longer_than_one_reading_window_is_crossed() -> None:
    genome = "G" + "CAT" * 300 + "G"
    read = source(genome)

    assert shift_left(Edit(451, "CAT", ""), read) == Edit(1, "CAT", "")
    assert shift_right(Edit(451, "CAT", ""), read) == Edit(898, "CAT", "")
    assert shift_right(Edit(451, "", "CAT"), read) == Edit(901, "", "CAT")


def test_unknown_bases_stop_the_shift() -> None:
    read = source("NNAAAANN")

    assert shift_left(Edit(4, "A", ""), read) == Edit(2, "A", "")
    assert shift_right(Edit(4, "A", ""), read) == Edit(5, "A", "")
    assert shift_left(Edit(1, "N", ""), read) == Edit(1, "N", "")
    assert shift_right(Edit(0, "", "N"), read) == Edit(0, "", "N")


@pytest.mark.parametrize(
    ("edit", "position", "ref", "alt"),
    [
        (Edit(3, "CA", ""), 3, "GCA", "G"),
        (Edit(3, "", "TT"), 3, "G", "GTT"),
        (Edit(3, "C", "T"), 4, "C", "T"),
        (Edit(3, "CA", "T"), 4, "CA", "T"),
        (Edit(0, "GG", ""), 1, "GGG", "G"),
        (Edit(0, "", "T"), 1, "G", "TG"),
        (Edit(1, "G", ""), 1, "GG", "G"),
    ],
    ids=[
        "deletion",
        "insertion",
        "SNV",
        "delins",
        "first bases of the contig: the base behind is the anchor",
        "insertion before the contig's first base",
        "second base of the contig",
    ],
)
def test_vcf_form(edit: Edit, position: int, ref: str, alt: str) -> None:
    """VCF 4.3, 1.6.1: the base before an indel, at position 1 the base after it."""
    template = Variant("1", 9, "A", "C", BUILD)

    expected = Variant("1", position, ref, alt, BUILD)
    assert haplotype(expected, GENOME) == haplotype(edit, GENOME)
    assert to_variant(edit, template, source(GENOME)) == expected


def every_edit(genome: str) -> list[Variant]:
    """Return each replacement of up to three bases by up to two, in VCF's form."""
    new = ["".join(bases) for size in range(3) for bases in product("ACGT", repeat=size)]
    return [
        written(genome, start0, length, alt)
        for start0 in range(len(genome) + 1)
        for length in range(4)
        for alt in new
        if start0 + length < len(genome) and alt != genome[start0 : start0 + length]
    ]


@pytest.mark.parametrize("genome", ["GCACACATTTAGG", "AAAAAA", "ACGTACGTA"])
def test_every_small_edit_keeps_its_haplotype_and_has_one_normal_form(genome: str) -> None:
    forms = defaultdict(set)
    for variant in every_edit(genome):
        forms[haplotype(variant, genome)].add(normalised(variant, genome))

    assert {len(found) for found in forms.values()} == {1}
    for expected, (form,) in forms.items():
        assert haplotype(form, genome) == expected
        assert normalised(form, genome) == form


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, Variant]:
    """Return a genome full of repeats and an edit of it."""
    genome = draw(st.text("AC", min_size=4, max_size=40)) * draw(st.sampled_from([1, 1, 12]))
    start0 = draw(st.integers(0, len(genome) - 1))
    length = draw(st.integers(0, min(7, len(genome) - 1 - start0)))
    alt = draw(st.text("ACG", max_size=7).filter(lambda new: new != genome[start0:][:length]))
    return genome, written(genome, start0, length, alt)


@given(edits(), st.integers(0, 6), st.integers(0, 6))
def test_normalising_is_a_projection(case: tuple[str, Variant], before: int, behind: int) -> None:
    """Same haplotype, twice is once, padding changes nothing, and no base further left fits."""
    genome, variant = case
    form = normalised(variant, genome)
    start0 = max(0, variant.start0 - before)
    end0 = min(len(genome), variant.end0 + behind)
    left, right = genome[start0 : variant.start0], genome[variant.end0 : end0]
    padded = Variant("1", start0 + 1, left + variant.ref + right, left + variant.alt + right, BUILD)

    assert haplotype(form, genome) == haplotype(variant, genome)
    assert normalised(form, genome) == form
    assert normalised(padded, genome) == form
    assert form.ref[-1] != form.alt[-1] or form.position == 1


@given(edits())
def test_left_and_right_are_two_ends_of_one_haplotype(case: tuple[str, Variant]) -> None:
    genome, variant = case
    read = source(genome)
    edit = trim(variant)
    left, right = shift_left(edit, read), shift_right(edit, read)

    assert haplotype(left, genome) == haplotype(right, genome) == haplotype(edit, genome)
    assert left.start0 <= edit.start0 <= right.start0
    assert shift_right(left, read) == right
    assert shift_left(right, read) == left
