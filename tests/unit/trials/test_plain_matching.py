"""Matching on arrays answers as the plain one does, in every field of the document."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import building
from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.clinical_status import Analyte, ClinicalStatus, LaboratoryValue
from oncomatch.domain.prior_therapy import PriorTherapy
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.trial import (
    Arm,
    ArmLevel,
    Confidence,
    Criterion,
    Registry,
    Section,
    Side,
    Site,
    TextPlace,
    Trial,
    TrialStatus,
)
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.states import label_facts
from oncomatch.trials.match import match_trials, weigh_trials
from oncomatch.trials.preferences import Listing, Preferences
from oncomatch.trials.snapshot import Snapshot, make_snapshot, open_snapshot
from unit.trials.plain_matching import match_plainly
from unit.trials.trial_makers import trial

SEARCH = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without making examples smaller, which takes minutes of trials in plenty."""
PANEL = ("KRAS", "NRAS", "EGFR", "BRAF", "PIK3CA", "TP53", "ERBB2", "MET", "BRCA1")


def known(profile: TumorProfile, **of_case: object) -> TumorProfile:
    """Return a tumour of which more is known."""
    neutrophils = LaboratoryValue(Analyte.NEUTROPHILS, 1.2, "10^9/L")
    clinical = ClinicalStatus(ecog=1, laboratory=(neutrophils,), measurable_disease=True)
    return replace(profile, case=replace(profile.case, clinical=clinical, **of_case))


CASES = {
    "lung, KRAS G12C, panel": lambda: building.tumor("LUAD", [("KRAS", "G12C")], panel=PANEL),
    "lung, two findings, treated before": lambda: known(
        building.tumor("NSCLC", [("EGFR", "L858R"), ("TP53", "R175H")], panel=PANEL),
        prior_therapies=(PriorTherapy(("osimertinib",), 1),),
    ),
    "breast, HER2 3+, copies": lambda: building.tumor(
        "BRCA", [("PIK3CA", "H1047R")], copies={"ERBB2": 20, "MET": 2}, her2_ihc="3+", panel=PANEL
    ),
    "stomach, HER2 2+": lambda: building.tumor("STAD", [], her2_ihc="2+", panel=PANEL),
    "melanoma, no panel known": lambda: building.tumor("MEL", [("BRAF", "V600E")], panel=None),
    "colon, high burden, a call left out": lambda: building.tumor(
        "COADREAD", [("KRAS", "G12D")], left_out=[("BRAF", "V600E")], tmb=25.0, panel=PANEL
    ),
    "a child without findings": lambda: known(building.tumor("GB", [], age=12, panel=PANEL)),
}


def agree(
    snapshot: Snapshot,
    profile: TumorProfile,
    countries: tuple[str, ...] = (),
    listing: Listing = Listing.TOUCHED,
) -> None:
    """Compare both ways of matching."""
    facts = building.facts_of(profile)
    labels = label_facts(profile, {coverage.gene for coverage in profile.assay.genes})
    wanted = Preferences(countries=countries)
    found = match_trials(snapshot, Evaluator(facts), labels, wanted, listing=listing)
    trials = map(snapshot.unpack, snapshot.trials)
    plain = match_plainly(trials, Evaluator(facts), labels, countries, listing)

    assert found.tally == plain.tally
    assert [each.trial_id for each in found.matches] == [each.trial_id for each in plain.matches]
    for one, other in zip(found.matches, plain.matches, strict=True):
        assert one == other
    assert found.questions == plain.questions


@pytest.mark.parametrize("name", CASES)
def test_trials_of_the_bundled_snapshot_are_matched_as_plainly(name: str) -> None:
    listing = [*Listing][[*CASES].index(name) % 2]
    countries = ("Germany", "France") if name.startswith("lung") else ()
    agree(open_snapshot(), CASES[name](), countries, listing)


def test_the_answers_before_words_are_those_of_the_document() -> None:
    profile = CASES["lung, KRAS G12C, panel"]()
    evaluator = Evaluator(building.facts_of(profile))
    weighed = weigh_trials(open_snapshot(), evaluator)
    found = match_trials(open_snapshot(), evaluator, {})

    assert weighed.tally == found.tally
    assert len(weighed.trials) > 10
    assert [
        (each.concern.planned.trial.trial_id, each.eligibility, each.arms, each.is_doubtful)
        for each in weighed.trials
    ] == [
        (
            each.trial_id,
            each.eligibility,
            tuple(arm.eligibility for arm in each.arms),
            each.is_doubtful,
        )
        for each in found.matches
    ]


LEAVES = (
    "KRAS p.G12C", "KRAS mutation", "KRAS codon 12", "EGFR wildtype", "KRAS p.G12D",
    "EGFR mutation", "BRAF p.V600E", "MET amplification", "ALK fusion", "MSI high", "TMB >= 10",
    "ERBB2 IHC >= 3", "germline (BRCA1 mutation)", "somatic (BRCA1 mutation)",
    "MET exon 14 skipping", "KRAS mutation except p.G12C", "age >= 18", "age < 18", "ECOG <= 1",
    "sex female", "tumor_type LUNG", "tumor_type COADREAD", "tumor_type SOLID",
    "after osimertinib", "measurable_disease", "line >= 2",
)  # fmt: skip


def joined(parts: st.SearchStrategy[Biomarker]) -> st.SearchStrategy[Biomarker]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(AllOf), several.map(AnyOf), parts.map(Not))


PATTERNS = st.recursive(st.sampled_from([*map(parse_biomarker, LEAVES)]), joined, max_leaves=4)
CRITERIA = st.lists(
    st.builds(
        Criterion,
        st.sampled_from((Side.INCLUSION, Side.INCLUSION, Side.EXCLUSION)),
        PATTERNS,
        st.sampled_from(Confidence),
        st.builds(TextPlace, st.just(Section.ELIGIBILITY), st.integers(0, 9), st.just(90)),
    ),
    max_size=3,
).map(tuple)
ARMS = st.lists(
    st.builds(
        Arm,
        st.sampled_from(("A", "B")),
        st.sampled_from(ArmLevel),
        CRITERIA,
        st.sampled_from((True, False, None)),
    ),
    max_size=3,
).map(tuple)
SITES = st.lists(st.sampled_from((Site("Utopia"), Site("Germany"))), max_size=2).map(tuple)
TRIALS = st.builds(
    trial,
    st.just("NCT00000001"),
    criteria=CRITERIA,
    arms=ARMS,
    sites=SITES,
    registry=st.sampled_from((Registry.CLINICALTRIALS_GOV, Registry.LOCAL)),
    status=st.sampled_from((TrialStatus.RECRUITING, TrialStatus.NOT_YET_RECRUITING)),
    phases=st.sampled_from(((), ("PHASE1",), ("PHASE1", "PHASE2"), ("NA",))),
    updated=st.sampled_from(("", "2024", "2024-05", "2024-05-01", "2025-01-02")),
)


@pytest.fixture(scope="module")
def lung() -> TumorProfile:
    """A woman of 60 with lung adenocarcinoma and KRAS G12C, of whom some things are known."""
    return known(building.tumor("LUAD", [("KRAS", "G12C")], panel=["EGFR"]))


@given(
    trials=st.lists(TRIALS, min_size=1, max_size=6),
    countries=st.sampled_from(((), (), ("Germany",))),
    listing=st.sampled_from(Listing),
)
@settings(max_examples=150, deadline=None, phases=SEARCH)
def test_made_up_trials_are_matched_as_plainly(
    trials: list[Trial], countries: tuple[str, ...], listing: Listing, lung: TumorProfile
) -> None:
    named = [replace(each, trial_id=f"NCT{number:08}") for number, each in enumerate(trials)]
    agree(make_snapshot(named), lung, countries, listing)
