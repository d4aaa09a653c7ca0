"""The statements by finding: what speaks for a regimen first, what speaks against it apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.reporting.finding_groups import FindingGroup
from oncomatch.reporting.finding_lines import anchor_of
from oncomatch.reporting.view import EvidenceBlock, EvidenceGroup, EvidencePart

BENEFIT = "Speaks for a regimen, tier I in this tumour type"
AGAINST = "Resistance, less response or harm in this tumour type"
DOUBTFUL = "Speaks for a regimen, and is overridden or not supported"
WEAKER = "Weaker, or of other tumour types"

_FOLDED: Mapping[str, bool] = MappingProxyType(
    {BENEFIT: False, AGAINST: False, DOUBTFUL: False, WEAKER: True}
)
"""The parts in their order, and whether they are folded."""


def group_evidence(
    record: CaseRecord, blocks: tuple[EvidenceBlock, ...], findings: Sequence[FindingGroup]
) -> tuple[EvidenceGroup, ...]:
    """Return every block of the record once, by finding in the order of the findings.

    `findings` are all. Statements about the absence of a change that matter nowhere here come last.
    """
    by_anchor = {block.anchor: block for block in blocks}
    anchors = {id(match): anchor_of(index) for index, match in enumerate(record.therapies)}
    groups = [_group(group, by_anchor, anchors) for group in findings]
    return tuple(group for group in groups if group.parts)


def _group(
    group: FindingGroup, blocks: Mapping[str, EvidenceBlock], anchors: Mapping[int, str]
) -> EvidenceGroup:
    parts: dict[str, list[EvidenceBlock]] = {part: [] for part in _FOLDED}
    here, strong = (frozenset(map(id, each)) for each in (group.here, group.strong))
    for match in group.matches:
        part = _part_of(match, here=id(match) in here, strong=id(match) in strong)
        parts[part].append(blocks[anchors[id(match)]])
    return EvidenceGroup(
        finding=group.label,
        tier=group.tier.value,
        strong=group.tier.rank <= Tier.IB.rank,
        parts=tuple(
            EvidencePart(heading, _FOLDED[heading], tuple(of_part))
            for heading, of_part in parts.items()
            if of_part
        ),
    )


def _part_of(match: TherapyMatch, *, here: bool, strong: bool) -> str:
    if not here:
        return WEAKER
    if not match.significance.is_benefit:
        return AGAINST
    if match.opposed_by:
        return DOUBTFUL
    return BENEFIT if strong else WEAKER
