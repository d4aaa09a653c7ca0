"""The answer in a few sentences, the markers that were looked for, and what to find out next."""

from __future__ import annotations

from collections.abc import Sequence

from oncomatch.domain import assay
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import Significance
from oncomatch.domain.match import CheckedMarker
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.trial import TrialMatch
from oncomatch.reporting.findings import FindingGroup, group_findings, is_undoubted_benefit
from oncomatch.reporting.view import Marker
from oncomatch.reporting.words import joined, plural

SHORT_FINDINGS = 3
NAMED_REGIMENS = 3
MOST_STEPS = 6
MOST_NAMES = 8

_GERMLINE = "speaks of germline variants"
"""The words by which matching holds a germline statement back; a FILTER may say germline too."""


def build_short(record: CaseRecord) -> tuple[str, ...]:
    """Return the answer in a few sentences; associations, never prescriptions."""
    groups = group_findings(record)
    therapies = [*_benefit_sentences(groups), *_against_sentences(groups)]
    return (
        *(therapies or [_nothing_sentence(groups)]),
        _trial_sentence(record.trials),
        *_assessed_sentences(record),
    )


def _benefit_sentences(groups: tuple[FindingGroup, ...]) -> list[str]:
    """Return a sentence for each of the first findings that speak for a regimen without doubt.

    What was said of findings alone is not said of them together.
    """
    sentences: list[str] = []
    told: set[str] = set()
    for group in groups:
        matches = [match for match in group.strong if is_undoubted_benefit(match)]
        regimens = [match.regimen for match in matches]
        repeats = len(group.labels) > 1 and told.issuperset(regimens)
        if regimens and not repeats and len(sentences) < SHORT_FINDINGS:
            told.update(regimens)
            tiers = sorted({match.tier for match in matches}, key=lambda tier: tier.rank)
            sentences.append(
                f"{group.label} {_verb(group.labels)} associated with benefit from "
                f"{_named(regimens)} in this tumour type "
                f"(tier {joined([tier.value for tier in tiers])})."
            )
    return sentences


_AGAINST = {
    Significance.RESISTANCE: "resistance to",
    Significance.REDUCED_SENSITIVITY: "reduced sensitivity to",
    Significance.ADVERSE_RESPONSE: "adverse response to",
}


def _against_sentences(groups: tuple[FindingGroup, ...]) -> list[str]:
    """Return what speaks against regimens; findings that concern the same ones share a sentence."""
    labels: dict[tuple[Significance, tuple[str, ...]], list[str]] = {}
    for group in groups:
        for significance in _AGAINST:
            regimens = tuple(
                match.regimen for match in group.strong if match.significance is significance
            )
            if regimens:
                labels.setdefault((significance, regimens), []).extend(group.labels)
    return [
        f"{joined(names)} {_verb(names)} associated with {_AGAINST[significance]} "
        f"{_named(regimens)}."
        for (significance, regimens), names in labels.items()
    ]


def _nothing_sentence(groups: tuple[FindingGroup, ...]) -> str:
    """Return what is said when nothing of tier I speaks for a regimen without doubt, or against."""
    overridden = [match for group in groups for match in group.strong]
    if not overridden:
        return "No finding has tier I evidence for or against a therapy in this tumour type."
    reasons = dict.fromkeys(reason for match in overridden for reason in match.opposed_by)
    return (
        f"Tier I evidence of benefit from {_named([match.regimen for match in overridden])} in "
        f"this tumour type is overridden by {joined(list(reasons))}."
    )


def _verb(labels: Sequence[str]) -> str:
    return "is" if len(labels) == 1 else "are"


def _named(regimens: Sequence[str]) -> str:
    """Return the first regimens by name and the number of the others."""
    if len(regimens) <= NAMED_REGIMENS:
        return joined(list(regimens))
    rest = len(regimens) - NAMED_REGIMENS
    return f"{', '.join(regimens[:NAMED_REGIMENS])} and {plural(rest, 'more regimen')}"


def _trial_sentence(trials: tuple[TrialMatch, ...]) -> str:
    open_ones = [trial for trial in trials if trial.outcome is not Outcome.NOT_MET]
    if not open_ones:
        return "No open trial of the snapshot fits what is known."
    return (
        f"{plural(len(open_ones), 'open trial fits', 'open trials fit')} what is known; other "
        f"criteria of the protocols were not read."
    )


def _assessed_sentences(record: CaseRecord) -> list[str]:
    """Return what was not looked at: of it nothing is known, and nothing found says nothing."""
    sentences = []
    if not record.profile.assay.small_variants:
        sentences.append("Small variants were not assessed.")
    unknown = [each for each in record.markers if each.finding is assay.Finding.NOT_ASSESSED]
    if unknown:
        sentences.append(
            f"{len(unknown)} of {plural(len(record.markers), 'marker')} that approvals and level A "
            f"evidence in this tumour type ask for were not assessed: nothing is known of them."
        )
    return sentences


_STATES = {
    assay.Finding.DETECTED: "detected",
    assay.Finding.NOT_DETECTED: "negative",
    assay.Finding.NOT_ASSESSED: "open",
    assay.Finding.UNCLEAR: "unclear",
}


def build_markers(record: CaseRecord) -> tuple[Marker, ...]:
    """Return the markers that were looked for in this tumour type."""
    return tuple(
        Marker(each.biomarker.replace("_", " "), _STATES[each.finding], each.reason)
        for each in record.markers
    )


def build_next_steps(record: CaseRecord) -> tuple[str, ...]:
    """Return what to find out next, the steps that decide most regimens first.

    Markers with one and the same reason are one step.
    """
    open_markers = [
        marker
        for marker in record.markers
        if marker.finding in (assay.Finding.NOT_ASSESSED, assay.Finding.UNCLEAR)
    ]
    by_reason: dict[str, list[CheckedMarker]] = {}
    for marker in open_markers:
        by_reason.setdefault(_without_name(marker.reason), []).append(marker)
    steps = []
    for reason, markers in by_reason.items():
        count = len({regimen for marker in markers for regimen in marker.regimens})
        names = [marker.biomarker.replace("_", " ") for marker in markers]
        shown = ", ".join(names[:MOST_NAMES])
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        steps.append((count, f"{shown}{more}: {reason} (decides {plural(count, 'regimen')})"))
    steps.sort(key=lambda step: (-step[0], step[1]))
    shown_steps = [words for _, words in steps][:MOST_STEPS]
    germline = sorted(
        {miss.biomarker for miss in record.near_misses if miss.labels and _GERMLINE in miss.reason}
    )
    if germline:
        shown_steps.insert(
            0,
            "Confirm in germline and offer genetic counselling before statements about germline "
            f"variants are applied: {'; '.join(germline)}",
        )
    return tuple(shown_steps)


def _without_name(reason: str) -> str:
    """Return a reason without what it is about, which stands before its colon."""
    return reason.partition(": ")[2] or reason
