"""Where all lines lie, told at once, is what a look at every line tells; odd lines tell nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.readers.chunks import Block
from oncomatch.readers.columns import PADDING, next_tab, words_of
from oncomatch.readers.extents import Extents
from oncomatch.readers.scan import Scan, merge

HEADER = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\n"
NOTHING = {"1": merge([])}


def extents_of(text: str, size: int = 1 << 20) -> list[Extents] | None:
    data = text.encode()
    parts = [[Block(data[at : at + size], None)] for at in range(0, len(data), size)]
    found = [each.extents for each in Scan(iter(parts)).pieces(NOTHING, extents=True)]
    return None if None in found else [each for some in found for each in some or ()]


def rows_of(extents: list[Extents]) -> list[tuple[bytes, int, int, int]]:
    return [
        (each.contig, *place)
        for each in extents
        for place in zip(
            each.offsets.tolist(), each.starts.tolist(), each.ends.tolist(), strict=True
        )
    ]


def expected(text: str) -> list[tuple[bytes, int, int, int]]:
    """Look at every line."""
    rows = []
    at = 0
    for line in text.encode().splitlines(keepends=True):
        if not line.startswith(b"#"):
            contig, position, _, ref = line.split(b"\t")[:4]
            rows.append((contig, at, int(position) - 1, int(position) - 1 + len(ref)))
        at += len(line)
    return rows


LINES = st.lists(
    st.builds(
        "{}\t{}\t{}\t{}\tC{}".format,
        st.sampled_from(["1", "chr1", "chrUn_KI270302v1", "X"]),
        st.one_of(st.integers(1, 999_999_999), st.sampled_from([9, 10, 99, 100, 10**8])).map(str)
        | st.just("00120"),
        st.sampled_from([".", "a", "rs1", "rs123456", "rs12345678;COSV1234567890"]),
        st.sampled_from(["A", "AC", "ACGTACG", "A" * 40, "A" * 6000]),
        st.sampled_from(["", "\t.\tPASS\tDP=3;AEND=4", "\t" * 5, "\r"]).map(
            lambda end: end.replace("END=", "EN=")
        ),
    ),
    min_size=1,
    max_size=12,
)


@given(LINES, st.sampled_from([1 << 20, 97, 1000]), st.booleans())
def test_as_a_look_at_every_line(lines: list[str], size: int, ended: bool) -> None:
    text = HEADER + "\n".join(lines) + "\n" * ended
    found = extents_of(text, size)
    assert found is not None
    assert rows_of(found) == expected(text)


@pytest.mark.parametrize(
    "line",
    [
        "1\t100\t.\tA\t<DEL>\t.\t.\tSVLEN=-5",
        "1\t100\t.\tA\tC\t.\t.\tEND=500",
        "1\t100\t.\tA\tC\t.\t.\tDP=1;END=500",
        "1\tx\t.\tA\tC",
        "1\t100",
        "1\t100\t.",
        "1\t100\t.\tA",
        "1\t100\t.\t\tC",
        "1\t1234567890\t.\tA\tC",
        "#\t100\t.\tA\tC",
        "words",
        "",
    ],
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_line_that_does_not_say_all(line: str, at: int) -> None:
    lines = ["1\t90\t.\tA\tC", "1\t110\t.\tA\tC"]
    lines.insert(at, line)
    text = HEADER + "1\t80\t.\tA\tC\n" + "\n".join(lines) + "\n"

    assert extents_of(text) is None


def test_they_are_not_told_unasked() -> None:
    text = f"{HEADER}1\t80\t.\tA\tC\n".encode()
    piece = next(Scan(iter([[Block(text, None)]])).pieces(NOTHING))

    assert piece.extents is None


@given(st.text("\tab", max_size=90), st.lists(st.integers(0, 90), min_size=1))
def test_the_next_tab(text: str, places: list[int]) -> None:
    places = [min(place, len(text)) for place in places]
    padded = text.encode() + PADDING
    found = next_tab(padded, words_of(padded), np.array(places)).tolist()

    assert found == [
        at if (at := padded.find(b"\t", place)) >= 0 else len(padded) for place in places
    ]
