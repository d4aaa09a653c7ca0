"""The patient page says facts of the record in plain words, and nothing that it must not say."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from building import ROOT, matched, tumor
from oncomatch.domain.alteration import CopyNumberKind
from oncomatch.domain.assay import Finding
from oncomatch.domain.house import HouseStyle
from oncomatch.domain.specimen import SpecimenType
from oncomatch.errors import InputError
from oncomatch.pipeline.case_files import write_reports
from oncomatch.reporting.catalogue import PATIENT, known_languages, open_catalogue
from oncomatch.reporting.patient.html import render_patient_page
from oncomatch.reporting.patient.marker_groups import (
    COPIES,
    FUSIONS,
    SMALL,
    WIDE_MARKERS,
    group_markers,
)
from oncomatch.reporting.patient.page import PatientPage, build_patient_page
from unit.reporting.html_page import read_page
from unit.reporting.patient_cases import CASES, made, points_of, text_of
from unit.reporting.readability import flesch_kincaid_grade, wiener_sachtextformel
from unit.reporting.report_makers import empty_profile, marker, record

LANGUAGES = known_languages(PATIENT)
READING = {"en": flesch_kincaid_grade, "de": wiener_sachtextformel}
HARDEST_GRADE = 8


def page_of(name: str, language: str = "en") -> PatientPage:
    return build_patient_page(made(name), HouseStyle(language=language))


def test_every_key_that_the_page_asks_for_is_in_the_catalogue() -> None:
    page = ROOT / "src" / "oncomatch" / "reporting" / "patient" / "page.py"
    written = {
        node.value
        for node in ast.walk(ast.parse(page.read_text()))
        if isinstance(node, ast.Constant) and re.fullmatch(r"[a-z]+\.[a-z_]+", str(node.value))
    }
    put_together = {
        *(f"tested.{each.name.lower()}" for each in SpecimenType),
        *(f"found.{each.value}" for each in CopyNumberKind),
        *(f"found.{each}" for each in ("small", "fusion", "rearrangement", "msi", "mmr", "tmb")),
        *(f"open.{each.lower()}" for each in WIDE_MARKERS),
        *(f"{part}.{each}" for part in ("absent", "open") for each in (SMALL, COPIES, FUSIONS)),
        *(f"open.{each}_all" for each in (SMALL, COPIES, FUSIONS)),
    }

    assert (written | put_together) - set(open_catalogue(PATIENT, "en").words) == set()


def test_a_language_without_a_catalogue_is_one_line() -> None:
    with pytest.raises(InputError, match=r"in the language 'xx'; known are de, en$"):
        build_patient_page(record(), HouseStyle(language="xx"))


def test_a_tumour_type_without_a_name_in_the_language_is_marked_as_english(tmp_path: Path) -> None:
    name = record().profile.case.tumor_type_name

    assert f'<bdi lang="en">{name}</bdi>' in render_patient_page(
        record(), HouseStyle(language="de")
    )
    assert f"<bdi>{name}</bdi>" in render_patient_page(record(), HouseStyle())
    code = record().profile.case.tumor_type
    (tmp_path / "patient.de.toml").write_text(f'[tumour_types]\n{code} = "Krebs <A>"\n')
    own = render_patient_page(record(), HouseStyle(language="de", templates=str(tmp_path)))
    assert "<bdi>Krebs &lt;A&gt;</bdi>" in own
    assert name not in own


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_a_child_of_eight_grades_can_read_it(name: str, language: str) -> None:
    assert READING[language](text_of(page_of(name, language))) <= HARDEST_GRADE


def test_the_formulas_call_hard_text_hard() -> None:
    english = (
        "Pharmacological inhibition of constitutively activated tyrosine kinases necessitates "
    )
    english += "comprehensive immunohistochemical characterisation."
    german = "Die pharmakologische Hemmung dauerhaft aktivierter Tyrosinkinasen erfordert eine "
    german += "umfassende immunhistochemische Charakterisierung."

    assert flesch_kincaid_grade(english) > 15
    assert wiener_sachtextformel(german) > 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_no_drug_no_probability_and_no_empty_field(name: str, language: str) -> None:
    text = text_of(page_of(name, language))
    drugs = {drug for match in made(name).therapies for drug in match.therapies}

    assert [drug for drug in drugs if drug.casefold() in text.casefold()] == []
    assert "%" not in text
    assert "{" not in text


def test_of_the_patient_there_is_nothing_but_the_pseudonym() -> None:
    profile = empty_profile()
    case = replace(profile.case, age=47, specimen="left lung of Jane Doe, 3 May")
    text = render_patient_page(record(replace(profile, case=case)), HouseStyle())

    assert "CASE-1" in text
    assert [word for word in ("47", "Jane", "Doe", "May", "left lung") if word in text] == []


def test_nothing_assessed_is_never_nothing_found() -> None:
    page = page_of("nothing assessed")

    assert "No gene changes were looked for" in points_of(page, "found")
    assert "found no gene change" not in text_of(page)
    assert points_of(page, "absent") == ""
    assert "Small changes in genes." in points_of(page, "open")


def test_not_looked_at_is_not_the_same_as_not_there() -> None:
    for language, words in (("en", "is not the same as not there"), ("de", "heißt nicht")):
        assert words in points_of(page_of("nothing found", language), "open")


def test_a_gene_read_only_in_part_is_not_called_free() -> None:
    groups = group_markers(
        [
            marker("KRAS p.G12C", Finding.NOT_DETECTED),
            marker("KRAS p.G13D", Finding.NOT_ASSESSED),
            marker("BRAF p.V600E", Finding.NOT_DETECTED),
            marker("EGFR p.L858R", Finding.DETECTED),
            marker("EGFR p.T790M", Finding.NOT_DETECTED),
            marker("RET fusion", Finding.NOT_INFORMATIVE),
        ]
    )

    assert groups.absent["small"] == ("BRAF",)
    assert groups.open["small"] == ("KRAS",)
    assert groups.unclear == ("RET",)


def test_a_wild_type_that_is_met_does_not_make_its_gene_a_finding() -> None:
    groups = group_markers(
        [marker("KRAS wildtype", Finding.DETECTED), marker("KRAS p.G12C", Finding.NOT_DETECTED)]
    )

    assert groups.absent["small"] == ("KRAS",)


def test_a_score_above_a_lower_limit_is_no_absence() -> None:
    groups = group_markers([marker("ERBB2 IHC < 2", Finding.NOT_DETECTED)])

    assert groups.absent["proteins"] == groups.open["proteins"] == ()


def test_a_change_that_may_be_inherited_brings_its_question() -> None:
    page = page_of("may be inherited")

    assert "BRCA1 R1443*" in points_of(page, "family")
    assert "run in families" in points_of(page, "ask")
    assert "only the tumour was tested" in points_of(page, "ask")
    assert "Only the tumour sample was tested" in points_of(page, "normal")


def test_plasma_with_little_tumour_dna_is_never_negative() -> None:
    page = page_of("plasma with little tumour DNA")

    assert "does not mean that it is not there" in points_of(page, "found")
    assert points_of(page, "absent") == ""
    assert "new blood sample" in points_of(page, "ask")
    assert "EGFR" in points_of(page, "open")


def test_a_tumour_that_does_not_mend_its_dna_says_so() -> None:
    page = page_of("MSI-H")

    assert "(MSI-H)" in points_of(page, "found")
    assert "(dMMR)" in points_of(page, "found")
    assert "mend its DNA" in points_of(page, "ask")


def test_many_findings_are_counted() -> None:
    page = page_of("many findings")

    assert "And 3 more in the report." in points_of(page, "found")


def test_what_evidence_speaks_of_is_among_the_first_whatever_its_kind() -> None:
    assert "copies of the gene ERBB2" in points_of(page_of("many findings"), "found")


def test_the_studies_are_counted_as_in_the_report() -> None:
    fits = sum(each.may_fit for each in made("many findings").trials.matches)

    assert f"lists {fits} open studies" in points_of(page_of("many findings"), "trials")


def test_one_is_not_said_like_many() -> None:
    page = build_patient_page(matched(tumor("LUAD", panel=["EGFR"])), HouseStyle())

    assert "in one gene." in points_of(page, "tested")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_loads_nothing(language: str) -> None:
    house = HouseStyle("Lab <A>", ("Street 1",), disclaimer="Ours & yours", language=language)
    text = render_patient_page(made("many findings"), house)
    page = read_page(text)

    assert f'<html lang="{language}">' in text
    assert not re.search(r"(?:src|href)=\"(?!#|data:)|url\(|@import|<script", text)
    assert "Lab <A>" in page.words
    assert "Ours & yours" in page.words


def test_the_file_is_named_by_its_language(tmp_path: Path) -> None:
    (path,) = write_reports(record(), tmp_path, ["patient"], HouseStyle(language="de"))

    assert path.name == "patient.de.html"
