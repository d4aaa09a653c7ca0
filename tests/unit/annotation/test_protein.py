"""The examples of the HGVS recommendations for proteins, read from bases.

https://hgvs-nomenclature.org, protein: substitution, deletion, insertion, duplication, delins,
frameshift, extension. Where the page shows residues only, codons are made up for them; a rule
shown on a long protein is repeated on a short one.
"""

from __future__ import annotations

import re

import pytest

from oncomatch.annotation.protein import CodingEdit, protein_effect
from unit.annotation.rebuilding import long_form, protein_of

# Codons for the residues of the examples, the same residue always the same codon.
CODON = {
    "M": "ATG", "K": "AAA", "G": "GGC", "H": "CAT", "Q": "CAG", "C": "TGT", "L": "CTG",
    "W": "TGG", "E": "GAG", "S": "AGC", "R": "CGC", "T": "ACC", "F": "TTC", "N": "AAC",
    "P": "CCA", "V": "GTT", "A": "GCA", "D": "GAT", "I": "ATC", "Y": "TAC", "*": "TAA",
}  # fmt: skip


def written(residues: str) -> str:
    """Return a coding sequence for residues."""
    return "".join(CODON[residue] for residue in residues)


def described(cds: str, change: str, tail: str = "") -> str:
    """Return the description of a change such as `10_12del`, `6_13dup` or `9_10insGGG`."""
    found = re.fullmatch(r"(\d+)(?:_(\d+))?(delins|del|dup|ins)([ACGT]*)", change)
    assert found is not None, change
    start, end, new = int(found[1]) - 1, int(found[2] or found[1]), found[4]
    if found[3] == "dup":
        start, new = end, cds[start:end]
    elif found[3] == "ins":
        start = end = start + 1
    effect = protein_effect(CodingEdit(cds, protein_of(cds), start, end, new, lambda: tail))
    assert effect.description == f"p.{long_form(effect.short)}"
    return effect.description


#            coding sequence                change          HGVS
EXAMPLES = {
    "frameshift page: Tyr4Ter, not Tyr4TerfsTer1": (
        "ATGGATGCATACGTCACGTAA",
        "12del",
        "p.Tyr4Ter",
    ),
    "frameshift page: Glu5ValfsTer5 by c.6_13dup": (
        "ATGGATGCATACGAGATGAGGTAA",
        "6_13dup",
        "p.Glu5ValfsTer5",
    ),
    "general: Ser5del, whichever codon goes": (
        "ATGTGGTCCAGTTCCCACGATTAA",
        "10_12del",
        "p.Ser5del",
    ),
    "deletion page: Trp4del in MetLeuTrpTrpGlu": (written("MLWWE*"), "7_9del", "p.Trp4del"),
    "insertion page: His4_Gln5insAla": (
        written("MKGHQQC*"),
        "12_13insGCA",
        "p.His4_Gln5insAla",
    ),
    "insertion page: Lys2_Gly3insGlnSerLys": (
        written("MKGHQQC*"),
        "6_7insCAGAGCAAA",
        "p.Lys2_Gly3insGlnSerLys",
    ),
    "insertion page: GGGTAG is insGlyTer": (
        written("MKMHQQC*"),
        "9_10insGGGTAG",
        "p.Met3_His4insGlyTer",
    ),
    "insertion page: what follows the stop is not listed": (
        written("MKPNQQC*"),
        "9_10insTCATCATGAGCTCCC",
        "p.Pro3_Asn4insSerSerTer",
    ),
    "insertion page: a copy that is not in tandem": (
        written("MRTGSSHQWF*"),
        "21_22insGGCAGCAGC",
        "p.His7_Gln8insGlySerSer",
    ),
    "duplication: a copy in tandem": (
        written("MRTGSSHQWF*"),
        "18_19insGGCAGCAGC",
        "p.Gly4_Ser6dup",
    ),
    "duplication: the most C-terminal of equal units": (
        written("MKSSSH*"),
        "6_7insAGC",
        "p.Ser5dup",
    ),
    "delins page: one residue by two": (written("MKCKQ*"), "7_9delinsTGGGTT", "p.Cys3delinsTrpVal"),
    "delins page: two residues by one": (
        written("MKCKQ*"),
        "7_12delinsTGG",
        "p.Cys3_Lys4delinsTrp",
    ),
    "delins page: one base by TCATCATGAGCTG in Asn": (
        written("MKNQQC*"),
        "7delinsTCATCATGAGCTG",
        "p.Asn3delinsSerSerTer",
    ),
    "delins page: ProLys by LeuTer": (written("MPKQ*"), "5_7delinsTTT", "p.Pro2_Lys3delinsLeuTer"),
    "delins page: Val559_Glu561del, not delinsGlu": (
        written("MVVEEQ*"),
        "5_13del",
        "p.Val2_Glu4del",
    ),
    "delins page: an immediate stop is nonsense": (
        written("MKGYCSE*"),
        "10_18delinsTAAGAAGAT",
        "p.Tyr4Ter",
    ),
    "substitution: silent": (written("MKGHQQC*"), "9delinsT", "p.Gly3="),
    "substitution: start codon": (written("MKGHQQC*"), "1delinsG", "p.Met1?"),
    "frameshift page: the first residue that changes, not the first codon": (
        "ATGCATCAGACTCTAAAGTAA",
        "6del",
        "p.Gln3ArgfsTer3",
    ),
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_the_recommendations(example: str) -> None:
    cds, change, expected = EXAMPLES[example]

    assert described(cds, change) == expected


EXTENSIONS = {
    "new stop in the UTR": (("19delinsC", "GCAGCATGA"), "p.Ter7GlnextTer3"),
    "no stop in what is known": (("19delinsA", "GCAGCA"), "p.Ter7LysextTer?"),
    "nothing known": (("19delinsA", ""), "p.Ter7LysextTer?"),
    "an extra base in the stop is an extension": (("20_21insC", "GCATGA"), "p.Ter7TyrextTer?"),
}


@pytest.mark.parametrize("what", EXTENSIONS)
def test_extensions(what: str) -> None:
    """Extension page: Ter110GlnextTer17; Ter327Argext*? where no stop follows."""
    (change, tail), expected = EXTENSIONS[what]

    assert described(written("MKGHQQ*"), change, tail) == expected


def test_a_deleted_stop_that_the_next_codon_replaces_changes_nothing() -> None:
    """TAA goes, TGA follows at once: the protein is the same."""
    effect = protein_effect(CodingEdit(written("MKGHQQ*"), "MKGHQQ*", 18, 21, "", lambda: "TGAGCA"))

    assert (effect.description, effect.residue_delta) == ("p.Ter7=", 0)
