"""`oncomatch hgvs` prints a row for each place and each failure, and takes and gives tables."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from building import ROOT, tiny_reference
from oncomatch.cli.main import main
from oncomatch.pipeline.hgvs import COLUMNS


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text), delimiter="\t"))


def test_a_notation_gets_its_rows_on_both_builds(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["hgvs", "BRAF V600E", "--fewest"])
    out = capsys.readouterr().out
    found = rows(out)

    assert status == 0
    assert out.splitlines()[0].split("\t") == list(COLUMNS)
    assert [(row["build"], row["contig"], row["position"], row["end"]) for row in found] == [
        ("GRCh38", "7", "140753336", "140753336"),
        ("GRCh37", "7", "140453136", "140453136"),
    ]
    assert {row["protein_change"] for row in found} == {"V600E"}
    assert found[0]["hgvs_g"] == "NC_000007.14:g.140753336A>T"
    assert found[0]["hgvs_c"] == "NM_004333.5:c.1799T>A"
    assert "ENST00000644969.1:V640E" in found[0]["other_numbering"]


def test_without_the_option_all_changes_of_the_codon_are_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["hgvs", "EGFR L858R"])
    found = rows(capsys.readouterr().out)

    assert [row["build"] for row in found] == ["GRCh38"] * 6 + ["GRCh37"] * 6
    assert found[0]["alt"] == "G"


def test_what_is_not_resolved_gets_a_row_with_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main(["hgvs", "FOO V600E", "KRAS G12"])
    printed = capsys.readouterr()
    first, *others = rows(printed.out)

    assert status == 0
    assert (first["notation"], first["state"], first["contig"]) == ("FOO V600E", "unresolved", "")
    assert first["note"] == "'FOO' is no gene symbol and no clear alias of HGNC"
    assert [row["state"] for row in others] == ["place", "place"]
    assert printed.err == "oncomatch: not resolved on every build: 1; see note\n"


def test_a_reference_of_your_own_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny_reference(tmp_path)
    status = main(["hgvs", "FWD W8R", "--fewest", "--reference", str(tmp_path)])
    found = rows(capsys.readouterr().out)

    assert status == 0
    assert [(row["gene"], row["transcript"], row["protein_change"]) for row in found] == [
        ("FWD", "NM_1.1", "W8R")
    ] * 2
    assert main(["hgvs", "FWD W8R", "--reference", str(tmp_path / "absent")]) == 2
    assert "is not a reference bundle" in capsys.readouterr().err


def test_nothing_resolved_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hgvs", "FOO V600E"]) == 2
    assert "'FOO' is no gene symbol" in capsys.readouterr().out


def test_a_table_in_gives_a_table_out_with_its_own_columns(tmp_path: Path) -> None:
    table, out = tmp_path / "in.tsv", tmp_path / "out" / "coordinates.tsv"
    table.write_text("id\tnotation\n1\tBRAF V600E\n2\t7-55259515-T-G\n", encoding="utf-8")
    status = main(["hgvs", "--table", str(table), "--out", str(out), "--build", "hg19", "--fewest"])
    found = rows(out.read_text(encoding="utf-8"))

    assert status == 0
    assert [(row["id"], row["build"], row["position"]) for row in found] == [
        ("1", "GRCh38", "140753336"),
        ("1", "GRCh37", "140453136"),
        ("2", "GRCh38", "55191822"),
        ("2", "GRCh37", "55259515"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("variant\nBRAF V600E\n", "has no column 'notation'; its columns are variant"),
        ("notation\tgene\nV600E\tBRAF\n", "the column 'gene' is one of the output's"),
        ("notation\tid\n\t1\n", "line 2: the column 'notation' is empty"),
        ("# notation\n", "has no header line"),
    ],
)
def test_a_table_that_is_no_table_of_notations_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    table = tmp_path / "in.tsv"
    table.write_text(text, encoding="utf-8")

    assert main(["hgvs", "--table", str(table)]) == 2
    assert reason in capsys.readouterr().err


def test_every_column_is_documented() -> None:
    page = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    part = page.split("## Table of notations")[1].split("\n## ")[0]

    assert [name for name in COLUMNS if f"`{name}`" not in part] == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [([], "give NOTATIONS"), (["BRAF V600E", "--build", "hg17"], "'hg17' is not a genome build")],
)
def test_a_wrong_call_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    assert main(["hgvs", *arguments]) == 2
    assert reason in capsys.readouterr().err
