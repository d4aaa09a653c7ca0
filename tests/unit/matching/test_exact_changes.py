"""Exact, codon and coding patterns: the pair that fits, and each near miss that must not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, place, rewritten, tumor, with_variants
from oncomatch.domain.alteration import AnnotationState, SmallVariant, UnusableCall
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.phase import Phase
from oncomatch.domain.profile import TumorProfile

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def lung(*changes: tuple[str, str]) -> TumorProfile:
    """Return a tumour of which every gene of these tests was covered throughout."""
    return tumor("LUAD", changes, panel="ATM BRAF EGFR ERBB2 ESR1 FLCN KRAS MYD88 PIK3CA".split())


@pytest.mark.parametrize(
    ("found", "pattern", "outcome"),
    [
        (("BRAF", "V600E"), "BRAF p.V600E", MET),
        (("BRAF", "V600M"), "BRAF p.V600E", NOT_MET),
        (("BRAF", "K601E"), "BRAF p.V600E", NOT_MET),
        (("KRAS", "G12D"), "KRAS p.G12D", MET),
        (("KRAS", "G12C"), "KRAS p.G12D", NOT_MET),
        (("KRAS", "G12D"), "KRAS p.G12C", NOT_MET),
        (("KRAS", "G13D"), "KRAS p.G12D", NOT_MET),
        (("EGFR", "T790M"), "EGFR p.C797S", NOT_MET),
        (("EGFR", "L858R"), "EGFR p.L861Q", NOT_MET),
        (("KRAS", "G12D"), "NRAS p.G12D", UNKNOWN),
        (("BRAF", "V600E"), "BRAF codon 600", MET),
        (("BRAF", "V600M"), "BRAF codon 600", MET),
        (("BRAF", "K601E"), "BRAF codon 600", NOT_MET),
        (("KRAS", "G13D"), "KRAS codon 12", NOT_MET),
        (("KRAS", "G12D"), "KRAS codons 12-13", MET),
        (("KRAS", "G13D"), "KRAS codons 12-13", MET),
        (("ESR1", "L536R"), "ESR1 codons 310-536", MET),
        (("ESR1", "Y537S"), "ESR1 codons 310-536", NOT_MET),
        (("ESR1", "Y537S"), "ESR1 codons 537-547", MET),
        (("ESR1", "L536R"), "ESR1 codons 537-547", NOT_MET),
    ],
    ids=str,
)
def test_one_change_at_a_time(found: tuple[str, str], pattern: str, outcome: Outcome) -> None:
    assert outcome is ask(pattern, lung(found)).outcome


def phased(variant: SmallVariant, phase: str) -> SmallVariant:
    """Return a variant on the copy that `9:0` names, of unknown phase without."""
    number, _, copy = phase.partition(":")
    return replace(variant, phase=Phase(number, (int(copy),)) if phase else None)


@pytest.mark.parametrize(
    ("phases", "pattern", "outcome"),
    [
        (("", ""), "BRAF p.V600K", UNKNOWN),
        (("9:0", ""), "BRAF p.V600K", UNKNOWN),
        (("9:0", "8:1"), "BRAF p.V600K", UNKNOWN),
        (("9:0", "9:1"), "BRAF p.V600K", NOT_MET),
        (("", ""), "BRAF p.V600R", NOT_MET),
        (("", ""), "BRAF p.V600E", MET),
    ],
)
def test_calls_that_may_be_the_change_together(
    phases: tuple[str, str], pattern: str, outcome: Outcome
) -> None:
    calls = lung(("BRAF", "V600E"), ("BRAF", "V600M")).small_variants
    both = tuple(map(phased, calls, phases))

    assert ask(pattern, replace(lung(), small_variants=both)).outcome is outcome


@pytest.mark.parametrize(
    ("found", "pattern", "outcome"),
    [
        (["V600E", "K601E"], "BRAF p.V600_K601delinsEE", UNKNOWN),
        (["V600E", "K601E"], "BRAF p.V600_K601del", NOT_MET),
        (["V600E"], "BRAF p.V600_K601delinsEE", NOT_MET),
        (["V600E", "c.1798_1803del"], "BRAF p.V600_K601delinsE", UNKNOWN),
        (["V600E", "V600G"], "BRAF p.V600K", NOT_MET),
    ],
)
def test_calls_of_other_codons_or_lengths(found: list[str], pattern: str, outcome: Outcome) -> None:
    assert ask(pattern, lung(*(("BRAF", each) for each in found))).outcome is outcome


def test_v600k_is_not_v600e() -> None:
    """V600K takes two bases; a caller writes it as one MNV."""
    profile = with_variants(lung(), rewritten("BRAF", 600, 600, "K"))
    found = profile.small_variants[0]

    assert found.label == "BRAF V600K", "the case is not what the test is about"
    assert ask("BRAF p.V600E", profile) == Evaluation(
        NOT_MET, "BRAF carries BRAF V600K, not V600E", (found.id,)
    )
    assert ask("BRAF p.V600K", profile) == Evaluation(MET, "BRAF V600K detected", (found.id,))
    assert ask("BRAF codon 600", profile).outcome is MET


def test_the_answer_names_the_variant_and_its_id() -> None:
    profile = lung(("KRAS", "G12C"), ("BRAF", "V600E"))
    kras = next(variant for variant in profile.small_variants if variant.gene == "KRAS")

    assert ask("KRAS p.G12C", profile) == Evaluation(MET, "KRAS G12C detected", (kras.id,))


def test_what_is_not_there_was_looked_for() -> None:
    assert ask("KRAS p.G12C", lung()) == Evaluation(NOT_MET, "KRAS G12C: looked for and not found")


def test_a_delins_over_the_residue_is_not_a_plain_no() -> None:
    """BRAF V600_K601delinsE puts a glutamate at 600 too; it is not V600E, nor clearly not."""
    profile = with_variants(lung(), rewritten("BRAF", 600, 601, "E"))

    assert ask("BRAF p.V600E", profile).outcome is UNKNOWN
    assert ask("BRAF p.V600_K601delinsE", profile).outcome is MET
    assert ask("BRAF codon 600", profile).outcome is UNKNOWN
    assert ask("not BRAF codon 600", profile).outcome is UNKNOWN


@pytest.mark.parametrize("pattern", ["KRAS codon 12", "KRAS p.G12C", "KRAS codons 12-13"])
@pytest.mark.parametrize("near", [("KRAS", "G12C")], ids=str)
def test_a_left_out_call_at_the_place_makes_it_unknown(pattern: str, near: tuple[str, str]) -> None:
    profile = tumor("LUAD", left_out=[near])

    assert ask(pattern, profile) == Evaluation(
        UNKNOWN,
        "KRAS G12C was called but not reported (low depth)",
        (profile.left_out[0].id,),
    )


def test_a_left_out_call_elsewhere_in_the_gene_does_not_matter() -> None:
    profile = tumor("LUAD", left_out=[("KRAS", "Q61H")])

    assert ask("KRAS p.G12C", profile).outcome is NOT_MET
    assert ask("KRAS codon 12", profile).outcome is NOT_MET


def test_another_change_of_the_residue_does_not_hide_a_left_out_call() -> None:
    """G12D is reported and G12C was called but left out: G12C is not known to be absent."""
    profile = with_variants(lung(("KRAS", "G12D")), left_out=[place("KRAS", "G12C")])

    assert ask("KRAS p.G12C", profile).outcome is UNKNOWN


@pytest.mark.parametrize("genes", ["KRAS", "KRAS; LYRM5"])
def test_a_left_out_call_without_a_known_effect_concerns_every_place(genes: str) -> None:
    profile = with_variants(lung(), left_out=[place("KRAS", "Q61H")])
    (call,) = profile.left_out
    bare = replace(call, gene=genes, effect=None, state=AnnotationState.NOT_DETERMINED)
    profile = replace(profile, left_out=(bare,))

    assert ask("KRAS p.G12C", profile).outcome is UNKNOWN
    assert ask("KRAS codon 12", profile).outcome is UNKNOWN
    assert ask("BRAF p.V600E", profile).outcome is NOT_MET


def test_a_call_that_could_not_be_used_makes_it_unknown_too() -> None:
    call = UnusableCall(("KRAS",), "12:25245351 G>T", "REF differs from the reference")
    unclean = replace(lung(("KRAS", "G12D")), unusable=(call,))

    assert ask("KRAS p.G12C", unclean).outcome is UNKNOWN
    assert ask("KRAS p.G12D", unclean).outcome is MET
    assert ask("KRAS codon 13", unclean).outcome is UNKNOWN


class TestOtherIsoform:
    """MYD88 L265P is numbered on a longer isoform; the reported transcript says L252P."""

    PATTERN = "MYD88@ENST00000648963.1 p.L265P"
    HERE = ("MYD88", "L252P")

    def test_is_found_by_the_other_number(self) -> None:
        assert ask(self.PATTERN, lung(self.HERE)).outcome is MET

    def test_the_number_without_its_transcript_does_not_fit(self) -> None:
        (found,) = lung(self.HERE).small_variants

        assert found.effect is not None
        assert found.effect.protein_change == "L252P"
        assert ask("MYD88 p.L265P", lung(self.HERE)).outcome is NOT_MET

    def test_is_looked_for_where_the_gene_is_covered(self) -> None:
        assert ask(self.PATTERN, lung()).outcome is NOT_MET

    def test_a_left_out_call_makes_it_unknown(self) -> None:
        profile = with_variants(lung(), left_out=[place(*self.HERE)])

        assert ask(self.PATTERN, profile).outcome is UNKNOWN

    def test_part_of_a_gene_does_not_tell_where_the_other_number_lies(self) -> None:
        profile = lung()
        genes = tuple(
            replace(gene, assessment=type(gene.assessment).PARTLY) for gene in profile.assay.genes
        )
        profile = replace(profile, assay=replace(profile.assay, genes=genes))

        assert ask(self.PATTERN, profile).outcome is UNKNOWN
        assert ask("MYD88 p.L252P", profile).outcome is NOT_MET


class TestCodingChange:
    def test_another_base_for_the_same_protein_is_not_it(self) -> None:
        """The list of the FDA asks for c.1635G>T; c.1635G>C is E545D as well."""
        one, two = (
            with_variants(lung(), replace(place("PIK3CA", "E545D"), alt=base)) for base in "TC"
        )

        assert {profile.small_variants[0].label for profile in (one, two)} == {"PIK3CA E545D"}
        assert ask("PIK3CA c.1635G>T", one).outcome is MET
        assert ask("PIK3CA c.1635G>T", two).outcome is not MET
        assert ask("PIK3CA p.E545D", two).outcome is MET

    def test_outside_the_coding_sequence_coverage_is_not_known(self) -> None:
        """A panel of coding regions says nothing about a promoter."""
        answer = ask("TERT c.-124C>T", tumor("SKCM", panel=["TERT"]))

        assert answer == Evaluation(
            UNKNOWN, "TERT c.-124C>T: whether that place was covered is not known"
        )

    def test_a_gene_off_the_panel_was_not_assessed(self) -> None:
        answer = ask("TERT c.-124C>T", tumor("SKCM", panel=["BRAF"]))

        assert answer == Evaluation(UNKNOWN, "TERT c.-124C>T: TERT was not assessed")

    def test_a_left_out_call_makes_it_unknown(self) -> None:
        profile = with_variants(lung(), left_out=[place("PIK3CA", "E545D")])

        assert ask("PIK3CA c.1635G>T", profile).outcome is UNKNOWN

    def test_the_copied_base_of_a_duplication_is_not_part_of_its_name(self) -> None:
        """HGVS: `c.1285dup`; sources write `c.1285dupC` for the same change."""
        base = place("FLCN", "c.1285_1285del")
        duplicated = replace(base, ref=base.alt, alt=base.ref)
        (found,) = with_variants(lung(), duplicated).small_variants
        assert found.effect is not None
        assert found.effect.hgvs_c.endswith(":c.1285dup"), "the case is not what the test is about"

        assert ask("FLCN c.1285dupC", with_variants(lung(), duplicated)).outcome is MET


@pytest.mark.parametrize("build", GenomeBuild, ids=lambda build: build.value)
def test_both_builds_give_one_answer(build: GenomeBuild) -> None:
    profile = tumor("LUAD", [("KRAS", "G12C")], build=build)

    assert ask("KRAS p.G12C", profile).outcome is MET
    assert ask("KRAS p.G12D", profile).outcome is NOT_MET


@pytest.mark.parametrize("pattern", ["BRAF codon 600", "BRAF p.V600E", "BRAF exon 15 mutation"])
def test_a_silent_change_is_no_change(pattern: str) -> None:
    profile = with_variants(lung(), rewritten("BRAF", 600, 600, "V"))
    effect = profile.small_variants[0].effect
    assert effect is not None
    assert effect.consequences == (Consequence.SYNONYMOUS,), "the case is not what it is about"

    assert ask(pattern, profile).outcome is NOT_MET
    assert ask("BRAF wildtype", profile).outcome is MET
