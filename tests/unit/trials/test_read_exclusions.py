"""What is read of genes and markers that shut out: lists below headings.

The sentences are made up in the manner of the registry's.
"""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.trials.eligibility.molecular import read_molecular
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility


def read(*items: str, above: str = "") -> list[str]:
    """Return what a text asks for whose exclusions are the items, below a heading if any."""
    mark = "  * " if above else "* "
    lines = ["Inclusion Criteria:", "* Adults", "Exclusion Criteria:"]
    lines += [f"* {above}"] if above else []
    text = "\n\n".join([*lines, *(f"{mark}{each}" for each in items)])
    found = read_eligibility(Eligibility(text), (read_molecular,))
    return [
        f"{each.side.value}: {each.pattern} ({each.confidence.value})" for each in found.criteria
    ]


def shuts_out(value: str, confidence: str) -> list[str]:
    return [f"exclusion: {parse_biomarker(value)} ({confidence})"]


@pytest.mark.parametrize(
    ("above", "confidence"),
    [
        ("Patients with any of the following will not be included in the study:", "certain"),
        ("Subjects meeting any of the criteria below may not participate:", "certain"),
        (
            "The presence of any of the following will exclude a patient from study entry:",
            "certain",
        ),
        ("Excluded if any of the following criteria apply, unless the sponsor agrees:", "likely"),
        ("Tumours that carry any of the following:", "likely"),
    ],
)
def test_each_item_below_a_heading_of_exclusions_shuts_out_by_itself(above, confidence):
    assert read("Known EGFR mutation", "Pregnancy", above=above) == shuts_out(
        "EGFR mutation", confidence
    )


@pytest.mark.parametrize(
    "above",
    [
        "Prior treatment for any of the following:",
        "HIV infection, except for patients with any of the following:",
    ],
)
def test_items_below_a_heading_of_treatments_or_exceptions_shut_nobody_out(above):
    assert read("Known EGFR mutation", above=above) == []


def among_included(*items: str) -> list[str]:
    text = "\n\n".join(["Inclusion Criteria:", *(f"* {each}" for each in items)])
    found = read_eligibility(Eligibility(text), (read_molecular,))
    return [
        f"{each.side.value}: {each.pattern} ({each.confidence.value})" for each in found.criteria
    ]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Patients with EGFR mutations are not eligible", "certain"),
        ("Tumours harbouring an EGFR mutation will be excluded.", "certain"),
        ("Participants known to have an EGFR mutation cannot be enrolled", "certain"),
        ("Patients will be excluded if they have a known EGFR mutation", "likely"),
        ("Lung cancer (patients with EGFR mutations are excluded)", "likely"),
    ],
)
def test_who_is_not_eligible_is_shut_out_among_what_is_included_too(text, confidence):
    assert among_included(text) == shuts_out("EGFR mutation", confidence)
    assert read(text) == shuts_out("EGFR mutation", confidence)


def test_a_clause_that_shuts_out_leaves_the_others_as_they_are():
    text = "Patients must have a BRAF V600E mutation; patients with KRAS G12C are excluded"

    assert among_included(text) == [
        "inclusion: BRAF p.V600E (certain)",
        "exclusion: KRAS p.G12C (certain)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Patients with EGFR mutations are not eligible for surgery",
        "Patients must have an EGFR mutation or be ineligible for chemotherapy",
        "Patients with HIV are excluded, but those with an EGFR mutation are eligible",
        "Patients with HIV are excluded unless they have an EGFR mutation",
        "Patients with unknown EGFR mutation status are excluded",
    ],
)
def test_what_is_said_of_a_treatment_or_an_exception_shuts_nobody_out(text):
    assert not [each for each in among_included(text) if each.startswith("exclusion")]


@pytest.mark.parametrize("text", ["KRAS mutations are not excluded", "Exception: KRAS mutations"])
def test_what_is_said_not_to_shut_out_does_not(text):
    assert read(text) == []


def test_a_requirement_with_a_sample_that_is_not_accepted_stays_a_requirement():
    found = among_included("Patients must have a BRAF V600E mutation (blood is not accepted)")

    assert found == ["inclusion: BRAF p.V600E (certain)"]


def test_that_an_absence_shuts_out_among_what_is_included_is_to_be_reviewed():
    found = among_included("Patients without an EGFR mutation are excluded")

    assert found == ["exclusion: not EGFR mutation (to review)"]


def test_a_change_beside_the_one_that_is_asked_for_shuts_out_by_itself():
    assert read("Concurrent KRAS mutation") == shuts_out("KRAS mutation", "certain")
    assert read("Co-occurring KRAS or STK11 mutations") == shuts_out(
        "KRAS mutation or STK11 mutation", "certain"
    )
