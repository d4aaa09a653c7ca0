"""Write a record as PDF: paged, tagged (PDF/UA-1), with bookmarks, the same bytes each time."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from oncomatch.domain.house import HouseStyle
from oncomatch.domain.record import CaseRecord
from oncomatch.errors import ConfigError
from oncomatch.reporting.files import whole_file
from oncomatch.reporting.html import build_view
from oncomatch.reporting.pdf.content import build_content
from oncomatch.reporting.pdf.fonts import needs_shaping, open_fonts
from oncomatch.reporting.pdf.house import OwnTemplate, find_own_template

_STANDARD = "ua-1"


def write_pdf(record: CaseRecord, path: Path, style: HouseStyle = HouseStyle()) -> None:  # noqa: B008
    """Write the report of a record as PDF, whole or not at all.

    Raises:
        ConfigError: the template or the logo of the house cannot be set.
    """
    pages = render_pdf(record, style)
    with whole_file(path) as beside:
        beside.write_bytes(pages)


def render_pdf(record: CaseRecord, style: HouseStyle = HouseStyle()) -> bytes:  # noqa: B008
    """Return the report of a record as PDF.

    Everything of the record reaches the template as data; nothing of it is read as markup.

    Raises:
        ConfigError: the template or the logo of the house cannot be set.
    """
    import typst  # a library that most commands do not need

    words = msgspec.json.encode(build_content(build_view(record), style)).decode("utf-8")
    own = find_own_template(style)
    try:
        shaped = needs_shaping(words) or (own is not None and own.shaped)
        pages: bytes = _compiler(shaped=shaped).compile(
            own.path if own else _template(),
            root=own.folder if own else None,
            format="pdf",
            sys_inputs={"report": words},
            pdf_standards=[_STANDARD],
            timestamp=0,
        )
    except typst.TypstError as error:
        raise _told(error, style, own) from error
    return pages


def _told(error: Any, style: HouseStyle, own: OwnTemplate | None) -> Exception:
    """Return what is wrong in the template or the logo of the house; ours has no slip."""
    if own is not None:
        return own.error(error.message, error.diagnostic)
    if style.logo:
        return ConfigError(
            f"house.logo: cannot be drawn in the PDF: {error.message}; save it as a plain SVG or "
            f"as a PNG"
        )
    return error  # type: ignore[no-any-return]


@cache
def _template() -> bytes:
    return files("oncomatch.reporting").joinpath("templates", "report.typ").read_bytes()


@cache
def _compiler(*, shaped: bool) -> Any:
    """Return the compiler; the fonts of the machine are not looked at."""
    import typst

    return typst.Compiler(font_paths=open_fonts(shaped=shaped), ignore_system_fonts=True)
