"""The drugs and classes that ship: names that meet, members that a source names, none invented."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from oncomatch.domain.therapy import Membership, Therapies, fold_name
from oncomatch.errors import ResourceError
from oncomatch.knowledge.importers.drug_names import one_name
from oncomatch.knowledge.importers.therapies import import_therapies
from oncomatch.knowledge.therapy_table import (
    COLUMNS,
    TherapyRecord,
    gather,
    open_therapies,
    read_therapies,
    read_therapy_records,
    write_therapies,
)
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows


@pytest.fixture(scope="module")
def therapies() -> Therapies:
    return open_therapies()


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("tagrisso", "Osimertinib"),
        ("AZD9291", "Osimertinib"),
        ("Imatinib Mesylate", "Imatinib"),
        ("Glivec", "Imatinib"),
        ("gleevec", "Imatinib"),
        ("T-DXd", "Trastuzumab Deruxtecan"),
        ("ENHERTU", "Trastuzumab Deruxtecan"),
        ("T-DM1", "Trastuzumab Emtansine"),
        ("5-FU", "Fluorouracil"),
        ("Mektovi", "Binimetinib"),
        ("Vyloy", "Zolbetuximab"),
        ("pd-1 inhibitors", "PD-1 inhibitor"),
        ("EGFR TKI", "EGFR tyrosine kinase inhibitor"),
        ("Anti-EGFR Monoclonal Antibody", "anti-EGFR antibody"),
        ("EGFR mAb inhibitor", "anti-EGFR antibody"),
        ("Platinum Agent", "platinum compound"),
    ],
)
def test_trade_names_codes_salts_and_families_lead_to_one_name(
    therapies: Therapies, name: str, one: str
) -> None:
    assert therapies.canonical(name) == one


@pytest.mark.parametrize(
    ("group", "members", "strangers"),
    [
        ("anti-EGFR antibody", "Cetuximab Panitumumab", "Erlotinib Trastuzumab Amivantamab"),
        (
            "EGFR tyrosine kinase inhibitor",
            "Erlotinib Gefitinib Afatinib Dacomitinib Osimertinib Neratinib",
            "Cetuximab Crizotinib Trastuzumab",
        ),
        ("third-generation EGFR tyrosine kinase inhibitor", "Osimertinib", "Erlotinib Afatinib"),
        ("PARP inhibitor", "Olaparib Niraparib Rucaparib Talazoparib Veliparib", "Cisplatin"),
        ("PD-1 inhibitor", "Pembrolizumab Nivolumab Dostarlimab Cemiplimab", "Atezolizumab"),
        ("PD-L1 inhibitor", "Atezolizumab Durvalumab", "Pembrolizumab Ipilimumab"),
        ("immune checkpoint inhibitor", "Ipilimumab Avelumab Atezolizumab", "Cetuximab"),
        ("BRAF inhibitor", "Vemurafenib Dabrafenib Encorafenib", "Trametinib Sorafenib"),
        ("MEK inhibitor", "Trametinib Binimetinib Cobimetinib Selumetinib", "Dabrafenib"),
        ("ALK inhibitor", "Crizotinib Alectinib Ceritinib Brigatinib Lorlatinib", "Cediranib"),
        ("KRAS G12C inhibitor", "Sotorasib Adagrasib", "Trametinib"),
        ("CDK4/6 inhibitor", "Palbociclib Ribociclib Abemaciclib", "Fulvestrant"),
        ("anti-HER2 antibody-drug conjugate", "", "Trastuzumab Pertuzumab"),
        ("HER2-directed therapy", "Trastuzumab Tucatinib Lapatinib Pertuzumab", "Cetuximab"),
        ("androgen receptor inhibitor", "Enzalutamide Apalutamide", "Abiraterone"),
        ("aromatase inhibitor", "Letrozole Anastrozole Exemestane", "Tamoxifen Fulvestrant"),
        ("platinum compound", "Cisplatin Carboplatin Oxaliplatin", "Paclitaxel"),
    ],
)
def test_members_of_a_class(therapies: Therapies, group: str, members: str, strangers: str) -> None:
    found = set(therapies.members_of(group))

    assert set(members.split()) - found == set()
    assert found & set(strangers.split()) == set()


def test_conjugates_are_not_the_antibody_that_they_carry(therapies: Therapies) -> None:
    conjugates = therapies.members_of("anti-HER2 antibody-drug conjugate")

    assert conjugates == ("Trastuzumab Deruxtecan", "Trastuzumab Emtansine")
    assert not any("ERBB2 inhibitor" in therapies.classes_of(each) for each in conjugates)
    assert all("HER2-directed therapy" in therapies.classes_of(each) for each in conjugates)


@pytest.mark.parametrize(
    ("wanted", "given", "answer"),
    [
        ("EGFR tyrosine kinase inhibitor", "Tagrisso", "yes"),
        ("EGFR tyrosine kinase inhibitor", "Erbitux", "no"),
        ("EGFR tyrosine kinase inhibitor", "Lazertinib", "unknown"),
        ("ALK inhibitor", "Osimertinib", "no"),
        ("KIT inhibitor", "Dasatinib", "unknown"),
        ("platinum-based chemotherapy", "Carboplatin", "yes"),
        ("PD-1 or PD-L1 inhibitor", "Keytruda", "yes"),
        ("PD-1 or PD-L1 inhibitor", "Yervoy", "no"),
        ("taxane", "FOLFIRI Regimen", "unknown"),
        ("Oxaliplatin", "FOLFOX Regimen", "unknown"),
    ],
)
def test_prior_therapy(therapies: Therapies, wanted: str, given: str, answer: str) -> None:
    assert therapies.covers(wanted, given) is Membership(answer)


def test_each_record_names_where_it_is_from(therapies: Therapies) -> None:
    records = read_therapy_records(resource_path("knowledge", "therapies.tsv"))
    facts = list(read_rows(resource_path("knowledge", "therapy_facts.tsv")))

    assert len(records) > 1000
    assert [
        each
        for each in records
        if not (each.source and each.record_id and each.citation and each.licence and each.release)
    ] == []
    assert [row for row in facts if not (row["source"] and row["record_id"])] == []
    assert {row["kind"] for row in facts} == {"class", "synonym", "spelling"}
    assert {each.classes for each in records if each.targets and not each.classes} == set()


def test_targets_are_present_gene_symbols(therapies: Therapies) -> None:
    naming = {gene for each in therapies.classes for gene in each.targets}

    assert {gene for gene in naming if not re.fullmatch(r"[A-Z][A-Z0-9]+", gene)} == set()
    assert len(naming) > 60


def test_every_drug_of_the_evidence_is_known_by_its_name(therapies: Therapies) -> None:
    rows = read_rows(resource_path("knowledge", "evidence.tsv"))
    names = {one_name(name) for row in rows for name in row["therapies"].split(";")}
    known = {name for name in names if therapies.canonical(name)}

    assert len(known) > 300
    assert len(names - known) <= len(names) // 20


def test_without_the_restricted_index_the_other_sources_remain() -> None:
    open_only = read_therapies(resource_path("knowledge"), permissive=True)

    assert open_only.canonical("Tagrisso") == "Osimertinib"
    assert "anti-EGFR antibody" in open_only.classes_of("Cetuximab")
    assert open_only.canonical("Giotrif") is None


def test_a_class_in_the_table_that_is_not_in_the_vocabulary_is_refused() -> None:
    record = TherapyRecord("A", (), ("no such",), (), "s", "1", "r", "c", "l")

    with pytest.raises(ResourceError, match="do not fit together: 'no such'"):
        gather([record], ())


def test_what_is_written_is_read(tmp_path: Path) -> None:
    records = (
        TherapyRecord("a", ("x", "y"), ("c",), ("G",), "s", "1", "r", "cite", "l"),
        TherapyRecord("B", (), (), (), "s", "2", "r", "cite", "l"),
    )
    write_therapies(tmp_path / "t.tsv", reversed(records))

    assert read_therapy_records(tmp_path / "t.tsv") == records
    assert (tmp_path / "t.tsv").read_text().splitlines()[0].split("\t") == list(COLUMNS)


def test_the_bundled_table_is_what_the_sources_give(shared: Path, tmp_path: Path) -> None:
    folder = resource_path("knowledge")
    records, _ = import_therapies(shared, folder, "2025-04")
    write_therapies(tmp_path / "therapies.tsv", records)

    assert (tmp_path / "therapies.tsv").read_bytes() == (folder / "therapies.tsv").read_bytes()


def test_the_record_of_a_curated_fact_speaks_of_the_drug(shared: Path) -> None:
    """A fact without its record, or with one that does not name the drug, is from memory."""
    texts = _texts(shared)
    silent = [
        (row["name"], row["record_id"])
        for row in read_rows(resource_path("knowledge", "therapy_facts.tsv"))
        if row["kind"] != "spelling"
        for text in [texts.get(row["record_id"], "")]
        if fold_name(row["name"]) not in fold_name(text)
        or (row["kind"] == "synonym" and fold_name(row["value"]) not in fold_name(text))
    ]

    assert silent == []


def _texts(shared: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    with (shared / "kb" / "civic_ClinicalEvidence_2025-04.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            number = row["evidence_id"].removeprefix("EID")
            texts[f"EID{number}"] = row["evidence_statement"]
    trials = shared / "trials"
    files = [
        trials / "oncology_trials_2026-01_v2subset.json",
        *(trials / "ctgov_v2").glob("*.json"),
    ]
    for file in files:
        read = json.loads(file.read_text(encoding="utf-8"))
        for study in read.get("studies", [read]):
            section = study["protocolSection"]
            texts[section["identificationModule"]["nctId"]] = json.dumps(section)
    return texts
