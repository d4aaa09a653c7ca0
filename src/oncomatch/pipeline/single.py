"""One case from the options of a command instead of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from oncomatch.pipeline.sheet_options import COLUMN_OF
from oncomatch.readers.case_sheet import CaseRequest, parse_case
from oncomatch.readers.config import Config, read_config
from oncomatch.reference.tumor_types import open_tumor_types


def read_settings(path: Path | None) -> Config:
    """Return the configuration of a file, the defaults without one."""
    return read_config(path) if path else Config()


def request_case(options: Mapping[str, object], config: Path | None) -> tuple[CaseRequest, Config]:
    """Return the case that options describe; they are checked like a row of the sheet."""
    cells = {
        COLUMN_OF.get(name, name): str(value)
        for name, value in options.items()
        if value not in (None, "")
    }
    return parse_case(cells, "options", Path(), open_tumor_types()), read_settings(config)
