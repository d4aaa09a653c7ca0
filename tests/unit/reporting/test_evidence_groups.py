"""The statements by finding: each once, benefit before resistance, the weaker folded."""

from __future__ import annotations

import pytest

import building
from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.reporting.details import build_evidence
from oncomatch.reporting.evidence_groups import (
    AGAINST,
    BENEFIT,
    DOUBTFUL,
    WEAKER,
    group_evidence,
)
from oncomatch.reporting.finding_groups import group_every_finding
from oncomatch.reporting.view import EvidenceGroup
from unit.reporting.report_makers import record, resistance, therapy


def grouped(*therapies: TherapyMatch) -> tuple[EvidenceGroup, ...]:
    made = record(therapies=therapies)
    return group_evidence(made, build_evidence(made), group_every_finding(made))


PARTS = {
    "tier I here": (therapy(), BENEFIT, False),
    "tier II here": (therapy(tier=Tier.IIC), WEAKER, True),
    "tier I of another tumour type": (therapy(relation=Relation.OTHER), WEAKER, True),
    "resistance here": (resistance(), AGAINST, False),
    "weak resistance here": (resistance(tier=Tier.IIC), AGAINST, False),
    "preclinical resistance": (resistance(tier=Tier.IID), WEAKER, True),
    "resistance elsewhere": (resistance(relation=Relation.OTHER), WEAKER, True),
    "overridden": (therapy(opposed_by=("resistance",)), DOUBTFUL, False),
    "overridden, of tier II": (therapy(tier=Tier.IIC, opposed_by=("r",)), DOUBTFUL, False),
    "only studies against": (therapy(records=()), WEAKER, True),
}


@pytest.mark.parametrize("name", PARTS)
def test_where_a_statement_stands(name: str):
    match, heading, folded = PARTS[name]
    (group,) = grouped(match)
    (part,) = group.parts

    assert (part.heading, part.folded) == (heading, folded)
    assert [block.anchor for block in part.blocks] == ["e1"]


def test_what_speaks_for_a_regimen_comes_before_what_speaks_against_one():
    (group,) = grouped(
        therapy("W", tier=Tier.IIC), resistance("R"), therapy("D", opposed_by=("r",)), therapy("B")
    )

    assert [part.heading for part in group.parts] == [BENEFIT, AGAINST, DOUBTFUL, WEAKER]


def test_the_finding_of_the_first_page_comes_first():
    groups = grouped(therapy(tier=Tier.IIC, label="F2"), therapy(label="F1"))

    assert [(group.finding, group.tier, group.strong) for group in groups] == [
        ("F1", "I-A", True),
        ("F2", "II-C", False),
    ]


def test_every_statement_stands_once_an_absence_too():
    """A wild type that matters nowhere here is no finding, and its statements are kept."""
    nowhere = therapy(relation=Relation.OTHER, label="no X", facts=("X-wildtype",))
    full = building.matched(building.tumor("COADREAD", [("BRAF", "V600E")], panel=["KRAS", "NRAS"]))
    for therapies in ((nowhere,), full.therapies):
        groups = grouped(*therapies)
        anchors = [
            block.anchor for group in groups for part in group.parts for block in part.blocks
        ]

        assert sorted(anchors) == sorted(f"e{index + 1}" for index in range(len(therapies)))
