"""What was read by hand goes before the text reader, while the text is the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import (
    Arm,
    ArmLevel,
    Confidence,
    Criterion,
    CriterionKind,
    Section,
    Side,
    TextPlace,
)
from oncomatch.errors import BiomarkerError
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.measure_clinical import clinical_units_of_rows, clinical_units_of_trial
from oncomatch.trials.read_by_hand import (
    COLUMNS,
    HandReading,
    Requirement,
    read_hand_readings,
    restate,
    text_digest,
)
from oncomatch.trials.studies import NOTHING_ASKED, REST, read_criteria, read_study

TEXT = (
    "Inclusion Criteria:\n* ECOG 0 or 1\n* BRAF of one kind or another\n* KRAS and BRAF known\n"
    "Exclusion Criteria:\n* an ALK fusion"
)
ALL_STAY = TextPlace(Section.ELIGIBILITY, 1, 2, "0" * 16)


def asked(pattern: str, cohort: str = "", side: Side = Side.INCLUSION) -> Requirement:
    return Requirement(cohort, side, parse_biomarker(pattern), Confidence.CERTAIN)


def read(pattern: str, side: Side = Side.INCLUSION) -> Criterion:
    return Criterion(side, parse_biomarker(pattern), Confidence.LIKELY, ALL_STAY)


def part(name: str, *patterns: str) -> Arm:
    return Arm(name, ArmLevel.COHORT, tuple(map(read, patterns)))


def by_hand(
    *requirements: Requirement, text: str = TEXT, kinds: tuple[CriterionKind, ...] = ()
) -> HandReading:
    return HandReading(text_digest(text), "2026-11-29", requirements, frozenset(kinds))


def restated(
    reading: HandReading, criteria: tuple[Criterion, ...] = (), arms: tuple[Arm, ...] = ()
) -> tuple[tuple[Criterion, ...], tuple[Arm, ...]]:
    return restate(reading, criteria, arms, Eligibility(TEXT).sentences)


def test_genes_and_markers_are_as_the_person_read_them_and_the_rest_stays():
    criteria, _ = restated(
        by_hand(asked("BRAF p.V600E")), (read("KRAS mutation"), read("MSI high"), read("ECOG <= 1"))
    )

    assert [(str(each.pattern), each.confidence.value) for each in criteria] == [
        ("BRAF p.V600E", "certain"),
        ("ECOG <= 1", "likely"),
    ]


def test_a_criterion_that_the_reader_found_too_keeps_its_place():
    (found,), _ = restated(by_hand(asked("BRAF p.V600E")), (read("BRAF p.V600E"),))

    assert (found.source, found.confidence) == (ALL_STAY, Confidence.CERTAIN)


@pytest.mark.parametrize(
    ("pattern", "side", "line"),
    [
        ("BRAF p.V600E", Side.INCLUSION, "BRAF of one kind or another"),
        ("BRAF mutation or KRAS mutation", Side.INCLUSION, "KRAS and BRAF known"),
        ("ALK fusion", Side.EXCLUSION, "an ALK fusion"),
        ("ALK fusion", Side.INCLUSION, ""),
        ('unread "anything"', Side.INCLUSION, ""),
        ("MSI high", Side.INCLUSION, ""),
    ],
)
def test_the_place_is_the_sentence_of_the_side_that_names_most_genes(
    pattern: str, side: Side, line: str
):
    (found,), _ = restated(by_hand(asked(pattern, side=side)))

    assert found.source.section is Section.BY_HAND
    assert TEXT[found.source.start : found.source.end].strip("* \n") == line


def test_parts_are_those_that_the_person_read():
    reading = by_hand(asked("BRAF p.V600E", "A"), asked("KRAS p.G12C", "B"))
    arms = (part("Cohort A", "KRAS mutation", "ECOG <= 1"), part("two", "ALK fusion"))
    _, parts = restated(reading, (), arms)

    assert [(arm.name, [str(each.pattern) for each in arm.criteria]) for arm in parts] == [
        ("Cohort A", ["BRAF p.V600E", "ECOG <= 1"]),
        ("B", ["KRAS p.G12C"]),
    ]


def test_a_part_understood_alike_is_the_same_by_any_name():
    arms = (part("Lung", "BRAF p.V600E", "age >= 18"), part("Old", "age >= 70"))
    _, parts = restated(by_hand(asked("BRAF p.V600E", "first")), (), arms)

    assert [(arm.name, len(arm.criteria)) for arm in parts] == [("Lung", 2), ("Old", 1)]


def test_a_way_in_that_has_no_name_gets_that_of_the_person():
    arms = (part("Panel 1, list 1, alternative 2", "BRAF p.V600E", "age >= 18"),)
    _, parts = restated(by_hand(asked("BRAF p.V600E", "panel 1, skin")), (), arms)

    assert [(arm.name, len(arm.criteria)) for arm in parts] == [("panel 1, skin", 2)]


def test_of_cohorts_that_ask_for_the_same_none_gets_the_name_and_the_criteria_of_another():
    """A colorectal cohort was shown as the pancreatic one, which asked for the same changes."""
    reading = by_hand(
        asked("BRAF p.V600E", "CRC"), asked("BRAF p.V600E", "PDAC"), asked("BRAF p.V600E", "lung")
    )
    arms = (part("Cohort of pancreas", "BRAF p.V600E", "age >= 18"), part("Lung", "age >= 70"))
    _, parts = restated(reading, (), arms)

    assert [(arm.name, len(arm.criteria)) for arm in parts] == [
        ("CRC", 1),
        ("PDAC", 1),
        ("Lung", 2),
    ]


def test_of_parts_that_the_reader_understood_alike_none_is_taken():
    arms = (part("Lung", "BRAF p.V600E", "age >= 18"), part("Skin", "BRAF p.V600E", "age >= 70"))
    _, parts = restated(by_hand(asked("BRAF p.V600E", "first")), (), arms)

    assert [(arm.name, len(arm.criteria)) for arm in parts] == [("first", 1)]


def test_the_tumour_types_of_a_part_are_as_the_person_read_them():
    """So that its wild type opens the trial to no other tumour; other criteria stay."""
    reading = by_hand(asked("KRAS wildtype", "A"), asked("tumor_type PAAD", "A"))
    read_part = part("Cohort A", "KRAS mutation", "tumor_type SOLID", "ECOG <= 1")
    _, parts = restated(reading, (), (read_part, part("Other", "tumor_type MEL")))

    assert [(arm.name, [str(each.pattern) for each in arm.criteria]) for arm in parts] == [
        ("Cohort A", ["KRAS wildtype", "tumor_type PAAD", "ECOG <= 1"]),
        ("Other", ["tumor_type MEL"]),
    ]


def test_a_part_is_understood_alike_whatever_is_read_of_its_tumour_types():
    reading = by_hand(asked("BRAF p.V600E", "first"), asked("tumor_type MEL", "first"))
    _, parts = restated(reading, (), (part("Skin", "BRAF p.V600E", "age >= 18"),))

    assert [(arm.name, len(arm.criteria)) for arm in parts] == [("Skin", 3)]


CLINICAL = (CriterionKind.TUMOR_TYPE, CriterionKind.PRIOR_THERAPY)


class TestClinicalKinds:
    def test_those_that_the_person_read_stand_in_the_place_of_the_readers(self):
        """Without a requirement of the kind the trial asks for none."""
        reading = by_hand(asked("BRAF p.V600E"), asked("tumor_type MEL"), kinds=CLINICAL)
        found, _ = restated(
            reading, (read("tumor_type SKIN"), read("after osimertinib"), read("ECOG <= 1"))
        )

        assert [str(each.pattern) for each in found] == [
            "BRAF p.V600E",
            "tumor_type MEL",
            "ECOG <= 1",
        ]

    def test_those_that_the_person_did_not_read_stay(self):
        found, _ = restated(by_hand(), (read("tumor_type SKIN"), read("after osimertinib")))

        assert [str(each.pattern) for each in found] == ["tumor_type SKIN", "after osimertinib"]

    def test_the_place_is_the_sentence_that_the_reader_understood_to_speak_of_the_kind(self):
        (found,), _ = restated(
            by_hand(asked("tumor_type MEL"), kinds=CLINICAL), (read("tumor_type SKIN"),)
        )

        assert found.source == replace(ALL_STAY, section=Section.BY_HAND)

    def test_a_therapy_has_the_sentence_that_names_it(self):
        text = "Inclusion Criteria:\n* ECOG 1\n* had gefitinib or Tagrisso\n* had crizotinib"
        reading = by_hand(asked("after osimertinib"), text=text, kinds=CLINICAL)
        (found,), _ = restate(reading, (), (), Eligibility(text).sentences)

        assert text[found.source.start : found.source.end] == "had gefitinib or Tagrisso"

    def test_a_part_without_genes_keeps_what_the_person_did_not_read(self):
        """Nothing is left of one that had no more."""
        parts = (
            part("Cohort A", "after osimertinib", "ECOG <= 1"),
            part("Cohort B", "tumor_type MEL"),
        )
        reading = by_hand(asked("line <= 2", "C"), kinds=(*CLINICAL, CriterionKind.LINE))
        _, arms = restated(reading, (), parts)

        assert [(arm.name, [str(each.pattern) for each in arm.criteria]) for arm in arms] == [
            ("C", ["line <= 2"]),
            ("Cohort A", ["ECOG <= 1"]),
        ]

    def test_a_part_that_asks_for_no_genes_is_the_same_by_its_name_alone(self):
        reading = by_hand(asked("line <= 2", "B"), kinds=(CriterionKind.LINE,))
        parts = (part("Cohort A", "ECOG <= 1"), part("Cohort B", "ECOG <= 2", "line <= 3"))
        _, arms = restated(reading, (), parts)

        assert [(arm.name, [str(each.pattern) for each in arm.criteria]) for arm in arms] == [
            ("Cohort B", ["line <= 2", "ECOG <= 2"]),
            ("Cohort A", ["ECOG <= 1"]),
        ]


def protocol(text: str) -> dict[str, object]:
    return {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Xotinib"},
        "eligibilityModule": {"eligibilityCriteria": text, "sex": "ALL"},
    }


class TestOfARecord:
    @pytest.fixture
    def conditions(self, tumor_types: TumorTypes) -> ConditionReader:
        return ConditionReader(tumor_types)

    def test_spaces_change_nothing(self, conditions: ConditionReader) -> None:
        found = read_criteria(
            protocol(TEXT.replace("\n", "\n\n ")), conditions, (), by_hand(asked("RET fusion", "A"))
        )

        assert [arm.name for arm in found.arms] == ["A", REST]
        assert found.to_review_again == ()

    def test_a_changed_text_is_read_by_the_reader_and_listed(
        self, conditions: ConditionReader
    ) -> None:
        changed = TEXT.replace("an ALK fusion", "known ALK fusion or ROS1 fusion")
        found = read_criteria(protocol(changed), conditions, (), by_hand(asked("RET fusion")))

        assert "RET fusion" not in [str(each.pattern) for each in found.criteria]
        assert found.to_review_again == (
            "NCT00000001: read by hand on 2026-11-29; its text has changed since",
        )

    def test_nothing_asked_leaves_no_molecular_criterion(self, conditions: ConditionReader) -> None:
        text = "Inclusion Criteria:\n* KRAS G12C mutation\n* ECOG 0 or 1"
        before = read_criteria(protocol(text), conditions)
        after = read_criteria(protocol(text), conditions, (), by_hand(text=text))

        assert any(each.kind.is_molecular for each in before.criteria)
        assert not any(each.kind.is_molecular for each in after.criteria)

    def test_such_a_trial_is_not_among_those_that_were_not_understood(
        self, conditions: ConditionReader
    ) -> None:
        """It is refused for another reason than one that only names a gene."""
        study = {
            "protocolSection": {
                **protocol(TEXT),
                "statusModule": {"overallStatus": "RECRUITING"},
                "designModule": {"phases": ["PHASE2"]},
            }
        }
        with pytest.raises(BiomarkerError, match=NOTHING_ASKED):
            read_study(study, "", conditions, None, None, {"NCT00000001": by_hand()})


def test_a_table_has_a_row_for_each_requirement_or_an_empty_one(tmp_path: Path):
    path = tmp_path / "read_by_hand.tsv"
    both, day = "tumour type;CNS disease", "2026-11-29"
    rows = [
        ("NCT00000001", "A", "exclusion", "ALK fusion", "likely", both, "f" * 16, day, "", ""),
        ("NCT00000001", "", "inclusion", "MSI high", "certain", both, "f" * 16, day, "", ""),
        ("NCT00000002", "", "", "", "", "", "0" * 16, day, "", ""),
    ]
    path.write_text("\n".join("\t".join(row) for row in (COLUMNS, *rows)), encoding="utf-8")
    one, two = read_hand_readings(path).values()

    assert [
        (each.cohort, str(each.pattern), each.confidence.value) for each in one.requirements
    ] == [
        ("A", "ALK fusion", "likely"),
        ("", "MSI high", "certain"),
    ]
    assert one.kinds == {CriterionKind.TUMOR_TYPE, CriterionKind.CNS}
    assert two == HandReading("0" * 16, day, ())


def test_the_bundled_table_holds_what_is_annotated():
    """A trial, once annotated, is read by hand: the table is made of the annotations."""
    annotated = Path(__file__).parents[2] / "trials" / "annotated_trials.tsv"
    readings = read_hand_readings(resource_path("trials", "read_by_hand.tsv"))
    molecular = {
        row["nct_id"] for row in read_rows(annotated) if row["kind"] in ("genomic", "biomarker")
    }

    assert set(readings) == {row["nct_id"] for row in read_rows(annotated)}
    assert molecular <= {nct_id for nct_id, each in readings.items() if each.requirements}


def test_the_bundled_table_says_the_clinical_kinds_that_it_stands_for_without_loss():
    """Compared in the units of the measure; words of stage and therapies that it does not count
    keep a trial's kind with the reader."""
    annotated = Path(__file__).parents[2] / "trials" / "annotated_trials.tsv"
    readings = read_hand_readings(resource_path("trials", "read_by_hand.tsv"))
    wanted = clinical_units_of_rows(read_rows(annotated))
    told = {
        unit
        for trial_id, reading in readings.items()
        for each in reading.requirements
        for unit in clinical_units_of_trial(
            trial_id,
            () if each.cohort else (Criterion(each.side, each.pattern, each.confidence, ALL_STAY),),
            (),
            Confidence.LIKELY,
        )
    }
    kinds = {"tumor_type": CriterionKind.TUMOR_TYPE, "ecog_max": CriterionKind.PERFORMANCE}
    for name, kind in {**kinds, "stage": CriterionKind.EXTENT, "cns": CriterionKind.CNS}.items():
        ours, theirs = (
            {
                (each.trial_id, each.kind, each.value)
                for each in units
                if each.of_all
                and each.kind.startswith(name)
                and kind in readings[each.trial_id].kinds
            }
            for units in (told, wanted)
        )
        assert ours == theirs
        assert len(ours) > 50
