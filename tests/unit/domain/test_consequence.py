"""Sequence Ontology terms with Ensembl's order and impact, and the null variants of OVS1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.consequence import Consequence, Impact, sort_by_severity

# Ensembl release 115, "Calculated variant consequences", most severe first; left out are the
# regulatory terms, mature_miRNA, NMD_transcript, coding_transcript and sequence_variant.
ENSEMBL = {
    Impact.HIGH: """
        transcript_ablation splice_acceptor_variant splice_donor_variant stop_gained
        frameshift_variant stop_lost start_lost transcript_amplification feature_elongation
        feature_truncation
    """.split(),
    Impact.MODERATE: """
        inframe_insertion inframe_deletion missense_variant protein_altering_variant
    """.split(),
    Impact.LOW: """
        splice_donor_5th_base_variant splice_region_variant splice_donor_region_variant
        splice_polypyrimidine_tract_variant incomplete_terminal_codon_variant
        start_retained_variant stop_retained_variant synonymous_variant
    """.split(),
    Impact.MODIFIER: """
        coding_sequence_variant 5_prime_UTR_variant 3_prime_UTR_variant
        non_coding_transcript_exon_variant intron_variant non_coding_transcript_variant
        upstream_gene_variant downstream_gene_variant intergenic_variant
    """.split(),
}
ORDERED = [(term, impact) for impact, terms in ENSEMBL.items() for term in terms]

# OVS1 of ClinGen/CGC/VICC (PMID 35101336): nonsense, frameshift, canonical +/-1 or 2 splice sites,
# initiation codon, single-exon or multi-exon deletion.
OVS1 = """
    transcript_ablation splice_acceptor_variant splice_donor_variant stop_gained
    frameshift_variant start_lost
""".split()


def test_the_terms_stand_in_ensembls_order() -> None:
    by_rank = sorted(Consequence, key=lambda each: each.rank)

    assert [each.so_term for each in by_rank] == [term for term, _ in ORDERED]
    assert [each.rank for each in by_rank] == list(range(1, len(ORDERED) + 1))


@pytest.mark.parametrize(("term", "impact"), ORDERED)
def test_a_term_has_ensembls_impact(term: str, impact: Impact) -> None:
    assert Consequence.parse(term).impact is impact


@pytest.mark.parametrize("consequence", Consequence, ids=lambda each: each.value)
def test_a_protein_is_altered_by_high_and_moderate_impact(consequence: Consequence) -> None:
    moved = consequence.so_term in ENSEMBL[Impact.HIGH] + ENSEMBL[Impact.MODERATE]

    assert consequence.alters_protein is moved


@pytest.mark.parametrize("consequence", Consequence, ids=lambda each: each.value)
def test_null_variants_are_those_of_ovs1(consequence: Consequence) -> None:
    assert consequence.is_null is (consequence.so_term in OVS1)


@pytest.mark.parametrize("term", ["", "missense", "Missense_Mutation", "STOP_GAINED", "intron"])
def test_words_outside_the_ontology_are_refused(term: str) -> None:
    with pytest.raises(ValueError, match=f"^{term!r} is not"):
        Consequence.parse(term)


def test_consequences_sort_most_severe_first() -> None:
    found = {
        Consequence.INTRON,
        Consequence.MISSENSE,
        Consequence.SPLICE_REGION,
        Consequence.SPLICE_DONOR,
    }

    assert sort_by_severity(found) == (
        Consequence.SPLICE_DONOR,
        Consequence.MISSENSE,
        Consequence.SPLICE_REGION,
        Consequence.INTRON,
    )


@given(st.sets(st.sampled_from(Consequence)))
def test_sorting_loses_nothing(found: set[Consequence]) -> None:
    ordered = sort_by_severity(found)

    assert set(ordered) == found
    assert len(ordered) == len(found)
