"""The answer to a question as one line of JSON, or as a table for the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.lookup import Answer
from oncomatch.domain.match import AgencyApproval, NearMiss, SupportingEvidence, TherapyMatch

_WIDE = 40
_MOST_SOURCES = 3
_MOST_MISSES = 12
_APPROVED = "approved"
_MISSES = ("tier", "therapy", "state", "asks for", "why")
_HEAD = ("tier", "therapy", "means", "tumour type", "match", "levels", "approved by", "sources")


def as_json(answer: Answer) -> str:
    """Return an answer as one line of JSON."""
    question, understood = answer.question, answer.understood
    return json.dumps(
        {
            "query": {
                "gene": question.gene,
                "alteration": question.alteration,
                "tumor_type": question.tumor_type,
                **dict(question.others),
            },
            "understood": {
                "gene": understood.gene,
                "alteration": understood.alteration,
                "tumor_type": understood.tumor_type,
                "tumor_type_name": understood.tumor_type_name,
            },
            "therapies": [_therapy(match) for match in answer.therapies],
            "near_misses": [
                {
                    "therapy": miss.regimen,
                    "biomarker": miss.biomarker,
                    "condition": miss.condition,
                    "state": miss.outcome.value,
                    "reason": miss.reason,
                    "tier": miss.tier.value,
                    "sources": list(miss.records),
                }
                for miss in answer.near_misses
            ],
            "notes": list(answer.notes),
        },
        ensure_ascii=False,
    )


def _therapy(match: TherapyMatch) -> dict[str, Any]:
    return {
        "therapy": match.regimen,
        "significance": match.significance.value,
        "supported": bool(match.evidence),
        "tier": match.tier.value,
        "levels": _levels(match),
        "disagreement": match.disagreement,
        "approvals": {each.agency: _approval(each) for each in match.approvals},
        "relation": match.relation.value,
        "specificity": match.specificity.value,
        "opposed_by": list(match.opposed_by),
        "conflicts": list(match.conflicts),
        "cautions": list(match.cautioned_by),
        "sources": [_source(each) for each in (*match.evidence, *match.against)],
    }


def _levels(match: TherapyMatch) -> dict[str, str]:
    """Return the strongest level by scheme; ESCAT is a draft for an expert."""
    levels = {level.scheme: level.level for level in match.levels}
    return levels | ({"ESCAT (draft)": match.escat.tier} if match.escat.tier else {})


def _approval(approval: AgencyApproval) -> dict[str, Any]:
    return {
        "state": approval.state,
        "indications": list(approval.indications),
        "since": approval.since,
        "kinds": list(approval.kinds),
        "conditions": approval.condition.value,
        "reason": approval.reason,
        "settings": list(approval.settings),
        "with": list(approval.added),
    }


def _source(evidence: SupportingEvidence) -> dict[str, str]:
    provenance = evidence.provenance
    return {
        "id": evidence.id,
        "direction": evidence.direction.value,
        "biomarker": evidence.biomarker,
        "disease": evidence.disease,
        "relation": evidence.relation.value,
        "release": provenance.release,
        "citation": provenance.citation,
        "url": provenance.url,
        "licence": provenance.licence,
    }


def as_table(answer: Answer) -> str:
    """Return an answer as lines for people to read."""
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: Answer) -> Iterator[str]:
    understood = answer.understood
    if understood.alteration:
        place = f" in {understood.tumor_type_name} ({understood.tumor_type})"
        yield f"{understood.alteration}{place if understood.tumor_type else ''}"
    for note in answer.notes:
        yield f"note: {note}"
    if answer.therapies:
        yield ""
        yield from _aligned([_HEAD, *map(_row, answer.therapies)])
    if answer.near_misses:
        yield ""
        yield "Would apply, or does not, by one thing beside the question:"
        yield from _aligned([_MISSES, *map(_miss_row, answer.near_misses[:_MOST_MISSES])])
        more = len(answer.near_misses) - _MOST_MISSES
        if more > 0:
            yield f"and {more} more; --format json has all"


def _aligned(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [min(_WIDE, max(len(row[at]) for row in rows)) for at in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()


def _miss_row(miss: NearMiss) -> tuple[str, ...]:
    asks = miss.condition if miss.labels else miss.biomarker
    state = "does not" if miss.outcome is Outcome.NOT_MET else "open"
    return miss.tier.value, miss.regimen, state, asks, miss.reason


def _row(match: TherapyMatch) -> tuple[str, ...]:
    supporting = match.evidence or match.against
    sources = [each.id for each in supporting[:_MOST_SOURCES]]
    more = len(supporting) - len(sources)
    means = match.significance.value if match.evidence else f"not: {match.significance.value}"
    return (
        match.tier.value,
        match.regimen + (" (see resistance)" if match.opposed_by else ""),
        means,
        match.relation.value,
        match.specificity.value,
        ", ".join(f"{level.scheme} {level.level}" for level in match.levels),
        ", ".join(each.agency for each in match.approvals if each.state == _APPROVED),
        ", ".join(sources) + (f" and {more} more" if more > 0 else ""),
    )
