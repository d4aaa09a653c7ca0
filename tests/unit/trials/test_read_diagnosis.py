"""Tumour types, extent of the disease and age in the words of trials."""

from __future__ import annotations

from time import perf_counter

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Confidence, Criterion, Section, Side, TextPlace
from oncomatch.trials.diagnosis import weighed_by_text
from oncomatch.trials.eligibility.age import narrower_than_fields, read_age
from oncomatch.trials.eligibility.extent import read_extent
from oncomatch.trials.eligibility.organ_lists import find_organ_lists
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.tumor_types import read_tumor_types
from unit.trials.eligibility_makers import criteria_of, found

TYPES = {
    "one": (
        "Histologically confirmed metastatic colorectal cancer",
        ["tumor_type COADREAD (certain)"],
    ),
    "alternatives": (
        "Histologically confirmed hepatocellular carcinoma or cholangiocarcinoma",
        ["tumor_type CHOL, HCC (certain)"],
    ),
    "with a condition, which narrows and takes no other type": (
        "Confirmed NSCLC that expresses something odd",
        ["tumor_type NSCLC (certain)"],
    ),
    "a word before it that is not known": (
        "Possible confirmed NSCLC",
        ["tumor_type NSCLC (likely)"],
    ),
    "with a permission": (
        "Confirmed NSCLC; mixed histology is allowed",
        ["tumor_type NSCLC (likely)"],
    ),
    "or patients with another": (
        "Confirmed NSCLC with a fusion, or patients with a carcinoma like it",
        ["tumor_type NSCLC (likely)"],
    ),
    "or something not understood": (
        "Confirmed NSCLC or thymoid growth",
        ["tumor_type NSCLC (likely)"],
    ),
    "who gives consent with the diagnosis": (
        "Women who can give consent with histologically confirmed recurrent ovarian cancer",
        ["tumor_type OVARY (likely)"],
    ),
    "history of what came back": (
        "History of relapsed or refractory follicular lymphoma",
        ["tumor_type FL (likely)"],
    ),
    "a history of another": ("History of confirmed melanoma", []),
    "who is excluded": ("Confirmed squamous NSCLC is excluded", []),
    "the longer name": (
        "Confirmed RCC with a clear cell component",
        ["tumor_type CCRCC (certain)"],
    ),
    "a histology that is taken as well": (
        "Confirmed PDAC, by a local laboratory (adenosquamous is also allowed)",
        ["tumor_type PAAD (likely)"],
    ),
    "stomach and oesophagus in one word": (
        "Confirmed esophagogastric cancer",
        ["tumor_type ESCA, GEJ, STAD (certain)"],
    ),
    "their junction": (
        "Confirmed adenocarcinoma of the gastroesophageal junction",
        ["tumor_type GEJ (certain)"],
    ),
    "a variant below it": (
        "Confirmed glioblastoma and variants including gliosarcoma",
        ["tumor_type GB (likely)"],
    ),
    "what blood smears do not show": ("Blood counts with no features suggestive of MDS/AML", []),
    "an organ alone with its noun": ("Confirmed laryngeal cancer", ["tumor_type HNSC (certain)"]),
    "the name of the response criteria": (
        "Confirmed NSCLC, measurable by Response Evaluation Criteria in Solid Tumors (RECIST)",
        ["tumor_type NSCLC (certain)"],
    ),
    "examples of any": (
        "Confirmed solid tumors, including but not limited to breast cancer and melanoma",
        ["tumor_type SOLID (likely)"],
    ),
    "solid": ("Confirmed advanced solid tumors", ["tumor_type SOLID (certain)"]),
}

LISTS = {
    # name: text, the codes; none where the words say something else
    "organs of one noun": ("Confirmed lung, breast, or pancreatic cancer", "BRCA, LUNG, PANCREAS"),
    "organs after their noun": (
        "Confirmed adenocarcinoma of the stomach, oesophagus or rectum",
        "ESCA, READ, STAD",
    ),
    "two nouns of one organ": (
        "Proven squamous cell carcinoma or adenocarcinoma of the cervix",
        "CEAD, CESC",
    ),
    "a slash": ("Advanced gastric/GEJ adenocarcinoma", "GEJ, STAD"),
    "endocrine tumours": ("Progressive NETs of the lung or pancreas", "LNET, PANET"),
    "a kind of the ovary": (
        "Recurrent high-grade serous ovarian, fallopian tube or primary peritoneal cancer",
        "HGSFT, HGSOC, PSEC",
    ),
    "kinds that are no serous ones": (
        "Persistent clear cell or endometrioid ovarian, tubal, or peritoneal carcinoma",
        "CCOV, EOV",
    ),
    "small cells are another kind": ("Confirmed small cell carcinoma of the lung or bladder", ""),
    "organs without a tumour": ("Confirmed lesions of the lung, liver or brain", ""),
    "one word": ("Confirmed chordoma or paragangliomas", "CHDM, PGNG"),
    "a word that is an organ": ("Confirmed disease of skin or soft tissues", ""),
    "abbreviations": ("Patients with relapsed CML, MPAL or B-ALL", "ALAL, BLL, CML"),
    "a word in capitals": ("Patients with ALL of the following", ""),
    "at the beginning": ("Mantle cell lymphoma after two lines", "MCL"),
    "at the beginning, of material": ("Melanoma tissue of the skin is at hand", ""),
    "a guideline": ("HER2 as documented by the Breast Cancer guidelines", ""),
    "colon and rectum are one": ("Confirmed colon or rectal cancer", "COADREAD"),
    "the neck of the uterus": ("Proven adenocarcinoma of the uterine cervix", "CEAD"),
    "examples without end": (
        "Confirmed solid tumors including but not limited to NSCLC and chordoma",
        "SOLID",
    ),
    "a gene that is called after a tumour": ("Proven murine sarcoma viral oncogene", ""),
    "a cancer of another kind": ("Confirmed Kaposi's sarcoma", ""),
}


@pytest.mark.parametrize("name", LISTS)
def test_types_of_lists_and_single_words(name: str):
    text, codes = LISTS[name]
    read = [str(each.pattern) for each in criteria_of(read_tumor_types, "in", text)]

    assert read == ([f"tumor_type {codes}"] if codes else [])


BELOW = {
    "a heading without a type": (
        "One of the following, proven:",
        ("Melanoma", "Bladder cancer", "Other tumours by arrangement"),
        "BLADDER, MEL",
    ),
    "a heading of solid tumours lists those that are meant": (
        "Solid tumours; types as follows:",
        ("HNSCC after platinum", "Advanced NSCLC"),
        "HNSC, NSCLC",
    ),
    "too few of many": (
        "All of the following conditions:",
        ("Melanoma of any stage", "Consent", "ECOG 0 or 1", "A biopsy"),
        "MEL",
    ),
    "what goes with types is no list of them": (
        "No disease such as:",
        ("Asthma", "Heart failure", "Melanoma tissue at hand"),
        "",
    ),
}


@pytest.mark.parametrize("name", BELOW)
def test_types_of_the_items_below_a_heading(name: str):
    heading, items, codes = BELOW[name]
    text = f"Inclusion Criteria:\n\n* {heading}\n" + "".join(f"\n  * {each}" for each in items)
    whole = Eligibility(text)
    read = [str(c.pattern) for each in whole.sentences for c in read_tumor_types(each, whole)]

    assert read == ([f"tumor_type {codes}"] if codes else [])


@pytest.mark.parametrize(
    "text", ["ovarian, " * 222, "a " * 999, "serous " * 280 + "x", "lung or " * 240]
)
def test_a_list_without_end_takes_no_time(text: str):
    start = perf_counter()
    list(find_organ_lists(text))

    assert perf_counter() - start < 2


@pytest.mark.parametrize("name", TYPES)
def test_tumour_types(name: str):
    text, expected = TYPES[name]

    assert found(read_tumor_types, "in", text) == expected


def test_several_sentences_about_the_diagnosis_are_alternatives():
    items = ("Histologically confirmed NSCLC", "Histologically confirmed melanoma")

    assert found(read_tumor_types, "in", *items) == ["tumor_type MEL, NSCLC (likely)"]


def test_what_an_exception_names_is_shut_out():
    text = "Histologically confirmed lung cancer other than small cell lung cancer"
    (taken, shut_out) = criteria_of(read_tumor_types, "in", text)

    assert (taken.side, shut_out.side) == (Side.INCLUSION, Side.EXCLUSION)
    assert str(shut_out.pattern) == "tumor_type SCLC"


SHUT_OUT = {
    # name: what is taken, what excludes, the types that it excludes
    "a type of the organ": ("NSCLC", "Small cell lung cancer histology", "SCLC (certain)"),
    "another cancer that one had": (
        "NSCLC",
        "History of other cancer such as small cell lung cancer",
        "",
    ),
    "another cancer": ("NSCLC", "Melanoma", ""),
    "a drug for it": ("NSCLC", "Hormones for small cell lung cancer histology are allowed", ""),
    "histologies of the organ": (
        "prostate cancer",
        "Neuroendocrine or small cell histology",
        "PRNE, PRSCC (certain)",
    ),
    "histologies before the organ": (
        "prostate adenocarcinoma",
        "Evidence of metastatic neuroendocrine/small cell prostate cancer",
        "PRNE, PRSCC (likely)",
    ),
    "of another organ": (
        "ovarian cancer",
        "Low-grade or mucinous histology",
        "LGSOC, MOV (certain)",
    ),
    "where melanoma arises elsewhere": ("melanoma", "Ocular melanoma", "OM (certain)"),
    "of the mucosa": ("cutaneous melanoma", "Mucosal features", "ARMM, ESMM, HNMUCM, URMM, VMM"),
    "a kind of the breast": ("breast cancer", "Inflammatory carcinoma", "IBC (certain)"),
    "an inflammation": ("breast cancer", "Inflammatory bowel disease", ""),
    "cancers of the skin that one had": ("NSCLC", "Squamous cell carcinoma of the skin", ""),
    "some of a kind, by their genes": ("solid tumors", "Lung cancer with an EGFR mutation", ""),
    "a heading of what excludes some": ("gastric or GEJ cancer", "Specific to GEJ patients:", ""),
    "tumours of the brain": ("solid tumors", "Primary CNS tumors", "BRAIN (certain)"),
    "active ones": (
        "solid tumors",
        "Known, active primary central nervous system (CNS) malignancy",
        "BRAIN (likely)",
    ),
    "metastases there": ("solid tumors", "Active CNS metastases", ""),
    "lymphomas that are no part of those taken": (
        "follicular lymphoma",
        "Burkitt lymphoma, hairy cell leukemia or mantle cell lymphoma",
        "BL, HCL, MCL",
    ),
}


@pytest.mark.parametrize("name", SHUT_OUT)
def test_types_that_exclude(name: str):
    taken, item, expected = SHUT_OUT[name]
    text = Eligibility(
        f"Inclusion Criteria:\n\n* Histologically confirmed {taken}\n\n"
        f"Exclusion Criteria:\n\n* {item}"
    )

    last = text.sentences[-1]
    read = [
        f"{each.pattern} ({each.confidence.value})".removeprefix("tumor_type ")
        for each in read_tumor_types(last, text)
    ]
    assert [each[: len(expected)] for each in read] == [expected] * bool(expected)


BESIDE = {
    # name: what is included, which types it takes, which it shuts out
    "non-squamous": ("Confirmed non-squamous NSCLC", "NSCLC (certain)", "LUSC (certain)"),
    "non squamous": ("Confirmed non squamous NSCLC that grew", "NSCLC (certain)", "LUSC (certain)"),
    "nonsquamous": ("Confirmed nonsquamous NSCLC", "NSCLC (certain)", "LUSC (certain)"),
    "either": ("Confirmed squamous or non-squamous NSCLC", "NSCLC (certain)", ""),
    "without a histology": (
        "Confirmed prostate adenocarcinoma without small cell histology",
        "PRAD (certain)",
        "PRSCC (likely)",
    ),
    "no pure one": (
        "Confirmed prostate adenocarcinoma without pure small cell histology",
        "PRAD (certain)",
        "",
    ),
    "who is excluded in brackets": (
        "Confirmed NSCLC (mixed small cell histologies are excluded)",
        "NSCLC (likely)",
        "SCLC (likely)",
    ),
    "who is not eligible for surgery": (
        "Confirmed NSCLC that is not eligible for surgery",
        "NSCLC (certain)",
        "",
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_a_diagnosis_leaves_out(name: str):
    text, taken, shut_out = BESIDE[name]

    read = {each.removeprefix("-") for each in found(read_tumor_types, "in", text)}
    assert read == {f"tumor_type {each}" for each in (taken, shut_out) if each}


EXTENTS = {
    "a stage behind what another lacks": (
        "Stage IIIB NSCLC, not eligible for curative surgery, or Stage IV disease",
        ["extent III, IV (likely)"],
    ),
    "alternatives": (
        "Histologically confirmed locally advanced or metastatic NSCLC",
        ["extent locally_advanced, metastatic (certain)"],
    ),
    "stages": ("Confirmed stage III or IV breast cancer", ["extent III, IV (certain)"]),
    "a range of stages": ("Confirmed stage IIB-IV melanoma", ["extent II, III, IV (certain)"]),
    "a stage of a marked cancer": (
        "Stage IV squamous or nonsquamous HER2-positive NSCLC",
        ["extent IV (certain)"],
    ),
    "behind the disease": (
        "Confirmed breast cancer that is locally advanced or metastatic and HER2-positive",
        ["extent locally_advanced, metastatic (certain)"],
    ),
    "the same in brackets": (
        "Confirmed metastatic (stage IV) colorectal cancer that grew under drug A",
        ["extent metastatic, IV (certain)"],
    ),
    "one that no word of the enum says": (
        "Confirmed recurrent or persistent endometrial cancer",
        ["extent recurrent (likely)"],
    ),
    "who may take part as well": (
        "Patients with metastatic disease or several primary gliomas are eligible",
        ["extent metastatic (likely)"],
    ),
    "or those at no extent": (
        "Confirmed metastatic NSCLC, or patients who refuse surgery",
        ["extent metastatic (likely)"],
    ),
    "what must not be": ("Participants must not have metastatic disease (M1)", []),
    "unresectable and staged": (
        "Confirmed unresectable stage III or IV NSCLC",
        ["extent unresectable, III, IV (likely)"],
    ),
    "its absence": ("Confirmed pancreatic cancer with no evidence of metastatic disease", []),
    "setting of a therapy": ("Prior therapy for metastatic cancer", []),
    "no disease": ("Metastatic sites must be known", []),
}


@pytest.mark.parametrize("name", EXTENTS)
def test_extents(name: str):
    text, expected = EXTENTS[name]

    assert found(read_extent, "in", text) == expected


def test_an_extent_is_doubted_where_another_sentence_speaks_of_others():
    first = "Confirmed metastatic NSCLC"

    assert found(read_extent, "in", first)[0] == "extent metastatic (certain)"
    for other in ("Cohort 2: resectable NSCLC", "Patients with locally advanced disease may join"):
        assert found(read_extent, "in", first, other)[0] == "extent metastatic (likely)"
    assert found(read_extent, "in", first, "Prior surgery of resectable disease")[0].endswith(
        "(certain)"
    )


def test_of_two_sentences_of_one_line_the_confirmed_histology_counts():
    wide, narrow = "Castration-resistant prostate cancer", "Confirmed prostate adenocarcinoma"

    assert found(read_tumor_types, "in", narrow, wide) == ["tumor_type PRAD (certain)"]
    assert found(read_tumor_types, "in", wide, narrow) == ["tumor_type PRAD (certain)"]
    assert found(
        read_tumor_types, "in", "Advanced solid tumors", "Confirmed colorectal cancer"
    ) == ["tumor_type SOLID (certain)"]


def test_items_below_a_heading_are_certain_where_each_is_a_type():
    heading = "One of the following histologically confirmed cancers:"
    below = "\n\n".join([heading, "  * Melanoma", "  * Ovarian cancer"])

    assert found(read_tumor_types, "in", below) == ["tumor_type MEL, OVARY (certain)"]
    assert found(read_tumor_types, "in", f"{below}\n\n  * Something else") == [
        "tumor_type MEL, OVARY (likely)"
    ]


def test_extents_that_exclude():
    assert found(read_extent, "ex", "Metastatic disease") == ["-extent metastatic (certain)"]
    assert found(read_extent, "ex", "Brain metastases") == []
    assert found(read_extent, "ex", "Metastatic cancer within 5 years other than this") == []


AGES = {
    "at least": ("Age >= 18 years", ["age >= 18 (certain)"]),
    "in words": ("Patients must be 18 years of age or older", ["age >= 18 (certain)"]),
    "from to": ("Aged 18 to 75 years", ["age >= 18 (certain)", "age <= 75 (certain)"]),
    "a range in words": (
        "Age greater than or equal to 18 years and less than or equal to 72 years",
        ["age >= 18 (certain)", "age <= 72 (certain)"],
    ),
    "and younger": ("Age 17 years and younger", ["age <= 17 (certain)"]),
    "of childbearing age": ("Women of childbearing age must use 2 methods", []),
    "months": ("Age at least 12 months", []),
}


@pytest.mark.parametrize("name", AGES)
def test_ages(name: str):
    text, expected = AGES[name]

    assert found(read_age, "in", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Histologically confirmed solid tumors", Confidence.LIKELY),
        ("Histologically confirmed hepatocellular carcinoma", Confidence.LIKELY),
        ("Histologically confirmed NSCLC", Confidence.CERTAIN),
        ("Metastatic undifferentiated pleomorphic sarcoma for dose expansion", Confidence.LIKELY),
        ("No prior cancer but basal cell carcinoma of skin", Confidence.CERTAIN),
        ("Lesions of soft tissue", Confidence.CERTAIN),
        ("NSCLC, but not small cell lung cancer", Confidence.CERTAIN),
    ],
)
def test_conditions_are_not_certain_where_the_text_takes_other_types(
    text: str, expected: Confidence
):
    conditions = of_field("tumor_type LUNG")

    read = criteria_of(read_tumor_types, "in", text)

    whole = Eligibility(f"Inclusion Criteria:\n* {text}")
    assert weighed_by_text(conditions, read, whole).confidence is expected


def of_field(text: str) -> Criterion:
    pattern = parse_biomarker(text)
    return Criterion(Side.INCLUSION, pattern, Confidence.CERTAIN, TextPlace(Section.FIELD))


def test_a_limit_of_age_that_the_field_says_is_not_told_again():
    read = [of_field("age >= 18"), of_field("age <= 75"), of_field("age >= 60")]

    kept = narrower_than_fields(read, [of_field("age >= 18"), of_field("age <= 80")])

    assert [str(each.pattern) for each in kept] == ["age <= 75", "age >= 60"]
