"""What is plainly right needs no JSON-schema validator, and nothing else passes so."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from oncomatch.readers import schema
from oncomatch.readers.schema import load_schema, problems, with_defaults

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

    assert schema._is_right(row, CASES) is Draft202012Validator(CASES).is_valid(row)


@pytest.mark.parametrize(
    "more", [{"minProperties": 1}, {"additionalProperties": True}], ids=["another word", "open"]
)
def test_a_schema_that_asks_for_more_is_left_to_the_validator(more: dict[str, object]) -> None:
    assert not schema._is_right(RIGHT, {**CASES, **more})


def test_a_column_that_asks_for_more_is_left_to_the_validator() -> None:
    asked = {**COLUMNS, "case_id": {"type": "string", "not": {"const": "case"}}}

    assert not schema._is_right(RIGHT, {**CASES, "properties": asked})
    assert problems(RIGHT, {**CASES, "properties": asked})


def test_a_right_row_imports_no_validator() -> None:
    code = (
        "import sys; from oncomatch.readers.schema import load_schema, problems; "
        f"assert problems({RIGHT!r}, load_schema('cases')) == []; "
        "assert 'jsonschema' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


CONFIG = load_schema("config")


def plain_validator() -> Draft202012Validator:
    numbers = Draft202012Validator.TYPE_CHECKER.redefine("number", schema._is_number)
    return extend(Draft202012Validator, type_checker=numbers)(CONFIG)


def places(part: dict[str, Any], before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the keys of a schema, those of its parts behind theirs."""
    found = []
    for name, inner in part.get("properties", {}).items():
        found += [(*before, name), *places(inner, (*before, name))]
    return found


PLACES = [*places(CONFIG), ("unknown",), ("house", "unknown"), ("tmb", "cutoffs", "LUAD")]
WORDS = st.sampled_from(
    ("html", "pdf", "FDA", "EMA", "fit", "phase", "genes", "Germany", "x" * 130)
)
VALUES = st.one_of(
    st.sampled_from(
        (0, 1, -1, 0.5, 1.0, 1e9, 5000, 10**400, float("nan"), float("inf"), True, None)
    ),
    st.sampled_from(("", "2026-01-05", "2026", "en", "de-AT", "EN", "permissive", "all", "vep")),
    st.lists(WORDS, max_size=4),
    st.sampled_from(([1], [None], {}, {"LUAD": 10}, {"LUAD": "10"}, {1: 10}, {"LUAD": 0})),
)


@given(changes=st.dictionaries(st.sampled_from(PLACES), VALUES, min_size=1, max_size=3))
@settings(max_examples=400)
def test_a_configuration_passes_without_the_validator_only_where_it_passes_it(
    changes: dict[tuple[str, ...], object],
) -> None:
    value = with_defaults({}, CONFIG)
    for (*outer, name), change in changes.items():
        inner = value
        for each in outer:
            inner = inner[each] if isinstance(inner.get(each), dict) else {}
        inner[name] = change

    if schema._is_right(value, CONFIG):
        assert plain_validator().is_valid(value)


def test_the_defaults_and_our_own_configuration_import_no_validator() -> None:
    code = (
        "import sys; from oncomatch.readers.schema import load_schema, problems, with_defaults; "
        "asked = load_schema('config'); "
        "assert problems(with_defaults({}, asked), asked) == []; "
        "from oncomatch.pipeline.single import read_settings; "
        "from oncomatch.reference.resources import config_path; "
        "read_settings(config_path('config.yaml')); "
        "assert 'jsonschema' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"outputs": ["html", "html"]},
        {"outputs": ["pdf"]},
        {"outputs": ["html", "docx"]},
        {"house": {"address": ["x"] * 40}},
        {"house": {"address": ["x" * 130]}},
        {"house": {"language": "EN"}},
        {"trials": {"countries": ["D"]}},
        {"tmb": {"cutoffs": {"LUAD": 0}}},
        {"tmb": {"cutoffs": {"LUAD": "10"}}},
        {"tmb": {"cut": 10}},
        {"coverage": None},
        {"unknown": 1},
    ],
    ids=str,
)
def test_a_wrong_configuration_is_told_by_the_validator(wrong: dict[str, Any]) -> None:
    assert problems(wrong, CONFIG)


def test_a_right_configuration_passes_without_the_validator() -> None:
    right = {
        "outputs": ["html", "pdf"],
        "house": {"address": ["1 Road", "Town"], "language": "de-AT", "sections": ["genes"]},
        "tmb": {"cutoffs": {"LUAD": 12.5}},
        "trials": {"countries": ["Germany"], "max_age_days": 30},
    }

    assert schema._is_right(right, CONFIG)
