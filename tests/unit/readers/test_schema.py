"""A row that is plainly right needs no JSON-schema validator, and no other row passes so."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from oncomatch.readers import schema
from oncomatch.readers.schema import load_schema, problems

CASES = load_schema("cases")
COLUMNS = CASES["properties"]
RIGHT = {"case_id": "case", "tumor_type": "LUAD", "build": "GRCh38"}
CELLS = st.one_of(
    st.sampled_from(sorted({word for part in COLUMNS.values() for word in part.get("enum", ())})),
    st.sampled_from(("", "0", "7", "0.5", "-1", "1e9", "yes", "III", "x" * 300, "a\n", "60\n")),
    st.text(max_size=12),
    st.sampled_from((None, 7, True, ["60"])),
)
ROWS = st.dictionaries(st.sampled_from([*COLUMNS, "case id", "unknown"]), CELLS, max_size=5)


@given(cells=ROWS, without=st.sampled_from((*RIGHT, "")))
@settings(max_examples=400)
def test_what_passes_without_the_validator_passes_it_and_nothing_else(
    cells: dict[str, object], without: str
) -> None:
    row = {name: cell for name, cell in {**RIGHT, **cells}.items() if name != without}

    assert schema._is_right_row(row, CASES) is Draft202012Validator(CASES).is_valid(row)


@pytest.mark.parametrize(
    "more", [{"minProperties": 1}, {"additionalProperties": True}], ids=["another word", "open"]
)
def test_a_schema_that_asks_for_more_is_left_to_the_validator(more: dict[str, object]) -> None:
    assert not schema._is_right_row(RIGHT, {**CASES, **more})


def test_a_column_that_asks_for_more_is_left_to_the_validator() -> None:
    asked = {**COLUMNS, "case_id": {"type": "string", "not": {"const": "case"}}}

    assert not schema._is_right_row(RIGHT, {**CASES, "properties": asked})
    assert problems(RIGHT, {**CASES, "properties": asked})


def test_a_right_row_imports_no_validator() -> None:
    code = (
        "import sys; from oncomatch.readers.schema import load_schema, problems; "
        f"assert problems({RIGHT!r}, load_schema('cases')) == []; "
        "assert 'jsonschema' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
