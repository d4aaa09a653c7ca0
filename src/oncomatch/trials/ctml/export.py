"""A trial of ours as a CTML document.

What CTML has no words for keeps its place as `molecular_marker_other`, which MatchEngine never
finds in a patient and which is read back as unknown: an exported trial matches no one by what it
does not say. Each is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from oncomatch.domain.biomarker import Not
from oncomatch.domain.trial import Arm, ArmLevel, Confidence, Criterion, Side, Trial, TrialStatus
from oncomatch.trials.ctml.said import ResidueOf, Speaker

_OPEN, _CLOSED = "Open to Accrual", "Closed to Accrual"


@dataclass(frozen=True, slots=True)
class Exported:
    """A CTML document, and a sentence for each criterion that CTML cannot say."""

    document: dict[str, Any]
    refused: tuple[str, ...]


def export_trial(trial: Trial, residue_of: ResidueOf) -> Exported:
    """Return a trial as CTML; each part has the criteria of the whole trial too.

    MatchEngine takes each clause by itself, so that a criterion that only the trial had would not
    hold for its parts.
    """
    speaker = Speaker(residue_of)
    parts = trial.arms or (Arm(trial.title or trial.trial_id, ArmLevel.ARM, ()),)
    arms = [
        {
            "arm_internal_id": number,
            "arm_code": part.name,
            "arm_description": part.name,
            **({} if part.is_open is None else {"arm_suspended": "N" if part.is_open else "Y"}),
            "dose_level": [],
            "match": [
                _criterion(each, speaker)
                for each in dict.fromkeys((*trial.criteria, *part.criteria))
            ],
        }
        for number, part in enumerate(parts, start=1)
    ]
    state = _OPEN if trial.status is TrialStatus.RECRUITING else _CLOSED
    sites = [
        {
            "site_name": site.facility or site.city or site.country,
            **({"site_status": _OPEN if site.is_open else _CLOSED} if site.status else {}),
        }
        for site in trial.sites
    ]
    document = {
        "protocol_no": trial.trial_id,
        "nct_id": trial.trial_id if trial.trial_id.startswith("NCT") else "",
        "short_title": trial.title,
        "long_title": trial.title,
        "phase": "/".join(phase.removeprefix("PHASE") for phase in trial.phases),
        "status": state,
        "_summary": {"status": [{"value": state}]},
        "last_updated": trial.updated,
        "drug_list": {"drug": [{"drug_name": name} for name in trial.interventions]},
        "site_list": {"site": sites},
        "treatment_list": {"step": [{"step_internal_id": 1, "step_code": "1", "arm": arms}]},
    }
    return Exported(document, tuple(speaker.refused))


def _criterion(criterion: Criterion, speaker: Speaker) -> dict[str, Any]:
    pattern = criterion.pattern
    if criterion.side is Side.EXCLUSION:
        pattern = Not(pattern)
    if criterion.confidence is not Confidence.CERTAIN:
        return speaker.annotated(pattern, "it was read with doubt")
    return speaker.node(pattern)
