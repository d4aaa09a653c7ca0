"""Bases come back as they went in, whatever place is asked for; where none are embedded, N."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.compiler import Stretch, compile_bundle
from oncomatch.reference.sequence import Sequences, pack, reverse_complement

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38
bases = st.text(alphabet="ACGT", max_size=40)

# Two stretches with a gap on GRCh38, another that overlaps; a shifted one on GRCh37.
FIRST, SECOND = "ACGTTGCATTAGC", "GGATCCTTAAG"
PLACED = {
    B38: [Stretch("1", 20, FIRST), Stretch("1", 50, SECOND), Stretch("1", 30, FIRST[10:] + "TTT")],
    B37: [Stretch("1", 25, FIRST)],
}
KNOWN = {
    (B38, "1"): {
        **{20 + at: base for at, base in enumerate(FIRST + "TTT")},
        **{50 + at: base for at, base in enumerate(SECOND)},
    },
    (B37, "1"): {25 + at: base for at, base in enumerate(FIRST)},
}


@pytest.fixture(scope="module")
def sequences(tmp_path_factory: pytest.TempPathFactory) -> Sequences:
    folder = tmp_path_factory.mktemp("stretches")
    stretches = {
        build: [(f"{build.value} {number}", stretch) for number, stretch in enumerate(placed)]
        for build, placed in PLACED.items()
    }
    compile_bundle(folder, [], [], stretches, {B37: {}, B38: {}})
    return Sequences(folder)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pool")


@pytest.mark.parametrize(
    ("forward", "reverse"), [("", ""), ("AAC", "GTT"), ("ACGTN", "NACGT"), ("GAATTC", "GAATTC")]
)
def test_reverse_complement(forward: str, reverse: str) -> None:
    assert reverse_complement(forward) == reverse


@given(st.text(alphabet="ACGTN", max_size=40))
def test_the_other_strand_of_the_other_strand_is_this_one(forward: str) -> None:
    assert reverse_complement(reverse_complement(forward)) == forward


@pytest.mark.parametrize(
    ("text", "packed"),
    [
        ("", []),
        ("A", [0b00_00_00_00]),
        ("T", [0b11_00_00_00]),
        ("CGTA", [0b01_10_11_00]),
        ("CGTAG", [0b01_10_11_00, 0b10_00_00_00]),
    ],
)
def test_two_bits_a_base_first_base_highest(text: str, packed: list[int]) -> None:
    assert pack(text).tolist() == packed


@pytest.mark.parametrize("text", ["N", "ACGNT", "acgt", "ACG-", "ACGU"])
def test_other_letters_do_not_fit_into_two_bits(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape("a sequence has letters other than ACGT")):
        pack(text)


@settings(max_examples=150)
@given(text=bases, data=st.data())
def test_what_is_packed_is_read_back_from_any_place(
    pool: Path, text: str, data: st.DataObject
) -> None:
    offset = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, len(text) - offset))
    np.save(pool / "sequence.npy", pack(text))

    assert Sequences(pool).pooled(offset, length) == text[offset : offset + length]


@settings(max_examples=150)
@given(
    st.sampled_from(GenomeBuild),
    st.sampled_from(["1", "2", "MT", "GL000224.1", "chr1"]),
    st.integers(-5, 80),
    st.integers(-5, 80),
)
def test_bases_of_any_interval(
    sequences: Sequences, build: GenomeBuild, contig: str, start0: int, end0: int
) -> None:
    known = KNOWN.get((build, contig), {})
    wanted = "".join(known.get(position, "N") for position in range(start0, end0))

    assert sequences.bases(build, contig, start0, end0) == wanted


@pytest.mark.parametrize(
    ("build", "start0", "end0", "wanted"),
    [
        (B38, 20, 23, "ACG"),
        (B38, 19, 21, "NA"),
        (B38, 35, 37, "TN"),
        (B38, 49, 52, "NGG"),
        (B38, 34, 52, "TT" + "N" * 14 + "GG"),
        (B38, 60, 62, "GN"),
        (B38, 61, 64, "NNN"),
        (B38, -3, 0, "NNN"),
        (B38, 22, 22, ""),
        (B38, 25, 22, ""),
        (B37, 20, 26, "NNNNNA"),
        (B37, 38, 40, "NN"),
    ],
    ids=[
        "start of a stretch",
        "border on the left",
        "border on the right",
        "border of the second",
        "across the gap",
        "last base",
        "after the last",
        "before the contig",
        "empty",
        "backwards",
        "the other build starts elsewhere",
        "the other build ends elsewhere",
    ],
)
def test_borders(
    sequences: Sequences, build: GenomeBuild, start0: int, end0: int, wanted: str
) -> None:
    assert sequences.bases(build, "1", start0, end0) == wanted
