"""Where an edit lies: UTRs, introns, splice sites, borders, beside the gene; c. numbering.

The stage's introns read GTAAGTCA...CTTTCCAG and GTGAGCTC...CTTTCCAG; 5' UTR GTCACGCCGA, 3' UTR
AGCTGATTCC. Placement at exon borders follows the HGVS examples c.1704+1del, c.1813del and
c.3921del (https://hgvs-nomenclature.org, DNA deletion).
"""

from __future__ import annotations

import pytest

from oncomatch.annotation.edit import Edit
from oncomatch.annotation.effect import NEARBY, transcript_effect
from oncomatch.annotation.hgvs import coding_position
from unit.annotation.rebuilding import Gene, place_of, stage, table

OUTSIDE = table(
    """
    5' UTR              | -3 C>T   | c.-3C>T  | | | 5_prime_UTR_variant
    first base          | -10 G>A  | c.-10G>A | | | 5_prime_UTR_variant
    3' UTR              | *5 G>A   | c.*5G>A  | | | 3_prime_UTR_variant
    last base           | *10 C>A  | c.*10C>A | | | 3_prime_UTR_variant
    before the start    | 1 ->C    | c.-1_1insC | | | 5_prime_UTR_variant
    behind the stop     | *1 ->C   | c.141_*1insC | | | 3_prime_UTR_variant
    UTR deletion        | *2 GCT>- | c.*3_*5del | | | 3_prime_UTR_variant
    UTR and start       | -2 GAATG>- | c.-1_4del | p.? | | start_lost coding_sequence_variant 5_prime_UTR_variant
    stop and UTR        | 140 AAAG>- | c.140_*2del | p.Ter47SerextTer? | *47Sext*? | stop_lost coding_sequence_variant 3_prime_UTR_variant
    """  # noqa: E501
)

SPLICE = table(
    """
    donor +1            | 30+1 G>A  | c.30+1G>A | p.? | | splice_donor_variant
    donor +2            | 30+2 T>C  | c.30+2T>C | p.? | | splice_donor_variant
    donor +1 and +2     | 91+1 GT>- | c.91+2_91+3del | p.? | | splice_donor_variant intron_variant
    between +1 and +2   | 30+2 ->A  | c.30+1_30+2insA | p.? | | splice_donor_variant
    acceptor -1         | 31-1 G>C  | c.31-1G>C | p.? | | splice_acceptor_variant
    acceptor -2         | 31-2 A>G  | c.31-2A>G | p.? | | splice_acceptor_variant
    between -2 and -1   | 31-1 ->C  | c.31-2_31-1insC | p.? | | splice_acceptor_variant
    donor and exon      | 28 TGTGT>- | c.28_30+2del | p.? | | splice_donor_variant coding_sequence_variant
    acceptor and exon   | 31-2 AGTA>- | c.31-2_32del | p.? | | splice_acceptor_variant coding_sequence_variant
    over the border     | 30 TG>AC  | c.30_30+1delinsAC | p.? | | splice_donor_variant coding_sequence_variant
    """  # noqa: E501
)

# A placement that leaves the splice site whole exists, so the site is whole; the c. name still
# says the most 3' position.
BORDERS = table(
    """
    last base of an exon      | 30 T>-   | c.30del | p.Tyr11ThrfsTer26 | Y11Tfs*26 | frameshift_variant splice_region_variant
    first base of the next    | 31 T>-   | c.31del | p.Tyr11ThrfsTer26 | Y11Tfs*26 | frameshift_variant splice_region_variant
    3' rule into the intron   | 29 GT>-  | c.30+1_30+2del | p.Cys10LeufsTer21 | C10Lfs*21 | frameshift_variant splice_region_variant
    the same from the intron  | 30+1 GT>- | c.30+1_30+2del | p.Cys10LeufsTer21 | C10Lfs*21 | frameshift_variant splice_region_variant
    3' rule into the exon     | 92-1 G>- | c.92del | p.Arg31LysfsTer6 | R31Kfs*6 | frameshift_variant splice_region_variant
    the same from the exon    | 92 G>-   | c.92del | p.Arg31LysfsTer6 | R31Kfs*6 | frameshift_variant splice_region_variant
    copy at the exon's start  | 92-1 ->G | c.92dup | p.Glu32ArgfsTer? | E32Rfs*? | frameshift_variant splice_region_variant
    copy of the donor         | 30+1 ->GT | c.30+1_30+2dup | | | splice_region_variant intron_variant
    at the donor border       | 30+1 ->C | c.30_30+1insC | p.Tyr11LeufsTer21 | Y11Lfs*21 | frameshift_variant splice_region_variant
    """  # noqa: E501
)


@pytest.mark.parametrize(("edit", "expected"), [*OUTSIDE, *SPLICE, *BORDERS])
def test_names_and_terms(gene: Gene, edit: tuple[str, str, str], expected: tuple[str, ...]) -> None:
    assert gene.described(*edit) == expected


# Sequence Ontology: donor +1 +2, 5th base, donor region +3 +4 +6, acceptor -1 -2, tract -3 to
# -17, region 3 to 8 bases into the intron and 3 into the exon.
DONOR, REGION, TRACT = "splice_donor", "splice_region", "splice_polypyrimidine_tract"
ACCEPTOR, DONOR_REGION, FIFTH = "splice_acceptor", "splice_donor_region", "splice_donor_5th_base"
INTRON = "intron"
AFTER = {
    1: (DONOR,),
    2: (DONOR,),
    3: (DONOR_REGION, INTRON),
    4: (DONOR_REGION, INTRON),
    5: (FIFTH, INTRON),
    6: (DONOR_REGION, INTRON),
    7: (REGION, INTRON),
    8: (REGION, INTRON),
    9: (INTRON,),
    17: (INTRON,),
    30: (INTRON,),
}
BEFORE = {
    1: (ACCEPTOR,),
    2: (ACCEPTOR,),
    **dict.fromkeys(range(3, 9), (REGION, TRACT, INTRON)),
    **dict.fromkeys(range(9, 18), (TRACT, INTRON)),
    18: (INTRON,),
    30: (INTRON,),
}
DISTANCES = [
    *((f"{border}+{distance}", terms) for border in (30, 91) for distance, terms in AFTER.items()),
    *((f"{border}-{distance}", terms) for border in (31, 92) for distance, terms in BEFORE.items()),
]


@pytest.mark.parametrize(("position", "terms"), DISTANCES, ids=[row[0] for row in DISTANCES])
def test_terms_by_distance_from_the_exon(gene: Gene, position: str, terms: tuple[str, ...]) -> None:
    ref = stage()[place_of(position)]
    alt = "A" if ref != "A" else "C"

    name, _, _, found = gene.described(position, ref, alt)

    assert name == f"c.{position}{ref}>{alt}"
    assert set(found.split()) == {f"{term}_variant" for term in terms}


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("30+80", "30+80"),
        ("31-81", "30+80"),
        ("30+81", "31-80"),
        ("91+119", "91+119"),
        ("91+120", "91+120"),
        ("92-120", "91+120"),
        ("91+121", "92-119"),
        ("-11", "-11"),
        ("-200", "-200"),
        ("*11", "*11"),
    ],
)
def test_numbering(gene: Gene, position: str, expected: str) -> None:
    """HGVS: the nearer exon; the middle base of an uneven intron counts from the exon before."""
    start0 = place_of(position)
    if gene.transcript.strand < 0:
        start0 = len(stage()) - 1 - start0

    assert coding_position(gene.transcript, start0) == expected


#                               first    behind    exon     intron
LOST = {
    "end of exon 1": ("28", "30+3", "1/3", "1/2"),
    "start of exon 2": ("31-2", "33", "2/3", "1/2"),
    "end of exon 2": ("90", "91+5", "2/3", "2/2"),
    "start of exon 3": ("92-9", "98", "3/3", "2/2"),
    "the whole of exon 2": ("31-5", "91+6", "2/3", "1-2/2"),
    "exon 2 and a part of exon 3": ("31-40", "97", "2-3/3", "1-2/2"),
    "a part of exon 1 and exon 2": ("20", "91+6", "1-2/3", "1-2/2"),
    "exon 1 to exon 2": ("20", "50", "1-2/3", "1/2"),
    "donor only": ("91+1", "91+3", "", "2/2"),
    "deep in intron 2": ("92-30", "92-20", "", "2/2"),
}


@pytest.mark.parametrize("what", LOST)
def test_exons_that_lose_bases(gene: Gene, what: str) -> None:
    first, behind, exon, _ = LOST[what]
    ref = stage()[place_of(first) : place_of(behind)]

    assert gene.effect(first, ref, "").exon == exon


@pytest.mark.parametrize("what", LOST)
def test_introns_that_lose_bases(gene: Gene, what: str) -> None:
    first, behind, _, intron = LOST[what]
    ref = stage()[place_of(first) : place_of(behind)]

    assert gene.effect(first, ref, "").intron == intron


#                               position  exon   intron
INSERTED = {
    "last base of exon 1 before it": ("30", "1/3", ""),
    "between exon 1 and intron 1": ("30+1", "1/3", ""),
    "in the donor": ("30+2", "", "1/2"),
    "in the acceptor": ("31-1", "", "1/2"),
    "between intron 1 and exon 2": ("31", "2/3", ""),
    "first base of exon 2 before it": ("32", "2/3", ""),
}


@pytest.mark.parametrize("what", INSERTED)
def test_an_insertion_at_a_border_is_in_the_exon(gene: Gene, what: str) -> None:
    position, exon, intron = INSERTED[what]
    effect = gene.effect(position, "", "CC")

    assert (effect.exon, effect.intron) == (exon, intron)


WHOLE = {
    "exon 2": ("31-5", "91+6", "c.31-5_91+5del"),
    "intron 1": ("30+1", "31", "c.30+1_31-1del"),
    "part of exon 1 to part of exon 2": ("25", "40", "c.25_39del"),
}
TERMS = {
    "exon 2": "splice_acceptor_variant splice_donor_variant coding_sequence_variant intron_variant",
    "intron 1": "splice_acceptor_variant splice_donor_variant intron_variant",
    "part of exon 1 to part of exon 2": (
        "splice_acceptor_variant splice_donor_variant coding_sequence_variant intron_variant"
    ),
}


@pytest.mark.parametrize("what", WHOLE)
def test_deletions_of_whole_exons_and_introns(gene: Gene, what: str) -> None:
    first, behind, name = WHOLE[what]
    ref = stage()[place_of(first) : place_of(behind)]

    assert gene.described(first, ref, "") == (name, "p.?", "", TERMS[what])


def test_a_deletion_of_the_whole_transcript(gene: Gene) -> None:
    ref = stage()[place_of("-15") : place_of("*15")]
    name, description, short, terms = gene.described("-15", ref, "")

    assert (name, description, short) == ("c.-15_*14del", "p.?", "")
    assert terms.split()[0] == "transcript_ablation"


@pytest.mark.parametrize(
    ("position", "term"),
    [("-11", "upstream_gene_variant"), ("*11", "downstream_gene_variant")],
)
def test_beside_the_gene(gene: Gene, position: str, term: str) -> None:
    ref = stage()[place_of(position)]
    effect = gene.effect(position, ref, "A" if ref != "A" else "C")

    assert [each.so_term for each in effect.consequences] == [term]
    assert (effect.exon, effect.intron, effect.hgvs_p) == ("", "", "")


def test_the_neighbourhood_ends_after_5000_bases(gene: Gene) -> None:
    """The last base beside a gene is 5,000 bases away from it."""
    transcript = gene.transcript
    ends = (transcript.end0 - 1, transcript.start0)
    signs = (1, -1)

    assert [
        transcript_effect(transcript, Edit(end + sign * NEARBY, "A", "C"), gene.bases) is not None
        for end, sign in zip(ends, signs, strict=True)
    ] == [True, True]
    assert [
        transcript_effect(transcript, Edit(end + sign * (NEARBY + 1), "A", "C"), gene.bases)
        for end, sign in zip(ends, signs, strict=True)
    ] == [None, None]
