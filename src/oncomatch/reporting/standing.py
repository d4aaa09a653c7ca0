"""How a therapy line stands: levels by scheme, approvals by agency, and how far they are apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oncomatch.domain.approval import Setting
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.clinical_status import DiseaseExtent
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import AgencyApproval, TherapyMatch
from oncomatch.reporting.view import Fact
from oncomatch.reporting.words import agencies_here, joined


def standing_facts(match: TherapyMatch, case: CaseInfo | None = None) -> tuple[Fact, ...]:
    """Return levels, the ESCAT draft, approvals and the disagreement, whichever there are.

    `case` tells which settings of a label are those of the patient.
    """
    return tuple(_facts(match, _settings_of(case) if case else {}))


def _facts(match: TherapyMatch, known: Mapping[Setting, bool | None]) -> Iterator[Fact]:
    if match.levels:
        levels = (f"{level.scheme} {level.level} → {level.tier.value}" for level in match.levels)
        yield Fact("Levels by source", " · ".join(levels))
    if match.disagreement:
        yield Fact("Sources disagree", match.disagreement)
    if match.escat.rule:
        tier = match.escat.tier or "none"
        yield Fact("ESCAT, draft for an expert", f"{tier}: {match.escat.rule}")
    for approval in match.approvals:
        yield Fact(approval.agency, approval_words(approval, known))


def _settings_of(case: CaseInfo) -> dict[Setting, bool | None]:
    """Return which settings of labels are the patient's, None where the sheet does not say."""
    clinical, given = case.clinical, case.prior_therapies
    extent, resectable, recurrent = clinical.extent, clinical.resectable, clinical.recurrent
    advanced = None if extent is None else extent is DiseaseExtent.LOCALLY_ADVANCED
    return {
        Setting.METASTATIC: clinical.metastatic,
        Setting.LOCALLY_ADVANCED: advanced,
        Setting.RESECTABLE: resectable,
        Setting.UNRESECTABLE: None if resectable is None else not resectable,
        Setting.RECURRENT: recurrent,
        Setting.NEWLY_DIAGNOSED: None if recurrent is None else not recurrent,
        Setting.PREVIOUSLY_TREATED: None if given is None else bool(given),
        Setting.PREVIOUSLY_UNTREATED: None if given is None else not given,
    }


def label_checks(match: TherapyMatch, case: CaseInfo) -> str:
    """Return what to check in the labels that speak for a regimen here; empty if nothing is named.

    The settings of all these labels together, the first few, with those that the sheet answers;
    and what of a label's condition is open.
    """
    agencies = agencies_here(match)
    labels = [each for each in match.approvals if each.agency in agencies]
    return "; ".join(filter(None, (_settings_words(labels, case), *_open_words(labels))))


def _settings_words(labels: list[AgencyApproval], case: CaseInfo) -> str:
    """Return the settings; an agency whose label names none is not among those that are named."""
    having = [label for label in labels if label.settings]
    known = {setting.value: state for setting, state in _settings_of(case).items()}
    named = {setting for label in having for setting in label.settings}
    words = [
        f"{each.value}{_STATED[known.get(each.value)]}" for each in Setting if each.value in named
    ]
    if not words:
        return ""
    more = len(words) - _MOST_SETTINGS
    shown = words[:_MOST_SETTINGS] + [f"{more} more"] * (more > 0)
    of = "" if len(having) == len(labels) else f" of {joined([each.agency for each in having])}"
    return f"to check in the label{of}: {', '.join(shown)}"


def _open_words(labels: list[AgencyApproval]) -> Iterator[str]:
    """Yield what is not known of what the labels ask for, each once with its agencies."""
    reasons: dict[str, list[str]] = {}
    for label in labels:
        if label.condition is Outcome.UNKNOWN:
            reasons.setdefault(label.reason, []).append(label.agency)
    for reason, agencies in reasons.items():
        yield f"open ({', '.join(agencies)}): {reason}"


_MOST_SETTINGS = 5
_STATED = {True: " (sheet: yes)", False: " (sheet: no)", None: ""}


def approval_words(
    approval: AgencyApproval, known: Mapping[Setting, bool | None] | None = None
) -> str:
    """Return what one agency's labels say, with what they ask for and what is not known.

    `known` says which settings are the patient's. They may be alternatives (unresectable or
    metastatic), so that one that is not the patient's excludes nothing.
    """
    parts = [approval.state + (f" since {approval.since}" if approval.since else "")]
    if approval.added:
        parts.append(f"with {', '.join(approval.added)}")
    kinds = [kind for kind in approval.kinds if kind != "listed"]
    parts += [", ".join(kinds)] if kinds else []
    if approval.condition is not Outcome.MET:
        word = "not met" if approval.condition is Outcome.NOT_MET else "open"
        parts.append(f"further condition {word}: {approval.reason}")
    if approval.settings:
        told = {setting.value: state for setting, state in (known or {}).items()}
        words = (f"{each}{_STATED[told.get(each)]}" for each in approval.settings)
        parts.append(f"label: {', '.join(words)}")
    parts.append(", ".join(approval.indications))
    return "; ".join(parts)
