"""Trials of ours as CTML: what can be said reads back the same, the rest is annotated and told."""

from __future__ import annotations

import pytest

from oncomatch.domain.trial import Confidence
from oncomatch.trials.ctml.export import export_trial
from unit.trials.ctml_makers import read
from unit.trials.trial_makers import arm, criterion, excluding, trial


def residue_of(gene: str, number: int) -> str:
    return "G" if (gene, number) == ("KRAS", 12) else ""


SAYABLE = [
    "KRAS p.G12C",
    "not KRAS p.G12C",
    "KRAS codon 12",
    "KRAS mutation",
    "KRAS truncation except frameshift",
    "KRAS exon 2 inframe_insertion",
    "KRAS loss_of_function",
    "ERBB2 amplification",
    "not ERBB2 gain",
    "KRAS wildtype",
    "not KRAS wildtype",
    "EML4::ALK fusion or ALK::EML4 fusion",
    "not (EML4::ALK fusion or ALK::EML4 fusion)",
    "ALK fusion",
    "ALK rearrangement",
    "MSI high",
    "not MSI high",
    "MMR deficient",
    "signature POLE",
    "not signature POLE",
    "TMB >= 10",
    "ERBB2 amplification or ERBB2 overexpression",
    "not ESR1 expression",
    "germline (BRCA1 mutation)",
    "tumor_type LUAD",
    "not tumor_type SOLID",
    "age < 0.083",
    "sex female",
    "extent locally_advanced, metastatic",
    "line <= 3",
    "not active_cns_metastases",
    "KRAS p.G12C or (EGFR mutation and MSI stable)",
]


@pytest.mark.parametrize("pattern", SAYABLE)
def test_what_ctml_can_say_reads_back_the_same(pattern: str) -> None:
    exported = export_trial(trial(biomarker=pattern), residue_of)
    back = read(exported.document).trial

    assert exported.refused == ()
    assert [str(each.pattern) for each in back.arms[0].criteria] == [
        pattern,
        "tumor_type SOLID",
    ]


UNSAYABLE = [
    "ECOG <= 1",
    "ERBB2 copies >= 6",
    "EML4::ALK fusion",
    "EGFR codon 12",
    "after osimertinib",
]


@pytest.mark.parametrize("pattern", UNSAYABLE)
def test_what_ctml_cannot_say_is_told_and_stays_unknown(pattern: str) -> None:
    exported = export_trial(trial(biomarker=f"KRAS p.G12C or {pattern}"), residue_of)
    (first, _) = read(exported.document).trial.arms[0].criteria

    assert exported.refused == (f"{pattern}: CTML has no words for it",)
    assert str(first.pattern).startswith('KRAS p.G12C or unread "molecular_marker_other: ')


def test_a_criterion_read_with_doubt_becomes_no_certain_one() -> None:
    doubted = criterion("age >= 18", confidence=Confidence.LIKELY)
    exported = export_trial(trial("NCT00000001", "KRAS p.G12C", doubted), residue_of)

    assert exported.refused == ("age >= 18: it was read with doubt",)


def test_exclusions_are_turned_and_each_part_has_the_criteria_of_the_trial() -> None:
    made = trial(
        "NCT00000001",
        "KRAS p.G12C",
        excluding("EGFR mutation"),
        arms=(arm("A", "age >= 18"), arm("B", is_open=False)),
    )
    back = read(export_trial(made, residue_of).document).trial

    assert [(each.name, each.is_open) for each in back.arms] == [("A", True), ("B", False)]
    assert [[str(one.pattern) for one in each.criteria] for each in back.arms] == [
        ["KRAS p.G12C", "tumor_type SOLID", "not EGFR mutation", "age >= 18"],
        ["KRAS p.G12C", "tumor_type SOLID", "not EGFR mutation"],
    ]
