"""Parts that need not have what everyone else is asked for: invented texts."""

from __future__ import annotations

import pytest

from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility
from oncomatch.trials.eligibility.readings import READINGS
from oncomatch.trials.settle import settle
from oncomatch.trials.studies import REST, read_criteria


def asked(*items: str) -> dict[str, list[str]]:
    """Return what is asked of genes and markers, of everyone under no name, and of each part."""
    text = Eligibility("\n\n".join(["Inclusion Criteria:", *(f"* {item}" for item in items)]))
    settled = settle((), text, read_eligibility(text, READINGS))
    return {
        name: [f"{each.pattern} {each.confidence.value}" for each in own if each.kind.is_molecular]
        for name, own in (("", settled.criteria), *settled.cohorts.items())
        if any(each.kind.is_molecular for each in own)
    }


ER = "Participants must have ER-positive disease"
OTHERS = {"all but Cohort 5": ["ESR1 expression certain"]}
EVERYONE = {"": ["ESR1 expression certain"]}
EXEMPTED = {
    "For Cohort 5, participants are eligible regardless of ER status": OTHERS,
    "Cohort 5: irrespective of ER expression": OTHERS,
    "In Cohort 5, patients do not need ER-positive disease": OTHERS,
    "Melanoma patients are eligible regardless of ER": {"": ["ESR1 expression likely"]},
    "For Cohort 5, participants are eligible regardless of PR status": EVERYONE,
    "For Cohort 5, an ER test is not required": EVERYONE,
    "For Cohort 5, participants must have measurable disease": EVERYONE,
}


@pytest.mark.parametrize("item", EXEMPTED)
def test_what_a_part_need_not_have_is_asked_of_the_others_alone(item: str):
    assert asked(ER, item) == EXEMPTED[item]


UNREAD = {
    "a cohort in words that are not understood": "Cohort B: tumours that are xotinib-like",
    "a cohort that need not have it": "Cohort B: patients are eligible regardless of EGFR status",
}


@pytest.mark.parametrize("item", UNREAD.values(), ids=UNREAD)
def test_beside_the_parts_that_were_read_stands_one_that_is_open_to_everyone(item: str):
    protocol = {
        "identificationModule": {"briefTitle": "Xotinib"},
        "conditionsModule": {"conditions": ["Lung cancer"]},
        "eligibilityModule": {
            "eligibilityCriteria": f"Inclusion:\n\n* Cohort A: EGFR mutation\n* {item}"
        },
    }
    read = read_criteria(protocol, ConditionReader(open_tumor_types()))

    assert not [each for each in read.criteria if each.kind.is_molecular]
    assert [arm.name for arm in read.arms] == ["Cohort A", REST]
    assert read.arms[-1].criteria == ()
