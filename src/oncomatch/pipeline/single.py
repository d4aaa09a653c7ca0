"""One case from the options of a command instead of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from oncomatch.domain.house import HouseStyle
from oncomatch.pipeline.sheet_options import COLUMN_OF
from oncomatch.readers.case_sheet import CaseRequest, parse_case
from oncomatch.readers.config import Config, read_config
from oncomatch.readers.house import read_house
from oncomatch.reference.tumor_types import open_tumor_types


def read_settings(path: Path | None) -> Config:
    """Return the configuration of a file, the defaults without one."""
    return read_config(path) if path else Config()


def with_language(config: Config, language: str | None) -> Config:
    """Return a configuration with another language of the patient page, if one is given."""
    if language is None:
        return config
    return replace(config, house=replace(config.house, language=language))


def house_style(config: Config) -> HouseStyle:
    """Return the house style of a configuration."""
    return read_house(config.house)


def request_case(options: Mapping[str, object], config: Path | None) -> tuple[CaseRequest, Config]:
    """Return the case that options describe; they are checked like a row of the sheet."""
    cells = {
        COLUMN_OF.get(name, name): str(value)
        for name, value in options.items()
        if value not in (None, "")
    }
    return parse_case(cells, "options", Path(), open_tumor_types()), read_settings(config)
