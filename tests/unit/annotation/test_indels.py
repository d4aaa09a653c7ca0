"""Insertions, deletions and replacements inside coding exons, on either strand.

Names by the HGVS recommendations (3' rule, dup before ins, fs counted from the first residue
that changes), worked out by hand from `building.tiny_cds` and the 3' UTR of the stage. Terms as
Ensembl gives them: a plain deletion in frame is an inframe_deletion whatever the residues at its
ends become, and a term for the length stands beside a stop gained or lost.
"""

from __future__ import annotations

import pytest

from oncomatch.domain.consequence import Consequence, Impact
from unit.annotation.rebuilding import Gene, table

DELETIONS = table(
    """
    first unit of a repeat  | 4 GCT>-    | c.10_12del | p.Ala4del | A4del | inframe_deletion
    middle unit             | 7 GCT>-    | c.10_12del | p.Ala4del | A4del | inframe_deletion
    across two units        | 9 TGC>-    | c.10_12del | p.Ala4del | A4del | inframe_deletion
    two units               | 4 GCTGCT>- | c.7_12del  | p.Ala3_Ala4del | A3_A4del | inframe_deletion
    base of a run           | 13 A>-     | c.18del    | p.Asp7IlefsTer30 | D7Ifs*30 | frameshift_variant
    whole codon             | 52 GAA>-   | c.52_54del | p.Glu18del | E18del | inframe_deletion
    codons cut, one gone    | 53 AAC>-   | c.55_57del | p.Gln19del | Q19del | inframe_deletion
    codons cut, a new one   | 50 CCG>-   | c.50_52del | p.Thr17_Glu18delinsLys | T17_E18delinsK | inframe_deletion
    joins to a stop         | 32 ACCATGTTTTGCGGAGCACCG>- | c.33_53del | p.Tyr11Ter | Y11* | stop_gained inframe_deletion splice_region_variant
    two bases               | 23 GG>-    | c.23_24del | p.Trp8SerfsTer23 | W8Sfs*23 | frameshift_variant
    in the start codon      | 2 T>-      | c.2del     | p.Met1? | M1? | start_lost
    start codon             | 1 ATG>-    | c.1_3del   | p.Met1? | M1? | start_lost
    stop codon              | 139 TAA>-  | c.139_141del | p.Ter47SerextTer1 | *47Sext*1 | stop_lost inframe_deletion
    base of the stop        | 139 T>-    | c.139del   | p.Ter47LysextTer? | *47Kext*? | frameshift_variant stop_lost
    """  # noqa: E501
)

INSERTIONS = table(
    """
    new residue             | 13 ->GGC    | c.12_13insGGC | p.Ala4_Lys5insGly | A4_K5insG | inframe_insertion
    new residues            | 22 ->GGAGGC | c.21_22insGGAGGC | p.Asp7_Trp8insGlyGly | D7_W8insGG | inframe_insertion
    copy of a codon         | 4 ->GCT     | c.10_12dup | p.Ala4dup | A4dup | inframe_insertion
    the copy cut anywhere   | 6 ->TGC     | c.10_12dup | p.Ala4dup | A4dup | inframe_insertion
    copy of two codons      | 13 ->GCTGCT | c.7_12dup  | p.Ala3_Ala4dup | A3_A4dup | inframe_insertion
    dup of bases, not of residues | 23 ->ATT | c.20_22dup | p.Asp7_Trp8insTyr | D7_W8insY | inframe_insertion
    dup of residues, not of bases | 13 ->GCC | c.12_13insGCC | p.Ala4dup | A4dup | inframe_insertion
    inside a codon, residue kept  | 20 ->CTG | c.19_20insCTG | p.Lys6_Asp7insAla | K6_D7insA | inframe_insertion
    inside a codon, residue lost  | 23 ->CCC | c.22_23insCCC | p.Trp8delinsSerArg | W8delinsSR | protein_altering_variant
    behind the start        | 4 ->GGA     | c.4_5insGAG | p.Met1_Ala2insGly | M1_A2insG | inframe_insertion
    one base, a copy        | 13 ->A      | c.18dup    | p.Asp7ArgfsTer25 | D7Rfs*25 | frameshift_variant
    one base                | 23 ->C      | c.22_23insC | p.Trp8SerfsTer24 | W8Sfs*24 | frameshift_variant
    stop at once            | 24 ->A      | c.23_24insA | p.Trp8Ter | W8* | stop_gained frameshift_variant
    stop at once, in frame  | 22 ->TAATTT | c.22_23insAATTTT | p.Trp8Ter | W8* | stop_gained
    residue, then stop      | 22 ->GGATAA | c.21_22insGGATAA | p.Asp7_Trp8insGlyTer | D7_W8insG* | stop_gained inframe_insertion
    no stop in the new frame | 133 ->C    | c.133dup   | p.Arg45ProfsTer? | R45Pfs*? | frameshift_variant
    residue and stop before the stop | 139 ->CAATAA | c.138_139insCAATAA | p.Gly46_Ter47insGln | G46_*47insQ | inframe_insertion
    stop before the stop    | 139 ->TAG   | c.140_141insGTA | p.Ter47= | *47= | stop_retained_variant
    stop kept               | 141 ->G     | c.140_141insG | p.Ter47= | *47= | stop_retained_variant
    stop moved              | 140 ->C     | c.139_140insC | p.Ter47SerextTer? | *47Sext*? | frameshift_variant stop_lost
    """  # noqa: E501
)

REPLACEMENTS = table(
    """
    one base by four        | 20 A>TTTT   | c.20delinsTTTT | p.Asp7delinsValPhe | D7delinsVF | protein_altering_variant
    two codons by one       | 19 GATTGG>AAA | c.19_24delinsAAA | p.Asp7_Trp8delinsLys | D7_W8delinsK | protein_altering_variant
    frame shifts            | 19 GA>C     | c.19_20delinsC | p.Asp7LeufsTer30 | D7Lfs*30 | frameshift_variant
    a deletion in disguise  | 19 GATTGG>TGG | c.19_21del | p.Asp7del | D7del | inframe_deletion
    stop in the last codon  | 137 G>AATAAAA | c.137delinsAATAAAA | p.Gly46Glu | G46E | missense_variant
    stop one residue later  | 137 G>CTGATTAAAA | c.137delinsCTGATTAAAA | p.Gly46delinsAlaAsp | G46delinsAD | protein_altering_variant
    last codons with the stop, as many behind | 134 GCGGTT>- | c.134_139del | p.Arg45_Gly46delinsGlnSer | R45_G46delinsQS | missense_variant
    an insertion in disguise | 22 TGG>GGATGG | c.21_22insGGA | p.Asp7_Trp8insGly | D7_W8insG | inframe_insertion
    """  # noqa: E501
)


@pytest.mark.parametrize(("edit", "expected"), [*DELETIONS, *INSERTIONS, *REPLACEMENTS])
def test_names_and_terms(gene: Gene, edit: tuple[str, str, str], expected: tuple[str, ...]) -> None:
    assert gene.described(*edit) == expected


#                              first last length of the protein
FIELDS = [
    ("one residue gone", ("4", "GCT", ""), (4, 4, -1)),
    ("two residues gone", ("4", "GCTGCT", ""), (3, 4, -2)),
    ("one copied", ("4", "", "GCT"), (4, 4, 1)),
    ("two copied", ("13", "", "GCTGCT"), (3, 4, 2)),
    ("two inserted between neighbours", ("22", "", "GGAGGC"), (7, 8, 2)),
    ("one by two", ("20", "A", "TTTT"), (7, 7, 1)),
    ("two by one", ("50", "CCG", ""), (17, 18, -1)),
    ("frameshift", ("13", "A", ""), (7, 7, None)),
    ("inserted stop", ("22", "", "GGATAA"), (7, 8, None)),
    ("stop at once", ("24", "", "A"), (8, 8, None)),
    ("start lost", ("1", "ATG", ""), (1, 1, None)),
    ("one residue behind the old end", ("139", "TAA", ""), (47, 47, 1)),
    ("open end", ("139", "T", ""), (47, 47, None)),
    ("stop kept", ("141", "", "G"), (47, 47, 0)),
]


@pytest.mark.parametrize(
    ("edit", "expected"), [row[1:] for row in FIELDS], ids=[row[0] for row in FIELDS]
)
def test_residues_and_length(
    gene: Gene, edit: tuple[str, str, str], expected: tuple[int, int, int | None]
) -> None:
    effect = gene.effect(*edit)

    assert (effect.first_residue, effect.last_residue, effect.residue_delta) == expected


def test_a_deletion_into_the_stop_is_named_as_a_frameshift(gene: Gene) -> None:
    """HGVS: starting before the stop codon and including it; GGT TAA AGC TGA to GAA AGC TGA."""
    name, description, short, terms = gene.described("137", "GTT", "")

    assert terms == "stop_lost inframe_deletion"
    assert (name, description, short) == ("c.137_139del", "p.Gly46GlufsTer3", "G46Efs*3")


def test_a_lost_stop_is_neither_counted_in_residues_nor_premature(gene: Gene) -> None:
    effect = gene.effect("137", "GTT", "")

    assert (effect.first_residue, effect.last_residue, effect.residue_delta) == (46, 46, None)
    assert not effect.escapes_decay


# The base before the start codon is an A, as its first base is: the deletion or the copy of
# either leaves ATG and all that follows as it was (Ensembl: start_retained_variant).
START_INTACT = {
    "deletion written before the start": ("-1", "A", ""),
    "deletion written in the start": ("1", "A", ""),
    "copy of the start's first base": ("1", "", "A"),
    "copy of two bases": ("1", "", "GA"),
    "deletion up to the start": ("-3", "CGA", ""),
    "two bases of the border": ("-2", "GA", ""),
    "longer deletion, an A before it": ("-7", "ACGCCGA", ""),
    "the same, written into the start": ("-6", "CGCCGAA", ""),
}


@pytest.mark.parametrize("edit", START_INTACT.values(), ids=START_INTACT)
def test_a_start_codon_that_is_formed_anew_is_not_lost(
    gene: Gene, edit: tuple[str, str, str]
) -> None:
    effect = gene.effect(*edit)

    assert Consequence.START_LOST not in effect.consequences
    assert effect.most_severe.impact is not Impact.HIGH
    assert effect.protein_change != "M1?"


def test_a_deletion_of_the_stops_last_base_before_an_equal_one_is_in_the_utr(gene: Gene) -> None:
    """TAA is followed by an A, so the 3' rule puts the deletion behind the stop."""
    assert gene.described("141", "A", "") == ("c.*1del", "", "", "3_prime_UTR_variant")
    assert gene.described("141", "", "A") == ("c.*1dup", "", "", "3_prime_UTR_variant")


#                            c. name        whether it names a base of the start codon
ANEW = {
    "deletion written before the start": ("c.1del", True),
    "deletion written in the start": ("c.1del", True),
    "copy of the start's first base": ("c.1dup", True),
    "deletion up to the start": ("c.-3_-1del", False),
}


@pytest.mark.parametrize("what", ANEW)
def test_a_start_codon_that_is_formed_anew_is_retained(gene: Gene, what: str) -> None:
    """Where the c. name, most 3', touches the start codon, start_retained_variant says so."""
    effect = gene.effect(*START_INTACT[what])
    name, touched = ANEW[what]

    assert effect.hgvs_c.endswith(f":{name}")
    assert (Consequence.START_RETAINED in effect.consequences) == touched
    assert Consequence.FIVE_PRIME_UTR in effect.consequences
