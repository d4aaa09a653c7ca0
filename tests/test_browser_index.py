"""The index of a batch in a real browser: what a report's own tests hold holds here too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import building
from browsers import (
    CLIPPED,
    UNFOLD,
    WIDER,
    WIDTHS,
    Opened,
    axe_source,
    launched,
    needs_chromium,
    serious,
)
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.batch_index import FailedCase, write_index
from unit.reporting import edge_cases

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium

FAILED = FailedCase("FAILED-1", "profile", f"calls.vcf, line 7: {'no tab ' * 30}")
A4_LANDSCAPE_WIDTH = 1000
"""Pixels between the margins of an A4 page that lies."""


def named(case_id: str, made: CaseRecord) -> CaseRecord:
    return replace(
        made, profile=replace(made.profile, case=replace(made.profile.case, case_id=case_id))
    )


def cases() -> list[CaseRecord]:
    """Twelve cases, so that there is a filter: tumours of all kinds and edges."""
    tumours: list[tuple[str, list[tuple[str, str]], dict[str, Any]]] = [
        ("LUAD", [("KRAS", "G12C"), ("TP53", "R175H")], {"copies": {"MET": 12, "MTAP": 0.1}}),
        ("LUAD", [("EGFR", "L858R"), ("EGFR", "T790M")], {}),
        ("BRCA", [("PIK3CA", "H1047R")], {"copies": {"ERBB2": 24}, "her2_ihc": "3+"}),
        ("COADREAD", [("BRAF", "V600E")], {"msi": "MSI-H", "tmb": 44.0}),
        ("SKCM", [("NRAS", "Q61R")], {"copies": {"CDKN2A": 0}}),
        ("GIST", [("KIT", "V559D")], {}),
        ("HGSOC", [("TP53", "R273H")], {}),
    ]
    made = [
        named(f"CASE-{number:02}", building.matched(building.tumor(code, calls, **more)))
        for number, (code, calls, more) in enumerate(tumours)
    ]
    edges = ("nothing assessed", "nothing actionable", "long names", "right to left", "40 fusions")
    return made + [edge_cases.CASES[name]() for name in edges]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of a full batch, of one in which everything failed, and of an empty one."""
    folder = tmp_path_factory.mktemp("batches")
    batches = {"full": (cases(), (FAILED,)), "failed": ([], (FAILED,)), "empty": ([], ())}
    found = {}
    for name, (records, failed) in batches.items():
        (folder / name).mkdir()
        write_index(folder / name, records, failed)
        found[name] = folder / name / "index.html"
    return found


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Every test fails if a page loads something or writes to the console."""
    made = Opened(browser)
    yield made
    made.close()


def rows(page: Page) -> list[str]:
    return page.locator("table.cases tbody tr:visible th").all_inner_texts()


@pytest.mark.parametrize("name", ["full", "failed", "empty"])
def test_nothing_is_wider_than_the_screen(
    opened: Opened, indexes: dict[str, Path], name: str, tmp_path: Path
) -> None:
    page = opened.open_file(indexes[name])
    page.evaluate(UNFOLD)

    for width, pixels in WIDTHS.items():
        page.set_viewport_size({"width": pixels, "height": 900})
        picture = page.screenshot(path=tmp_path / f"{width}.png")

        assert page.evaluate(WIDER) <= 0, width
        assert len(picture) > 5_000


def test_what_failed_and_the_first_case_are_on_the_first_screen(
    opened: Opened, indexes: dict[str, Path]
) -> None:
    page = opened.open_file(indexes["full"])

    for place in ("table.failed tbody tr", "table.cases tbody tr"):
        box = page.locator(place).first.bounding_box()
        assert box is not None
        assert box["y"] + 40 < 900


def test_paper_clips_nothing(opened: Opened, indexes: dict[str, Path]) -> None:
    page = opened.open_file(indexes["full"], A4_LANDSCAPE_WIDTH)
    page.emulate_media(media="print")
    page.evaluate(UNFOLD)

    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(CLIPPED) == []
    assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize("name", ["full", "failed"])
def test_axe_finds_no_serious_violation(
    opened: Opened, indexes: dict[str, Path], name: str
) -> None:
    source = axe_source()
    page = opened.open_file(indexes[name])
    page.evaluate(UNFOLD)
    page.evaluate(source)
    assert serious(page.evaluate("axe.run({resultTypes: ['violations']})")) == []

    page.emulate_media(color_scheme="dark")
    colours = "axe.run({runOnly: ['color-contrast'], resultTypes: ['violations']})"
    assert serious(page.evaluate(colours)) == []


def test_every_column_of_the_cases_sorts_both_ways(
    opened: Opened, indexes: dict[str, Path]
) -> None:
    page = opened.open_file(indexes["full"])
    before = rows(page)
    buttons = page.locator("table.cases button.sort")

    assert len(before) == 12
    assert buttons.count() == page.locator("table.cases thead th").count() > 10
    for number in range(buttons.count()):
        head = page.locator("table.cases thead th").nth(number)
        for direction in ("ascending", "descending"):
            buttons.nth(number).click()
            assert head.get_attribute("aria-sort") == direction
            assert sorted(rows(page)) == sorted(before)
        if "number" in (head.get_attribute("class") or ""):
            cells = page.locator(f"table.cases tbody td:nth-child({number + 1})").all_inner_texts()
            values = [float(each.rstrip(" %")) for each in cells if each[:1].isdigit()]
            assert values == sorted(values, reverse=True)


def test_the_index_filters_by_tumour_and_by_finding(
    opened: Opened, indexes: dict[str, Path]
) -> None:
    page = opened.open_file(indexes["full"])
    section = page.locator("section[aria-labelledby=cases]")
    field = section.get_by_label("Filter")

    field.fill("braf v600e")
    assert [each.splitlines()[0] for each in rows(page)] == ["CASE-03"]
    assert section.get_by_role("status").inner_text().strip() == "1 of 12 rows"
    field.fill("luad tier i")
    assert rows(page) == []
    field.fill("")
    assert len(rows(page)) == 12


def test_cautions_and_open_markers_unfold_by_keyboard(
    opened: Opened, indexes: dict[str, Path]
) -> None:
    page = opened.open_file(indexes["full"])
    fold = page.locator("table.cases details").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")

    assert fold.get_attribute("open") is not None


def test_the_oncoprint_says_in_words_what_it_shows(
    opened: Opened, indexes: dict[str, Path]
) -> None:
    """A cell has a name of its own; without colours and shapes it still says what was found."""
    page = opened.open_file(indexes["full"])
    table = page.locator("table.oncoprint")
    cells = table.locator("tbody td")
    names = table.locator("tbody td [role=img]").evaluate_all(
        "all => all.map(each => each.getAttribute('aria-label'))"
    )

    assert cells.count() == len(names) > 20
    assert all(names)
    assert any("G12C" in name for name in names)
    assert any("not assessed" in name for name in names)


def test_the_oncoprint_scrolls_in_its_own_place_and_by_keyboard(
    opened: Opened, indexes: dict[str, Path]
) -> None:
    page = opened.open_file(indexes["full"], 390)
    place = page.locator(".scroll:has(table.oncoprint)")

    assert place.evaluate("each => each.scrollWidth > each.clientWidth")
    assert place.get_attribute("tabindex") == "0"
    gene = place.locator("tbody th").first
    place.evaluate("each => { each.scrollLeft = 200; }")
    box = gene.bounding_box()
    assert box is not None
    assert box["x"] >= 0, "the names of the genes stay"


def test_each_case_leads_to_its_report(opened: Opened, indexes: dict[str, Path]) -> None:
    page = opened.open_file(indexes["full"])
    links = page.locator("table.cases tbody th > a").evaluate_all(
        "all => all.map(each => each.href)"
    )
    base = indexes["full"].parent.as_uri()

    assert len(links) == 12
    assert all(link.startswith(f"{base}/") and link.endswith("/report.html") for link in links)
    assert f"{base}/CASE-00/report.html" in links


def test_without_scripts_every_case_can_be_read(opened: Opened, indexes: dict[str, Path]) -> None:
    page = opened.open_file(indexes["full"], java_script_enabled=False)

    assert page.locator("button, input").count() == 0
    assert len(rows(page)) == 12
    assert page.locator("table.failed").is_visible()
