"""What the record says of regimens as therapeutic response statements of VA-Spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from oncomatch.domain.evidence import Interaction, Significance
from oncomatch.domain.match import SupportingEvidence, TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.reporting.ga4gh.parts import (
    TIERS,
    Json,
    categorical,
    concept,
    disease,
    document,
    method,
)

_PREDICATES = {
    Significance.SENSITIVITY: "predictsSensitivityTo",
    Significance.RESISTANCE: "predictsResistanceTo",
}
_OPERATORS = {Interaction.COMBINATION: "AND", Interaction.SUBSTITUTES: "OR"}
NO_VARIANT = "it follows from a marker of the whole tumour or from an absence, not from a variant"


@dataclass(frozen=True, slots=True)
class Subject:
    """A finding that may be the subject of a statement; `alleles` is empty for larger changes."""

    label: str
    alleles: tuple[Json, ...]
    qualifiers: Json


@dataclass(frozen=True, slots=True)
class NotStated:
    """What VA-Spec has no statement for, and why."""

    labels: tuple[str, ...]
    regimen: str
    reason: str


def therapy_statements(
    record: CaseRecord, subjects: Mapping[str, Subject]
) -> Iterator[Json | NotStated]:
    """Yield a statement for each regimen and disease that sources speak of, for and against.

    `subjects` are the findings by the ids of their facts.
    """
    case = record.profile.case
    for match in record.therapies:
        predicate = _PREDICATES.get(match.significance)
        reason = ""
        if predicate is None:
            reason = f"VA-Spec has no predicate for {match.significance.value}"
        elif not any(fact in subjects for fact in match.facts):
            reason = NO_VARIANT
        if reason:
            yield NotStated(match.labels, match.regimen, reason)
            continue
        proposition: Json = {
            "type": "VariantTherapeuticResponseProposition",
            **_subject(match, subjects),
            "predicate": predicate,
            "objectTherapeutic": _regimen(match),
        }
        for records, direction in ((match.evidence, "supports"), (match.against, "disputes")):
            by_disease: dict[str, list[SupportingEvidence]] = {}
            for each in records:
                by_disease.setdefault(each.disease, []).append(each)
            for name, group in by_disease.items():
                yield _statement(match, proposition, name, group, direction, case.tumor_type)


def _subject(match: TherapyMatch, subjects: Mapping[str, Subject]) -> Json:
    """Return the variant, or what the finding is called where there is more to it than one."""
    found = [subjects[fact] for fact in match.facts if fact in subjects]
    alleles = [each for subject in found for each in subject.alleles]
    if len(match.facts) == len(alleles) == 1:
        return {"subjectVariant": alleles[0], **found[0].qualifiers}
    qualifiers = found[0].qualifiers if len(found) == 1 else {}
    name = " and ".join(match.labels)
    return {"subjectVariant": categorical(name, alleles), **qualifiers}


def _regimen(match: TherapyMatch) -> Json:
    """Return one therapy or a group; one after the other is neither, so it is told by name."""
    operator = _OPERATORS.get(match.interaction)
    if len(match.therapies) > 1 and operator is not None:
        return {
            "therapies": [_therapy(each) for each in match.therapies],
            "membershipOperator": operator,
        }
    return _therapy(match.regimen)


def _therapy(name: str) -> Json:
    return {"conceptType": "Therapy", "name": name}


def _statement(
    match: TherapyMatch,
    proposition: Json,
    name: str,
    group: list[SupportingEvidence],
    direction: str,
    case_type: str,
) -> Json:
    best = min((each.tier for each in group), key=lambda tier: tier.rank)
    exact = any(each.relation is Relation.SAME and not each.subtype for each in group)
    tier, _, level = best.value.partition("-")
    strength: Json = {"strength": concept(TIERS, f"Level {level}")} if best is not Tier.III else {}
    remarks = [
        {"name": word, "value": list(values)}
        for word, values in (
            ("overriddenByResistance", match.opposed_by),
            ("weakerResistance", match.cautioned_by),
            ("inConflictWith", match.conflicts),
        )
        if values
    ]
    return {
        "type": "Statement",
        "specifiedBy": method(TIERS),
        "proposition": {
            **proposition,
            "conditionQualifier": disease(name, case_type if exact else ""),
        },
        "direction": direction,
        **strength,
        "classification": concept(TIERS, f"Tier {tier}"),
        "reportedIn": [document(each.provenance) for each in group],
        "hasEvidenceLines": [_line(each, direction) for each in group],
        **({"extensions": remarks} if remarks else {}),
    }


def _line(evidence: SupportingEvidence, direction: str) -> Json:
    level = f"{evidence.scheme.value} {evidence.level}" if evidence.level else evidence.scheme.value
    return {
        "type": "EvidenceLine",
        "directionOfEvidenceProvided": direction,
        "strengthOfEvidenceProvided": {"name": level},
        "description": f"{evidence.id}: {evidence.biomarker}; {evidence.rule}",
        "reportedIn": [document(evidence.provenance)],
    }
