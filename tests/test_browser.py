"""The reports in a real browser: Chromium as it is installed, driven by Playwright.

Nothing is installed here: without the package or the browser the tests skip and say why.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import building
from browsers import (
    A4_WIDTH,
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
from oncomatch.domain.house import HouseStyle
from oncomatch.reporting.html import render_report
from unit.reporting import edge_cases

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium

GERMAN = "full, in German"
FEWER = """for (const each of document.querySelectorAll(
    'tbody tr:nth-child(n + 5), details ~ details ~ details, .picture ~ .picture')) each.remove()"""


@cache
def report(name: str) -> str:
    if name not in ("full", GERMAN):
        return render_report(edge_cases.CASES[name]())
    return render_report(
        building.matched(
            building.tumor(
                "LUAD",
                [("KRAS", "G12C"), ("EGFR", "L858R"), ("EGFR", "T790M"), ("TP53", "R175H")],
                left_out=[("BRAF", "V600E")],
                copies={"MET": 12, "MTAP": 0.1, "ERBB2": 2},
                panel=["ALK", "NRAS"],
                msi="MSS",
                tmb=7.25,
            )
        ),
        HouseStyle(report_language="de" if name == GERMAN else "en"),
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


class OpenedReports(Opened):
    """Opens reports by name."""

    def __init__(self, browser: Browser, folder: Path):
        super().__init__(browser)
        self.folder = folder

    def open(self, name: str, width: int = 1280, **settings: Any) -> Page:
        path = self.folder / f"{[*edge_cases.CASES, 'full', GERMAN].index(name)}.html"
        if not path.exists():
            path.write_text(report(name), encoding="utf-8")
        return self.open_file(path, width, **settings)


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[OpenedReports]:
    """Every test fails if a page loads something or writes to the console."""
    made = OpenedReports(browser, folder)
    yield made
    made.close()


@pytest.mark.parametrize("name", ["full", GERMAN, *edge_cases.CASES])
def test_nothing_is_wider_than_the_screen(opened: OpenedReports, name: str, tmp_path: Path) -> None:
    page = opened.open(name)
    page.evaluate(UNFOLD)

    for width, pixels in WIDTHS.items():
        page.set_viewport_size({"width": pixels, "height": 900})
        picture = page.screenshot(path=tmp_path / f"{width}.png")

        assert page.evaluate(WIDER) <= 0, width
        assert picture.startswith(b"\x89PNG")
        assert len(picture) > 10_000


@pytest.mark.parametrize("name", ["full", *edge_cases.CASES])
def test_the_answer_is_on_the_first_screen(opened: OpenedReports, name: str) -> None:
    page = opened.open(name)
    place = page.locator("p.answer").bounding_box()

    assert place is not None
    assert place["y"] + min(place["height"], 100) < 900


@pytest.mark.parametrize("name", ["full", GERMAN, "long names", "40 fusions", "3,000 variants"])
def test_paper_clips_nothing(opened: OpenedReports, name: str) -> None:
    page = opened.open(name, A4_WIDTH)
    page.emulate_media(media="print")
    if name != "3,000 variants":
        page.evaluate(UNFOLD)

    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(CLIPPED) == []
    assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize("name", ["full", GERMAN, "right to left"])
def test_axe_finds_no_serious_violation(opened: OpenedReports, name: str) -> None:
    """Of rows and statements that are alike the first ones are looked at: axe takes its time."""
    source = axe_source()
    page = opened.open(name)
    page.evaluate(FEWER)
    page.evaluate(UNFOLD)
    page.evaluate(source)
    assert serious(page.evaluate("axe.run({resultTypes: ['violations']})")) == []

    page.emulate_media(color_scheme="dark")
    colours = "axe.run({runOnly: ['color-contrast'], resultTypes: ['violations']})"
    assert serious(page.evaluate(colours)) == []


def test_every_column_sorts_both_ways(opened: OpenedReports) -> None:
    """Each heading is clicked twice; the rows stay the same, in the order that is said."""
    page = opened.open("full")
    tables = page.evaluate(
        """() => [...document.querySelectorAll('table')].filter(t => t.querySelector('button.sort'))
        .map(table => {
          const rows = () => [...table.tBodies[0].rows];
          const read = column => rows().map(row => row.cells[column].textContent.trim());
          return [...table.tHead.rows[0].cells].map((head, column) => {
            const seen = [[head.ariaSort, read(column)]];
            for (let times = 0; times < 2; times += 1) {
              head.querySelector('button').click();
              seen.push([head.ariaSort, read(column)]);
            }
            const said = [...table.tHead.rows[0].cells].filter(each => each.ariaSort).length;
            return { numeric: head.classList.contains('number'), seen, said };
          });
        })"""
    )

    assert len(tables) > 5
    for column in (column for table in tables for column in table):
        (_, before), (up, rising), (down, falling) = column["seen"]
        assert (up, down, column["said"]) == ("ascending", "descending", 1)
        assert sorted(before) == sorted(rising) == sorted(falling)
        assert (rising == falling) is (len(set(before)) == 1)
        if column["numeric"]:
            numbers = [float(each.rstrip(" %").replace(",", "")) for each in rising if each]
            assert numbers == sorted(numbers)


def test_a_heading_sorts_by_keyboard(opened: OpenedReports) -> None:
    page = opened.open("40 fusions")
    page.evaluate(UNFOLD)
    button = page.locator("section[aria-labelledby=rearrangements] button.sort").first
    button.focus()
    page.keyboard.press("Enter")

    heads = page.locator("section[aria-labelledby=rearrangements] th[scope=row]").all_inner_texts()
    assert len(heads) == 40
    assert heads == sorted(heads, key=lambda name: int(name.split("::")[0].removeprefix("GENE")))


def test_a_table_filters_and_says_how_many_are_left(opened: OpenedReports) -> None:
    page = opened.open("40 fusions")
    page.evaluate(UNFOLD)
    section = page.locator("section[aria-labelledby=rearrangements]")
    section.get_by_label("Filter").fill("gene0::")

    assert section.get_by_role("status").inner_text().strip() == "1 of 40 rows"
    assert section.locator("tbody tr:visible").count() == 1
    section.get_by_label("Filter").fill("")
    assert section.locator("tbody tr:visible").count() == 40


def test_every_section_folds(opened: OpenedReports) -> None:
    """By a click on its heading; and all of them by one button."""
    page = opened.open("full")
    wrong = page.evaluate(
        """() => [...document.querySelectorAll('details')].filter(each => {
          const before = each.open;
          each.querySelector('summary').click();
          const turned = each.open !== before;
          each.querySelector('summary').click();
          return !turned || each.open !== before;
        }).length"""
    )
    count = page.locator("details").count()

    assert (count > 20, wrong) == (True, 0)
    page.get_by_role("button", name="Unfold all").click()
    assert page.locator("details[open]").count() == count
    page.get_by_role("button", name="Fold all", exact=True).click()
    assert page.locator("details[open]").count() == 0


def test_a_line_leads_to_its_proof(opened: OpenedReports) -> None:
    """The statement unfolds, and whatever it lies in."""
    page = opened.open("full")
    links = page.locator("ul.lines a[href^='#e']")

    found = links.all()
    assert len(found) > 3
    for link in (*found[:3], found[-1]):
        anchor = (link.get_attribute("href") or "").removeprefix("#")
        link.click()
        page.locator(f"#{anchor}[open] table").first.wait_for(state="visible", timeout=2000)


def test_citations_open_their_source(opened: OpenedReports) -> None:
    page = opened.open("full")
    addresses = page.locator("section[aria-labelledby=evidence] td a").evaluate_all(
        "all => all.map(each => each.href)"
    )

    assert len(addresses) > 10
    assert {each.split(":")[0] for each in addresses} == {"https"}


def test_the_tab_key_reaches_every_section(opened: OpenedReports) -> None:
    """In the order of the page, the way to the contents first."""
    page = opened.open("long names")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the contents"

    page.keyboard.press("Enter")
    targets = page.evaluate(
        """() => [...document.querySelectorAll('nav.contents a')].map(each => each.hash)"""
    )
    reached = []
    for _ in targets:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.hash"))
    assert reached == targets

    expected = page.evaluate(
        """() => [...document.querySelectorAll('section')].filter(each =>
          each.querySelector('a, summary, button, input, [tabindex="0"]'))
          .map(each => each.getAttribute('aria-labelledby'))"""
    )
    seen: list[str] = []
    page.locator(".skip").focus()
    for _ in range(200):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "document.activeElement.closest('section')?.getAttribute('aria-labelledby')"
        )
        if name and name not in seen:
            seen.append(name)
        if seen[-1:] == expected[-1:]:
            break
    assert set(expected) <= set(seen)


def test_without_scripts_everything_can_be_read(opened: OpenedReports) -> None:
    page = opened.open("full", java_script_enabled=False)
    scripted = opened.open("full")

    assert page.locator("button, input").count() == 0
    headings = page.locator("section > h2, section h2")
    assert headings.all_inner_texts() == scripted.locator("section h2").all_inner_texts()
    assert headings.count() == sum(
        headings.nth(index).is_visible() for index in range(headings.count())
    )
    assert page.locator("tbody tr").count() == scripted.locator("tbody tr").count()
    fold = page.locator("section[aria-labelledby=genes] details")
    fold.locator("summary").click()
    assert fold.locator("table").is_visible()


def test_a_hostile_file_runs_nothing(opened: OpenedReports) -> None:
    """The policy of the page stops what should ever come through the escaping."""
    page = opened.open("full")
    page.evaluate(
        """() => { const made = document.createElement('script');
          made.textContent = 'window.ran = true'; document.body.append(made); }"""
    )

    assert page.evaluate("window.ran") is None
    assert len(opened.complaints) == 1
    assert "Content Security Policy" in opened.complaints.pop()


def test_a_large_report_opens_quickly_and_is_small(opened: OpenedReports) -> None:
    page = opened.open("3,000 variants")
    spent = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")

    assert spent < 10_000, "a second on a machine that does nothing else"
    assert len(report("full").encode()) < 1_500_000


def test_the_buttons_of_a_german_page_speak_german(opened: Opened) -> None:
    page = opened.open(GERMAN)
    button = page.get_by_role("button", name="Alles aufklappen")
    button.click()

    assert page.locator("details:not([open])").count() == 0
    assert page.get_by_role("button", name="Alles zuklappen").count() == 1
    field = page.get_by_label("Filtern").first
    field.fill("zzz")
    assert "0 von " in page.locator("[role=status]").first.inner_text()
    assert page.get_by_role("button", name="Unfold all").count() == 0
