"""A made-up trial that tests change one field at a time."""

from __future__ import annotations

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import (
    Arm,
    ArmLevel,
    Confidence,
    Criterion,
    Registry,
    Section,
    Side,
    Site,
    TextPlace,
    Trial,
    TrialStatus,
)
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility
from oncomatch.trials.eligibility.readings import READINGS
from oncomatch.trials.settle import settle
from oncomatch.trials.titles import read_title


def read_of(title: str, eligibility: str) -> list[tuple[str, str]]:
    """Return pattern and confidence of what a title and an eligibility text ask of everyone."""
    text = Eligibility(eligibility)
    settled = settle(read_title(title), text, read_eligibility(text, READINGS))
    return [
        (str(each.pattern), each.confidence.value)
        for each in settled.criteria
        if each.kind.is_molecular
    ]


def criterion(
    pattern: str,
    side: Side = Side.INCLUSION,
    confidence: Confidence = Confidence.CERTAIN,
    section: Section = Section.ELIGIBILITY,
) -> Criterion:
    """Return a criterion of a pattern in its text form."""
    return Criterion(side, parse_biomarker(pattern), confidence, TextPlace(section))


def excluding(pattern: str, confidence: Confidence = Confidence.CERTAIN) -> Criterion:
    """Return a criterion that excludes."""
    return criterion(pattern, Side.EXCLUSION, confidence)


def arm(name: str, *patterns: str, is_open: bool | None = True) -> Arm:
    """Return an arm that asks for patterns."""
    return Arm(name, ArmLevel.ARM, tuple(map(criterion, patterns)), is_open)


def trial(
    trial_id: str = "NCT00000001",
    biomarker: str = "KRAS p.G12C",
    *more: Criterion,
    **fields: object,
) -> Trial:
    """Return an open trial for KRAS G12C in any solid tumour, without limits."""
    values: dict[str, object] = {
        "registry": Registry.CLINICALTRIALS_GOV,
        "title": "Xotinib",
        "status": TrialStatus.RECRUITING,
        "phases": ("PHASE2",),
        "interventions": ("Xotinib",),
        "sites": (Site("Utopia"),),
        "criteria": (
            criterion(biomarker, section=Section.TITLE),
            criterion("tumor_type SOLID", section=Section.CONDITIONS),
            *more,
        ),
        "arms": (),
        "unread": (3, 4),
        "updated": "2024-05-01",
        "data_date": "2024-05-06",
    }
    return Trial(trial_id, **{**values, **fields})  # type: ignore[arg-type]
