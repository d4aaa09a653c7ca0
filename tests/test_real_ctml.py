"""MatchEngine's own test data and real curated CTML. Skipped without ../shared.

The expected numbers are those that the tests of dfci/matchengine-V2 assert
(test_matchengine_integration.py, test_matchengine_load.py, test_matchengine_unit.py,
test_matchengine_run_log.py). Its genomic documents (genomic.bson.gz) are not in ../shared, so that
only what asks for clinical ones can be counted; its counts of stored match documents, of what a
later run disables, and of its run log are of a database that oncomatch does not have.
"""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oncomatch.pipeline.trial_documents import read_patients
from oncomatch.pipeline.trial_files import read_trial_file, read_trials
from oncomatch.trials.ctml.slips import SlipKind
from oncomatch.trials.matchengine.clauses import clauses_of
from oncomatch.trials.matchengine.documents import Patient, day_of
from oncomatch.trials.matchengine.evaluate import Rules, matches_of
from oncomatch.trials.matchengine.paths import paths_of

ALL = Rules(date(2000, 7, 12), match_on_closed=True, match_on_deceased=True)


@pytest.fixture(scope="module")
def upstream(shared: Path) -> Path:
    folder = shared / "matchengine" / "dfci_v2" / "matchengine"
    if not folder.is_dir():
        pytest.skip("the test data of MatchEngine are not there")
    return folder


def document(upstream: Path, name: str) -> Any:
    return json.loads((upstream / "tests" / "data" / f"{name}.json").read_text(encoding="utf-8"))


def _bson(raw: bytes, at: int) -> tuple[dict[str, Any], int]:
    """Return a document of BSON with the types that the data have, and where it ends."""
    end = at + struct.unpack_from("<i", raw, at)[0]
    at += 4
    found: dict[str, Any] = {}
    while raw[at]:
        kind, stop = raw[at], raw.index(0, at + 1)
        key, at = raw[at + 1 : stop].decode(), stop + 1
        if kind == 2:
            length = struct.unpack_from("<i", raw, at)[0]
            found[key], at = raw[at + 4 : at + 3 + length].decode(), at + 4 + length
        elif kind == 7:
            found[key], at = raw[at : at + 12].hex(), at + 12
        elif kind == 10:
            found[key] = None
        else:
            form, size = {1: ("<d", 8), 9: ("<q", 8), 16: ("<i", 4), 18: ("<q", 8)}[kind]
            found[key], at = struct.unpack_from(form, raw, at)[0], at + size
    return found, end


@pytest.fixture(scope="module")
def patients(upstream: Path) -> dict[str, Patient]:
    path = upstream / "tests" / "data" / "integration_data" / "clinical.bson.gz"

    def read() -> Iterator[dict[str, Any]]:
        raw, at = gzip.decompress(path.read_bytes()), 0
        while at < len(raw):
            one, at = _bson(raw, at)
            yield one

    return {each.name: each for each in map(Patient, read())}


def test_the_boolean_trees_have_the_paths_of_matchengine(upstream: Path) -> None:
    expected = document(upstream, "get_match_paths_expected")
    for name, paths in expected.items():
        wanted = {
            frozenset(
                json.dumps({key: value})
                for node in path["criteria_list"]
                for criteria in node["criteria"]
                for key, value in criteria.items()
            )
            for path in paths
        }
        clause = [document(upstream, f"ctml_boolean_cases/{name.removesuffix('.json')}")]
        found = {
            frozenset(json.dumps({key: value}) for key, value in path) for path in paths_of(clause)
        }
        assert found == wanted, name
    assert len(expected) == 9


LOADED = {
    "trials/11-111.json": 1,
    "trials/two_trials_one_doc.json": 2,
    "trials/trials_json_array.json": 2,
    "yaml/11-111.yaml": 1,
    "yaml": 2,
}


@pytest.mark.parametrize(("name", "count"), LOADED.items(), ids=LOADED)
def test_as_many_trials_are_read_as_matchengine_loads(
    upstream: Path, name: str, count: int
) -> None:
    files = read_trials(upstream / "tests" / "data" / name)

    assert sum(len(file.ctml) for file in files) == count


def test_each_integration_trial_is_read(upstream: Path) -> None:
    """Its test of a load says sixteen; two were added to the folder since."""
    files = read_trials(upstream / "tests" / "data" / "integration_trials")

    assert [len(file.ctml) for file in files] == [1] * 18


def test_a_clause_is_taken_with_its_level_and_code(upstream: Path) -> None:
    (clause,) = clauses_of(document(upstream, "trials/11-111"))

    assert (clause.level, clause.code) == ("arm", "EXP 3")
    leaf = clause.nodes[0]["and"][0]["genomic"]
    assert (leaf["hugo_symbol"], leaf["variant_category"]) == ("NRAS", "!Mutation")


PATIENTS = {
    "JSON": ("clinical_json/test_patient_1.json", "genomic_json/test_patient_1.json", 1),
    "CSV": ("clinical_csv/test_patients.csv", "genomic_csv/test_patients.csv", 2),
    "the same patients in both forms": (
        "clinical_json/test_patient_2.json",
        "genomic_csv/test_patients.csv",
        1,
    ),
}


@pytest.mark.parametrize(("clinical", "genomic", "count"), PATIENTS.values(), ids=PATIENTS)
def test_each_patient_gets_the_genomic_document_of_the_sample(
    upstream: Path, clinical: str, genomic: str, count: int
) -> None:
    folder = upstream / "tests" / "data"
    found = read_patients(folder / clinical, folder / genomic)

    assert len(found) == count
    for patient in found:
        assert [each["SAMPLE_ID"] for each in patient.genomic] == [patient.name]
        assert day_of(patient.clinical["BIRTH_DATE"]) is not None


def test_every_patient_is_older_or_younger_than_eighteen(
    upstream: Path, patients: dict[str, Patient]
) -> None:
    """On the day that its tests take for today; counted here by the birthdays alone."""
    today = 20000712
    adults = {
        name
        for name, patient in patients.items()
        if patient.clinical["BIRTH_DATE_INT"] < today - 180000
    }
    found = {
        name: {
            patient.name
            for patient in patients.values()
            if list(matches_of(document(upstream, f"integration_trials/{name}"), patient, ALL))
        }
        for name in ("older_than_18", "younger_than_18")
    }

    assert found["older_than_18"] == adults
    assert found["younger_than_18"] == set(patients) - adults
    assert len(adults) not in (0, len(patients))


WILDCARDS = {
    "another residue of the codon": ("p.V600M", True),
    "a double change of codons": ("p.V600_K601delinsE", False),
    "another codon": ("p.V60E", False),
    "a longer codon": ("p.V6001E", False),
}


@pytest.mark.parametrize(("change", "meets"), WILDCARDS.values(), ids=WILDCARDS)
def test_a_wildcard_takes_any_replacement_of_the_codon(
    upstream: Path, change: str, meets: bool
) -> None:
    genomic = {
        "TRUE_HUGO_SYMBOL": "BRAF",
        "VARIANT_CATEGORY": "MUTATION",
        "TRUE_PROTEIN_CHANGE": change,
    }
    patient = Patient({}, (genomic,))

    for name, expected in (("found", meets), ("not_found", False)):
        trial = document(upstream, f"integration_trials/wildcard_protein_{name}")
        assert bool(list(matches_of(trial, patient, ALL))) is expected, name


def test_five_of_ten_signature_leaves_hold_where_each_signature_is_known(upstream: Path) -> None:
    """Its test counts five for a patient of whom every signature is said; the values differ."""
    trial = document(upstream, "integration_trials/signatures")
    columns = ("APOBEC", "POLE", "TABACCO", "TEMOZOLOMIDE", "UVA")
    for value in ("Yes", "No"):
        record = {"VARIANT_CATEGORY": "SIGNATURE", **{f"{each}_STATUS": value for each in columns}}
        (found,) = matches_of(trial, Patient({}, (record,)), ALL)
        assert len(found.paths) == 5, value


@pytest.mark.parametrize(
    ("sample", "paths"),
    [
        ("1d2799df4446699a8ddeeee", 4),
        ("4d2799df4446630a8dd068dd", 3),
        ("1d2799df4446699a8dd068ee", 4),
    ],
)
def test_limits_of_tmb_match_as_counted(
    upstream: Path, patients: dict[str, Patient], sample: str, paths: int
) -> None:
    found = list(matches_of(document(upstream, "integration_trials/tmb"), patients[sample], ALL))

    assert [len(each.paths) for each in found] == [paths]


def test_as_many_patients_are_alive_as_counted(patients: dict[str, Patient]) -> None:
    assert sum(not each.is_deceased for each in patients.values()) == 1392


LEVELS = {
    "all_open": ["step", "arm", "dose_level"],
    "closed_dose": ["step", "arm"],
    "closed_step_arm": ["dose_level"],
    "all_closed": [],
    "all_closed_trial_closed": [],
}


@pytest.mark.parametrize(("name", "levels"), LEVELS.items())
def test_closed_parts_are_skipped(upstream: Path, name: str, levels: list[str]) -> None:
    patient = Patient(
        {"ONCOTREE_PRIMARY_DIAGNOSIS_NAME": "Pleuropulmonary Blastoma", "BIRTH_DATE_INT": 19500101},
        (
            {
                "TRUE_HUGO_SYMBOL": "EGFR",
                "VARIANT_CATEGORY": "MUTATION",
                "TRUE_VARIANT_CLASSIFICATION": "In_Frame_Del",
            },
        ),
    )
    names = json.loads((upstream / "ref" / "oncotree_mapping.json").read_text(encoding="utf-8"))
    names = {**names, "Non-Small Cell Lung Cancer": ["Pleuropulmonary Blastoma"]}
    trial = document(upstream, f"integration_trials/{name}")
    found = matches_of(trial, patient, Rules(date(2000, 7, 12)), names)

    assert [each.clause.level for each in found] == levels


def test_structural_variants_match_as_named(upstream: Path) -> None:
    """The second arm of the test asks for absences, and lists none of what the patient has."""
    trial = document(upstream, "integration_trials/structured_sv")
    patient = Patient(
        {
            "ONCOTREE_PRIMARY_DIAGNOSIS_NAME": "Merkel Cell Carcinoma",
            "GENDER": "Male",
            "BIRTH_DATE_INT": 19770916.0,
            "REPORT_DATE": "2019-02-02T20:00:00",
        },
        (
            {"VARIANT_CATEGORY": "SV", "LEFT_PARTNER_GENE": "ALK", "RIGHT_PARTNER_GENE": "KIF5B"},
            {"VARIANT_CATEGORY": "SV", "LEFT_PARTNER_GENE": "NPM1"},
            {"VARIANT_CATEGORY": "SV", "LEFT_PARTNER_GENE": "CLIP4", "RIGHT_PARTNER_GENE": "ALK"},
        ),
    )
    first, second = matches_of(trial, patient, ALL)
    named = {
        leaf.get("display_name")
        or (leaf.get("hugo_symbol"), leaf.get("fusion_partner_hugo_symbol"))
        for path in first.paths
        for kind, leaf in path
        if kind == "genomic" and leaf["variant_category"] == "Structural Variation"
    }

    assert named == {
        "KIF5B-ALK",
        "NPM1-INTERGENIC",
        ("NPM1", "intergenic"),
        ("NPM1", None),
        ("any_gene", "any_gene"),
    }
    assert [
        leaf["display_name"] for path in second.paths for kind, leaf in path if kind == "genomic"
    ] == ["EML4-EML4"]


def test_a_massive_clause_is_matched_at_once(upstream: Path) -> None:
    trial = document(upstream, "integration_trials/massive_match_clause")

    assert list(matches_of(trial, Patient({}), ALL)) == []


CTIMS = {
    "AMG650": (3, "'false' is not a value of CTML"),
    "NCT02503722_Osimertinib": (1, "'p.729_761del' is a range of residues"),
    "NCT03297606_CAPTUR": (13, "'High Amplication' is not a value of CTML"),
    "NCT03114319_TNO155": (4, ""),
    "NCT04293094_testData": (3, "'false' is not a value of CTML"),
    "NCT04497116_TRESR": (5, "'CNV' is no value of variant_category"),
    "Arm1_Arm7_NCT03297606_CAPTUR": (2, "'CNV' is no value of variant_category"),
}


@pytest.mark.parametrize(("name", "arms", "slip"), [(n, *v) for n, v in CTIMS.items()], ids=CTIMS)
def test_a_curated_trial_is_read_with_its_slips(
    shared: Path, name: str, arms: int, slip: str
) -> None:
    path = shared / "matchengine" / "ctims_ctml" / f"{name}.json"
    if not path.is_file():
        pytest.skip("the CTML of CTIMS is not there")
    (found,) = read_trial_file(path).ctml

    assert len(found.trial.arms) == arms
    assert any(slip in each.message for each in found.slips)
    assert all(each.suggestion or each.kind is not SlipKind.CORRECTED for each in found.slips)
