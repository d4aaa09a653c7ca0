"""Conditions of a registry record as OncoTree codes: the same or nothing, never something else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from oncomatch.reference.tumor_types import TumorTypes
from oncomatch.trials.conditions import ConditionReader, ConditionReading


@pytest.fixture(scope="module")
def reader(tumor_types: TumorTypes) -> ConditionReader:
    return ConditionReader(tumor_types)


#   condition as registered                        OncoTree codes
READ = """
    Lung Adenocarcinoma                          | LUAD
    LUNG ADENOCARCINOMA                          | LUAD
    lung   adenocarcinoma                        | LUAD
    LUAD                                         | LUAD
    Metastatic Lung Adenocarcinoma               | LUAD
    Recurrent Lung Adenocarcinoma                | LUAD
    Locally Advanced Lung Adenocarcinoma         | LUAD
    Locally Advanced or Metastatic Solid Tumors  | SOLID
    Advanced and Refractory Solid Tumors         | SOLID
    Stage IIIB Colon Cancer AJCC v8              | COAD
    Lung Adenocarcinoma, Stage IV                | LUAD
    Lung Adenocarcinoma Stage III                | LUAD
    Adult Glioblastoma                           | GB
    Uveal Melanoma                               | UM
    Hepatocellular Carcinoma (HCC)               | HCC
    Hepatocellular Carcinoma [Advanced]          | HCC
    Non-Small-Cell Lung Cancer                   | NSCLC
    Carcinoma, Non-Small-Cell Lung               | NSCLC
    HER2-positive Breast Cancer                  | BRCA
    HER2 + Gastric Cancer                        | STAD
    HER2-Positive Solid Tumors                   | SOLID
    EGFR-mutant NSCLC                            | NSCLC
    Gastroesophageal Cancer                      | STOMACH
    Unresectable Colorectal Cancer               | COADREAD
    Solid Tumors                                 | SOLID
    Advanced Solid Tumor                         | SOLID
    Cancer                                       | TISSUE
"""


def rows(table: str) -> list[object]:
    cells = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [pytest.param(*row, id=row[0]) for row in cells]


@pytest.mark.parametrize(("condition", "codes"), rows(READ))
def test_read(condition: str, codes: str, reader: ConditionReader):
    assert reader.codes_of(condition) == tuple(codes.split(";"))


@pytest.mark.parametrize(
    "condition",
    ["", "  ", "()", "Metastatic", "KRAS G12C", "HER2-positive"],
)
def test_what_names_no_tumour_type_adds_none(condition: str, reader: ConditionReader):
    assert not reader.codes_of(condition)


@pytest.mark.parametrize(
    "condition", ["Hypertension", "Solid Tumors Excluding Sarcoma", "Chronic Pain"]
)
def test_what_is_not_understood_is_none(condition: str, reader: ConditionReader):
    assert reader.codes_of(condition) is None


MARKED = {
    "Her2-receptor Negative Breast Cancer": "BRCA",
    "Castration-resistant Prostate Carcinoma": "PROSTATE",
    "Estrogen Receptor-Positive Breast Carcinoma": "BRCA",
    "Platinum-Resistant Ovarian Cancer": "OVARY",
    "Clinical Stage IV Gastric Cancer AJCC v8": "STAD",
    "Stage III Renal Cell Cancer": "RCC",
    "Triple Negative Breast Neoplasms": "BRCA",
}


@pytest.mark.parametrize("condition", MARKED)
def test_a_marker_or_state_beside_a_type_leaves_the_type(condition: str, reader: ConditionReader):
    """Unread, a trial of the breast would be listed for a tumour of the lung."""
    assert reader.codes_of(condition) == (MARKED[condition],)


SPELT = {
    "Oesophageal Tumours": ("Esophageal Tumors", None),
    "Chronic Lymphocytic Leukaemia": ("Chronic Lymphocytic Leukemia", ("CLLSLL",)),
    "Hodgkin’s Lymphoma": ("Hodgkin Lymphoma", ("HL",)),
    "Kidney Cancers": ("Kidney Cancer", ("KIDNEY",)),
    "Lymphoma, Non-Hodgkin": ("Non-Hodgkin Lymphoma", ("NHL",)),
}


@pytest.mark.parametrize("condition", SPELT)
def test_another_spelling_is_the_same(condition: str, reader: ConditionReader):
    other, codes = SPELT[condition]
    assert reader.codes_of(condition) == reader.codes_of(other) == codes


def test_a_word_that_only_looks_like_a_marker_is_not_left_out(reader: ConditionReader):
    assert reader.codes_of("Receptor of the Lung Cancer") is None
    assert reader.codes_of("Clinical Trial of Lung Cancer") is None


NARROWED = {
    "Melanoma (Uveal)": "UM",
    "NSCLC (Squamous)": "LUSC",
    "Cancer, Breast": "BRCA",
    "Leukemia, Lymphocytic, Chronic": "CLLSLL",
    "Triple Negative Breast Cancer (TNBC)": "BRCA",
    "Stage II Breast Cancer AJCC v6 and v7": "BRCA",
    "Breast Cancer (Inflammatory)": "IBC",
    "Melanoma [Ocular]": "OM",
    "Prostate Cancer (CRPC)": "",
    "Solid Tumor (Excluding CNS)": "",
    "Melanoma (UM)": "UM",
}


@pytest.mark.parametrize("condition", NARROWED)
def test_what_stands_in_brackets_is_not_lost(condition: str, reader: ConditionReader):
    """Read without them, the trial would name the type of every other patient with it."""
    assert reader.codes_of(condition) in (None, (NARROWED[condition],))


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("Breast Cancer (BC)", "BRCA"),
        ("Renal Cell Carcinoma (RCC)", "RCC"),
        ("Gastrointestinal Stromal Tumor (GIST)", "GIST"),
        ("NSCLC (Non-small Cell Lung Cancer)", "NSCLC"),
        ("Non-Small Cell Lung Cancer (Stage III)", "NSCLC"),
    ],
    ids=["initials", "initials of three", "code", "name in brackets", "extent in brackets"],
)
def test_brackets_that_say_the_same_again_are_harmless(
    condition: str, code: str, reader: ConditionReader
):
    assert reader.codes_of(condition) == (code,)


@pytest.mark.parametrize(
    ("condition", "not_meant"),
    [
        ("ATM", "Atypical Meningioma"),
        ("RAS", "Radiation-Associated Sarcoma"),
        ("BRCA", "Invasive Breast Carcinoma"),
        ("MBC", "Metaplastic Breast Cancer"),
        ("PD", "Paget Disease of the Nipple"),
        ("MS", "Myeloid Sarcoma"),
    ],
)
def test_an_abbreviation_is_not_taken_for_a_code(
    condition: str, not_meant: str, reader: ConditionReader, tumor_types: TumorTypes
):
    """In a registry ATM, RAS and BRCA are genes, MBC is metastatic breast cancer."""
    assert tumor_types.get(condition).name == not_meant, "table is wrong"

    assert condition not in (reader.codes_of(condition) or ())


def test_the_codes_of_all_conditions_are_joined_and_the_unread_counted(reader: ConditionReader):
    reading = reader.read(
        ["Uveal Melanoma", "Hypertension", "Lung Adenocarcinoma", "KRAS G12C", "LUAD", "Frailty"]
    )

    assert reading == ConditionReading(tumor_types=("LUAD", "UM"), unread=2)


def test_the_codes_are_sorted(reader: ConditionReader):
    """The order of a set differs from run to run."""
    reading = reader.read(
        ["Uveal Melanoma", "LUAD", "Colon Cancer", "Prostate Cancer", "GIST", "Glioblastoma"]
    )

    assert reading.tumor_types == ("COAD", "GB", "GIST", "LUAD", "PROSTATE", "UM")


def test_no_conditions(reader: ConditionReader):
    assert reader.read([]) == ConditionReading((), 0)


def test_own_synonyms_go_first(tmp_path: Path, tumor_types: TumorTypes):
    table = tmp_path / "synonyms.tsv"
    table.write_text(
        "condition\ttumor_types\nMelanoma\tUM;CM\nLump of the Lung\tLUAD\nTiredness\t\n",
        encoding="utf-8",
    )
    reader = ConditionReader(tumor_types, table)

    assert reader.codes_of("melanoma") == ("UM", "CM")
    assert reader.codes_of("Metastatic lump of the lung") == ("LUAD",)
    assert reader.codes_of("Tiredness") == ()


def test_every_oncotree_name_is_read_as_its_code(reader: ConditionReader, tumor_types: TumorTypes):
    names = Counter(kind.name.lower() for kind in tumor_types)
    own = {kind.code: kind.name for kind in tumor_types if names[kind.name.lower()] == 1}

    read = {code: reader.codes_of(name) or () for code, name in own.items()}

    assert {code: codes for code, codes in read.items() if code not in codes} == {}


def test_a_name_of_several_codes_is_not_guessed(reader: ConditionReader, tumor_types: TumorTypes):
    names = Counter(kind.name for kind in tumor_types)
    shared = {name for name, count in names.items() if count > 1}
    assert shared, "OncoTree has no such name any more"

    assert {name: reader.codes_of(name) for name in shared} == dict.fromkeys(shared)
