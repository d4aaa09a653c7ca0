"""The genetic codes of the nucleus and of the mitochondrion (NCBI translation tables 1 and 2)."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.domain.genetic_code import (
    CODON_TABLE,
    STANDARD,
    VERTEBRATE_MITOCHONDRIAL,
    code_of,
    translate,
    translate_to_stop,
)

# residue -> its codons in IUPAC letters, as textbooks print them
CODONS = {
    "F": "TTY", "L": "TTR CTN", "I": "ATH", "M": "ATG", "V": "GTN", "S": "TCN AGY",
    "P": "CCN", "T": "ACN", "A": "GCN", "Y": "TAY", "*": "TAR TGA", "H": "CAY", "Q": "CAR",
    "N": "AAY", "K": "AAR", "D": "GAY", "E": "GAR", "C": "TGY", "W": "TGG", "R": "CGN AGR",
    "G": "GGN",
}  # fmt: skip
IUPAC = {"Y": "CT", "R": "AG", "H": "ACT", "N": "ACGT"}
EXPECTED = {
    "".join(bases): residue
    for residue, patterns in CODONS.items()
    for pattern in patterns.split()
    for bases in product(*(IUPAC.get(letter, letter) for letter in pattern))
}
# Longer than one stride of the search for the stop.
coding = st.lists(st.sampled_from(sorted(EXPECTED)), max_size=250).map("".join)


def test_the_code() -> None:
    assert len(EXPECTED) == 64, "table is wrong"
    assert EXPECTED == CODON_TABLE


def test_the_mitochondrial_code_differs_in_four_codons() -> None:
    other = VERTEBRATE_MITOCHONDRIAL.codons
    differing = {codon: other[codon] for codon in CODON_TABLE if other[codon] != CODON_TABLE[codon]}

    assert differing == {"TGA": "W", "ATA": "M", "AGA": "*", "AGG": "*"}
    assert VERTEBRATE_MITOCHONDRIAL.starts == {"ATT", "ATC", "ATA", "ATG", "GTG"}
    assert STANDARD.starts == {"ATG"}


@pytest.mark.parametrize(("contig", "code"), [("MT", VERTEBRATE_MITOCHONDRIAL), ("1", STANDARD)])
def test_the_contig_says_which_code_counts(contig: str, code: object) -> None:
    assert code_of(contig) is code


def test_both_codes_read_to_their_own_stops() -> None:
    assert VERTEBRATE_MITOCHONDRIAL.translate_to_stop("ATATGAAGAGCC") == "MW*"
    assert VERTEBRATE_MITOCHONDRIAL.translate("NTGA") == "X"
    assert translate_to_stop("ATATGAAGAGCC") == "I*"


@pytest.mark.parametrize(
    ("bases", "residues"),
    [
        ("", ""),
        ("AT", ""),
        ("ATGA", "M"),
        ("ATGTAAGTG", "M*V"),
        ("ATGNNNGTG", "MXV"),
        ("ATGACN", "MX"),
        ("atg", "X"),
    ],
)
def test_whole_codons_only_and_unknown_codons_are_x(bases: str, residues: str) -> None:
    assert translate(bases) == residues


@pytest.mark.parametrize("before", [0, 1, 98, 99, 100, 101, 199, 200, 350])
def test_the_first_stop_ends_the_protein_wherever_it_stands(before: int) -> None:
    assert translate_to_stop("GCC" * before + "TGA" + "GCCTAA" * 3) == "A" * before + "*"


@pytest.mark.parametrize("codons", [0, 1, 100, 101, 300])
def test_without_a_stop_the_protein_runs_to_the_end(codons: int) -> None:
    assert translate_to_stop("GCC" * codons + "GC") == "A" * codons


@settings(max_examples=60)
@given(coding)
def test_up_to_the_stop_is_a_prefix_of_the_whole(bases: str) -> None:
    head, stop, _ = translate(bases).partition("*")

    assert translate_to_stop(bases) == head + stop
