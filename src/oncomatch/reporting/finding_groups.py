"""What is known of each finding: its statements, those that nearly apply, and how strong it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from oncomatch.domain.match import NearMiss, TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.reporting.words import agencies_here, joined


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

    @cached_property
    def tier(self) -> Tier:
        """The strongest tier among supported statements."""
        tiers = [match.tier for match in self.matches if match.evidence]
        return min(tiers, key=lambda tier: tier.rank, default=Tier.III)

    @cached_property
    def here(self) -> tuple[TherapyMatch, ...]:
        """The statements of this tumour type that are not preclinical."""
        return tuple(
            match
            for match in self.matches
            if match.evidence and match.relation.applies and match.tier.rank <= Tier.IIC.rank
        )

    @cached_property
    def strong(self) -> tuple[TherapyMatch, ...]:
        """The statements of tier I in this tumour type."""
        return tuple(match for match in self.here if is_strong(match))

    @cached_property
    def benefits(self) -> tuple[TherapyMatch, ...]:
        """The statements of tier I that speak for a regimen without doubt, as a reader asks.

        The stronger tier first, what is approved here before what is not; of these, a regimen of
        drugs that are not named yet before one more combination of the same drug.
        """
        undoubted = sorted(filter(is_undoubted_benefit, self.strong), key=_standing)
        ordered: list[TherapyMatch] = []
        for _, alike in groupby(undoubted, key=_standing):
            ordered += _new_drugs_first(list(alike), ordered)
        return tuple(ordered)


def is_strong(match: TherapyMatch) -> bool:
    """Whether a statement is of tier I."""
    return match.tier.rank <= Tier.IB.rank


def _standing(match: TherapyMatch) -> tuple[int, bool, bool]:
    """Order by tier; what the disease progressed under before comes after what it did not."""
    return match.tier.rank, match.progressed_before, not agencies_here(match)


def _new_drugs_first(matches: list[TherapyMatch], before: list[TherapyMatch]) -> list[TherapyMatch]:
    """Return the matches that share no drug with those before them, then the others."""
    named = {therapy for match in before for therapy in match.therapies}
    new: list[TherapyMatch] = []
    others: list[TherapyMatch] = []
    for match in matches:
        (new if named.isdisjoint(match.therapies) else others).append(match)
        named.update(match.therapies)
    return new + others


def is_undoubted_benefit(match: TherapyMatch) -> bool:
    """Whether a statement speaks for its regimen and no resistance overrides it."""
    return match.significance.is_benefit and not match.opposed_by


def group_findings(record: CaseRecord) -> tuple[FindingGroup, ...]:
    """Return the findings of a record that matter in its tumour type, strongest first."""
    return those_that_matter(group_every_finding(record))


def those_that_matter(groups: Iterable[FindingGroup]) -> tuple[FindingGroup, ...]:
    """Return what was found, and an absence only where it matters in this tumour type."""
    return tuple(group for group in groups if group.present or group.here)


def group_every_finding(record: CaseRecord) -> tuple[FindingGroup, ...]:
    """Return the findings of a record, strongest first, with every absence.

    Variants of known meaning and changed copy numbers stand among them without statements.
    """
    matches: dict[tuple[str, ...], list[TherapyMatch]] = {}
    misses: dict[tuple[str, ...], list[NearMiss]] = {}
    for match in record.therapies:
        matches.setdefault(match.labels, []).append(match)
    for miss in record.near_misses:
        if miss.labels:
            misses.setdefault(miss.labels, []).append(miss)
    plain = _plain_findings(record)
    present = {match.labels for match in record.therapies if _is_present(match)}
    present.update(plain)
    labels = dict.fromkeys([*matches, *misses, *plain])
    groups = [
        FindingGroup(
            each, tuple(matches.get(each, ())), tuple(misses.get(each, ())), each in present
        )
        for each in labels
    ]
    return tuple(sorted(groups, key=_finding_order))


def _is_present(match: TherapyMatch) -> bool:
    """Whether the facts of a match are something found; a wild type has no fact of its own."""
    return any(not fact.endswith("-wildtype") for fact in match.facts)


def _plain_findings(record: CaseRecord) -> list[tuple[str, ...]]:
    known = {standing.variant for standing in record.standings if standing.known}
    profile = record.profile
    stated = {fact for match in record.therapies for fact in match.facts}
    silent = known - stated
    labels = [each.label for each in profile.small_variants if each.id in silent]
    labels += [each.label for each in profile.copy_numbers if each.kind and each.id not in stated]
    labels += [
        each.label for each in profile.rearrangements if not each.left_out and each.id not in stated
    ]
    stains, hybrids = profile.markers.ihc, profile.markers.ish
    labels += [each.label for each in stains if each.is_finding and each.id not in stated]
    labels += [each.label for each in hybrids if each.is_finding and each.id not in stated]
    return [(label,) for label in dict.fromkeys(labels)]


def _finding_order(group: FindingGroup) -> tuple[object, ...]:
    benefit = any(match.significance.is_benefit for match in group.here)
    return group.tier.rank, not group.here, not benefit, -len(group.here), group.label
