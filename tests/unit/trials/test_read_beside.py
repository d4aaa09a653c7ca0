"""What stands beside a criterion about genes: tests, brackets, examples, treatments, rules.

The sentences are made up in the manner of the registry's.
"""

from __future__ import annotations

import pytest

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.asides import without_asides, without_tests
from oncomatch.trials.eligibility.molecular import findings, read_molecular
from oncomatch.trials.eligibility.part_headings import doubted_by_part
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility


def read(text: str, side: Side = Side.INCLUSION) -> list[str]:
    return [f"{each.pattern} ({each.confidence.value})" for each in findings(text, side)]


CERTAIN = """
    KRAS G12C mutation, as determined by an FDA-approved test or another validated test
    KRAS G12C mutation confirmed by NGS or an accredited local laboratory
    Solid tumor (including primary CNS tumors) that harbors a KRAS G12C mutation
    Melanoma (Stage IIIC or Stage IV, AJCC 8th edition) with KRAS G12C mutation
    KRAS G12C mutation (found in tumor tissue or plasma ctDNA)
    KRAS G12C mutation in the tumor, based on the analysis of a liquid biopsy
    Cancer that is not amenable to curative surgery or radiation, with KRAS G12C mutation
    A KRAS G12C-mutated solid tumor except colorectal cancer
    Patients with an actionable KRAS G12C mutation
    Written documentation of a CLIA-certified laboratory determination of a KRAS G12C mutation
    Positive test results for a pathogenic KRAS G12C mutation
    Solid tumors with KRAS G12C mutation, including but not limited to NSCLC and CRC
    Adenocarcinoma with mutation analysis by next generation sequencing (NGS) confirming KRAS G12C
    Melanoma with genomic profiling showing a KRAS G12C mutation
    KRAS G12C mutation found using an analytically validated technique and test
    KRAS G12C mutation (result does not need to be confirmed unless it is older than a year)
    KRAS G12C mutation by a test (defined as 15% or more positive cells) in tumor tissue
    KRAS G12C mutation either at the time of diagnosis or at progression
    KRAS G12C mutation either at diagnosis or after relapse
"""


@pytest.mark.parametrize("text", [line.strip() for line in CERTAIN.strip().splitlines()])
def test_tests_and_asides_leave_a_criterion_certain(text: str):
    assert read(text) == ["KRAS p.G12C (certain)"]


LIKELY = """
    KRAS G12C mutation (or measurable xylophones)
    KRAS G12C mutation identified by NGS, or a prior response
    KRAS G12C mutation NSCLC (only squamous ones)
    KRAS G12C mutation (cohort A)
    KRAS G12C mutation which includes every other one of the pathway
    KRAS G12C mutation (in case of NSCLC)
    KRAS G12C mutation (for those with colorectal cancer)
    KRAS G12C mutation (when the tumor is squamous)
    KRAS G12C mutation must have been identified by a validated test
"""


@pytest.mark.parametrize("text", [line.strip() for line in LIKELY.strip().splitlines()])
def test_another_way_in_is_no_aside(text: str):
    assert read(text) == ["KRAS p.G12C (likely)"]


NOT_ASKED = """
    Participant must have BRAF V600 mutation status determined
    BRAF V600E immunohistochemistry must be done
    Prior therapy for KRAS G12C mutation
    Participants with a BRCA mutation (as determined by a test in a certified laboratory; or a \
locally approved equivalent) and who achieved a complete or partial response to platinum-based \
chemotherapy must have been treated with an inhibitor
    Solid tumors including EGFR-mutant NSCLC
"""


@pytest.mark.parametrize("text", [line.strip() for line in NOT_ASKED.strip().splitlines()])
def test_tests_treatments_and_rules_for_some_ask_for_nothing(text: str):
    assert read(text) == []


def test_treatment_of_an_alteration_does_not_exclude_those_who_have_it():
    """It would close the very trials of the alteration."""
    assert read("Treatment targeting KRAS G12C mutation (eg, a drug)", Side.EXCLUSION) == []


def test_of_what_excludes_each_alternative_does_so_by_itself():
    text = "Prior history of acute myeloid leukemia (AML) or known FLT3 mutation"

    assert read(text, Side.EXCLUSION) == ["FLT3 mutation (certain)"]


def test_a_test_clause_ends_at_the_first_word_that_is_of_none():
    left = without_tests("mutation identified by a local or central assay and measurable disease")

    assert left.split() == ["mutation", "and", "measurable", "disease"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("tumor (tissue or plasma) first", "tumor first"),
        ("tumor (e.g. lung [any type]) first", "tumor first"),
        ("tumor (only lung) first", "tumor (only lung) first"),
        ("tumor (lung or xylophone) first", "tumor (lung or xylophone) first"),
    ],
)
def test_brackets_are_left_out_unless_they_narrow_or_widen(text: str, left: str):
    assert " ".join(without_asides(text).split()) == left


PART = "Inclusion Criteria:\n\n* KRAS G12C mutation\n\n{heading}\n\n* BRAF V600E mutation\n"
TWICE = "Inclusion:\n\n* MTAP deletion\n{first}\nExclusion:\n\n* Pregnancy\n\n"
AGAIN = "Inclusion:\n\n* MTAP deletion\n* KRAS G12C mutation\n\nExclusion:\n\n* Pregnancy\n"


def doubted(text: str) -> list[str]:
    eligibility = Eligibility(text)
    found = read_eligibility(eligibility, (read_molecular,)).criteria
    weighed = doubted_by_part(found, eligibility)
    return [f"{each.pattern} ({each.confidence.value})" for each in weighed]


def test_what_stands_below_additional_criteria_of_a_part_is_not_certain():
    text = PART.format(heading="Additional criteria for the xotinib combination")

    assert doubted(text)[0] == "KRAS p.G12C (certain)"
    assert "BRAF p.V600E (certain)" not in doubted(text)


def test_of_two_lists_of_inclusion_only_what_both_ask_for_is_certain():
    """A record may give each of its parts a list without a name."""
    read = doubted(TWICE.format(first="") + AGAIN)

    assert set(read) == {"MTAP deletion (certain)", "KRAS p.G12C (likely)"}


WAYS_IN = "Inclusion Criteria:\n1. Adults\n2. {heading}\n- {item}\n- A high score\n3. ECOG 0 or 1\n"


@pytest.mark.parametrize(
    "heading",
    [
        "Tumor with homologous recombination deficiency defined by",
        "A deficient tumor, defined as:",
        "Participants must have any one of the following conditions",
        "Tumors that have either",
    ],
)
def test_an_item_of_which_any_is_enough_is_doubted_without_its_colon_and_indent(heading: str):
    read = doubted(WAYS_IN.format(heading=heading, item="KRAS G12C mutation"))

    assert "KRAS p.G12C (certain)" not in read


@pytest.mark.parametrize(
    "heading", ["Participants must have all of the following", "Pathologically documented cancer"]
)
def test_an_item_below_another_heading_stays_certain(heading: str):
    read = doubted(WAYS_IN.format(heading=heading, item="KRAS G12C mutation"))

    assert read == ["KRAS p.G12C (certain)"]


@pytest.mark.parametrize("words", ["is outlined below", "is as described below"])
def test_what_is_told_more_closely_below_is_doubted(words: str):
    text = "Inclusion Criteria:\n- HER2-positive cancer. What counts {words}\n- HER2 mutations\n"

    assert "(certain)" not in doubted(text.format(words=words))[0]
