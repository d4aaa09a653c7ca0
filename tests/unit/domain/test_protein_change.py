"""Protein changes in whatever spelling become one short form (HGVS protein recommendations)."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oncomatch.domain.protein_change import (
    THREE_LETTER,
    normalize_protein_change,
    residues_of,
    to_three_letter,
)

AMINO_ACIDS = "ACDEFGHIKLMNPQRSTVWY"

# as written -> short form
SPELLINGS = {
    "V600E": "V600E",
    "p.V600E": "V600E",
    "p.Val600Glu": "V600E",
    "p.(Val600Glu)": "V600E",
    " NP_004324.2:p.(Val600Glu) ": "V600E",
    "NP_004324.2: p.Val600Glu": "V600E",
    "BRAF:p.V600E": "V600E",
    "VAL600GLU": "V600E",
    "p.Leu54=": "L54=",
    "p.Trp26Ter": "W26*",
    "p.Trp26*": "W26*",
    "p.W26X": "W26X",
    "p.Met1?": "M1?",
    "p.Sec46Cys": "U46C",
    "p.Glu746_Ala750del": "E746_A750del",
    "E746_A750DEL": "E746_A750del",
    "p.Tyr772_Ala775dup": "Y772_A775dup",
    "Y772_A775DUP": "Y772_A775dup",
    "p.Ala763_Tyr764insPheGlnGluAla": "A763_Y764insFQEA",
    "A763_Y764INSFQEA": "A763_Y764insFQEA",
    "p.Leu747_Pro753delinsSer": "L747_P753delinsS",
    "L747_P753DELINSS": "L747_P753delinsS",
    "p.Arg97ProfsTer23": "R97Pfs",
    "p.(Arg97Profs*23)": "R97Pfs",
    "R97Pfs*23": "R97Pfs",
    "R97PFS*23": "R97Pfs",
    "R97fsX23": "R97fs",
    "R97fs": "R97fs",
    "p.Arg97fs": "R97fs",
    "p.Ile327Argfs*?": "I327Rfs",
    "p.Ter110GlnextTer17": "*110Qext*17",
    "p.Met1ext-5": "M1ext-5",
}


@pytest.mark.parametrize("written", SPELLINGS)
def test_spellings(written: str) -> None:
    assert normalize_protein_change(written) == SPELLINGS[written]


@pytest.mark.parametrize("short", sorted(set(SPELLINGS.values())))
def test_the_short_form_stays_as_it_is(short: str) -> None:
    assert normalize_protein_change(short) == short


residues = st.text(alphabet=AMINO_ACIDS, min_size=1, max_size=8)


@pytest.mark.parametrize("kind", ["ins", "delins"])
@settings(max_examples=40)
@example("FS")
@example("AFSG")
@example("DEL")
@example("INS")
@given(residues)
def test_inserted_residues_are_not_taken_for_words(kind: str, inserted: str) -> None:
    """Phe-Ser, Asp-Glu-Leu and Ile-Asn-Ser are residues, not `fs`, `del` and `ins`."""
    assert normalize_protein_change(f"N771_P772{kind}{inserted}") == f"N771_P772{kind}{inserted}"


@settings(max_examples=60)
@example("FS")
@example("DEL")
@given(residues)
def test_three_letters_and_one_letter_are_the_same_change(inserted: str) -> None:
    long = f"p.Asn771_Pro772ins{to_three_letter(inserted)}"

    assert normalize_protein_change(long) == f"N771_P772ins{inserted}"


@pytest.mark.parametrize("old", AMINO_ACIDS)
@pytest.mark.parametrize("new", AMINO_ACIDS + "*")
def test_every_substitution(old: str, new: str) -> None:
    long = f"p.({THREE_LETTER[old]}600{THREE_LETTER[new]})"

    assert normalize_protein_change(long) == f"{old}600{new}"


def test_the_alphabet_is_one_to_one() -> None:
    assert set(THREE_LETTER) == {*AMINO_ACIDS, "U", "X", "*"}
    assert len(set(THREE_LETTER.values())) == len(THREE_LETTER)
    assert to_three_letter("MDYKD*X") == "MetAspTyrLysAspTerXaa"


RESIDUES = {
    "V600E": (("V", 600),),
    "G12D": (("G", 12),),
    "W26*": (("W", 26),),
    "M1?": (("M", 1),),
    "L54=": (("L", 54),),
    "R97Pfs": (("R", 97),),
    "R97Pfs*23": (("R", 97),),
    "E746_A750del": (("E", 746), ("A", 750)),
    "E746_A750delinsIP": (("E", 746), ("A", 750)),
    "A763_Y764insFQEA": (("A", 763), ("Y", 764)),
    "Y772_A775dup": (("Y", 772), ("A", 775)),
    "L747del": (("L", 747),),
    "*110Qext*17": (("*", 110),),
    "M1ext-5": (("M", 1),),
    "": (),
    "?": (),
    "vIII": (),
}


@pytest.mark.parametrize("change", RESIDUES, ids=lambda change: change or "empty")
def test_reference_residues(change: str) -> None:
    assert residues_of(change) == RESIDUES[change]
