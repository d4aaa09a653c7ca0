"""Criteria in words as a reader has them, exclusions and absences among them."""

from __future__ import annotations

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Side
from oncomatch.trials.words import criterion_words, question_of

INCLUDED = {
    "KRAS p.G12C": "KRAS p.G12C",
    "not EGFR mutation": "No EGFR mutation",
    "not (EGFR mutation or ALK fusion)": "No EGFR mutation and no ALK fusion",
    "KRAS p.G12C and not (EGFR mutation or ALK fusion)": (
        "KRAS p.G12C and (no EGFR mutation and no ALK fusion)"
    ),
    "EGFR exon 20 inframe_insertion": "EGFR exon 20 inframe insertion",
    "TMB >= 10": "TMB >= 10",
    "age >= 18": "Age at least 18 years",
}
EXCLUDED = {
    "EGFR mutation": "No EGFR mutation",
    "not EGFR mutation": "EGFR mutation",
    "EGFR mutation or ALK fusion": "No EGFR mutation and no ALK fusion",
    "KRAS mutation and STK11 mutation": "Not together: KRAS mutation and STK11 mutation",
    "MSI high": "Not MSI high",
    "TMB >= 10": "TMB < 10",
    "age < 18": "Age at least 18 years",
    "ECOG > 1": "ECOG performance status at most 1",
    "sex male": "Not sex: male",
    "after sotorasib": "Not treated before with sotorasib",
    "line > 3": "At most 2 earlier lines of therapy",
    "line >= 2": "No earlier line of therapy",
    "active_cns_metastases": "No active metastases in the central nervous system",
    "tumor_type MEL": "Not tumour type: Melanoma",
    "laboratory bilirubin > 1.5": "Bilirubin at most 1.5 xULN",
}


@pytest.mark.parametrize(("pattern", "words"), INCLUDED.items(), ids=INCLUDED)
def test_what_is_asked_for(pattern: str, words: str) -> None:
    assert criterion_words(Side.INCLUSION, parse_biomarker(pattern)) == words


@pytest.mark.parametrize(("pattern", "words"), EXCLUDED.items(), ids=EXCLUDED)
def test_what_must_not_be(pattern: str, words: str) -> None:
    assert criterion_words(Side.EXCLUSION, parse_biomarker(pattern)) == words


QUESTIONS = {
    "HLA-A allele A*11:01": "inherited alleles of HLA-A",
    "ERBB2 IHC >= 3": "the protein level of ERBB2",
    "EGFR exon 20 inframe_insertion": "small variants of EGFR",
    "ALK fusion": "fusions of ALK",
    "MSI high": "microsatellite status",
}


@pytest.mark.parametrize(("pattern", "question"), QUESTIONS.items(), ids=QUESTIONS)
def test_what_has_to_be_found_out(pattern: str, question: str) -> None:
    assert question_of(parse_biomarker(pattern)) == question
