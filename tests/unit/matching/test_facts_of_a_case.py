"""The fact store, what things are called, and the state of every gene."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import facts_of, place, rewritten, tumor, with_variants
from oncomatch.domain.alteration import AnnotationState, CopyNumber, UnusableCall
from oncomatch.domain.assay import Assessment, Finding, GeneCoverage
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.match import GeneState
from oncomatch.domain.profile import TumorProfile
from oncomatch.matching.states import gene_states, label_facts

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


class TestNotFound:
    """The order in which reasons not to say *no* are given."""

    WHAT = "KRAS anything"

    def ask(self, profile: TumorProfile, *, covered: bool = False) -> Evaluation:
        return facts_of(profile).not_found("KRAS", self.WHAT, covered=covered)

    def covering(self, assessment: Assessment) -> TumorProfile:
        profile = tumor("LUAD")
        coverage = GeneCoverage("KRAS", assessment)
        return replace(profile, assay=replace(profile.assay, genes=(coverage,)))

    @pytest.mark.parametrize(
        ("assessment", "covered", "answer"),
        [
            (Assessment.ASSESSED, False, (NOT_MET, "looked for and not found")),
            (Assessment.ASSESSED, True, (NOT_MET, "looked for and not found")),
            (Assessment.PARTLY, True, (NOT_MET, "looked for and not found")),
            (Assessment.PARTLY, False, (UNKNOWN, "KRAS was only partly assessed")),
            (Assessment.NOT_ASSESSED, True, (UNKNOWN, "KRAS was not assessed")),
            (Assessment.NOT_ASSESSED, False, (UNKNOWN, "KRAS was not assessed")),
            (
                Assessment.UNKNOWN,
                True,
                (UNKNOWN, "it is not known what the assay covers"),
            ),
        ],
        ids=str,
    )
    def test_coverage(
        self, assessment: Assessment, covered: bool, answer: tuple[Outcome, str]
    ) -> None:
        outcome, words = answer

        assert self.ask(self.covering(assessment), covered=covered) == Evaluation(
            outcome, f"{self.WHAT}: {words}"
        )

    def test_every_assessment_is_answered(self) -> None:
        outcomes = {
            assessment: self.ask(self.covering(assessment)).outcome for assessment in Assessment
        }

        assert [key for key, outcome in outcomes.items() if outcome is NOT_MET] == [
            Assessment.ASSESSED
        ]
        assert MET not in outcomes.values()

    def test_a_left_out_call_comes_before_coverage(self) -> None:
        profile = with_variants(
            self.covering(Assessment.ASSESSED), left_out=[place("KRAS", "G12C")]
        )

        assert self.ask(profile).reason == "KRAS G12C was called but not reported (low depth)"

    def test_only_calls_that_concern_the_question(self) -> None:
        profile = with_variants(tumor("LUAD", panel=["KRAS"]), left_out=[place("KRAS", "G12C")])
        facts = facts_of(profile)

        def far(variant: object) -> bool:
            return False

        assert facts.not_found("KRAS", "x", covered=True, concerns=far).outcome is NOT_MET
        assert facts.not_found("KRAS", "x", covered=True).outcome is UNKNOWN

    def test_a_gene_without_sequence_can_still_be_assessed(self) -> None:
        """A gene list names AR: nothing was called in it, so nothing was found in it."""
        facts = facts_of(tumor("PRAD", panel=["AR"]))

        assert facts.transcript("AR") is None
        assert facts.not_found("AR", "AR mutation", covered=False).outcome is NOT_MET


class TestCollect:
    def test_what_was_left_out_is_not_reported(self) -> None:
        facts = facts_of(tumor("LUAD", [("BRAF", "V600E")], left_out=[("KRAS", "G12C")]))

        assert list(facts.variants) == ["BRAF"]
        assert list(facts.left_out) == ["KRAS"]
        assert [answer.outcome for answer in facts.standings.values()] == [MET]

    def test_what_could_not_be_interpreted_has_no_standing(self) -> None:
        (found,) = tumor("LUAD", [("KRAS", "G12C")]).small_variants
        unclear = replace(
            found, gene="KRAS; NRAS", state=AnnotationState.NOT_DETERMINED, effect=None
        )
        facts = facts_of(replace(tumor("LUAD"), small_variants=(unclear,)))

        assert facts.variants == {}
        assert list(facts.undetermined) == ["KRAS", "NRAS"]
        assert facts.standings[unclear.id].outcome is UNKNOWN
        assert facts.standings[unclear.id].reason == "its consequence was not determined"

    def test_silent_changes_alter_nothing(self) -> None:
        profile = with_variants(tumor("LUAD"), rewritten("BRAF", 600, 600, "V"))

        assert facts_of(profile).altering("BRAF") == ()


def state(profile: TumorProfile, gene: str) -> GeneState:
    (found,) = gene_states(facts_of(profile), [gene])
    return found


class TestGeneStates:
    def test_a_mutation(self) -> None:
        profile = tumor("LUAD", [("KRAS", "G12C")], copies={"KRAS": 2.0})

        assert state(profile, "KRAS") == GeneState(
            "KRAS", Finding.DETECTED, Finding.NOT_DETECTED, "KRAS G12C; 2 copies"
        )

    def test_a_clean_gene_without_copy_numbers(self) -> None:
        found = state(tumor("LUAD", panel=["KRAS"]), "KRAS")

        assert (found.small_variants, found.copy_number) == (
            Finding.NOT_DETECTED,
            Finding.NOT_ASSESSED,
        )

    @pytest.mark.parametrize(
        ("profile", "finding"),
        [
            (tumor("LUAD", panel=["BRAF"]), Finding.NOT_ASSESSED),
            (tumor("LUAD", panel=None), Finding.NOT_ASSESSED),
            (tumor("LUAD", left_out=[("KRAS", "G12C")]), Finding.UNCLEAR),
            (tumor("LUAD", [("KRAS", "P34A")]), Finding.DETECTED),
        ],
        ids=["off the panel", "no panel", "left out", "unknown meaning"],
    )
    def test_small_variants(self, profile: TumorProfile, finding: Finding) -> None:
        assert state(profile, "KRAS").small_variants is finding

    def test_a_partly_covered_gene_is_not_called_clean(self) -> None:
        profile = tumor("LUAD")
        partly = GeneCoverage("KRAS", Assessment.PARTLY, codons=((1, 100),))
        profile = replace(profile, assay=replace(profile.assay, genes=(partly,)))

        assert state(profile, "KRAS").small_variants is Finding.NOT_ASSESSED

    @pytest.mark.parametrize("kind", [None, *CopyNumberKind], ids=str)
    def test_copy_number(self, kind: CopyNumberKind | None) -> None:
        profile = replace(tumor("LUAD"), copy_numbers=(CopyNumber("MET", None, kind, "called"),))

        expected = Finding.DETECTED if kind else Finding.NOT_DETECTED
        assert state(profile, "MET").copy_number is expected

    def test_sorted_and_each_once(self) -> None:
        facts = facts_of(tumor("LUAD"))

        states = gene_states(facts, ["TP53", "KRAS", "TP53", "ALK"])
        assert [each.gene for each in states] == ["ALK", "KRAS", "TP53"]


class TestLabels:
    def test_every_kind_of_fact(self) -> None:
        profile = tumor(
            "BRCA",
            [("PIK3CA", "H1047R")],
            left_out=[("TP53", "R175H")],
            copies={"MYC": 20.0, "EGFR": 2.0},
            her2_ihc="2+",
            msi="MSI-L",
            tmb=4.25,
        )

        call = UnusableCall(("ALK",), "2:1 C>A", "made up")

        assert label_facts(replace(profile, unusable=(call,)), ["KRAS"]) == {
            "unusable 2:1 C>A": "ALK 2:1 C>A",
            "KRAS-wildtype": "KRAS wild type",
            profile.small_variants[0].id: "PIK3CA H1047R",
            profile.left_out[0].id: "TP53 R175H",
            "MYC-copy-number": "MYC amplification",
            "EGFR-copy-number": "EGFR copy number neutral",
            "HER2-IHC": "HER2 IHC 2+",
            "MSI": "MSI-L",
            "TMB": "TMB 4.25/Mb",
        }

    @pytest.mark.parametrize(
        ("copies", "score", "number", "protein"),
        [
            (20.0, "3+", "ERBB2 amplification (HER2 IHC 3+)", "ERBB2 amplification (HER2 IHC 3+)"),
            (20.0, "2+", "ERBB2 amplification", "HER2 IHC 2+"),
            (2.0, "3+", "ERBB2 copy number neutral", "HER2 IHC 3+"),
        ],
    )
    def test_amplification_and_3_plus_are_one_finding(
        self, copies: float, score: str, number: str, protein: str
    ) -> None:
        labels = label_facts(tumor("BRCA", copies={"ERBB2": copies}, her2_ihc=score), ())

        assert labels == {"ERBB2-copy-number": number, "HER2-IHC": protein}

    def test_3_plus_alone_has_no_copy_number(self) -> None:
        assert label_facts(tumor("BRCA", her2_ihc="3+"), ()) == {"HER2-IHC": "HER2 IHC 3+"}
