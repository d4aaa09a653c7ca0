"""Wild type and anti-EGFR antibodies: only a gene that was looked at and is clean is wild type."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import ask, facts_of, matched, place, rewritten, tumor, with_variants
from oncomatch.domain.alteration import AnnotationState, SmallVariant, UnusableCall
from oncomatch.domain.assay import Assessment, GeneCoverage
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.readers.panel import cover_regions
from oncomatch.reference.bundle import Reference

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN

CODONS = "not (KRAS codon 12 or KRAS codon 13)"
EXONS = "not ({})".format(
    " or ".join(f"{gene} exon {exon} mutation" for gene in ("KRAS", "NRAS") for exon in (2, 3, 4))
)
WILD = "KRAS wildtype and NRAS wildtype"
PATTERNS = pytest.mark.parametrize(
    "pattern", [CODONS, EXONS, WILD], ids=["codons", "exons", "genes"]
)
BOTH = ("KRAS", "NRAS")


def colon(*changes: tuple[str, str], panel: tuple[str, ...] | None = BOTH) -> TumorProfile:
    """Return a colorectal tumour; KRAS and NRAS were covered unless said otherwise."""
    return tumor("COADREAD", changes, panel=panel)


def covering(profile: TumorProfile, *coverages: GeneCoverage) -> TumorProfile:
    """Return the profile with another coverage."""
    return replace(profile, assay=replace(profile.assay, genes=coverages))


def uninterpreted(gene: str) -> SmallVariant:
    """Return a call in a gene whose consequence could not be determined."""
    (found,) = with_variants(colon(), place("KRAS", "G12C")).small_variants
    return replace(found, gene=gene, state=AnnotationState.NOT_DETERMINED, effect=None)


@PATTERNS
def test_covered_and_clean(pattern: str) -> None:
    assert ask(pattern, colon()).outcome is MET


@pytest.mark.parametrize(
    ("change", "codons", "exons", "wild"),
    [
        (("KRAS", "G12C"), NOT_MET, NOT_MET, NOT_MET),
        (("KRAS", "G13D"), NOT_MET, NOT_MET, NOT_MET),
        (("KRAS", "Q61H"), MET, NOT_MET, NOT_MET),
        (("KRAS", "A146T"), MET, NOT_MET, NOT_MET),
        (("NRAS", "Q61R"), MET, NOT_MET, NOT_MET),
        (("NRAS", "G12D"), MET, NOT_MET, NOT_MET),
        (("BRAF", "V600E"), MET, MET, MET),
        (("KRAS", "P34A"), MET, UNKNOWN, UNKNOWN),
        (("NRAS", "S89A"), MET, UNKNOWN, UNKNOWN),
    ],
    ids=str,
)
def test_a_change_of_either_gene(
    change: tuple[str, str], codons: Outcome, exons: Outcome, wild: Outcome
) -> None:
    """The same change for each of the three ways in which sources say *wild type*.

    A change of undetermined meaning (KRAS P34A, NRAS S89A) is neither wild type nor mutation.
    """
    profile = colon(change)

    assert (codons, exons, wild) == tuple(
        ask(pattern, profile).outcome for pattern in (CODONS, EXONS, WILD)
    )


def test_a_change_of_unknown_meaning_in_codon_12_is_a_change_of_codon_12() -> None:
    """Codons 12 and 13 are asked for as such: any substitution counts."""
    profile = with_variants(colon(), rewritten("KRAS", 12, 12, "E"))

    assert ask(CODONS, profile).outcome is NOT_MET


@PATTERNS
def test_not_covered(pattern: str) -> None:
    assert ask(pattern, colon(panel=("BRAF",))).outcome is UNKNOWN


@pytest.mark.parametrize("gene", BOTH)
def test_one_of_the_two_not_covered(gene: str) -> None:
    profile = colon(panel=(gene,))

    assert ask(EXONS, profile).outcome is UNKNOWN
    assert ask(WILD, profile).outcome is UNKNOWN
    assert ask(CODONS, profile).outcome is (MET if gene == "KRAS" else UNKNOWN)


@PATTERNS
def test_no_panel_known(pattern: str) -> None:
    assert ask(pattern, colon(panel=None)).outcome is UNKNOWN


@PATTERNS
def test_a_found_mutation_needs_no_panel(pattern: str) -> None:
    profile = replace(colon(("KRAS", "G12C")), assay=colon(panel=None).assay)

    assert ask(pattern, profile).outcome is NOT_MET


@PATTERNS
def test_no_small_variants_given(pattern: str) -> None:
    """A case of IHC alone: the panel is known and nothing was called from it."""
    profile = colon()
    profile = replace(profile, assay=replace(profile.assay, small_variants=False))

    assert ask(pattern, profile).outcome is UNKNOWN


@PATTERNS
def test_a_left_out_call_beside_a_splice_site_is_no_mutation_as_a_reported_one_is_none(
    pattern: str,
) -> None:
    (call,) = with_variants(colon(), place("KRAS", "G12D")).small_variants
    terms = (Consequence.SPLICE_REGION, Consequence.INTRON)
    beside = replace(call.effect, consequences=terms, first_residue=None, last_residue=None)
    profile = replace(colon(), left_out=(replace(call, effect=beside, left_out="low depth"),))
    assert ask(pattern, profile).outcome is MET


@PATTERNS
def test_a_left_out_call(pattern: str) -> None:
    """A weak call of G12D was filtered: the tumour is not known to be free of it."""
    profile = with_variants(colon(), left_out=[place("KRAS", "G12D")])

    assert ask(pattern, profile) == Evaluation(
        UNKNOWN, "KRAS G12D was called but not reported (low depth)", (profile.left_out[0].id,)
    )


@PATTERNS
def test_a_call_that_could_not_be_interpreted(pattern: str) -> None:
    profile = replace(colon(), small_variants=(uninterpreted("KRAS"),))

    answer = ask(pattern, profile)
    assert answer.outcome is UNKNOWN
    assert answer.reason.startswith("a call in KRAS (")


@PATTERNS
def test_a_call_that_contradicts_the_reference(pattern: str) -> None:
    """REF of the record is not the reference's: what is at the place of KRAS is not known."""
    call = UnusableCall(("KRAS", "BRAF"), "12:1 C>A", "REF differs from the reference")
    profile = replace(colon(), unusable=(call,))

    assert ask(pattern, profile) == Evaluation(
        UNKNOWN,
        "a call in KRAS (12:1 C>A) could not be used: REF differs from the reference",
        ("unusable 12:1 C>A",),
    )
    assert ask("NRAS wildtype", profile).outcome is MET
    assert ask("BRAF p.V600E", profile).outcome is UNKNOWN


def test_a_call_over_two_genes_is_unclear_for_both() -> None:
    profile = replace(colon(), small_variants=(uninterpreted("NRAS; KRAS"),))

    assert ask("KRAS wildtype", profile).outcome is UNKNOWN
    assert ask("NRAS wildtype", profile).outcome is UNKNOWN


class TestPartlyCovered:
    """A hotspot panel: KRAS codons 8 to 20, NRAS exons 2 and 3."""

    HOTSPOTS = covering(
        colon(),
        GeneCoverage("KRAS", Assessment.PARTLY, codons=((8, 20),)),
        GeneCoverage("NRAS", Assessment.PARTLY, codons=((1, 97),), exons=(2, 3)),
    )

    def test_the_codons_asked_for_are_covered(self) -> None:
        assert ask(CODONS, self.HOTSPOTS).outcome is MET

    @pytest.mark.parametrize("pattern", [EXONS, WILD, "KRAS wildtype", "NRAS wildtype"])
    def test_the_rest_is_not(self, pattern: str) -> None:
        assert ask(pattern, self.HOTSPOTS).outcome is UNKNOWN

    @pytest.mark.parametrize(
        ("codons", "outcome"),
        [
            (((12, 13),), MET),
            (((12, 12), (13, 13)), MET),
            (((13, 20),), UNKNOWN),
            (((1, 12),), UNKNOWN),
            (((12, 12),), UNKNOWN),
            ((), UNKNOWN),
        ],
        ids=str,
    )
    def test_to_the_codon(self, codons: tuple[tuple[int, int], ...], outcome: Outcome) -> None:
        profile = covering(colon(), GeneCoverage("KRAS", Assessment.PARTLY, codons=codons))

        assert ask(CODONS, profile).outcome is outcome

    @pytest.mark.parametrize(
        ("codons", "outcome"), [(((600, 601),), NOT_MET), (((601, 700),), UNKNOWN)], ids=str
    )
    def test_every_residue_of_a_name_counts(
        self, codons: tuple[tuple[int, int], ...], outcome: Outcome
    ) -> None:
        profile = covering(colon(), GeneCoverage("BRAF", Assessment.PARTLY, codons=codons))

        assert ask("BRAF p.V600_K601delinsE", profile).outcome is outcome
        assert ask("BRAF codons 600-601", profile).outcome is outcome

    def test_exons_as_a_bed_file_covers_them(self, reference: Reference) -> None:
        """Exons 2 to 4 of both genes without exon 5 (KRAS ends in exon 5)."""
        profile, regions = colon(), {}
        for gene in BOTH:
            transcript = reference.reported_transcript(gene, profile.case.build)
            assert transcript is not None
            regions[transcript.contig] = sorted(transcript.exons[1:4])
        coverages = cover_regions(regions, reference, profile.case.build)
        partly = covering(profile, *coverages)

        assert ask(EXONS, partly).outcome is MET
        assert ask("KRAS wildtype", partly).outcome is UNKNOWN
        assert ask("KRAS exon 5 mutation", partly).outcome is UNKNOWN


def test_the_sentence_of_a_wild_type() -> None:
    assert ask("KRAS wildtype", colon()) == Evaluation(
        MET, "KRAS was assessed and no mutation was found", ("KRAS-wildtype",)
    )


def test_the_sentence_of_an_unknown_meaning() -> None:
    profile = colon(("KRAS", "P34A"))

    assert ask("KRAS wildtype", profile) == Evaluation(
        UNKNOWN,
        "KRAS P34A is of undetermined meaning: KRAS is not called wild type",
        (profile.small_variants[0].id,),
    )


def test_a_known_mutation_beside_an_unknown_one_is_no_wild_type() -> None:
    for changes in ((("KRAS", "P34A"), ("KRAS", "G12C")), (("KRAS", "G12C"), ("KRAS", "P34A"))):
        assert ask("KRAS wildtype", colon(*changes)).outcome is NOT_MET


def test_a_splice_region_or_silent_change_leaves_a_gene_wild_type() -> None:
    facts = facts_of(with_variants(colon(), rewritten("BRAF", 600, 600, "V")))

    assert facts.altering("BRAF") == ()
    assert len(facts.variants["BRAF"]) == 1


@pytest.mark.parametrize(
    ("codons", "open_"),
    [
        (((1, 189),), False),
        (((1, 36), (98, 149), (151, 189)), True),
    ],
    ids=["throughout", "without codon 61"],
)
def test_codons_12_and_13_alone_do_not_stand_for_the_wild_type_of_the_label(
    codons: tuple[tuple[int, int], ...], open_: bool
) -> None:
    state = Assessment.PARTLY if open_ else Assessment.ASSESSED
    profile = tumor("COADREAD", panel=["KRAS", "NRAS"])
    genes = tuple(
        replace(each, codons=codons, assessment=state, exons=(2,) if open_ else each.exons)
        if each.gene == "KRAS"
        else each
        for each in profile.assay.genes
    )
    record = matched(replace(profile, assay=replace(profile.assay, genes=genes)))
    narrow = [
        match
        for match in record.therapies
        if match.regimen in ("Cetuximab", "Panitumumab") and "KRAS codon 12" in match.labels[0]
    ]

    assert {match.regimen for match in narrow} == {"Cetuximab", "Panitumumab"}
    assert all(bool(match.opposed_by) is open_ for match in narrow)
    assert all("not assessed though" in reason for each in narrow for reason in each.opposed_by)


def test_kras_alone_does_not_stand_for_the_wild_type_of_ras() -> None:
    """The FDA label of cetuximab asks for KRAS alone; EMA's, and those of panitumumab, for NRAS."""
    benefits_of = {
        tuple(panel): {
            match.regimen: match.opposed_by
            for match in matched(tumor("COADREAD", panel=panel)).therapies
            if match.regimen in ("Cetuximab", "Panitumumab") and match.significance.is_benefit
        }
        for panel in (["KRAS"], ["KRAS", "NRAS"])
    }

    assert all("NRAS was not assessed" in why[0] for why in benefits_of["KRAS",].values())
    assert set(benefits_of["KRAS", "NRAS"].values()) == {()}
