"""The table of annotated variants: one row a variant, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import building
from oncomatch.domain.alteration import AnnotationState, SmallVariant
from oncomatch.domain.variant import Reads
from oncomatch.reporting.variants_table import COLUMNS, write_variants_table


@pytest.fixture(scope="module")
def missense() -> SmallVariant:
    return building.small("KRAS", "G12C")


def write(path: Path, *variants: SmallVariant) -> list[dict[str, str]]:
    """Write a table; return its rows as a spreadsheet reads them."""
    write_variants_table(path, variants)
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_a_variant(tmp_path: Path, missense: SmallVariant):
    effect, where = missense.effect, missense.variant
    assert effect is not None

    assert write(tmp_path / "v.tsv", missense) == [
        {
            "contig": "12",
            "position": str(where.position),
            "ref": where.ref,
            "alt": where.alt,
            "gene": "KRAS",
            "transcript": effect.transcript,
            "consequence": "missense_variant",
            "impact": "MODERATE",
            "exon": "2/5",
            "hgvs_g": missense.hgvs_g,
            "hgvs_c": effect.hgvs_c,
            "hgvs_p": effect.hgvs_p,
            "protein_change": "G12C",
            "vaf": "0.3",
            "depth": "500",
            "filter": "PASS",
            "status": "reported: determined",
        }
    ]


def test_the_columns_stand_on_the_first_line(tmp_path: Path):
    write(tmp_path / "v.tsv")

    assert (tmp_path / "v.tsv").read_bytes() == ("\t".join(COLUMNS) + "\n").encode()


def test_rows_stand_in_the_order_given(tmp_path: Path, missense: SmallVariant):
    others = [building.small("TP53", "R175H"), missense, building.small("BRAF", "V600E")]

    assert [row["gene"] for row in write(tmp_path / "v.tsv", *others)] == ["TP53", "KRAS", "BRAF"]


def test_a_variant_without_consequence_keeps_its_columns(tmp_path: Path, missense: SmallVariant):
    variant = replace(missense, effect=None, state=AnnotationState.NOT_DETERMINED)
    (row,) = write(tmp_path / "v.tsv", variant)

    assert row["status"] == "reported: consequence not determined here"
    assert row["hgvs_g"] == missense.hgvs_g
    assert {row[name] for name in COLUMNS[5:9]} == {""}
    assert {row[name] for name in COLUMNS[10:13]} == {""}


def test_a_call_that_is_left_out_is_not_said_to_be_reported(tmp_path: Path, missense: SmallVariant):
    variant = replace(missense, left_out="FILTER weak", filters=("weak", "germline"))
    (row,) = write(tmp_path / "v.tsv", variant)

    assert (row["filter"], row["status"]) == ("weak;germline", "FILTER weak")


READS = {
    "none": (Reads(), "", ""),
    "no reads": (Reads(0, 0, 0.0), "0", "0"),
    "depth only": (Reads(depth=30), "", "30"),
    "fraction only": (Reads(vaf=0.0412), "0.0412", ""),
    "all": (Reads(1234, 617, 0.5), "0.5", "1234"),
}


@pytest.mark.parametrize("case", READS)
def test_reads(tmp_path: Path, case: str, missense: SmallVariant):
    """Zero is a value; what the file does not tell stays empty."""
    reads, vaf, depth = READS[case]
    (row,) = write(tmp_path / "v.tsv", replace(missense, reads=reads))

    assert (row["vaf"], row["depth"]) == (vaf, depth)


@given(text=st.text(st.characters(codec="utf-8"), max_size=20))
@settings(max_examples=60, deadline=None)
def test_whatever_a_cell_holds_the_table_stays_a_table(
    text: str, tmp_path_factory: pytest.TempPathFactory
):
    """Tabs, line ends and quotes in a cell do not move the others."""
    variant = replace(building.small("KRAS", "G12C"), note=text, gene=f"G{text}")
    rows = write(tmp_path_factory.mktemp("table") / "v.tsv", variant, variant)

    assert len(rows) == 2
    assert all(row["gene"] == f"G{text}" and row["depth"] == "500" for row in rows)


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\r\nb", "a\rb", '"a', 'a"b"'])
def test_separators_in_a_cell(tmp_path: Path, text: str, missense: SmallVariant):
    (row,) = write(tmp_path / "v.tsv", replace(missense, left_out=text))

    assert row["status"] == text
    assert row["depth"] == "500"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_a_cell_is_no_formula(tmp_path: Path, text: str, missense: SmallVariant):
    """A FILTER name is written by whoever wrote the file; a spreadsheet would run it."""
    (row,) = write(tmp_path / "v.tsv", replace(missense, filters=(text,), left_out=text))

    assert (row["filter"], row["status"]) == (f"'{text}", f"'{text}")
