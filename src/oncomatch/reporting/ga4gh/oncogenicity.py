"""The point sheets as oncogenicity statements of VA-Spec."""

from __future__ import annotations

from oncomatch.domain.case import CaseInfo
from oncomatch.domain.oncogenicity import (
    Criterion,
    CriterionState,
    Oncogenicity,
    OncogenicitySheet,
)
from oncomatch.reporting.ga4gh.parts import ONCOGENICITY, Json, concept, disease, method

_DIRECTIONS = {
    Oncogenicity.ONCOGENIC: ("supports", "definitive"),
    Oncogenicity.LIKELY_ONCOGENIC: ("supports", "likely"),
    Oncogenicity.UNCERTAIN: ("neutral", ""),
    Oncogenicity.LIKELY_BENIGN: ("disputes", "likely"),
    Oncogenicity.BENIGN: ("disputes", "definitive"),
}
_STRENGTHS = {1: "supporting", 2: "moderate", 4: "strong", 8: "very strong"}


def is_stated(sheet: OncogenicitySheet) -> bool:
    """Whether any criterion of a sheet is met: one without says nothing of the variant."""
    return any(each.state is CriterionState.MET for each in sheet.criteria)


def oncogenicity_statement(sheet: OncogenicitySheet, subject: Json, case: CaseInfo) -> Json:
    """Return the statement of a sheet; `subject` is the variant with its qualifiers.

    Criteria that cannot be assessed here are not in it.
    """
    direction, word = _DIRECTIONS[sheet.classification]
    strength: Json = {"strength": concept(ONCOGENICITY, word)} if word else {}
    lines = [
        _line(each) for each in sheet.criteria if each.state is not CriterionState.NOT_ASSESSABLE
    ]
    return {
        "type": "Statement",
        "specifiedBy": method(ONCOGENICITY),
        "proposition": {
            "type": "VariantOncogenicityProposition",
            **subject,
            "predicate": "isOncogenicFor",
            "objectTumorType": disease(case.tumor_type_name, case.tumor_type),
        },
        "direction": direction,
        **strength,
        "score": sheet.points,
        "classification": concept(ONCOGENICITY, sheet.classification.value),
        "hasEvidenceLines": lines,
    }


def _line(criterion: Criterion) -> Json:
    code, points = criterion.rule.value, criterion.points
    line: Json = {
        "type": "EvidenceLine",
        "specifiedBy": {**method(ONCOGENICITY), "methodType": code},
        "description": criterion.reason,
    }
    if criterion.state is not CriterionState.MET or not points:
        return {
            **line,
            "directionOfEvidenceProvided": "neutral",
            "evidenceOutcome": concept(ONCOGENICITY, f"{code}_not_met"),
        }
    strength = _STRENGTHS.get(abs(points))
    changed = "" if points == criterion.rule.points or strength is None else f"_{strength}"
    return {
        **line,
        "directionOfEvidenceProvided": "supports" if points > 0 else "disputes",
        **({"strengthOfEvidenceProvided": concept(ONCOGENICITY, strength)} if strength else {}),
        "scoreOfEvidenceProvided": points,
        "evidenceOutcome": concept(ONCOGENICITY, code + changed.replace(" ", "_")),
    }
