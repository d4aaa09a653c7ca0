"""Reports at the edge: worth reading, and honest about what is not known."""

from __future__ import annotations

from functools import cache

import pytest

from oncomatch.reporting.html import render_report
from unit.reporting import edge_cases
from unit.reporting.html_page import Page, read_page


@cache
def page_of(name: str) -> Page:
    return read_page(render_report(edge_cases.CASES[name]()))


def section(name: str, heading: str) -> str:
    words = page_of(name).words
    return words[words.index(heading) :]


@pytest.mark.parametrize("name", edge_cases.CASES)
def test_the_page_is_whole(name: str):
    page = page_of(name)

    assert (page.problems, page.unclosed()) == ([], [])
    assert page.with_class("answer")[0].words


def test_nothing_actionable_says_so_and_what_was_looked_at():
    words = page_of("nothing actionable").words

    assert "No finding has tier I evidence for or against a therapy in this tumour type." in words
    assert "GNAQ" in words


def test_a_file_without_calls_is_a_caution_beside_the_answer():
    page = page_of("empty VCF")

    assert [each.words for each in page.with_class("caution")][:1] == [edge_cases.EMPTY_FILE]
    assert "No small variant is reported." in page.words


def test_three_thousand_variants_are_all_there_and_folded():
    page = page_of("3,000 variants")
    calls = [rows for rows in page.tables() if len(rows) > 2000]
    text = render_report(edge_cases.CASES["3,000 variants"]())

    assert [len(rows) for rows in calls] == [2991]
    assert "<summary>2990 of uncertain meaning</summary>" in text
    assert len(text.encode()) < 3_000_000


def test_forty_fusions_are_counted_on_the_first_page_and_listed_below():
    page = page_of("40 fusions")
    (heading,) = [each.words for each in page.all("summary") if "tier III" in each.words]

    assert heading == "40 findings without evidence in this tumour type (tier III)"
    assert [len(rows) for rows in page.tables() if len(rows) == 41] == [41]


def test_long_names_are_kept_whole():
    assert page_of("long names").words.count(edge_cases.LONG) > 8


@pytest.mark.parametrize(
    ("name", "case_id"), [("right to left", edge_cases.HEBREW), ("Chinese", edge_cases.CHINESE)]
)
def test_ids_of_any_script_do_not_turn_the_words_around_them(name: str, case_id: str):
    """An id that is read from right to left stands in an element of its own direction."""
    page = page_of(name)

    assert [each.words for each in page.all("bdi")] == [case_id]
    assert case_id in page.all("title")[0].words
