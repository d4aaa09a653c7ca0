"""`oncomatch report`: the forms that are asked for are all written."""

from __future__ import annotations

from pathlib import Path

import pytest

import building
from oncomatch.cli import main
from oncomatch.reporting.documents import write_document


@pytest.mark.parametrize(
    "words",
    [["--to", "xlsx,maf"], ["--to", "xlsx", "--to", "maf"]],
    ids=["parted by a comma", "given twice"],
)
def test_every_form_that_is_asked_for_is_written(tmp_path: Path, words: list[str]) -> None:
    write_document(tmp_path / "case.json", building.matched(building.tumor("LUAD")))

    assert main(["report", str(tmp_path / "case.json"), *words]) == 0
    assert {each.name for each in tmp_path.iterdir()} == {
        "case.json",
        "report.xlsx",
        "variants.maf",
    }
