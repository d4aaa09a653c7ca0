"""Pages in a real browser: Chromium as it is installed, driven by Playwright.

Nothing is installed here: without the package or the browser the tests skip and say why.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="there is no chromium on this machine")

FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync""".split()
WIDTHS = {"desktop": 1280, "tablet": 800, "phone": 390}
A4_WIDTH = 688
"""Pixels between the margins of an A4 page."""

UNFOLD = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLIPPED = """() => [...document.querySelectorAll('main *')].filter(each =>
     !each.closest('svg') && each.getClientRects().length
     && each.scrollWidth > each.clientWidth + 1
     && getComputedStyle(each).overflowX !== 'visible').map(each => each.outerHTML)"""
"""What is cut off, or would scroll, on a screen; on paper both are lost."""


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser, until the tests of a module are done."""
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


class Opened:
    """Opens pages; keeps what they asked for and complained about."""

    def __init__(self, browser: Browser):
        self.browser = browser
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.contexts: list[Any] = []

    def open_file(self, path: Path, width: int = 1280, **settings: Any) -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": 900}, **settings)
        self.contexts.append(context)
        page = context.new_page()
        address = path.as_uri()

        def allow(route: Any) -> None:
            url = route.request.url
            if url.split("#")[0] == address:
                route.continue_()
            else:
                self.requests.append(url)
                route.abort()

        page.route("**/*", allow)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        return page

    def close(self) -> None:
        """Close the pages; one that loads something or writes to the console is wrong."""
        for context in self.contexts:
            context.close()
        assert not self.requests, self.requests
        assert not self.complaints, self.complaints


def axe_source() -> str:
    """Return axe-core, which finds what keeps people out of a page."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    return (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def serious(found: Any) -> list[tuple[str, str]]:
    return [
        (each["id"], each["nodes"][0]["html"][:200])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]
