"""From studies of the ClinicalTrials.gov API v2 to trials, as far as certainty goes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oncomatch.domain.biomarker import Age, Comparator, SexIs
from oncomatch.domain.case import Sex
from oncomatch.domain.trial import (
    OPEN,
    Arm,
    ArmLevel,
    Confidence,
    Criterion,
    CriterionKind,
    Registry,
    Section,
    Side,
    Site,
    TextPlace,
    Trial,
    TrialStatus,
)
from oncomatch.errors import BiomarkerError
from oncomatch.trials.arm_groups import parts_of_record
from oncomatch.trials.conditions import ConditionReader, joined_names
from oncomatch.trials.curated import Curation, curate, to_review_again
from oncomatch.trials.diagnosis import (
    beyond_everyone,
    recorded_tumor_types,
    said_once,
    unless_spread,
)
from oncomatch.trials.eligibility.age import narrower_than_fields
from oncomatch.trials.eligibility.reading import Eligibility, read_eligibility
from oncomatch.trials.eligibility.readings import READINGS
from oncomatch.trials.eligibility.tumor_names import find_tumor_types
from oncomatch.trials.eligibility.tumor_parts import told_by_tumor
from oncomatch.trials.read_by_hand import HandReading, outdated, restate, text_digest
from oncomatch.trials.settle import settle
from oncomatch.trials.titles import read_titles

_OF_PEOPLE = re.compile(
    r"\b(?:in|for|of)\s(?:[\w-]{1,20}\s){0,3}(?:patients?|participants?|subjects?|adults?|children|"
    r"individuals?|people|women|men)\s(?:with|who|whose|having)\b",
    re.IGNORECASE,
)
_OF_TUMOR = re.compile(
    r"\b(?:in|for|of)\s(?:[\w/+-]{1,30},?\s){1,9}(?:cancers?|carcinomas?|NSCLC|malignanc\w+|"
    r"leuk\w{3,6}|lymphomas?|melanomas?|gliomas?|tumou?rs?|adenocarcinomas?)\b",
    re.IGNORECASE,
)
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
REST = "other parts of the trial"
_TREATMENT_PHASES = {"EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"}
NOT_READ = "no criterion about genes or markers is read"
NO_TYPE = "no condition of the trial is an OncoTree tumour type"
NOTHING_ASKED = "read by hand: nothing is asked of genes or markers"
UNTOLD = (NOT_READ, NO_TYPE, NOTHING_ASKED)
"""Why a study is refused that may still name genes or markers; see `read_named`."""

_OPEN = {status.value for status in OPEN}


def read_study(
    study: dict[str, Any],
    data_date: str,
    conditions: ConditionReader,
    curations: Mapping[str, tuple[Curation, ...]] | None = None,
    to_review: list[str] | None = None,
    by_hand: Mapping[str, HandReading] | None = None,
) -> Trial:
    """Return the trial of a study; `data_date` is used where the record has no date of its own.

    `by_hand` are the readings by hand. `to_review` gets those and the curator's decisions
    that have lost their ground, a sentence each.

    Raises:
        BiomarkerError: the study is not open, not of treatment, not selected by a gene or marker
            as far as that is read, or its tumour type or limit of age is not understood; the
            message says which.
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
    purpose = design.get("designInfo", {}).get("primaryPurpose")
    if purpose and purpose != _TREATMENT:
        raise BiomarkerError(f"the trial's purpose is not treatment ({purpose})")
    decisions, read_by_hand = (curations or {}).get(nct_id, ()), (by_hand or {}).get(nct_id)
    asked = read_criteria(protocol, conditions, decisions, read_by_hand)
    if to_review is not None:
        to_review.extend(asked.to_review_again)
    if not any(
        each.kind.is_molecular and each.confidence is not Confidence.TO_REVIEW
        for part in (asked.criteria, *(arm.criteria for arm in asked.arms))
        for each in part
    ):
        text = protocol.get("eligibilityModule", {}).get("eligibilityCriteria", "")
        read = read_by_hand is not None and read_by_hand.digest == text_digest(text)
        asks = read_by_hand is not None and read_by_hand.requirements
        raise BiomarkerError(NOTHING_ASKED if read and not asks else NOT_READ)
    if not any(each.kind is CriterionKind.TUMOR_TYPE for each in asked.criteria):
        raise BiomarkerError(NO_TYPE)
    return Trial(
        trial_id=nct_id,
        registry=Registry.CLINICALTRIALS_GOV,
        title=title_of(identification),
        status=TrialStatus(status),
        phases=phases,
        interventions=drugs_of(protocol),
        sites=sites_of(protocol),
        criteria=asked.criteria,
        arms=asked.arms,
        unread=asked.unread,
        updated=updated_of(protocol),
        data_date=data_date_of(study, data_date),
        treats=purpose == _TREATMENT,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a study asks of everyone and of its parts, and how many sentences were not read.

    `to_review_again` has the curator's decisions that have lost their ground, a sentence each.
    """

    criteria: tuple[Criterion, ...]
    arms: tuple[Arm, ...]
    unread: tuple[int, int]
    to_review_again: tuple[str, ...] = ()


def read_criteria(
    protocol: dict[str, Any],
    conditions: ConditionReader,
    curations: tuple[Curation, ...] = (),
    by_hand: HandReading | None = None,
) -> Asked:
    """Return what a study's protocol section asks of a patient, whatever the study is.

    What was read by hand of genes and markers goes before what is read here, and a curator's
    decisions before both.

    Raises:
        BiomarkerError: a limit of age is not understood.
    """
    identification = protocol["identificationModule"]
    titles = [identification.get(name, "") for name in ("briefTitle", "officialTitle")]
    eligibility = protocol.get("eligibilityModule", {})
    text = Eligibility(eligibility.get("eligibilityCriteria", ""))
    listed = joined_names(protocol.get("conditionsModule", {}).get("conditions", ()))
    named = {code for title in titles for _, _, codes in find_tumor_types(title) for code in codes}
    named.update(conditions.read(listed).tumor_types)
    reading = told_by_tumor(read_eligibility(text, READINGS), text, named)
    of_people = any(map(_OF_PEOPLE.search, titles))
    of_tumor = any(map(_OF_TUMOR.search, titles))
    settled = settle(read_titles(titles), text, reading, of_people=of_people, of_tumor=of_tumor)
    ages = _ages(eligibility)
    everything = [*settled.criteria, *(one for own in settled.cohorts.values() for one in own)]
    recorded = recorded_tumor_types(titles, listed, conditions, everything, text)
    criteria = (
        *said_once(
            unless_spread(narrower_than_fields(settled.criteria, ages), titles, text), recorded
        ),
        *ages,
        *_sex(eligibility.get("sex", "ALL")),
    )
    cohorts = {
        name: beyond_everyone(narrower_than_fields(own, ages), criteria)
        for name, own in settled.cohorts.items()
    }
    arms = _arms(protocol, {name: own for name, own in cohorts.items() if own})
    digests = frozenset(each.digest for each in text.sentences)
    again: list[str] = []
    if by_hand is not None:
        digest = text_digest(text.text)
        lapsed = outdated(identification.get("nctId", ""), by_hand, digest)
        if lapsed:
            again.append(lapsed)
        else:
            criteria, arms = restate(by_hand, criteria, arms, text.sentences)
            arms = _with_rest(arms)
    again += to_review_again(curations, criteria, arms, digests)
    criteria, arms = curate(curations, criteria, arms, digests)
    return Asked(criteria, arms, reading.unread, tuple(again))


def _arms(protocol: dict[str, Any], cohorts: dict[str, tuple[Criterion, ...]]) -> tuple[Arm, ...]:
    """Return the parts with criteria of their own, and one for those that have none."""
    groups = protocol.get("armsInterventionsModule", {}).get("armGroups", ())
    return _with_rest(parts_of_record(groups, cohorts))


def _with_rest(arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
    """Return the parts with one for those that were not read, so that a part closes no trial."""
    parts = tuple(arm for arm in arms if arm.name != REST)
    return (*parts, Arm(REST, ArmLevel.COHORT, ())) if parts else ()


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


def title_of(identification: dict[str, Any]) -> str:
    """Return the brief title of a study, its official one without."""
    title: str = identification.get("briefTitle") or identification.get("officialTitle", "")
    return title


def drugs_of(protocol: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of a study's interventions."""
    interventions = protocol.get("armsInterventionsModule", {}).get("interventions", ())
    return tuple(each["name"] for each in interventions if each.get("name"))


def updated_of(protocol: dict[str, Any]) -> str:
    """Return the day of a study's last update, empty where the record has none."""
    day: str = protocol["statusModule"].get("lastUpdatePostDateStruct", {}).get("date", "")
    return day


def data_date_of(study: dict[str, Any], data_date: str) -> str:
    """Return the day of a study's data, `data_date` where the record has none of its own."""
    module = study.get("derivedSection", {}).get("miscInfoModule", {})
    version: str | None = module.get("versionHolder")
    return version or data_date


def sites_of(protocol: dict[str, Any]) -> tuple[Site, ...]:
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
