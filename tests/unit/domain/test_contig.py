"""One name for each chromosome, however a file spells it; anything else stays as it is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.contig import CHROMOSOMES, canonical_contig, contig_rank

SPELLINGS = {
    "7": "7",
    "chr7": "7",
    "Chr7": "7",
    "CHR22": "22",
    "x": "X",
    "chrx": "X",
    "chrY": "Y",
    "M": "MT",
    "MT": "MT",
    "chrM": "MT",
    "chrMT": "MT",
    "mtDNA": "MT",
}
OTHERS = [
    "chr", "", "23", "chr23", "0", "chr0", "07", "chr07", "GL000224.1", "chrUn_KI270442v1",
    "chr7_KI270803v1_alt", "chr1_KI270706v1_random", "hs37d5", "NC_000007.14", "chrEBV", "XY",
]  # fmt: skip


def test_there_are_25_chromosomes_in_karyotype_order() -> None:
    assert (
        " ".join(CHROMOSOMES) == "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 X Y MT"
    )


@pytest.mark.parametrize("contig", CHROMOSOMES)
def test_every_chromosome_is_itself_with_and_without_chr(contig: str) -> None:
    names = [contig, f"chr{contig}", f"Chr{contig}", f"CHR{contig}", f"chr{contig}".lower()]

    assert {canonical_contig(name) for name in names} == {contig}


@pytest.mark.parametrize("name", SPELLINGS)
def test_spellings(name: str) -> None:
    assert canonical_contig(name) == SPELLINGS[name]


@pytest.mark.parametrize("name", OTHERS, ids=lambda name: name or "empty")
def test_what_is_not_a_chromosome_keeps_its_name(name: str) -> None:
    assert canonical_contig(name) == name


@given(st.text(max_size=6) | st.sampled_from([*SPELLINGS, *OTHERS]))
def test_twice_is_once(name: str) -> None:
    assert canonical_contig(canonical_contig(name)) == canonical_contig(name)


def test_contigs_sort_in_karyotype_order_then_the_rest_by_name() -> None:
    wanted = ["1", "2", "9", "10", "22", "X", "Y", "MT", "GL000191.1", "GL000224.1", "hs37d5"]
    shuffled = list(wanted)
    random.Random(1).shuffle(shuffled)

    assert sorted(shuffled, key=contig_rank) == wanted
