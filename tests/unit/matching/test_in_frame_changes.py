"""In-frame insertions and deletions: by exon, by exact name, in whatever spelling."""

from __future__ import annotations

import pytest

from building import ask, place, rewritten, tumor, with_variants
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import Reference

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN

DELETION = "EGFR exon 19 inframe_deletion"
INSERTION = "EGFR exon 20 inframe_insertion"

#                               first last new       name by HGVS (3' rule, dup before ins)
VARIANTS = {
    "E746_A750del": rewritten("EGFR", 746, 750, ""),
    "L747_T751delinsP": rewritten("EGFR", 747, 751, "P"),
    "E746_T751delinsVA": rewritten("EGFR", 746, 751, "VA"),
    "E746_A750delinsIP": rewritten("EGFR", 746, 750, "IP"),
    "E746_L747delinsIP": rewritten("EGFR", 746, 747, "IP"),
    "I740_K745dup": rewritten("EGFR", 746, 745, "IPVAIK"),
    "S768_D770dup": rewritten("EGFR", 771, 770, "SVD"),
    "A767_V769dup": rewritten("EGFR", 770, 769, "ASV"),
    "H773dup": rewritten("EGFR", 774, 773, "H"),
    "A763_Y764insFQEA": rewritten("EGFR", 764, 763, "FQEA"),
    "T790M": place("EGFR", "T790M"),
    "C797S": place("EGFR", "C797S"),
    "D770del": rewritten("EGFR", 770, 770, ""),
    "L858R": place("EGFR", "L858R"),
    "G719A": place("EGFR", "G719A"),
}


def lung(*variants: Variant) -> TumorProfile:
    """Return a lung tumour with these variants, EGFR, ERBB2, KIT and PDGFRA covered."""
    return with_variants(tumor("LUAD", panel=["EGFR", "ERBB2", "KIT", "PDGFRA"]), *variants)


@pytest.mark.parametrize(
    ("name", "deletion", "insertion"),
    [
        ("E746_A750del", MET, NOT_MET),
        ("L747_T751delinsP", MET, NOT_MET),
        ("E746_T751delinsVA", MET, NOT_MET),
        ("E746_A750delinsIP", MET, NOT_MET),
        ("E746_L747delinsIP", NOT_MET, NOT_MET),
        ("S768_D770dup", NOT_MET, MET),
        ("A767_V769dup", NOT_MET, MET),
        ("H773dup", NOT_MET, MET),
        ("A763_Y764insFQEA", NOT_MET, MET),
        ("T790M", NOT_MET, NOT_MET),
        ("C797S", NOT_MET, NOT_MET),
        ("D770del", NOT_MET, NOT_MET),
        ("L858R", NOT_MET, NOT_MET),
        ("G719A", NOT_MET, NOT_MET),
    ],
)
def test_exon_19_deletions_and_exon_20_insertions(
    name: str, deletion: Outcome, insertion: Outcome
) -> None:
    profile = lung(VARIANTS[name])
    assert profile.small_variants[0].label == f"EGFR {name}", "the name is not as HGVS has it"

    assert (ask(DELETION, profile).outcome, ask(INSERTION, profile).outcome) == (
        deletion,
        insertion,
    )


def test_an_exon_19_insertion_is_not_an_exon_19_deletion() -> None:
    """Insertions in exon 19 are rare; what matters here is that they are not read as deletions."""
    profile = lung(VARIANTS["I740_K745dup"])

    assert profile.small_variants[0].label == "EGFR I740_K745dup"
    assert ask(DELETION, profile).outcome is NOT_MET
    assert ask("EGFR exon 19 inframe_insertion", profile).outcome is MET
    assert ask(INSERTION, profile).outcome is NOT_MET


def test_a_frameshift_is_neither() -> None:
    profile = tumor("LUAD", [("EGFR", "c.2236_2236del")])

    assert ask(DELETION, profile).outcome is NOT_MET
    assert ask("EGFR exon 19 inframe_insertion", profile).outcome is NOT_MET


def test_the_exception_is_an_insertion_with_a_name() -> None:
    """A763_Y764insFQEA is an exon 20 insertion that responds as a classical mutation does."""
    pattern = f"{INSERTION} and not EGFR p.A763_Y764insFQEA"

    assert ask(pattern, lung(VARIANTS["A763_Y764insFQEA"])).outcome is NOT_MET
    assert ask(pattern, lung(VARIANTS["S768_D770dup"])).outcome is MET
    assert ask(pattern, lung()).outcome is NOT_MET


# One protein, many names: HGVS asks for dup where an insertion repeats what stands before it and
# for the most 3' place; sources write what their authors wrote.
@pytest.mark.parametrize(
    ("variant", "pattern"),
    [
        (VARIANTS["S768_D770dup"], "EGFR p.S768_D770dup"),
        (VARIANTS["S768_D770dup"], "EGFR p.D770_N771insSVD"),
        (VARIANTS["A767_V769dup"], "EGFR p.A767_V769dup"),
        (VARIANTS["A767_V769dup"], "EGFR p.V769_D770insASV"),
        (VARIANTS["A767_V769dup"], "EGFR p.M766_A767insASV"),
        (VARIANTS["H773dup"], "EGFR p.H773_V774insH"),
        (rewritten("ERBB2", 776, 775, "YVMA"), "ERBB2 p.Y772_A775dup"),
        (rewritten("ERBB2", 776, 775, "YVMA"), "ERBB2 p.A775_G776insYVMA"),
        (rewritten("KIT", 504, 503, "AY"), "KIT p.A502_Y503dup"),
        (rewritten("KIT", 504, 503, "AY"), "KIT p.Y503_F504insAY"),
        (rewritten("PDGFRA", 842, 845, ""), "PDGFRA p.I843_D846del"),
        (rewritten("PDGFRA", 842, 845, ""), "PDGFRA p.D842_H845del"),
        (rewritten("KIT", 555, 559, ""), "KIT p.V555_V559del"),
        (rewritten("ERBB2", 776, 777, ""), "ERBB2 p.G776_V777del"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_name_of_one_protein_change_fits(variant: Variant, pattern: str) -> None:
    profile = lung(variant)

    assert ask(pattern, profile) == Evaluation(
        MET, f"{profile.small_variants[0].label} detected", (profile.small_variants[0].id,)
    )


@pytest.mark.parametrize(
    ("variant", "pattern"),
    [
        (VARIANTS["S768_D770dup"], "EGFR p.D770_N771insG"),
        (VARIANTS["A767_V769dup"], "EGFR p.D770_N771insSVD"),
        (VARIANTS["H773dup"], "EGFR p.H773_V774insNPH"),
        (rewritten("PDGFRA", 842, 845, ""), "PDGFRA p.D842V"),
        (rewritten("KIT", 557, 558, ""), "KIT p.V559D"),
        (rewritten("KIT", 558, 559, ""), "KIT p.W557_K558del"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_change_at_the_place_does_not_fit(variant: Variant, pattern: str) -> None:
    assert ask(pattern, lung(variant)).outcome is NOT_MET


@pytest.mark.parametrize(
    ("change", "exon"),
    [("V559D", 11), ("D816V", 17), ("N822K", 17), ("K642E", 13)],
    ids=lambda value: str(value),
)
def test_kit_exons(change: str, exon: int) -> None:
    profile = tumor("GIST", [("KIT", change)])

    met = [
        number
        for number in range(1, 22)
        if ask(f"KIT exon {number} mutation", profile).outcome is MET
    ]
    assert met == [exon]


class TestCoverage:
    def test_an_exon_that_the_panel_leaves_out_is_unknown(self) -> None:
        assert ask(DELETION, tumor("LUAD", panel=["KRAS"])) == Evaluation(
            UNKNOWN, "EGFR exon 19 inframe deletion: EGFR was not assessed"
        )

    def test_without_a_panel_nothing_is_known_to_be_absent(self) -> None:
        assert ask(DELETION, tumor("LUAD", panel=None)) == Evaluation(
            UNKNOWN,
            "EGFR exon 19 inframe deletion: it is not known what the assay covers",
        )

    def test_a_covered_exon_without_a_finding(self) -> None:
        assert ask(DELETION, lung()) == Evaluation(
            NOT_MET, "EGFR exon 19 inframe deletion: looked for and not found"
        )

    def test_a_left_out_call_in_the_exon_makes_it_unknown(self) -> None:
        profile = with_variants(lung(), left_out=[VARIANTS["E746_A750del"]])

        assert ask(DELETION, profile).outcome is UNKNOWN
        assert ask(INSERTION, profile).outcome is NOT_MET

    def test_a_change_over_the_border_of_two_exons_makes_both_unknown(
        self, reference: Reference
    ) -> None:
        """A deletion from exon 18 into exon 19 is not an exon 19 deletion, nor clearly none."""
        first, last = place("EGFR", "c.2184_2184del"), place("EGFR", "c.2185_2185del")
        start0, end0 = first.position, last.position + 1
        ref = reference.sequences.bases(first.build, first.contig, start0 - 1, end0)
        over = Variant(first.contig, start0, ref, ref[0], first.build)

        for exon in (18, 19):
            assert ask(f"EGFR exon {exon} mutation", lung(over)).outcome is not NOT_MET
