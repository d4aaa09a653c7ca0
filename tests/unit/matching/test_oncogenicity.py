"""The point sheet: met, not met or not assessable, and never better than its evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import tumor
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.oncogenicity import (
    CriterionState,
    Oncogenicity,
    OncogenicitySheet,
    Rule,
    class_of,
)
from oncomatch.domain.population import PopulationFrequency
from oncomatch.knowledge.base import KnowledgeBase, open_knowledge
from oncomatch.matching.oncogenicity import CONTINENTAL, assess_oncogenicity

MET, NOT_MET = CriterionState.MET, CriterionState.NOT_MET
NOT_ASSESSABLE = CriterionState.NOT_ASSESSABLE
NOTHING = KnowledgeBase((), frozenset(), {})


def variant(gene: str, change: str) -> SmallVariant:
    (found,) = tumor("LUAD", [(gene, change)]).small_variants
    return found


def state(sheet: OncogenicitySheet, rule: Rule) -> CriterionState:
    (found,) = [each.state for each in sheet.criteria if each.rule is rule]
    return found


def knowing(**given: object) -> KnowledgeBase:
    return replace(NOTHING, **given)


class TestSheet:
    def test_every_criterion_stands_once_in_order(self) -> None:
        sheet = assess_oncogenicity(variant("BRAF", "V600E"), NOTHING)

        assert [each.rule for each in sheet.criteria] == list(Rule)

    def test_nothing_known_is_uncertain_and_has_no_points(self) -> None:
        sheet = assess_oncogenicity(variant("BRAF", "V600E"), NOTHING)

        assert sheet.points == 0
        assert sheet.classification is Oncogenicity.UNCERTAIN
        assert all(each.reason for each in sheet.criteria)

    @pytest.mark.parametrize(
        ("points", "classification"),
        [
            (10, Oncogenicity.ONCOGENIC),
            (9, Oncogenicity.LIKELY_ONCOGENIC),
            (6, Oncogenicity.LIKELY_ONCOGENIC),
            (5, Oncogenicity.UNCERTAIN),
            (0, Oncogenicity.UNCERTAIN),
            (-1, Oncogenicity.LIKELY_BENIGN),
            (-6, Oncogenicity.LIKELY_BENIGN),
            (-7, Oncogenicity.BENIGN),
        ],
    )
    def test_classes(self, points: int, classification: Oncogenicity) -> None:
        assert class_of(points) is classification


class TestNull:
    def test_in_a_suppressor(self) -> None:
        sheet = assess_oncogenicity(
            variant("TP53", "R213*"), knowing(roles={"TP53": "tumour suppressor"})
        )

        assert state(sheet, Rule.NULL_IN_SUPPRESSOR) is MET
        assert sheet.points == 8
        assert sheet.classification is Oncogenicity.LIKELY_ONCOGENIC

    def test_in_an_oncogene(self) -> None:
        sheet = assess_oncogenicity(variant("TP53", "R213*"), knowing(roles={"TP53": "oncogene"}))

        assert state(sheet, Rule.NULL_IN_SUPPRESSOR) is NOT_MET

    def test_without_a_role_it_is_not_assessable(self) -> None:
        sheet = assess_oncogenicity(variant("TP53", "R213*"), NOTHING)

        assert state(sheet, Rule.NULL_IN_SUPPRESSOR) is NOT_ASSESSABLE

    def test_near_the_end_the_transcript_may_escape_decay(self) -> None:
        found = variant("TP53", "R213*")
        assert found.effect is not None
        escaping = replace(found, effect=replace(found.effect, escapes_decay=True))
        sheet = assess_oncogenicity(escaping, knowing(roles={"TP53": "tumour suppressor"}))

        assert state(sheet, Rule.NULL_IN_SUPPRESSOR) is NOT_MET


class TestHotspot:
    RULES = (Rule.STRONG_HOTSPOT, Rule.MODERATE_HOTSPOT, Rule.WEAK_HOTSPOT)

    @pytest.mark.parametrize(
        ("at_residue", "with_change", "met"),
        [
            (50, 10, Rule.STRONG_HOTSPOT),
            (49, 10, Rule.MODERATE_HOTSPOT),
            (50, 9, Rule.WEAK_HOTSPOT),
            (49, 1, Rule.WEAK_HOTSPOT),
        ],
    )
    def test_counts_decide(self, at_residue: int, with_change: int, met: Rule) -> None:
        counts = {("BRAF", "V600E"): (at_residue, with_change)}
        sheet = assess_oncogenicity(variant("BRAF", "V600E"), knowing(hotspot_counts=counts))

        assert [rule for rule in self.RULES if state(sheet, rule) is MET] == [met]
        assert sheet.points == met.points

    def test_another_change_of_the_residue_does_not_count(self) -> None:
        counts = {("BRAF", "V600K"): (900, 50)}
        sheet = assess_oncogenicity(variant("BRAF", "V600E"), knowing(hotspot_counts=counts))

        assert {state(sheet, rule) for rule in self.RULES} == {NOT_MET}

    @pytest.mark.parametrize(
        ("gene", "change", "met"),
        [
            ("FGFR1", "N546K", [Rule.MODERATE_HOTSPOT]),
            ("MYD88", "L252P", [Rule.MODERATE_HOTSPOT]),
            ("TGFBR2", "R528H", [Rule.MODERATE_HOTSPOT]),
            ("CD79B", "Y196H", [Rule.WEAK_HOTSPOT]),
        ],
        ids=str,
    )
    def test_genes_that_the_source_counts_on_another_transcript(
        self, gene: str, change: str, met: list[Rule]
    ) -> None:
        """The source has N577K, L265P, R553H and Y197H."""
        sheet = assess_oncogenicity(variant(gene, change), open_knowledge())

        assert [rule for rule in self.RULES if state(sheet, rule) is MET] == met

    def test_a_name_on_another_transcript_is_no_hotspot(self) -> None:
        """Of a change with embedded sequence only the reported name counts."""
        found = variant("FGFR1", "N546K")
        assert found.effect is not None
        other = replace(found.effect, transcript="NM_000000.1", protein_change="N577K")
        counts = {("FGFR1", "N577K"): (900, 50)}
        sheet = assess_oncogenicity(
            replace(found, other_effects=(other,)), knowing(hotspot_counts=counts)
        )

        assert {state(sheet, rule) for rule in self.RULES} == {NOT_MET}

    def test_a_null_variant_is_no_hotspot(self) -> None:
        counts = {("TP53", "R213*"): (300, 200)}
        sheet = assess_oncogenicity(variant("TP53", "R213*"), knowing(hotspot_counts=counts))

        assert {state(sheet, rule) for rule in self.RULES} == {NOT_MET}


class TestLength:
    def test_in_frame_deletion_in_an_oncogene(self) -> None:
        sheet = assess_oncogenicity(
            variant("EGFR", "c.2236_2250del"), knowing(roles={"EGFR": "oncogene"})
        )

        assert state(sheet, Rule.LENGTH_CHANGE) is MET

    def test_a_substitution_keeps_the_length(self) -> None:
        sheet = assess_oncogenicity(variant("BRAF", "V600E"), knowing(roles={"BRAF": "oncogene"}))

        assert state(sheet, Rule.LENGTH_CHANGE) is NOT_MET


class TestPopulation:
    RULES = (Rule.RARE_IN_POPULATION, Rule.VERY_COMMON_IN_POPULATION, Rule.COMMON_IN_POPULATION)

    def states(
        self, highest: float, populations: tuple[str, ...] = tuple(CONTINENTAL)
    ) -> list[CriterionState]:
        seen = PopulationFrequency(highest, populations, "made up")
        sheet = assess_oncogenicity(replace(variant("BRAF", "V600E"), population=seen), NOTHING)
        return [state(sheet, rule) for rule in self.RULES]

    def test_not_said_is_not_assessable(self) -> None:
        sheet = assess_oncogenicity(variant("BRAF", "V600E"), NOTHING)

        assert {state(sheet, rule) for rule in self.RULES} == {NOT_ASSESSABLE}

    def test_rare_in_all(self) -> None:
        assert self.states(0.00001) == [MET, NOT_MET, NOT_MET]

    def test_neither(self) -> None:
        assert self.states(0.001) == [NOT_MET, NOT_MET, NOT_MET]

    def test_common(self) -> None:
        assert self.states(0.02) == [NOT_MET, NOT_MET, MET]

    def test_very_common_counts_once(self) -> None:
        assert self.states(0.2) == [NOT_MET, MET, NOT_MET]

    def test_rare_over_all_says_nothing_of_each_population(self) -> None:
        assert self.states(0.00001, ("all",)) == [NOT_ASSESSABLE] * 3

    def test_common_over_all_is_common_in_one(self) -> None:
        assert self.states(0.2, ("all",))[1] is MET


class TestFunctional:
    def test_bundled_studies_count_for_the_very_change(self) -> None:
        knowledge = open_knowledge()
        sheet = assess_oncogenicity(variant("TP53", "R175H"), knowledge)

        assert state(sheet, Rule.FUNCTIONAL_STUDIES) is MET
        assert sheet.classification is Oncogenicity.LIKELY_ONCOGENIC

    def test_studies_of_another_change_do_not(self) -> None:
        sheet = assess_oncogenicity(variant("TP53", "R175G"), open_knowledge())

        assert state(sheet, Rule.FUNCTIONAL_STUDIES) is NOT_ASSESSABLE
