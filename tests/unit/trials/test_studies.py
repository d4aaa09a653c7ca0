"""Studies of ClinicalTrials.gov API v2 as trials: open ones of treatment, read with certainty.

The studies are made up; field names and values are those of the API's published schema
(ctg-oas-v2.yaml; statuses, phases and the form of ages).
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from oncomatch.domain.trial import OPEN, Confidence, CriterionKind, Trial, TrialStatus
from oncomatch.errors import BiomarkerError
from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.studies import read_criteria, read_study

FALLBACK = "2020-02-29"
TITLE = "A Phase 2 Study of Xotinib in Patients With KRAS G12C-Mutant NSCLC"


@pytest.fixture(scope="module")
def conditions(tumor_types: TumorTypes) -> ConditionReader:
    return ConditionReader(tumor_types)


def study(**changes: Any) -> dict[str, Any]:
    """Return a study; a change names a module, or `derived`, and gives what is in it."""
    modules: dict[str, Any] = {
        "identification": {"nctId": "NCT00000001", "briefTitle": "Xotinib", "officialTitle": TITLE},
        "status": {"overallStatus": "RECRUITING"},
        "conditions": {"conditions": ["Non-Small Cell Lung Cancer", "Frailty"]},
        "design": {"studyType": "INTERVENTIONAL", "phases": ["PHASE2"]},
        "eligibility": {
            "eligibilityCriteria": "Inclusion Criteria:\n* KRAS, EGFR or BRCA1 tested\n"
            "Exclusion Criteria:\n* none",
            "sex": "ALL",
            "minimumAge": "18 Years",
            "maximumAge": "75 Years",
        },
        "contactsLocations": {"locations": [{"country": "Utopia", "status": "RECRUITING"}]},
    }
    derived = changes.pop("derived", {"miscInfoModule": {"versionHolder": "2024-05-06"}})
    for name, change in changes.items():
        modules[name] = {**modules[name], **change}
    return {
        "protocolSection": {f"{name}Module": part for name, part in modules.items()},
        "derivedSection": derived,
    }


def certain_of(study: dict[str, Any], conditions: ConditionReader) -> list[str]:
    """Return the molecular patterns that are read with certainty, whatever else is."""
    asked = read_criteria(study["protocolSection"], conditions)
    sure = [each for each in asked.criteria if each.confidence is Confidence.CERTAIN]
    return [str(each.pattern) for each in sure if each.kind.is_molecular]


def criteria(trial: Trial) -> list[tuple[str, str, str]]:
    """Return pattern, confidence and section of each criterion."""
    return [
        (str(each.pattern), each.confidence.value, each.source.section.value)
        for each in trial.criteria
    ]


def test_a_whole_study(conditions: ConditionReader):
    trial = read_study(study(), FALLBACK, conditions)

    assert (trial.trial_id, trial.title, trial.status, trial.phases, trial.countries) == (
        "NCT00000001",
        "Xotinib",
        TrialStatus.RECRUITING,
        ("PHASE2",),
        ("Utopia",),
    )
    assert criteria(trial) == [
        ("KRAS p.G12C", "certain", "title"),
        ("tumor_type NSCLC", "certain", "title"),
        ("age >= 18", "certain", "field"),
        ("age <= 75", "certain", "field"),
    ]
    assert trial.unread == (1, 1)
    assert trial.data_date == "2024-05-06"


def quote(trial: Trial, *titles: str) -> str:
    """Return the words of the title that the first criterion was read from."""
    place = trial.criteria[0].source
    return next(title for title in titles if title)[place.start : place.end]


def test_the_place_of_a_criterion_is_that_of_its_words(conditions: ConditionReader):
    assert quote(read_study(study(), FALLBACK, conditions), TITLE) == "KRAS G12C-Mutant"


def test_what_a_record_may_lack(conditions: ConditionReader):
    """Limits that are not given are none; sites that are not given are no countries."""
    lean = study(derived={})
    protocol = lean["protocolSection"]
    del protocol["contactsLocationsModule"]
    for name in ("sex", "minimumAge", "maximumAge"):
        del protocol["eligibilityModule"][name]
    del lean["derivedSection"]

    trial = read_study(lean, FALLBACK, conditions)

    assert [each.kind for each in trial.criteria] == [
        CriterionKind.GENOMIC,
        CriterionKind.TUMOR_TYPE,
    ]
    assert trial.countries == ()
    assert trial.data_date == FALLBACK


def refused(changed: dict[str, Any], reason: str, conditions: ConditionReader) -> None:
    with pytest.raises(BiomarkerError, match=f"^{re.escape(reason)}$"):
        read_study(changed, FALLBACK, conditions)


@pytest.mark.parametrize("status", OPEN)
def test_open_statuses(status: TrialStatus, conditions: ConditionReader):
    trial = read_study(study(status={"overallStatus": status.value}), FALLBACK, conditions)

    assert trial.status is status


@pytest.mark.parametrize(
    "status",
    """ACTIVE_NOT_RECRUITING COMPLETED SUSPENDED TERMINATED WITHDRAWN WITHHELD
    NO_LONGER_AVAILABLE TEMPORARILY_NOT_AVAILABLE APPROVED_FOR_MARKETING UNKNOWN""".split(),
)
def test_other_statuses_are_not_open(status: str, conditions: ConditionReader):
    changed = study(status={"overallStatus": status})
    refused(changed, f"the trial is not open ({status})", conditions)


def test_no_status_is_not_open(conditions: ConditionReader):
    changed = study()
    changed["protocolSection"]["statusModule"] = {}
    refused(changed, "the trial is not open ()", conditions)


@pytest.mark.parametrize(
    "phases",
    [["EARLY_PHASE1"], ["PHASE1"], ["PHASE1", "PHASE2"], ["PHASE2", "PHASE3"], ["PHASE4"]],
    ids="-".join,
)
def test_phases_of_treatment(phases: list[str], conditions: ConditionReader):
    assert read_study(study(design={"phases": phases}), FALLBACK, conditions).phases == tuple(
        phases
    )


@pytest.mark.parametrize("phases", [[], ["NA"]], ids=["none", "not applicable"])
def test_no_phase_of_treatment(phases: list[str], conditions: ConditionReader):
    refused(study(design={"phases": phases}), "the trial has no phase of treatment", conditions)


@pytest.mark.parametrize("purpose", ["SUPPORTIVE_CARE", "PREVENTION", "DIAGNOSTIC", "SCREENING"])
def test_another_purpose_than_treatment_is_refused(purpose: str, conditions: ConditionReader):
    """A phase 3 trial against rash offers no treatment of the tumour."""
    changed = study(design={"designInfo": {"primaryPurpose": purpose}})

    with pytest.raises(BiomarkerError):
        read_study(changed, FALLBACK, conditions)


def test_the_purpose_of_treatment_is_read(conditions: ConditionReader):
    changed = study(design={"designInfo": {"primaryPurpose": "TREATMENT"}})

    assert read_study(changed, FALLBACK, conditions).trial_id == "NCT00000001"


@pytest.mark.parametrize("nct_id", ["", "NCT1", "NCT000000012", "nct00000001", "EUCT00000001"])
def test_a_record_without_a_registry_id(nct_id: str, conditions: ConditionReader):
    changed = study(identification={"nctId": nct_id})
    refused(changed, "the record has no NCT id", conditions)


def test_the_brief_title_is_read_where_the_official_one_is_absent(conditions: ConditionReader):
    changed = study(identification={"briefTitle": "Xotinib in EGFR-Mutant NSCLC"})
    del changed["protocolSection"]["identificationModule"]["officialTitle"]

    trial = read_study(changed, FALLBACK, conditions)

    assert quote(trial, "Xotinib in EGFR-Mutant NSCLC") == "EGFR-Mutant"


def test_the_brief_title_is_read_where_the_official_one_names_nothing(conditions: ConditionReader):
    changed = study(
        identification={
            "officialTitle": "Xotinib in NSCLC",
            "briefTitle": "Xotinib in KRAS G12C-Mutant NSCLC",
        }
    )

    trial = read_study(changed, FALLBACK, conditions)

    assert quote(trial, "Xotinib in KRAS G12C-Mutant NSCLC") == "KRAS G12C-Mutant"


@pytest.mark.parametrize(
    ("official", "brief"),
    [
        ("Xotinib in KRAS Wild-Type or EGFR-Mutant NSCLC", "Xotinib in EGFR-Mutant NSCLC"),
        ("Xotinib in Germline BRCA1-Mutated NSCLC", "Xotinib in BRCA1-Mutated NSCLC"),
        ("Xotinib in EGFR-Mutant, MET-Amplified NSCLC", "Xotinib in EGFR-Mutant NSCLC"),
        ("Xotinib in Solid Tumours Including EGFR-Mutant NSCLC", "Xotinib in EGFR-Mutant NSCLC"),
        ("Prevention of Rash in EGFR-Mutant NSCLC", "Xotinib in EGFR-Mutant NSCLC"),
        ("Xotinib in HER2-Low NSCLC", "Xotinib in EGFR-Mutant NSCLC"),
        ("Xotinib in NSCLC With an Exon 20 Insertion", "Xotinib in EGFR-Mutant NSCLC"),
    ],
    ids=[
        "wild type",
        "germline",
        "several markers",
        "not required",
        "not treatment",
        "a marker that is not read",
        "an alteration that is not read",
    ],
)
def test_the_brief_title_does_not_overrule_the_doubt_of_the_official_one(
    official: str, brief: str, conditions: ConditionReader
):
    """The official title is the longer: what it says beyond the brief one is part of the trial."""
    changed = study(identification={"officialTitle": official, "briefTitle": brief})

    assert certain_of(changed, conditions) == []


@pytest.mark.parametrize(
    ("official", "brief"),
    [
        ("Xotinib in EGFR-Mutant NSCLC", "Xotinib in EGFR Exon 20 Insertion NSCLC"),
        ("Xotinib in EGFR-Mutant NSCLC", "Xotinib in KRAS G12C-Mutant NSCLC"),
        ("Xotinib in EGFR-Mutant NSCLC", "Xotinib in Uncommon EGFR Mutations"),
    ],
    ids=["narrower", "another gene", "a class"],
)
def test_titles_that_do_not_agree_are_not_certain(
    official: str, brief: str, conditions: ConditionReader
):
    changed = study(identification={"officialTitle": official, "briefTitle": brief})

    assert certain_of(changed, conditions) == []


def test_a_title_may_be_silent(conditions: ConditionReader):
    """`Xotinib, an EGFR inhibitor` speaks of the drug and leaves the other title as it is."""
    changed = study(identification={"briefTitle": "Study of Xotinib, an EGFR Inhibitor"})

    assert criteria(read_study(changed, FALLBACK, conditions))[0][0] == "KRAS p.G12C"


def test_a_title_that_names_the_tumour_is_believed_of_levels_where_the_text_is_silent(
    conditions: ConditionReader,
):
    changed = study(
        identification={"officialTitle": "Xotinib in ER-Positive Breast Cancer"},
        eligibility={"eligibilityCriteria": "Inclusion Criteria:\n* Breast cancer"},
    )

    assert certain_of(changed, conditions) == ["ESR1 expression"]


def test_the_name_of_a_gene_with_a_cancer_in_it_makes_no_part_of_that_cancer(
    conditions: ConditionReader,
):
    text = """Inclusion Criteria:
* Ovarian cancer
Exclusion Criteria:
* Patients with a known breast cancer susceptibility gene (BRCA1) mutation"""
    read = read_study(study(eligibility={"eligibilityCriteria": text}), FALLBACK, conditions)

    assert not [each for each in read.arms if "breast" in each.name.lower()]


@pytest.mark.parametrize(
    ("title", "text", "certain"),
    [
        (TITLE, "* NSCLC", ["KRAS p.G12C"]),
        (TITLE, "* KRAS status is known", ["KRAS p.G12C"]),
        (TITLE, "", []),
        ("Xotinib in KRAS G12C-Mutant NSCLC", "* NSCLC", []),
    ],
    ids=["of patients, text silent", "text names the gene", "no inclusion", "of no patients"],
)
def test_a_title_that_says_which_patients_is_believed_where_the_text_is_silent(
    title: str, text: str, certain: list[str], conditions: ConditionReader
):
    whole = f"Inclusion Criteria:\n{text}\nExclusion Criteria:\n* KRAS G12C inhibitor before"
    changed = study(
        identification={"officialTitle": title}, eligibility={"eligibilityCriteria": whole}
    )

    assert certain_of(changed, conditions) == certain


@pytest.mark.parametrize(
    ("rule", "certain"),
    [
        ("Patients with an EGFR mutation must have had a TKI", []),
        ("Patients with adequate liver function must consent", ["not EGFR mutation"]),
    ],
    ids=["a rule for those with it", "another rule"],
)
def test_an_absence_is_not_certain_beside_a_rule_for_those_who_have_it(
    rule: str, certain: list[str], conditions: ConditionReader
):
    text = f"Inclusion Criteria:\n* Patients must have NSCLC without EGFR mutation\n* {rule}"
    changed = study(
        identification={"officialTitle": "", "briefTitle": "Xotinib"},
        eligibility={"eligibilityCriteria": text},
    )

    assert certain_of(changed, conditions) == certain


@pytest.mark.parametrize(
    "listed", [[], ["Frailty"], ["KRAS G12C"]], ids=["none", "unread", "a marker"]
)
def test_without_a_tumour_type(listed: list[str], conditions: ConditionReader):
    changed = study(conditions={"conditions": listed})
    refused(changed, "no condition of the trial is an OncoTree tumour type", conditions)


#    as registered       years, as a minimum and as a maximum; part of a year counts against
AGES = [
    ("18 Years", 18, 18),
    ("1 Year", 1, 1),
    ("0 Years", 0, 0),
    ("6 Months", 1, 0),
    ("12 Months", 1, 1),
    ("13 Months", 2, 1),
    ("24 Months", 2, 2),
    ("30 Months", 3, 2),
    ("1 Month", 1, 0),
    ("4 Weeks", 1, 0),
    ("120 Weeks", 3, 2),  # 840 days, more than two years
    ("1000 Days", 3, 2),  # less than three
    ("30 Days", 1, 0),
    ("8 Hours", 1, 0),
    (None, None, None),
]


@pytest.mark.parametrize(("text", "least", "most"), AGES, ids=[str(age[0]) for age in AGES])
def test_ages(text: str | None, least: int | None, most: int | None, conditions: ConditionReader):
    changed = study(eligibility={"minimumAge": text, "maximumAge": text})

    trial = read_study(changed, FALLBACK, conditions)

    assert [text for text, _, _ in criteria(trial) if text.startswith("age")] == [
        f"age {compared} {limit}"
        for compared, limit in ((">=", least), ("<=", most))
        if limit is not None
    ]


@pytest.mark.parametrize("limit", ["minimumAge", "maximumAge"])
def test_an_age_limit_that_cannot_be_read_is_not_taken_for_none(
    limit: str, conditions: ConditionReader
):
    refused(
        study(eligibility={limit: "eighteen"}),
        "the age limit 'eighteen' cannot be read",
        conditions,
    )


@pytest.mark.parametrize("sex", ["ALL", "FEMALE", "MALE"])
def test_sex(sex: str, conditions: ConditionReader):
    trial = read_study(study(eligibility={"sex": sex}), FALLBACK, conditions)
    asked = [text for text, _, _ in criteria(trial) if text.startswith("sex")]

    assert asked == ([] if sex == "ALL" else [f"sex {sex.lower()}"])


@pytest.mark.parametrize(
    ("listed", "pattern", "confidence", "section"),
    [
        (["Lung Adenocarcinoma"], "tumor_type NSCLC", "certain", "title"),
        (["Melanoma", "Frailty"], "tumor_type MEL", "likely", "conditions"),
        (["Lung Adenocarcinoma", "Frailty"], "tumor_type NSCLC", "certain", "title"),
        (["Lung Cancer", "Lung Adenocarcinoma"], "tumor_type LUNG", "certain", "title"),
    ],
    ids=["title wider", "one not read", "one not read, title agrees", "one wider, title agrees"],
)
def test_tumour_types_are_certain_where_title_and_conditions_say_one_thing(
    listed: list[str], pattern: str, confidence: str, section: str, conditions: ConditionReader
):
    trial = read_study(study(conditions={"conditions": listed}), FALLBACK, conditions)

    assert criteria(trial)[1] == (pattern, confidence, section)


def test_countries_of_open_sites_only(conditions: ConditionReader):
    sites = [
        {"country": "Zembla", "status": "RECRUITING"},
        {"country": "Utopia", "status": "NOT_YET_RECRUITING"},
        {"country": "Utopia", "status": "COMPLETED"},
        {"country": "Erewhon"},
        {"country": "", "status": "RECRUITING"},
        {"city": "Nowhere", "status": "RECRUITING"},
        *(
            {"country": f"Closed {status}", "status": status}
            for status in (
                "COMPLETED",
                "TERMINATED",
                "WITHDRAWN",
                "SUSPENDED",
                "ACTIVE_NOT_RECRUITING",
            )
        ),
    ]
    changed = study(contactsLocations={"locations": sites})

    trial = read_study(changed, FALLBACK, conditions)

    assert trial.countries == ("Erewhon", "Utopia", "Zembla")
