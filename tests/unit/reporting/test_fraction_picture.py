"""The picture of allele fractions."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import building
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.expected_fraction import ExpectedFraction
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.specimen import Specimen
from oncomatch.domain.variant import Reads
from oncomatch.reporting.pictures.allele_fractions import MOST_ROWS, draw_allele_fractions
from oncomatch.reporting.pictures.canvas import Picture
from unit.reporting.report_makers import record, with_small

SVG = "{http://www.w3.org/2000/svg}"
TP53 = building.small("TP53", "R175H")
BASE = ExpectedFraction("", (0.5, 1.0), (0.3, 0.6), "purity 60 %, 2 copies assumed")


def variant(vaf: float | None, depth: int | None = 100, at: int = 0) -> SmallVariant:
    place = replace(TP53.variant, position=TP53.variant.position + at)
    return replace(TP53, variant=place, reads=Reads(depth, None, vaf))


def made(*variants: SmallVariant, purity: float | None = None, known: bool = True) -> CaseRecord:
    case = with_small(record(), variants, known=known)
    return replace(case, profile=replace(case.profile, specimen=Specimen(purity=purity)))


def drawn(case: CaseRecord) -> Picture:
    picture = draw_allele_fractions(case, "f")
    assert picture is not None
    return picture


def texts(picture: Picture) -> str:
    root = ElementTree.fromstring(picture.svg)
    return "\n".join(each.text or "" for each in root.iter(f"{SVG}text"))


def test_a_file_without_fractions_has_no_picture():
    assert draw_allele_fractions(made(variant(None)), "f") is None


def test_without_a_purity_no_place_is_expected_of_a_somatic_variant():
    base = replace(BASE, somatic=())
    picture = drawn(replace(made(variant(0.3)), expected_fractions=(base,)))
    assert "The purity is not known" in picture.words
    assert "clonal, one of two copies" not in texts(picture)
    assert "of a clonal somatic one" not in texts(picture)


def test_with_a_purity_the_expected_places_are_told():
    one = variant(0.3)
    expected = (BASE, ExpectedFraction(one.id, (0.5, 1.0), (0.3, 0.6), "x"))
    picture = drawn(replace(made(one, purity=0.6), expected_fractions=expected))
    assert "clonal, one of two copies: 30 %" in texts(picture)
    assert "TP53 R175H 30 %, clonal expected at 30 % and 60 %" in picture.words


def test_variants_of_uncertain_meaning_are_counted_and_have_no_row():
    picture = drawn(made(variant(0.3), known=False))
    assert "TP53 R175H" not in texts(picture)
    assert picture.words.startswith("1 variant with an allele fraction")


def test_thousands_of_variants_make_a_small_picture():
    case = made(*(variant((at % 100) / 100, at=at) for at in range(3000)))
    picture = drawn(case)
    assert len(picture.svg) < 30_000
    assert f"{3000 - MOST_ROWS:,} further variants of known meaning" in texts(picture)


def test_fractions_at_the_ends_and_without_depth_are_drawn():
    assert drawn(made(variant(0.0), variant(1.0, None, 1), variant(1.0, 0, 2)))
