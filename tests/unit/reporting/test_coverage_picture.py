"""The picture of the codons that were assessed."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import building
from oncomatch.domain.assay import Assessment, CodonGap, GeneCoverage
from oncomatch.domain.assessed import Assessed, GeneAssessment
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.pictures.coverage import MOST_GENES, draw_coverage
from unit.reporting.report_makers import marker, record

SVG = "{http://www.w3.org/2000/svg}"
OPEN = Assessment.NOT_ASSESSED


def assessed(*coverages: GeneCoverage, asked: str = "") -> CaseRecord:
    made = record(building.tumor("LUAD", []))
    assay = replace(made.profile.assay, regions="panel.bed", genes=coverages, small_variants=True)
    genes = tuple(GeneAssessment(each.gene, each.assessment, OPEN, OPEN) for each in coverages)
    markers = (marker(f"{asked} mutation"),) if asked else ()
    profile = replace(made.profile, assay=assay)
    return replace(made, profile=profile, assessed=Assessed(genes), markers=markers)


PARTLY = GeneCoverage("KRAS", Assessment.PARTLY, codons=((1, 94),), gaps=(CodonGap(95, 188),))


def test_the_share_of_codons_is_told():
    picture = draw_coverage(assessed(PARTLY), "c")
    assert picture is not None
    assert "KRAS 50 %" in picture.words
    assert "1 gene partly assessed" in picture.words


def test_nearly_all_is_never_all():
    gene = replace(PARTLY, codons=((1, 999),), gaps=(CodonGap(1000, 1000),))
    picture = draw_coverage(assessed(gene), "c")
    assert picture is not None
    assert "KRAS 99 %" in picture.words


def test_a_gene_that_evidence_asks_for_is_drawn_though_it_was_not_assessed():
    picture = draw_coverage(assessed(GeneCoverage("ALK", OPEN), PARTLY, asked="ALK"), "c")
    assert picture is not None
    labels = [each.text for each in ElementTree.fromstring(picture.svg).iter(f"{SVG}text")]
    assert labels[:4] == ["ALK", "not assessed", "KRAS", "50 %"]


def test_a_gene_assessed_in_part_without_known_codons_is_neither_full_nor_empty():
    picture = draw_coverage(assessed(GeneCoverage("KRAS", Assessment.PARTLY)), "c")
    assert picture is not None
    assert "KRAS in part" in picture.words


def test_without_a_panel_nothing_is_drawn():
    made = assessed(PARTLY)
    profile = replace(made.profile, assay=replace(made.profile.assay, regions=""))
    assert draw_coverage(replace(made, profile=profile), "c") is None


def test_hundreds_of_genes_are_counted():
    many = [replace(PARTLY, gene=f"GENE{at}") for at in range(500)]
    picture = draw_coverage(assessed(*many), "c")
    assert picture is not None
    assert f"{500 - MOST_GENES} of them not drawn" in picture.svg
