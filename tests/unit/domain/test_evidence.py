"""Statements of sources: regimens, significance, tiers and where each can be looked up."""

from __future__ import annotations

import re

import pytest

from oncomatch.domain.biomarker import WildType
from oncomatch.domain.evidence import (
    CgiLevel,
    Direction,
    EvidenceItem,
    EvidenceLevel,
    EvidenceScheme,
    Interaction,
    Regimen,
    Significance,
    level_rank,
    parse_level,
)
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.tier import Tier
from oncomatch.domain.trial import Registry, page_of

MADE_UP = {
    "source": "Source",
    "record_id": "R1",
    "release": "2020-01",
    "citation": "PMID:1",
    "url": "https://example.org/R1",
    "licence": "CC0-1.0",
}


@pytest.mark.parametrize(
    ("interaction", "text"),
    [
        (Interaction.SINGLE, "A + B"),
        (Interaction.COMBINATION, "A + B"),
        (Interaction.SEQUENTIAL, "A then B"),
        (Interaction.SUBSTITUTES, "A or B"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_how_therapies_belong_together(interaction: Interaction, text: str) -> None:
    assert str(Regimen(("A", "B"), interaction)) == text


@pytest.mark.parametrize("interaction", Interaction, ids=lambda each: each.name)
def test_one_therapy_is_its_name_however_it_is_joined(interaction: Interaction) -> None:
    assert str(Regimen(("A",), interaction)) == "A"


def test_a_regimen_has_a_therapy() -> None:
    with pytest.raises(ValueError, match=re.escape("a regimen has at least one therapy")):
        Regimen(())


@pytest.mark.parametrize("significance", Significance, ids=lambda each: each.name)
def test_only_sensitivity_speaks_for_a_regimen(significance: Significance) -> None:
    assert significance.is_benefit is (significance.value == "Sensitivity/Response")


def test_civic_levels_are_a_to_e() -> None:
    """CIViC: validated, clinical, case study, preclinical, inferential."""
    assert {level.value: level.name for level in EvidenceLevel} == {
        "A": "VALIDATED",
        "B": "CLINICAL",
        "C": "CASE_STUDY",
        "D": "PRECLINICAL",
        "E": "INFERENTIAL",
    }


def test_each_scheme_has_levels_of_its_own() -> None:
    assert parse_level(EvidenceScheme.CIVIC, "A") is EvidenceLevel.VALIDATED
    assert parse_level(EvidenceScheme.CGI, "FDA guidelines") is CgiLevel.FDA_GUIDELINES
    assert parse_level(EvidenceScheme.FDA_COMPANION_DIAGNOSTIC, "") is None


@pytest.mark.parametrize(
    ("scheme", "word"),
    [
        ("CIViC", "FDA guidelines"),
        ("CIViC", ""),
        ("CGI", "A"),
        ("CGI", ""),
        ("FDA companion diagnostic", "A"),
    ],
)
def test_a_level_of_another_scheme_is_refused(scheme: str, word: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(word))):
        parse_level(EvidenceScheme(scheme), word)


@pytest.mark.parametrize("levels", [EvidenceLevel, CgiLevel])
def test_levels_rank_in_their_order(levels: type[EvidenceLevel] | type[CgiLevel]) -> None:
    scheme = EvidenceScheme.CIVIC if levels is EvidenceLevel else EvidenceScheme.CGI
    ranks = [level_rank(scheme, level.value) for level in levels]

    assert ranks == list(range(1, len(levels) + 1))


def test_no_level_ranks_first() -> None:
    assert level_rank(EvidenceScheme.FDA_COMPANION_DIAGNOSTIC, "") == 0


def test_cgi_guidelines_and_civic_a_and_b_are_strong() -> None:
    """What trials of CGI were well powered is not said."""
    strong = [each.value for each in (*EvidenceLevel, *CgiLevel) if each.is_strong]

    assert strong == [
        "A",
        "B",
        "FDA guidelines",
        "NCCN guidelines",
        "NCCN/CAP guidelines",
        "CPIC guidelines",
        "European LeukemiaNet guidelines",
    ]


def test_tiers_rank_as_amp_asco_cap_orders_them() -> None:
    by_rank = sorted(Tier, key=lambda tier: tier.rank)

    assert [tier.value for tier in by_rank] == ["I-A", "I-B", "II-C", "II-D", "III"]
    assert by_rank[0].rank == 1


def test_a_record_is_named_with_its_release() -> None:
    assert str(Provenance(**MADE_UP)) == "Source R1 (release 2020-01)"


@pytest.mark.parametrize("field", ["source", "record_id", "release", "citation", "licence"])
def test_no_claim_without_a_record_that_can_be_looked_up(field: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"provenance needs `{field}`")):
        Provenance(**{**MADE_UP, field: ""})


def test_an_item_is_identified_across_sources() -> None:
    item = EvidenceItem(
        biomarker=WildType("KRAS"),
        condition=None,
        condition_source="",
        tumor_types=("COADREAD",),
        disease="Colorectal Cancer",
        subtype="",
        regimen=Regimen(("A",)),
        significance=Significance.SENSITIVITY,
        direction=Direction.SUPPORTS,
        scheme=EvidenceScheme.CIVIC,
        level=EvidenceLevel.VALIDATED,
        rating=None,
        origin="Somatic",
        flagged=False,
        provenance=Provenance(**MADE_UP),
    )

    assert item.id == "Source R1"


@pytest.mark.parametrize(
    ("registry", "page"),
    [
        (Registry.CLINICALTRIALS_GOV, "https://clinicaltrials.gov/study/X"),
        (Registry.CTIS, "https://euclinicaltrials.eu/ctis-public/view/X"),
        (Registry.LOCAL, ""),
    ],
)
def test_a_trial_leads_to_its_page_in_the_registry(registry: Registry, page: str) -> None:
    assert page_of(registry, "X") == page
