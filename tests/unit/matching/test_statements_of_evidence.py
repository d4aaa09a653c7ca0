"""Evidence on a case: relation of tumour types, conditions, germline origin, labels."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from building import evidence_item, facts_of, tumor
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import (
    Direction,
    EvidenceItem,
    EvidenceLevel,
    EvidenceScheme,
    Significance,
)
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.tumor_type import Relation
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.statements import (
    Statement,
    absence_label,
    evaluate_evidence,
    relation_of,
)
from oncomatch.matching.states import label_facts
from oncomatch.reference.tumor_types import TumorTypes, open_tumor_types

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
MELANOMA = tumor("SKCM", [("BRAF", "V600E")], panel=["KRAS", "NRAS"])
HER2_POSITIVE = "ERBB2 amplification or ERBB2 overexpression"
LABEL = f"not ({HER2_POSITIVE}) and (ESR1 expression or PGR expression)"


def statements(items: Iterable[EvidenceItem], profile: TumorProfile) -> list[Statement]:
    """Return the statements of items on a case."""
    types = open_tumor_types()
    labels = label_facts(profile, ["KRAS", "NRAS"])
    case = types.get(profile.case.tumor_type)
    return evaluate_evidence(items, Evaluator(facts_of(profile)), case, types, labels)


def statement(
    profile: TumorProfile, biomarker: str = "BRAF p.V600E", **fields: object
) -> Statement:
    """Return the statement of one made-up item on a case."""
    (found,) = statements([evidence_item(biomarker, **fields)], profile)
    return found


class TestRelation:
    @pytest.mark.parametrize(
        ("case", "codes", "subtype", "relation"),
        [
            ("SKCM", ("SKCM",), "", Relation.SAME),
            ("SKCM", ("MEL",), "", Relation.ANCESTOR),
            ("MEL", ("SKCM",), "", Relation.DESCENDANT),
            ("SKCM", ("UM",), "", Relation.OTHER),
            ("SKCM", ("COADREAD",), "", Relation.OTHER),
            ("SKCM", ("SOLID",), "", Relation.ANCESTOR),
            ("AML", ("SOLID",), "", Relation.OTHER),
            ("AML", ("TISSUE",), "", Relation.ANCESTOR),
            ("SKCM", ("COADREAD", "SKCM"), "", Relation.SAME),
            ("SKCM", ("COADREAD", "MEL"), "", Relation.ANCESTOR),
            ("MEL", ("COADREAD", "SKCM"), "", Relation.DESCENDANT),
            ("SKCM", ("MEL", "SKCM"), "", Relation.SAME),
            ("PRAD", ("PRAD",), "castration-resistant", Relation.DESCENDANT),
            ("PRAD", ("PROSTATE",), "castration-resistant", Relation.DESCENDANT),
            ("BRCA", ("PRAD",), "castration-resistant", Relation.OTHER),
            ("PROSTATE", ("PRAD",), "castration-resistant", Relation.DESCENDANT),
        ],
        ids=str,
    )
    def test_the_nearest_of_the_codes(
        self,
        case: str,
        codes: tuple[str, ...],
        subtype: str,
        relation: Relation,
        tumor_types: TumorTypes,
    ) -> None:
        item = evidence_item(tumor_types=codes, subtype=subtype)

        assert relation_of(item, tumor_types.get(case), tumor_types) is relation

    @pytest.mark.parametrize(
        ("case", "codes", "relation"),
        [
            ("COADREAD", ("SOLID",), Relation.EXCLUDED),
            ("COAD", ("SOLID",), Relation.EXCLUDED),
            ("COAD", ("TISSUE",), Relation.EXCLUDED),
            ("LUAD", ("SOLID",), Relation.ANCESTOR),
            ("BOWEL", ("SOLID",), Relation.ANCESTOR),
        ],
        ids=str,
    )
    def test_what_a_label_excludes(
        self, case: str, codes: tuple[str, ...], relation: Relation, tumor_types: TumorTypes
    ) -> None:
        """An exclusion of colorectal cancer holds for its subtypes, not for the organ's others."""
        item = evidence_item(tumor_types=codes, excluded_types=("COADREAD",))

        assert relation_of(item, tumor_types.get(case), tumor_types) is relation

    def test_only_the_same_and_wider_types_apply(self) -> None:
        assert [relation for relation in Relation if relation.applies] == [
            Relation.SAME,
            Relation.ANCESTOR,
        ]


class TestConditions:
    @pytest.mark.parametrize(
        ("copies", "score", "outcome"),
        [(24.0, None, MET), (2.0, "3+", MET), (2.0, "0", NOT_MET), (2.0, None, UNKNOWN)],
    )
    def test_what_the_disease_name_implies(
        self, copies: float, score: str | None, outcome: Outcome
    ) -> None:
        """PIK3CA mutation in *HER2-positive* breast cancer."""
        profile = tumor("BRCA", [("PIK3CA", "H1047R")], copies={"ERBB2": copies}, her2_ihc=score)
        found = statement(profile, "PIK3CA mutation", condition=HER2_POSITIVE)

        assert found.pattern.outcome is MET
        assert found.answer.outcome is outcome

    @pytest.mark.parametrize(
        ("copies", "score", "outcome"),
        [(24.0, "3+", NOT_MET), (24.0, None, NOT_MET), (2.0, "0", UNKNOWN), (2.0, None, UNKNOWN)],
    )
    def test_what_a_label_asks_for(
        self, copies: float, score: str | None, outcome: Outcome
    ) -> None:
        """Alpelisib is for HR-positive, HER2-negative disease; hormone receptors are not known."""
        profile = tumor("BRCA", [("PIK3CA", "H1047R")], copies={"ERBB2": copies}, her2_ihc=score)

        assert statement(profile, "PIK3CA mutation", condition=LABEL).answer.outcome is outcome

    def test_a_condition_does_not_make_up_for_the_biomarker(self) -> None:
        profile = tumor("BRCA", panel=["PIK3CA"], copies={"ERBB2": 24.0})
        found = statement(profile, "PIK3CA mutation", condition=HER2_POSITIVE)

        assert (found.pattern.outcome, found.answer.outcome) == (NOT_MET, NOT_MET)

    def test_the_label_of_a_statement_names_the_biomarker_not_the_condition(self) -> None:
        profile = tumor("BRCA", [("PIK3CA", "H1047R")], copies={"ERBB2": 24.0})

        assert statement(profile, "PIK3CA mutation", condition=HER2_POSITIVE).labels == (
            "PIK3CA H1047R",
        )


class TestGermline:
    @pytest.mark.parametrize("origin", ["Rare Germline", "Common Germline", "Germline"])
    def test_a_tumour_does_not_tell_the_origin(self, origin: str) -> None:
        found = statement(MELANOMA, origin=origin)

        assert found.pattern.outcome is MET
        assert found.answer.outcome is UNKNOWN
        assert found.answer.reason == (
            "the source speaks of germline variants; the origin is not known from a tumour sample"
        )

    @pytest.mark.parametrize("origin", ["Somatic", "", "Unknown", "Combined"])
    def test_other_origins_are_answered(self, origin: str) -> None:
        assert statement(MELANOMA, origin=origin).answer.outcome is MET

    def test_what_is_absent_from_the_tumour_is_absent(self) -> None:
        found = statement(MELANOMA, "KRAS p.G12C", origin="Rare Germline")

        assert found.answer.outcome is NOT_MET


class TestStrongBenefit:
    @pytest.mark.parametrize(
        ("fields", "strong"),
        [
            ({}, True),
            ({"level": EvidenceLevel.VALIDATED}, True),
            ({"level": EvidenceLevel.CASE_STUDY}, False),
            ({"level": EvidenceLevel.PRECLINICAL}, False),
            ({"level": EvidenceLevel.INFERENTIAL}, False),
            ({"level": None, "scheme": EvidenceScheme.FDA_COMPANION_DIAGNOSTIC}, True),
            ({"significance": Significance.RESISTANCE}, False),
            ({"significance": Significance.REDUCED_SENSITIVITY}, False),
            ({"significance": Significance.ADVERSE_RESPONSE}, False),
            ({"direction": Direction.DOES_NOT_SUPPORT}, False),
            ({"flagged": True}, False),
            ({"tumor_types": ("COADREAD",)}, False),
            ({"tumor_types": ("SOLID",)}, True),
            ({"tumor_types": ("SOLID",), "excluded_types": ("MEL",)}, False),
            ({"subtype": "uveal"}, False),
        ],
        ids=str,
    )
    def test_one_field_at_a_time(self, fields: dict[str, object], strong: bool) -> None:
        assert statement(MELANOMA, **fields).is_strong_benefit is strong


class TestLabels:
    def test_findings_are_named_once_and_sorted(self) -> None:
        profile = tumor("LUAD", [("EGFR", "T790M"), ("EGFR", "L858R")])

        assert statement(profile, "EGFR mutation").labels == ("EGFR L858R", "EGFR T790M")

    @pytest.mark.parametrize(
        ("pattern", "label"),
        [
            ("not (KRAS codon 12 or KRAS codon 13)", "KRAS codon 12, 13 not mutated"),
            (
                "not (KRAS exon 2 mutation or KRAS exon 3 mutation or NRAS exon 2 mutation)",
                "KRAS exon 2, 3 and NRAS exon 2 not mutated",
            ),
            ("not KIT p.D816V", "no KIT p.D816V"),
            ("not BRAF p.V600E and not BRAF p.V600K", "no BRAF p.V600E or BRAF p.V600K"),
            (
                "not (KRAS p.G12C or KRAS p.G12D or NRAS p.Q61R)",
                "no KRAS p.G12C or KRAS p.G12D or NRAS p.Q61R",
            ),
            (
                "not (KRAS p.G12C or KRAS p.G12D or NRAS p.Q61R or KRAS p.G13D)",
                "KRAS and NRAS: none of 4 named mutations",
            ),
            (
                "not (KRAS p.G12C or KRAS p.G12D or NRAS p.Q61R or ALK fusion)",
                "no KRAS p.G12C or KRAS p.G12D or NRAS p.Q61R or ALK fusion",
            ),
        ],
    )
    def test_absence(self, pattern: str, label: str) -> None:
        assert absence_label(parse_biomarker(pattern)) == label

    def test_a_wild_type_is_named_by_its_gene(self) -> None:
        assert statement(MELANOMA, "KRAS wildtype").labels == ("KRAS wild type",)
        assert statement(MELANOMA, "not KRAS codon 12").labels == ("KRAS codon 12 not mutated",)


def test_items_keep_their_order_and_number() -> None:
    items = [evidence_item(record_id=f"EID{number}") for number in (3, 1, 2)]

    assert [each.item.id for each in statements(items, MELANOMA)] == [
        "CIViC EID3",
        "CIViC EID1",
        "CIViC EID2",
    ]
