"""Which exons a variant replaces bases of, and whose essential splice sites it takes."""

from __future__ import annotations

import pytest

from building import TINY_EXONS, TINY_LENGTH
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.matching.places import exons_replaced, exons_unspliced
from oncomatch.reference.bundle import Reference

BUILD = GenomeBuild.GRCH38

#                 first replaced, 0-based; bases replaced; exons replaced; exons unspliced
CASES = {
    "in exon 1": (1010, 3, {1}, set()),
    "last base of exon 1": (1039, 1, {1}, set()),
    "first base of the donor": (1040, 1, set(), {1}),
    "second base of the donor": (1041, 1, set(), {1}),
    "third base of the intron": (1042, 1, set(), set()),
    "third base before exon 2": (1197, 1, set(), set()),
    "second base of the acceptor": (1198, 1, set(), {2}),
    "first base of the acceptor": (1199, 1, set(), {2}),
    "first base of exon 2": (1200, 1, {2}, set()),
    "before exon 1 is no acceptor": (998, 2, set(), set()),
    "behind exon 3 is no donor": (1560, 2, set(), set()),
    "out of exon 1": (1035, 10, {1}, {1}),
    "all of exon 2": (1190, 80, {2}, {2}),
    "from exon 1 into exon 2": (1035, 170, {1, 2}, {1, 2}),
    "intron 1 alone": (1040, 160, set(), {1, 2}),
    "everything": (900, 700, {1, 2, 3}, {1, 2, 3}),
    "an insertion in exon 1": (1010, 0, set(), set()),
    "an insertion in the donor": (1041, 0, set(), {1}),
    "an insertion behind the donor": (1043, 0, set(), set()),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("gene", ["FWD", "REV"])
def test_exons(name: str, gene: str, tiny: Reference) -> None:
    first, length, replaced, unspliced = CASES[name]
    assert TINY_EXONS == ((1000, 1040), (1200, 1261), (1500, 1560)), "the table is about these"
    transcript = tiny.reported_transcript(gene, BUILD)
    assert transcript is not None
    if gene == "REV":
        first = TINY_LENGTH - first - length
    # One base ahead stands in REF and ALT alike, as VCF wants it.
    alt = "A" if length != 1 else "AC"
    variant = Variant("1", first, "A" + "G" * length, alt if length else "ATT", BUILD)

    assert exons_replaced(variant, transcript) == replaced
    assert exons_unspliced(variant, transcript) == unspliced


@pytest.mark.parametrize(
    ("ref", "alt"), [("GA", "GT"), ("GAC", "GTC"), ("AC", "TC"), ("A", "T")], ids=str
)
def test_padding_does_not_matter(ref: str, alt: str, tiny: Reference) -> None:
    """The base that differs is the first of the donor, however much stands around it."""
    transcript = tiny.reported_transcript("FWD", BUILD)
    assert transcript is not None
    position = 1041 - ref.index("A")
    variant = Variant("1", position, ref, alt, BUILD)

    assert exons_unspliced(variant, transcript) == {1}
    assert exons_replaced(variant, transcript) == set()
