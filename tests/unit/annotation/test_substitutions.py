"""Substitutions of one base or several in the coding sequence, on either strand.

Names by the HGVS recommendations, terms by the definitions of Sequence Ontology as Ensembl
applies them; codons read off `building.tiny_cds` by hand.
"""

from __future__ import annotations

import pytest

from unit.annotation.rebuilding import Gene, table

SINGLE = table(
    """
    missense             | 5 C>A   | c.5C>A   | p.Ala2Asp  | A2D  | missense_variant
    silent               | 6 T>C   | c.6T>C   | p.Ala2=    | A2=  | synonymous_variant
    stop gained          | 24 G>A  | c.24G>A  | p.Trp8Ter  | W8*  | stop_gained
    start lost, base 1   | 1 A>G   | c.1A>G   | p.Met1?    | M1?  | start_lost
    start lost, base 2   | 2 T>C   | c.2T>C   | p.Met1?    | M1?  | start_lost
    start lost, base 3   | 3 G>A   | c.3G>A   | p.Met1?    | M1?  | start_lost
    behind the start     | 4 G>A   | c.4G>A   | p.Ala2Thr  | A2T  | missense_variant
    stop lost            | 139 T>C | c.139T>C | p.Ter47GlnextTer2 | *47Qext*2 | stop_lost
    stop lost, base 2    | 140 A>C | c.140A>C | p.Ter47SerextTer2 | *47Sext*2 | stop_lost
    stop to other stop   | 140 A>G | c.140A>G | p.Ter47=   | *47= | stop_retained_variant
    stop, last base      | 141 A>G | c.141A>G | p.Ter47=   | *47= | stop_retained_variant
    last residue         | 137 G>A | c.137G>A | p.Gly46Asp | G46D | missense_variant
    4th from exon's end  | 27 C>T  | c.27C>T  | p.Pro9=    | P9=  | synonymous_variant
    3rd from exon's end  | 28 T>A  | c.28T>A  | p.Cys10Ser | C10S | missense_variant splice_region_variant
    last of an exon      | 30 T>C  | c.30T>C  | p.Cys10=   | C10= | splice_region_variant synonymous_variant
    first of an exon     | 31 T>G  | c.31T>G  | p.Tyr11Asp | Y11D | missense_variant splice_region_variant
    3rd of an exon       | 33 C>T  | c.33C>T  | p.Tyr11=   | Y11= | splice_region_variant synonymous_variant
    4th of an exon       | 34 C>T  | c.34C>T  | p.His12Tyr | H12Y | missense_variant
    split codon, base 1  | 91 A>G  | c.91A>G  | p.Arg31Gly | R31G | missense_variant splice_region_variant
    split codon, base 2  | 92 G>T  | c.92G>T  | p.Arg31Ile | R31I | missense_variant splice_region_variant
    split codon, base 3  | 93 A>G  | c.93A>G  | p.Arg31=   | R31= | splice_region_variant synonymous_variant
    stop at exon's start | 33 C>A  | c.33C>A  | p.Tyr11Ter | Y11* | stop_gained splice_region_variant
    """  # noqa: E501
)

SEVERAL = table(
    """
    in one codon            | 13 AA>GG     | c.13_14delinsGG | p.Lys5Gly | K5G | missense_variant
    two codons, both change | 21 TT>GA     | c.21_22delinsGA | p.Asp7_Trp8delinsGluArg | D7_W8delinsER | missense_variant
    two codons, one changes | 6 TG>GA      | c.6_7delinsGA   | p.Ala3Thr | A3T | missense_variant
    two codons, both silent | 6 TGCT>CGCC  | c.6_9delinsCGCC | p.Ala2_Ala3= | A2_A3= | synonymous_variant
    padded with equal bases | 4 GCTG>GATG  | c.5C>A          | p.Ala2Asp | A2D | missense_variant
    equal base between      | 4 GCT>ACC    | c.4_6delinsACC  | p.Ala2Thr | A2T | missense_variant
    stop in the first codon | 22 TGG>TAA   | c.23_24delinsAA | p.Trp8Ter | W8* | stop_gained
    stop in the second      | 15 AA>CT     | c.15_16delinsCT | p.Lys5_Lys6delinsAsnTer | K5_K6delinsN* | stop_gained
    three codons            | 21 TTGGC>ACACA | c.21_25delinsACACA | p.Asp7_Pro9delinsGluHisThr | D7_P9delinsEHT | missense_variant
    inversion of two bases  | 6 TG>CA      | c.6_7inv        | p.Ala3Thr | A3T | missense_variant
    inversion               | 4 GCT>AGC    | c.4_6inv        | p.Ala2Ser | A2S | missense_variant
    start codon             | 2 TG>AC      | c.2_3delinsAC   | p.Met1?   | M1? | start_lost
    residue kept, stop lost | 138 TT>CC    | c.138_139delinsCC | p.Ter47GlnextTer2 | *47Qext*2 | stop_lost
    stop to other stop      | 140 AA>GA    | c.140A>G        | p.Ter47=  | *47= | stop_retained_variant
    """  # noqa: E501
)


@pytest.mark.parametrize(("edit", "expected"), [*SINGLE, *SEVERAL])
def test_names_and_terms(gene: Gene, edit: tuple[str, str, str], expected: tuple[str, ...]) -> None:
    assert gene.described(*edit) == expected


def test_a_change_of_the_last_residue_and_the_stop_loses_the_stop(gene: Gene) -> None:
    """GGT TAA becomes GAT CAA and AGC TGA follows; HGVS: what starts before the stop codon and
    includes it is named as a frameshift.
    """
    found = gene.described("137", "GTT", "ATC")

    assert found == ("c.137_139delinsATC", "p.Gly46AspfsTer4", "G46Dfs*4", "stop_lost")


#                              first last length of the protein
FIELDS = [
    ("missense", ("5", "C", "A"), (2, 2, 0)),
    ("silent", ("6", "T", "C"), (2, 2, 0)),
    ("two silent codons", ("6", "TGCT", "CGCC"), (2, 3, 0)),
    ("two codons", ("21", "TT", "GA"), (7, 8, 0)),
    ("stop gained", ("24", "G", "A"), (8, 8, None)),
    ("residue, then stop", ("15", "AA", "CT"), (5, 6, None)),
    ("start lost", ("1", "A", "G"), (1, 1, None)),
    ("stop lost, two residues more", ("139", "T", "C"), (47, 47, 2)),
    ("stop retained", ("140", "A", "G"), (47, 47, 0)),
]


@pytest.mark.parametrize(
    ("edit", "expected"), [row[1:] for row in FIELDS], ids=[row[0] for row in FIELDS]
)
def test_residues_and_length(
    gene: Gene, edit: tuple[str, str, str], expected: tuple[int, int, int | None]
) -> None:
    effect = gene.effect(*edit)

    assert (effect.first_residue, effect.last_residue, effect.residue_delta) == expected


@pytest.mark.parametrize(
    ("edit", "exon"),
    [
        (("5", "C", "A"), "1/3"),
        (("30", "T", "C"), "1/3"),
        (("31", "T", "G"), "2/3"),
        (("91", "A", "G"), "2/3"),
        (("92", "G", "T"), "3/3"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_exons_are_counted_in_transcript_order(
    gene: Gene, edit: tuple[str, str, str], exon: str
) -> None:
    effect = gene.effect(*edit)

    assert (effect.exon, effect.intron) == (exon, "")


def test_names_carry_the_accessions_of_the_gene(stage_genes: dict[str, Gene]) -> None:
    names = {symbol: gene.effect("5", "C", "A") for symbol, gene in stage_genes.items()}

    assert {
        symbol: (effect.gene, effect.transcript, effect.hgvs_c, effect.hgvs_p)
        for symbol, effect in names.items()
    } == {
        "FWD": ("FWD", "NM_1.1", "NM_1.1:c.5C>A", "NP_1.1:p.Ala2Asp"),
        "REV": ("REV", "NM_2.1", "NM_2.1:c.5C>A", "NP_2.1:p.Ala2Asp"),
    }
