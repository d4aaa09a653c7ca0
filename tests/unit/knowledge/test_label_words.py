"""What the words of an indication say: tumour types, earlier treatment, settings, markers."""

from __future__ import annotations

import pytest

from oncomatch.domain.approval import Setting
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.approvals_markers import disagreement, markers_of_label
from oncomatch.knowledge.importers.approvals_treatment import (
    is_accelerated,
    line_of_label,
    settings_of_label,
)
from oncomatch.knowledge.importers.approvals_tumors import _WORDS, tumors_of_label
from oncomatch.reference.tumor_types import TumorTypes


@pytest.mark.parametrize(
    ("words", "codes", "excluded"),
    [
        ("gastric or gastroesophageal junction adenocarcinoma", "GEJ;STAD", ""),
        ("gastrointestinal stromal tumors (GIST)", "GIST", ""),
        ("metastatic non-squamous NSCLC", "NSCLC", "LUSC"),
        ("metastatic squamous non-small cell lung cancer", "LUSC", ""),
        ("metastatic non-small cell lung cancer (NSCLC)", "NSCLC", ""),
        ("relapsed CD30+ Hodgkin lymphoma", "HL", ""),
        ("Non Hodgkin Lymphoma", "NHL", ""),
        ("follicular, CD20 positive, B-cell non-Hodgkin's lymphoma", "FL", ""),
        ("in all patients with melanoma", "MEL", ""),
        ("relapsed Ph+ ALL", "BLL;TLL", ""),
        ("acute myeloid leukaemia (AML), except acute promyelocytic leukaemia (APL)", "AML",
         "APLPMLRARA"),
        ("acute promyelocytic leukaemia (APL)", "APLPMLRARA", ""),
        ("myelodysplastic/myeloproliferative diseases (MDS/MPD)", "MDS;MPN;MDS/MPN", ""),
        ("myelodysplastic syndromes", "MDS", ""),
        ("locally advanced extracranial solid tumours", "SOLID", "BRAIN"),
        ("intrahepatic cholangiocarcinoma", "IHCH", ""),
        ("epithelial ovarian, fallopian tube, or primary peritoneal cancer", "OVT;HGSFT;PSEC", ""),
        ("alterations leading to mesenchymal-epithelial transition in NSCLC", "NSCLC", ""),
    ],
)  # fmt: skip
def test_tumour_types(tumor_types: TumorTypes, words: str, codes: str, excluded: str) -> None:
    found = tumors_of_label(words, [], tumor_types)

    assert (";".join(found.codes), ";".join(found.excluded)) == (codes, excluded)


def test_an_index_that_names_another_tumour_is_remarked(tumor_types: TumorTypes) -> None:
    words = "gastric or gastroesophageal junction adenocarcinoma"

    assert tumors_of_label(words, ["GEJ"], tumor_types).remark == ""
    assert tumors_of_label(words, ["GIST"], tumor_types).remark == "the index says GIST"


@pytest.mark.parametrize("words", ["some disease", "diffuse midline glioma with H3 K27M"])
def test_a_tumour_without_a_node_is_refused(tumor_types: TumorTypes, words: str) -> None:
    with pytest.raises(BiomarkerError):
        tumors_of_label(words, [], tumor_types)


def test_every_word_leads_to_nodes_of_oncotree(tumor_types: TumorTypes) -> None:
    for _, _, codes, _ in _WORDS:
        for code in codes.split(";"):
            assert tumor_types.get(code).code == code


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("for the first-line treatment of adults with metastatic NSCLC", "line <= 1"),
        ("with newly diagnosed Ph+ CML", "line <= 1"),
        ("who have received at least one prior systemic therapy", "line >= 2"),
        ("who have received two or more prior systemic therapies", "line >= 3"),
        ("with relapsed or refractory AML", "line >= 2"),
        ("with relapsed/refractory lymphoma", "line >= 2"),
        ("who have not received prior chemotherapy for metastatic disease", ""),
        ("not previously treated with endocrine therapy", ""),
        ("that have progressed following prior treatment", "line >= 2"),
        ("who have no satisfactory alternative treatments or that have progressed", ""),
        ("as adjuvant treatment of patients who were previously treated", ""),
        ("in response to first-line platinum-based chemotherapy", ""),
        ("who have received first-line fluoropyrimidine-based chemotherapy", ""),
        ("previously treated with crizotinib", "line >= 2 and after crizotinib"),
        ("not previously treated with crizotinib", "not after crizotinib"),
        (
            "whose disease has progressed on or after EGFR TKI therapy",
            'after "EGFR tyrosine kinase inhibitor"',
        ),
        (
            "whose disease has progressed on or after platinum-based chemotherapy",
            'after "platinum compound"',
        ),
        (
            "whose disease has not progressed during or following platinum-based chemoradiation",
            "",
        ),
        ("previously not treated with an ALK inhibitor", 'not after "ALK inhibitor"'),
        ("who have received a prior trastuzumab-based regimen", "after trastuzumab"),
        (
            "with relapsed ALL. Patients with Philadelphia chromosome-positive ALL should have "
            "failed treatment with at least 2 tyrosine kinase inhibitors",
            "",
        ),
        (
            "for BRAF-inhibitor treatment-naive patients with melanoma",
            'not after "BRAF inhibitor"',
        ),
    ],
)
def test_earlier_treatment(words: str, line: str) -> None:
    assert line_of_label(words) == line
    if line:
        assert str(parse_biomarker(line)) == line


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        ("adjuvant treatment of early breast cancer at high risk of recurrence",
         {Setting.ADJUVANT, Setting.EARLY_STAGE, Setting.HIGH_RISK, Setting.RECURRENT}),
        ("neoadjuvant treatment of resectable NSCLC", {Setting.NEOADJUVANT, Setting.RESECTABLE}),
        ("unresectable or metastatic melanoma", {Setting.UNRESECTABLE, Setting.METASTATIC}),
        ("acute lymphoblastic leukaemia", set()),
        ("Ph+ CML in blast crisis", {Setting.ADVANCED_PHASE}),
        ("adult and pediatric patients 12 years of age and older", {Setting.PAEDIATRIC}),
        ("metastatic castration-resistant prostate cancer",
         {Setting.METASTATIC, Setting.CASTRATION_RESISTANT}),
        ("have no satisfactory alternative treatment options", {Setting.NO_ALTERNATIVE}),
        ("NSCLC. Patients with EGFR mutant NSCLC should have received targeted therapies",
         {Setting.FURTHER_CONDITIONS}),
        ("disease progression on or after chemotherapy",
         {Setting.PREVIOUSLY_TREATED, Setting.NAMED_EARLIER_TREATMENT}),
    ],
)  # fmt: skip
def test_settings(words: str, settings: set[Setting]) -> None:
    assert set(settings_of_label(words, line_of_label(words))) == settings


def test_accelerated_is_what_the_label_says() -> None:
    assert is_accelerated("This indication is approved under accelerated approval based on")
    assert not is_accelerated("for accelerated phase CML")


@pytest.mark.parametrize(
    ("words", "markers"),
    [
        ("Philadelphia chromosome-negative CD19 positive ALL",
         {("BCR::ABL1", "absent"), ("CD19", "present")}),
        ("Philadelphia chromosome positive ALL", {("BCR::ABL1", "present")}),
        ("with no EGFR or ALK genomic tumor aberrations",
         {("EGFR", "absent"), ("ALK", "absent")}),
        ("ALK-positive NSCLC previously treated with an ALK inhibitor", {("ALK", "present")}),
        ("triple-negative breast cancer", {("HER2", "absent"), ("hormone receptor", "absent")}),
        ("hormone receptor (HR)-positive, human epidermal growth factor receptor 2 "
         "(HER2)-negative", {("HER2", "absent"), ("hormone receptor", "present")}),
        ("breast cancer after an anti-HER2-based regimen", set()),
        ("X is a CD20-directed antibody indicated for melanoma", set()),
        ("without the D816V c-Kit mutation", {("KIT", "absent")}),
        ("K-Ras wild-type", {("KRAS", "absent")}),
        ("RAS wild-type", {("RAS", "absent")}),
        ("in the absence of 17p deletion or TP53 mutation", {("17p or TP53", "absent")}),
    ],
)  # fmt: skip
def test_markers(words: str, markers: set[tuple[str, str]]) -> None:
    assert markers_of_label(words) == markers


def test_an_index_that_turns_a_label_round_disagrees() -> None:
    words = "Philadelphia chromosome-negative CD19 positive ALL"

    assert disagreement(words, ["CD19 + AND no BCR::ABL1"]) == ""
    assert disagreement(words, ["CD19 + AND BCR::ABL1"]) == (
        "the label asks for BCR::ABL1 absent, the index does not; "
        "the index asks for BCR::ABL1 present, the label does not"
    )
