"""The command `lookup`: what it prints, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from oncomatch.cli.main import main

ASKED = ["lookup", "--gene", "ERBB2", "--alteration", "amplification", "--tumor-type", "STAD"]


def test_a_table_names_therapies_with_tier_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(ASKED)

    out = capsys.readouterr().out
    assert status == 0
    assert "ERBB2 amplification in Stomach Adenocarcinoma (STAD)" in out
    assert "Trastuzumab" in out
    assert "CIViC EID" in out


def test_json_is_one_line_with_the_keys_of_the_documents(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main([*ASKED, "--format", "json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert {"query", "understood", "therapies", "notes"} <= set(answer)
    assert answer["understood"]["tumor_type"] == "STAD"
    asked = {"therapy", "significance", "tier", "levels", "approvals", "relation", "specificity"}
    assert asked | {"sources"} <= set(answer["therapies"][0])


def test_what_is_not_understood_has_status_2_and_says_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main(["lookup", "--gene", "BRAF", "--alteration", "V599E", "--tumor-type", "MEL"])

    assert status == 2
    assert "residue 599" in capsys.readouterr().out


def test_a_batch_goes_to_a_file_and_has_status_0(tmp_path: Path) -> None:
    table, out = tmp_path / "q.tsv", tmp_path / "deep" / "a.jsonl"
    table.write_text("gene\talteration\ttumor_type\nBRAF\tV600E\tMEL\nNO\tV1E\tMEL\n")

    status = main(["lookup", "--batch", str(table), "-o", str(out)])

    assert status == 0
    assert len(out.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lookup", "--gene", "BRAF"], "--alteration"),
        (["lookup", "--batch", "absent.tsv"], "absent.tsv"),
        (["lookup", "--batch", "q.tsv", "--gene", "BRAF"], "leave out"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "q.tsv").write_text("gene\talteration\ttumor_type\n")

    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_table_without_a_column_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    table = tmp_path / "q.tsv"
    table.write_text("gene\talteration\nBRAF\tV600E\n")

    assert main(["lookup", "--batch", str(table)]) == 2
    assert "tumor_type" in capsys.readouterr().err
