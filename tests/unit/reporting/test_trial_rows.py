"""The trials of the report, criterion by criterion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.trial import TrialStatus
from oncomatch.domain.trial_match import CriterionResult, Eligibility
from oncomatch.reporting.html import render_report
from oncomatch.reporting.trial_rows import build_trials, old_trials
from oncomatch.reporting.trial_view import Criterion, TrialRow
from unit.reporting.report_makers import record, trial_match, trial_matches


def row(**fields: object) -> TrialRow:
    (made,) = build_trials(record(trials=trial_matches(trial_match(**fields))))
    return made


def test_a_row():
    made = row(
        title="Xotinib in Lung Cancer",
        phases=("PHASE1", "PHASE2"),
        countries=("Erewhon", "Utopia"),
        labels=("HER2 IHC 3+", "ERBB2 amplification"),
        criteria=(
            CriterionResult("ERBB2 amplification", Outcome.MET, "20 copies"),
            CriterionResult("Tumour type: Lung", Outcome.MET, "Lung is named"),
            CriterionResult("Age: from 18 years", Outcome.UNKNOWN, "the age is not given"),
            CriterionResult("Other criteria", Outcome.UNKNOWN, "not read"),
        ),
    )

    assert made == TrialRow(
        trial_id="NCT00000001",
        title="Xotinib in Lung Cancer",
        url="https://clinicaltrials.gov/study/NCT00000001",
        status="recruiting",
        phase="phase 1/2",
        why="HER2 IHC 3+ and ERBB2 amplification",
        met="20 copies; Lung is named",
        unknown="Age: from 18 years; Other criteria",
        countries="Erewhon, Utopia",
        eligible="possibly eligible",
        criteria=(
            Criterion("ERBB2 amplification", "met", "benefit", "20 copies"),
            Criterion("Tumour type: Lung", "met", "benefit", "Lung is named"),
            Criterion("Age: from 18 years", "unknown", "unknown", "the age is not given"),
            Criterion("Other criteria", "unknown", "unknown", "not read"),
        ),
    )


def test_a_trial_that_excludes_the_patient_names_each_reason():
    made = row(
        eligibility=Eligibility.NOT_ELIGIBLE,
        criteria=(
            CriterionResult("KRAS p.G12C", Outcome.MET, "found"),
            CriterionResult("Age: up to 17 years", Outcome.NOT_MET, "age 60"),
            CriterionResult("Sex: male", Outcome.NOT_MET, "female"),
        ),
    )

    assert made.eligible == "not eligible: Age: up to 17 years; Sex: male"
    assert [(each.answer, each.style) for each in made.criteria[1:]] == [
        ("not met", "resistance")
    ] * 2


@pytest.mark.parametrize("status", TrialStatus)
def test_only_recruiting_trials_are_said_to_recruit(status: TrialStatus):
    words = row(status=status).status

    assert (words == "recruiting") is (status is TrialStatus.RECRUITING)
    assert "_" not in words


@pytest.mark.parametrize(
    ("phases", "words"),
    [
        ((), "phase not given"),
        (("PHASE3",), "phase 3"),
        (("PHASE2", "PHASE3"), "phase 2/3"),
        (("EARLY_PHASE1",), "phase early 1"),
    ],
)
def test_phases(phases: tuple[str, ...], words: str):
    assert row(phases=phases).phase == words


def test_a_trial_without_sites():
    assert row(countries=()).countries == "no site listed"


def test_the_order_of_the_record_is_kept():
    ids = ["NCT00000003", "NCT00000001", "NCT00000002"]
    rows = build_trials(record(trials=trial_matches(*map(trial_match, ids))))

    assert [each.trial_id for each in rows] == ids


@pytest.mark.parametrize(
    ("age", "limit", "warns"),
    [(None, 90, False), (90, 90, False), (91, 90, True), (500, 0, False), (-3, 90, False)],
)
def test_a_report_warns_of_trial_data_older_than_the_limit(
    age: int | None, limit: int, warns: bool
):
    made = record(trials=trial_matches(trial_match()))
    aged = replace(
        made,
        made_with=replace(made.made_with, trials_age_days=age, trials_max_age_days=limit),
    )

    assert bool(old_trials(aged)) is warns
    page = render_report(aged)
    assert ("Look at the registry before you act" in page) is warns
    assert f"data of {made.made_with.trials_data_date}" in page


def test_the_nearest_open_site_stands_in_the_report():
    found = trial_match(nearest_site="Far, Utopia", distance_km=1222, also=("2026-500001-11-00",))
    page = render_report(record(trials=trial_matches(found)))

    assert "nearest open site: Far, Utopia, 1,222 km" in page
    assert "The same trial in another registry: 2026-500001-11-00" in page
