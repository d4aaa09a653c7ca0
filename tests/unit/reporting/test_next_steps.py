"""What to find out next: what decides most regimens first, germline before all."""

from __future__ import annotations

from dataclasses import replace

import pytest

import building
from oncomatch.domain.assay import Finding
from oncomatch.domain.match import CheckedMarker, NearMiss
from oncomatch.domain.trial import CriterionKind
from oncomatch.domain.trial_match import OpenQuestion
from oncomatch.reporting.short import MOST_NAMES, MOST_STEPS, build_next_steps, build_steps
from unit.reporting.report_makers import marker, miss, record, trial_matches

GERMLINE = "the source speaks of germline variants; the origin is not known from a tumour sample"


def steps(*markers: CheckedMarker, near: tuple[NearMiss, ...] = ()) -> list[str]:
    return list(build_next_steps(record(markers=markers, near_misses=near)))


def test_nothing_is_open():
    assert steps() == []


@pytest.mark.parametrize("finding", [Finding.DETECTED, Finding.NOT_DETECTED])
def test_what_is_answered_is_no_step(finding: Finding):
    assert steps(marker(finding=finding)) == []


@pytest.mark.parametrize("finding", [Finding.NOT_ASSESSED, Finding.UNCLEAR])
def test_what_is_open_is_a_step(finding: Finding):
    assert steps(marker("MSI high", finding, "microsatellite status was not assessed")) == [
        "MSI high: microsatellite status was not assessed (decides 1 regimen)"
    ]


def test_markers_with_one_reason_are_one_step_and_their_regimens_count_once():
    reason = "fusions were not assessed"
    made = [
        marker("ALK fusion", reason=reason, regimens=("A", "B")),
        marker("RET fusion", reason=reason, regimens=("B", "C")),
    ]

    assert steps(*made) == [
        "ALK fusion, RET fusion: fusions were not assessed (decides 3 regimens)"
    ]


def test_scores_of_one_protein_are_one_test():
    """Who stains PD-L1 reports the score that is asked for; the names tell which ones."""
    made = [
        marker("CD274 TC >= 1", reason="the TC of CD274 was not assessed", regimens=("A",)),
        marker("CD274 TPS >= 50", reason="the TPS of CD274 was not assessed", regimens=("A", "B")),
    ]

    assert steps(*made) == [
        "PD-L1 TC ≥ 1, PD-L1 TPS ≥ 50: the protein level of PD-L1 was not assessed (decides 2 "
        "regimens)"
    ]


def test_a_long_list_of_names_is_cut_with_its_number():
    made = [marker(f"G{number} fusion", reason="why") for number in range(MOST_NAMES + 2)]

    (step,) = steps(*made)

    assert step == (
        "G0 fusion, G1 fusion, G2 fusion, G3 fusion, G4 fusion, G5 fusion, G6 fusion, G7 fusion "
        "and 2 more: why (decides 1 regimen)"
    )


def test_most_regimens_first_then_by_words():
    made = [
        marker("C", reason="c", regimens=("1",)),
        marker("B", reason="b", regimens=("1", "2", "3")),
        marker("A", reason="a", regimens=("1",)),
    ]

    assert [step[0] for step in steps(*made)] == ["B", "A", "C"]


def test_at_most_so_many_steps_the_first():
    made = [
        marker(f"M{number}", reason=f"r{number}", regimens=tuple("ABCDEFGHIJ"[: number + 1]))
        for number in range(MOST_STEPS + 2)
    ]

    assert [step.split(":")[0] for step in steps(*made)] == ["M7", "M6", "M5", "M4", "M3", "M2"]


def test_the_name_in_front_of_a_reason_is_not_said_twice():
    assert steps(marker("EGFR", reason="EGFR: it is not known what the assay covers")) == [
        "EGFR: it is not known what the assay covers (decides 1 regimen)"
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("TMB >= 10", "TMB 12/Mb, computed (95 % interval 8 to 16): 10/Mb is within the interval"),
        ("KRAS p.G12C", "a call in KRAS (7:1 A>T) could not be used: REF differs"),
        ("ERBB2 amplification", "x.cns: 4 copies; y.seg: 2 copies"),
    ],
)
def test_a_colon_within_a_reason_cuts_nothing(name: str, reason: str):
    (step,) = steps(marker(name, reason=reason))

    assert reason in step


def test_what_decides_nothing_any_more_is_no_step():
    """HER2 is positive by its protein: the copies of the gene change nothing."""
    decided = replace(marker("ERBB2 amplification", reason="not assessed"), undecided=())

    assert steps(decided) == []


def test_reasons_that_differ_by_the_name_only_are_one_step():
    reason = "it is not known what the assay covers of EGFR"
    made = [
        marker("EGFR p.L858R", reason=f"EGFR L858R: {reason}", regimens=("A",)),
        marker("EGFR exon 19 deletion", reason=f"EGFR exon 19 deletion: {reason}", regimens=("B",)),
    ]

    assert steps(*made) == [f"EGFR p.L858R, EGFR exon 19 deletion: {reason} (decides 2 regimens)"]


def test_names_read_as_words():
    (step,) = steps(marker("EGFR exon 19 inframe_deletion", reason="why"))

    assert step == "EGFR exon 19 inframe deletion: why (decides 1 regimen)"


def test_a_finding_with_germline_statements_is_confirmed_first():
    near = (miss(labels=("BRCA2 p.X",), biomarker="BRCA2 mutation", reason=GERMLINE),)

    assert steps(marker("A", reason="a"), near=near) == [
        "Confirm in germline and offer genetic counselling before statements about germline "
        "variants are applied: BRCA2 mutation",
        "A: a (decides 1 regimen)",
    ]


def test_several_germline_statements_are_named_once_and_sorted():
    near = tuple(
        miss(f"R{number}", labels=("found",), biomarker=name, reason=GERMLINE)
        for number, name in enumerate(("PALB2 mutation", "BRCA2 mutation", "PALB2 mutation"))
    )

    (step,) = steps(near=near)

    assert step.endswith(": BRCA2 mutation; PALB2 mutation")


def test_without_a_finding_there_is_nothing_to_confirm():
    near = (miss(labels=(), biomarker="BRCA1 mutation", reason=f"not assessed; {GERMLINE}"),)

    assert steps(near=near) == []


def test_only_what_was_found_is_to_be_confirmed():
    """BRCA1 was not even assessed: there is no variant to confirm."""
    near = (
        miss(labels=("BRCA2 p.X",), biomarker="BRCA2 mutation", reason=GERMLINE),
        miss(labels=(), biomarker="BRCA1 mutation", reason=f"BRCA1 not assessed; {GERMLINE}"),
    )

    (step,) = steps(near=near)

    assert "BRCA2 mutation" in step
    assert "BRCA1" not in step


def test_no_near_miss_of_another_kind_is_a_step():
    assert steps(near=(miss(labels=("X",), reason="MET was not assessed"),)) == []


def test_a_call_that_a_filter_names_germline_is_no_germline_statement():
    """Mutect2 has such a FILTER; its reason speaks of the file, not of the source."""
    reason = "EGFR T790M was called but not reported (FILTER germline)"

    assert steps(near=(miss(labels=("EGFR L858R",), reason=reason),)) == []


def test_the_step_of_a_real_record():
    """A BRCA2 frameshift in ovarian cancer: some approvals ask for a germline variant."""
    made = building.matched(building.tumor("HGSOC", [("BRCA2", "c.5946del")]))

    assert build_next_steps(made)[0].startswith("Confirm in germline and offer genetic counselling")


def test_one_list_says_of_each_step_what_sort_it_is():
    """What is confirmed in the germline first, then tests, then what decides on trials."""
    germline = miss(labels=("TP53 R175H",), reason=GERMLINE)
    questions = (
        OpenQuestion("the age", CriterionKind.AGE, 2, 5, ("NCT00000001",)),
        OpenQuestion("the sex", CriterionKind.SEX, 0, 5, ("NCT00000001",)),
    )
    made = record(
        markers=(marker(),),
        near_misses=(germline,),
        trials=replace(trial_matches(), questions=questions),
    )
    found = build_steps(made)

    assert [step.kind for step in found] == ["Germline", "Test", "For trials"]
    assert tuple(step.words for step in found[:2]) == build_next_steps(made)
    assert found[2].words == "the age (may open 2 trials by itself)"
