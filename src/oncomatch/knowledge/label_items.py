"""Approvals as evidence items: a label is a statement like others, of a scheme without levels."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.approval import Agency, Approval
from oncomatch.domain.evidence import Direction, EvidenceItem, EvidenceScheme

_FROM_LABEL = "label"


def items_of_labels(
    approvals: Iterable[Approval], agencies: Iterable[Agency]
) -> tuple[EvidenceItem, ...]:
    """Return the statements that the labels of the agencies make, in the order of the table."""
    counted = frozenset(agencies)
    return tuple(_item(approval) for approval in approvals if approval.agency in counted)


def _item(approval: Approval) -> EvidenceItem:
    return EvidenceItem(
        biomarker=approval.biomarker,
        condition=approval.condition,
        condition_source=_FROM_LABEL if approval.condition is not None else "",
        tumor_types=approval.tumor_types,
        disease=approval.disease,
        subtype="",
        regimen=approval.regimen,
        significance=approval.significance,
        direction=Direction.SUPPORTS,
        scheme=EvidenceScheme.LABEL,
        level=None,
        rating=None,
        origin="",
        flagged=False,
        provenance=approval.provenance,
        excluded_types=approval.excluded_types,
        line=approval.line,
    )
