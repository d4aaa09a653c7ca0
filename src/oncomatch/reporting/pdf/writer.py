"""Write a record as PDF: paged, tagged (PDF/UA-1), with bookmarks, the same bytes each time."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.files import whole_file
from oncomatch.reporting.html import build_view
from oncomatch.reporting.pdf.content import build_content
from oncomatch.reporting.pdf.fonts import open_fonts

_STANDARD = "ua-1"


def write_pdf(record: CaseRecord, path: Path) -> None:
    """Write the report of a record as PDF, whole or not at all."""
    pages = render_pdf(record)
    with whole_file(path) as beside:
        beside.write_bytes(pages)


def render_pdf(record: CaseRecord) -> bytes:
    """Return the report of a record as PDF.

    Everything of the record reaches the template as data; nothing of it is read as markup.
    """
    content = build_content(build_view(record))
    words = msgspec.json.encode(content).decode("utf-8")
    pages: bytes = _compiler().compile(
        _template(),
        format="pdf",
        sys_inputs={"report": words},
        pdf_standards=[_STANDARD],
        timestamp=0,
    )
    return pages


@cache
def _template() -> bytes:
    return files("oncomatch.reporting").joinpath("templates", "report.typ").read_bytes()


@cache
def _compiler() -> Any:
    """Return the compiler; the fonts of the machine are not looked at."""
    import typst  # a library that most commands do not need

    return typst.Compiler(font_paths=open_fonts(), ignore_system_fonts=True)
