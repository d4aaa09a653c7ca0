"""The findings of the first page: what is known of each, strongest first."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.alteration import CopyNumber, SmallVariant
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import NearMiss, TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.reporting.view import Finding, Line
from oncomatch.reporting.words import (
    UNKNOWN,
    doubt_words,
    is_approval,
    joined,
    plural,
    reads_words,
    tag_of,
)

MOST_FINDINGS = 5
MOST_LINES = 6
MOST_MISSES = 2


@dataclass(frozen=True)
class FindingGroup:
    """The statements about the same facts, strongest first, and those that nearly apply.

    `present` is False for a finding that consists in nothing being found (wild type).
    """

    labels: tuple[str, ...]
    matches: tuple[TherapyMatch, ...]
    misses: tuple[NearMiss, ...]
    present: bool

    @property
    def label(self) -> str:
        """What the finding is called."""
        return joined(self.labels)

    @property
    def tier(self) -> Tier:
        """The strongest tier among supported statements."""
        tiers = [match.tier for match in self.matches if match.evidence]
        return min(tiers, key=lambda tier: tier.rank, default=Tier.III)

    @property
    def here(self) -> tuple[TherapyMatch, ...]:
        """The statements of this tumour type that are not preclinical."""
        return tuple(
            match
            for match in self.matches
            if match.evidence and match.relation.applies and match.tier.rank <= Tier.IIC.rank
        )

    @property
    def strong(self) -> tuple[TherapyMatch, ...]:
        """The statements of tier I in this tumour type."""
        return tuple(match for match in self.here if _is_strong(match))


def _is_strong(match: TherapyMatch) -> bool:
    return match.tier.rank <= Tier.IB.rank


def is_undoubted_benefit(match: TherapyMatch) -> bool:
    """Whether a statement speaks for its regimen and no resistance overrides it."""
    return match.significance.is_benefit and not match.opposed_by


def anchor_of(index: int) -> str:
    """Return the anchor of the statement with that index in the record."""
    return f"e{index + 1}"


def group_findings(record: CaseRecord) -> tuple[FindingGroup, ...]:
    """Return the findings of a record, strongest first.

    Variants of known meaning and changed copy numbers stand among them without statements;
    an absence only where it matters in this tumour type.
    """
    matches: dict[tuple[str, ...], list[TherapyMatch]] = {}
    misses: dict[tuple[str, ...], list[NearMiss]] = {}
    for match in record.therapies:
        matches.setdefault(match.labels, []).append(match)
    for miss in record.near_misses:
        if miss.labels:
            misses.setdefault(miss.labels, []).append(miss)
    present = {match.labels for match in record.therapies if _is_present(match)}
    present.update(_plain_findings(record))
    labels = dict.fromkeys([*matches, *misses, *_plain_findings(record)])
    groups = [
        FindingGroup(
            each, tuple(matches.get(each, ())), tuple(misses.get(each, ())), each in present
        )
        for each in labels
    ]
    kept = [group for group in groups if group.present or group.here]
    return tuple(sorted(kept, key=_finding_order))


def _is_present(match: TherapyMatch) -> bool:
    """Whether the facts of a match are something found; a wild type has no fact of its own."""
    return any(not fact.endswith("-wildtype") for fact in match.facts)


def _plain_findings(record: CaseRecord) -> list[tuple[str, ...]]:
    known = {standing.variant for standing in record.standings if standing.known}
    profile = record.profile
    stated = {fact for match in record.therapies for fact in match.facts}
    labels = [each.label for each in profile.small_variants if each.id in known - stated]
    labels += [each.label for each in profile.copy_numbers if each.kind and each.id not in stated]
    return [(label,) for label in labels]


def _finding_order(group: FindingGroup) -> tuple[object, ...]:
    benefit = any(match.significance.is_benefit for match in group.here)
    return group.tier.rank, not group.here, not benefit, -len(group.here), group.label


def build_findings(record: CaseRecord) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Return the findings of the first page, and the labels of the others."""
    groups = group_findings(record)
    shown = [group for group in groups if group.here or group.misses][:MOST_FINDINGS]
    rest = [group for group in groups if group not in shown]
    findings = tuple(_finding(group, record) for group in shown)
    return findings, tuple(f"{group.label} (tier {group.tier.value})" for group in rest)


def _finding(group: FindingGroup, record: CaseRecord) -> Finding:
    shown = _choose_lines(group)
    lines = [_line(match, record) for match in shown]
    lines += [_miss_line(miss) for miss in group.misses[:MOST_MISSES]]
    return Finding(
        label=group.label,
        tier=group.tier.value,
        strong=group.tier.rank <= Tier.IB.rank,
        detail="; ".join(_details(group, record)),
        lines=tuple(lines),
        rest=_rest_words(group, shown),
    )


def _line_order(match: TherapyMatch) -> int:
    """Order what counts for, then against, then what is overridden, each by its strength."""
    if match.opposed_by:
        return 2
    return int(not _is_strong(match)) if match.significance.is_benefit else 1


def _choose_lines(group: FindingGroup) -> list[TherapyMatch]:
    """Return the statements for which there is room, in the order of their lines.

    Tier I without doubt goes first. Up to half of the room is kept for what speaks against a
    regimen, however many speak for one.
    """
    benefits = [match for match in group.strong if is_undoubted_benefit(match)]
    against = [match for match in group.strong if not match.significance.is_benefit]
    against = against[: max(MOST_LINES // 2, MOST_LINES - len(benefits))]
    first = [*benefits[: MOST_LINES - len(against)], *against]
    others = [match for match in group.here if not _is_strong(match) or match.opposed_by]
    others.sort(key=_line_order)
    return sorted([*first, *others[: MOST_LINES - len(first)]], key=_line_order)


def _rest_words(group: FindingGroup, shown: list[TherapyMatch]) -> str:
    """Return how many supported statements are not shown; those of tier I are not called weak."""
    rest = [match for match in group.matches if match.evidence and match not in shown]
    strong = [match for match in rest if match in group.strong and not match.opposed_by]
    others = [match for match in rest if match not in strong]
    parts = [
        f"{kind}: {_count_words(matches)}"
        for kind, matches in (
            ("Also of tier I in this tumour type", strong),
            ("Weaker, doubtful or in other tumour types", others),
        )
        if matches
    ]
    return f"{'. '.join(parts)}; in the evidence below." if parts else ""


def _count_words(matches: list[TherapyMatch]) -> str:
    benefits = sum(match.significance.is_benefit for match in matches)
    words = []
    if benefits:
        words.append(f"benefit from {plural(benefits, 'regimen')}")
    if benefits < len(matches):
        words.append(f"resistance or harm with {plural(len(matches) - benefits, 'regimen')}")
    return joined(words)


def _line(match: TherapyMatch, record: CaseRecord) -> Line:
    tag, style = tag_of(match)
    return Line(
        tag=tag,
        style=style,
        regimen=match.regimen,
        why=_why(match),
        records=plural(len(match.evidence) + len(match.against), "record"),
        anchor=anchor_of(record.therapies.index(match)),
    )


def _miss_line(miss: NearMiss) -> Line:
    fails = miss.outcome is Outcome.NOT_MET
    return Line(
        tag="does not apply" if fails else "open",
        style=UNKNOWN,
        regimen=miss.regimen,
        why=f"asks for {miss.condition or miss.biomarker}: {miss.reason} "
        f"({', '.join(miss.records[:2])})",
        records="near miss",
        anchor="misses",
    )


def _why(match: TherapyMatch) -> str:
    parts = [_cited(match, approvals=True), _cited(match, approvals=False)]
    text = f"{', '.join(filter(None, parts))}, by {match.specificity.value}"
    if match.opposed_by:
        return f"{text}; overridden by {match.opposed_by[0]}"
    if match.against:
        text += f"; {plural(len(match.against), 'study', 'studies')} against"
    if match.cautioned_by:
        text += f"; but {match.cautioned_by[0]}"
    return text


def _cited(match: TherapyMatch, *, approvals: bool) -> str:
    """Return a source with its strongest record of this tumour type and how many others."""
    here = [each for each in match.evidence if each.relation.applies]
    evidence = [each for each in here if is_approval(each) is approvals]
    if not evidence:
        return ""
    first = evidence[0].provenance
    levels = sorted({each.level.value for each in evidence if each.level})
    level = f" level {joined(levels)}" if levels else ""
    more = f" and {len(evidence) - 1} more" if len(evidence) > 1 else ""
    return f"{first.source}{level} ({first.record_id}{more})"


def _details(group: FindingGroup, record: CaseRecord) -> list[str]:
    facts = {fact for match in group.matches for fact in match.facts}
    standings = {standing.variant: standing.reason for standing in record.standings}

    def concerns(alteration: SmallVariant | CopyNumber) -> bool:
        return alteration.id in facts or alteration.label in group.labels

    variants = filter(concerns, record.profile.small_variants)
    details = []
    for each in variants:
        words = (_variant_words(each), _after_name(standings[each.id]), doubt_words(each))
        details.append("; ".join(filter(None, words)))
    numbers = filter(concerns, record.profile.copy_numbers)
    return details + [number.reason for number in numbers]


def _after_name(reason: str) -> str:
    return reason.split(": ", 1)[-1]


def _variant_words(variant: SmallVariant) -> str:
    effect = variant.effect
    where = f"exon {effect.exon}, " if effect and effect.exon else ""
    coding = effect.hgvs_c if effect else variant.hgvs_g
    return f"{coding}, {where}{reads_words(variant)}"
