"""The tier of a statement of the Cancer Genome Interpreter: never better than 2017 supports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import evidence_item
from oncomatch.domain.evidence import CgiLevel, Direction, EvidenceItem, EvidenceScheme
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.matching.tiers import tier_of

HERE = (Relation.SAME, Relation.ANCESTOR)
GUIDELINES = [level for level in CgiLevel if level.value.endswith("guidelines")]
TRIALS = [CgiLevel.LATE_TRIALS, CgiLevel.EARLY_TRIALS, CgiLevel.CLINICAL_TRIAL]


def cgi(level: CgiLevel, **fields: object) -> EvidenceItem:
    item = evidence_item(scheme=EvidenceScheme.CGI, level=level, rating=None, **fields)
    return replace(item, provenance=replace(item.provenance, source="CGI", release="2017-02-08"))


@pytest.mark.parametrize("relation", Relation, ids=lambda relation: relation.name)
@pytest.mark.parametrize("level", CgiLevel, ids=lambda level: level.value)
def test_every_level(level: CgiLevel, relation: Relation) -> None:
    expected = Tier.IID
    if level in GUIDELINES:
        expected = Tier.IB if relation in HERE else Tier.IIC
    elif level in TRIALS:
        expected = Tier.IIC
    if relation is Relation.EXCLUDED:
        expected = Tier.III

    assert tier_of(cgi(level), relation)[0] is expected


@pytest.mark.parametrize("level", CgiLevel, ids=lambda level: level.value)
def test_no_level_of_a_release_of_2017_makes_an_established_therapy(level: CgiLevel) -> None:
    assert all(tier_of(cgi(level), relation)[0] is not Tier.IA for relation in Relation)


@pytest.mark.parametrize("level", CgiLevel, ids=lambda level: level.value)
def test_the_rule_says_level_and_release(level: CgiLevel) -> None:
    _, rule = tier_of(cgi(level), Relation.SAME)

    assert rule == f"CGI {level.value} of release 2017-02-08 in this tumour type"


@pytest.mark.parametrize("codes", [("SOLID",), ("TISSUE",)], ids=str)
def test_a_guideline_about_any_tumour_is_not_one_of_this_type(codes: tuple[str, ...]) -> None:
    found = tier_of(cgi(CgiLevel.FDA_GUIDELINES, tumor_types=codes), Relation.ANCESTOR)

    assert found == (
        Tier.IIC,
        "CGI FDA guidelines of release 2017-02-08 in tumours of any type",
    )


@pytest.mark.parametrize("relation", HERE, ids=lambda relation: relation.name)
def test_what_its_curators_doubt_ends_at_ii_d(relation: Relation) -> None:
    assert tier_of(cgi(CgiLevel.FDA_GUIDELINES, flagged=True), relation)[0] is Tier.IID


def test_no_response_is_not_evidence_for_the_drug() -> None:
    item = cgi(CgiLevel.FDA_GUIDELINES, direction=Direction.DOES_NOT_SUPPORT)

    assert tier_of(item, Relation.SAME)[0] is Tier.III
