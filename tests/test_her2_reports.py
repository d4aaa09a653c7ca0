"""HER2 from end to end: what the options say leads to the right words on the first page."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from oncomatch.cli.main import main

AMPLIFIED = "gene\tcopy_number\nERBB2\t14\n"
NEUTRAL = "gene\tcopy_number\nERBB2\t2\n"
DIRECTED = "is associated with benefit from Trastuzumab"
ISH_NEXT = "HER2 IHC 2+ is equivocal; in-situ hybridisation was not assessed, do it next"
NOTHING = "No finding has tier I evidence for or against a therapy in this tumour type."


def next_steps(page: str) -> str:
    """Return the words of what to find out next."""
    return page.partition("What to find out next")[2]


def first_page(folder: Path, code: str, copies: str, *words: str) -> str:
    """Return the words of a report up to the markers that were looked for."""
    options = ["--tumor-type", code, "--build", "GRCh38", "--out", str(folder), *words]
    if copies:
        (folder / "copies.tsv").write_text(copies)
        options += ["--copy-number", str(folder / "copies.tsv")]
    assert main(["report", *options]) in (0, None)
    text = (folder / "case" / "report.html").read_text(encoding="utf-8")
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", text, flags=re.S)
    return " ".join(html.unescape(text).split()).partition("Looked for in this tumour type")[0]


@pytest.mark.parametrize(
    ("code", "copies", "words", "said"),
    [
        ("BRCA", AMPLIFIED, (), f"ERBB2 amplification {DIRECTED}"),
        ("BRCA", "", ("--her2-ish", "positive"), f"HER2 ISH positive {DIRECTED}"),
        ("BRCA", "", ("--her2-ihc", "3+"), f"HER2 IHC 3+ {DIRECTED}"),
        ("STAD", "", ("--her2-ihc", "3+"), f"HER2 IHC 3+ {DIRECTED}"),
        (
            "BRCA",
            AMPLIFIED,
            ("--her2-ihc", "3+"),
            f"ERBB2 amplification (HER2 IHC 3+) {DIRECTED}",
        ),
        (
            "BRCA",
            "",
            ("--her2-ihc", "1+"),
            "HER2-low (IHC 1+) is associated with benefit from Trastuzumab Deruxtecan in this",
        ),
        (
            "BRCA",
            "",
            ("--her2-ihc", "2+", "--her2-ish", "negative"),
            "HER2-low (IHC 2+, ISH negative) is associated with benefit from Trastuzumab "
            "Deruxtecan in this",
        ),
        ("BRCA", "", ("--her2-ihc", "2+"), f"{NOTHING}|{ISH_NEXT}"),
        (
            "BRCA",
            NEUTRAL,
            ("--her2-ihc", "2+"),
            f"{NOTHING}|2 copies, no amplification; {ISH_NEXT}",
        ),
        ("BRCA", "", ("--her2-ihc", "0"), NOTHING),
        (
            "BRCA",
            NEUTRAL,
            ("--her2-ish", "positive"),
            f"{NOTHING}|HER2 ISH positive contradicts the copy-number file (2 copies, no "
            f"amplification); clarify",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_the_first_page_says(
    code: str, copies: str, words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    page = first_page(tmp_path, code, copies, *words)

    assert all(sentence in page for sentence in said.split("|")), page
    directed = any(each in page for each in (DIRECTED, "benefit from Trastuzumab Deruxtecan"))
    assert directed is (NOTHING not in said)


@pytest.mark.parametrize("score", ["0", "1+", "3+"])
def test_the_copies_are_not_the_first_to_ask_for_where_the_protein_decides(
    score: str, tmp_path: Path
) -> None:
    steps = next_steps(first_page(tmp_path, "BRCA", "", "--her2-ihc", score))

    assert steps
    asked = steps.find("ERBB2 amplification")
    assert asked < 0 or steps.find("fusions were not assessed") < asked


def test_an_amplified_gene_beside_a_protein_of_1_plus_is_to_be_clarified(tmp_path: Path) -> None:
    page = first_page(tmp_path, "BRCA", AMPLIFIED, "--her2-ihc", "1+")

    assert f"ERBB2 amplification {DIRECTED}" in page
    report = (tmp_path / "case" / "report.html").read_text(encoding="utf-8")
    assert "immunohistochemistry 1+ does not fit the amplification of ERBB2" in report
