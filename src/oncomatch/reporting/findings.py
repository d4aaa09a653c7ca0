"""The findings of the first page: which there is room for, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oncomatch.domain.alteration import CopyNumber, SmallVariant
from oncomatch.domain.germline import GERMLINE
from oncomatch.domain.rearrangement import Rearrangement
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.reporting.finding_groups import FindingGroup
from oncomatch.reporting.finding_lines import lines_of
from oncomatch.reporting.origin_rows import flags_of
from oncomatch.reporting.view import Finding
from oncomatch.reporting.words import doubt_words, reads_words

MOST_FINDINGS = 5
MOST_OTHERS = 30

_ABSENCE = "looked for and not found, which can be wrong at low tumour content"


def build_silent_findings(groups: Sequence[FindingGroup]) -> tuple[str, ...]:
    """Return the labels of findings without evidence that are not told of on the first page."""
    shown = _first(groups)
    return tuple(each.label for each in groups if each.tier is Tier.III and each not in shown)


def _first(groups: Sequence[FindingGroup]) -> list[FindingGroup]:
    telling = without_repeats(group for group in groups if group.here or group.misses)
    return telling[:MOST_FINDINGS]


def build_findings(
    record: CaseRecord, groups: Sequence[FindingGroup]
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Return the findings of the first page, and the labels of others with evidence.

    `groups` are the findings that matter.
    """
    shown = _first(groups)
    rest = [each for each in groups if each not in shown and each.tier is not Tier.III]
    index = _VariantIndex(record.profile.small_variants)
    findings = tuple(_finding(group, record, shown[:at], index) for at, group in enumerate(shown))
    labels = [f"{group.label} (tier {group.tier.value})" for group in rest]
    more = len(labels) - MOST_OTHERS
    if more > 0:
        labels[MOST_OTHERS:] = [f"and {more} more in the tables below"]
    return findings, tuple(labels)


def without_repeats(groups: Iterable[FindingGroup]) -> list[FindingGroup]:
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


class _VariantIndex:
    """The small variants of a case by id and by label, so that each finding has its own at once."""

    def __init__(self, variants: Sequence[SmallVariant]):
        self._variants = variants
        self._ids: dict[str, list[int]] = {}
        self._labels: dict[str, list[int]] = {}
        for at, each in enumerate(variants):
            self._ids.setdefault(each.id, []).append(at)
            self._labels.setdefault(each.label, []).append(at)

    def of(self, group: FindingGroup) -> list[SmallVariant]:
        """Return the variants that a finding is about, in the order of the record."""
        facts = {fact for match in group.matches for fact in match.facts}
        places = {at for fact in facts for at in self._ids.get(fact, ())}
        places.update(at for label in group.labels for at in self._labels.get(label, ()))
        return [self._variants[at] for at in sorted(places)]


def _finding(
    group: FindingGroup, record: CaseRecord, before: list[FindingGroup], index: _VariantIndex
) -> Finding:
    """Return a finding; what those `before` it tell of its parts alone is not told again."""
    parts = [each for each in before if set(each.labels) < set(group.labels)]
    told = {match.regimen for part in parts for match in part.benefits}
    lines, rest = lines_of(group, record, told)
    variants = index.of(group)
    is_told = set(group.labels) == {label for part in parts for label in part.labels}
    return Finding(
        label=group.label,
        tier=group.tier.value,
        strong=group.tier.rank <= Tier.IB.rank,
        detail="" if is_told else "; ".join(_details(group, record, variants)),
        lines=lines,
        rest=rest,
        flags=() if is_told else flags_of(record, _ids_of(group, variants)),
    )


def _ids_of(group: FindingGroup, variants: Iterable[SmallVariant]) -> list[str]:
    """Return the ids of a finding's variants, those of the germline file first."""
    facts = {fact for match in group.matches for fact in match.facts}
    inherited = [fact for fact in facts if fact.startswith(GERMLINE)]
    return inherited + [each.id for each in variants]


def _details(
    group: FindingGroup, record: CaseRecord, variants: Iterable[SmallVariant]
) -> list[str]:
    facts = {fact for match in group.matches for fact in match.facts}
    standings = {standing.variant: standing.reason for standing in record.standings}

    def concerns(alteration: CopyNumber | Rearrangement) -> bool:
        return alteration.id in facts or alteration.label in group.labels

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
