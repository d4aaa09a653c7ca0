"""The scan picks the lines that a look at every line would pick."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.contig import canonical_contig
from oncomatch.readers.chunks import Block
from oncomatch.readers.scan import LONGEST_REF, Scan, merge

HEADER = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
GENES = {"1": [(100, 200), (5000, 5100)], "X": [(0, 50)], "17": [(43_000_000, 43_100_000)]}
WIDE = {"1": [(0, 10_000)], "17": [(0, 90_000_000)]}


def intervals(spans: dict[str, list[tuple[int, int]]]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    return {contig: merge(found) for contig, found in spans.items()}


def scanned(text: str, size: int = 1 << 20) -> tuple[list[tuple[int, str]], int, int]:
    """Return the picked lines with their numbers, the count of records, and of those in WIDE."""
    data = text.encode()
    parts = [[Block(data[at : at + size], None)] for at in range(0, len(data), size)]
    scan = Scan(iter(parts))
    picked: list[tuple[int, str]] = []
    lines = counted = 0
    for piece in scan.pieces(intervals(GENES), (intervals(WIDE),)):
        lines_here = [line.decode() for line in piece.picked()]
        picked += zip(piece.numbers, lines_here, strict=True)
        lines += piece.lines
        counted += piece.counted[0]
    return picked, lines, counted


def expected(text: str) -> tuple[list[tuple[int, str]], int, int]:
    """Look at every line."""
    picked: list[tuple[int, str]] = []
    lines = counted = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#") or not line:
            continue
        lines += 1
        name, tab, rest = line.partition("\t")
        position, ended, _ = rest.partition("\t")
        readable = bool(tab and ended) and position.isdecimal() and len(position) <= 9
        contig = canonical_contig(name)
        if (
            not readable
            or len(line) > LONGEST_REF
            or any(start < int(position) <= end for start, end in GENES.get(contig, ()))
        ):
            picked.append((number, line))
        elif any(start < int(position) <= end for start, end in WIDE.get(contig, ())):
            counted += 1
    return picked, lines, counted


NAMES = st.sampled_from(
    ["1", "chr1", "X", "chrX", "17", "chr17", "2", "GL000224.1", "a_rather_long_contig_name", ""]
)
PLACES = st.one_of(
    st.integers(0, 300),
    st.integers(4990, 5110),
    st.integers(42_999_990, 43_100_010),
    st.sampled_from([9_999_999, 10_000_000, 99_999_999, 100_000_000, 248_956_422, 4_000_000_000]),
)
WRONG = st.sampled_from(["", "x", "12x", "-5", "1 2", "9" * 30, ":", "/"])
LINES = st.builds(
    lambda name, position, rest: f"{name}\t{position}\t{rest}",
    NAMES,
    st.one_of(PLACES.map(str), WRONG),
    st.sampled_from([".\tA\tC\t.\t.\t.", ".", "", ".\tA\tC\t.\tPASS\tX=\u00e9", "A" * 6000]),
)


@given(st.lists(st.one_of(LINES, st.sampled_from(["", "no tabs at all", "1"])), max_size=40))
def test_as_a_look_at_every_line(lines: list[str]) -> None:
    text = HEADER + "\n".join(lines)
    if lines and lines[0].startswith("#"):
        return
    assert scanned(text) == expected(text)


@given(st.lists(LINES, min_size=1, max_size=15), st.integers(1, 90))
def test_wherever_the_pieces_of_the_file_end(lines: list[str], size: int) -> None:
    text = HEADER + "\n".join(lines) + "\n"
    assert scanned(text, size) == expected(text)


def test_the_borders_of_intervals_in_a_sorted_file() -> None:
    borders = (99, 100, 101, 199, 200, 201, 5000, 5001, 5100, 5101, 9_999, 10_000, 10_001)
    text = HEADER + "".join(f"chr1\t{place}\t.\tA\tC\t.\t.\t.\n" for place in borders)
    picked, lines, counted = scanned(text)
    assert (picked, lines, counted) == expected(text)
    assert (len(picked), counted) == (5, 7)


def test_a_header_alone() -> None:
    assert scanned(HEADER) == ([], 0, 0)


def test_the_header_is_kept_as_it_is() -> None:
    parts = iter([[Block(HEADER[:30].encode(), None)], [Block(HEADER[30:].encode(), None)]])
    assert Scan(parts).header == HEADER.encode()


@pytest.mark.parametrize(
    ("spans", "starts", "ends"),
    [
        ([], [], []),
        ([(5, 9), (1, 3)], [1, 5], [3, 9]),
        ([(1, 5), (5, 9)], [1], [9]),
        ([(1, 20), (3, 4), (10, 30)], [1], [30]),
    ],
)
def test_merge(spans: list[tuple[int, int]], starts: list[int], ends: list[int]) -> None:
    found = merge(spans)
    assert (found[0].tolist(), found[1].tolist()) == (starts, ends)
