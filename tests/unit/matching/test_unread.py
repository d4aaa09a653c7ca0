"""What has no form in the language is answered with unknown, wherever it stands in a tree."""

from __future__ import annotations

import pytest

import building
from oncomatch.domain.biomarker import unread
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import CriterionKind, kind_of
from oncomatch.matching.evaluator import Evaluator

TREES = {
    'unread "disease_status: Solid Tumor"': "unknown",
    'not unread "disease_status: Solid Tumor"': "unknown",
    'KRAS p.G12C and KRAS unread "tier: 1"': "unknown",
    'KRAS p.G12C or KRAS unread "tier: 1"': "met",
    'EGFR p.L858R and EGFR unread "tier: 1"': "not_met",
}


@pytest.mark.parametrize(("text", "outcome"), TREES.items())
def test_what_cannot_be_checked_never_decides(text: str, outcome: str) -> None:
    facts = building.facts_of(building.tumor("LUAD", [("KRAS", "G12C")], panel=["EGFR"]))

    assert Evaluator(facts).answer(parse_biomarker(text)).outcome.value == outcome


def test_what_names_a_gene_is_about_alterations() -> None:
    assert kind_of(unread("tier: 1", "KRAS")) is CriterionKind.GENOMIC
    assert kind_of(unread("disease_status: X")) is CriterionKind.OTHER


def test_words_of_any_kind_become_a_pattern() -> None:
    hostile = 'a "quoted"\n\x1b[31m ' + "x" * 1000

    assert parse_biomarker(str(unread(hostile))) == unread(hostile)
    assert len(unread(hostile).text) == 300
