"""What nearly applies, with the one thing that keeps it away; what was looked for."""

from __future__ import annotations

import pytest

from building import evaluated, evidence_item, tumor
from oncomatch.domain.assay import Finding
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.evidence import Direction, EvidenceItem, EvidenceLevel, Significance
from oncomatch.domain.match import CheckedMarker, NearMiss
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.tier import Tier
from oncomatch.matching.checked_markers import check_markers, finding_of
from oncomatch.matching.near_misses import find_near_misses

HER2_NEGATIVE = "not (ERBB2 amplification or ERBB2 overexpression)"
BREAST = tumor("BRCA", [("PIK3CA", "H1047R")], panel=["AKT1"])
AMPLIFIED = tumor("BRCA", [("PIK3CA", "H1047R")], panel=["AKT1"], copies={"ERBB2": 20.0})
BRCA = {"tumor_types": ("BRCA",), "therapies": ["Alpelisib"]}
VALIDATED = {"level": EvidenceLevel.VALIDATED, **BRCA}


def misses(*items: EvidenceItem, profile: TumorProfile = BREAST) -> tuple[NearMiss, ...]:
    """Return the near misses among made-up items."""
    return find_near_misses(evaluated(profile, items)[0])


def markers(*items: EvidenceItem, profile: TumorProfile = BREAST) -> tuple[CheckedMarker, ...]:
    """Return the markers that made-up items ask for."""
    return check_markers(*evaluated(profile, items))


def conditioned(**fields: object) -> EvidenceItem:
    """Return a benefit from PIK3CA H1047R in HER2-negative breast cancer."""
    return evidence_item(
        "PIK3CA p.H1047R",
        **{"condition": HER2_NEGATIVE, "condition_source": "label", **BRCA, **fields},
    )


class TestNearMisses:
    def test_an_open_condition(self) -> None:
        assert misses(conditioned()) == (
            NearMiss(
                regimen="Alpelisib",
                labels=("PIK3CA H1047R",),
                biomarker="PIK3CA p.H1047R",
                condition=HER2_NEGATIVE,
                outcome=Outcome.UNKNOWN,
                reason="the copy number of ERBB2 was not assessed; "
                "the protein level of ERBB2 was not assessed",
                tier=Tier.IB,
                records=("CIViC EID1",),
            ),
        )

    def test_a_condition_that_does_not_hold(self) -> None:
        (miss,) = misses(conditioned(), profile=AMPLIFIED)

        assert (miss.outcome, miss.labels, miss.reason) == (
            Outcome.NOT_MET,
            ("PIK3CA H1047R",),
            "ERBB2: 20 copies",
        )

    def test_an_open_biomarker_has_no_label(self) -> None:
        (miss,) = misses(evidence_item("ESR1 mutation", **BRCA))

        assert (miss.outcome, miss.labels, miss.reason) == (
            Outcome.UNKNOWN,
            (),
            "ESR1 mutation: ESR1 was not assessed",
        )

    def test_an_open_origin(self) -> None:
        (miss,) = misses(evidence_item("PIK3CA p.H1047R", origin="Rare Germline", **BRCA))

        assert (miss.outcome, miss.labels) == (Outcome.UNKNOWN, ("PIK3CA H1047R",))

    @pytest.mark.parametrize(
        "item",
        [
            evidence_item("PIK3CA p.H1047R", **BRCA),
            evidence_item("AKT1 p.E17K", **BRCA),
            conditioned(tumor_types=("LUAD",)),
            conditioned(level=EvidenceLevel.CASE_STUDY),
            conditioned(significance=Significance.RESISTANCE),
            conditioned(direction=Direction.DOES_NOT_SUPPORT),
            conditioned(flagged=True),
            evidence_item("AKT1 p.E17K", condition=HER2_NEGATIVE, **BRCA),
        ],
        ids="applies|absent|another type|weak|resistance|unsupported|flagged|"
        "absent with an open condition".split("|"),
    )
    def test_what_is_not_one(self, item: EvidenceItem) -> None:
        assert misses(item) == ()

    def test_the_same_reason_for_the_same_regimen_is_said_once(self) -> None:
        items = [conditioned(record_id=f"EID{number}") for number in (3, 1, 2)]
        (miss,) = misses(*items)

        assert miss.records == ("CIViC EID1", "CIViC EID2", "CIViC EID3")

    def test_findings_come_first_then_the_tier(self) -> None:
        items = [
            evidence_item("ESR1 mutation", level=EvidenceLevel.VALIDATED, **BRCA),
            conditioned(record_id="EID2"),
            conditioned(record_id="EID3", level=EvidenceLevel.VALIDATED, therapies=["Other"]),
        ]

        assert [miss.regimen for miss in misses(*items)] == ["Other", "Alpelisib", "Alpelisib"]


class TestFindings:
    @pytest.mark.parametrize(
        ("answer", "finding"),
        [
            (Evaluation(Outcome.MET, "x", ("f",)), Finding.DETECTED),
            (Evaluation(Outcome.MET, "x"), Finding.DETECTED),
            (Evaluation(Outcome.NOT_MET, "x"), Finding.NOT_DETECTED),
            (Evaluation(Outcome.NOT_MET, "x", ("f",)), Finding.NOT_DETECTED),
            (Evaluation(Outcome.UNKNOWN, "x"), Finding.NOT_ASSESSED),
            (Evaluation(Outcome.UNKNOWN, "x", ("f",)), Finding.UNCLEAR),
        ],
        ids=str,
    )
    def test_what_an_answer_says(self, answer: Evaluation, finding: Finding) -> None:
        assert finding_of(answer) is finding


class TestCheckedMarkers:
    @pytest.mark.parametrize(
        ("pattern", "finding"),
        [
            ("PIK3CA p.H1047R", Finding.DETECTED),
            ("AKT1 p.E17K", Finding.NOT_DETECTED),
            ("ESR1 mutation", Finding.NOT_ASSESSED),
            ("NTRK1 fusion", Finding.NOT_ASSESSED),
            ("PIK3CA loss_of_function", Finding.UNCLEAR),
        ],
    )
    def test_three_answers_and_unclear(self, pattern: str, finding: Finding) -> None:
        (marker,) = markers(evidence_item(pattern, **VALIDATED))

        assert (marker.biomarker, marker.finding) == (pattern, finding)

    def test_parts_are_asked_one_by_one(self) -> None:
        item = evidence_item("PIK3CA p.H1047R or AKT1 p.E17K or ESR1 mutation", **VALIDATED)

        assert [(each.biomarker, each.finding) for each in markers(item)] == [
            ("PIK3CA p.H1047R", Finding.DETECTED),
            ("AKT1 p.E17K", Finding.NOT_DETECTED),
            ("ESR1 mutation", Finding.NOT_ASSESSED),
        ]

    def test_regimens_are_named_once_and_sorted(self) -> None:
        items = [
            evidence_item("AKT1 p.E17K", **{**VALIDATED, "therapies": [name]})
            for name in ("B", "A", "B")
        ]
        (marker,) = markers(*items)

        assert marker == CheckedMarker(
            "AKT1 p.E17K",
            Finding.NOT_DETECTED,
            "AKT1 E17K: looked for and not found",
            ("A", "B"),
        )

    @pytest.mark.parametrize(
        "fields",
        [
            {"level": EvidenceLevel.CLINICAL},
            {"tumor_types": ("LUAD",)},
            {"significance": Significance.RESISTANCE},
            {"flagged": True},
        ],
        ids=str,
    )
    def test_weaker_evidence_asks_for_nothing(self, fields: dict[str, object]) -> None:
        assert markers(evidence_item("AKT1 p.E17K", **{**VALIDATED, **fields})) == ()

    def test_a_neutral_copy_number_is_nothing_seen(self) -> None:
        """UNCLEAR is for what was seen and not understood; two copies of PTEN are neither."""
        profile = tumor("BRCA", copies={"PTEN": 2.0})
        (marker,) = markers(evidence_item("PTEN loss", **VALIDATED), profile=profile)

        assert marker.finding is not Finding.UNCLEAR
