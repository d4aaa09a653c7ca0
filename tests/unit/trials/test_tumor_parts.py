"""Criteria of one tumour type of several: lists of types, and rules for one of them.

The texts are made up; the ways in which types are listed are those of the registry.
"""

from __future__ import annotations

import pytest

from oncomatch.domain.trial import Side
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility
from oncomatch.trials.eligibility.readings import READINGS
from oncomatch.trials.eligibility.tumor_parts import told_by_tumor
from oncomatch.trials.titles import read_title

TNBC = (
    "not (ERBB2 amplification or ERBB2 overexpression) and not ESR1 expression and "
    "not PGR expression"
)


def read(text: str, *named: str) -> dict[str, list[str]]:
    """Return what is asked of genes and markers: of everyone under no name, and of each part."""
    eligibility = Eligibility(text)
    found = told_by_tumor(read_eligibility(eligibility, READINGS), eligibility, named)
    return {
        name: [
            f"{'-' if each.side is Side.EXCLUSION else ''}{each.pattern} {each.confidence.value}"
            for each in own
            if each.kind.is_molecular
        ]
        for name, own in (("", found.criteria), *found.cohorts.items())
        if any(each.kind.is_molecular for each in own)
    }


LISTS = {
    "Confirmed melanoma, MSI-high colorectal cancer, or sarcoma": {
        "MSI-high colorectal cancer": ["MSI high certain"]
    },
    "Confirmed NSCLC without an EGFR mutation, melanoma, or sarcoma": {
        "NSCLC": ["not EGFR mutation certain"]
    },
    "Confirmed melanoma, MSI-high colorectal cancer, or NSCLC without an EGFR mutation": {
        "MSI-high colorectal cancer": ["MSI high certain"],
        "NSCLC": ["not EGFR mutation certain"],
    },
    "Melanoma, MSI-high, mismatch repair deficient cancer, or sarcoma": {
        "MSI-high, mismatch repair deficient cancer": ["MSI high or MMR deficient certain"]
    },
    "Confirmed TNBC (first), NSCLC (second), or solid tumours other than TNBC and NSCLC": {
        "TNBC": [f"{TNBC} certain"]
    },
    "Melanoma, HCC (Child Pugh A only), MSI-high solid tumours, urothelial cancer": {
        "MSI-high solid tumours": ["MSI high certain"]
    },
    "Tumour types included are: melanoma, MSI-high tumours, sarcoma": {
        "MSI-high tumours": ["MSI high certain"]
    },
    "Melanoma, urothelial cancer, NSCLC, TNBC or sarcoma": {"TNBC": [f"{TNBC} certain"]},
    "Melanoma, or KRAS G12C mutant ovarian, fallopian tube or primary peritoneal cancer": {
        "KRAS G12C mutant ovarian, fallopian tube or primary peritoneal cancer": [
            "KRAS p.G12C certain"
        ]
    },
}


@pytest.mark.parametrize("item", LISTS)
def test_a_marker_in_a_list_of_tumour_types_is_asked_of_its_own_type(item: str):
    assert read(f"Inclusion:\n\n* {item}") == LISTS[item]


OF_ALL = [
    "Confirmed KRAS G12C mutant NSCLC, colorectal cancer or pancreatic cancer",
    "Confirmed NSCLC, colorectal cancer or pancreatic cancer with a KRAS G12C mutation",
    "Solid tumours including melanoma, MSI-high tumours and sarcoma",
]


def test_the_marker_that_names_a_type_says_nothing_of_what_follows_the_list():
    found = read("Inclusion:\n\n* Confirmed TNBC or NSCLC that is relapsed and ROR1-positive")

    assert "NSCLC" not in found


def test_what_stands_behind_the_comma_of_a_closed_list_is_said_of_all():
    found = read(
        "Inclusion:\n\n* Renal cell carcinoma, osteosarcoma or mesothelioma, with an expression of "
        "CD70 of 10% in renal cell carcinoma and mesothelioma, or 1% in osteosarcoma"
    )

    assert not set(found) - {""}


def test_the_disease_before_a_colon_excludes_nobody():
    text = (
        "Inclusion:\n\n* Melanoma or colorectal cancer\n\nExclusion:\n\n"
        "* MSS colorectal cancer (CRC): liver metastases"
    )

    assert read(text) == {}


TAILS = {
    "No EGFR mutation or ALK fusion (in case of NSCLC)": {
        "NSCLC": ["not EGFR mutation and not ALK fusion certain"]
    },
    "No EGFR mutation (NSCLC only)": {"NSCLC": ["not EGFR mutation certain"]},
    "No EGFR mutation (for patients with NSCLC)": {"NSCLC": ["not EGFR mutation certain"]},
    "No EGFR mutation (sarcoma is taken only if measurable)": {"": ["not EGFR mutation likely"]},
}


@pytest.mark.parametrize("item", TAILS)
def test_a_type_in_brackets_at_the_end_says_of_whom_it_is_asked(item: str):
    text = f"Inclusion:\n\n* Confirmed melanoma or NSCLC\n* {item}"

    assert read(text) == TAILS[item]


def test_in_a_trial_of_that_type_alone_it_is_asked_of_everyone():
    found = read("Inclusion:\n\n* Confirmed NSCLC\n* No EGFR mutation (in case of NSCLC)")

    assert set(found) == {""}


@pytest.mark.parametrize("item", OF_ALL)
def test_what_may_be_said_of_all_types_of_a_list_is_not_put_to_one(item: str):
    assert set(read(f"Inclusion:\n\n* {item}")) <= {""}


NOT_SPLIT = [
    "Tumours of the breast, lung or skin, such as BRAF V600E mutant melanoma or sarcoma",
    "Patients with sarcoma or BRAF V600E mutant melanoma must have received xotinib",
    "Prior treatment of NSCLC, BRAF V600E mutant melanoma or sarcoma with xotinib",
    "Diffuse large B-cell lymphoma, ALK-positive large B-cell lymphoma, or mantle cell lymphoma",
]


@pytest.mark.parametrize("item", NOT_SPLIT)
def test_examples_rules_of_treatment_and_names_of_lymphomas_are_no_list_of_types(item: str):
    assert read(f"Inclusion:\n\n* {item}") == {}


RULES = {
    "For lung adenocarcinoma patients, no EGFR mutation": {
        "lung adenocarcinoma": ["not EGFR mutation certain"]
    },
    "Lung adenocarcinoma patients must have a KRAS G12C mutation": {
        "Lung adenocarcinoma": ["KRAS p.G12C certain"]
    },
    "Melanoma: patients with a BRAF V600E mutation must have received xotinib": {},
    "Lung adenocarcinoma with a KRAS G12C mutation": {"": ["KRAS p.G12C certain"]},
}


@pytest.mark.parametrize("item", RULES)
def test_a_rule_for_one_type_of_a_trial_that_takes_more(item: str):
    more = "* Confirmed NSCLC, melanoma or sarcoma\n"

    assert read(f"Inclusion:\n\n{more}* {item}") == RULES[item]


def test_a_rule_for_the_only_type_of_a_trial_is_one_of_everyone():
    text = "Inclusion:\n\n* Confirmed NSCLC\n* NSCLC with a KRAS G12C mutation"

    assert read(text) == {"": ["KRAS p.G12C certain"]}


def test_descriptions_of_several_diseases_in_one_list_are_alternatives():
    text = (
        "Inclusion:\n\n* Advanced NSCLC with a KRAS G12C mutation\n"
        "* Metastatic melanoma with a BRAF V600E mutation\n* Age 18 years"
    )

    assert read(text) == {"NSCLC": ["KRAS p.G12C certain"], "melanoma": ["BRAF p.V600E certain"]}


EXCLUDED = {
    "Colorectal cancer with a known BRAF V600E mutation": "Colorectal cancer",
    "Patients with HER2-positive breast cancer": "HER2-positive breast cancer",
}


@pytest.mark.parametrize("item", EXCLUDED)
def test_what_excludes_within_one_type_excludes_in_no_other(item: str):
    text = f"Inclusion:\n\n* Confirmed solid tumour\n\nExclusion:\n\n* {item}"

    assert set(read(text, "SOLID")) == {EXCLUDED[item]}


def test_what_excludes_within_the_only_type_of_a_trial_excludes_everyone():
    text = "Inclusion:\n\n* Confirmed NSCLC\n\nExclusion:\n\n* NSCLC with a known EGFR mutation"

    assert set(read(text, "NSCLC")) == {""}


def test_a_part_of_one_type_has_its_type():
    eligibility = Eligibility("Inclusion:\n\n* Melanoma, MSI-high colorectal cancer, or sarcoma")
    found = told_by_tumor(read_eligibility(eligibility, READINGS), eligibility, ())

    kinds = {str(each.pattern) for each in found.cohorts["MSI-high colorectal cancer"]}
    assert kinds == {"tumor_type COADREAD", "MSI high"}


def test_two_diseases_of_one_type_are_two_parts():
    text = (
        "Inclusion:\n\n* Confirmed one of the following:\n\n  * Pancreatic cancer\n"
        "  * Hormone receptor (HR)-positive HER2-negative breast cancer\n"
        "  * Breast cancer with a PIK3CA mutation\n  * HER2-positive breast cancer"
    )

    found = read(text)
    assert all(len(own) == 1 for own in found.values())
    assert len(found) == 3


LUNG = {
    "Adenocarcinoma patients must not have an EGFR mutation": "Adenocarcinoma",
    "For squamous NSCLC, no EGFR mutation": "squamous NSCLC",
    "Adenocarcinoma with a KRAS G12C mutation": "",
}


@pytest.mark.parametrize("item", LUNG)
def test_a_rule_for_one_histology_of_lung_cancer(item: str):
    assert set(read(f"Inclusion:\n\n* Confirmed NSCLC\n* {item}")) == {LUNG[item]}


TITLES = {
    "Xotinib in Melanoma and EGFR-Mutant Lung Cancer": set(),
    "Xotinib in EGFR-Mutant Lung Cancer": {"EGFR mutation"},
    "Xotinib in KRAS G12C-Mutant Lung Cancer and Pancreatic Cancer": {"KRAS p.G12C"},
    "Xotinib in Lung Cancer and Other Solid Tumors With EGFR Mutations": {"EGFR mutation"},
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_lists_types_asks_everyone_for_no_marker_of_one_of_them(title: str):
    assert {str(each.pattern) for each in read_title(title)} == TITLES[title]


NAMED = {
    "Pancreatic cancer cohort": {"tumor_type PANCREAS", "KRAS wildtype"},
    "Other pancreatic cancer cohort": {"KRAS wildtype"},
    "Melanoma and sarcoma cohort": {"tumor_type BONE, MEL, SOFT_TISSUE, USARC", "KRAS wildtype"},
    "Cohort 4": {"KRAS wildtype"},
}


@pytest.mark.parametrize("name", NAMED)
def test_a_part_that_asks_for_a_gene_has_the_type_of_its_name(name: str):
    eligibility = Eligibility(f"Inclusion:\n\n{name}:\n\n* KRAS wild type")
    found = told_by_tumor(read_eligibility(eligibility, READINGS), eligibility, ())

    assert {str(each.pattern) for own in found.cohorts.values() for each in own} == NAMED[name]
