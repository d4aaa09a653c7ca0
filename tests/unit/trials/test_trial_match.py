"""A case against open trials, criterion by criterion."""

from __future__ import annotations

import itertools

import pytest

import building
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.trial import Confidence, Side, Site, Trial, TrialStatus
from oncomatch.domain.trial_match import Eligibility, TrialMatch, TrialMatches
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.states import label_facts
from oncomatch.trials.match import match_trials
from oncomatch.trials.preferences import Coordinates, Listing, OrderKey, Preferences
from oncomatch.trials.snapshot import make_snapshot
from unit.trials.trial_makers import arm, criterion, excluding, trial

ELIGIBLE, POSSIBLE, NOT = Eligibility


def matched(
    profile: TumorProfile, *trials: Trial, wanted: Preferences | None = None, **options: Listing
) -> TrialMatches:
    labels = label_facts(profile, {coverage.gene for coverage in profile.assay.genes})
    evaluator = Evaluator(building.facts_of(profile))
    return match_trials(make_snapshot(trials), evaluator, labels, wanted, **options)


def match(profile: TumorProfile, *trials: Trial) -> tuple[TrialMatch, ...]:
    return matched(profile, *trials).matches


@pytest.fixture(scope="module")
def lung() -> TumorProfile:
    """A woman of 60 with lung adenocarcinoma and KRAS G12C."""
    return building.tumor("LUAD", [("KRAS", "G12C")], panel=["EGFR"])


def ids(matches: tuple[TrialMatch, ...]) -> list[str]:
    return [each.trial_id for each in matches]


def test_a_whole_match_says_of_each_criterion_why_and_where_it_stands(lung: TumorProfile):
    made = trial("NCT00000001", "KRAS p.G12C", criterion("age >= 18"), criterion("ECOG <= 1"))
    (found,) = match(lung, made)

    assert [(each.criterion, each.outcome.value, each.source) for each in found.criteria] == [
        ("KRAS p.G12C", "met", "title"),
        ("Tumour type: any solid tumour", "met", "conditions"),
        ("Age at least 18 years", "met", "eligibility text"),
        ("ECOG performance status at most 1", "unknown", "eligibility text"),
    ]
    assert found.eligibility is POSSIBLE
    assert found.labels == ("KRAS G12C",)
    assert found.unread == (3, 4)
    assert found.url == "https://clinicaltrials.gov/study/NCT00000001"


GENOMIC = {
    "the very change": ("KRAS p.G12C", "listed"),
    "its codon": ("KRAS codon 12", "listed"),
    "its gene": ("KRAS mutation", "listed"),
    "one of two": ("KRAS p.G12D or KRAS p.G12C", "listed"),
    "one of two, the other unknown": ("KRAS p.G12C or MET amplification", "listed"),
    "known absence": ("not EGFR p.L858R", "no_alteration"),
    "another change of the codon": ("KRAS p.G12D", "other_alteration"),
    "looked for and not found": ("EGFR p.L858R", "other_alteration"),
    "its opposite": ("not KRAS p.G12C", "other_alteration"),
    "gene not covered": ("BRAF p.V600E", "alteration_unknown"),
    "absence in a gene not covered": ("not BRAF p.V600E", "alteration_unknown"),
    "copy number not assessed": ("MET amplification", "alteration_unknown"),
    "fusions not assessed": ("ALK fusion", "alteration_unknown"),
    "microsatellites not assessed": ("MSI high", "alteration_unknown"),
    "two, both unknown": ("BRAF mutation and MET amplification", "alteration_unknown"),
}


@pytest.mark.parametrize(("biomarker", "fate"), GENOMIC.values(), ids=GENOMIC)
def test_only_trials_with_a_molecular_criterion_that_is_met_are_listed(
    biomarker: str, fate: str, lung: TumorProfile
):
    found = matched(lung, trial(biomarker=biomarker))

    assert getattr(found.tally, fate) == found.tally.considered == 1
    assert len(found.matches) == (fate == "listed")


def test_trials_whose_alteration_is_not_known_are_listed_when_asked_for(lung: TumorProfile):
    (found,) = matched(lung, trial(biomarker="BRAF p.V600E"), listing=Listing.ALL).matches

    assert found.eligibility is POSSIBLE


def test_a_call_that_is_not_reported_meets_no_criterion():
    profile = building.tumor("LUAD", left_out=[("KRAS", "G12C")], panel=["KRAS"])

    assert match(profile, trial()) == ()


def test_an_exclusion_needs_a_known_absence(lung: TumorProfile):
    looked_for, not_covered = (
        trial("NCT00000001", "KRAS p.G12C", excluding(pattern))
        for pattern in ("EGFR mutation", "BRAF mutation")
    )

    assert match(lung, looked_for)[0].eligibility is ELIGIBLE
    assert match(lung, not_covered)[0].eligibility is POSSIBLE


def test_a_trial_that_excludes_what_the_tumour_has_is_for_another_alteration(lung: TumorProfile):
    found = matched(lung, trial("NCT00000001", "not EGFR mutation", excluding("KRAS mutation")))

    assert found.tally.other_alteration == 1


@pytest.mark.parametrize("confidence", Confidence)
@pytest.mark.parametrize("side", Side)
def test_only_a_certain_criterion_excludes(confidence: Confidence, side: Side, lung: TumorProfile):
    pattern = "age < 18" if side is Side.INCLUSION else "age >= 18"
    made = trial("NCT00000001", "KRAS p.G12C", criterion(pattern, side, confidence))
    (found,) = match(lung, made)

    assert (found.eligibility is NOT) is (confidence is Confidence.CERTAIN)
    assert ("doubt" in found.criteria[-1].reason) is (confidence is not Confidence.CERTAIN)


def test_a_trial_of_another_tumour_type_is_not_listed(lung: TumorProfile):
    other = trial(criteria=(criterion("KRAS p.G12C"), criterion("tumor_type COADREAD")))

    assert matched(lung, other).tally.other_tumor_type == 1


ARMS = {
    "one fits": ([("A", "KRAS p.G12C"), ("B", "EGFR p.L858R")], ELIGIBLE),
    "one may fit": ([("A", "KRAS p.G12C", "ECOG <= 1"), ("B", "EGFR p.L858R")], POSSIBLE),
    "one fits by its alteration, not by age": ([("A", "KRAS p.G12C", "age < 18")], NOT),
}


@pytest.mark.parametrize(("arms", "eligibility"), ARMS.values(), ids=ARMS)
def test_a_trial_is_as_good_as_its_best_open_arm(
    arms: list[tuple[str, ...]], eligibility: Eligibility, lung: TumorProfile
):
    made = trial(criteria=(criterion("tumor_type LUNG"),), arms=tuple(arm(*each) for each in arms))
    (found,) = match(lung, made)

    assert found.eligibility is eligibility


def test_a_closed_arm_opens_nothing(lung: TumorProfile):
    made = trial(
        criteria=(criterion("tumor_type LUNG"),),
        arms=(arm("A", "KRAS p.G12C", is_open=False), arm("B", "EGFR p.L858R")),
    )

    assert matched(lung, made).tally.other_alteration == 1


def test_arms_of_other_tumour_types_do_not_count(lung: TumorProfile):
    made = trial(criteria=(), arms=(arm("A", "KRAS p.G12C", "tumor_type COADREAD"),))

    assert matched(lung, made).tally.other_tumor_type == 1


def test_what_to_find_out_next_is_ordered_by_the_trials_that_it_opens(lung: TumorProfile):
    trials = [
        trial("NCT00000001", "KRAS p.G12C", criterion("ECOG <= 1")),
        trial("NCT00000002", "KRAS p.G12C", criterion("ECOG <= 1"), excluding("after sotorasib")),
        trial("NCT00000003", "MSI high"),
        trial("NCT00000004", "MSI high", criterion("age < 18")),
        trial("NCT00000005", "MSI high"),
    ]

    assert [
        (each.question, each.opens, each.concerns) for each in matched(lung, *trials).questions
    ] == [
        ("microsatellite status", 2, 2),
        ("the ECOG performance status", 1, 2),
        ("earlier therapies", 0, 1),
    ]


def test_a_criterion_read_with_doubt_is_nothing_to_find_out(lung: TumorProfile):
    doubtful = trial(
        "NCT00000001", "KRAS p.G12C", criterion("age < 18", confidence=Confidence.LIKELY)
    )

    assert matched(lung, doubtful).questions == ()


def test_a_country_keeps_trials_without_an_open_site_there_away(lung: TumorProfile):
    trials = [
        trial("NCT00000001", sites=(Site("Utopia"), Site("Erewhon"))),
        trial("NCT00000002", sites=(Site("Utopia", status=TrialStatus.COMPLETED),)),
        trial("NCT00000003", sites=(Site("Erewhon"),)),
    ]
    found = matched(lung, *trials, wanted=Preferences(countries=("Utopia",)))

    assert ids(found.matches) == ["NCT00000001"]
    assert found.tally.other_country == 2


def test_the_distance_is_that_to_the_nearest_open_site(lung: TumorProfile):
    sites = (
        Site("Utopia", "Near", status=TrialStatus.COMPLETED, latitude=0.1, longitude=0),
        Site("Utopia", "Far", status=TrialStatus.RECRUITING, latitude=2, longitude=0),
        Site("Utopia", "Nowhere"),
    )
    (found,) = matched(
        lung, trial(sites=sites), wanted=Preferences(place=Coordinates(0, 0))
    ).matches

    assert (found.nearest_site, found.distance_km) == ("Far, Utopia", 222)
    assert found.open_sites == 2


ORDERED = [
    trial("NCT00000009"),
    trial("NCT00000001", status=TrialStatus.NOT_YET_RECRUITING, phases=("PHASE3",)),
    trial("NCT00000002", status=TrialStatus.ENROLLING_BY_INVITATION, phases=("PHASE3",)),
    trial("NCT00000003", "KRAS codon 12", phases=("PHASE3",)),
    trial("NCT00000004", "KRAS mutation", phases=("PHASE3",)),
    trial("NCT00000005", "KRAS p.G12C", criterion("ECOG <= 1")),
    trial("NCT00000006", "KRAS p.G12C", criterion("age < 18")),
]


@pytest.mark.parametrize("seed", range(6))
def test_trials_come_by_eligibility_closeness_phase_and_status_whichever_order_they_had(
    seed: int, lung: TumorProfile
):
    shuffled = list(itertools.permutations(ORDERED))[seed * 700]

    assert ids(match(lung, *shuffled)) == [
        f"NCT0000000{number}" for number in (1, 2, 9, 3, 4, 5, 6)
    ]


def test_a_site_sets_the_order(lung: TumorProfile):
    trials = trial("NCT00000001"), trial("NCT00000002", phases=("PHASE3",))
    found = matched(lung, *trials, wanted=Preferences(order=(OrderKey.PHASE,)))

    assert ids(found.matches) == ["NCT00000002", "NCT00000001"]
