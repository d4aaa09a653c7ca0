"""The trials of the report, criterion by criterion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.trial import ArmLevel, Registry, Side, TrialStatus
from oncomatch.domain.trial_match import ArmMatch, CriterionResult, Eligibility
from oncomatch.reporting.html import render_report
from oncomatch.reporting.trial_rows import build_named, build_trials, old_trials
from oncomatch.reporting.trial_view import CriteriaGroup, Criterion, TrialRow
from unit.reporting.report_makers import record, trial_match, trial_matches


def row(**fields: object) -> TrialRow:
    (made,) = build_trials(record(trials=trial_matches(trial_match(**fields))))
    return made


def criterion(words: str, answer: str, style: str, reason: str) -> Criterion:
    return Criterion(words, answer, style, reason, side="inclusion")


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
        drugs="with: Xotinib",
        met="20 copies; Lung is named",
        unknown="Age: from 18 years; Other criteria",
        countries="Erewhon, Utopia",
        eligible="possibly eligible",
        criteria=(
            CriteriaGroup(
                "not known",
                "unknown",
                False,
                (
                    criterion("Age: from 18 years", "not known", "unknown", "the age is not given"),
                    criterion("Other criteria", "not known", "unknown", "not read"),
                ),
            ),
            CriteriaGroup(
                "met",
                "benefit",
                True,
                (
                    criterion("ERBB2 amplification", "met", "benefit", "20 copies"),
                    criterion("Tumour type: Lung", "met", "benefit", "Lung is named"),
                ),
            ),
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
    first, last = made.criteria
    assert (first.answer, first.style, first.folded) == ("not met", "resistance", False)
    assert [each.words for each in first.rows] == ["Age: up to 17 years", "Sex: male"]
    assert (last.answer, last.folded) == ("met", True)


def test_a_criterion_read_with_doubt_that_speaks_against_is_not_called_unknown():
    """The list says so too, as the heading of its group does."""
    doubted = CriterionResult("Tumour type: Breast", Outcome.UNKNOWN, "Lung", speaks_against=True)
    criteria = (CriterionResult("Measurable disease", Outcome.UNKNOWN, "not stated"), doubted)
    made = row(eligibility=Eligibility.POSSIBLE, criteria=criteria)

    assert made.eligible == "probably not eligible: Tumour type: Breast"
    assert [(group.answer, len(group.rows)) for group in made.criteria] == [
        ("not met, by a sentence that was read with doubt", 1),
        ("not known", 1),
    ]


def test_inclusion_stands_before_exclusion_and_each_says_which_it_is():
    criteria = (
        CriterionResult("No CNS disease", Outcome.UNKNOWN, "", side=Side.EXCLUSION),
        CriterionResult("ECOG at most 1", Outcome.UNKNOWN, ""),
    )
    (group,) = row(criteria=criteria).criteria

    assert [(each.words, each.side) for each in group.rows] == [
        ("ECOG at most 1", "inclusion"),
        ("No CNS disease", "exclusion"),
    ]


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


def test_what_is_given_is_told_without_procedures():
    drugs = ("Xotinib", "Biospecimen Collection", "Xotumab", "Computed Tomography")

    assert row(interventions=drugs).drugs == "with: Xotinib, Xotumab"
    assert row(interventions=("Biopsy",)).drugs == ""


def test_sentences_that_were_not_read_are_among_what_is_not_known():
    assert row(criteria=(), unread=(3, 1)).unknown == "4 sentences not read"


def part(name: str, *criteria: CriterionResult, by_finding: bool = False) -> ArmMatch:
    return ArmMatch(name, ArmLevel.COHORT, None, Eligibility.POSSIBLE, criteria, by_finding)


AGE = CriterionResult("Age: from 18 years", Outcome.UNKNOWN, "the age is not given")
AGAINST = CriterionResult(
    "Below 2 earlier lines", Outcome.UNKNOWN, "line 3 is next", speaks_against=True
)


def test_parts_that_ask_for_the_finding_are_shown_and_the_others_folded():
    parts = (part("other parts of the trial"), part("Cohort 1", AGE), part("B", by_finding=True))

    made = row(arms=parts)

    assert [each.name for each in made.arms] == ["cohort B"]
    assert [(each.name, each.eligible) for each in made.other_arms] == [
        ("Cohort 1", "possibly eligible"),
        ("other parts of the trial", "nothing was read of it"),
    ]


def test_where_no_part_asks_for_the_finding_all_are_shown():
    made = row(arms=(part("A", AGE), part("B", AGE)))

    assert ([each.name for each in made.arms], made.other_arms) == (["cohort A", "cohort B"], ())


def test_what_speaks_against_other_parts_is_no_reason():
    asking = part("A", replace(AGAINST, criterion="ECOG at most 1"), by_finding=True)

    made = row(criteria=(), arms=(asking, part("B", AGAINST)))

    assert made.eligible == "probably not eligible: ECOG at most 1"


def test_trials_that_name_a_finding_stand_apart():
    named = NamedTrial(
        "NCT00000002", Registry.CLINICALTRIALS_GOV, "Xotinib by status", TrialStatus.RECRUITING,
        ("PHASE1",), ("Xotinib",), ("Utopia",), ("KRAS",), ("KRAS", "BRAF"), (), "", "2000-02-03",
        ("MSI",),
    )  # fmt: skip
    made = record(trials=replace(trial_matches(), named=(named,)))

    (shown,) = build_named(made)

    assert (shown.trial_id, shown.names) == ("NCT00000002", "KRAS, BRAF and MSI")
    page = render_report(made)
    assert "1 more trial names a gene or marker of it without a criterion" in page
    assert "https://clinicaltrials.gov/study/NCT00000002" in page
    assert "could be read" not in render_report(record(trials=trial_matches()))
