"""What a user sees of `oncomatch panel`: what ships, what a description covers, what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.cli import main


def test_the_list_names_what_ships(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["panel", "list"]) == 0

    assert "tso500\tTruSight Oncology 500\t523 genes\tsmall variants" in capsys.readouterr().out


def test_show_names_what_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["panel", "show", "oncokids-170"]) == 0

    told = capsys.readouterr().out
    assert "can tell: nothing is said" in told
    assert "not known: small variants, copy number, fusions" in told
    assert " BRAF " in told


def test_check_names_the_codons_that_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "our.yaml"
    path.write_text("name: KRAS exon 2\nbed: our.bed\nbuild: GRCh38\n")
    (tmp_path / "our.bed").write_text("12\t25245270\t25245400\n")

    assert main(["panel", "check", str(path)]) == 0
    told = capsys.readouterr().out
    assert "genes, partly: 1" in told
    assert "  KRAS: not codons 38-188 (exons 3-5)" in told


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name: x\ngenes: [KRASS]\n", "(did you mean KRAS?)"),
        ("name: x\nfusion: [ALK]\n", "fusion: is not known; did you mean 'fusion_genes'?"),
    ],
)
def test_check_says_what_is_wrong_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, sentence: str
) -> None:
    path = tmp_path / "our.yaml"
    path.write_text(text)

    assert main(["panel", "check", str(path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert sentence in line
