"""A record is read as the VCF specification has it; a bad line costs itself and is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import vcf_text
from oncomatch.readers.vcf import BadLine, VcfFile, VcfRecord

GOOD = "1 100 . A T . PASS . GT 0/1"


def record(**columns: str) -> VcfRecord:
    """Return a record with one sample; `columns` are named as in the header."""
    values = dict(
        zip("CHROM POS ID REF ALT QUAL FILTER INFO FORMAT T".split(), GOOD.split(), strict=True)
    )
    return VcfRecord(9, tuple({**values, **columns}.values()))


FEW = "fewer than eight tab-separated columns"
FEWER = "fewer columns than the header names"
POSITION = "POS is not a position"
REF = "REF is missing"
PLACE = ("1", 100)


@pytest.mark.parametrize(
    ("line", "reason", "place"),
    [
        pytest.param("1 100 . A T . PASS", FEW, PLACE, id="seven columns"),
        pytest.param("garbage", FEW, None, id="one word"),
        pytest.param("#1 100 . A T", FEW, ("#1", 100), id="comment among the records"),
        pytest.param("1 100 . A T . PASS .", FEWER, PLACE, id="no FORMAT and sample"),
        pytest.param("1 100 . A T . PASS . GT", FEWER, PLACE, id="no sample"),
        pytest.param("1 0 . A T . PASS . GT 0/1", POSITION, None, id="POS 0, the telomere"),
        pytest.param("1 -5 . A T . PASS . GT 0/1", POSITION, None, id="POS negative"),
        pytest.param("1 1e5 . A T . PASS . GT 0/1", POSITION, None, id="POS 1e5"),
        pytest.param("1 100.0 . A T . PASS . GT 0/1", POSITION, None, id="POS with a point"),
        pytest.param("1 1,000 . A T . PASS . GT 0/1", POSITION, None, id="POS with a comma"),
        pytest.param("1 . . A T . PASS . GT 0/1", POSITION, None, id="POS missing"),
        pytest.param("1  . A T . PASS . GT 0/1", POSITION, None, id="POS empty"),
        pytest.param("1 ٣ . A T . PASS . GT 0/1", POSITION, None, id="POS arabic digit"),
        pytest.param("1 ² . A T . PASS . GT 0/1", POSITION, None, id="POS superscript"),
        pytest.param("1 2147483648 . A T . PASS . GT 0/1", POSITION, None, id="POS over 31 bits"),
        pytest.param(
            f"1 {'1' * 5000} . A T . PASS . GT 0/1", POSITION, None, id="POS of 5,000 digits"
        ),
        pytest.param("1 100 . . T . PASS . GT 0/1", REF, PLACE, id="REF ."),
        pytest.param("1 100 .  T . PASS . GT 0/1", REF, PLACE, id="REF empty"),
    ],
)
def test_a_bad_line_costs_itself(
    line: str, reason: str, place: tuple[str, int] | None, tmp_path: Path
) -> None:
    """Its place is kept where it can be read: what was called there is not known."""
    path = tmp_path / "calls.vcf"
    path.write_text(vcf_text([GOOD, line, GOOD], samples=("T",)))
    good = tuple(GOOD.split())

    assert list(VcfFile(path)) == [
        VcfRecord(3, good),
        BadLine(4, reason, place),
        VcfRecord(5, good),
    ]


def test_empty_lines_are_no_records_but_are_counted_as_lines(tmp_path: Path) -> None:
    path = tmp_path / "calls.vcf"
    path.write_text(vcf_text(["", "", "bad", "", GOOD], samples=("T",)))

    assert [item.line for item in VcfFile(path)] == [5, 7]


def test_bytes_that_are_not_utf8_are_no_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "calls.vcf"
    text = vcf_text([GOOD.replace(" . GT", " NOTE=caf? GT")], samples=("T",))
    path.write_bytes(text.encode().replace(b"caf?", b"caf\xe9"))
    (item,) = VcfFile(path)

    assert item.info == {"NOTE": "caf\udce9"}


cells = st.one_of(
    st.sampled_from(
        ["", ".", "0", "1", "100", "chr7", "A", "GATTACA", "A,*", "PASS", "GT:AD", "0/1"]
    ),
    st.text(st.characters(exclude_characters="\t\r\n", exclude_categories=["Cs"]), max_size=9),
)
odd_lines = st.one_of(
    st.lists(cells, min_size=1, max_size=13).map("\t".join),
    st.lists(cells, min_size=8, max_size=8).map(
        lambda rest: "\t".join(["1", "100", ".", "A", *rest[4:], "GT:AD", rest[0], rest[1]])
    ),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(odd_lines, max_size=6))
def test_whatever_stands_between_two_records_both_are_read(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    """Each line that is not empty is one item, and no record fails when it is asked."""
    path = tmp_path_factory.getbasetemp() / "odd.vcf"
    good = "\t".join(GOOD.split())
    head = vcf_text([], samples=("T",))
    path.write_text(head + "".join(f"{line}\n" for line in [good, *lines, good]), newline="")
    items = list(VcfFile(path))
    asked = [
        (item.contig, item.ref, item.alternates, item.filters, item.info, item.sample(0))
        for item in items
        if isinstance(item, VcfRecord) and 0 < item.position < 2**31
    ]

    assert len(items) == 2 + len([line for line in lines if line])
    assert len(asked) == len([item for item in items if not isinstance(item, BadLine)])
    assert {items[0].columns, items[-1].columns} == {tuple(GOOD.split())}


def test_position_and_alleles() -> None:
    mixed = record(CHROM="chr7", POS="2147483647", REF="acN", ALT="a,tt")

    assert (mixed.contig, mixed.position, mixed.ref) == ("chr7", 2147483647, "ACN")
    assert mixed.alternates == ("A", "TT")


@pytest.mark.parametrize(
    ("alt", "alternates"),
    [
        (".", ()),
        ("", ()),
        ("T", ("T",)),
        ("T,G,GA", ("T", "G", "GA")),
        ("*", ("*",)),
        ("T,*", ("T", "*")),
        ("<DEL>", ("<DEL>",)),
        ("T,<NON_REF>", ("T", "<NON_REF>")),
        ("A[2:321681[", ("A[2:321681[",)),
        ("r", ("R",)),
    ],
)
def test_alternates(alt: str, alternates: tuple[str, ...]) -> None:
    assert record(ALT=alt).alternates == alternates


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("PASS", ()),
        (".", ()),
        ("", ()),
        ("q10", ("q10",)),
        ("q10;s50", ("q10", "s50")),
        ("PASSED", ("PASSED",)),
        ("fail\udce9", ("fail?",)),
    ],
)
def test_filters(text: str, filters: tuple[str, ...]) -> None:
    """VCF 4.3, 1.6.1: PASS when all were passed, a missing value when none was applied."""
    assert record(FILTER=text).filters == filters


@pytest.mark.parametrize(
    ("text", "info"),
    [
        (".", {}),
        ("SOMATIC", {"SOMATIC": ""}),
        ("DP=9;SOMATIC;AF=0.1,0.2", {"DP": "9", "SOMATIC": "", "AF": "0.1,0.2"}),
        ("NOTE=a=b", {"NOTE": "a=b"}),
    ],
)
def test_info(text: str, info: dict[str, str]) -> None:
    assert record(INFO=text).info == info


@pytest.mark.parametrize(
    ("keys", "values", "fields"),
    [
        ("GT:AD:DP", "0/1:5,4:9", {"GT": "0/1", "AD": "5,4", "DP": "9"}),
        ("GT:AD:DP", "0/1", {"GT": "0/1"}),
        ("GT:AD:DP", "./.:.:9", {"GT": "./.", "AD": ".", "DP": "9"}),
        ("GT", "0/1:5,4", {"GT": "0/1"}),
        (".", ".", {".": "."}),
    ],
    ids=["whole", "trailing fields dropped", "missing values", "more values", "nothing"],
)
def test_the_fields_of_a_sample(keys: str, values: str, fields: dict[str, str]) -> None:
    """VCF 4.3, 1.6.2: trailing fields can be dropped."""
    assert record(FORMAT=keys, T=values).sample(0) == fields


def test_each_sample_has_its_own_fields() -> None:
    columns = (*record(FORMAT="GT:DP", T="0/0:7").columns, "0/1:8", "1/1:9")
    three = VcfRecord(1, columns)

    assert [three.sample(index)["DP"] for index in range(3)] == ["7", "8", "9"]


def test_a_record_without_samples_has_no_fields(tmp_path: Path) -> None:
    path = tmp_path / "calls.vcf"
    path.write_text(vcf_text(["1 100 . A T . PASS DP=9"], samples=()))
    (item,) = VcfFile(path)

    assert (item.sample(0), item.info) == ({}, {"DP": "9"})
