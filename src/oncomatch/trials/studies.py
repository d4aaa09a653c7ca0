"""From studies of the ClinicalTrials.gov API v2 to trials, as far as certainty goes."""

from __future__ import annotations

import math
import re
from typing import Any

from oncomatch.domain.trial import Trial, TrialStatus
from oncomatch.errors import BiomarkerError
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.titles import read_titles

_NCT = re.compile(r"NCT\d{8}")
_AGE = re.compile(r"(\d+) (Year|Month|Week|Day|Hour|Minute)s?")
_IN_A_YEAR = {
    "Year": 1,
    "Month": 12,
    "Week": 365.25 / 7,
    "Day": 365.25,
    "Hour": 365.25 * 24,
    "Minute": 365.25 * 24 * 60,
}
_TREATMENT = "TREATMENT"
_TREATMENT_PHASES = {"EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"}
_OPEN = {status.value for status in TrialStatus}
_CLOSED_SITE = {"COMPLETED", "TERMINATED", "WITHDRAWN", "SUSPENDED", "ACTIVE_NOT_RECRUITING"}


def read_study(study: dict[str, Any], data_date: str, conditions: ConditionReader) -> Trial:
    """Return the trial of a study; `data_date` is used where the record has no date of its own.

    Raises:
        BiomarkerError: the study is not open, not of treatment, or its genomic criterion,
            tumour type or limit of age cannot be read with certainty; the message says which.
    """
    protocol = study["protocolSection"]
    identification = protocol["identificationModule"]
    nct_id = identification.get("nctId", "")
    if not _NCT.fullmatch(nct_id):
        raise BiomarkerError("the record has no NCT id")
    status = protocol["statusModule"].get("overallStatus", "")
    if status not in _OPEN:
        raise BiomarkerError(f"the trial is not open ({status})")
    design = protocol.get("designModule", {})
    phases = tuple(design.get("phases", ()))
    if not _TREATMENT_PHASES.intersection(phases):
        raise BiomarkerError("the trial has no phase of treatment")
    purpose = design.get("designInfo", {}).get("primaryPurpose", _TREATMENT)
    if purpose != _TREATMENT:
        raise BiomarkerError(f"the trial's purpose is not treatment ({purpose})")
    eligibility = protocol.get("eligibilityModule", {})
    titles = [identification.get(name, "") for name in ("officialTitle", "briefTitle")]
    reading = read_titles(titles, eligibility.get("eligibilityCriteria", ""))
    types = conditions.read(protocol.get("conditionsModule", {}).get("conditions", ()))
    if not types.tumor_types:
        raise BiomarkerError("no condition of the trial is an OncoTree tumour type")
    version = study.get("derivedSection", {}).get("miscInfoModule", {}).get("versionHolder")
    return Trial(
        nct_id=nct_id,
        title=titles[1] or titles[0],
        status=TrialStatus(status),
        phases=phases,
        countries=_countries(protocol),
        biomarker=reading.biomarker,
        quote=reading.quote,
        tumor_types=types.tumor_types,
        conditions_unread=types.unread,
        minimum_age=_years(eligibility.get("minimumAge"), round_up=True),
        maximum_age=_years(eligibility.get("maximumAge"), round_up=False),
        sex=eligibility.get("sex", "ALL"),
        data_date=version or data_date,
    )


def _countries(protocol: dict[str, Any]) -> tuple[str, ...]:
    sites = protocol.get("contactsLocationsModule", {}).get("locations", ())
    return tuple(
        sorted(
            {
                site["country"]
                for site in sites
                if site.get("country") and site.get("status") not in _CLOSED_SITE
            }
        )
    )


def _years(text: str | None, *, round_up: bool) -> int | None:
    """Return an age limit in years; part of a year counts as the patient's disadvantage."""
    if not text:
        return None
    found = _AGE.fullmatch(text)
    if not found:
        raise BiomarkerError(f"the age limit {text!r} cannot be read")
    years = int(found[1]) / _IN_A_YEAR[found[2]]
    return math.ceil(years) if round_up else math.floor(years)
