"""The findings of the first page: what is known of each, strongest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oncomatch.domain.alteration import CopyNumber, SmallVariant
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.germline import GERMLINE
from oncomatch.domain.match import NearMiss, TherapyMatch
from oncomatch.domain.rearrangement import Rearrangement
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.reporting.finding_groups import FindingGroup, is_strong
from oncomatch.reporting.origin_rows import flags_of
from oncomatch.reporting.plural import plural
from oncomatch.reporting.view import Finding, Line
from oncomatch.reporting.words import (
    UNKNOWN,
    doubt_words,
    is_approval,
    joined,
    pattern_words,
    reads_words,
    tag_of,
)

MOST_FINDINGS = 5
MOST_LINES = 6
MOST_MISSES = 2
MOST_OTHERS = 30

_ABSENCE = "looked for and not found, which can be wrong at low tumour content"


def anchor_of(index: int) -> str:
    """Return the anchor of the statement with that index in the record."""
    return f"e{index + 1}"


def build_silent_findings(groups: Sequence[FindingGroup]) -> tuple[str, ...]:
    """Return the labels of findings without evidence that are not told of on the first page."""
    shown = _first(groups)
    return tuple(each.label for each in groups if each.tier is Tier.III and each not in shown)


def _first(groups: Sequence[FindingGroup]) -> list[FindingGroup]:
    telling = _without_repeats(group for group in groups if group.here or group.misses)
    return telling[:MOST_FINDINGS]


def build_findings(
    record: CaseRecord, groups: Sequence[FindingGroup]
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Return the findings of the first page, and the labels of others with evidence.

    `groups` are the findings that matter.
    """
    shown = _first(groups)
    rest = [each for each in groups if each not in shown and each.tier is not Tier.III]
    findings = tuple(_finding(group, record) for group in shown)
    labels = [f"{group.label} (tier {group.tier.value})" for group in rest]
    more = len(labels) - MOST_OTHERS
    if more > 0:
        labels[MOST_OTHERS:] = [f"and {more} more in the tables below"]
    return findings, tuple(labels)


def _without_repeats(groups: Iterable[FindingGroup]) -> list[FindingGroup]:
    """Return the findings without absences that name no regimen beside those of absences before.

    Sources write one and the same absence in many ways: RAS wild type, codons 12 and 13 not
    mutated, none of seven changes.
    """
    kept: list[FindingGroup] = []
    told: set[str] = set()
    for group in groups:
        regimens = {match.regimen for match in group.here}
        if not group.present:
            if not group.misses and regimens <= told:
                continue
            told |= regimens
        kept.append(group)
    return kept


def _finding(group: FindingGroup, record: CaseRecord) -> Finding:
    shown = _choose_lines(group)
    lines = [_line(match, record) for match in shown]
    lines += [_miss_line(misses) for misses in _choose_misses(group)]
    return Finding(
        label=group.label,
        tier=group.tier.value,
        strong=group.tier.rank <= Tier.IB.rank,
        detail="; ".join(_details(group, record)),
        lines=tuple(lines),
        rest=_rest_words(group, shown),
        flags=flags_of(record, _variants_of(group, record)),
    )


def _variants_of(group: FindingGroup, record: CaseRecord) -> list[str]:
    facts = {fact for match in group.matches for fact in match.facts}
    inherited = [fact for fact in facts if fact.startswith(GERMLINE)]
    return inherited + [
        each.id
        for each in record.profile.small_variants
        if each.id in facts or each.label in group.labels
    ]


def _line_order(match: TherapyMatch) -> int:
    """Order what counts for, then against, then what is overridden, each by its strength."""
    if match.opposed_by:
        return 2
    return int(not is_strong(match)) if match.significance.is_benefit else 1


def _choose_lines(group: FindingGroup) -> list[TherapyMatch]:
    """Return the statements for which there is room, in the order of their lines.

    Tier I without doubt goes first. Up to half of the room is kept for what speaks against a
    regimen, however many speak for one.
    """
    benefits = group.benefits
    against = [match for match in group.strong if not match.significance.is_benefit]
    against = against[: max(MOST_LINES // 2, MOST_LINES - len(benefits))]
    first = [*benefits[: MOST_LINES - len(against)], *against]
    others = [match for match in group.here if not is_strong(match) or match.opposed_by]
    others.sort(key=_line_order)
    return sorted([*first, *others[: MOST_LINES - len(first)]], key=_line_order)


def _rest_words(group: FindingGroup, shown: list[TherapyMatch]) -> str:
    """Return how many supported statements are not shown; those of tier I are not called weak."""
    told, of_tier_one = set(map(id, shown)), set(map(id, group.strong))
    strong: list[TherapyMatch] = []
    others: list[TherapyMatch] = []
    for match in group.matches:
        if match.evidence and id(match) not in told:
            undoubted = id(match) in of_tier_one and not match.opposed_by
            (strong if undoubted else others).append(match)
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


def _choose_misses(group: FindingGroup) -> list[list[NearMiss]]:
    """Return near misses by regimen, what is open before what does not apply.

    A regimen that another statement of tier I speaks for already is no near miss to a reader.
    """
    told = {match.regimen for match in group.benefits}
    regimens: dict[tuple[bool, str], list[NearMiss]] = {}
    for miss in group.misses:
        if miss.regimen not in told:
            fails = miss.outcome is Outcome.NOT_MET
            regimens.setdefault((fails, miss.regimen), []).append(miss)
    order = sorted(regimens, key=lambda key: key[0])
    return [regimens[key] for key in order][:MOST_MISSES]


def _miss_line(misses: list[NearMiss]) -> Line:
    """Return the line of a regimen: the first of its near misses, with the records of all."""
    miss = misses[0]
    fails = miss.outcome is Outcome.NOT_MET
    records = sorted({record for each in misses for record in each.records})
    return Line(
        tag="does not apply" if fails else "open",
        style=UNKNOWN,
        regimen=miss.regimen,
        why=f"asks for {pattern_words(miss.condition or miss.biomarker)}; "
        f"{'found' if fails else 'not known'}: {miss.reason} ({_first_records(records)})",
        records="near miss",
        anchor="misses",
    )


def _first_records(records: list[str]) -> str:
    more = f" and {len(records) - 1} more" if len(records) > 1 else ""
    return f"{records[0]}{more}"


def _why(match: TherapyMatch) -> str:
    parts = [_cited(match, approvals=True), _cited(match, approvals=False)]
    text = f"{', '.join(filter(None, parts))}, by {match.specificity.value}"
    if match.given_before:
        text += f"; given before: {'; '.join(map(str, match.given_before))}"
    if match.opposed_by:
        return f"{text}; overridden by {match.opposed_by[0]}"
    if match.against:
        text += f"; {plural(len(match.against), 'study', 'studies')} against"
    if match.cautioned_by:
        text += f"; but {match.cautioned_by[0]}"
    elif match.conflicts:
        text += f"; in conflict with {match.conflicts[0]}"
    return text


def _cited(match: TherapyMatch, *, approvals: bool) -> str:
    """Return a source with its strongest record of this tumour type and how many others."""
    here = [each for each in match.evidence if each.relation.applies]
    evidence = [each for each in here if is_approval(each) is approvals]
    if not evidence:
        return ""
    first = evidence[0].provenance
    of_first = [each for each in evidence if each.provenance.source == first.source]
    levels = sorted({each.level for each in of_first if each.level})
    level = f" level {joined(levels)}" if levels else ""
    more = f" and {len(evidence) - 1} more" if len(evidence) > 1 else ""
    return f"{first.source}{level} ({first.record_id}{more})"


def _details(group: FindingGroup, record: CaseRecord) -> list[str]:
    facts = {fact for match in group.matches for fact in match.facts}
    standings = {standing.variant: standing.reason for standing in record.standings}

    def concerns(alteration: SmallVariant | CopyNumber | Rearrangement) -> bool:
        return alteration.id in facts or alteration.label in group.labels

    variants = filter(concerns, record.profile.small_variants)
    details = []
    for each in variants:
        words = (
            _variant_words(each),
            standings[each.id].removeprefix(f"{each.label}: "),
            doubt_words(each),
        )
        details.append("; ".join(filter(None, words)))
    numbers = filter(concerns, record.profile.copy_numbers)
    if record.profile.germline is not None:
        details += [
            f"{_variant_words(each)} in the germline file"
            for each in record.profile.germline.variants
            if GERMLINE + each.id in facts
        ]
    absence = [] if group.present else [_ABSENCE]
    joined = filter(concerns, record.profile.rearrangements)
    told = [number.reason for number in numbers] + [each.detail for each in joined]
    return details + told + absence


def _variant_words(variant: SmallVariant) -> str:
    effect = variant.effect
    where = f"exon {effect.exon}, " if effect and effect.exon else ""
    coding = effect.hgvs_c if effect else variant.hgvs_g
    return f"{coding}, {where}{reads_words(variant)}"
