"""The matrix of findings and regimens: what speaks for, against, here, elsewhere."""

from __future__ import annotations

from xml.etree import ElementTree

from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.reporting.finding_groups import group_findings
from oncomatch.reporting.pictures.canvas import Picture
from oncomatch.reporting.pictures.evidence_matrix import (
    MOST_FINDINGS,
    MOST_REGIMENS,
    draw_evidence_matrix,
)
from unit.reporting.report_makers import record, resistance, therapy

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*therapies: TherapyMatch) -> Picture:
    picture = draw_evidence_matrix(group_findings(record(therapies=therapies)), "m")
    assert picture is not None
    return picture


def texts(picture: Picture) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(picture.svg).iter(f"{SVG}text")]


def test_a_case_without_statements_has_no_matrix():
    assert draw_evidence_matrix(group_findings(record()), "m") is None


def test_a_statement_that_no_record_supports_is_not_drawn():
    findings = group_findings(record(therapies=(therapy(records=()),)))

    assert draw_evidence_matrix(findings, "m") is None


def test_direction_tier_and_tumour_type_are_said_in_words():
    picture = drawn(
        therapy("Xotinib", Tier.IA),
        resistance("Yotinib", Tier.IB),
        therapy("Zotinib", Tier.IIC, relation=Relation.OTHER),
    )
    assert picture.words == (
        "KRAS G12C: Xotinib (sensitivity/response, tier I-A), Yotinib (resistance, tier I-B), "
        "Zotinib (sensitivity/response, tier II-C, of another tumour type)."
    )


def test_a_benefit_that_resistance_overrides_is_struck():
    picture = drawn(therapy("Xotinib", opposed_by=("resistance",)))
    assert "overridden by resistance" in picture.words


def test_what_speaks_for_and_against_one_regimen_stands_side_by_side():
    picture = drawn(therapy("Xotinib", Tier.IA), resistance("Xotinib", Tier.IB))
    assert {"I-A", "I-B"} <= set(texts(picture))
    assert texts(picture).count("Xotinib") == 1


def test_the_shape_tells_the_direction_without_colour():
    for match, shape in ((therapy(), "circle"), (resistance(), "path")):
        root = ElementTree.fromstring(drawn(match).svg)
        colours = {"#0072b2", "#d55e00"}
        marks = [each.tag for each in root if each.attrib.get("fill") in colours]
        assert marks[0] == SVG + shape


def test_a_finding_with_many_regimens_does_not_push_out_the_others():
    many = [therapy(f"Xotinib {at}", Tier.IA) for at in range(60)]
    picture = drawn(*many, therapy("Yotinib", Tier.IIC, label="TP53 R175H"))
    assert "Yotinib" in texts(picture)
    assert sum(words.startswith("Xotinib") for words in texts(picture)) <= MOST_REGIMENS
    assert "Not drawn: 50 further regimens, in the tables." in texts(picture)


def test_findings_beyond_the_sixth_are_counted():
    picture = drawn(*(therapy("Xotinib", label=f"GENE{at} X1Y") for at in range(9)))
    assert sum(words.startswith("GENE") for words in texts(picture)) == MOST_FINDINGS
    assert "3 further findings" in picture.words


def test_a_hostile_name_is_text():
    picture = drawn(therapy("</text><script>alert(1)</script>" + "x" * 500))
    assert "<script" not in picture.svg
    assert max(map(len, texts(picture))) < 120
