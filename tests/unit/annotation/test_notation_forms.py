"""A notation is read the same however it is written, and refused with a sentence when unclear."""

from __future__ import annotations

import pytest

from oncomatch.annotation.notation import (
    BaseChangeKind,
    BasePosition,
    Level,
    parse_base_change,
    parse_notation,
)
from oncomatch.annotation.protein_notation import ResidueChange, parse_residue_change
from oncomatch.errors import NotationError

PROTEINS = """
EGFR p.L858R | EGFR | L858R
EGFR L858R | EGFR | L858R
EGFR:L858R | EGFR | L858R
EGFR p.Leu858Arg | EGFR | L858R
EGFR p.(Leu858Arg) | EGFR | L858R
EGFR p.LEU858ARG | EGFR | L858R
egfr l858r | egfr | L858R
EGFR p. L858R | EGFR | L858R
EGFR P.L858R | EGFR | L858R
NP_005219.2:p.Leu858Arg | NP_005219.2 | L858R
EGFR p.L858L | EGFR | L858=
EGFR p.Leu858= | EGFR | L858=
EGFR p.Glu746_Ala750del | EGFR | E746_A750del
EGFR E746_A750delELREA | EGFR | E746_A750del
EGFR p.Glu746_Ala750delELREA | EGFR | E746_A750del
EGFR p.Leu747_Pro753delinsSer | EGFR | L747_P753delinsS
EGFR L747_P753>S | EGFR | L747_P753delinsS
EGFR E746_A750delELREAinsQP | EGFR | E746_A750delinsQP
EGFR A763_Y764insFQEA | EGFR | A763_Y764insFQEA
EGFR p.Ala763_Tyr764insPheGlnGluAla | EGFR | A763_Y764insFQEA
EGFR p.Ala763_Tyr764insALA | EGFR | A763_Y764insALA
EGFR A763_Y764insALA | EGFR | A763_Y764insALA
EGFR a763_y764insala | EGFR | A763_Y764insALA
ERBB2 Y772_A775dup | ERBB2 | Y772_A775dup
TP53 R213* | TP53 | R213*
TP53 p.Arg213Ter | TP53 | R213*
TP53 p.Arg213* | TP53 | R213*
APC p.Glu1309AspfsTer4 | APC | E1309fs
APC E1309Dfs*4 | APC | E1309fs
APC E1309fs | APC | E1309fs
VHL p.Met1? | VHL | M1?
KRAS G12 | KRAS | G12
PTEN p.Ter404GlnextTer8 | PTEN | *404ext
NKX2-1 p.A1V | NKX2-1 | A1V
"""


@pytest.mark.parametrize("line", PROTEINS.strip().splitlines())
def test_a_protein_change_has_one_short_form(line: str) -> None:
    text, head, short = (field.strip() for field in line.split("|"))
    notation = parse_notation(text)

    assert isinstance(notation.change, ResidueChange)
    assert (notation.reference + notation.gene, notation.change.short) == (head, short)
    assert notation.level is Level.PROTEIN


BASES = """
NM_004333.4:c.1799T>A | NM_004333.4 | CODING | 1799 1799 > T A
NM_004333.4(BRAF):c.1799T>A | NM_004333.4 | CODING | 1799 1799 > T A
BRAF NM_004333.4:c.1799T>A | NM_004333.4 | CODING | 1799 1799 > T A
nm_004333.4:c.1799t>a | NM_004333.4 | CODING | 1799 1799 > T A
TERT c.-124C>T | | CODING | -124 -124 > C T
MET c.3028+1G>T | | CODING | 3028+1 3028+1 > G T
MET c.2888-20_2888-4del | | CODING | 2888-20 2888-4 del - -
BRCA1 c.68_69delAG | | CODING | 68 69 del AG -
PTEN c.*5_*6insTT | | CODING | *5 *6 ins - TT
EGFR c.2235_2249delinsAA | | CODING | 2235 2249 delins - AA
EGFR c.2237_2238delAAinsT | | CODING | 2237 2238 delins AA T
EGFR c.2300_2308dup | | CODING | 2300 2308 dup - -
BRAF c.1799_1800inv | | CODING | 1799 1800 inv - -
NM_004333.4:n.10G>C | NM_004333.4 | TRANSCRIPT | 10 10 > G C
NC_000007.14:g.55191822T>G | NC_000007.14 | GENOMIC | 55191822 55191822 > T G
chr7:g.55191822T>G | chr7 | GENOMIC | 55191822 55191822 > T G
7-55191822-T-G | 7 | GENOMIC | 55191822 55191822 > T G
chr7:55191822:T:G | chr7 | GENOMIC | 55191822 55191822 > T G
chrX 100 ca c | chrX | GENOMIC | 100 101 > CA C
ADA c.35= | | CODING | 35 35 = - -
"""


@pytest.mark.parametrize("line", BASES.strip().splitlines())
def test_a_change_of_bases_is_read_as_it_stands(line: str) -> None:
    text, reference, level, expected = (field.strip() for field in line.split("|"))
    notation = parse_notation(text)
    change = notation.change

    assert not isinstance(change, ResidueChange)
    shown = (change.first, change.last, change.kind.value, change.stated, change.inserted)
    assert " ".join(str(part) or "-" for part in shown) == expected
    assert (notation.reference, notation.level.name) == (reference, level)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("E746_A750del", "names no gene, transcript or chromosome"),
        ("TP53 R213X", "X may mean a stop or any residue"),
        ("EGFR P772_V774insPHV", "an insertion stands between two neighbours"),
        ("EGFR A750_E746del", "counted from 1 and in order"),
        ("NM_004333.4:r.1799u>a", "r. notations are not read"),
        ("VHL c.1-?_340+?del", "not one change of bases with known ends"),
        ("EGFR c.2300insT", "an insertion stands between two bases"),
        ("EGFR c.0A>T", "there is no 0"),
        ("EGFR g.55191822T>G", "a g. notation stands on a chromosome"),
        ("KIT exon 11", "a word too many, 'exon'"),
        ("BCR::ABL1 Fusion", "not one change of known residues"),
        ("BRAF p.(=)", "not one change of known residues"),
        ("VHL 3'UTR c.5A>T", "is no gene, accession or chromosome"),
        ("EGFR c.5A>N", "N is not one base"),
        ("", "names no gene"),
        ("\x00\t", "names no gene"),
    ],
)
def test_what_is_unclear_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotationError, match=reason.replace("(", r"\(")):
        parse_notation(text)


@pytest.mark.parametrize("kind", BaseChangeKind, ids=lambda kind: kind.name)
def test_every_kind_of_base_change_can_be_written(kind: BaseChangeKind) -> None:
    written = {
        BaseChangeKind.SUBSTITUTION: "76A>T",
        BaseChangeKind.DELETION: "76_78del3",
        BaseChangeKind.INSERTION: "76_77insT",
        BaseChangeKind.DELINS: "76delinsTT",
        BaseChangeKind.DUPLICATION: "76dupA",
        BaseChangeKind.INVERSION: "76_78inv",
        BaseChangeKind.REPEAT: "76GCA[3]",
        BaseChangeKind.NONE: "76=",
    }[kind]
    change = parse_base_change(written)

    assert (change.kind, change.first) == (kind, BasePosition(76))


def test_the_stated_length_of_a_deletion_is_kept() -> None:
    change = parse_base_change("2235_2249del15")

    assert (change.stated, change.stated_length) == ("", 15)


def test_an_extension_keeps_what_the_stop_becomes_but_not_its_length() -> None:
    change = parse_residue_change("*404Qext*8")

    assert (change.first_residue, change.first, change.new) == ("*", 404, "Q")


@pytest.mark.parametrize(
    "text",
    [
        "NM_004333.4(BRAF):c.1799T>A (p.Val600Glu)",
        "BRAF c.1799T>A p.V600E",
        "BRAF c.1799T>A, p.(Val600Glu)",
    ],
)
def test_a_protein_change_behind_a_change_of_bases_is_kept_for_comparison(text: str) -> None:
    notation = parse_notation(text)

    assert notation.level is Level.CODING
    assert notation.text == text
    assert notation.protein is not None
    assert notation.protein.short == "V600E"
