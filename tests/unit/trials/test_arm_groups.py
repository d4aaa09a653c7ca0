"""Cohorts of the text and arm groups of the record that are one part of a trial."""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Confidence, Criterion, Section, Side, TextPlace
from oncomatch.trials.arm_groups import parts_of_record

PLACE = TextPlace(Section.ELIGIBILITY, 0, 9, "0123456789abcdef")


def asks(pattern: str) -> Criterion:
    return Criterion(Side.INCLUSION, parse_biomarker(pattern), Confidence.CERTAIN, PLACE)


def group(label: str) -> dict[str, object]:
    return {"label": label, "interventionNames": ["Drug: xotinib"]}


COHORTS = {"Part 2": (asks("KRAS mutation"),), "Part 2A": (asks("KRAS p.G12C"),)}
PARTS = {
    "Part 2A: lung cancer with a KRAS G12C mutation": {"Part 2": (), "Part 2A": ("xotinib",)},
    "Part 2A": {"Part 2": (), "Part 2A": ("xotinib",)},
    "Part 2: dose escalation": {"Part 2": ("xotinib",), "Part 2A": ()},
    "Part 2B: lung cancer with a BRAF V600E mutation": {
        "Part 2": (),
        "Part 2A": (),
        "Part 2B: lung cancer with a BRAF V600E mutation": ("xotinib",),
    },
    "Part 2A: BRAF V600E mutation": {
        "Part 2": (),
        "Part 2A": (),
        "Part 2A: BRAF V600E mutation": ("xotinib",),
    },
    "Part 2C": {"Part 2": (), "Part 2A": ()},
}


@pytest.mark.parametrize("label", PARTS)
def test_an_arm_group_that_a_cohort_names_is_that_cohort(label: str):
    parts = parts_of_record([group(label)], COHORTS)

    assert {each.name: each.interventions for each in parts} == PARTS[label]


def test_the_label_of_an_arm_gives_its_marker_and_its_type():
    (arm,) = parts_of_record([group("Expansion, pancreatic cancer, KRAS wild type")], {})

    assert {str(each.pattern) for each in arm.criteria} == {"KRAS wildtype", "tumor_type PANCREAS"}
    assert {each.confidence for each in arm.criteria} == {Confidence.LIKELY}


def test_a_label_that_lists_types_gives_none_of_them():
    (arm,) = parts_of_record([group("Melanoma or lung cancer, BRAF V600E mutation")], {})

    assert [str(each.pattern) for each in arm.criteria] == ["BRAF p.V600E"]
