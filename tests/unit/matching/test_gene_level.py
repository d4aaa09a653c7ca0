"""Gene-level words: mutation, loss and gain of function, truncation; only known meaning counts."""

from __future__ import annotations

import pytest

from building import (
    annotated,
    ask,
    evidence_item,
    facts_of,
    place,
    rewritten,
    tumor,
    with_variants,
)
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.variant import Variant
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.standing import standing_of
from oncomatch.reference.bundle import open_reference

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN

FRAMESHIFT = ("BRCA2", "c.5946del")
UNKNOWN_MISSENSE = ("BRCA2", "D1902N")


def tumour(*changes: tuple[str, str]) -> TumorProfile:
    """Return an ovarian tumour whose genes were covered throughout."""
    genes = "BRCA1 BRCA2 EGFR ERBB2 KRAS NF1 NOTCH1 PIK3CA PTEN TP53 FLT3 STK11 RET"
    return tumor("HGSOC", changes, panel=genes.split())


@pytest.mark.parametrize(
    ("change", "kind", "outcome"),
    [
        (FRAMESHIFT, "mutation", MET),
        (FRAMESHIFT, "loss_of_function", MET),
        (FRAMESHIFT, "frameshift", MET),
        (FRAMESHIFT, "truncation", MET),
        (FRAMESHIFT, "missense", NOT_MET),
        (FRAMESHIFT, "gain_of_function", NOT_MET),
        (UNKNOWN_MISSENSE, "mutation", UNKNOWN),
        (UNKNOWN_MISSENSE, "loss_of_function", UNKNOWN),
        (UNKNOWN_MISSENSE, "frameshift", NOT_MET),
        (UNKNOWN_MISSENSE, "truncation", NOT_MET),
        (UNKNOWN_MISSENSE, "missense", UNKNOWN),
        (UNKNOWN_MISSENSE, "gain_of_function", UNKNOWN),
        (("PTEN", "R130*"), "truncation", MET),
        (("PTEN", "R130*"), "frameshift", NOT_MET),
        (("PTEN", "R130*"), "loss_of_function", MET),
        (("PTEN", "R130*"), "missense", NOT_MET),
        (("PIK3CA", "H1047R"), "mutation", MET),
        (("PIK3CA", "H1047R"), "missense", MET),
        (("PIK3CA", "H1047R"), "gain_of_function", MET),
        (("PIK3CA", "H1047R"), "loss_of_function", UNKNOWN),
        (("PIK3CA", "H1047R"), "truncation", NOT_MET),
        (("TP53", "R175H"), "mutation", MET),
    ],
    ids=str,
)
def test_what_a_change_is_called(change: tuple[str, str], kind: str, outcome: Outcome) -> None:
    assert ask(f"{change[0]} {kind}", tumour(change)).outcome is outcome


@pytest.mark.parametrize("gene", ["ERBB2", "KRAS", "EGFR"])
def test_a_truncation_of_an_oncogene_does_not_activate_it(gene: str) -> None:
    profile = tumour((gene, "c.121_121del"))

    assert ask(f"{gene} gain_of_function", profile).outcome is NOT_MET
    assert ask(f"{gene} mutation", profile) == Evaluation(
        UNKNOWN,
        f"{profile.small_variants[0].label} is of undetermined meaning",
        (profile.small_variants[0].id,),
    )
    assert ask(f"{gene} truncation", profile).outcome is MET


def test_the_reasons_say_why_a_variant_counts() -> None:
    profile = tumour(FRAMESHIFT, UNKNOWN_MISSENSE, ("PIK3CA", "H1047R"))
    reasons = {
        variant.label: facts_of(profile).standings[variant.id].reason
        for variant in profile.small_variants
    }

    assert reasons == {
        "BRCA2 S1982Rfs*22": "BRCA2 S1982Rfs*22: null variant in a tumour suppressor",
        "BRCA2 D1902N": "BRCA2 D1902N is of undetermined meaning",
        "PIK3CA H1047R": "PIK3CA H1047R: recurrent in cancer (cancerhotspots v2)",
    }


def test_one_known_mutation_beside_an_unknown_one_counts() -> None:
    for changes in ((FRAMESHIFT, UNKNOWN_MISSENSE), (UNKNOWN_MISSENSE, FRAMESHIFT)):
        answer = ask("BRCA2 mutation", tumour(*changes))

        assert answer.outcome is MET
        assert "D1902N" not in answer.reason


def test_a_stop_at_the_very_end_is_not_a_null_variant() -> None:
    """A premature stop in the last exon escapes decay: OVS1 does not apply."""
    profile = tumour(("BRCA2", "c.10050_10050del"))

    assert ask("BRCA2 mutation", profile).outcome is UNKNOWN
    assert ask("BRCA2 loss_of_function", profile).outcome is UNKNOWN
    assert ask("BRCA2 truncation", profile).outcome is MET


def test_a_polymorphism_at_the_end_of_brca2_does_not_open_parp_inhibitors() -> None:
    """K3326* is a benign polymorphism; one case report that names it (EID7724) is no proof."""
    assert ask("BRCA1 mutation or BRCA2 mutation", tumour(("BRCA2", "K3326*"))).outcome is not MET


@pytest.mark.parametrize(
    ("gene", "change"), [("NRAS", "Q61*"), ("BRAF", "G469*"), ("AKT1", "E17*")], ids=str
)
def test_a_stop_at_a_hotspot_of_an_oncogene_is_not_the_hotspot(gene: str, change: str) -> None:
    assert ask(f"{gene} mutation", tumour((gene, change))).outcome is not MET


def test_the_same_stop_in_an_oncogene_is_not_loss_of_a_suppressor() -> None:
    answer = ask("PIK3CA mutation", tumour(("PIK3CA", "E109*")))

    assert answer.outcome is UNKNOWN


@pytest.mark.parametrize(
    ("copies", "outcome"),
    [(0.0, MET), (1.2, NOT_MET), (2.0, NOT_MET), (8.0, NOT_MET), (None, NOT_MET)],
    ids=str,
)
def test_a_homozygous_deletion_is_loss_of_function(copies: float | None, outcome: Outcome) -> None:
    numbers = {} if copies is None else {"PTEN": copies}
    profile = tumor("PRAD", panel=["PTEN"], copies=numbers)

    assert ask("PTEN loss_of_function", profile).outcome is outcome


def test_a_deletion_beside_an_unknown_missense_is_still_loss() -> None:
    profile = tumor("PRAD", [("PTEN", "D22E")], copies={"PTEN": 0.0})

    assert ask("PTEN loss_of_function", profile).outcome is MET


@pytest.mark.parametrize(
    ("gene", "change"), [("FLT3", "T227M"), ("TP53", "P47S"), ("ERCC2", "K751Q")], ids=str
)
def test_an_inherited_polymorphism_is_not_a_mutation_of_the_gene(gene: str, change: str) -> None:
    """CIViC speaks of these as germline: being named does not make them drivers.

    `FLT3 mutation` opens FLT3 inhibitors at level A; a polymorphism must not.
    """
    assert ask(f"{gene} mutation", tumour((gene, change))).outcome is not MET


def test_a_somatic_change_that_evidence_names_counts() -> None:
    """EGFR C797S is not on the list of hotspots; accepted evidence about tumours names it."""
    answer = ask("EGFR mutation", tumour(("EGFR", "C797S")))

    assert (answer.outcome, answer.reason) == (MET, "EGFR C797S: named by accepted evidence")


def test_another_name_of_a_named_in_frame_change_counts() -> None:
    """CIViC says ERBB2 G778_P780dup; a source may say that GSP is inserted before G778."""
    items = (evidence_item("ERBB2 p.V777_G778insGSP"),)
    variant = annotated(rewritten("ERBB2", 778, 777, "GSP"))
    standing = standing_of(variant, KnowledgeBase(items, frozenset(), {}), open_reference())

    assert variant.label == "ERBB2 G778_P780dup"
    assert standing == Evaluation(
        MET, "ERBB2 G778_P780dup: named by accepted evidence", (variant.id,)
    )


@pytest.mark.parametrize(
    ("variant", "exon"),
    [(rewritten("KIT", 504, 503, "AY"), 9), (rewritten("KIT", 553, 558, ""), 11)],
    ids=["A502_Y503dup", "exon 11 deletion"],
)
def test_any_in_frame_change_of_an_exon_that_evidence_names(variant: Variant, exon: int) -> None:
    """Evidence speaks of KIT exon 9 and exon 11 mutations, whatever their exact name."""
    profile = with_variants(tumor("GIST", panel=["KIT"]), variant)

    assert ask(f"KIT exon {exon} mutation", profile).outcome is MET
    assert ask("KIT exon 13 mutation", profile).outcome is NOT_MET


class TestExonsOfNamedInFrameChanges:
    def test_an_exon_19_deletion_of_any_name_has_a_known_meaning(self) -> None:
        profile = with_variants(tumour(), rewritten("EGFR", 746, 751, "VA"))
        standing = facts_of(profile).standings[profile.small_variants[0].id]

        assert standing == Evaluation(
            MET,
            "EGFR E746_T751delinsVA: inframe deletion in exon 19, named by accepted evidence",
            (profile.small_variants[0].id,),
        )

    @pytest.mark.parametrize(
        ("first", "last", "new"),
        [(746, 747, "IP"), (710, 712, ""), (746, 745, "G")],
        ids=["same length", "exon 18 deletion", "exon 19 insertion"],
    )
    def test_other_changes_nearby_have_not(self, first: int, last: int, new: str) -> None:
        profile = with_variants(tumour(), rewritten("EGFR", first, last, new))

        assert ask("EGFR mutation", profile).outcome is UNKNOWN


class TestNothingFound:
    @pytest.mark.parametrize("kind", ["mutation", "loss_of_function", "gain_of_function"])
    def test_a_clean_gene(self, kind: str) -> None:
        words = kind.replace("_", " ")

        assert ask(f"BRCA2 {kind}", tumour()) == Evaluation(
            NOT_MET, f"BRCA2 {words}: looked for and not found"
        )

    def test_a_gene_off_the_panel(self) -> None:
        assert ask("PALB2 mutation", tumour()) == Evaluation(
            UNKNOWN, "PALB2 mutation: PALB2 was not assessed"
        )

    def test_a_left_out_call(self) -> None:
        profile = with_variants(tumour(), left_out=[place(*UNKNOWN_MISSENSE)])

        assert ask("BRCA2 mutation", profile) == Evaluation(
            UNKNOWN,
            "BRCA2 D1902N was called but not reported (low depth)",
            (profile.left_out[0].id,),
        )
