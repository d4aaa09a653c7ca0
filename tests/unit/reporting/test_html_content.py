"""What the report says: trials with their date, doubts, and that open is not negative."""

from __future__ import annotations

import re

import pytest

import building
from oncomatch.domain.assay import Finding
from oncomatch.domain.biomarker import genes_of
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.html import render_report
from oncomatch.reporting.short import build_marker_rows
from unit.reporting.html_page import Page, read_page
from unit.reporting.report_makers import (
    empty_profile,
    evidence,
    marker,
    miss,
    record,
    therapy,
    trial_match,
    trial_matches,
    with_small,
)


def test_the_first_page_says_how_many_trials_are_below():
    trials = tuple(trial_match(f"NCT0000000{number}") for number in range(8))
    page = read_page(render_report(record(trials=trial_matches(*trials))))
    (table,) = [each for each in page.with_class("trials") if each.tag == "table"]

    assert re.findall(r"NCT\d{8}", table.words) == [f"NCT0000000{number}" for number in range(5)]
    assert "3 more below, criterion by criterion." in page.words


def test_the_status_and_the_date_of_the_data_stand_by_the_trials():
    page = read_page(render_report(record(trials=trial_matches(trial_match()))))

    assert "recruiting; possibly eligible" in page.words
    assert (
        "ClinicalTrials.gov, data of 2000-02-03, 7 open trials that ask for an alteration or "
        "marker." in page.words
    )


def test_a_trial_with_older_data_says_so():
    """The snapshot's date is that of its newest record; a trial may have closed since its own."""
    page = read_page(
        render_report(record(trials=trial_matches(trial_match(data_date="1999-05-06"))))
    )

    assert "recruiting on 1999-05-06; possibly eligible" in page.words


def test_a_record_with_everything_once():
    """Each kind of line at least once, from made-up parts: it renders and balances."""
    match = therapy(
        "A",
        against=(evidence("E2"),),
        opposed_by=("resistance to A",),
        cautioned_by=("less response to A",),
    )
    whole = with_small(
        record(
            therapies=(match,),
            near_misses=(miss(labels=("KRAS G12C",), condition="MSI high"),),
            markers=(marker(),),
            trials=trial_matches(trial_match()),
        ),
        [building.small("KRAS", "G12C")],
    )
    page = read_page(render_report(whole))

    assert (page.problems, page.unclosed()) == ([], [])
    assert "Overridden by resistance to A." in page.words
    assert "Weaker evidence of less response to A." in page.words


def section(page: Page, name: str) -> str:
    """Return the words of a section."""
    (found,) = [each for each in page.all("section") if each.attributes["aria-labelledby"] == name]
    return found.words


KINDS = ("LUAD", "AML", "CHDM")


@pytest.fixture(scope="module", params=KINDS)
def nothing(request: pytest.FixtureRequest) -> CaseRecord:
    """A case of which nothing was assessed, on the bundled knowledge."""
    return building.matched(empty_profile(request.param))


def test_a_case_of_which_nothing_was_assessed_is_drawn(nothing: CaseRecord):
    page = read_page(render_report(nothing))

    assert "small variants, copy number and fusions not assessed" in page.words


def test_nothing_of_it_reads_as_negative(nothing: CaseRecord):
    """What a label asks for (`and EGFR wildtype`) is its pattern, not said of the case."""
    words = read_page(render_report(nothing)).words
    patterns = {miss.biomarker for miss in nothing.near_misses}
    patterns |= {miss.condition for miss in nothing.near_misses} - {""}
    for pattern in sorted(patterns, key=len, reverse=True):
        words = words.replace(pattern, "PATTERN")

    assert re.findall(r"negative|wild.?type|not detected|not found|no mutation", words) == [
        "not found"
    ] * words.count("looked for and not found, which can be wrong")


def test_all_its_markers_are_open(nothing: CaseRecord):
    """Also a marker that asks for a wild type: what must not be there was not looked for."""
    page = read_page(render_report(nothing))
    (states,) = page.with_class("states")
    classes = [each.attributes["class"] for each in page.all("li") if "title" in each.attributes]

    assert states.words
    assert set(classes) == {"open"}
    assert {each.finding for each in nothing.markers} == {Finding.NOT_ASSESSED}
    rows = build_marker_rows(nothing)
    assert [row.state for row in rows] == ["open"] * len(nothing.markers)
    assert [row.name for row in rows if row.name not in section(page, "states")] == []


@pytest.mark.parametrize("kind", ["LUAD", "COADREAD", "BRCA", "AML"])
def test_a_marker_of_a_gene_that_was_not_assessed_is_open(kind: str):
    """Of a panel of two genes nothing else is negative, whatever evidence asks for."""
    panel = {"KRAS", "EGFR"}
    made = building.matched(building.tumor(kind, panel=panel))
    looked_for = [each for each in made.markers if each.finding is Finding.NOT_DETECTED]

    assert [
        each.biomarker
        for each in looked_for
        if not panel.issuperset(genes_of(parse_biomarker(each.biomarker)))
    ] == []
    assert Finding.DETECTED not in {each.finding for each in made.markers}


def test_all_its_genes_are_not_assessed(nothing: CaseRecord):
    assert {(gene.small_variants, gene.copy_number) for gene in nothing.genes} == {
        (Finding.NOT_ASSESSED, Finding.NOT_ASSESSED)
    }


def test_without_a_file_the_small_variants_are_said_not_to_be_assessed(nothing: CaseRecord):
    """`No small variant is reported` is what a case says in which they were looked for."""
    words = section(read_page(render_report(nothing)), "variants")

    assert words == "Small variants Small variants were not assessed: no file of them was given."


def test_a_case_that_was_looked_at_says_that_nothing_is_reported():
    words = section(
        read_page(render_report(building.matched(building.tumor("LUAD", panel=["EGFR"])))),
        "variants",
    )

    assert words == "Small variants No small variant is reported."


@pytest.mark.parametrize("finding", Finding)
def test_only_what_was_looked_for_and_not_found_has_the_class_negative(finding: Finding):
    page = read_page(render_report(record(markers=(marker(finding=finding),))))

    assert bool(page.with_class("negative")) is (finding is Finding.NOT_DETECTED)


def test_an_absent_copy_number_file_leaves_no_empty_table():
    page = read_page(render_report(record()))

    assert "Copy number" not in [each.words for each in page.all("h2")]


def test_a_case_without_entries_says_so_in_each_section():
    page = read_page(render_report(record()))

    assert {name: section(page, name) for name in ("misses", "criteria", "evidence")} == {
        "misses": "Near misses: what keeps a strong statement from applying None.",
        "criteria": "Trials, criterion by criterion None.",
        "evidence": "Evidence, statement by statement No statement of the knowledge base applies "
        "to a finding of this case.",
    }
