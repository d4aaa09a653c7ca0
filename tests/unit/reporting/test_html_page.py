"""The report as a page: well formed, self-contained, readable without sight or network."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import building
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.batch_index import FailedCase, render_index
from oncomatch.reporting.documents import read_document, write_document
from oncomatch.reporting.html import build_view, environment, render_report
from oncomatch.reporting.words import protein_words
from unit.reporting.html_page import Page, read_page
from unit.reporting.page_parts import rows_of
from unit.reporting.report_makers import (
    record,
)


def full_record() -> CaseRecord:
    """A lung cancer with statements, near misses, trials, copy numbers, markers, left-out calls."""
    return building.matched(
        building.tumor(
            "LUAD",
            [("KRAS", "G12C"), ("EGFR", "L858R"), ("EGFR", "T790M"), ("TP53", "R175H")],
            left_out=[("BRAF", "V600E")],
            copies={"MET": 12, "MTAP": 0.1, "ERBB2": 2},
            panel=["ALK", "NRAS"],
            msi="MSS",
            tmb=7.25,
        )
    )


REPORTS = ("full", "melanoma", "nothing found", "nothing assessed")
PAGES = (*REPORTS, "index", "empty index")


@cache
def made(name: str) -> CaseRecord:
    if name == "melanoma":
        return building.matched(building.tumor("SKCM", [("BRAF", "V600E")], panel=["NRAS"]))
    if name == "nothing found":
        return building.matched(building.tumor("COADREAD", panel=["KRAS", "BRAF"]))
    return full_record() if name == "full" else record()


@cache
def text_of(name: str) -> str:
    if name == "empty index":
        return render_index((), "demo")
    if name == "index":
        failed = FailedCase("CASE-9", "annotate", "no such file")
        return render_index(rows_of(map(made, REPORTS)), "demo", (failed,))
    return render_report(made(name))


@cache
def page_of(name: str) -> Page:
    return read_page(text_of(name))


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> Page:
    return page_of(request.param)


def test_tags_are_balanced(page: Page):
    assert (page.problems, page.unclosed()) == ([], [])


@pytest.mark.parametrize("name", PAGES)
def test_the_document_is_html_5_in_utf_8(name: str):
    assert text_of(name).startswith("<!doctype html>\n")
    assert {"charset": "utf-8"} in [each.attributes for each in page_of(name).all("meta")]


def test_the_language_is_said(page: Page):
    (root,) = page.all("html")

    assert root.attributes["lang"] == "en"


def test_one_title_one_main_one_first_heading(page: Page):
    assert [len(page.all(tag)) for tag in ("main", "h1", "header", "footer")] == [1] * 4
    (title,) = [each for each in page.all("title") if each.parents[-1] == "head"]
    assert title.words


def test_headings_do_not_skip_a_level(page: Page):
    levels = [int(each.tag[1]) for each in page.all("h1", "h2", "h3", "h4", "h5", "h6")]

    assert levels[0] == 1
    assert all(later <= former + 1 for former, later in pairwise(levels))


def test_ids_stand_once(page: Page):
    ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]

    assert sorted(set(ids)) == sorted(ids)


def test_every_anchor_leads_somewhere(page: Page):
    ids = {each.attributes.get("id") for each in page.elements}
    targets = {each.attributes["href"] for each in page.all("a")}
    labels = {
        name
        for each in page.elements
        for name in each.attributes.get("aria-labelledby", "").split()
    }

    assert {target for target in targets if target.startswith("#")} <= {f"#{name}" for name in ids}
    assert labels <= ids


def test_sections_have_headings(page: Page):
    assert [each for each in page.all("section") if "aria-labelledby" not in each.attributes] == []


def test_header_cells_say_what_they_head(page: Page):
    wrong = [
        each.words
        for each in page.all("th")
        if each.attributes.get("scope") != ("row" if "tbody" in each.parents else "col")
    ]

    assert wrong == []


def test_rows_have_as_many_cells_as_the_head(page: Page):
    """No cell spans several columns."""
    assert [rows for rows in page.tables() if len(set(rows)) > 1] == []


def test_nesting(page: Page):
    """List items in lists, cells in rows, no paragraph in a paragraph, no link in a link."""
    inside = {"li": ("ul", "ol"), "tr": ("tbody", "thead"), "td": ("tr",), "dt": ("div",)}
    for tag, parents in inside.items():
        assert [each.parents for each in page.all(tag) if each.parents[-1] not in parents] == []
    for tag in ("p", "a", "button", "h2", "h3"):
        assert [each.words for each in page.all(tag) if tag in each.parents] == []
    blocks = page.all("div", "ul", "ol", "table", "section", "details", "p", "h2", "h3", "dl")
    assert [each.tag for each in blocks if "p" in each.parents] == []
    assert [each.words for each in page.all("summary") if each.parents[-1] != "details"] == []


def test_nothing_is_loaded(page: Page):
    """No script, style sheet, font, picture or frame from elsewhere; links only lead out."""
    assert page.all("link", "img", "iframe", "object", "embed", "base", "form") == []
    loading = ("src", "srcset", "poster", "data", "action", "background", "ping")
    assert [each.tag for each in page.elements if set(loading) & set(each.attributes)] == []
    assert [each.attributes for each in page.all("script") if each.attributes] == []


@pytest.mark.parametrize("name", REPORTS)
def test_the_page_allows_its_own_script_and_nothing_else(name: str):
    """The policy names the script by its checksum: whatever came in with a file is not run."""
    (script,) = page_of(name).all("script")
    (policy,) = [each for each in page_of(name).all("meta") if "http-equiv" in each.attributes]
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()

    assert policy.attributes == {
        "http-equiv": "Content-Security-Policy",
        "content": f"default-src 'none'; script-src 'sha256-{digest}'; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    }
    assert text_of(name).index("http-equiv") < text_of(name).index("<script")
    assert re.findall(r"fetch|XMLHttp|import|eval|innerHTML|https?:", script.text) == []


@pytest.mark.parametrize("name", REPORTS)
def test_the_contents_lead_to_every_section(name: str):
    page = page_of(name)
    headings = [each for each in page.all("h2") if "id" in each.attributes]
    links = [each for each in page.all("a") if "nav" in each.parents]

    assert [each.attributes["href"] for each in links] == [
        f"#{each.attributes['id']}" for each in headings
    ]
    assert [each.words for each in links] == [each.words for each in headings]


@pytest.mark.parametrize("name", PAGES)
def test_the_style_is_in_the_page_and_loads_nothing(name: str):
    (style,) = page_of(name).all("style")

    assert len(style.text) > 1000
    assert re.findall(r"url\(|@import|expression\(|https?:", style.text) == []


def test_no_handlers_no_comments(page: Page):
    handlers = {name for each in page.elements for name in each.attributes if name[:2] == "on"}

    assert (handlers, page.comments) == (set(), [])


def test_links_have_words_and_safe_addresses(page: Page):
    links = page.all("a")

    assert [each.attributes for each in links if not each.words] == []
    assert {re.split(r"[:/#]", each.attributes["href"])[0] for each in links} <= {
        "https",
        "",
        "SYNTHETIC-1",
        "CASE-1",
    }


def test_it_is_not_indexed_and_not_signed(page: Page):
    metas = {
        each.attributes.get("name"): each.attributes.get("content") for each in page.all("meta")
    }

    assert metas["robots"] == "noindex"
    assert "Not a medical device." in page.words


@pytest.mark.parametrize("name", REPORTS)
def test_reports_are_drafts(name: str):
    assert [each.words for each in page_of(name).with_class("draft")] == ["Draft, not signed"]


def test_the_full_report_has_every_part():
    page = page_of("full")

    assert [each.words for each in page.all("h2") if "id" in each.attributes] == [
        "In short",
        "Findings that matter",
        "Open trials that fit best",
        "What to find out next",
        "Looked for in this tumour type",
        "Evidence, statement by statement",
        "Outcome, diagnosis and inherited risk",
        "Origin and germline",
        "Near misses: what keeps a strong statement from applying",
        "Trials, criterion by criterion",
        "What to find out next for trials",
        "Small variants",
        "Oncogenicity by the points of ClinGen/CGC/VICC 2022",
        "Copy number",
        "Tumour-wide markers",
        "State of every marker",
        "What was assessed",
        "State of every gene",
        "Ledger",
        "Methods, limits, sources",
    ]


def test_every_statement_trial_gene_and_near_miss_is_in_the_report():
    page, full = page_of("full"), made("full")
    words = page.words

    blocks = [each for each in page.all("details") if "id" in each.attributes]
    assert len(blocks) == len(full.therapies)
    assert [each.regimen for each in full.therapies if each.regimen not in words] == []
    assert [each.trial_id for each in full.trials.matches if each.trial_id not in words] == []
    assert [each.gene for each in full.genes if each.gene not in words] == []
    reasons = [protein_words(each.reason) for each in full.near_misses]
    assert [each for each in reasons if each not in words] == []


def test_the_same_record_gives_the_same_bytes(tmp_path: Path):
    """Drawn again from the file, and by another process with another order of its sets."""
    path = tmp_path / "case.json"
    write_document(path, made("full"))
    code = (
        "import sys; from pathlib import Path; from oncomatch.domain.record import CaseRecord; "
        "from oncomatch.reporting.documents import read_document; "
        "from oncomatch.reporting.html import render_report; "
        "sys.stdout.buffer.write("
        "render_report(read_document(Path(sys.argv[1]), CaseRecord)).encode())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
    )

    assert render_report(made("full")) == text_of("full")
    assert render_report(read_document(path, CaseRecord)) == text_of("full")
    assert elsewhere.stdout.decode() == text_of("full")


def test_a_misspelt_field_stops_instead_of_printing_nothing():
    template = environment().from_string("{{ view.no_such_field }}")

    with pytest.raises(Exception, match="no_such_field"):
        template.render(view=build_view(record()))


def test_the_marker_states_have_their_own_signs():
    """The sign before each marker is drawn by its class."""
    (style,) = page_of("full").all("style")

    signs = dict(re.findall(r'\.states \.(\w+)::before[^{]*\{ content: "(.)', style.text))
    assert signs["detected"] == "+"
    assert signs["negative"] == "−"
    assert '.states .open::before, .states .unclear::before { content: "? "' in style.text
