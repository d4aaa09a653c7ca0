"""Cohorts of eligibility text: their names, where a sentence turns to the next, what is asked.

The texts are made up; the ways in which cohorts are named are those of the registry.
"""

from __future__ import annotations

import pytest

from oncomatch.trials.eligibility.cohorts import (
    cohort_of_heading,
    cohort_of_sentence,
    parts_of_cohorts,
    without_cohort,
)
from oncomatch.trials.eligibility.joints import Joint
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility
from oncomatch.trials.eligibility.readings import READINGS
from oncomatch.trials.eligibility.sentences import split_sentences
from oncomatch.trials.settle import settle

COHORTS = {
    "Cohort A: BRAF V600E": ("Cohort A", "BRAF V600E"),
    "For Cohorts A and B only: BRAF V600E": ("Cohorts A and B", "BRAF V600E"),
    "For patients in Part 2, BRAF V600E": ("Part 2", "BRAF V600E"),
    "BRAF V600E (Cohort 3 only)": ("Cohort 3", "BRAF V600E"),
    "Phase 1b dose expansion: BRAF V600E": ("Phase 1b dose expansion", "BRAF V600E"),
    "Dose expansion cohorts: BRAF V600E": ("Dose expansion cohorts", "BRAF V600E"),
    "Patients in Cohort 4 must have BRAF V600E": ("Cohort 4", "must have BRAF V600E"),
    "Part 2 - Must have BRAF V600E": ("Part 2", "Must have BRAF V600E"),
    "Arm 4 only - BRAF V600E": ("Arm 4", "BRAF V600E"),
    "Cohort-2: BRAF V600E": ("Cohort-2", "BRAF V600E"),
    "EXP-2: BRAF V600E": ("EXP-2", "BRAF V600E"),
    "Part 2A (second line) Confirmed BRAF V600E": ("Part 2A (second line)", "Confirmed BRAF V600E"),
    "In the lung cancer cohorts, BRAF V600E": ("lung cancer cohorts", "BRAF V600E"),
    "Gastric Cancer Cohort Only: BRAF V600E": ("Gastric Cancer Cohort", "BRAF V600E"),
    "BRAF V600E (melanoma cohort only)": ("melanoma cohort", "BRAF V600E"),
    "BRAF V600E for the xotinib combination cohort.": ("xotinib combination cohort", "BRAF V600E"),
    "[Lung Expansion Cohort(s)] BRAF V600E": ("Lung Expansion Cohort(s)", "BRAF V600E"),
    "Cohort A* (closed): BRAF V600E": ("Cohort A", "BRAF V600E"),
    "AML, Cohort 4 (relapsed): BRAF V600E": ("Cohort 4 (relapsed)", "BRAF V600E"),
    "Panel 2: BRAF V600E": ("Panel 2", "BRAF V600E"),
    "Patients must, for Arm D, have BRAF V600E.": ("Arm D", "Patients must have BRAF V600E."),
    "Part B exploration studies: BRAF V600E": ("Part B", "BRAF V600E"),
    "For Cohorts 2, 3, 6 documented BRAF V600E": ("Cohorts 2, 3, 6", "documented BRAF V600E"),
    "In Part 2 with BRAF V600E alone": ("Part 2", "In Part 2 with BRAF V600E alone"),
    "None of those listed in cohort 2": ("", "None of those listed in cohort 2"),
    "BRAF V600E": ("", "BRAF V600E"),
    "Eastern Cooperative Oncology Group 0 or 1": ("", "Eastern Cooperative Oncology Group 0 or 1"),
    "Prostate cancer of grade group 3": ("", "Prostate cancer of grade group 3"),
    "Fracture of arm or leg, in part healed": ("", "Fracture of arm or leg, in part healed"),
    "Part-solid nodules": ("", "Part-solid nodules"),
    "Patients in all cohorts must consent": ("", "Patients in all cohorts must consent"),
    "Willing to stay in the treatment arm": ("", "Willing to stay in the treatment arm"),
}


@pytest.mark.parametrize("text", COHORTS)
def test_cohorts_of_sentences_and_what_is_left_without_their_names(text: str):
    assert (cohort_of_sentence(text), without_cohort(text)) == COHORTS[text]


HEADINGS = {
    "ABC-12 Specific Exclusion Criteria:": "ABC-12",
    "Disease-specific inclusion criteria:": "",
    "Specific Inclusion Criteria:": "",
    "Inclusion criteria for all cohorts 1 to 3:": "",
    "Inclusion criteria for cohorts 1 to 3:": "cohorts 1 to 3",
    "EFFICACY COHORT": "EFFICACY COHORT",
    "Endometrial cancer cohort (N = 30):": "Endometrial cancer cohort (N = 30)",
    "Dose exploration phase": "Dose exploration phase",
    "Additional criteria for the xotinib combination:": "xotinib combination",
    "Additional Inclusion Criteria for Dose Escalation Cohorts (Part 1a):": (
        "Dose Escalation Cohorts (Part 1a)"
    ),
    "For premenopausal women with a BRCA mutation": "premenopausal women with a BRCA mutation",
    "For all patients:": "",
    "In addition, all participants must meet the following criteria:": "",
    "For inclusion in the study, patients must have:": "",
    "Renal:": "",
    "Renal cell carcinoma:": "Renal cell carcinoma",
    "For T-ALL:": "T-ALL",
    "For all:": "",
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_cohorts_of_headings(heading: str):
    assert cohort_of_heading(heading) == HEADINGS[heading]


PARTS = {
    "KRAS G12C (Part 1) or KRAS G12D (Part 2)": ["KRAS G12C (Part 1)", "KRAS G12D (Part 2)"],
    "with KRAS G12C in Part 1, with KRAS G12D in Part 2": [
        "with KRAS G12C in Part 1",
        "with KRAS G12D in Part 2",
    ],
    "Cohort 3A: HER2-positive breast cancer OR Cohort 3B: other breast cancer": [
        "Cohort 3A: HER2-positive breast cancer",
        "Cohort 3B: other breast cancer",
    ],
    "No KRAS G12C (Part 1) or KRAS G12D (Part 2)": None,
    "KRAS G12C (Part 1) or KRAS G12D (Part 1)": None,
    "NSCLC (Part 1) or SCLC (Part 2), with KRAS G12C in tissue as told by a laboratory for all of "
    "them": None,
    "Phase 2 Cohort 2f: KRAS G12C": None,
    "Part 1 (combination) & Part 2: KRAS G12C": None,
}


@pytest.mark.parametrize("text", PARTS)
def test_a_sentence_is_parted_where_it_turns_to_another_cohort(text: str):
    assert [text[start:end] for start, end in parts_of_cohorts(text)] == (PARTS[text] or [text])


TEXT = """Inclusion Criteria:

* Signed consent

Cohort A:

* HER2-positive

Exclusion criteria

* Prior xotinib
"""


def find(text: str, words: str):
    return next(each for each in split_sentences(text) if words in each.text)


def test_sentences_below_the_heading_of_a_cohort_are_of_it():
    assert find(TEXT, "HER2").cohort == "Cohort A"
    assert find(TEXT, "Prior").cohort == ""


def test_a_list_of_one_item_is_below_its_heading_though_the_registry_escapes_its_mark():
    text = "Inclusion:\n\nPart A:\n\n\\- BRAF V600E\n\nPart B:\n\n\\- KRAS G12C"

    assert (find(text, "BRAF").cohort, find(text, "KRAS").cohort) == ("Part A", "Part B")


def test_all_sentences_of_an_item_and_all_items_below_it_are_of_the_cohort_that_it_begins_with():
    text = "Inclusion:\n\n* Cohort 4: lung cancer. KRAS G12C\n\n  * ECOG 0\n* BRAF V600E"

    assert find(text, "KRAS").cohort == find(text, "ECOG").cohort == "Cohort 4"
    assert find(text, "BRAF").cohort == ""


@pytest.mark.parametrize(
    ("heading", "joint"),
    [
        ("Cohort 2: acquired resistance to targeted therapy", Joint.ALL),
        ("Cohort 2: patients with lung cancer:", Joint.ALL),
        ("Cohort 2: one of the following:", Joint.ANY),
        ("Cohort 2: patients with tumours that are positive for:", Joint.UNKNOWN),
        ("Cohort 2: no other cancer unless:", Joint.EXCEPT),
    ],
)
def test_how_items_below_the_description_of_a_cohort_belong_together(heading, joint):
    assert find(f"Inclusion:\n\n* {heading}\n\n  * BRAF V600E", "BRAF").joints == (joint,)


@pytest.mark.parametrize("line", ["No tumour unless:", "One of the following:"])
def test_an_item_that_begins_with_a_cohort_is_asked_of_the_cohort_below_any_heading(line: str):
    text = f"Inclusion:\n\n* {line}\n\n  * Cohort 4: BRAF V600E\n  * KRAS G12C"

    assert find(text, "BRAF").joints in ((Joint.ALL,), (Joint.UNKNOWN,))
    assert find(text, "KRAS").joints in ((Joint.ANY,), (Joint.EXCEPT,))


def test_criteria_below_a_paragraph_that_says_for_whom_are_not_of_everyone():
    text = (
        "Inclusion:\n\nAdditional Criteria for the xotinib Combination: See the label.\n\n"
        "1. BRAF V600E"
    )

    assert find(text, "BRAF").cohort == "xotinib Combination"


READ = {
    "Cohort 1: BRAF V600E mutation in those who have progressed on or are intolerant to it": [
        "BRAF p.V600E certain"
    ],
    "Cohort 1: cancer with a BRAF V600E mutation or are fit for xotinib": [],
    "KRAS G12C mutation (Part 1) and/or BRAF V600E mutation (Part 2)": [
        "KRAS p.G12C or BRAF p.V600E likely"
    ],
    "Part 1: preference is given to patients with a BRAF V600E mutation": [],
    "For Cohort 6, patients must have a BRAF V600E mutation": ["BRAF p.V600E certain"],
    "Patients in Cohort 4 must have a BRAF V600E mutation": ["BRAF p.V600E certain"],
    "BRAF V600E mutation (Part B)": ["BRAF p.V600E certain"],
    "KRAS G12C mutation (Part 1) or BRAF V600E mutation (Part 2)": [
        "KRAS p.G12C certain",
        "BRAF p.V600E certain",
    ],
    "Prior xotinib is open in the BRAF V600E cohort but not in the ovarian cohort": [],
    "Part 1 - Known BRAF V600E status (positive or negative)": [],
    "For Part 2, patients are enrolled with HER2 positive or negative tumours": [],
    "For Part 2, patients with a BRAF V600E mutation must have had xotinib": [],
}


@pytest.mark.parametrize("item", READ)
def test_what_is_asked_of_a_cohort(item: str):
    found = read_eligibility(Eligibility(f"Inclusion:\n\n* {item}"), READINGS)

    assert not [each for each in found.criteria if each.kind.is_molecular]
    assert [
        f"{each.pattern} {each.confidence.value}"
        for own in found.cohorts.values()
        for each in own
        if each.kind.is_molecular
    ] == READ[item]


@pytest.mark.parametrize(
    ("everyone", "cohorts"),
    [
        ("KRAS G12C mutation", {}),
        ("KRAS mutation", {"Cohort A": ["KRAS p.G12C"]}),
        ("KRAS G12C mutation, xotinib-like", {"Cohort A": ["KRAS p.G12C"]}),
    ],
    ids=["the same", "wider", "not certain"],
)
def test_what_is_surely_asked_of_everyone_is_not_said_again_of_a_cohort(everyone, cohorts):
    text = Eligibility(f"Inclusion:\n\n* {everyone}\n* Cohort A: KRAS G12C mutation")
    settled = settle([], text, read_eligibility(text, READINGS))

    found = {name: [str(each.pattern) for each in own] for name, own in settled.cohorts.items()}
    assert {name: own for name, own in found.items() if own} == cohorts


def test_what_no_tumour_can_have_together_is_asked_of_a_cohort_as_alternatives():
    text = Eligibility(
        "Inclusion:\n\nCohort A:\n\n* HER2-positive breast cancer\n* HER2-negative breast cancer\n"
        "* BRAF V600E mutation\n\nCohort B:\n\n* Melanoma"
    )
    settled = settle([], text, read_eligibility(text, READINGS))

    her2 = "ERBB2 amplification or ERBB2 overexpression"
    found = [each for each in settled.cohorts["Cohort A"] if each.kind.is_molecular]
    assert {f"{each.pattern} {each.confidence.value}" for each in found} == {
        f"{her2} or not ({her2}) likely",
        "BRAF p.V600E certain",
    }
    joined = next(each for each in found if each.confidence.value == "likely")
    assert text.text[joined.source.start : joined.source.end].endswith(
        "HER2-negative breast cancer"
    )


STRUCTURES = {
    "a list of small roman numbers is below the lettered item before it": (
        "Inclusion:\n\n1. By cohort:\n\n   a. For the lung cohort, confirmed NSCLC.\n\n"
        "   i. BRAF V600E\n\n   ii. ECOG 0\n\n   b. For the skin cohort, confirmed melanoma.\n\n"
        "   i. KRAS G12C",
        {"BRAF": "lung cohort", "ECOG": "lung cohort", "KRAS": "skin cohort"},
    ),
    "the letter i after h begins no list of roman numbers": (
        "Inclusion:\n\ng. Signed\n\nh. For Part 2, ECOG 0\n\ni. BRAF V600E",
        {"BRAF": ""},
    ),
    "paragraphs below a paragraph that names a part": (
        "Inclusion:\n\n1. Solid tumours:\n\n   For Part A:\n\n"
        "   Those with BRAF V600E\n\n   Those with sarcoma\n\n   For Part B:\n\n"
        "   Patients with KRAS G12C\n2. ECOG 0",
        {"BRAF": "Part A", "sarcoma": "Part A", "KRAS": "Part B", "ECOG": ""},
    ),
    "a heading that stands deeper than the items that it heads": (
        "Inclusion:\n\n1. Signed:\n\n   * by hand\n\n     For Phase 2 only:\n2. BRAF V600E\n"
        "3. KRAS G12C",
        {"BRAF": "Phase 2", "KRAS": "Phase 2"},
    ),
    "a kind of cancer above a list within an item": (
        "Inclusion:\n\n8. These criteria:\n\n   For squamous lung cancer:\n   * BRAF V600E\n"
        "   * ECOG 0\n\n   Head and neck cancer:\n   * KRAS G12C",
        {"BRAF": "squamous lung cancer", "KRAS": "Head and neck cancer"},
    ),
    "headings in capitals within a flat list": (
        "Inclusion:\n\n* DOSE ESCALATION PHASE\n* BRAF V600E\n* DOSE EXPANSION PHASE\n"
        "* KRAS G12C\n* DOSE ESCALATION AND DOSE EXPANSION PHASES\n* ECOG 0",
        {"BRAF": "DOSE ESCALATION PHASE", "KRAS": "DOSE EXPANSION PHASE", "ECOG": ""},
    ),
    "words in capitals that name no part": (
        "Inclusion:\n\n* DISEASE CHARACTERISTICS\n* BRAF V600E",
        {"BRAF": ""},
    ),
    "an inclusion and an exclusion of each part": (
        "Part A\n\nInclusion:\n\n* BRAF V600E\n\nExclusion:\n\n* Prior xotinib\n\nPart B\n\n"
        "Inclusion:\n\n* KRAS G12C\n\nExclusion:\n\n* Pregnancy",
        {"BRAF": "Part A", "xotinib": "Part A", "KRAS": "Part B", "Pregnancy": "Part B"},
    ),
    "patients with and without something, a list for each": (
        "Inclusion:\n\n* One of these:\n\n  1. Subjects without brain lesions:\n\n"
        "     * BRAF V600E\n  2. Subjects with brain lesions:\n\n     * KRAS G12C",
        {
            "BRAF": "Subjects without brain lesions",
            "KRAS": "Subjects with brain lesions",
        },
    ),
    "one heading about patients is about all of them": (
        "Inclusion:\n\n* Subjects with advanced cancer:\n\n  * BRAF V600E",
        {"BRAF": ""},
    ),
    "inclusion criteria of a cohort whose name ends a long heading": (
        "Inclusion:\n\n* ECOG 0\n\nExclusion:\n\n* Pregnancy\n\nXotinib and yotinib Specific "
        "Inclusion Criteria for the very small BRAF mutant Cohort\n\n* BRAF V600E",
        {"BRAF": "very small BRAF mutant Cohort", "Pregnancy": ""},
    ),
    "headings of parts with the mark of their items": (
        "Inclusion:\n\n- ECOG 0\n- Part A:\n- BRAF V600E\n- No prior xotinib\n- Part B:\n"
        "- KRAS G12C\n- Life expectancy of months",
        {"ECOG": "", "BRAF": "Part A", "xotinib": "Part A", "KRAS": "Part B", "expectancy": ""},
    ),
    "a single heading of a part with the mark of what follows may head one item or all": (
        "Inclusion:\n\n- For Part A:\n- BRAF V600E\n- Sarcoma",
        {"BRAF": "", "Sarcoma": ""},
    ),
    "a paragraph below a numbered item that names a part": (
        "Inclusion:\n\n1. ECOG 0\n2. Phase Ia dose-escalation study:\nPatients with BRAF V600E.\n"
        "Phase Ib study:\nPatients with KRAS G12C disease. In detail:\n1. Sarcoma",
        {"ECOG": "", "BRAF": "Phase Ia dose-escalation", "KRAS": "Phase Ib", "Sarcoma": "Phase Ib"},
    ),
    "a subgroup": (
        "Inclusion:\n\n* ATM Loss Subgroup (N = 20):\n\n  * BRAF V600E\n* ECOG 0",
        {"BRAF": "ATM Loss Subgroup", "ECOG": ""},
    ),
}


@pytest.mark.parametrize("case", STRUCTURES)
def test_of_which_part_a_sentence_is_by_where_it_stands(case: str):
    text, parts = STRUCTURES[case]

    found = {words: find(text, words).cohort for words in parts}
    assert {words: name.split(" (")[0] for words, name in found.items()} == parts


def test_inclusion_criteria_below_a_long_heading_are_of_inclusion():
    text, _ = STRUCTURES["inclusion criteria of a cohort whose name ends a long heading"]

    assert find(text, "BRAF").side is not find(text, "Pregnancy").side


def test_an_absence_is_likely_where_the_part_has_a_rule_for_those_with_the_alteration():
    text = Eligibility(
        "Inclusion:\n\nCohort A:\n\n* No EGFR mutation\n* Patients with an EGFR mutation must have "
        "had xotinib\n\nCohort B:\n\n* No ALK fusion"
    )
    settled = settle([], text, read_eligibility(text, READINGS))

    assert {
        name: [f"{each.pattern} {each.confidence.value}" for each in own]
        for name, own in settled.cohorts.items()
    } == {"Cohort A": ["not EGFR mutation likely"], "Cohort B": ["not ALK fusion certain"]}


def test_the_heading_that_names_patients_is_a_part_of_which_all_items_are_asked():
    text = Eligibility(
        "Inclusion:\n\n* NSCLC, and should meet the following criteria:\n\n"
        "  * Subjects without driver alterations:\n\n    * No EGFR mutation\n"
        "  * Subjects with driver alterations:\n\n    * EGFR L858R\n    * ECOG 0"
    )
    cohorts = read_eligibility(text, READINGS).cohorts

    assert {
        name: [f"{each.pattern} {each.confidence.value}" for each in own if each.kind.is_molecular]
        for name, own in cohorts.items()
    } == {
        "Subjects without driver alterations": ["not EGFR mutation certain"],
        "Subjects with driver alterations": ["EGFR p.L858R certain"],
    }


LISTED = {
    "The trial is open in these cohorts:": "certain",
    "Samples of tissue are sent:": "likely",
    "Prior treatment:": "likely",
    "Tissue from after the last therapy may be sent.": "certain",
    "No variants of uncertain meaning are allowed": "certain",
    "Testing is required. Cohorts are assigned as follows:": "certain",
}


@pytest.mark.parametrize("heading", LISTED)
def test_an_item_that_begins_with_a_cohort_is_sure_below_headings_that_narrow_nothing(heading):
    text = Eligibility(f"Inclusion:\n\n* {heading}\n\n  * Cohort 4: BRAF V600E mutation")
    (own,) = read_eligibility(text, READINGS).cohorts.values()

    assert [each.confidence.value for each in own if each.kind.is_molecular] == [LISTED[heading]]
