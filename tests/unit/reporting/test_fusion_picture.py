"""The picture of a fusion: exons that are kept, domains of the product."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from oncomatch.domain.protein_map import ProteinDomain, ProteinMap
from oncomatch.domain.rearrangement import Breakpoint, Rearrangement, RearrangementKind
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.figures import MOST_FUSIONS
from oncomatch.reporting.pictures.canvas import Picture
from oncomatch.reporting.pictures.fusion import draw_fusion
from unit.reporting.page_parts import figures_of
from unit.reporting.report_makers import empty_profile, record

SVG = "{http://www.w3.org/2000/svg}"
FUSION = Rearrangement(
    RearrangementKind.FUSION, Breakpoint("AAA", exon=2), Breakpoint("BBB", exon=3), "x", True
)
AAA = ProteinMap("AAA", "NM_1.1", 99, exons=((1, 90), (91, 180), (181, 300)))
BBB = ProteinMap(
    "BBB",
    "NM_2.1",
    199,
    (
        ProteinDomain(1, 20, "First", "CDD:1"),
        ProteinDomain(55, 80, "Over", "CDD:2"),
        ProteinDomain(100, 180, "Kinase", "CDD:3"),
    ),
    exons=((0, 0), (1, 200), (201, 600)),
)


def made(*proteins: ProteinMap, fusions: tuple[Rearrangement, ...] = (FUSION,)) -> CaseRecord:
    return replace(record(replace(empty_profile(), rearrangements=fusions)), proteins=proteins)


def drawn(case: CaseRecord, fusion: Rearrangement = FUSION) -> Picture:
    picture = draw_fusion(case, fusion, "f")
    assert picture is not None
    return picture


def texts(picture: Picture) -> str:
    root = ElementTree.fromstring(picture.svg)
    return "\n".join(each.text or "" for each in root.iter(f"{SVG}text"))


def test_domains_are_kept_cut_or_lost_by_the_exons_of_the_product():
    words = drawn(made(AAA, BBB)).words
    assert "Of AAA exons 1-2 are kept." in words
    assert "Of BBB exon 3 is kept, with Kinase, cut Over, lost First." in words


def test_the_lost_domain_is_not_in_the_product():
    labels = texts(drawn(made(AAA, BBB))).split("\n")
    assert "Kinase" in labels
    assert "First" not in labels


def test_out_of_frame_no_domain_of_the_second_gene_is_drawn():
    fusion = replace(FUSION, in_frame=False)
    picture = drawn(made(AAA, BBB), fusion)
    assert "Kinase" not in texts(picture).split("\n")
    assert "with Kinase" not in picture.words
    assert "BBB is not read in its own frame" in picture.words


def test_a_frame_that_is_not_known_is_said():
    assert "reading frame not known" in texts(drawn(made(AAA, BBB), replace(FUSION, in_frame=None)))


def test_a_gene_without_domains_says_that_nothing_is_known_of_them():
    assert "No domain is known here for AAA" in drawn(made(AAA, BBB)).words


def test_a_partner_that_is_not_embedded_is_a_plain_box():
    assert "exon 2, its exons are not embedded here" in texts(drawn(made(BBB)))


@pytest.mark.parametrize(
    ("fusion", "proteins"),
    [
        pytest.param(FUSION, (), id="neither gene is embedded"),
        pytest.param(replace(FUSION, left_out="too few reads"), (AAA, BBB), id="not reported"),
        pytest.param(
            replace(FUSION, kind=RearrangementKind.INTRAGENIC), (AAA, BBB), id="within a gene"
        ),
        pytest.param(
            replace(FUSION, five_prime=Breakpoint("AAA"), three_prime=Breakpoint("BBB", exon=9)),
            (AAA, BBB),
            id="exons not known or beyond the transcript",
        ),
    ],
)
def test_nothing_is_drawn(fusion: Rearrangement, proteins: tuple[ProteinMap, ...]):
    assert draw_fusion(made(*proteins), fusion, "f") is None


def test_forty_fusions_are_counted():
    fusions = tuple(replace(FUSION, reads=at) for at in range(40))
    figures = figures_of(made(AAA, BBB, fusions=fusions))
    assert len(figures.fusions) == MOST_FUSIONS
    assert figures.fusions_rest.startswith(f"{40 - MOST_FUSIONS} fusions not drawn")


def test_a_hostile_name_is_text():
    name = "<script>" + "W" * 200
    fusion = replace(FUSION, five_prime=Breakpoint(name, exon=2))
    picture = drawn(made(BBB), fusion)
    assert "<script" not in picture.svg
