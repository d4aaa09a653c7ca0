"""The house style of a laboratory: its name, logo and words, and how it wants its reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """How a laboratory's reports look; empty is *not given*.

    `logo` is a whole picture as a `data:` address. `address` has a line each. `language` is that
    of the patient page, `report_language` that of the fixed words of the board report (BCP 47, the
    primary part in lower case). `sections` are the sections of the board report
    that come first, in that order. `templates` is the folder of templates that stand in the place
    of those of the package.
    """

    name: str = ""
    address: tuple[str, ...] = ()
    logo: str = ""
    disclaimer: str = ""
    language: str = "en"
    report_language: str = "en"
    sections: tuple[str, ...] = ()
    templates: str = ""
