"""A case against open trials, criterion by criterion."""

from __future__ import annotations

import random

import pytest

import building
from oncomatch.domain.case import Sex
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.trial import CriterionResult, Trial, TrialMatch, TrialStatus
from oncomatch.knowledge.base import open_knowledge
from oncomatch.matching.facts import collect_facts
from oncomatch.matching.states import label_facts
from oncomatch.reference.bundle import open_reference
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.match import match_trials
from unit.trials.trial_makers import trial

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN

OTHER = CriterionResult(
    "Other criteria of the protocol",
    UNKNOWN,
    "only the criteria above were read; performance, prior therapy, organ function and others "
    "stand in the registry record",
)


def match(profile: TumorProfile, *trials: Trial) -> tuple[TrialMatch, ...]:
    facts = collect_facts(profile, open_knowledge(), open_reference())
    genes = {coverage.gene for coverage in profile.assay.genes}
    labels = label_facts(profile, genes)
    return match_trials(trials, facts, profile.case, open_tumor_types(), labels)


@pytest.fixture(scope="module")
def lung() -> TumorProfile:
    """A woman of 60 with lung adenocarcinoma and KRAS G12C."""
    return building.tumor("LUAD", [("KRAS", "G12C")], panel=["EGFR"])


def ids(matches: tuple[TrialMatch, ...]) -> list[str]:
    return [each.nct_id for each in matches]


def test_a_whole_match(lung: TumorProfile):
    made = trial(
        title="Xotinib in Lung Cancer",
        status=TrialStatus.NOT_YET_RECRUITING,
        phases=("PHASE1", "PHASE2"),
        countries=("Erewhon", "Utopia"),
        tumor_types=("NSCLC", "SCLC"),
        minimum_age=18,
        maximum_age=75,
        sex="FEMALE",
        data_date="2023-04-05",
    )
    (found,) = match(lung, made)
    genomic, *rest = found.criteria

    assert found == TrialMatch(
        nct_id="NCT00000001",
        title="Xotinib in Lung Cancer",
        status=TrialStatus.NOT_YET_RECRUITING,
        phases=("PHASE1", "PHASE2"),
        countries=("Erewhon", "Utopia"),
        url="https://clinicaltrials.gov/study/NCT00000001",
        data_date="2023-04-05",
        outcome=UNKNOWN,
        labels=("KRAS G12C",),
        criteria=(genomic, *rest),
    )
    assert (genomic.criterion, genomic.outcome) == (
        "KRAS p.G12C (title: “KRAS G12C-Mutant”)",
        MET,
    )
    assert "KRAS G12C" in genomic.reason
    assert rest == [
        CriterionResult(
            "Tumour type: Non-Small Cell Lung Cancer, Small Cell Lung Cancer",
            MET,
            "Lung Adenocarcinoma belongs to: Non-Small Cell Lung Cancer",
        ),
        CriterionResult("Age: 18 to 75 years", MET, "age 60"),
        CriterionResult("Sex: female", MET, "female"),
        OTHER,
    ]


GENOMIC = {
    "the very change": ("KRAS p.G12C", True),
    "its codon": ("KRAS codon 12", True),
    "its gene": ("KRAS mutation", True),
    "one of two": ("KRAS p.G12D or KRAS p.G12C", True),
    "one of two, the other unknown": ("KRAS p.G12C or MET amplification", True),
    "another change of the codon": ("KRAS p.G12D", False),
    "another codon": ("KRAS codon 13", False),
    "looked for and not found": ("EGFR p.L858R", False),
    "gene not covered": ("BRAF p.V600E", False),
    "copy number not assessed": ("MET amplification", False),
    "fusions not assessed": ("ALK fusion", False),
    "microsatellites not assessed": ("MSI high", False),
    "protein not assessed": ("ERBB2 amplification or ERBB2 overexpression", False),
    "two, one unknown": ("KRAS p.G12C and MET amplification", False),
    "its opposite": ("not KRAS p.G12C", False),
}


@pytest.mark.parametrize(("biomarker", "listed"), GENOMIC.values(), ids=GENOMIC)
def test_only_trials_whose_genomic_criterion_is_met_are_listed(
    biomarker: str, listed: bool, lung: TumorProfile
):
    assert ids(match(lung, trial(biomarker=biomarker))) == (["NCT00000001"] if listed else [])


def test_a_call_that_is_not_reported_meets_no_criterion():
    profile = building.tumor("LUAD", left_out=[("KRAS", "G12C")], panel=["KRAS"])

    assert match(profile, trial()) == ()


@pytest.mark.parametrize(("status", "listed"), [("MSI-H", 1), ("MSI-L", 0), ("MSS", 0), (None, 0)])
def test_microsatellites(status: str | None, listed: int):
    profile = building.tumor("UCEC", msi=status)

    assert len(match(profile, trial(biomarker="MSI high"))) == listed


@pytest.mark.parametrize(
    ("score", "listed"), [("3+", 1), ("2+", 0), ("1+", 0), ("0", 0), (None, 0)]
)
def test_her2_positive(score: str | None, listed: int):
    """2+ is equivocal: in-situ hybridisation decides."""
    profile = building.tumor("BRCA", her2_ihc=score)
    made = trial(biomarker="ERBB2 amplification or ERBB2 overexpression")

    assert len(match(profile, made)) == listed


def test_the_findings_that_meet_a_trial_are_named_once():
    profile = building.tumor("BRCA", copies={"ERBB2": 20}, her2_ihc="3+")
    (found,) = match(profile, trial(biomarker="ERBB2 amplification or ERBB2 overexpression"))

    assert found.labels == ("ERBB2 amplification (HER2 IHC 3+)",)


def test_trials_of_other_tumour_types_are_left_out(lung: TumorProfile):
    trials = [
        trial("NCT00000001", tumor_types=("COADREAD",)),
        trial("NCT00000002", tumor_types=("COADREAD",), conditions_unread=1),
        trial("NCT00000003", tumor_types=("LUAD",)),
    ]

    assert ids(match(lung, *trials)) == ["NCT00000003", "NCT00000002"]


def criterion(found: TrialMatch, words: str) -> CriterionResult:
    return next(each for each in found.criteria if each.criterion.startswith(words))


#         from  to    age   answer
AGES = [
    ("at the lower border", 18, None, 18, MET),
    ("below it", 18, None, 17, NOT_MET),
    ("at the upper border", None, 75, 75, MET),
    ("above it", None, 75, 76, NOT_MET),
    ("between", 18, 75, 40, MET),
    ("below both", 18, 75, 17, NOT_MET),
    ("above both", 18, 75, 76, NOT_MET),
    ("a newborn in a children's trial", None, 17, 0, MET),
    ("a newborn in an adults' trial", 18, None, 0, NOT_MET),
    ("a limit of zero", 0, None, 0, MET),
    ("an upper limit of zero", None, 0, 1, NOT_MET),
    ("one age only", 18, 18, 18, MET),
]


@pytest.mark.parametrize(
    ("low", "high", "age", "answer"), [row[1:] for row in AGES], ids=[row[0] for row in AGES]
)
def test_age(low: int | None, high: int | None, age: int, answer: Outcome):
    profile = building.tumor("LUAD", [("KRAS", "G12C")], age=age)
    (found,) = match(profile, trial(minimum_age=low, maximum_age=high))

    given = criterion(found, "Age")
    assert (given.outcome, given.reason) == (answer, f"age {age}")


def test_an_age_that_is_not_given_is_unknown():
    profile = building.tumor("LUAD", [("KRAS", "G12C")], age=None)
    (found,) = match(profile, trial(minimum_age=18))

    assert criterion(found, "Age") == CriterionResult(
        "Age: from 18 years", UNKNOWN, "the age is not given"
    )


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (18, None, "Age: from 18 years"),
        (None, 17, "Age: up to 17 years"),
        (12, 30, "Age: 12 to 30 years"),
        (0, 17, "Age: 0 to 17 years"),
    ],
)
def test_age_words(low: int | None, high: int | None, words: str, lung: TumorProfile):
    (found,) = match(lung, trial(minimum_age=low, maximum_age=high))

    assert criterion(found, "Age").criterion == words


@pytest.mark.parametrize(
    ("asked", "sex", "answer"),
    [
        ("FEMALE", Sex.FEMALE, MET),
        ("FEMALE", Sex.MALE, NOT_MET),
        ("MALE", Sex.MALE, MET),
        ("MALE", Sex.FEMALE, NOT_MET),
        ("FEMALE", None, UNKNOWN),
        ("MALE", None, UNKNOWN),
    ],
)
def test_sex(asked: str, sex: Sex | None, answer: Outcome):
    profile = building.tumor("LUAD", [("KRAS", "G12C")], sex=sex)
    (found,) = match(profile, trial(sex=asked))

    reason = sex.value if sex else "the sex is not given"
    assert criterion(found, "Sex") == CriterionResult(f"Sex: {asked.lower()}", answer, reason)


def test_without_limits_there_is_no_criterion_of_age_or_sex(lung: TumorProfile):
    (found,) = match(lung, trial())

    assert [each.criterion.split()[0] for each in found.criteria] == ["KRAS", "Tumour", "Other"]


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({}, UNKNOWN),
        ({"minimum_age": 18}, UNKNOWN),
        ({"minimum_age": 61}, NOT_MET),
        ({"sex": "MALE"}, NOT_MET),
    ],
    ids=["all known criteria met", "age met", "too young", "other sex"],
)
def test_a_trial_is_never_said_to_fit_for_certain(
    fields: dict[str, object], outcome: Outcome, lung: TumorProfile
):
    """There is always more in the protocol than was read: met by what is known is unknown."""
    (found,) = match(lung, trial(**fields))

    assert found.outcome is outcome
    assert found.criteria[-1] == OTHER


IN_ORDER = [
    trial("NCT00000008", phases=("PHASE4",)),
    trial("NCT00000010", phases=("PHASE2", "PHASE3")),
    trial("NCT00000011", phases=("PHASE3",)),
    trial("NCT00000001"),
    trial("NCT00000009"),
    trial("NCT00000007", phases=("PHASE1",)),
    trial("NCT00000006", phases=("EARLY_PHASE1",)),
    trial("NCT00000005", phases=()),
    trial("NCT00000004", status=TrialStatus.NOT_YET_RECRUITING, phases=("PHASE3",)),
    trial("NCT00000003", status=TrialStatus.ENROLLING_BY_INVITATION, phases=("PHASE3",)),
    trial("NCT00000002", phases=("PHASE3",), tumor_types=("COADREAD",), conditions_unread=1),
    trial("NCT00000000", phases=("PHASE3",), minimum_age=61),
]


@pytest.mark.parametrize("seed", range(4))
def test_order(seed: int, lung: TumorProfile):
    """Excluded last; then fewest unknowns, recruiting first, later phase first, registry id."""
    shuffled = random.Random(seed).sample(IN_ORDER, len(IN_ORDER))

    assert ids(match(lung, *shuffled)) == [each.nct_id for each in IN_ORDER]


def test_no_trials(lung: TumorProfile):
    assert match(lung) == ()
