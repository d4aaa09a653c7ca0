"""The house style that a configuration asks for, with the files that it names."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from oncomatch.domain.house import HouseStyle
from oncomatch.errors import ConfigError
from oncomatch.readers.logo import is_png, what_is_wrong_in_png, what_is_wrong_in_svg

MOST_LOGO_BYTES = 200_000
"""A report is to stay small; a logo of this size is wide enough to print (a convention)."""


@dataclass(frozen=True, slots=True)
class HouseSettings:
    """The keys `house.…` of a configuration; paths are as written.

    An empty `report_language` is that of `language`, where the board report has it.
    """

    name: str = ""
    address: tuple[str, ...] = ()
    logo: str = ""
    disclaimer: str = ""
    language: str = "en"
    report_language: str = ""
    sections: tuple[str, ...] = ()
    templates: str = ""


def read_house(settings: HouseSettings) -> HouseStyle:
    """Return the house style of a configuration.

    Raises:
        ConfigError: the logo or the folder of templates is absent or not usable.
    """
    if settings.templates and not Path(settings.templates).is_dir():
        raise ConfigError(
            f"house.templates: there is no folder {settings.templates}; give the folder with your "
            f"templates, or leave the key empty"
        )
    return HouseStyle(
        name=settings.name,
        address=settings.address,
        logo=_read_logo(Path(settings.logo)) if settings.logo else "",
        disclaimer=settings.disclaimer,
        language=settings.language,
        report_language=settings.report_language or settings.language,
        sections=settings.sections,
        templates=settings.templates,
    )


def _read_logo(path: Path) -> str:
    """Return a PNG or SVG as a `data:` address.

    It is printed as a picture only: in one, a browser runs no script and loads nothing.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_LOGO_BYTES + 1)
    except OSError as error:
        raise ConfigError(
            f"house.logo: {path} cannot be read: {error.strerror}; give the path of a PNG or SVG"
        ) from None
    if len(content) > MOST_LOGO_BYTES:
        raise ConfigError(
            f"house.logo: {path} is larger than {MOST_LOGO_BYTES // 1000} kB; every report holds "
            f"it, so make it smaller"
        )
    if is_png(content):
        kind, wrong = "image/png", what_is_wrong_in_png(content)
    else:
        kind, wrong = "image/svg+xml", what_is_wrong_in_svg(content)
    if wrong:
        raise ConfigError(f"house.logo: {path} {wrong}")
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
