"""From studies of the ClinicalTrials.gov API v2 to trials, as far as certainty goes."""

from __future__ import annotations

import math
import re
from typing import Any

from oncomatch.domain.biomarker import Age, Comparator, SexIs, TumorTypeIn
from oncomatch.domain.case import Sex
from oncomatch.domain.trial import (
    OPEN,
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
from oncomatch.errors import BiomarkerError
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.conditions import ConditionReader, ConditionReading
from oncomatch.trials.titles import EXCLUSION_HEADING, Reading, read_titles

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
_OPEN = {status.value for status in OPEN}


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
    updated = protocol["statusModule"].get("lastUpdatePostDateStruct", {}).get("date", "")
    interventions = protocol.get("armsInterventionsModule", {}).get("interventions", ())
    return Trial(
        trial_id=nct_id,
        registry=Registry.CLINICALTRIALS_GOV,
        title=titles[1] or titles[0],
        status=TrialStatus(status),
        phases=phases,
        interventions=tuple(each["name"] for each in interventions if each.get("name")),
        sites=_sites(protocol),
        criteria=(
            _genomic(reading, titles),
            _tumor_types(types),
            *_ages(eligibility),
            *_sex(eligibility.get("sex", "ALL")),
        ),
        arms=(),
        unread=_unread(eligibility.get("eligibilityCriteria", "")),
        updated=updated,
        data_date=version or data_date,
    )


def _unread(text: str) -> tuple[int, int]:
    """Return how many lines on inclusion and on exclusion there are: none of them was read."""
    inclusion, *exclusion = EXCLUSION_HEADING.split(text, maxsplit=1)
    return _lines_of(inclusion), sum(map(_lines_of, exclusion))


def _lines_of(text: str) -> int:
    lines = (line.strip() for line in text.splitlines())
    return sum(bool(line) and not line.endswith(":") for line in lines)


def _genomic(reading: Reading, titles: list[str]) -> Criterion:
    first = reading.quote.split("; ")[0]
    title = next(each for each in (titles[1], titles[0]) if first in each)
    start = title.index(first)
    place = TextPlace(Section.TITLE, start, start + len(first))
    return Criterion(Side.INCLUSION, reading.biomarker, Confidence.CERTAIN, place)


def _tumor_types(types: ConditionReading) -> Criterion:
    """Return the tumour types; one beside narrower ones of its own is no certain wish."""
    nodes = {code: open_tumor_types().get(code) for code in types.tumor_types}
    above = {code for node in nodes.values() for code in node.ancestors}
    codes = tuple(sorted(set(nodes) - above))
    certain = not types.unread and len(codes) == len(nodes)
    confidence = Confidence.CERTAIN if certain else Confidence.LIKELY
    return Criterion(Side.INCLUSION, TumorTypeIn(codes), confidence, TextPlace(Section.CONDITIONS))


def _ages(eligibility: dict[str, Any]) -> list[Criterion]:
    limits = (
        (Comparator.AT_LEAST, _years(eligibility.get("minimumAge"), round_up=True)),
        (Comparator.AT_MOST, _years(eligibility.get("maximumAge"), round_up=False)),
    )
    return [_field(Age(comparator, years)) for comparator, years in limits if years is not None]


def _sex(sex: str) -> list[Criterion]:
    return [] if sex == "ALL" else [_field(SexIs(Sex(sex.lower())))]


def _field(pattern: Age | SexIs) -> Criterion:
    return Criterion(Side.INCLUSION, pattern, Confidence.CERTAIN, TextPlace(Section.FIELD))


def _sites(protocol: dict[str, Any]) -> tuple[Site, ...]:
    """Return the sites with a country; those without a city are told once a country."""
    sites: dict[Site, None] = {}
    for site in protocol.get("contactsLocationsModule", {}).get("locations", ()):
        if not site.get("country"):
            continue
        status = site.get("status")
        point = site.get("geoPoint") or {}
        read = Site(
            site["country"],
            site.get("city", ""),
            site.get("facility", ""),
            TrialStatus(status) if status in TrialStatus.__members__ else None,
            point.get("lat"),
            point.get("lon"),
        )
        sites[read] = None
    return tuple(sites)


def _years(text: str | None, *, round_up: bool) -> int | None:
    """Return an age limit in years; part of a year counts as the patient's disadvantage."""
    if not text:
        return None
    found = _AGE.fullmatch(text)
    if not found:
        raise BiomarkerError(f"the age limit {text!r} cannot be read")
    years = int(found[1]) / _IN_A_YEAR[found[2]]
    return math.ceil(years) if round_up else math.floor(years)
