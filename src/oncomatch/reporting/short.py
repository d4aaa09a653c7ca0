"""The answer in a few sentences, the markers that were looked for, and what to find out next."""

from __future__ import annotations

from oncomatch.domain import assay
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import Significance
from oncomatch.domain.match import CheckedMarker
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.domain.trial import TrialMatch
from oncomatch.reporting.findings import group_findings
from oncomatch.reporting.view import Marker
from oncomatch.reporting.words import joined, plural

SHORT_FINDINGS = 3
NAMED_REGIMENS = 3
MOST_STEPS = 6
MOST_NAMES = 8

_GERMLINE = "germline"


def build_short(record: CaseRecord) -> tuple[str, ...]:
    """Return the answer in a few sentences; associations, never prescriptions."""
    sentences: list[str] = []
    groups = group_findings(record)
    told: set[str] = set()
    for group in groups:
        strong = [match for match in group.here if match.tier.rank <= Tier.IB.rank]
        benefits = [each for each in strong if each.significance.is_benefit]
        plain = [each.regimen for each in benefits if not each.opposed_by]
        repeats = len(group.labels) > 1 and told.issuperset(plain)
        if plain and not repeats and len(sentences) < SHORT_FINDINGS:
            told.update(plain)
            word = "is" if len(group.labels) == 1 else "are"
            sentences.append(
                f"{group.label} {word} associated with benefit from {_named(plain)} in this "
                f"tumour type (tier {group.tier.value})."
            )
    resistances = [
        match
        for group in groups
        for match in group.here
        if match.significance is Significance.RESISTANCE and match.tier.rank <= Tier.IB.rank
    ]
    if resistances:
        labels = list(dict.fromkeys(joined(match.labels) for match in resistances))
        regimens = list(dict.fromkeys(match.regimen for match in resistances))
        verb = "is" if len(labels) == 1 else "are"
        sentences.append(
            f"{joined(labels)} {verb} associated with resistance to {_named(regimens)}."
        )
    if not sentences:
        sentences.append(
            "No finding has tier I evidence for or against a therapy in this tumour type."
        )
    sentences.extend(_trial_sentence(record.trials))
    sentences.extend(_assessed_sentence(record))
    return tuple(sentences)


def _named(regimens: list[str]) -> str:
    """Return the first regimens by name and the number of the others."""
    if len(regimens) <= NAMED_REGIMENS:
        return joined(regimens)
    rest = len(regimens) - NAMED_REGIMENS
    return f"{', '.join(regimens[:NAMED_REGIMENS])} and {plural(rest, 'more regimen')}"


def _trial_sentence(trials: tuple[TrialMatch, ...]) -> list[str]:
    open_ones = [trial for trial in trials if trial.outcome is not Outcome.NOT_MET]
    if not open_ones:
        return ["No open trial of the snapshot fits what is known."]
    return [
        f"{plural(len(open_ones), 'open trial fits', 'open trials fit')} what is known; other "
        f"criteria of the protocols were not read."
    ]


def _assessed_sentence(record: CaseRecord) -> list[str]:
    unknown = [each for each in record.markers if each.finding is assay.Finding.NOT_ASSESSED]
    if not unknown:
        return []
    return [
        f"{len(unknown)} of {plural(len(record.markers), 'marker')} that approvals and level A "
        f"evidence in this tumour type ask for were not assessed: nothing is known of them."
    ]


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
    germline = sorted({miss.biomarker for miss in record.near_misses if _GERMLINE in miss.reason})
    if any(miss.labels for miss in record.near_misses if _GERMLINE in miss.reason):
        shown_steps.insert(
            0,
            "Confirm in germline and offer genetic counselling before statements about germline "
            f"variants are applied: {'; '.join(germline)}",
        )
    return tuple(shown_steps)


def _without_name(reason: str) -> str:
    """Return a reason without what it is about, which stands before its colon."""
    return reason.partition(": ")[2] or reason
