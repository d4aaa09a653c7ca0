"""The answer in a few sentences, the markers that were looked for, and what to find out next."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from oncomatch.domain import assay
from oncomatch.domain.biomarker import CopyNumberKind, ExpressionKind
from oncomatch.domain.evidence import Significance
from oncomatch.domain.match import CheckedMarker, TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.trial_match import TrialMatch
from oncomatch.reporting.finding_groups import FindingGroup
from oncomatch.reporting.near_misses import GERMLINE
from oncomatch.reporting.origin_rows import confirm_words
from oncomatch.reporting.plural import plural
from oncomatch.reporting.view import Marker, MarkerRow, NextStep
from oncomatch.reporting.words import joined, pattern_words, protein_words, without_name

SHORT_FINDINGS = 3
NAMED_REGIMENS = 3
MOST_STEPS = 6
TRIAL_QUESTIONS = 2
MOST_NAMES = 8


def build_short(record: CaseRecord, groups: Sequence[FindingGroup]) -> tuple[str, ...]:
    """Return the answer in a few sentences; associations, never prescriptions.

    `groups` are the findings that matter.
    """
    therapies = [*_benefit_sentences(groups), *_against_sentences(groups)]
    return (
        *(therapies or [_nothing_sentence(groups)]),
        _trial_sentence(record.trials.matches),
        *_assessed_sentences(record),
    )


def _benefit_sentences(groups: Sequence[FindingGroup]) -> list[str]:
    """Return a sentence for each of the first findings that speak for a regimen without doubt.

    What was said of findings alone is not said of them together, nor of one more absence.
    """
    sentences: list[str] = []
    told: set[str] = set()
    for group in groups:
        regimens = [match.regimen for match in group.benefits]
        repeats = told.issuperset(regimens) and (len(group.labels) > 1 or not group.present)
        if regimens and not repeats and len(sentences) < SHORT_FINDINGS:
            told.update(regimens)
            sentences.append(_benefit_sentence(group))
    return sentences


def _benefit_sentence(group: FindingGroup) -> str:
    """Return the first regimens of a finding with their tiers, and how many others there are."""
    named = group.benefits[:NAMED_REGIMENS]
    rest = len(group.benefits) - len(named)
    tiers = dict.fromkeys(match.tier.value for match in named)
    more = f"; {plural(rest, 'more regimen')} of tier I below" if rest else ""
    label = group.label[0].upper() + group.label[1:] if not group.present else group.label
    return (
        f"{label} {_verb(group.labels)} associated with benefit from "
        f"{joined([_with_treatment(match) for match in named])} in this tumour type "
        f"(tier {joined(list(tiers))}{more})."
    )


def _with_treatment(match: TherapyMatch) -> str:
    """Return a regimen, and whether the patient had a drug of it before."""
    if match.progressed_before:
        return f"{match.regimen} (given before, with progression)"
    return f"{match.regimen} (given before)" if match.given_before else match.regimen


_AGAINST = {
    Significance.RESISTANCE: "resistance to",
    Significance.REDUCED_SENSITIVITY: "reduced sensitivity to",
    Significance.ADVERSE_RESPONSE: "adverse response to",
}


def _against_sentences(groups: Sequence[FindingGroup]) -> list[str]:
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


def _nothing_sentence(groups: Sequence[FindingGroup]) -> str:
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
    open_ones = [trial for trial in trials if trial.may_fit]
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
    silent = [each for each in record.markers if each.finding is assay.Finding.NOT_INFORMATIVE]
    if silent:
        sentences.append(
            f"{plural(len(silent), 'marker')} that were not found in plasma are not informative."
            if len(silent) > 1
            else "A marker that was not found in plasma is not informative."
        )
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
    assay.Finding.NOT_INFORMATIVE: "open",
}


_OPEN = (assay.Finding.NOT_ASSESSED, assay.Finding.UNCLEAR, assay.Finding.NOT_INFORMATIVE)
_GROUPED = ("negative", "open")
_SMALL = re.compile(
    r"(\S+) (?:p\.|c\.|g\.|codons? |exons? \d[\d-]* (?!loss)|region |mutation|oncogenic|missense"
    r"|gain_of_function|loss_of_function|truncation|frameshift|splice$)"
)


_SCORE = re.compile(r"(\S+ (?:IHC|TPS|CPS|IC|TC)) (?:>=|<=|[<>=]) [\d.]+")
_STAIN = re.compile(r"the (?:IHC|TPS|CPS|IC|TC|protein level) of (\S+) was not assessed")
"""That no stain of a protein was given, whatever is asked of it."""


def build_markers(record: CaseRecord) -> tuple[Marker, ...]:
    """Return the markers that were looked for in this tumour type, in short.

    Small variants of a gene that share a state are one; beside others of the gene in another
    state they are called so, as a finding of one is no finding of the gene.
    """
    states: dict[str, set[str]] = {}
    for each in record.markers:
        states.setdefault(_small_gene(each), set()).add(_STATES[each.finding])
    groups: dict[tuple[str, str], list[CheckedMarker]] = {}
    for each in record.markers:
        state, gene = _STATES[each.finding], _small_gene(each)
        other = "other " if len(states[gene]) > 1 else ""
        name = f"{other}{gene} mutations" if gene and state in _GROUPED else each.biomarker
        if score := _SCORE.fullmatch(each.biomarker):
            name = score[1]
        groups.setdefault((state, name), []).append(each)
    return tuple(_marker(state, name, group) for (state, name), group in groups.items())


def _small_gene(marker: CheckedMarker) -> str:
    """Return the gene of which a marker asks for small variants, empty for other markers."""
    found = _SMALL.match(marker.biomarker)
    return found[1] if found else ""


def _marker(state: str, name: str, group: list[CheckedMarker]) -> Marker:
    """Return one marker, or the small variants of a gene that share a state under one name."""
    if len(group) == 1:
        form, exceptions, _ = pattern_words(group[0].biomarker).partition(" except ")
        name = f"{form}, with exceptions" if exceptions else form
        return Marker(name, state, protein_words(group[0].reason))
    names = ", ".join(pattern_words(each.biomarker) for each in group)
    reason = f"{names}: {protein_words(group[0].reason)}"
    if all(_SCORE.fullmatch(each.biomarker) for each in group):
        first, *others = (pattern_words(each.biomarker) for each in group)
        limits = [other.removeprefix(pattern_words(name)).strip() for other in others]
        return Marker(", ".join((first, *limits)), state, reason)
    return Marker(f"{name} ({len(group)} named)", state, reason)


def build_marker_rows(record: CaseRecord) -> tuple[MarkerRow, ...]:
    """Return every marker with its state, the reason and the regimens that it decides."""
    return tuple(
        MarkerRow(
            pattern_words(each.biomarker),
            _STATES[each.finding],
            protein_words(each.reason),
            ", ".join(each.regimens),
        )
        for each in record.markers
    )


def build_steps(record: CaseRecord) -> tuple[NextStep, ...]:
    """Return what to find out next in one list: germline, tests, then what decides on trials."""
    questions = [each for each in record.trials.questions if each.opens][:TRIAL_QUESTIONS]
    return (
        *(NextStep("Germline", words) for words in _germline_steps(record)),
        *(NextStep("Test", words) for words in _test_steps(record)),
        *(
            NextStep(
                "For trials",
                f"{each.question} (may open {plural(each.opens, 'trial')} by itself)",
            )
            for each in questions
        ),
    )


def build_next_steps(record: CaseRecord) -> tuple[str, ...]:
    """Return what to find out next for regimens, what to confirm in the germline first."""
    return (*_germline_steps(record), *_test_steps(record))


def _test_steps(record: CaseRecord) -> list[str]:
    """Return what was not assessed, the steps that decide most regimens first.

    Markers with one and the same reason are one step; one on which no regimen waits is none, as
    hormone receptors for what takes a HER2-negative tumour. The copies of a gene whose protein is
    overexpressed come last.
    """
    open_markers = [
        marker for marker in record.markers if marker.finding in _OPEN and marker.undecided
    ]
    shown_by_protein = {
        marker.biomarker.partition(" ")[0]
        for marker in record.markers
        if marker.finding is assay.Finding.DETECTED
        and marker.biomarker.endswith(f" {ExpressionKind.OVEREXPRESSION.value}")
    }
    by_reason: dict[str, list[CheckedMarker]] = {}
    for marker in open_markers:
        reason = without_name(marker.reason, marker.biomarker)
        reason = _STAIN.sub(r"the protein level of \1 was not assessed", reason)
        by_reason.setdefault(reason, []).append(marker)
    steps = []
    for reason, markers in by_reason.items():
        count = len({regimen for marker in markers for regimen in marker.undecided})
        names = [pattern_words(marker.biomarker) for marker in markers]
        shown = ", ".join(names[:MOST_NAMES])
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        after = all(_is_amplification(marker, shown_by_protein) for marker in markers)
        words = f"{shown}{more}: {protein_words(reason)} (decides {plural(count, 'regimen')})"
        steps.append((after, -count, words))
    return [words for *_, words in sorted(steps)][:MOST_STEPS]


def _germline_steps(record: CaseRecord) -> list[str]:
    confirm = confirm_words(record)
    steps = [confirm] if confirm else []
    germline = sorted(
        {miss.biomarker for miss in record.near_misses if miss.labels and GERMLINE in miss.reason}
    )
    if germline:
        steps.append(
            "Confirm in germline and offer genetic counselling before statements about germline "
            f"variants are applied: {'; '.join(germline)}"
        )
    return steps


def _is_amplification(marker: CheckedMarker, genes: Collection[str]) -> bool:
    gene, _, rest = marker.biomarker.partition(" ")
    return gene in genes and rest == CopyNumberKind.AMPLIFICATION.value
