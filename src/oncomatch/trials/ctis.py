"""Trials of the EU register (CTIS): records as its public interface gives them, and the client.

A record is turned into the shape of a ClinicalTrials.gov study, so that one reader of titles,
conditions and eligibility text reads both. Personal data of sites are not taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.trial import Registry, Site, Trial, TrialStatus
from oncomatch.errors import BiomarkerError, RegistryError
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.curated import Curation
from oncomatch.trials.named import read_named
from oncomatch.trials.polite_http import PoliteSession
from oncomatch.trials.studies import read_study

BASE_URL = "https://euclinicaltrials.eu/ctis-public-api"
CT_NUMBER = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}")
_NCT = re.compile(r"NCT\d{8}")
_STAND_IN = "NCT00000000"
_PAGE_SIZE = 100
_MOST_HITS = 10_000
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})|(\d{2})/(\d{2})/(\d{4})")
_PHASES = {"I": "PHASE1", "II": "PHASE2", "III": "PHASE3", "IV": "PHASE4"}

STATUSES = {
    2: TrialStatus.NOT_YET_RECRUITING,
    3: TrialStatus.RECRUITING,
    4: TrialStatus.RECRUITING,
    5: TrialStatus.ACTIVE_NOT_RECRUITING,
    6: TrialStatus.SUSPENDED,
    7: TrialStatus.SUSPENDED,
    8: TrialStatus.COMPLETED,
    9: TrialStatus.WITHDRAWN,
    10: TrialStatus.TERMINATED,
    11: TrialStatus.WITHDRAWN,
    12: TrialStatus.WITHDRAWN,
}
"""The register's public status codes (REFERENCE 1.2): 3 and 4 are open, 2 is pending; only
whether a trial is open follows from the others. Code 1, under evaluation, is no trial yet."""


def is_ctis(record: dict[str, Any]) -> bool:
    """Whether a JSON object is a record of CTIS."""
    return "ctNumber" in record


def read_ctis(
    record: dict[str, Any],
    conditions: ConditionReader,
    curations: Mapping[str, tuple[Curation, ...]] | None = None,
    to_review: list[str] | None = None,
) -> Trial:
    """Return the trial of a record; `also` is its number in ClinicalTrials.gov.

    `to_review` is as that of `read_study`.

    Raises:
        BiomarkerError: it is not open, has no public status code (records of before 2024 have
            none), or what it asks cannot be read; the message says which.
    """
    number = _text(record.get("ctNumber"))
    if not CT_NUMBER.fullmatch(number):
        raise BiomarkerError("the record has no CTIS number")
    status = _status(record.get("ctPublicStatusCode"))
    if status is None:
        raise BiomarkerError("the record has no public status code")
    if not status.is_open:
        raise BiomarkerError(f"the trial is not open ({status.value})")
    part = _dict(_dict(record.get("authorizedApplication")), "authorizedPartI")
    details = _dict(part, "trialDetails")
    identifiers = _dict(details, "clinicalTrialIdentifiers")
    day = _day(record.get("publishDate")) or _day(record.get("lastUpdated"))
    decided = {_STAND_IN: (curations or {}).get(number, ())}
    trial = read_study(_as_study(record, part, status), day, conditions, decided, to_review)
    nct = _text(_dict(_dict(identifiers, "secondaryIdentifyingNumbers"), "nctNumber").get("number"))
    return replace(
        trial,
        trial_id=number,
        registry=Registry.CTIS,
        sites=tuple(_sites(record)),
        updated=_day(record.get("lastUpdated")) or trial.updated,
        data_date=day,
        also=(nct,) if _NCT.fullmatch(nct) else (),
    )


def read_named_ctis(record: dict[str, Any], conditions: ConditionReader) -> NamedTrial | None:
    """Return a record as a trial that names genes, None where it names none.

    It is one that `read_ctis` refuses for want of a criterion about genes or markers.
    """
    part = _dict(_dict(record.get("authorizedApplication")), "authorizedPartI")
    status = _status(record.get("ctPublicStatusCode")) or TrialStatus.UNKNOWN
    day = _day(record.get("publishDate")) or _day(record.get("lastUpdated"))
    found = read_named(_as_study(record, part, status), day, conditions)
    if found is None:
        return None
    return replace(
        found,
        trial_id=_text(record.get("ctNumber")),
        registry=Registry.CTIS,
        countries=tuple(sorted({site.country for site in _sites(record) if site.is_open})),
        updated=_day(record.get("lastUpdated")),
    )


def _as_study(record: dict[str, Any], part: dict[str, Any], status: TrialStatus) -> dict[str, Any]:
    """Return a record in the shape of a study of ClinicalTrials.gov, as far as it says the same."""
    details = _dict(part, "trialDetails")
    identifiers = _dict(details, "clinicalTrialIdentifiers")
    information = _dict(details, "trialInformation")
    eligibility = _dict(information, "eligibilityCriteria")
    subjects = _dict(information, "populationOfTrialSubjects")
    women, men = subjects.get("isFemaleSubjects"), subjects.get("isMaleSubjects")
    sex = {(True, False): "FEMALE", (False, True): "MALE"}.get((women, men), "ALL")  # type: ignore[arg-type]
    conditions = [
        _text(each.get("medicalCondition"))
        for each in _list(_dict(information, "medicalCondition"), "partIMedicalConditions")
    ]
    drugs = [
        _text(product.get("activeSubstanceName")) or _text(product.get("prodName"))
        for product in (_dict(each, "productDictionaryInfo") for each in _list(part, "products"))
    ]
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": _STAND_IN,
                "briefTitle": _text(identifiers.get("publicTitle")),
                "officialTitle": _text(identifiers.get("fullTitle")),
            },
            "statusModule": {"overallStatus": status.value},
            "conditionsModule": {"conditions": [each for each in conditions if each]},
            "designModule": {"phases": _phases(record.get("trialPhase"))},
            "armsInterventionsModule": {
                "interventions": [{"name": name.title()} for name in dict.fromkeys(drugs) if name]
            },
            "eligibilityModule": {"eligibilityCriteria": _criteria(eligibility), "sex": sex},
        }
    }


def _criteria(eligibility: dict[str, Any]) -> str:
    """Return both lists of criteria as one text, as ClinicalTrials.gov has them."""
    parts = []
    for side in ("Inclusion", "Exclusion"):
        key = f"principal{side}Criteria"
        texts = [_text(each.get(key)).strip() for each in _list(eligibility, key)]
        parts += [f"{side} Criteria:", "", *(f"* {text}" for text in texts if text), ""]
    return "\n".join(parts).strip()


def _phases(text: object) -> list[str]:
    """Return the phases of words such as "Therapeutic exploratory (Phase II)"."""
    found = re.findall(r"\bphase ([IV]+)\b|(?:and|/) ?(?:phase )?([IV]+)\b", _text(text), re.I)
    names = [(first or second).upper() for first, second in found]
    return [_PHASES[name] for name in dict.fromkeys(names) if name in _PHASES]


def _sites(record: dict[str, Any]) -> Iterator[Site]:
    """Yield the sites with the status of their country; a country without sites stands alone."""
    application = _dict(record, "authorizedApplication")
    members = {
        _text(each.get("mscName")): _status(each.get("mscPublicStatusCode")) or TrialStatus.UNKNOWN
        for each in _list(application, "memberStatesConcerned")
    }
    named = set()
    for part in _list(application, "authorizedPartsII"):
        member = _text(_dict(part, "mscInfo").get("mscName"))
        for each in _list(part, "trialSites"):
            address = _dict(_dict(each, "organisationAddressInfo"), "address")
            name = _text(_dict(_dict(each, "organisationAddressInfo"), "organisation").get("name"))
            country = _text(address.get("countryName")) or member
            if country:
                named.add(member or country)
                status = members.get(member or country, TrialStatus.UNKNOWN)
                yield Site(country, _text(address.get("city")), name, status)
    for country, status in members.items():
        if country and country not in named:
            yield Site(country, status=status)


def _status(code: object) -> TrialStatus | None:
    return STATUSES.get(code) if isinstance(code, int) else None


def _day(value: object) -> str:
    """Return the day of a date as the register writes it, empty where there is none."""
    found = _DAY.match(_text(value))
    if not found:
        return ""
    return found[1] or f"{found[4]}-{found[3]}-{found[2]}"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _dict(value: object, key: str = "") -> dict[str, Any]:
    inner = value.get(key) if key and isinstance(value, dict) else value
    return inner if isinstance(inner, dict) else {}


def _list(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    inner = value.get(key)
    return [each for each in inner if isinstance(each, dict)] if isinstance(inner, list) else []


class Ctis:
    """The public interface of CTIS, or what answers like it at another address."""

    def __init__(self, session: PoliteSession, base_url: str = BASE_URL):
        self._session, self._base = session, base_url.rstrip("/")

    def numbers(self, term: str) -> list[str]:
        """Return the numbers of the trials that contain a term, newest decision first.

        The register gives out 10,000 hits; where there are more, the oldest come by the other
        direction (REFERENCE 1.2). The form of the answer (`data`, `pagination.nextPage`) is that
        which published clients read; the register has no specification of it.

        Raises:
            RegistryError: no answer, or not one of hits; more hits than both directions give out.
        """
        found: dict[str, None] = {}
        for direction in ("DESC", "ASC"):
            if self._takes_all(term, direction, found):
                return list(found)
        raise RegistryError(
            f"{self._base}/search: has more than {2 * _MOST_HITS:,} hits for {term!r}; ask for a "
            f"narrower word"
        )

    def _takes_all(self, term: str, direction: str, found: dict[str, None]) -> bool:
        """Add the hits of one direction; return whether all are known now."""
        url, first_way = f"{self._base}/search", not found
        for page in range(1, _MOST_HITS // _PAGE_SIZE + 1):
            question = {
                "pagination": {"page": page, "size": _PAGE_SIZE},
                "searchCriteria": {"containAll": term},
                "sort": {"property": "decisionDate", "direction": direction},
            }
            answer = _object(url, self._session.post(url, question))
            hits = answer.get("data")
            if not isinstance(hits, list):
                raise RegistryError(f"{url}: is malformed: it has no list of hits; try again later")
            numbers = [_text(_dict(each).get("ctNumber")) for each in hits]
            named = [each for each in numbers if CT_NUMBER.fullmatch(each)]
            met = not first_way and bool(named) and all(each in found for each in named)
            found.update(dict.fromkeys(named))
            if met or not _dict(answer, "pagination").get("nextPage"):
                return True
        return False

    def record(self, number: str) -> bytes:
        """Return a record as it is sent.

        Raises:
            RegistryError: no answer, or not a record.
        """
        url = f"{self._base}/retrieve/{number}"
        answer = self._session.get(url, {})
        _object(url, answer)
        return answer.body


def _object(url: str, answer: Any) -> dict[str, Any]:
    try:
        value = json.loads(answer.body) if answer.status == 200 else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise RegistryError(f"{url}: is malformed: it is no JSON object; try again later")
    return value
