"""From studies of the ClinicalTrials.gov API v2 to trials, as far as certainty goes."""

from __future__ import annotations

import re
from typing import Any

from oncomatch.domain.trial import Trial, TrialStatus
from oncomatch.errors import BiomarkerError
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.titles import read_title

_NCT = re.compile(r"NCT\d{8}")
_AGE = re.compile(r"(\d+) (Year|Month|Week|Day|Hour|Minute)s?")
_TREATMENT_PHASES = {"EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"}
_OPEN = {status.value for status in TrialStatus}
_CLOSED_SITE = {"COMPLETED", "TERMINATED", "WITHDRAWN", "SUSPENDED", "ACTIVE_NOT_RECRUITING"}


def read_study(study: dict[str, Any], data_date: str, conditions: ConditionReader) -> Trial:
    """Return the trial of a study; `data_date` is used where the record has no date of its own.

    Raises:
        BiomarkerError: the study is not open, not of treatment, or its genomic criterion or
            tumour type cannot be read with certainty; the message says which.
    """
    protocol = study["protocolSection"]
    identification = protocol["identificationModule"]
    nct_id = identification.get("nctId", "")
    if not _NCT.fullmatch(nct_id):
        raise BiomarkerError("the record has no NCT id")
    status = protocol["statusModule"].get("overallStatus", "")
    if status not in _OPEN:
        raise BiomarkerError(f"the trial is not open ({status})")
    phases = tuple(protocol.get("designModule", {}).get("phases", ()))
    if not _TREATMENT_PHASES.intersection(phases):
        raise BiomarkerError("the trial has no phase of treatment")
    eligibility = protocol.get("eligibilityModule", {})
    title = identification.get("officialTitle") or identification.get("briefTitle", "")
    try:
        reading = read_title(title, eligibility.get("eligibilityCriteria", ""))
    except BiomarkerError:
        title = identification.get("briefTitle", "")
        reading = read_title(title, eligibility.get("eligibilityCriteria", ""))
    types = conditions.read(protocol.get("conditionsModule", {}).get("conditions", ()))
    if not types.tumor_types:
        raise BiomarkerError("no condition of the trial is an OncoTree tumour type")
    version = study.get("derivedSection", {}).get("miscInfoModule", {}).get("versionHolder")
    return Trial(
        nct_id=nct_id,
        title=identification.get("briefTitle", title),
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
    found = _AGE.fullmatch(text) if text else None
    if not found:
        return None
    number = int(found[1])
    if found[2] == "Year":
        return number
    if found[2] == "Month":
        return -(-number // 12) if round_up else number // 12
    return 1 if round_up else 0
