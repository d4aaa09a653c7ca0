"""Genes against cases: every kind has its mark, and what was not assessed is never blank."""

from __future__ import annotations

from dataclasses import replace

import pytest

import building
from oncomatch.domain.alteration import CopyNumber, CopyNumberKind
from oncomatch.domain.assay import Assessment, Finding
from oncomatch.domain.assessed import Assessed, GeneAssessment
from oncomatch.domain.match import GeneState
from oncomatch.domain.rearrangement import Breakpoint, Rearrangement, RearrangementKind
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.batch_index import render_index
from oncomatch.reporting.oncoprint import (
    MOST_CASES,
    MOST_GENES,
    CaseGenes,
    Found,
    Kind,
    Silence,
    build_oncoprint,
    count_genes,
    genes_of,
)
from unit.reporting.html_page import read_page
from unit.reporting.page_parts import rows_of
from unit.reporting.report_makers import empty_profile, record, therapy

YES, PARTLY = Assessment.ASSESSED, Assessment.PARTLY
NO, UNKNOWN = Assessment.NOT_ASSESSED, Assessment.UNKNOWN


def with_change(gene: str, change: str) -> CaseRecord:
    return building.matched(building.tumor("SKCM", [(gene, change)], panel=[gene]))


@pytest.mark.parametrize(
    ("gene", "change", "kind"),
    [("BRAF", "V600E", Kind.MISSENSE), ("TP53", "R213*", Kind.TRUNCATING)],
)
def test_small_variants_by_kind(gene: str, change: str, kind: Kind):
    (only,) = genes_of(with_change(gene, change)).found

    assert (only.gene, only.kind, only.known) == (gene, kind, True)


@pytest.mark.parametrize(
    ("kind", "drawn"),
    [
        (CopyNumberKind.AMPLIFICATION, [Kind.AMPLIFICATION]),
        (CopyNumberKind.DELETION, [Kind.DELETION]),
        (CopyNumberKind.GAIN, []),
        (CopyNumberKind.LOSS, []),
        (None, []),
    ],
)
def test_copy_numbers_by_kind(kind: CopyNumberKind | None, drawn: list[Kind]):
    number = CopyNumber("ERBB2", None, kind, "made up")

    assert [
        each.kind for each in genes_of(record(empty_profile(copy_numbers=(number,)))).found
    ] == drawn


def test_evidence_that_speaks_of_it_makes_an_amplification_known():
    number = CopyNumber("ERBB2", 12.0, CopyNumberKind.AMPLIFICATION, "made up")
    profile = empty_profile(copy_numbers=(number,))
    spoken_of = therapy(label="ERBB2 amplification (HER2 IHC 3+)")
    known = genes_of(record(profile, therapies=(spoken_of,))).found

    assert [each.known for each in genes_of(record(profile)).found] == [False]
    assert [each.known for each in known] == [True]


def test_a_fusion_stands_at_both_genes_and_a_doubtful_one_at_none():
    fusion = Rearrangement(
        RearrangementKind.FUSION, Breakpoint("EML4"), Breakpoint("ALK"), "made up"
    )
    doubtful = replace(fusion, left_out="few reads")
    drawn = genes_of(record(empty_profile(rearrangements=(fusion,)))).found

    assert [each.gene for each in drawn] == ["EML4", "ALK"]
    assert genes_of(record(empty_profile(rearrangements=(doubtful,)))).found == ()


@pytest.mark.parametrize(
    ("states", "silence"),
    [
        ((YES, YES, YES), Silence.NOTHING),
        ((YES, NO, NO), Silence.PARTLY),
        ((PARTLY, YES, YES), Silence.PARTLY),
        ((UNKNOWN, YES, NO), Silence.PARTLY),
        ((NO, NO, NO), Silence.UNKNOWN),
        ((UNKNOWN, NO, NO), Silence.UNKNOWN),
    ],
)
def test_a_gene_without_alteration_is_negative_only_where_all_was_assessed(
    states: tuple[Assessment, Assessment, Assessment], silence: Silence
):
    made = record(assessed=Assessed(genes=(GeneAssessment("ALK", *states),)))

    assert genes_of(made).state_of("ALK")[0] is silence


def test_a_gene_that_no_one_lists_is_unknown():
    listed = Assessed(others=GeneAssessment("", YES, YES, YES))

    assert genes_of(record()).state_of("ALK")[0] is Silence.UNKNOWN
    assert genes_of(record(assessed=listed)).state_of("ALK")[0] is Silence.NOTHING


@pytest.mark.parametrize(
    ("finding", "silence"),
    [(Finding.UNCLEAR, Silence.UNCLEAR), (Finding.NOT_INFORMATIVE, Silence.UNKNOWN)],
)
def test_what_is_unclear_or_not_informative_is_not_negative(finding: Finding, silence: Silence):
    made = record(
        assessed=Assessed(genes=(GeneAssessment("ALK", YES, YES, YES),)),
        genes=(GeneState("ALK", finding, Finding.NOT_DETECTED, ""),),
    )

    assert genes_of(made).state_of("ALK")[0] is silence


def case(case_id: str, *alterations: Found, assessed: str = "") -> CaseGenes:
    states = dict.fromkeys(assessed.split(), (Silence.NOTHING, "nothing"))
    return CaseGenes(case_id, alterations, states)


def found(gene: str, known: bool = True, kind: Kind = Kind.MISSENSE) -> Found:
    return Found(gene, kind, f"{gene} X1Y", known)


def test_genes_of_known_meaning_in_most_cases_come_first():
    cases = (
        case("1", found("A", known=False), found("B")),
        case("2", found("A", known=False), found("C"), assessed="B"),
        case("3", found("A", known=False), found("B"), found("B", kind=Kind.AMPLIFICATION)),
    )
    counted = [(row.gene, row.known, row.altered, row.assessed) for row in count_genes(cases)]

    assert counted == [("B", 2, 2, 3), ("C", 1, 1, 1), ("A", 0, 3, 3)]


def test_a_cell_has_a_letter_a_kind_and_small_ones_for_unknown_meaning():
    made = case("1", found("A", known=False), found("A", kind=Kind.AMPLIFICATION))
    (row,) = build_oncoprint((made,)).genes
    (cell,) = row.cells

    assert [(each.letter, each.shape) for each in cell.marks] == [
        ("m", "missense"),
        ("A", "amplification"),
    ]
    assert cell.words == "A X1Y (amplification); A X1Y (missense, meaning not known)"


def test_many_alterations_of_a_gene_are_counted():
    made = case("1", *(Found("A", Kind.MISSENSE, f"A {number}", True) for number in range(9)))
    (row,) = build_oncoprint((made,)).genes

    assert row.cells[0].words.endswith("; and 3 more")


def test_genes_and_cases_beyond_the_limits_are_counted():
    many = build_oncoprint([case(f"C{n}", found("A")) for n in range(MOST_CASES + 2)])
    wide = build_oncoprint([case("1", *(found(f"G{n:02}") for n in range(MOST_GENES + 3)))])
    page = read_page(render_index(rows_of([record()]), "b", (), wide))

    assert (many.cases_left, len(many.cases)) == (2, MOST_CASES)
    assert (wide.genes_left, len(wide.genes)) == (3, MOST_GENES)
    assert "Not drawn: 3 genes with alterations in fewer cases, 0 cases" in page.words


def test_every_cell_of_the_page_has_its_words():
    oncoprint = build_oncoprint((case("1", found("A")), case("2"), case("3", assessed="A")))
    page = read_page(render_index(rows_of([record()]), "b", (), oncoprint))
    images = [each for each in page.all("span") if each.attributes.get("role") == "img"]

    assert [(each.words, each.attributes["aria-label"]) for each in images] == [
        ("M", "A X1Y (missense)"),
        ("?", Silence.UNKNOWN.words),
        ("−", "nothing"),
    ]


def test_hostile_labels_are_text():
    attack = '"><script>x</script>'
    oncoprint = build_oncoprint((CaseGenes("1", (Found(attack, Kind.FUSION, attack, True),)),))
    page = read_page(render_index(rows_of([record()]), "b", (), oncoprint))

    assert (page.problems, page.unclosed()) == ([], [])
    assert len(page.all("script")) == 1
