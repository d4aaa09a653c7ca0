"""Which findings a record has, and their order: strongest first."""

from __future__ import annotations

import pytest

import building
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.reporting.finding_groups import group_findings
from unit.reporting.report_makers import evidence, record, resistance, therapy, with_small

OTHER = Relation.OTHER


@pytest.fixture(scope="module")
def variant() -> SmallVariant:
    return building.small("KRAS", "G12C")


def labels(*therapies: TherapyMatch) -> list[str]:
    return [group.label for group in group_findings(record(therapies=therapies))]


ORDER = {
    "the stronger tier first": [therapy(tier=Tier.IA, label="B"), therapy(tier=Tier.IB, label="A")],
    "here before elsewhere": [
        therapy(tier=Tier.IIC, label="B"),
        therapy(tier=Tier.IIC, relation=OTHER, label="A"),
    ],
    "benefit before resistance": [therapy(label="B"), resistance(label="A")],
    "more statements first": [
        therapy(label="B"),
        therapy("Zotinib", label="B"),
        therapy(label="A"),
    ],
    "by name": [therapy(label="A"), therapy(label="B")],
    "subtype is not here": [
        therapy(tier=Tier.IIC, label="B"),
        therapy(tier=Tier.IIC, relation=Relation.DESCENDANT, label="A"),
    ],
    "wider is here": [
        therapy(relation=Relation.ANCESTOR, label="A"),
        therapy(tier=Tier.IIC, relation=OTHER, label="B"),
    ],
}


@pytest.mark.parametrize("case", ORDER)
def test_order(case: str):
    therapies = ORDER[case]
    expected = list(dict.fromkeys(each.labels[0] for each in therapies))

    assert labels(*therapies) == labels(*therapies[::-1]) == expected


def test_the_tier_of_a_finding_is_that_of_supported_statements():
    refuted = therapy(tier=Tier.IA, records=[], against=(evidence(),))
    groups = group_findings(record(therapies=(refuted, therapy("Zotinib", tier=Tier.IIC))))

    assert [(group.label, group.tier) for group in groups] == [("KRAS G12C", Tier.IIC)]


def test_statements_about_several_findings_are_one_finding():
    assert labels(therapy(labels=("EGFR L858R", "EGFR T790M"))) == ["EGFR L858R and EGFR T790M"]


def test_a_wild_type_is_a_finding_only_where_it_matters_here():
    wild = {"label": "KRAS wild type", "facts": ("KRAS-wildtype",)}

    assert labels(therapy(**wild)) == ["KRAS wild type"]
    assert labels(therapy(tier=Tier.IIC, relation=OTHER, **wild)) == []
    assert labels(therapy(tier=Tier.IID, **wild)) == []


def test_a_variant_of_known_meaning_is_a_finding_without_statements(variant: SmallVariant):
    groups = group_findings(with_small(record(), [variant]))

    assert [(group.label, group.tier, group.matches) for group in groups] == [
        ("KRAS G12C", Tier.III, ())
    ]


def test_a_variant_of_uncertain_meaning_is_none(variant: SmallVariant):
    assert group_findings(with_small(record(), [variant], known=False)) == ()


def test_a_variant_with_statements_is_one_finding_not_two(variant: SmallVariant):
    made = with_small(record(therapies=(therapy(facts=(variant.id,)),)), [variant])

    assert [group.label for group in group_findings(made)] == ["KRAS G12C"]


def test_changed_copy_numbers_are_findings_neutral_ones_are_not():
    profile = building.tumor("LUAD", copies={"MET": 12, "ERBB2": 2, "MTAP": 0})
    groups = group_findings(record(profile))

    assert [group.label for group in groups] == ["MET amplification", "MTAP deletion"]
