"""From statements to lines: what is grouped, in which order, and how close the match is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import evaluated, evidence_item, facts_of, tumor
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import (
    Direction,
    EvidenceItem,
    EvidenceLevel,
    Interaction,
    Regimen,
    Significance,
)
from oncomatch.domain.match import Specificity, TherapyMatch
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.checked_markers import check_markers
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.near_misses import find_near_misses
from oncomatch.matching.specificity import specificity_of
from oncomatch.matching.therapies import match_therapies

MELANOMA = tumor("SKCM", [("BRAF", "V600E")], panel=["NRAS"])
A, B, C, D, _ = EvidenceLevel
AGAINST = {"direction": Direction.DOES_NOT_SUPPORT}


def lines(*items: EvidenceItem, profile: TumorProfile = MELANOMA) -> tuple[TherapyMatch, ...]:
    """Return the lines of made-up items."""
    return match_therapies(*evaluated(profile, items))


def ids(match: TherapyMatch) -> list[str]:
    """Return the records of a line, strongest first."""
    return [each.provenance.record_id for each in match.evidence]


class TestGrouping:
    def test_records_of_one_finding_and_one_regimen_are_one_line(self) -> None:
        one, two = (
            evidence_item(record_id="EID1"),
            evidence_item("BRAF codon 600", record_id="EID2"),
        )
        (line,) = lines(one, two)

        assert ids(line) == ["EID1", "EID2"]
        assert (line.labels, line.regimen) == (("BRAF V600E",), "Vemurafenib")

    @pytest.mark.parametrize(
        "other",
        [
            evidence_item(therapies=["Dabrafenib"]),
            evidence_item(significance=Significance.RESISTANCE),
            evidence_item(regimen=Regimen(("Cobimetinib", "Vemurafenib"), Interaction.COMBINATION)),
            evidence_item("NRAS wildtype"),
        ],
        ids=["regimen", "significance", "combination", "finding"],
    )
    def test_anything_else_is_a_line_of_its_own(self, other: EvidenceItem) -> None:
        assert len(lines(evidence_item(), other)) == 2

    @pytest.mark.parametrize(
        "biomarker", ["BRAF p.V600K", "BRAF p.V600E and ALK fusion", "not BRAF p.V600E"]
    )
    def test_what_is_not_met_or_unknown_is_no_line(self, biomarker: str) -> None:
        assert lines(evidence_item(biomarker)) == ()

    def test_a_germline_statement_is_no_line(self) -> None:
        assert lines(evidence_item(origin="Rare Germline")) == ()

    def test_no_evidence_no_line(self) -> None:
        assert lines() == ()


class TestBest:
    def test_the_best_supporting_record_gives_tier_and_relation(self) -> None:
        weak = evidence_item(level=C, record_id="EID1")
        best = evidence_item(level=A, record_id="EID2")
        other = evidence_item(level=A, tumor_types=("COADREAD",), record_id="EID3")
        (line,) = lines(weak, other, best)

        assert (line.tier, line.relation, ids(line)) == (
            Tier.IA,
            Relation.ANCESTOR,
            ["EID2", "EID3", "EID1"],
        )

    def test_a_study_against_does_not_count_as_support(self) -> None:
        (line,) = lines(evidence_item(level=C), evidence_item(level=A, record_id="EID2", **AGAINST))

        assert line.tier is Tier.IID
        assert ids(line) == ["EID1"]
        assert [each.provenance.record_id for each in line.against] == ["EID2"]

    def test_a_line_of_studies_against_alone_is_tier_iii(self) -> None:
        (line,) = lines(evidence_item(level=A, **AGAINST))

        assert (line.tier, line.evidence) == (Tier.III, ())

    def test_order_of_records(self) -> None:
        items = [
            evidence_item(record_id="EID9", level=B, rating=3),
            evidence_item(record_id="EID8", level=B, rating=4),
            evidence_item(record_id="EID7", level=B, rating=3),
            evidence_item(record_id="EID6", level=B, rating=5, tumor_types=("COADREAD",)),
            evidence_item(record_id="EID5", level=B, rating=3, tumor_types=("SKCM",)),
            evidence_item(record_id="EID4", level=A, rating=1),
        ]
        (line,) = lines(*items)

        assert ids(line) == ["EID4", "EID5", "EID8", "EID7", "EID9", "EID6"]

    def test_order_of_lines(self) -> None:
        """Tier, then nearness, then benefit before resistance, then the number of records."""
        items = [
            evidence_item(record_id="EID1", therapies=["D"], level=B),
            evidence_item(record_id="EID2", therapies=["C"], level=A),
            evidence_item(record_id="EID3", therapies=["B"], level=B, tumor_types=("SKCM",)),
            evidence_item(
                record_id="EID4", therapies=["A"], level=B, significance=Significance.RESISTANCE
            ),
            evidence_item(record_id="EID5", therapies=["F"], level=B),
            evidence_item(record_id="EID6", therapies=["E"], level=B),
            evidence_item(record_id="EID7", therapies=["F"], level=B),
        ]

        assert [line.regimen for line in lines(*items)] == ["C", "B", "F", "D", "E", "A"]


class TestSpecificity:
    PROFILE = tumor(
        "BRCA",
        [("EGFR", "L858R"), ("PIK3CA", "E545D")],
        panel=["KRAS"],
        copies={"ERBB2": 20.0},
        her2_ihc="3+",
        msi="MSI-H",
        tmb=30.0,
    )

    @pytest.mark.parametrize(
        ("pattern", "specificity"),
        [
            ("EGFR p.L858R", Specificity.EXACT),
            ("EGFR codon 858", Specificity.CODON),
            ("EGFR exon 21 mutation", Specificity.EXON),
            ("EGFR mutation", Specificity.GENE),
            ("ERBB2 amplification", Specificity.COPY_NUMBER),
            ("ERBB2 overexpression", Specificity.PROTEIN),
            ("MSI high", Specificity.MARKER),
            ("TMB >= 10", Specificity.MARKER),
            ("KRAS wildtype", Specificity.WILD_TYPE),
            ("not KRAS codon 12", Specificity.WILD_TYPE),
            ("EGFR mutation or EGFR p.L858R", Specificity.EXACT),
            ("EGFR p.L858R and KRAS wildtype", Specificity.EXACT),
            ("EGFR p.T790M or EGFR mutation", Specificity.GENE),
            ("EGFR mutation and not EGFR p.T790M", Specificity.GENE),
        ],
    )
    def test_the_closest_met_part(self, pattern: str, specificity: Specificity) -> None:
        assert (
            specificity_of(parse_biomarker(pattern), Evaluator(facts_of(self.PROFILE)))
            is specificity
        )

    def test_a_coding_change_is_exact(self) -> None:
        change = self.PROFILE.small_variants[1].effect
        assert change is not None
        pattern = parse_biomarker(f"PIK3CA {change.hgvs_c.rpartition(':')[2]}")

        assert specificity_of(pattern, Evaluator(facts_of(self.PROFILE))) is Specificity.EXACT


TUMOURS = {
    "HER2 3+ breast": tumor(
        "BRCA", [("PIK3CA", "H1047R")], copies={"ERBB2": 20.0}, her2_ihc="3+", panel=["TP53"]
    ),
    "T790M lung": tumor("LUAD", [("EGFR", "L858R"), ("EGFR", "T790M")], panel=["KRAS"]),
    "BRAF colorectal": tumor("COADREAD", [("BRAF", "V600E")], panel=["KRAS", "NRAS"]),
    "clean colorectal": tumor("COADREAD", panel=["KRAS", "NRAS", "BRAF"], msi="MSI-H"),
    "BRCA2 ovary": tumor("HGSOC", [("BRCA2", "c.5946del"), ("TP53", "R175H")]),
}


@pytest.mark.parametrize("name", TUMOURS)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_evidence_does_not_matter(
    name: str, seed: int, knowledge: KnowledgeBase
) -> None:
    shuffled = list(knowledge.evidence)
    random.Random(seed).shuffle(shuffled)
    (plain, facts), (mixed, _) = evaluated(TUMOURS[name]), evaluated(TUMOURS[name], shuffled)

    assert find_near_misses(mixed) == find_near_misses(plain)
    assert check_markers(mixed, facts) == check_markers(plain, facts)
    assert match_therapies(mixed, facts) == match_therapies(plain, facts)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(6)))
def test_two_views_of_one_finding_are_one_line_in_any_order(order: list[int]) -> None:
    """Amplification and IHC 3+ share a label; the line names both facts, whichever came first."""
    items = [
        evidence_item(
            pattern, therapies=["Trastuzumab"], tumor_types=("BRCA",), record_id=f"EID{n}"
        )
        for n, pattern in enumerate(["ERBB2 amplification", "ERBB2 overexpression"] * 3)
    ]
    profile = tumor("BRCA", copies={"ERBB2": 20.0}, her2_ihc="3+")
    (line,) = lines(*(items[place] for place in order), profile=profile)

    assert line.facts == ("ERBB2-copy-number", "HER2-IHC")
