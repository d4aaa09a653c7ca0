"""Whether a case's tumour type is one of a trial's: same, wider, narrower, other, not known."""

from __future__ import annotations

import pytest

from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.match import tumor_type_criterion
from unit.trials.trial_makers import trial

LUAD, NSCLC, SOLID = "Lung Adenocarcinoma", "Non-Small Cell Lung Cancer", "Any solid tumour"
AML = "Acute Myeloid Leukemia"

NAMED = "{} is named"
BELONGS = "{} belongs to: {}"
BESIDE = "the trial names {}, and beside it narrower types"
NARROWER = "the trial asks for {}; {} is wider"
UNREAD = "not all conditions of the trial could be read"
OTHER = "{} is not among the trial's tumour types"

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN

# OncoTree: LUAD and LUSC under NSCLC under LUNG; COAD under COADREAD under BOWEL; AML is blood.
CASES = {
    "same": ("LUAD", "LUAD", 0, MET, NAMED.format(LUAD)),
    "same among others": ("LUAD", "COAD LUAD", 0, MET, NAMED.format(LUAD)),
    "same beside wider": ("LUAD", "SOLID LUAD", 0, MET, NAMED.format(LUAD)),
    "same, some unread": ("LUAD", "LUAD", 3, MET, NAMED.format(LUAD)),
    "trial wider": ("LUAD", "NSCLC", 0, MET, BELONGS.format(LUAD, NSCLC)),
    "trial wider, two levels": ("LUAD", "LUNG", 0, MET, BELONGS.format(LUAD, "Lung")),
    "any solid tumour": ("LUAD", "SOLID", 0, MET, BELONGS.format(LUAD, SOLID)),
    "any tumour": ("AML", "TISSUE", 0, MET, BELONGS.format(AML, "Any tumour")),
    "nearest of the wider": ("LUAD", "SOLID NSCLC", 0, MET, BELONGS.format(LUAD, NSCLC)),
    "wider, another of them": ("COAD", "SOLID LUAD", 0, UNKNOWN, BESIDE.format(SOLID)),
    "wider, with a sister": ("LUAD", "NSCLC LUSC", 0, UNKNOWN, BESIDE.format(NSCLC)),
    "narrower": ("NSCLC", "LUAD", 0, UNKNOWN, NARROWER.format(LUAD, NSCLC)),
    "narrower, some unread": ("NSCLC", "LUAD", 1, UNKNOWN, NARROWER.format(LUAD, NSCLC)),
    "narrower and other": ("NSCLC", "COAD LUAD", 0, UNKNOWN, NARROWER.format(LUAD, NSCLC)),
    "sister": ("LUAD", "LUSC", 0, NOT_MET, OTHER.format(LUAD)),
    "other": ("LUAD", "COADREAD BRCA", 0, NOT_MET, OTHER.format(LUAD)),
    "other, some unread": ("LUAD", "COADREAD BRCA", 2, UNKNOWN, UNREAD),
    "blood is not solid": ("AML", "SOLID", 0, NOT_MET, OTHER.format(AML)),
    "solid is not blood": ("LUAD", "AML", 0, NOT_MET, OTHER.format(LUAD)),
}


@pytest.mark.parametrize(
    ("case", "named", "unread", "outcome", "reason"), CASES.values(), ids=CASES
)
def test_tumour_type(
    case: str, named: str, unread: int, outcome: Outcome, reason: str, tumor_types: TumorTypes
):
    made = trial(tumor_types=tuple(named.split()), conditions_unread=unread)

    answer = tumor_type_criterion(made, tumor_types.get(case), tumor_types)

    assert answer == Evaluation(outcome, reason)


@pytest.mark.parametrize("named", ["SOLID LUAD", "LUAD SOLID", "NSCLC SOLID LUSC"])
def test_the_order_in_which_a_trial_names_its_types_does_not_matter(
    named: str, tumor_types: TumorTypes
):
    codes = named.split()
    case = tumor_types.get("COAD")

    answers = {
        tumor_type_criterion(trial(tumor_types=tuple(order)), case, tumor_types)
        for order in (codes, codes[::-1])
    }

    assert {answer.outcome for answer in answers} == {UNKNOWN}
    assert len(answers) == 1
