"""A variant: 1-based as in VCF, upper-case bases, at least one on either side."""

from __future__ import annotations

import re

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant

B38 = GenomeBuild.GRCH38


@pytest.mark.parametrize(
    ("position", "ref", "alt", "interval", "name"),
    [
        (100, "A", "T", (99, 100), "7-100-A-T"),
        (100, "ACG", "A", (99, 102), "7-100-ACG-A"),
        (100, "A", "ACG", (99, 100), "7-100-A-ACG"),
        (1, "N", "C", (0, 1), "7-1-N-C"),
        (100, "AC", "GT", (99, 101), "7-100-AC-GT"),
    ],
    ids=["SNV", "deletion", "insertion", "first base", "MNV"],
)
def test_interval_and_id(
    position: int, ref: str, alt: str, interval: tuple[int, int], name: str
) -> None:
    variant = Variant("7", position, ref, alt, B38)

    assert (variant.start0, variant.end0) == interval
    assert variant.id == name


def test_the_build_belongs_to_the_variant() -> None:
    assert Variant("7", 100, "A", "T", B38) != Variant("7", 100, "A", "T", GenomeBuild.GRCH37)


BASES = "`ref` and `alt` are bases ACGTN, got "
MISSING = "`ref` and `alt` need at least one base, as in VCF"


@pytest.mark.parametrize(
    ("position", "ref", "alt", "message"),
    [
        (0, "A", "T", "position is 1-based, got 0"),
        (-5, "A", "T", "position is 1-based, got -5"),
        (1, "", "T", MISSING),
        (1, "A", "", MISSING),
        (1, "a", "T", BASES + "a>T"),
        (1, "A", "t", BASES + "A>t"),
        (1, "A", "<DEL>", BASES + "A><DEL>"),
        (1, "A", "*", BASES + "A>*"),
        (1, "A", ".", BASES + "A>."),
        (1, "A", "T,C", BASES + "A>T,C"),
        (1, "R", "T", BASES + "R>T"),
        (1, "A", "U", BASES + "A>U"),
    ],
)
def test_what_is_not_a_variant(position: int, ref: str, alt: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Variant("7", position, ref, alt, B38)
