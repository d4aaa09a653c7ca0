"""The house style in the PDF: its words and logo as data, and a template of its own."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oncomatch.domain.house import HouseStyle
from oncomatch.errors import ConfigError
from oncomatch.reporting.catalogue import TERMS
from oncomatch.reporting.pdf.fonts import needs_shaping
from oncomatch.reporting.pdf.text import breakable, visible
from oncomatch.reporting.report_words import ReportWords

TEMPLATE = "report.typ"
_TEXTS = frozenset({".typ", ".svg", ".json", ".csv", ".toml", ".yaml", ".xml", ".txt"})
_PLACE = re.compile(r"┌─ (.+):(\d+):\d+")
_PACKAGE = re.compile(r'"@[a-z]+/')
_PNG_SIZE = struct.Struct(">16x2L")
"""Width and height behind the signature, length and name of the first chunk (PNG, section 11.2)."""


def house_content(style: HouseStyle) -> dict[str, Any]:
    """Return what the template prints of the house; the logo is the text of an SVG."""
    return {
        "name": style.name,
        "address": list(style.address),
        "disclaimer": style.disclaimer,
        "sections": list(style.sections),
    }


def words_content(words: ReportWords, printed: Iterable[str]) -> dict[str, Any]:
    """Return the fixed words of the report, and which of the printed texts are among them.

    `terms` has the parts of such a text, each with whether it is in the language of the report.
    """
    parts = {} if words.is_english else {each: words.parts(each) for each in printed}
    fixed = words.catalogue.words.items()
    return {
        "language": words.catalogue.language,
        "words": {key: visible(each) for key, each in fixed if not key.startswith(f"{TERMS}.")},
        "terms": {
            breakable(visible(each)): [(own, breakable(visible(part))) for own, part in found]
            for each, found in parts.items()
            if found
        },
    }


def logo_as_svg(logo: str) -> str:
    """Return a logo (a `data:` address) as the text of an SVG, in which a PNG is embedded."""
    kind, _, coded = logo.partition(";base64,")
    content = base64.b64decode(coded)
    if kind.endswith("svg+xml"):
        return content.decode("utf-8-sig")
    width, height = _PNG_SIZE.unpack_from(content)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="{logo}"/></svg>'
    )


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A template of the house with the folder from which it may include files, and no other.

    `shaped`: whether a file of the folder has letters that the whole font has to shape.
    """

    path: str
    folder: str
    shaped: bool

    def error(self, message: str, diagnostic: str) -> ConfigError:
        """Return a slip of the template with its place, as typst tells them."""
        found = _PLACE.search(diagnostic)
        where = f"{self._named(Path(found[1]))}, line {found[2]}" if found else self.path
        return ConfigError(
            f"house.templates: {where}: {message.splitlines()[0]}; docs/house_style.md lists the "
            f"fields"
        )

    def _named(self, file: Path) -> Path:
        """Return a file as the configuration names its folder; typst counts from where it runs."""
        inside, folder = file.resolve(), Path(self.folder).resolve()
        if not inside.is_relative_to(folder):
            return file
        return Path(self.folder) / inside.relative_to(folder)


def find_own_template(style: HouseStyle) -> OwnTemplate | None:
    """Return the template of the house for the PDF, None where it has none.

    Raises:
        ConfigError: a file of its folder asks for a package, which typst would load from the
            network.
    """
    folder = Path(style.templates)
    path = folder / TEMPLATE
    if not style.templates or not path.is_file():
        return None
    for each in sorted(folder.rglob("*.typ")):
        for number, line in enumerate(each.read_bytes().splitlines(), start=1):
            if _PACKAGE.search(line.decode("utf-8", "replace")):
                raise ConfigError(
                    f"house.templates: {each}, line {number}: asks for a package, which typst "
                    f"would load from the network; put its files into the folder"
                )
    texts = (each for each in folder.rglob("*") if each.suffix.lower() in _TEXTS)
    shaped = any(needs_shaping(each.read_bytes().decode("utf-8", "ignore")) for each in texts)
    return OwnTemplate(str(path), str(folder), shaped)
