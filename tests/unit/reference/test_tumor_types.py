"""OncoTree: lookup by code and name, what stands above what, and what to write instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.tumor_type import Relation, TumorType, relate
from oncomatch.errors import TumorTypeError
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_types import DiseaseMapping, TumorTypes, read_disease_mappings

ROWS = """
TISSUE  -        Tissue
LUNG    TISSUE   Lung
NSCLC   LUNG     Non-Small Cell Lung Cancer
LUAD    NSCLC    Lung Adenocarcinoma
LYMPH   TISSUE   Lymphoid
LNM     LYMPH    Lymphoid Neoplasm
MYELOID TISSUE   Myeloid
OVT     TISSUE   Yolk Sac Tumor
VYST    LUNG     Yolk Sac Tumor
"""


@pytest.fixture(scope="module")
def small_tree() -> TumorTypes:
    rows = [line.split(maxsplit=2) for line in ROWS.strip().splitlines()]
    return TumorTypes(
        [
            {"code": code, "parent": parent.strip("-"), "name": name, "main_type": ""}
            for code, parent, name in rows
        ]
    )


@pytest.mark.parametrize(
    ("code", "ancestors"),
    [
        ("LUAD", ("NSCLC", "LUNG", "SOLID", "TISSUE")),
        ("LUNG", ("SOLID", "TISSUE")),
        ("LNM", ("LYMPH", "TISSUE")),
        ("LYMPH", ("TISSUE",)),
        ("MYELOID", ("TISSUE",)),
        ("SOLID", ("TISSUE",)),
        ("TISSUE", ()),
    ],
)
def test_ancestors_run_up_to_the_root_and_solid_stands_before_it(
    small_tree: TumorTypes, code: str, ancestors: tuple[str, ...]
) -> None:
    assert small_tree.get(code).ancestors == ancestors


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LUAD", "LUAD"),
        ("luad", "LUAD"),
        (" Luad\n", "LUAD"),
        ("Lung Adenocarcinoma", "LUAD"),
        ("lung  adenocarcinoma", "LUAD"),
        ("non small cell lung cancer", "NSCLC"),
        ("NON-SMALL-CELL LUNG CANCER", "NSCLC"),
        ("solid", "SOLID"),
        ("Any solid tumour", "SOLID"),
        ("tissue", "TISSUE"),
        ("Lung", "LUNG"),
    ],
)
def test_lookup_by_code_or_name(small_tree: TumorTypes, text: str, code: str) -> None:
    assert small_tree.get(text).code == code


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "NSCLCC",
            "tumour type 'NSCLCC' is neither a code nor a name of OncoTree; did you mean "
            "NSCLC (Non-Small Cell Lung Cancer)? Codes are listed at https://oncotree.mskcc.org",
        ),
        (
            "Adenocarcinoma of the lung",
            "tumour type 'Adenocarcinoma of the lung' is neither a code nor a name of OncoTree; "
            "did you mean LUAD (Lung Adenocarcinoma), NSCLC (Non-Small Cell Lung Cancer), "
            "LUNG (Lung)? Codes are listed at https://oncotree.mskcc.org",
        ),
        (
            "Yolk sac tumor",
            "tumour type 'Yolk sac tumor' is the name of several OncoTree codes; "
            "give one of OVT, VYST",
        ),
    ],
    ids=["misspelt code", "words in another order", "name of several codes"],
)
def test_an_unknown_type_is_an_error_that_says_what_to_write(
    small_tree: TumorTypes, text: str, message: str
) -> None:
    with pytest.raises(TumorTypeError, match=f"^{re.escape(message)}$"):
        small_tree.get(text)


@pytest.mark.parametrize("text", ["", "  ", "??", "qwertz"])
def test_without_a_likeness_three_common_types_show_the_form(
    tumor_types: TumorTypes, text: str
) -> None:
    shown = (
        "BRCA (Invasive Breast Carcinoma), LUAD (Lung Adenocarcinoma), "
        "COADREAD (Colorectal Adenocarcinoma)"
    )
    with pytest.raises(TumorTypeError, match=re.escape(f"did you mean {shown}?")):
        tumor_types.get(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LAUD", "LUAD"),
        ("Breast cancer", "BREAST"),
        ("Colorectal cancer", "COADREAD"),
        ("Lung cancer", "LUNG"),
        ("Liver cancer", "LIVER"),
        ("Skin cancer", "SKIN"),
        ("Uterine cancer", "UTERUS"),
    ],
)
def test_common_words_lead_to_the_organ(tumor_types: TumorTypes, text: str, code: str) -> None:
    """Who follows a wrong suggestion gets the therapies of another tumour."""
    with pytest.raises(TumorTypeError, match=rf"\b{code} \("):
        tumor_types.get(text)


def test_every_code_and_every_name_of_one_code_is_found(tumor_types: TumorTypes) -> None:
    names: dict[str, list[str]] = {}
    for each in tumor_types:
        names.setdefault(each.name, []).append(each.code)
    unique = {name: codes[0] for name, codes in names.items() if len(codes) == 1}

    assert {each.code for each in tumor_types} == {
        tumor_types.get(each.code).code for each in tumor_types
    }
    assert {name: tumor_types.get(name).code for name in unique} == unique


def test_every_type_stands_below_the_root(tumor_types: TumorTypes) -> None:
    codes = {each.code for each in tumor_types}

    assert [each.code for each in tumor_types if not codes.issuperset(each.ancestors)] == []
    assert [each.code for each in tumor_types if each.ancestors[-1:] != ("TISSUE",)] == ["TISSUE"]
    assert [each.code for each in tumor_types if each.code in each.ancestors] == []


# OncoTree has them below the organ; their names and NCIt codes (C3208, C6810) say lymphoma.
LYMPHOMAS_IN_ORGANS = {"MLYM": "BRAIN", "TLYM": "TESTIS"}


def test_every_type_has_the_ancestors_of_its_parent(tumor_types: TumorTypes) -> None:
    wrong = [
        each.code
        for each in tumor_types
        if each.ancestors and tumor_types.get(each.ancestors[0]).ancestors != each.ancestors[1:]
    ]

    assert wrong == [*LYMPHOMAS_IN_ORGANS]


@pytest.mark.parametrize("code", LYMPHOMAS_IN_ORGANS)
def test_a_lymphoma_below_an_organ_is_a_lymphoma_in_that_organ(
    tumor_types: TumorTypes, code: str
) -> None:
    relations = {
        statement: relate(tumor_types.get(code), tumor_types.get(statement))
        for statement in (LYMPHOMAS_IN_ORGANS[code], "LYMPH", "TISSUE", "SOLID", "MYELOID")
    }

    assert list(relations.values()) == [*[Relation.ANCESTOR] * 3, *[Relation.OTHER] * 2]


# OncoTree, as its tree shows them: case, statement.
@pytest.mark.parametrize(
    ("case", "statement", "relation"),
    [
        ("LUAD", "LUAD", Relation.SAME),
        ("LUAD", "NSCLC", Relation.ANCESTOR),
        ("NSCLC", "LUAD", Relation.DESCENDANT),
        ("LUAD", "LUSC", Relation.OTHER),
        ("LUAD", "SCLC", Relation.OTHER),
        ("COAD", "COADREAD", Relation.ANCESTOR),
        ("COADREAD", "READ", Relation.DESCENDANT),
        ("COAD", "READ", Relation.OTHER),
        ("BRCA", "BREAST", Relation.ANCESTOR),
        ("HGSOC", "OVARY", Relation.ANCESTOR),
        ("SKCM", "MEL", Relation.ANCESTOR),
        ("GIST", "SOFT_TISSUE", Relation.ANCESTOR),
        ("GIST", "SOLID", Relation.ANCESTOR),
        ("CUP", "SOLID", Relation.ANCESTOR),
        ("AML", "SOLID", Relation.OTHER),
        ("AML", "TISSUE", Relation.ANCESTOR),
        ("DLBCLNOS", "SOLID", Relation.OTHER),
        ("PCNSL", "BRAIN", Relation.OTHER),
        ("LUAD", "AML", Relation.OTHER),
    ],
)
def test_relation_of_types(
    tumor_types: TumorTypes, case: str, statement: str, relation: Relation
) -> None:
    assert relate(tumor_types.get(case), tumor_types.get(statement)) is relation


def test_a_lymphoma_or_leukaemia_is_not_a_solid_tumour_wherever_it_grows(
    tumor_types: TumorTypes,
) -> None:
    """Labels and trials for "any solid tumour" do not speak of them."""
    blood = re.compile("lymphoma|leukemia|myeloma", re.IGNORECASE)
    named = [each for each in tumor_types if blood.search(each.name)]

    assert len(named) > 100
    assert [each.code for each in named if "SOLID" in each.ancestors] == []


def test_codes_retired_since_are_still_known(tumor_types: TumorTypes) -> None:
    """Old sheets have them; each stands below the node that its name and main type say."""
    rows = list(read_rows(resource_path("ontology", "oncotree_parents.tsv")))
    retired = {row["code"]: row["parent"] for row in rows if row["basis"].startswith("retired")}

    assert len(retired) == 27
    assert {code: tumor_types.get(code).ancestors[0] for code in retired} == retired


@pytest.mark.parametrize(
    ("retired", "above"),
    [("GBM", "BRAIN"), ("DIPG", "BRAIN"), ("NHL", "LYMPH"), ("CMML1", "MYELOID")],
)
def test_a_retired_code_stands_in_its_organ(
    tumor_types: TumorTypes, retired: str, above: str
) -> None:
    assert relate(tumor_types.get(retired), tumor_types.get(above)) is Relation.ANCESTOR


def test_the_parent_and_the_tissue_of_a_row_agree(tumor_types: TumorTypes) -> None:
    """OncoTree gives both; the tissue is the name of the node below the root."""
    rows = [row for row in read_rows(resource_path("ontology", "oncotree.tsv")) if row["tissue"]]

    def organ(each: TumorType) -> str:
        chain = [code for code in (each.code, *each.ancestors) if code not in ("SOLID", "TISSUE")]
        return LYMPHOMAS_IN_ORGANS.get(each.code) or chain[-1]

    assert {
        row["code"]: tumor_types.get(organ(tumor_types.get(row["code"]))).name for row in rows
    } == {row["code"]: row["tissue"] for row in rows}


def test_disease_names_are_mapped_to_types_and_conditions_that_exist(
    tumor_types: TumorTypes,
) -> None:
    mappings = read_disease_mappings()
    codes = {code for mapping in mappings.values() for code in mapping.tumor_types}
    conditions = {mapping.condition for mapping in mappings.values()} - {""}

    assert len(mappings) > 200
    assert codes - {each.code for each in tumor_types} == set()
    assert {text: str(parse_biomarker(text)) for text in conditions} == {
        text: text for text in conditions
    }


def test_a_disease_mapping_is_read_field_by_field(tmp_path: Path) -> None:
    table = tmp_path / "diseases.tsv"
    table.write_text(
        "disease\tdoid\ttumor_types\tcondition\tsubtype\tnote\n"
        "Made-up\t1\tLUAD;LUSC\tERBB2 amplification\tmetastatic\twhy\n"
        "Nothing\t\t\t\t\t\n"
    )

    assert read_disease_mappings(table) == {
        "Made-up": DiseaseMapping(("LUAD", "LUSC"), "ERBB2 amplification", "metastatic", "why"),
        "Nothing": DiseaseMapping((), "", "", ""),
    }
