"""Records of EU CTIS as trials; the records are invented, in the layout of the public interface."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oncomatch.domain.trial import Registry, TrialStatus
from oncomatch.errors import BiomarkerError, RegistryError
from oncomatch.pipeline.trial_studies import told_once
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.ctis import STATUSES, Ctis, read_ctis
from oncomatch.trials.polite_http import Answer
from unit.trials.registry_desk import Clock, Desk, open_desk
from unit.trials.trial_makers import trial

NUMBER = "2026-500001-11-00"
CONDITIONS = ConditionReader(open_tumor_types())


def record(**fields: Any) -> dict[str, Any]:
    title = "Xotinib in Non-small Cell Lung Cancer With KRAS G12C Mutation"
    site = {
        "organisationAddressInfo": {
            "organisation": {"name": "Clinic"},
            "address": {"city": "Anycity", "countryName": "Germany"},
        }
    }
    details = {
        "clinicalTrialIdentifiers": {
            "fullTitle": title,
            "publicTitle": title,
            "secondaryIdentifyingNumbers": {"nctNumber": {"number": "NCT00000001"}},
        },
        "trialInformation": {
            "medicalCondition": {
                "partIMedicalConditions": [{"medicalCondition": "Non-small Cell Lung Cancer"}]
            },
            "eligibilityCriteria": {
                "principalInclusionCriteria": [
                    {"principalInclusionCriteria": "KRAS G12C mutation"}
                ],
                "principalExclusionCriteria": [{"principalExclusionCriteria": "EGFR mutation"}],
            },
            "populationOfTrialSubjects": {"isFemaleSubjects": True, "isMaleSubjects": True},
        },
    }
    product = {"productDictionaryInfo": {"activeSubstanceName": "XOTINIB"}}
    return {
        "ctNumber": NUMBER,
        "ctPublicStatusCode": 4,
        "publishDate": "2026-08-20T03:46:14.1",
        "lastUpdated": "19/08/2026",
        "trialPhase": "Therapeutic exploratory (Phase II)",
        "authorizedApplication": {
            "authorizedPartI": {"trialDetails": details, "products": [product]},
            "authorizedPartsII": [{"mscInfo": {"mscName": "Germany"}, "trialSites": [site]}],
            "memberStatesConcerned": [
                {"mscName": "Germany", "mscPublicStatusCode": 4},
                {"mscName": "Spain", "mscPublicStatusCode": 5},
            ],
        },
        **fields,
    }


def test_a_record_is_a_trial():
    read = read_ctis(record(), CONDITIONS)

    assert (read.trial_id, read.registry, read.status) == (
        *(NUMBER, Registry.CTIS),
        TrialStatus.RECRUITING,
    )
    assert (read.phases, read.interventions) == (("PHASE2",), ("Xotinib",))
    assert (read.data_date, read.updated) == ("2026-08-20", "2026-08-19")
    assert "KRAS p.G12C" in {str(each.pattern) for each in read.criteria}
    assert read.also == ("NCT00000001",)
    assert read.url.endswith(NUMBER)


def test_a_site_has_the_status_of_its_country():
    read = read_ctis(record(), CONDITIONS)

    assert [(s.country, s.city, s.is_open, s.latitude) for s in read.sites] == [
        ("Germany", "Anycity", True, None),
        ("Spain", "", False, None),
    ]
    assert read.countries == ("Germany",)


@pytest.mark.parametrize("code", range(1, 13))
def test_only_codes_three_and_four_are_open_and_two_is_pending(code: int):
    status = STATUSES.get(code)

    assert (status is not None and status.is_open) is (code in (2, 3, 4))
    assert (status is TrialStatus.RECRUITING) is (code in (3, 4))


@pytest.mark.parametrize(
    ("fields", "telling"),
    [
        ({"ctPublicStatusCode": 8}, "not open"),
        ({"ctPublicStatusCode": None}, "no public status code"),
        ({"ctPublicStatusCode": [4]}, "no public status code"),
        ({"ctNumber": "../x"}, "no CTIS number"),
        ({"trialPhase": 7}, "no phase"),
        ({"authorizedApplication": 7}, "no "),
    ],
)
def test_what_is_not_kept_says_why(fields: dict[str, Any], telling: str):
    with pytest.raises(BiomarkerError, match=telling):
        read_ctis(record(**fields), CONDITIONS)


@pytest.mark.parametrize(
    ("nct_also", "ctis_also"),
    [((), ("NCT00000001",)), (("2026-500001-11-01",), ())],
    ids=["CTIS names it", "ClinicalTrials.gov names it, in another version"],
)
def test_a_trial_in_both_registries_is_told_once(nct_also: Any, ctis_also: Any):
    one = trial("NCT00000001", also=nct_also)
    other = trial(NUMBER, registry=Registry.CTIS, also=ctis_also)
    kept, merged = told_once([one, other])

    assert (len(kept), merged) == (1, 1)
    assert kept[0].trial_id == "NCT00000001"
    assert NUMBER in kept[0].also


def test_a_trial_of_ctis_alone_stays():
    other = trial(NUMBER, registry=Registry.CTIS, also=("NCT00000009",))

    assert told_once([trial("NCT00000001"), other])[1] == 0


def test_the_register_is_searched_and_its_records_are_fetched():
    with open_desk(Desk(ctis={NUMBER: record()})) as desk:
        register = Ctis(Clock().session(), desk.url)

        assert register.numbers("KRAS") == [NUMBER]
        assert NUMBER.encode() in register.record(NUMBER)
        with pytest.raises(RegistryError, match="404"):
            register.record("2026-500001-11-99")
    assert [method for method, *_ in desk.asked] == ["POST", "GET", "GET"]
    assert b"KRAS" in desk.asked[0][4]


class Register:
    """Answers searches of `count` trials as the register does: 10,000 of them in each direction."""

    def __init__(self, count: int, per_page: int = 100):
        self.all = [f"2024-{number:06}-11-00" for number in range(count)]
        self.per_page, self.asked = per_page, 0

    def post(self, url: str, document: dict[str, Any]) -> Answer:
        self.asked += 1
        page, down = document["pagination"]["page"], document["sort"]["direction"] == "DESC"
        ordered = self.all[::-1] if down else self.all
        start = (page - 1) * self.per_page
        hits = ordered[start : min(start + self.per_page, 10_000)]
        more = start + self.per_page < len(ordered)
        body = {"data": [{"ctNumber": each} for each in hits], "pagination": {"nextPage": more}}
        return Answer(200, json.dumps(body).encode())


@pytest.mark.parametrize("count", [0, 1, 100, 250, 10_000, 10_001, 19_900])
def test_all_hits_of_a_word_are_found_in_both_directions(count: int):
    register = Register(count)

    found = Ctis(register, "http://ctis").numbers("cancer")  # type: ignore[arg-type]

    assert sorted(found) == register.all


def test_the_second_direction_stops_where_it_meets_the_first():
    register = Register(10_150)

    Ctis(register, "http://ctis").numbers("cancer")  # type: ignore[arg-type]

    assert register.asked == 100 + 3


def test_more_hits_than_the_register_gives_out_are_an_error_and_no_part():
    with pytest.raises(RegistryError, match="more than 20,000 hits for 'cancer'"):
        Ctis(Register(20_200), "http://ctis").numbers("cancer")  # type: ignore[arg-type]
