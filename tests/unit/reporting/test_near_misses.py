"""Near misses by what keeps a strong statement from applying."""

from __future__ import annotations

import pytest

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import NearMiss
from oncomatch.domain.tier import Tier
from oncomatch.reporting.near_misses import build_misses
from oncomatch.reporting.view import Miss, MissGroup
from unit.reporting.report_makers import miss, record

FOUND = ("KRAS G12C",)
FAILS = Outcome.NOT_MET
CONDITION = "Found, but something that is asked for beside it is not known"
FAILED = "Found, but something that is asked for beside it does not hold"
GERMLINE = "Found, but the statement is about inherited variants"
UNCLEAR = "Seen, but it is not clear whether it is what is asked for"
UNSEEN = "Not assessed: whether it is there is not known"
INHERITED = "the source speaks of germline variants; the origin is not known from a tumour sample"


def groups(*misses: NearMiss) -> tuple[MissGroup, ...]:
    return build_misses(record(near_misses=misses))


KINDS = {
    "a condition is open": (miss(labels=FOUND, reason="MET was not assessed"), CONDITION),
    "a condition fails": (miss(labels=FOUND, outcome=FAILS, reason="MSS"), FAILED),
    "germline": (miss(labels=FOUND, reason=INHERITED), GERMLINE),
    "germline of what was not assessed": (
        miss(reason=f"XRCC1 R194W: XRCC1 was not assessed; {INHERITED}"),
        UNSEEN,
    ),
    "not assessed": (miss(reason="fusions were not assessed"), UNSEEN),
    "not known whether assessed": (
        miss(reason="KRAS G12C: it is not known what the assay covers"),
        UNSEEN,
    ),
    "plasma": (miss(reason="KRAS: not informative, plasma of no known tumour fraction"), UNSEEN),
    "of undetermined meaning": (miss(reason="ERBB2 M801L is of undetermined meaning"), UNCLEAR),
    "filtered": (miss(reason="PIK3CA S408T was called but not reported (FILTER LowQual)"), UNCLEAR),
    "one of two was seen": (
        miss(reason="PTEN: 1.9 copies; loss of the protein was not assessed"),
        UNCLEAR,
    ),
    "for a reason that is new": (miss(reason="the stars are not right"), UNCLEAR),
}


@pytest.mark.parametrize("case", KINDS)
def test_the_kind_of_reason(case: str):
    near, heading = KINDS[case]
    (group,) = groups(near)

    assert group.heading == heading


def test_what_one_answer_would_decide_stands_first_and_open():
    found = groups(*(near for near, _ in KINDS.values()))

    assert [(group.heading, group.folded) for group in found] == [
        (CONDITION, False),
        (GERMLINE, False),
        (FAILED, True),
        (UNCLEAR, False),
        (UNSEEN, True),
    ]


def test_regimens_that_one_pattern_fails_for_one_reason_are_one_row():
    (group,) = groups(
        miss("A", records=("CIViC E1",), tier=Tier.IB),
        miss("B", records=("CIViC E2", "CIViC E1")),
        miss("A", records=("CIViC E3", "CIViC E4", "CIViC E5", "CIViC E6")),
        miss("C", condition="MSI_x high"),
    )

    assert group.summary == "3 regimens, 2 patterns"
    assert group.rows == (
        Miss(
            regimens="A; B",
            tier="I-A",
            pattern="KRAS p.G12C",
            reason="KRAS G12C: KRAS was not assessed",
            records="CIViC E1, CIViC E2, CIViC E3, CIViC E4, and 2 more",
        ),
        Miss(
            regimens="C",
            tier="I-A",
            pattern="KRAS p.G12C, and MSI x high",
            reason="KRAS G12C: KRAS was not assessed",
            records="CIViC E1",
        ),
    )


def test_nothing_is_lost():
    found = groups(*(miss(f"R{number}", reason=str(number % 7)) for number in range(50)))

    assert sum(len(row.regimens.split("; ")) for group in found for row in group.rows) == 50
