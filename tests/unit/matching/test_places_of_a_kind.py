"""Codons, exons and regions with a kind of change: the kind and the place both have to fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import annotated, ask, facts_of, rewritten, tumor, with_variants
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.variant import Variant
from oncomatch.knowledge.regions import RegionSpan
from oncomatch.matching.evaluate import evaluate
from oncomatch.reference.bundle import open_reference

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
GENES = "EGFR BRAF ABL1 FLT3 TP53 KRAS MET BRCA1".split()


def lung(*changes: tuple[str, str], panel: list[str] | None = None) -> TumorProfile:
    return tumor("LUAD", changes, panel=GENES if panel is None else panel)


def carrying(gene: str, first: int, last: int, residues: str) -> TumorProfile:
    """Return a tumour whose residues `first` to `last` of a gene are others."""
    return with_variants(lung(), rewritten(gene, first, last, residues))


SVD = carrying("EGFR", 771, 770, "SVD")  # S768_D770dup
DELETION = carrying("EGFR", 746, 750, "")


def over_the_end(gene: str, exon: int) -> Variant:
    """Return a deletion of three bases on either side of the end of an exon (plus strand)."""
    site = donor(gene, exon)
    start0 = site.start0 - 4
    ref = open_reference().sequences.bases(site.build, site.contig, start0, start0 + 7)
    return Variant(site.contig, start0 + 1, ref, ref[0], site.build)


def donor(gene: str, exon: int) -> Variant:
    """Return a substitution of the first base after an exon of a gene on the plus strand."""
    build, reference = GenomeBuild.GRCH38, open_reference()
    transcript = reference.reported_transcript(gene, build)
    assert transcript is not None
    end = transcript.exons[exon - 1][1]
    ref = reference.sequences.bases(build, transcript.contig, end, end + 1)
    return Variant(transcript.contig, end + 1, ref, "T", build)


FUSED = with_variants(lung(), over_the_end("EGFR", 19))
SKIPPED = with_variants(lung(), donor("MET", 14))


@pytest.mark.parametrize(
    ("pattern", "profile", "outcome"),
    [
        ("EGFR codons 762-823 inframe_insertion", SVD, MET),
        ("EGFR codons 762-823 inframe_deletion", SVD, NOT_MET),
        ("EGFR codons 729-761 inframe_insertion", SVD, NOT_MET),
        ("EGFR codons 769-823 inframe_insertion", SVD, UNKNOWN),
        ("EGFR codons 729-761 inframe_deletion", DELETION, MET),
        ("EGFR codons 729-761 inframe_insertion", DELETION, NOT_MET),
        ("EGFR codons 747-761 inframe_deletion", DELETION, UNKNOWN),
        ("EGFR codons 729-749 inframe_deletion", DELETION, UNKNOWN),
        ("EGFR codons 747-749 inframe_deletion", DELETION, UNKNOWN),
        ("EGFR codons 747-749 inframe_insertion", DELETION, NOT_MET),
        ("EGFR codon 858 missense", lung(("EGFR", "L858R")), MET),
        ("EGFR codon 858 mutation", lung(("EGFR", "L858R")), MET),
        ("EGFR codon 858 frameshift", lung(("EGFR", "L858R")), NOT_MET),
        ("EGFR codon 859 missense", lung(("EGFR", "L858R")), NOT_MET),
        ("BRAF codon 600 truncation", carrying("BRAF", 600, 600, "*"), MET),
        ("BRAF codon 600 missense", carrying("BRAF", 600, 600, "*"), NOT_MET),
        ("BRAF codon 600 oncogenic", carrying("BRAF", 600, 600, "*"), UNKNOWN),
        ("KRAS oncogenic", carrying("KRAS", 30, 30, "*"), UNKNOWN),
        ("KRAS oncogenic", lung(("KRAS", "G12D")), MET),
        ("BRAF codon 600 oncogenic", lung(("BRAF", "V600E")), MET),
        ("BRAF codon 600 splice", lung(("BRAF", "V600E")), UNKNOWN),
        ("BRAF codon 600 skipping", lung(), UNKNOWN),
    ],
)
def test_codons_with_a_kind(pattern: str, profile: TumorProfile, outcome: Outcome) -> None:
    assert ask(pattern, profile).outcome is outcome


@pytest.mark.parametrize(
    ("pattern", "profile", "outcome"),
    [
        ("EGFR exon 19 inframe_deletion", DELETION, MET),
        ("EGFR exon 19 inframe_insertion", DELETION, NOT_MET),
        ("EGFR exon 20 inframe_insertion", SVD, MET),
        ("EGFR exons 18-21 mutation", lung(("EGFR", "L858R")), MET),
        ("EGFR exons 18-20 mutation", lung(("EGFR", "L858R")), NOT_MET),
        ("EGFR exons 19-20 inframe_deletion", DELETION, MET),
        ("EGFR exons 20-21 inframe_deletion", DELETION, NOT_MET),
        ("EGFR exon 19 inframe_deletion", FUSED, UNKNOWN),
        ("EGFR exon 20 inframe_deletion", FUSED, NOT_MET),
        ("EGFR exons 18-19 inframe_deletion", FUSED, UNKNOWN),
        ("EGFR exon 21 inframe_deletion", FUSED, NOT_MET),
        ("EGFR exons 18-21 mutation", lung(panel=["KRAS"]), UNKNOWN),
        ("MET exon 14 splice", SKIPPED, MET),
        ("MET exons 13-14 splice", SKIPPED, MET),
        ("MET exon 13 splice", SKIPPED, NOT_MET),
        ("MET exon 14 skipping", SKIPPED, MET),
        ("MET exons 13-14 skipping", SKIPPED, UNKNOWN),
        ("MET splice", SKIPPED, MET),
        ("MET skipping", SKIPPED, UNKNOWN),
    ],
)
def test_exons_and_ranges_of_them(pattern: str, profile: TumorProfile, outcome: Outcome) -> None:
    assert ask(pattern, profile).outcome is outcome


def test_splice_sites_that_were_not_covered_are_not_free_of_changes() -> None:
    """A list of genes says that coding sequence was covered, not what stands beside it."""
    profile = lung(("MET", "D1228N"))
    genes = tuple(replace(each, flanked_exons=()) for each in profile.assay.genes)
    bare = replace(profile, assay=replace(profile.assay, genes=genes))

    for pattern in ("MET splice", "MET exon 14 splice", "MET exon 14 skipping"):
        assert ask(pattern, profile).outcome is NOT_MET
        assert ask(pattern, bare).outcome is UNKNOWN
        assert ask(pattern, bare).reason.endswith("the splice sites were not covered")


@pytest.mark.parametrize(
    ("pattern", "profile", "outcome"),
    [
        ("ABL1 region tyrosine_kinase_domain mutation", lung(("ABL1", "T315I")), MET),
        ("ABL1 region tyrosine_kinase_domain frameshift", lung(("ABL1", "T315I")), NOT_MET),
        ("ABL1 region sh2_domain mutation", lung(("ABL1", "T315I")), NOT_MET),
        ("FLT3 region tyrosine_kinase_domain mutation", lung(("FLT3", "D835Y")), MET),
        ("FLT3 region tyrosine_kinase_domain missense", lung(("FLT3", "V592A")), UNKNOWN),
        ("TP53 region dna_binding_domain mutation", lung(("TP53", "R175H")), MET),
        ("TP53 region dna_binding_domain mutation", lung(("TP53", "R337C")), NOT_MET),
        ("TP53 region dna_binding_domain mutation", lung(panel=["KRAS"]), UNKNOWN),
        ("ABL1 region p_loop mutation", lung(), UNKNOWN),
        ("ABL1 region p_loop mutation", lung(("ABL1", "T315I")), UNKNOWN),
        ("TP53 region dna_binding_domain splice", lung(), UNKNOWN),
    ],
)
def test_regions_of_the_bundled_table(
    pattern: str, profile: TumorProfile, outcome: Outcome
) -> None:
    assert ask(pattern, profile).outcome is outcome


@pytest.mark.parametrize(
    ("spans", "outcome"),
    [
        (((590, 610),), MET),
        (((590, 610), (600, 600)), MET),
        (((590, 610), (601, 610)), UNKNOWN),
        (((601, 610),), NOT_MET),
        ((), UNKNOWN),
    ],
    ids=["within", "within both", "within one of two", "outside", "no record"],
)
def test_records_of_a_region_may_differ(
    spans: tuple[tuple[int, int], ...], outcome: Outcome
) -> None:
    facts = facts_of(lung(("BRAF", "V600E")))
    reported = facts.transcript("BRAF")
    assert reported is not None
    regions = {("BRAF", "lobe"): tuple(RegionSpan(*each, reported.accession) for each in spans)}

    answer = evaluate(parse_biomarker("BRAF region lobe missense"), replace(facts, regions=regions))

    assert answer.outcome is outcome


def test_a_region_without_residues_says_so() -> None:
    assert ask("ABL1 region p_loop mutation", lung()) == Evaluation(
        UNKNOWN,
        "ABL1 region p_loop mutation: which residues the p_loop has is not known here",
    )


@pytest.mark.parametrize(
    ("first", "residues", "outcome"),
    [
        (600, "DLKWEFP", MET),
        (607, "DLKWEFP", MET),
        (607, "GLDLKWEFP", MET),
        (607, "DLKWEFPGV", MET),
        (607, "GGHHCCQ", NOT_MET),
        (607, "P", MET),
        (607, "W", NOT_MET),
        (607, "GHFP", UNKNOWN),
    ],
)
def test_a_tandem_duplication_repeats_what_stands_beside_it(
    first: int, residues: str, outcome: Outcome
) -> None:
    profile = carrying("FLT3", first, first - 1, residues)
    protein = facts_of(profile).protein("FLT3")
    assert protein[599:606] == "DLKWEFP", "table is wrong"

    answer = ask("FLT3 internal_tandem_duplication", profile)

    if outcome is NOT_MET:  # what callers of small variants miss is not excluded
        assert answer.reason.endswith("callers of small variants miss the long ones")
    else:
        assert (answer.outcome, bool(answer.facts)) == (outcome, True)


@pytest.mark.parametrize("pattern", ["FLT3 internal_tandem_duplication"])
def test_a_deletion_is_no_duplication_and_none_is_excluded(pattern: str) -> None:
    profile = with_variants(lung(), rewritten("FLT3", 600, 602, ""))

    assert ask(pattern, profile) == Evaluation(
        UNKNOWN,
        "FLT3 internal tandem duplication: callers of small variants miss the long ones",
    )


def test_a_change_of_a_tumour_suppressor_does_not_gain_function() -> None:
    answer = ask("TP53 gain_of_function", lung(("TP53", "R175H")))

    assert answer.outcome is UNKNOWN
    assert "gain of function is not known" in answer.reason
    assert annotated(rewritten("TP53", 175, 175, "H")).label in answer.reason


def test_a_truncation_of_an_oncogene_is_not_oncogenic_even_where_it_is_named() -> None:
    facts = facts_of(carrying("KRAS", 30, 30, "*"))
    (found,) = facts.altering("KRAS")
    known = replace(facts, standings={found.id: Evaluation(MET, "named", (found.id,))})

    assert evaluate(parse_biomarker("KRAS oncogenic"), known).outcome is UNKNOWN
    assert evaluate(parse_biomarker("KRAS mutation"), known).outcome is MET


def test_a_change_of_two_exons_is_in_neither_alone() -> None:
    found = annotated(rewritten("EGFR", 746, 750, ""))
    assert found.effect is not None
    spanning = replace(found, effect=replace(found.effect, exon="19-20/28"))
    profile = replace(lung(), small_variants=(spanning,))

    assert ask("EGFR exons 19-20 inframe_deletion", profile).outcome is MET
    assert ask("EGFR exon 19 inframe_deletion", profile).outcome is not MET
