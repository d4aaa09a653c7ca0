"""What people write for a tumour type is taken for a code, and said so, or refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncomatch.domain.tumor_type import Relation, relate
from oncomatch.errors import TumorTypeError
from oncomatch.knowledge.importers.tumor_synonyms import compile_tumor_synonyms
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows
from oncomatch.reference.tumor_names import fold_tumor_name
from oncomatch.reference.tumor_types import TumorTypes, open_tumor_types


@pytest.mark.parametrize(
    ("text", "code", "basis"),
    [
        ("NSCLC", "NSCLC", "code"),
        (" luad ", "LUAD", "code"),
        ("GBM", "GBM", "code"),
        ("HGSOC", "HGSOC", "code"),
        ("Lung adenocarcinoma", "LUAD", "name"),
        ("adenocarcinoma of the lung", "LUAD", "name"),
        ("Adenocarcinoma, lung", "LUAD", "name"),
        ("Metastatic melanoma", "MEL", "name"),
        ("Stage IV non-small-cell lung cancer", "NSCLC", "name"),
        ("gastric cancer", "STAD", "synonym"),
        ("colon cancer", "COAD", "synonym"),
        ("colorectal tumours", None, ""),
        ("CRC", "COADREAD", "synonym"),
        ("breast cancer", "BRCA", "synonym"),
        ("carcinoma of the breast", "BRCA", "synonym"),
        ("PDAC", "PAAD", "synonym"),
        ("CLL", "CLLSLL", "synonym"),
        ("chronic myeloid leukaemia", "CML", "synonym"),
        ("KIRC", "CCRCC", "synonym"),
        ("solid tumour", "SOLID", "synonym"),
        ("systemic mastocytosis", "SM", "name"),
        ("DOID:3908", "NSCLC", "DOID"),
        ("DOID:1612", "BRCA", "DOID"),
        ("doid:0080909", "PRAD", "DOID"),
        ("NCIT:C2926", "NSCLC", "NCIt"),
        ("C3224", "MEL", "NCIt"),
        ("NCIT:C9296", "EGC", "NCIt"),
        ("bladder cancer", "BLADDER", "synonym"),
        ("urethral urothelial carcinoma", "UCU", "name"),
    ],
)
def test_understood(tumor_types: TumorTypes, text: str, code: str | None, basis: str) -> None:
    if code is None:
        with pytest.raises(TumorTypeError):
            tumor_types.understand(text)
        return
    understood = tumor_types.understand(text)

    assert (understood.tumor_type.code, understood.basis) == (code, basis)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("LUAD", ""),
        ("Lung Adenocarcinoma", ""),
        ("breast cancer", "'breast cancer' is taken as BRCA (Invasive Breast Carcinoma)"),
        ("DOID:3908", "'DOID:3908' is taken as NSCLC (Non-Small Cell Lung Cancer)"),
        (
            "advanced melanoma",
            "'advanced melanoma' is taken as MEL (Melanoma); how far it has spread is not "
            "considered",
        ),
        (
            "Castration-resistant Prostate Carcinoma",
            "'Castration-resistant Prostate Carcinoma' is taken as PRAD (Prostate "
            "Adenocarcinoma); 'castration-resistant' is not considered",
        ),
        (
            "BREAST",
            "BREAST is the tissue (Breast), whatever the tumour; statements about one kind of "
            "tumour there do not apply to it",
        ),
    ],
)
def test_what_is_not_word_for_word_is_said(tumor_types: TumorTypes, text: str, note: str) -> None:
    assert tumor_types.understand(text).note == note


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Urothelial carcinoma",
            "'Urothelial carcinoma' may mean several types; give one of BLCA (Bladder Urothelial "
            "Carcinoma), UCU (Urethral Urothelial Carcinoma), UTUC (Upper Tract Urothelial "
            "Carcinoma)",
        ),
        ("lung carcinoma", "give one of NSCLC (Non-Small Cell Lung Cancer), SCLC (Small Cell"),
        ("yolk sac tumor", "give one of BYST (Yolk Sac Tumor), OYST"),
        ("HER2-positive breast cancer", "says a biomarker as well; give BRCA"),
        ("EGFR-mutated NSCLC", "says a biomarker as well; give NSCLC"),
        ("DOID:0060079", "says a biomarker as well (ERBB2 amplification or ERBB2 overexpression)"),
        ("HER2-positive gastric", "is neither a code nor a name of OncoTree; did you mean STAD"),
        ("BLAH", "is neither a code nor a name of OncoTree; did you mean "),
        ("DOID:999999", "is neither a code nor a name"),
        ("NCIT:C99999", "is neither a code nor a name"),
        ("ALL", "is neither a code nor a name"),
        ("MM", "is neither a code nor a name"),
        ("", "is neither a code nor a name"),
        ("x" * 1_000_000, "has 1000000 characters; give an OncoTree code"),
    ],
    ids=lambda value: value[:30],
)
def test_refused_with_the_way_out(tumor_types: TumorTypes, text: str, message: str) -> None:
    with pytest.raises(TumorTypeError, match=re.escape(message)) as refusal:
        tumor_types.understand(text)

    assert len(str(refusal.value)) < 700


def test_a_name_that_may_mean_more_is_never_taken_for_less(tumor_types: TumorTypes) -> None:
    """Gastro-oesophageal cancer may be of the stomach, laryngeal cancer other than squamous."""
    for name in ("Gastroesophageal cancer", "Anal cancer", "NUT midline carcinoma", "Sarcoma"):
        with pytest.raises(TumorTypeError):
            tumor_types.understand(name)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Lung Adenocarcinom", "LUAD"),
        ("cholangiocarcinma", "CHOL"),
        ("Stomch cancer", "STAD"),
        ("LAUD", "LUAD"),
        ("colon adenocarcnoma", "COAD"),
        ("leukaemia", "ALAL"),
    ],
)
def test_the_nearest_is_suggested_first(tumor_types: TumorTypes, text: str, first: str) -> None:
    suggested = tumor_types.suggest(text)

    assert suggested[0] == first
    assert len(suggested) <= 5


@given(st.text(max_size=300))
def test_any_text_is_understood_or_refused_in_one_line(text: str) -> None:
    types = open_tumor_types()
    try:
        code = types.understand(text).tumor_type.code
    except TumorTypeError as refusal:
        code = str(refusal).partition("\n")[2]

    assert code == "" or types.get(code).code == code


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_tumor_name(fold_tumor_name(text)) == fold_tumor_name(text)


def test_every_code_name_and_number_of_the_tree_leads_back(tumor_types: TumorTypes) -> None:
    tree = list(read_rows(resource_path("ontology", "oncotree.tsv")))
    by_number: dict[str, set[str]] = {}
    for row in tree:
        if row["ncit"]:
            by_number.setdefault(row["ncit"], set()).add(row["code"])
    single = {number: codes for number, codes in by_number.items() if len(codes) == 1}

    assert {row["code"] for row in tree} == {
        tumor_types.understand(row["code"]).tumor_type.code for row in tree
    }
    assert {
        number: {tumor_types.understand(f"NCIT:{number}").tumor_type.code} for number in single
    } == single
    assert len(single) > 600


def test_every_synonym_is_of_the_tree_and_has_its_source(tumor_types: TumorTypes) -> None:
    rows = list(read_rows(resource_path("ontology", "synonyms.tsv")))

    assert len(rows) > 700
    assert {row["scheme"] for row in rows} == {"name", "DOID"}
    assert {row["code"] for row in rows} - {each.code for each in tumor_types} == set()
    for column in ("source", "record_id", "release", "licence"):
        assert [row for row in rows if not row[column]] == []


# case, statement: traps of OncoTree, as its tree has them.
RELATIONS = """
GBM   GB        ancestor
GB    GBM       descendant
CMLBCRABL1 CML  ancestor
CML   CMLBCRABL1 descendant
READ  COADREAD  ancestor
READ  COAD      other tumour type
MACR  COADREAD  ancestor
IDC   BRCA      ancestor
BRCA  IDC       descendant
BREAST BRCA     descendant
STAD  EGC       ancestor
GEJ   EGC       ancestor
GEJ   STAD      other tumour type
ESCA  EGC       ancestor
ESCC  EGC       other tumour type
ESCC  STOMACH   ancestor
EGC   STAD      descendant
ACRM  MEL       ancestor
ACRM  SKCM      other tumour type
UM    MEL       other tumour type
UCU   BLCA      other tumour type
UTUC  BLCA      other tumour type
BLCA  UTUC      other tumour type
BLADDER BLCA    descendant
HL    SOLID     other tumour type
CLLSLL SOLID    other tumour type
GB    SOLID     ancestor
SOLID GB        descendant
LUSC  NSCLC     ancestor
SCLC  NSCLC     other tumour type
SM    ASM       descendant
"""


@pytest.mark.parametrize("line", RELATIONS.strip().splitlines())
def test_relations_in_the_tree(tumor_types: TumorTypes, line: str) -> None:
    case, statement, relation = line.split(maxsplit=2)

    assert relate(tumor_types.get(case), tumor_types.get(statement)) is Relation(relation)


def test_no_tissue_stands_for_a_cancer_of_a_part_of_it() -> None:
    """OncoTree has the upper tract and the urethra below the bladder's tissue."""
    rows = {row["disease"]: row for row in read_rows(resource_path("ontology", "diseases.tsv"))}

    assert "BLADDER" not in rows["Urinary Bladder Cancer"]["tumor_types"].split(";")
    assert "BLCA" in rows["Urinary Bladder Cancer"]["tumor_types"].split(";")


def test_each_disease_stands_once_and_says_something() -> None:
    rows = list(read_rows(resource_path("ontology", "diseases.tsv")))
    names = [row["disease"] for row in rows]

    assert len(set(names)) == len(names)
    assert [row for row in rows if not (row["tumor_types"] or row["note"])] == []
    assert [row for row in rows if not re.fullmatch(r"([1-9]\d*)?", row["doid"])] == []


def test_the_bundled_synonyms_are_what_the_sources_give(shared: Path, tmp_path: Path) -> None:
    for folder in ("ontology", "trials"):
        (tmp_path / folder).mkdir()
    for name in ("ontology/oncotree.tsv", "ontology/diseases.tsv", "trials/conditions.tsv"):
        (tmp_path / name).write_bytes(resource_path(*name.split("/")).read_bytes())
    compile_tumor_synonyms(shared, tmp_path, "2025-04")
    bundled = resource_path("ontology", "synonyms.tsv")

    assert (tmp_path / "ontology" / "synonyms.tsv").read_bytes() == bundled.read_bytes()


def test_an_older_tree_of_oncotree_agrees_on_what_stands_below_what(
    shared: Path, tumor_types: TumorTypes
) -> None:
    """MatchEngine's table is of an older release, in which 51 pairs stood elsewhere."""
    table = json.loads((shared / "ontology" / "matchengine_oncotree_mapping.json").read_text())
    by_name: dict[str, list[str]] = {}
    for each in tumor_types:
        by_name.setdefault(fold_tumor_name(each.name), []).append(each.code)
    pairs = [
        (by_name[fold_tumor_name(above)][0], by_name[fold_tumor_name(below)][0])
        for above, several in table.items()
        for below in several
        if len(by_name.get(fold_tumor_name(above), ())) == 1
        and len(by_name.get(fold_tumor_name(below), ())) == 1
    ]
    elsewhere = [
        pair
        for pair in pairs
        if not relate(tumor_types.get(pair[1]), tumor_types.get(pair[0])).applies
    ]

    assert len(pairs) > 1000
    assert len(elsewhere) <= 51
