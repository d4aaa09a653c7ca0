"""Why a list of drivers excludes, and of whom: the sentences are made up, as the registry's are."""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Confidence
from oncomatch.trials.eligibility.molecular import read_molecular
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility

LUNG = "Advanced non-small cell lung cancer"


def read(text: str, *diseases: str) -> list[str]:
    """Return what excludes, in a trial of the diseases."""
    lines = ["Inclusion Criteria:", *(f"* {each}" for each in diseases or (LUNG,))]
    lines += ["Exclusion Criteria:", f"* {text}"]
    found = read_eligibility(Eligibility("\n\n".join(lines)), (read_molecular,))
    return [f"{each.pattern} ({each.confidence.value})" for each in found.criteria]


def rows(table: str) -> list[object]:
    return [
        pytest.param(*(cell.strip() for cell in line.split("|")), id=line.split("|")[0].strip())
        for line in table.strip().splitlines()
    ]


def shown(value: str) -> list[str]:
    """Return `certain / likely` patterns as they are read; `-` is none."""
    words = zip(value.split("/"), ("certain", "likely"), strict=False)
    return [
        f"{parse_biomarker(each.strip())} ({confidence})"
        for each, confidence in words
        if each.strip() != "-"
    ]


REASONS = """
    EGFR or ALK alterations for which a therapy is approved | EGFR mutation or ALK fusion
    ALK fusions that have approved first-line targeted therapies | ALK fusion
    Known ROS1 fusion (for which targeted therapy is available) | ROS1 fusion
    EGFR mutations amenable to approved targeted therapies | EGFR mutation
    RET fusions, which make them a candidate for treatment with other drugs | RET fusion
    Patients with NRAS mutations are not eligible due to the target of the drug | NRAS mutation
    KRAS G12C mutation (as they routinely receive another agent here) | KRAS p.G12C
    Actionable alterations in EGFR, BRAF or MET | EGFR mutation / BRAF mutation or MET mutation
    BRAF V600E or KRAS mutations for which a therapy is approved | BRAF p.V600E / KRAS mutation
    Known oncogenic drivers such as BRAF and MET | BRAF mutation or MET mutation
    Known AGAs including EGFR, BRAF and MET | EGFR mutation / BRAF mutation or MET mutation
"""


@pytest.mark.parametrize(("text", "value"), rows(REASONS))
def test_a_reason_leaves_what_excludes_as_it_is_as_far_as_it_is_true(text: str, value: str):
    assert read(text) == shown(value)


def test_changes_of_egfr_that_respond_to_inhibitors_are_the_sensitizing_ones():
    sensitive = "EGFR gain_of_function except exon 20 inframe_insertion, p.T790M, p.C797S"

    assert read("EGFR mutations that are sensitive to available inhibitors") == shown(sensitive)
    assert read("EGFR mutations that are sensitive to targeted drugs") == shown("EGFR mutation")


CONDITIONS = """
    EGFR mutation for which no therapy is approved
    EGFR mutation that has approved therapy and that has not been treated with it
    EGFR mutation, for which a therapy is available only as second line
    EGFR mutation due to which surgery is not possible
    EGFR mutation that in the opinion of the investigator makes therapy futile
"""


@pytest.mark.parametrize("text", [each.strip() for each in CONDITIONS.strip().splitlines()])
def test_a_condition_is_no_reason(text: str):
    assert not [each for each in read(text) if each.endswith("(certain)")]


@pytest.mark.parametrize(
    ("text", "diseases", "confidence"),
    [
        ("NSCLC with an EGFR mutation", (LUNG,), "certain"),
        ("Lung cancer with an EGFR mutation", (LUNG,), "certain"),
        ("NSCLC with an EGFR mutation", (LUNG, "Or advanced melanoma"), "to review"),
        ("NSCLC with an EGFR mutation", ("Advanced solid tumours",), "likely"),
        ("Lung cancer (patients with EGFR mutations are excluded)", (LUNG,), "certain"),
        ("Melanoma with an EGFR mutation", (LUNG,), "likely"),
        ("NSCLC with an EGFR mutation", ("Lung cancer",), "likely"),
        ("Lung cancer with an EGFR mutation", (LUNG, "Normal thyroid function"), "certain"),
        ("Metastatic NSCLC with an EGFR mutation", (LUNG,), "likely"),
        ("Recurrent NSCLC with an EGFR mutation", (LUNG,), "likely"),
    ],
)
def test_what_excludes_by_kind_of_cancer_does_so_surely_in_a_trial_of_that_kind_alone(
    text: str, diseases: tuple[str, ...], confidence: str
):
    assert read(text, *diseases) == [f"EGFR mutation ({confidence})"]


def test_words_on_a_test_that_all_must_have_do_not_turn_what_excludes_around():
    text = "ALK fusions are excluded (all patients must have a blood test for such changes)"

    assert read(text) == shown("ALK fusion")


def test_a_name_that_is_not_known_may_stand_before_a_symbol_in_brackets():
    text = "Known drivers (e.g. epidermal growth factor receptor [EGFR], lymphoma kinase [ALK])"

    assert read(text) == ["EGFR mutation (certain)", "ALK fusion (certain)"]


def test_what_excludes_may_be_narrower_than_its_words():
    assert read("Alterations of MET or FGFR2") == [
        f"MET mutation or FGFR2 fusion or FGFR2 mutation ({Confidence.CERTAIN.value})"
    ]


ALTERNATIVES = """
    Known BRCA1 mutation or tumours known to have a BRCA2 mutation | BRCA1 mutation, BRCA2 mutation
    EGFR mutation; participants with a known ALK fusion are excluded | EGFR mutation, ALK fusion
    Known BRCA1 mutation or confirmed HR deficient | BRCA1 mutation or HRD positive
    Presence of BRCA 1 or 2 mutation | BRCA1 mutation or BRCA2 mutation
    Other features (such as ALK or ROS1 fusions) | ALK fusion or ROS1 fusion
    Alterations with a therapy; specifically, a mutation in EGFR or ALK fusion | \
EGFR mutation or ALK fusion
    Activating EGFR mutation | EGFR gain_of_function
    Primary driver mutations (EGFR, MET and other KRAS mutations besides G12C) | \
EGFR mutation or MET mutation or KRAS mutation except p.G12C
    Deletion in exon 19 of EGFR | EGFR exon 19 inframe_deletion
    When results of testing are known, those with a BRCA1 mutation are excluded | BRCA1 mutation
    BRCA1 mutation. If BRCA1 status is unknown they are not excluded | BRCA1 mutation
"""


@pytest.mark.parametrize(("text", "patterns"), rows(ALTERNATIVES))
def test_of_alternatives_each_excludes_by_itself(text: str, patterns: str):
    assert read(text) == [f"{parse_biomarker(each)} (certain)" for each in patterns.split(", ")]


@pytest.mark.parametrize(
    "text",
    [
        "EGFR mutation without prior treatment with an inhibitor",
        "EGFR mutation and has not received an EGFR inhibitor",
        "EGFR mutation unless it progressed on an inhibitor",
        "EGFR mutation, unless the patient declines treatment",
    ],
)
def test_a_change_excludes_nobody_who_may_have_had_its_drug(text: str):
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Known EGFR mutation and has received an EGFR inhibitor",
        "EGFR mutation identified as a mechanism of acquired resistance",
        "PSMA-negative lesions",
        "Known EGFR mutation or other driver, without brain metastases",
    ],
)
def test_a_change_that_excludes_with_something_more_is_not_certain(text: str):
    assert not [each for each in read(text) if each.endswith("(certain)")]


def test_places_of_one_gene_that_exclude_are_a_list():
    text = "EGFR mutations (deletion in exon 19, L858R in exon 21, and L861Q)"

    assert read(text) == shown("EGFR exon 19 inframe_deletion or EGFR p.L858R or EGFR p.L861Q")


def test_squamous_and_other_histologies_exclude_some():
    assert read("Patients with nonsquamous carcinoma who have an EGFR mutation") == [
        "EGFR mutation (likely)"
    ]


def test_a_heading_may_say_when_in_brackets():
    lines = ["Inclusion Criteria (first screening, see below for the second one before treatment):"]
    lines += ["* Lung cancer", lines[0].replace("Inclusion", "Exclusion"), "* Known ALK fusion"]
    found = read_eligibility(Eligibility("\n\n".join(lines)), (read_molecular,))

    assert [f"{each.side.value}: {each.pattern}" for each in found.criteria] == [
        "exclusion: ALK fusion"
    ]
