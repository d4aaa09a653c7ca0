"""Paths of a configuration reach a run that works in another folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from oncomatch.pipeline.config_paths import PATH_KEYS, absolute_paths
from oncomatch.readers.config import parse_config
from oncomatch.readers.schema import load_schema


def nested(key: str, value: str) -> dict[str, Any]:
    section, _, name = key.rpartition(".")
    return {section: {name: value}} if section else {name: value}


def texts(schema: Mapping[str, Any], section: str = "") -> Iterator[str]:
    for name, each in schema.get("properties", {}).items():
        if each.get("type") == "string" and "enum" not in each:
            yield f"{section}{name}"
        yield from texts(each, f"{section}{name}.")


@pytest.mark.parametrize("key", PATH_KEYS)
def test_a_relative_path_counts_from_the_working_folder(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = parse_config(nested(key, "lab/given"), "test")

    assert absolute_paths(config) == nested(key, str(tmp_path / "lab" / "given"))


def test_what_is_not_given_is_not_passed_on() -> None:
    assert absolute_paths(parse_config({}, "test")) == {}


def test_every_text_of_the_configuration_is_a_path_or_known_to_be_none() -> None:
    no_paths = {
        "cases", "output",  # given to a run apart
        "run_date", "vep.options", "snpeff.options", "snpeff.genome_grch37",
        "snpeff.genome_grch38", "house.name", "house.disclaimer", "house.language",
        "house.report_language",
    }  # fmt: skip

    assert set(texts(load_schema("config"))) == no_paths | set(PATH_KEYS)
