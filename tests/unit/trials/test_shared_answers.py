"""Cases share answers about the patient, and each gets those of its own patient."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import building
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.case import CaseInfo, Sex
from oncomatch.domain.clinical_status import (
    Analyte,
    ClinicalStatus,
    DiseaseExtent,
    LaboratoryValue,
    MetastaticSite,
    Stage,
)
from oncomatch.domain.prior_therapy import PriorTherapy
from oncomatch.matching.evaluate import evaluate
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.facts import Facts
from oncomatch.matching.patient import NO_PART, part_of
from oncomatch.trials import shared
from oncomatch.trials.criteria import Answers
from oncomatch.trials.snapshot import make_snapshot
from unit.trials.trial_makers import criterion, trial

ASKED = (
    "tumor_type LUNG", "tumor_type COADREAD", "age >= 18", "age < 18.5", "sex female", "ECOG <= 1",
    "measurable_disease", "cns_metastases", "active_cns_metastases", "extent metastatic",
    "extent untreated", "extent III, IV", "laboratory platelets >= 100", "after osimertinib",
    "line >= 2", "KRAS mutation", "EGFR wildtype", "MSI high",
)  # fmt: skip
SNAPSHOT = make_snapshot([trial(criteria=tuple(map(criterion, ASKED)))])
BRAIN = (MetastaticSite.BRAIN,)
PATIENTS = st.builds(
    CaseInfo,
    st.just("case"),
    st.sampled_from(("LUAD", "COADREAD", "LUNG")),
    st.just(""),
    st.just(building.tumor("LUAD", []).case.build),
    age=st.sampled_from((None, 17, 18, 18.0, 18.25, 18.75, 70)),
    sex=st.sampled_from((None, *Sex)),
    prior_therapies=st.sampled_from((None, (), (PriorTherapy(("osimertinib",), 1),))),
    clinical=st.builds(
        ClinicalStatus,
        stage=st.sampled_from((None, Stage("III"), Stage("I"))),
        extent=st.sampled_from((None, DiseaseExtent.METASTATIC)),
        ecog=st.sampled_from((None, 0, 2)),
        metastases=st.sampled_from((None, BRAIN)),
        measurable_disease=st.sampled_from((None, True, False)),
        laboratory=st.sampled_from(
            ((), (LaboratoryValue(Analyte.PLATELETS, 90, Analyte.PLATELETS.unit),))
        ),
    ),
)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return building.facts_of(building.tumor("LUAD", [("KRAS", "G12C")], panel=["EGFR"]))


@given(patients=st.lists(PATIENTS, min_size=2, max_size=6))
@settings(max_examples=100, deadline=None)
def test_each_patient_has_the_answers_of_a_plain_evaluation(
    patients: list[CaseInfo], facts: Facts
) -> None:
    for patient in patients:
        own = replace(facts, case=patient)
        answers = Answers(SNAPSHOT, Evaluator(own))
        wanted = [evaluate(parse_biomarker(each), own) for each in ASKED]

        assert [answers.of(number) for number in range(len(ASKED))] == wanted
        assert list(answers.degrees(range(len(ASKED)))) == [each.outcome.degree for each in wanted]


def test_completed_years_and_exact_ones_are_not_shared(facts: Facts) -> None:
    number = ASKED.index("age < 18.5")
    found = [
        Answers(SNAPSHOT, Evaluator(replace(facts, case=replace(facts.case, age=age)))).of(number)
        for age in (18, 18.0)
    ]

    assert [each.outcome.value for each in found] == ["unknown", "met"]


def test_what_was_found_in_the_tumour_is_not_shared() -> None:
    assert part_of(parse_biomarker("KRAS mutation")) == NO_PART
    assert part_of(parse_biomarker("DPYD allele *2A")) == NO_PART


def test_only_the_latest_patients_are_kept(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_MOST", 9)
    kept = shared.SharedAnswers(bytes([part_of(parse_biomarker("age >= 18"))]))
    of_age = {age: kept.of(replace(facts.case, age=age)) for age in (20, 30, 40, 50)}

    assert kept.of(replace(facts.case, age=50))[1] is of_age[50][1]
    assert kept.of(replace(facts.case, age=20))[1] is not of_age[20][1]
