"""Variants of one haplotype are read together where a codon or a reading frame is shared."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import building
from oncomatch.annotation.edit import trim
from oncomatch.annotation.effect import transcript_effect
from oncomatch.annotation.haplotype import (
    Piece,
    joined_effect,
    joined_genomic,
    merged_edit,
    place,
    runs_of,
)
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import Reference
from unit.annotation.rebuilding import (
    BUILD,
    STRANDS,
    Gene,
    other_strand,
    protein_of,
    proteins_named,
)

CODING = building.tiny_cds()
PROTEIN = protein_of(CODING)
Change = tuple[int, str, str]
"""Coding position (1-based), what stands there, what comes; either may be empty."""


@pytest.fixture(params=STRANDS)
def tiny_gene(request: pytest.FixtureRequest, tiny: Reference) -> Gene:
    """Return FWD, then REV, of the tiny reference."""
    transcript = tiny.reported_transcript(request.param, BUILD)
    assert transcript is not None
    return Gene(transcript, tiny)


def called(gene: Gene, change: Change) -> Variant:
    """Return a change of the coding sequence as a caller would write it."""
    position, ref, alt = change
    transcript = gene.transcript
    assert CODING[position - 1 : position - 1 + len(ref)] == ref, "the table names other bases"
    first = transcript.to_genomic(position - 1 + transcript.cds_start)
    start0 = first if transcript.strand > 0 else first + 1 - len(ref)
    if transcript.strand < 0:
        ref, alt = other_strand(ref), other_strand(alt)
    anchor = gene.bases(start0 - 1, start0)
    return Variant(transcript.contig, start0, anchor + ref, anchor + alt, BUILD)


def pieces_of(gene: Gene, changes: list[Change]) -> list[Piece]:
    found = [place(gene.transcript, called(gene, change)) for change in changes]
    assert None not in found
    return [piece for piece in found if piece is not None]


def changed(changes: list[Change]) -> str:
    """Return the coding sequence with changes that do not overlap."""
    coding = CODING
    for position, ref, alt in sorted(changes, reverse=True):
        coding = coding[: position - 1] + alt + coding[position - 1 + len(ref) :]
    return coding


RUNS = [
    # ATG GCT GCT GCT AAA AAA GAT TGG CCC TGT TAC CAT GTT TTG CGG AGC ACC GAA: M A A A K K D W P C
    ("two bases of a codon", [(4, "G", "A"), (5, "C", "T")], [(0, 1)]),
    ("the outer bases of a codon", [(4, "G", "A"), (6, "T", "A")], [(0, 1)]),
    ("neighbours in two codons", [(6, "T", "A"), (7, "G", "A")], []),
    ("a codon apart", [(4, "G", "A"), (10, "G", "A")], []),
    ("a shift and back", [(13, "A", ""), (20, "", "C")], [(0, 1)]),
    ("a shift, a base, and back", [(13, "A", ""), (16, "A", "C"), (20, "", "C")], [(0, 1, 2)]),
    ("what comes behind stays out", [(13, "A", ""), (17, "", "C"), (28, "T", "G")], [(0, 1)]),
    ("a shift that stays", [(13, "A", ""), (28, "T", "G")], []),
    ("a shift that stays, and a codon", [(13, "A", ""), (28, "T", "G"), (29, "G", "A")], [(1, 2)]),
    ("a base beside a shift", [(13, "A", "G"), (15, "A", "")], [(0, 1)]),
    ("three shifts one way", [(13, "A", ""), (17, "A", ""), (21, "T", "")], [(0, 1, 2)]),
    ("a deletion, and the codon behind", [(7, "GCT", ""), (14, "A", "C")], [(0, 1)]),
    ("a deletion in the repeat before a codon", [(4, "GCT", ""), (14, "A", "C")], [(0, 1)]),
    ("a deletion, and the codon before", [(17, "A", "C"), (19, "GAT", "")], [(0, 1)]),
    ("a deletion, a codon before it, and another", [(14, "A", "C"), (19, "GAT", "")], []),
    ("a deletion, a codon, and another", [(4, "GCT", ""), (17, "A", "C")], []),
    ("an insertion, and the codon before", [(14, "A", "C"), (19, "", "CCC")], []),
    ("an insertion beside a codon", [(20, "A", "C"), (22, "", "CCC")], [(0, 1)]),
    ("an insertion, and the codon behind", [(22, "", "CCC"), (23, "G", "C")], [(0, 1)]),
    ("bases on both sides", [(20, "A", "C"), (22, "TGG", ""), (26, "C", "A")], [(0, 1, 2)]),
    ("bases of two codons before", [(17, "A", "C"), (20, "A", "C"), (22, "TGG", "")], [(0, 1, 2)]),
    ("a base beside a shift that stays", [(17, "A", "C"), (20, "A", "")], []),
    ("a base beside a shift and back", [(14, "A", "C"), (20, "A", ""), (24, "", "C")], [(1, 2)]),
    ("a base, a shift, and back", [(17, "A", "C"), (20, "A", ""), (24, "", "C")], [(0, 1, 2)]),
    ("in frame, in a codon", [(5, "CTG", ""), (9, "T", "A")], [(0, 1)]),
    ("overlapping: the later stays out", [(4, "GC", "AT"), (5, "C", "A")], []),
    ("over an intron", [(91, "A", "C"), (92, "G", "A")], [(0, 1)]),
]


@pytest.mark.parametrize(
    ("changes", "expected"), [row[1:] for row in RUNS], ids=[r[0] for r in RUNS]
)
def test_which_variants_are_read_together(
    changes: list[Change], expected: list[tuple[int, ...]], tiny_gene: Gene
) -> None:
    assert runs_of(tiny_gene.transcript, pieces_of(tiny_gene, changes)) == expected


def test_a_frame_that_meets_a_stop_is_not_restored_behind_it(tiny_gene: Gene) -> None:
    shift = (3 * 10 + 1, "T", "")  # c.31del in TAC CAT GTT TTG: reads on in another frame
    protein = protein_of(changed([shift]))
    stop = len(protein) * 3
    assert stop < len(CODING) - 12, "the shifted frame must meet a stop"
    back = (stop + 7, "", "A")

    assert runs_of(tiny_gene.transcript, pieces_of(tiny_gene, [shift, back])) == []


def test_two_bases_of_a_codon_are_what_one_record_of_both_is(tiny_gene: Gene) -> None:
    """One answer per alteration: an MNV and two phased substitutions have the same names."""
    pieces = sorted(pieces_of(tiny_gene, [(4, "G", "A"), (6, "T", "A")]), key=lambda p: p.start)
    whole = trim(called(tiny_gene, (4, "GCT", "ACA")))
    joined = joined_effect(tiny_gene.transcript, pieces, tiny_gene.bases)

    assert joined == transcript_effect(tiny_gene.transcript, whole, tiny_gene.bases)
    assert joined.hgvs_c.endswith(":c.4_6delinsACA")
    assert joined.protein_change == "A2T"
    assert merged_edit(tiny_gene.transcript, pieces, tiny_gene.bases) == whole


def test_a_codon_over_an_intron_is_one_residue_with_two_coding_changes(tiny_gene: Gene) -> None:
    changes = [(91, "A", "C"), (92, "G", "A")]
    pieces = pieces_of(tiny_gene, changes)
    joined = joined_effect(tiny_gene.transcript, pieces, tiny_gene.bases)

    assert CODING[90:93] == "AGA"
    assert joined.protein_change == "R31Q"
    assert joined.hgvs_c.endswith(":c.[91A>C;92G>A]")
    assert joined.exon == "2-3/3"
    assert merged_edit(tiny_gene.transcript, pieces, tiny_gene.bases) is None


def test_changes_apart_keep_their_own_coding_names(tiny_gene: Gene) -> None:
    pieces = pieces_of(tiny_gene, [(19, "G", ""), (25, "", "A")])
    joined = joined_effect(tiny_gene.transcript, pieces, tiny_gene.bases)

    assert joined.hgvs_c.endswith(":c.[19del;24_25insA]")
    assert [term.so_term for term in joined.consequences] == ["missense_variant"]


def test_the_genomic_name_of_changes_apart_stands_in_the_order_of_the_genome(
    tiny: Reference,
) -> None:
    transcript = tiny.reported_transcript("REV", BUILD)
    assert transcript is not None
    gene = Gene(transcript, tiny)
    pieces = pieces_of(gene, [(19, "G", ""), (25, "", "A")])
    merged = merged_edit(transcript, pieces, gene.bases)
    name = joined_genomic(BUILD, "1", pieces, merged, gene.bases)
    places = [int(re.match(r"\d+", part)[0]) for part in name.split("[")[1].split(";")]

    assert places == sorted(places)
    assert name.startswith("NC_000001.11:g.[")


@st.composite
def haplotypes(draw: st.DrawFn) -> list[Change]:
    """Return changes behind the start codon and before the stop that do not touch each other."""
    found: list[Change] = []
    at = 4
    while len(found) < 5:
        at += draw(st.integers(0, 4))
        length = draw(st.sampled_from([0, 0, 1, 1, 1, 2, 3]))
        if at + length > len(CODING) - 3:
            break
        exon_end = 30 if at <= 30 else 91
        if at <= exon_end < at + length:
            length = 0
        ref = CODING[at - 1 : at - 1 + length]
        alt = draw(st.text("ACGT", min_size=0 if length else 1, max_size=3))
        if alt != ref and ref[:1] != alt[:1] and ref[-1:] != alt[-1:] and at not in (31, 92):
            found.append((at, ref, alt))
            at += length + 1
        else:
            at += 1
    return found


@settings(max_examples=300, deadline=None)
@given(haplotypes(), st.sampled_from(STRANDS))
def test_what_is_read_together_is_the_protein_of_the_haplotype(
    tiny: Reference, changes: list[Change], symbol: str
) -> None:
    transcript = tiny.reported_transcript(symbol, BUILD)
    assert transcript is not None
    gene = Gene(transcript, tiny)
    pieces = pieces_of(gene, changes)
    tail = other_strand(gene.bases(0, 4000)) if transcript.strand < 0 else gene.bases(0, 4000)
    for run in runs_of(transcript, pieces):
        mine = [changes[at] for at in run]
        joined = joined_effect(transcript, [pieces[at] for at in run], gene.bases)
        shift = sum(len(alt) - len(ref) for _, ref, alt in mine)
        coding = changed(mine) + (tail[1550:1560] if shift % 3 else "")
        if shift % 3 and "*" not in protein_of(coding):
            continue
        assert re.fullmatch(proteins_named(PROTEIN, joined.protein_change), protein_of(coding)), (
            joined.protein_change
        )


@settings(max_examples=200, deadline=None)
@given(haplotypes(), st.randoms(use_true_random=False))
def test_the_order_of_the_calls_does_not_matter(
    tiny: Reference, changes: list[Change], random: object
) -> None:
    transcript = tiny.reported_transcript("FWD", BUILD)
    assert transcript is not None
    gene = Gene(transcript, tiny)
    shuffled = list(changes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def together(order: list[Change]) -> list[list[Change]]:
        return [[order[at] for at in run] for run in runs_of(transcript, pieces_of(gene, order))]

    assert together(shuffled) == together(changes)


@pytest.mark.parametrize("build", list(GenomeBuild))
def test_braf_v600k(reference: Reference, build: GenomeBuild) -> None:
    """c.1798G>A and c.1799T>A are V600M and V600E alone, V600K together."""
    transcript = reference.reported_transcript("BRAF", build)
    assert transcript is not None
    bases = partial(reference.sequences.bases, build, transcript.contig)
    calls = [building.place("BRAF", name, build) for name in ("V600M", "V600E")]
    pieces = [piece for call in calls if (piece := place(transcript, call)) is not None]
    joined = joined_effect(transcript, pieces, bases)

    assert runs_of(transcript, pieces) == [(0, 1)]
    assert joined.protein_change == "V600K"
    assert joined.hgvs_c == f"{transcript.accession}:c.1798_1799delinsAA"
