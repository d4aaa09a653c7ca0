"""The columns of the case sheet as options of the command line; it imports next to nothing."""

from __future__ import annotations

from oncomatch.readers.schema import load_schema

COLUMN_OF = {"tmb": "tmb_per_mb"}
"""The column of each option that is named otherwise."""


def sheet_options() -> dict[str, str]:
    """Return what each column of the sheet is, by the name of its option."""
    option_of = {column: option for option, column in COLUMN_OF.items()}
    columns = load_schema("cases")["properties"]
    return {option_of.get(name, name): each["description"] for name, each in columns.items()}
