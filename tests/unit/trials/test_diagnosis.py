"""Tumour types are certain where title, conditions and text speak of the same."""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.trial import Confidence, Criterion, Section
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.conditions import ConditionReader, joined_names
from oncomatch.trials.studies import read_criteria


def types_of(title: str, conditions: list[str], text: str = "") -> list[Criterion]:
    protocol = {
        "identificationModule": {"briefTitle": title},
        "conditionsModule": {"conditions": conditions},
        "eligibilityModule": {"eligibilityCriteria": f"Inclusion Criteria:\n\n* {text or 'Adult'}"},
    }
    read = read_criteria(protocol, ConditionReader(open_tumor_types()))
    return [each for each in read.criteria if isinstance(each.pattern, TumorTypeIn)]


def test_a_type_that_title_conditions_and_text_name_is_certain():
    found = types_of(
        "Study of A in Patients With EGFR Mutated NSCLC",
        ["Lung Cancer", "EGFR Gene Mutation"],
        "Histologically confirmed metastatic NSCLC that grew under osimertinib",
    )

    (certain,) = [each for each in found if each.confidence is Confidence.CERTAIN]
    assert certain.source.section is Section.ELIGIBILITY
    assert certain.pattern == TumorTypeIn(("NSCLC",))


WIDTHS = [
    # title, conditions, text, what is certain
    ("A in NSCLC", ["Lung Cancer"], "", "LUNG"),
    ("A in NSCLC", ["Lung Cancer"], "Confirmed NSCLC", "NSCLC"),
    ("A in Lung Cancer", ["NSCLC", "EGFR Gene Mutation"], "Confirmed NSCLC", "NSCLC"),
    ("A in NSCLC", ["Lung Cancer"], "Confirmed NSCLC (mixed histology is allowed)", "LUNG"),
    ("A in PDAC", ["Pancreatic Cancer"], "Confirmed PDAC (others are permitted)", "PANCREAS"),
    ("A in PDAC", ["Pancreatic Cancer", "KRAS"], "Confirmed PDAC", "PAAD"),
    ("Study of A", ["NSCLC", "EGFR Gene Mutation"], "Confirmed NSCLC", "NSCLC"),
    ("A in NSCLC", ["EGFR Gene Mutation", "Neoplasms"], "Confirmed NSCLC", "NSCLC"),
    ("A in Advanced Solid Tumors", ["Rhabdoid of nowhere"], "Any solid tumor", "SOLID"),
    ("A in Solid Tumors", ["NSCLC", "Colorectal Cancer"], "", "SOLID"),
    ("A in Lung Cancer", ["NSCLC"], "", "LUNG"),
    ("A in High-Risk Prostate Cancer", ["Prostatic Neoplasms"], "", "PROSTATE"),
]


@pytest.mark.parametrize(("title", "conditions", "text", "codes"), WIDTHS)
def test_how_wide_the_certain_type_is(title: str, conditions: list[str], text: str, codes: str):
    certain = [
        each for each in types_of(title, conditions, text) if each.confidence.value[0] == "c"
    ]

    assert {str(each.pattern) for each in certain} == {f"tumor_type {codes}"}


@pytest.mark.parametrize(
    ("title", "conditions", "text"),
    [
        ("A in NSCLC and Other Cancers", ["NSCLC", "EGFR Gene Mutation"], ""),
        ("A in Selected Patients With NSCLC", ["NSCLC", "EGFR Gene Mutation"], ""),
        ("A in NSCLC", ["NSCLC", "Carcinosarcoma of nowhere"], ""),
        ("A in NSCLC", ["NSCLC", "Colorectal Cancer", "KRAS"], ""),
        ("A in NSCLC", ["KRAS"], ""),
        ("A in NSCLC", ["NSCLC", "KRAS"], "Patients with metastatic colorectal cancer"),
        ("A in Solid Tumors", ["Lymphoma of nowhere"], "Advanced solid tumors"),
        ("A in Selected Solid Tumors", ["NSCLC", "Colorectal Cancer"], ""),
        ("A in Lung Cancer Risk", ["Lung Cancer", "KRAS"], ""),
        ("A in Gastric Cancer", ["Gastric Cancer"], "GEJ adenocarcinoma of type II counts too"),
        ("A in Cutaneous Melanoma", ["Cutaneous Melanoma"], "Acral melanomas are eligible"),
    ],
)
def test_a_type_beside_which_others_may_be_taken_is_not_certain(
    title: str, conditions: list[str], text: str
):
    for each in types_of(title, conditions, text):
        of_text = each.source.section is Section.ELIGIBILITY
        assert of_text or each.confidence is Confidence.LIKELY


ONCE = {
    # title, conditions, text: the types with their confidence
    "what is certain is not said with doubt as well": (
        "A in Patients With NSCLC",
        ["NSCLC"],
        "Confirmed but odd NSCLC that no drug of the list holds",
        ["certain NSCLC"],
    ),
    "a wider one with doubt says no more": (
        "A in Patients With PDAC",
        ["PDAC"],
        "Confirmed but odd pancreatic cancer that no drug of the list holds",
        ["certain PANCREAS"],
    ),
    "a narrower one with doubt does": (
        "A in Patients With Pancreatic Cancer",
        ["Pancreatic Cancer"],
        "Confirmed but odd PDAC that no drug of the list holds",
        ["certain PANCREAS", "likely PAAD"],
    ),
    "types of other lines are taken together": (
        "A in Those Who Need It",
        ["Osteosarcoma", "NSCLC", "Something of nowhere"],
        "Confirmed squamous NSCLC, or a tumour like it",
        ["likely LUSC, OS"],
    ),
    "the text's width goes before that of the conditions": (
        "A in Those Who Need It",
        ["NSCLC", "Osteosarcoma", "Carcinosarcoma of nowhere"],
        "Any odd solid tumour that no drug of the list holds",
        ["likely SOLID"],
    ),
    "a list of the text that has some of the record's types was not understood": (
        "A in Gastric Cancer and NSCLC",
        ["Gastric Cancer", "NSCLC"],
        "Confirmed NSCLC, or one of the stom.",
        ["certain NSCLC, STAD"],
    ),
    "tumours of the brain that may have spread there": (
        "A in Brain Tumors",
        ["Brain Tumor"],
        "Brain tumors to be resected; brain metastases of any cancer",
        ["likely BRAIN"],
    ),
    "what the text says surely goes before the conditions": (
        "A in Those Who Need It",
        ["NSCLC", "Osteosarcoma", "Carcinosarcoma of nowhere"],
        "Any solid tumour that no drug of the list holds",
        ["certain SOLID"],
    ),
}


@pytest.mark.parametrize("name", ONCE)
def test_each_type_is_said_once(name: str):
    title, conditions, text, said = ONCE[name]
    found = types_of(title, conditions, text)

    assert [
        f"{each.confidence.value} {str(each.pattern).removeprefix('tumor_type ')}" for each in found
    ] == said


def test_a_type_of_another_organ_in_passing_takes_no_certainty_from_a_title():
    found = types_of(
        "A in Prostate Cancer", ["Prostate Cancer"], "Disease of bone or of soft tissue is allowed"
    )

    assert [str(each.pattern) for each in found] == ["tumor_type PROSTATE"]
    assert found[0].confidence is Confidence.CERTAIN


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("BrainMets: a Study of A", "Tumour that is to be resected"),
        ("Study of A", "Metastases to the brain that are to be resected"),
    ],
)
def test_an_organ_that_others_spread_to_is_no_certain_type(title: str, text: str):
    (found,) = types_of(title, ["Brain Tumor"], text)

    assert found.confidence is Confidence.LIKELY


def test_solid_tumours_beside_lymphomas_in_a_title_are_not_certain():
    found = types_of(
        "A in Solid Tumors or Lymphoma", ["Lung Cancer"], "Any solid tumor or lymphoma"
    )

    assert all(each.confidence is Confidence.LIKELY for each in found)


def test_an_organ_alone_stays_certain():
    (found,) = types_of("Study of A", ["Brain Tumor"], "Tumour that is to be resected")

    assert found.confidence is Confidence.CERTAIN


def test_a_text_that_takes_all_solid_tumors_widens_the_certain_type():
    found = types_of("A in NSCLC", ["NSCLC", "KRAS"], "Patients with advanced solid tumors")

    assert {str(each.pattern) for each in found} == {"tumor_type SOLID"}


def test_a_condition_that_was_cut_at_its_comma_is_put_together():
    assert joined_names(["Carcinoma", "Non-Small-Cell Lung"]) == ["Non-Small-Cell Lung Carcinoma"]
    assert joined_names(["Carcinoma", "Melanoma"]) == ["Carcinoma", "Melanoma"]


def test_material_of_a_solid_tumor_is_no_diagnosis():
    found = types_of(
        "A in Prostate Cancer", [], "Participants must have solid tumor biopsy material"
    )
    assert found == []


def test_millimetres_are_no_myeloma():
    assert types_of("A", [], "Patients with metastases of 10 mm or more") == []
