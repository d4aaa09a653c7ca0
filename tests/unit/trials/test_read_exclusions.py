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
