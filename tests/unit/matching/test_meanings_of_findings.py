"""What is said of findings besides treatment: of this tumour type, and what may be inherited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import facts_of, matched, tumor
from oncomatch.domain.biomarker import genes_of
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.evidence import Direction, EvidenceLevel
from oncomatch.domain.match import MeaningMatch
from oncomatch.domain.meaning import ClinicalMeaning, MeaningKind, MeaningSignificance
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.tumor_type import Relation
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.meanings import match_meanings
from oncomatch.matching.states import label_facts
from oncomatch.reference.tumor_types import open_tumor_types

MELANOMA = tumor("MEL", [("BRAF", "V600E")], panel=["NRAS"])
SAYS = {
    MeaningKind.PROGNOSTIC: MeaningSignificance.POOR_OUTCOME,
    MeaningKind.DIAGNOSTIC: MeaningSignificance.POSITIVE,
    MeaningKind.PREDISPOSING: MeaningSignificance.PREDISPOSITION,
    MeaningKind.FUNCTIONAL: MeaningSignificance.GAIN_OF_FUNCTION,
    MeaningKind.ONCOGENIC: MeaningSignificance.ONCOGENIC,
}


def meaning(
    biomarker: str = "BRAF p.V600E",
    kind: MeaningKind = MeaningKind.PROGNOSTIC,
    *,
    record: str = "EID1",
    condition: str = "",
    **fields: object,
) -> ClinicalMeaning:
    made = ClinicalMeaning(
        kind=kind,
        biomarker=parse_biomarker(biomarker),
        condition=parse_biomarker(condition) if condition else None,
        condition_source="disease" if condition else "",
        tumor_types=("MEL",),
        disease="Melanoma",
        subtype="",
        phenotypes=(),
        significance=SAYS[kind],
        direction=Direction.SUPPORTS,
        level=EvidenceLevel.CLINICAL,
        rating=3,
        origin="Somatic",
        flagged=False,
        provenance=Provenance("CIViC", record, "made up", "PMID:1", "", "CC0-1.0"),
    )
    return replace(made, **fields)


def told(*meanings: ClinicalMeaning, profile: TumorProfile = MELANOMA) -> list[MeaningMatch]:
    types = open_tumor_types()
    genes = {gene for each in meanings for gene in genes_of(each.biomarker)}
    return list(
        match_meanings(
            meanings,
            Evaluator(facts_of(profile)),
            types.get(profile.case.tumor_type),
            types,
            label_facts(profile, genes),
        )
    )


def test_a_match_in_full() -> None:
    (found,) = told(meaning())

    assert found == MeaningMatch(
        labels=("BRAF V600E",),
        kind="Prognostic",
        significance="Poor Outcome",
        disease="Melanoma",
        relation=Relation.SAME,
        level="B",
        rating=3,
        direction=Direction.SUPPORTS,
        flagged=False,
        is_germline=False,
        biomarker="BRAF p.V600E",
        reason="BRAF V600E detected",
        provenance=meaning().provenance,
    )


@pytest.mark.parametrize("kind", MeaningKind)
def test_function_and_oncogenicity_are_told_in_the_sheet(kind: MeaningKind) -> None:
    in_the_sheet = kind in (MeaningKind.FUNCTIONAL, MeaningKind.ONCOGENIC)

    assert [each.kind for each in told(meaning(kind=kind))] == [kind.value] * (not in_the_sheet)


@pytest.mark.parametrize("kind", [MeaningKind.PROGNOSTIC, MeaningKind.DIAGNOSTIC])
@pytest.mark.parametrize("origin", ["Somatic", "Rare Germline"])
@pytest.mark.parametrize(
    ("fields", "relations"),
    [
        ({}, [Relation.SAME]),
        ({"tumor_types": ("SOLID",)}, [Relation.ANCESTOR]),
        ({"tumor_types": ("SKCM",)}, []),
        ({"tumor_types": ("LUAD",)}, []),
        ({"tumor_types": ("LUAD", "MEL")}, [Relation.SAME]),
        ({"subtype": "of the eye"}, []),
    ],
    ids=["same", "wider", "a subtype", "another", "one of two", "a subtype in words"],
)
def test_outcome_and_diagnosis_are_those_of_this_tumour_type(
    kind: MeaningKind, origin: str, fields: dict[str, object], relations: list[Relation]
) -> None:
    """Whoever carries a variant: the outcome in another cancer is not this patient's."""
    found = told(meaning(kind=kind, origin=origin, **fields))

    assert [each.relation for each in found] == relations
    assert [each.is_germline for each in found] == [origin != "Somatic"] * len(relations)


@pytest.mark.parametrize("types", [("MEL",), ("LUAD",), ()], ids=["same", "another", "syndrome"])
def test_inherited_risk_is_told_for_any_tumour_type(types: tuple[str, ...]) -> None:
    risk = meaning(kind=MeaningKind.PREDISPOSING, tumor_types=types, origin="Rare Germline")
    (found,) = told(risk)

    assert found.is_germline


@pytest.mark.parametrize("biomarker", ["BRAF p.V600K", "NRAS mutation", "KRAS mutation"])
def test_what_is_absent_or_open_is_not_told(biomarker: str) -> None:
    assert told(meaning(biomarker)) == []


@pytest.mark.parametrize(
    ("condition", "count"), [("NRAS wildtype", 1), ("NRAS mutation", 0), ("KRAS wildtype", 0)]
)
def test_a_condition_has_to_be_known_to_hold(condition: str, count: int) -> None:
    assert len(told(meaning(condition=condition))) == count


def test_what_a_study_does_not_support_is_told_as_that() -> None:
    (found,) = told(meaning(direction=Direction.DOES_NOT_SUPPORT))

    assert found.direction is Direction.DOES_NOT_SUPPORT


def test_an_absence_has_a_name() -> None:
    (found,) = told(meaning("not (NRAS codon 61)"))

    assert found.labels == ("NRAS codon 61 not mutated",)


def test_order_kind_finding_level_stars() -> None:
    meanings = [
        meaning(kind=MeaningKind.PREDISPOSING, record="EID1"),
        meaning(record="EID2", rating=2),
        meaning(record="EID3", rating=4),
        meaning(record="EID4", level=EvidenceLevel.VALIDATED, rating=None),
        meaning(kind=MeaningKind.DIAGNOSTIC, record="EID5", level=EvidenceLevel.PRECLINICAL),
    ]
    expected = ["EID5", "EID4", "EID3", "EID2", "EID1"]

    assert [each.provenance.record_id for each in told(*meanings)] == expected
    assert [each.provenance.record_id for each in told(*reversed(meanings))] == expected


def test_the_bundle_tells_of_braf_in_melanoma() -> None:
    found = matched(tumor("SKCM", [("BRAF", "V600E")])).meanings

    assert {each.kind for each in found} >= {"Diagnostic", "Prognostic"}
    assert all(each.relation.applies or each.kind == "Predisposing" for each in found)
