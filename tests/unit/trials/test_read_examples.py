"""Examples of a class of alterations, and the unnamed rest of one, by the side they stand on.

The sentences are made up in the manner of the registry's.
"""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.molecular import findings


def read(text: str, side: Side) -> list[str]:
    return [f"{each.pattern} ({each.confidence.value})" for each in findings(text, side)]


def rows(table: str) -> list[object]:
    return [
        pytest.param(*(cell.strip() for cell in line.split("|")), id=line.split("|")[0].strip())
        for line in table.strip().splitlines()
    ]


BARS = "not EGFR mutation and not ALK fusion"
INCLUDING = f"""
    No actionable alterations, such as EGFR mutations or ALK rearrangements | {BARS} | certain
    Must not have other drivers, including (but not limited to) EGFR mutations, ALK fusions \
| {BARS} | certain
    No known EGFR mutation, ALK fusion, or other aberration for which a therapy is approved \
| {BARS} | certain
    No known EGFR, ALK, or other actionable genomic aberrations | {BARS} | certain
    Without known EGFR or ALK mutation | {BARS} | certain
    No AGAs such as EGFR or ALK | {BARS} | certain
    No known alterations in EGFR, ALK or other drivers (testing for KRAS is not required) \
| {BARS} | certain
"""


@pytest.mark.parametrize(("text", "pattern", "confidence"), rows(INCLUDING))
def test_of_what_must_be_absent_each_example_must_be(text: str, pattern: str, confidence: str):
    assert read(text, Side.INCLUSION) == [f"{parse_biomarker(pattern)} ({confidence})"]


EITHER = "EGFR mutation or ALK fusion"
EXCLUDING = f"""
    Actionable driver mutations (e.g. EGFR mutation or ALK fusion) | {EITHER} | certain
    Known EGFR mutation, ALK fusion or any other known genomic alteration | {EITHER} | certain
    Patients with known AGAs including EGFR and ALK | {EITHER} | certain
    Known AGA, such as EGFR or ALK | {EITHER} | certain
    EGFR mutation or ALK fusion or other drivers with approved therapy | {EITHER} | certain
    Druggable gene abnormalities (e.g. EGFR, ALK) | {EITHER} | certain
    Tumors with driver mutations for which a therapy is approved: EGFR (EGFR), ALK (ALK) \
| EGFR mutation or ALK fusion | certain
    Driver mutations (e.g., including but not limited to, EGFR, ALK) | {EITHER} | certain
    Gene mutations with an increased risk of cancer such as BRCA1, PTEN or P53 \
| germline (BRCA1 mutation or PTEN mutation or TP53 mutation) | certain
"""


@pytest.mark.parametrize(("text", "pattern", "confidence"), rows(EXCLUDING))
def test_of_what_excludes_each_example_does(text: str, pattern: str, confidence: str):
    assert read(text, Side.EXCLUSION) == [f"{parse_biomarker(pattern)} ({confidence})"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("A driver alteration, such as an EGFR mutation", Side.INCLUSION),
        ("No driver alteration, such as an EGFR mutation", Side.EXCLUSION),
        ("No driver alteration, such as an EGFR mutation, unless treated", Side.INCLUSION),
    ],
)
def test_an_example_of_what_is_asked_for_is_none(text: str, side: Side):
    assert [each for each in read(text, side) if each.endswith("(certain)")] == []


def test_an_unnamed_way_in_is_a_doubt():
    assert read("EGFR mutation or another driver mutation", Side.INCLUSION) == [
        "EGFR mutation (to review)"
    ]


def test_the_mutations_of_a_list_of_drivers_are_fusions_where_those_are_meant():
    assert read("EGFR, ALK, ROS1 or RET alterations", Side.EXCLUSION) == [
        f"{parse_biomarker('EGFR mutation or ALK fusion or ROS1 fusion or RET fusion')} (certain)"
    ]
    assert read("ALK mutation", Side.EXCLUSION) == ["ALK mutation (certain)"]
