"""Rows about outcome, diagnosis and inherited risk, and the point sheets of oncogenicity."""

from __future__ import annotations

import pytest

import building
from oncomatch.domain.evidence import Direction
from oncomatch.domain.match import MeaningMatch
from oncomatch.domain.oncogenicity import Rule
from oncomatch.reporting.html import render_report
from oncomatch.reporting.meaning_rows import build_meanings, build_oncogenicity
from oncomatch.reporting.trial_view import Criterion
from oncomatch.reporting.view import MeaningRow
from unit.reporting.html_page import read_page
from unit.reporting.report_makers import meaning, record, sheet, source, with_small


def test_a_row():
    made = meaning(labels=("KRAS G12C", "TP53 R175H"), provenance=source("E7"))

    assert build_meanings(record(meanings=(made,))) == (
        MeaningRow(
            finding="KRAS G12C and TP53 R175H",
            says="prognostic: poor outcome",
            disease="Lung Cancer",
            level="CIViC B, 3 stars",
            record="CIViC E7",
            url="https://example.org/E7",
            citation="PMID:1",
            citation_url="https://pubmed.ncbi.nlm.nih.gov/1/",
        ),
    )


INHERITED = "; holds for inherited variants, the origin is not known from a tumour sample"
SAYS: dict[str, tuple[MeaningMatch, str]] = {
    "not supported": (
        meaning(direction=Direction.DOES_NOT_SUPPORT),
        "prognostic: poor outcome (the study does not support it)",
    ),
    "direction not said": (meaning(direction=None), "prognostic: poor outcome"),
    "nothing stated": (meaning(significance=""), "prognostic: not stated"),
    "risk": (
        meaning(kind="Predisposing", significance="Pathogenic", is_germline=True),
        f"predisposing: pathogenic{INHERITED}",
    ),
    "outcome of carriers": (meaning(is_germline=True), f"prognostic: poor outcome{INHERITED}"),
    "flagged": (meaning(flagged=True), "prognostic: poor outcome; flagged in its source"),
}


@pytest.mark.parametrize("case", SAYS)
def test_what_is_said(case: str):
    made, says = SAYS[case]
    (row,) = build_meanings(record(meanings=(made,)))

    assert row.says == says


def test_no_rating_is_no_star():
    (row,) = build_meanings(record(meanings=(meaning(rating=None),)))

    assert row.level == "CIViC B"


def test_an_address_that_is_none_is_not_linked():
    provenance = source(url="javascript:alert(1)", citation="ASCO:1")
    (row,) = build_meanings(record(meanings=(meaning(provenance=provenance),)))

    assert (row.url, row.citation_url) == ("", "")


KRAS = building.small("KRAS", "G12C")


def test_a_block_shows_what_was_assessed_and_names_the_rest():
    made = record(oncogenicity=(sheet(KRAS.id, Rule.STRONG_HOTSPOT, Rule.RARE_IN_POPULATION),))
    (block,) = build_oncogenicity(with_small(made, [KRAS]))

    assert block.variant == "KRAS G12C"
    assert block.summary == (
        "5 points, uncertain significance by these; up to 27 more from what is not assessable"
    )
    assert block.criteria == (
        Criterion("OS3 (+4)", "met", "benefit", "made up"),
        Criterion("OP4 (+1)", "met", "benefit", "made up"),
    )
    assert block.open.split(", ") == [
        rule.value for rule in Rule if rule not in (Rule.STRONG_HOTSPOT, Rule.RARE_IN_POPULATION)
    ]


def test_a_sheet_on_which_nothing_is_met_is_not_shown():
    made = with_small(record(oncogenicity=(sheet(KRAS.id),)), [KRAS])

    assert build_oncogenicity(made) == ()
    assert "oncogenicity" not in _sections(made)


def test_the_page_shows_sheets_and_rows():
    made = record(meanings=(meaning(),), oncogenicity=(sheet(KRAS.id, Rule.STRONG_HOTSPOT),))
    made = with_small(made, [KRAS])
    words = read_page(render_report(made)).words

    assert {"meanings", "oncogenicity"} <= _sections(made)
    assert "prognostic: poor outcome" in words
    assert "OS3 (+4)" in words


def test_without_any_the_page_has_no_such_section():
    assert {"meanings", "oncogenicity"}.isdisjoint(_sections(record()))


def _sections(made) -> set[str]:
    page = read_page(render_report(made))
    return {each.attributes["aria-labelledby"] for each in page.all("section")}
