"""The findings of the first page: which, in which order, with which lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import building
from oncomatch.domain.alteration import CopyNumber, CopyNumberKind, SmallVariant
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import EvidenceLevel
from oncomatch.domain.match import NearMiss, Specificity, TherapyMatch
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.readers.sheet_patient import therapies_of
from oncomatch.reporting.finding_groups import group_findings
from oncomatch.reporting.finding_lines import MOST_LINES, MOST_MISSES
from oncomatch.reporting.findings import MOST_FINDINGS, MOST_OTHERS, build_silent_findings
from oncomatch.reporting.view import Finding, Line
from oncomatch.reporting.words import UNKNOWN, agencies_here
from unit.reporting.page_parts import findings_of
from unit.reporting.report_makers import (
    agency,
    approval,
    evidence,
    miss,
    record,
    resistance,
    therapy,
    with_small,
)

OTHER = Relation.OTHER


@pytest.fixture(scope="module")
def variant() -> SmallVariant:
    return building.small("KRAS", "G12C")


def test_no_finding():
    assert findings_of(record()) == ((), ())


def test_a_finding_in_full(variant: SmallVariant):
    """The detail: coding change, exon, reads, and why its meaning is known."""
    match = therapy(facts=(variant.id,), records=[approval("P1"), evidence("E1"), evidence("E2")])
    (finding,), rest = findings_of(with_small(record(therapies=(match,)), [variant]))
    assert variant.effect is not None

    assert finding == Finding(
        label="KRAS G12C",
        tier="I-A",
        strong=True,
        detail=f"{variant.effect.hgvs_c}, exon 2/5, VAF 30 % of 500 reads; recurrent in cancer",
        lines=(
            Line(
                tag="approved: FDA",
                style="benefit",
                regimen="Xotinib",
                why="CIViC level A, by exact change",
                records="3 records",
                anchor="e1",
            ),
        ),
        rest="",
    )
    assert rest == ()


@pytest.mark.parametrize("tier", Tier)
def test_strong_is_tier_one(tier: Tier):
    made = record(therapies=(therapy(tier=tier),), near_misses=(miss(labels=("KRAS G12C",)),))
    (finding,), _ = findings_of(made)

    assert (finding.tier, finding.strong) == (tier.value, tier.value in ("I-A", "I-B"))


def lines(*therapies: TherapyMatch) -> list[str]:
    (finding,), _ = findings_of(record(therapies=therapies))
    return [line.regimen for line in finding.lines]


def test_lines_for_then_against_then_overridden():
    overridden = therapy("D", opposed_by=("resistance to D",))
    weak = therapy("B", tier=Tier.IIC)

    assert lines(overridden, resistance("C"), weak, therapy("A")) == ["A", "C", "B", "D"]


def test_what_is_overridden_has_one_line():
    """The reasons are said once; a drug that was given before says so on a line of its own."""
    reasons = [
        ("resistance to A with T",),
        ("resistance to A with T",),
        ("resistance to C with T",),
    ]
    overridden = [therapy(name, opposed_by=by) for name, by in zip("ABC", reasons, strict=True)]
    given = therapy("D", opposed_by=("resistance to D with T",), given_before=GIVEN)
    (finding,), _ = findings_of(record(therapies=(*overridden, given)))
    line, together = finding.lines

    assert (line.regimen, together.regimen) == ("D", "A; B; C")
    assert together.why == (
        "CIViC level A; overridden by resistance to A with T and resistance to C with T"
    )
    assert (together.tag, together.records, together.anchor) == ("doubtful", "3 records", "e1")
    assert finding.rest == ""


def test_of_many_overridden_regimens_the_first_are_named():
    many = [therapy(f"R{number}", opposed_by=(f"reason {number}",)) for number in range(11)]
    (finding,), _ = findings_of(record(therapies=many))

    (line,) = finding.lines
    assert line.regimen.endswith("; R7 and 3 more")
    assert line.why.endswith(", reason 7 and 3 more")


def test_what_a_finding_says_alone_is_not_said_again_of_two_together():
    both = ("EGFR L858R", "EGFR T790M")
    alone = [therapy(name, label=label) for label in both for name in "AVXYZ"]
    together = [
        therapy("A", labels=both),
        therapy("B", labels=both),
        therapy("C", labels=both, opposed_by=("resistance to C",)),
    ]
    therapies = (*alone, *together)
    findings, _ = findings_of(record(therapies=therapies))
    lines = {finding.label: [line.regimen for line in finding.lines] for finding in findings}

    assert lines["EGFR L858R and EGFR T790M"] == ["B", "C"]
    assert findings[-1].detail == ""
    assert findings[-1].rest.startswith(
        "Also of tier I in this tumour type: benefit from 1 regimen"
    )


def test_two_findings_together_that_say_nothing_new_still_have_their_lines():
    therapies = (therapy("A", label="X"), therapy("A", labels=("X", "Y")))
    findings, _ = findings_of(record(therapies=therapies))

    assert [len(finding.lines) for finding in findings] == [1, 1]


def test_lines_lead_to_their_evidence():
    therapies = (therapy("Z", label="TP53 R175H"), therapy("A"), therapy("B"))
    findings, _ = findings_of(record(therapies=therapies))

    anchors = {line.regimen: line.anchor for finding in findings for line in finding.lines}
    assert anchors == {"Z": "e1", "A": "e2", "B": "e3"}


def test_only_this_tumour_type_and_no_preclinical_lines():
    assert lines(
        therapy("A"),
        therapy("B", tier=Tier.IIC, relation=OTHER),
        therapy("C", tier=Tier.IID),
        therapy("D", records=[], against=(evidence(),)),
    ) == ["A"]


def test_the_others_are_counted():
    many = [therapy(f"R{number}") for number in range(MOST_LINES)]
    weak = [
        therapy("B", tier=Tier.IIC, relation=OTHER),
        therapy("C", tier=Tier.IID),
        resistance("D", tier=Tier.IID),
    ]
    (finding,), _ = findings_of(record(therapies=(*many, *weak)))

    assert finding.rest == (
        "Weaker, doubtful or in other tumour types: benefit from 2 regimens and "
        "resistance or harm with 1 regimen; in the evidence below."
    )


def test_at_most_so_many_lines():
    many = [therapy(f"R{number}", tier=Tier.IIC) for number in range(MOST_LINES + 3)]
    (finding,), _ = findings_of(record(therapies=many))

    assert len(finding.lines) == MOST_LINES
    assert "benefit from 3 regimens" in finding.rest


def test_a_strong_statement_that_has_no_room_is_not_called_weak():
    """Nine regimens of tier I in this tumour type are nine, six of them shown."""
    many = [therapy(f"R{number}") for number in range(MOST_LINES + 3)]
    (finding,), _ = findings_of(record(therapies=many))

    assert finding.rest == (
        "Also of tier I in this tumour type: benefit from 3 regimens; in the evidence below."
    )


def test_resistance_of_tier_one_is_among_the_lines_however_many_benefits():
    many = [therapy(f"R{number}") for number in range(MOST_LINES + 1)]

    assert lines(*many, resistance("Yotinib")) == ["R0", "R1", "R2", "R3", "R4", "Yotinib"]


def test_neither_benefit_nor_resistance_of_tier_one_crowds_the_other_out():
    many = [therapy(f"R{number}") for number in range(MOST_LINES)]
    against = [resistance(f"S{number}") for number in range(MOST_LINES)]
    weak = [therapy(f"T{number}", tier=Tier.IIC) for number in range(MOST_LINES)]

    assert lines(*many, *against) == ["R0", "R1", "R2", "S0", "S1", "S2"]
    assert lines(*many[:1], *against) == ["R0", "S0", "S1", "S2", "S3", "S4"]
    assert lines(*against) == ["S0", "S1", "S2", "S3", "S4", "S5"]
    assert lines(*against[:1], *weak) == ["S0", "T0", "T1", "T2", "T3", "T4"]
    assert lines(*many[:1], *against[:4], *weak) == ["R0", "S0", "S1", "S2", "S3", "T0"]


def test_what_has_no_room_is_counted_by_its_weight():
    many = [therapy(f"R{number}") for number in range(MOST_LINES)]
    doubtful = therapy("D", opposed_by=("resistance to D",))
    made = record(therapies=(*many, resistance("S"), doubtful, therapy("T", tier=Tier.IID)))
    (finding,), _ = findings_of(made)

    assert finding.rest == (
        "Also of tier I in this tumour type: benefit from 1 regimen. Weaker, doubtful or in other "
        "tumour types: benefit from 2 regimens; in the evidence below."
    )


GIVEN = therapies_of("xotinib") or ()
WHY = {
    "by exact change": (therapy(), "CIViC level A, by exact change"),
    "by gene": (therapy(specificity=Specificity.GENE), "CIViC level A, by gene"),
    "of several levels": (
        therapy(records=[evidence("E1"), evidence("E2", level=EvidenceLevel.PRECLINICAL.value)]),
        "CIViC level A and D, by exact change",
    ),
    "approved only": (therapy(records=[approval()]), "by exact change"),
    "of other tumour types as well": (
        therapy(records=[evidence("E1"), evidence("E2", relation=OTHER), approval(relation=OTHER)]),
        "CIViC level A, by exact change",
    ),
    "approved, and the agency is not in the tag": (
        therapy(records=[approval(), evidence()], opposed_by=("resistance",), given_before=GIVEN),
        "FDA CDx list, CIViC level A, by exact change; given before: xotinib; overridden by "
        "resistance",
    ),
    "the label asks for more": (
        therapy(records=[approval()], approvals=(agency(settings=("metastatic",)),)),
        "to check in the label: metastatic",
    ),
    "studies against": (
        therapy(against=(evidence("E7"), evidence("E8"))),
        "CIViC level A, by exact change; 2 studies against",
    ),
    "overridden": (
        therapy(opposed_by=("resistance to Xotinib with T (tier I-A, CIViC E9)",)),
        "CIViC level A, by exact change; overridden by resistance to Xotinib with T "
        "(tier I-A, CIViC E9)",
    ),
    "in conflict": (
        therapy(conflicts=("resistance to Xotinib with T",)),
        "CIViC level A, by exact change; in conflict with resistance to Xotinib with T",
    ),
    "cautioned": (
        therapy(cautioned_by=("resistance to Xotinib with T",)),
        "CIViC level A, by exact change; but resistance to Xotinib with T",
    ),
}


@pytest.mark.parametrize("case", WHY)
def test_why(case: str):
    match, why = WHY[case]
    (finding,), _ = findings_of(record(therapies=(match,)))

    assert finding.lines[0].why == why


NEAR = {
    "a condition that is open": (
        miss(
            labels=("KRAS G12C",), condition="not MET amplification", reason="MET was not assessed"
        ),
        ("open", "asks for not MET amplification; not known: MET was not assessed"),
    ),
    "a condition that fails": (
        miss(labels=("KRAS G12C",), condition="MSI high", outcome=Outcome.NOT_MET, reason="MSS"),
        ("does not apply", "asks for MSI high; found: MSS"),
    ),
    "no condition": (
        miss(labels=("KRAS G12C",), reason="germline", records=("CIViC E1", "CIViC E2", "F 3")),
        ("open", "asks for KRAS p.G12C; not known: germline"),
    ),
}


@pytest.mark.parametrize("case", NEAR)
def test_near_miss_lines(case: str, variant: SmallVariant):
    near, (tag, why) = NEAR[case]
    (finding,), _ = findings_of(with_small(record(near_misses=(near,)), [variant]))

    assert finding.lines == (Line(tag, UNKNOWN, "Xotinib", why, "near miss", "misses"),)


def test_near_misses_follow_and_are_few(variant: SmallVariant):
    near = tuple(miss(f"N{number}", labels=("KRAS G12C",)) for number in range(MOST_MISSES + 2))
    made = with_small(record(therapies=(therapy("A"),), near_misses=near), [variant])
    (finding,), _ = findings_of(made)

    assert [line.regimen for line in finding.lines] == ["A", "N0", "N1"]


def near_lines(*near: NearMiss, therapies: tuple[TherapyMatch, ...] = ()) -> list[Line]:
    (finding,), _ = findings_of(record(therapies=therapies, near_misses=near))
    return [line for line in finding.lines if line.records == "near miss"]


def test_near_misses_of_one_regimen_are_one_line():
    labels = ("KRAS G12C",)
    near = [
        miss("A", labels=labels, condition="ESR1 expression", records=("EMA label 1",)),
        miss("A", labels=labels, condition="PGR expression", records=("FDA label 2",)),
        miss("B", labels=labels),
    ]
    first, second = near_lines(*near, therapies=(therapy("Z"),))

    assert (first.regimen, second.regimen) == ("A", "B")
    assert first.why.startswith("asks for ER expression; not known: ")


def test_what_is_open_stands_before_what_does_not_apply():
    labels = ("KRAS G12C",)
    fails = [miss(name, labels=labels, outcome=Outcome.NOT_MET) for name in "AB"]
    found = near_lines(*fails, miss("C", labels=labels), therapies=(therapy("Z"),))

    assert [(line.regimen, line.tag) for line in found] == [("C", "open"), ("A", "does not apply")]


def test_a_regimen_that_is_established_already_is_no_near_miss():
    """Another label of the same regimen asks for more: nothing is decided by it."""
    near = miss("A", labels=("KRAS G12C",))

    assert near_lines(near, therapies=(therapy("A"),)) == []
    assert len(near_lines(near, therapies=(therapy("A", opposed_by=("resistance",)),))) == 1


APPROVED = [approval()]


def test_what_is_approved_here_stands_before_what_is_not():
    assert lines(therapy("A"), therapy("B", tier=Tier.IB), therapy("C", records=APPROVED)) == [
        "C",
        "A",
        "B",
    ]


def test_another_drug_stands_before_another_combination_of_the_same_drug():
    combinations = [
        therapy(f"T + {number}", therapies=("T", f"{number}"), records=APPROVED)
        for number in range(MOST_LINES + 1)
    ]
    alone = [therapy(name, records=APPROVED) for name in ("T", "U", "V")]

    assert lines(alone[0], *combinations, *alone[1:])[:4] == ["T", "U", "V", "T + 0"]


def test_a_new_drug_of_a_weaker_tier_waits():
    both = therapy("A + B", therapies=("A", "B"))

    assert lines(therapy("A"), both, therapy("C", tier=Tier.IB)) == ["A", "A + B", "C"]


@given(
    st.lists(
        st.tuples(
            st.sets(st.sampled_from("ABCDE"), min_size=1),
            st.sampled_from([Tier.IA, Tier.IB]),
            st.booleans(),
        ),
        max_size=9,
    )
)
def test_the_order_loses_nothing_and_keeps_the_tiers(drawn: list[tuple[set[str], Tier, bool]]):
    matches = [
        therapy(
            " + ".join(sorted(drugs)),
            tier,
            therapies=tuple(sorted(drugs)),
            records=APPROVED if approved and tier is Tier.IA else None,
        )
        for drugs, tier, approved in drawn
    ]
    (group,) = group_findings(record(therapies=matches)) or [None]
    ordered = group.benefits if group else ()
    ranks = [(match.tier.rank, not agencies_here(match)) for match in ordered]

    assert sorted(map(id, ordered)) == sorted(map(id, matches))
    assert ranks == sorted(ranks)


def absence(label: str, *regimens: str) -> list[TherapyMatch]:
    return [therapy(regimen, label=label, facts=()) for regimen in regimens]


def test_one_more_absence_that_names_the_same_regimens_is_no_finding_of_its_own():
    """Sources write RAS wild type in many ways; what they name is on the page already."""
    therapies = [
        *absence("KRAS wild type", "P", "Q"),
        *absence("KRAS codon 12 not mutated", "P", "C"),
        *absence("no KRAS p.G12A", "C"),
    ]
    findings, rest = findings_of(record(therapies=therapies))

    assert [finding.label for finding in findings] == [
        "KRAS codon 12 not mutated",
        "KRAS wild type",
    ]
    assert rest == ("no KRAS p.G12A (tier I-A)",)


def test_what_was_found_is_a_finding_though_its_regimens_were_named():
    therapies = [*absence("KRAS wild type", "P"), therapy("P", label="BRAF V600E")]
    findings, _ = findings_of(record(therapies=therapies))

    assert {finding.label for finding in findings} == {"KRAS wild type", "BRAF V600E"}


def test_an_absence_says_how_far_it_can_be_trusted():
    (finding,), _ = findings_of(record(therapies=absence("KRAS wild type", "P")))

    assert finding.detail == "looked for and not found, which can be wrong at low tumour content"


def test_a_near_miss_of_nothing_found_is_no_finding():
    assert findings_of(record(near_misses=(miss(labels=()),))) == ((), ())


def test_at_most_so_many_findings_and_the_others_are_named(variant: SmallVariant):
    therapies = [therapy(label=f"F{number}") for number in range(MOST_FINDINGS + 1)]
    elsewhere = therapy(tier=Tier.IIC, relation=OTHER, label="G")
    made = with_small(record(therapies=(*therapies, elsewhere)), [variant])
    findings, rest = findings_of(made)

    assert [finding.label for finding in findings] == ["F0", "F1", "F2", "F3", "F4"]
    assert rest == ("F5 (tier I-A)", "G (tier II-C)")
    assert build_silent_findings(group_findings(made)) == ("KRAS G12C",)


def test_a_variant_without_read_counts(variant: SmallVariant):
    bare = replace(variant, reads=replace(variant.reads, vaf=None, depth=None))
    match = therapy(facts=(bare.id,))
    (finding,), _ = findings_of(with_small(record(therapies=(match,)), [bare]))

    assert ", no read counts; " in finding.detail


def test_a_copy_number_gives_its_reason():
    profile = building.tumor("LUAD", copies={"MET": 12})
    match = therapy(label="MET amplification", facts=("MET-copy-number",))
    (finding,), _ = findings_of(record(profile, therapies=(match,)))

    assert finding.detail == "12 copies"


def test_many_other_findings_are_counted_not_listed():
    therapies = [
        therapy(label=f"F{number:03}") for number in range(MOST_FINDINGS + MOST_OTHERS + 7)
    ]
    _, rest = findings_of(record(therapies=therapies))

    assert len(rest) == MOST_OTHERS + 1
    assert rest[-1] == "and 7 more in the tables below"


def test_findings_without_evidence_are_apart_from_those_with_it():
    """A genome-wide file of copy numbers has hundreds of lost genes."""
    numbers = tuple(
        CopyNumber(f"GENE{number}", 1.0, CopyNumberKind.LOSS, "lost")
        for number in range(MOST_OTHERS + 7)
    )
    made = record()
    made = replace(made, profile=replace(made.profile, copy_numbers=numbers))

    assert findings_of(made) == ((), ())
    assert len(build_silent_findings(group_findings(made))) == MOST_OTHERS + 7
