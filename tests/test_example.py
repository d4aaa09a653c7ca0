"""The synthetic batch from VCF to report: what a board must read of each case.

The kept example in reports/example is compared whole; `--update-golden` renews it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from building import ROOT
from oncomatch.domain.assay import Finding
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import EvidenceLevel, EvidenceScheme, Significance
from oncomatch.domain.house import HouseStyle
from oncomatch.domain.match import TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.pipeline.batch import Batch, read_batch
from oncomatch.pipeline.case_files import write_case
from oncomatch.readers.config import read_config
from oncomatch.reporting.patient.page import build_patient_page
from unit.reporting.patient_cases import text_of
from unit.reporting.readability import flesch_kincaid_grade, wiener_sachtextformel

CONFIG = read_config(ROOT / "config" / "config.yaml")
EXAMPLE_CASE = "DEMO-BRCA-01"
EXAMPLE = ROOT / "reports" / "example"
KEPT = ("case.json", "report.html")
SEEN_BY_FDA = EvidenceScheme.FDA_COMPANION_DIAGNOSTIC


@pytest.fixture(scope="module")
def batch() -> Batch:
    return read_batch(ROOT / "config" / "cases.tsv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def records(batch: Batch, folder: Path) -> dict[str, CaseRecord]:
    return {
        case_id: write_case(request, CONFIG, folder / case_id)
        for case_id, request in batch.requests.items()
    }


def benefits(record: CaseRecord, label: str, *tiers: Tier) -> dict[str, TherapyMatch]:
    """Return the regimens with benefit for a finding, of the given tiers."""
    return {
        match.regimen: match
        for match in record.therapies
        if match.labels == (label,)
        and match.significance.is_benefit
        and match.evidence
        and match.tier in tiers
    }


def resistances(record: CaseRecord, label: str) -> set[str]:
    return {
        match.regimen
        for match in record.therapies
        if match.labels == (label,)
        and match.significance is Significance.RESISTANCE
        and match.relation.applies
    }


@pytest.mark.parametrize("name", KEPT)
def test_the_kept_example_is_what_the_program_makes(
    name: str, records: dict[str, CaseRecord], folder: Path, update_golden: bool
) -> None:
    made = (folder / EXAMPLE_CASE / name).read_text(encoding="utf-8")
    if update_golden:
        (EXAMPLE / name).write_text(made, encoding="utf-8")
    kept = (EXAMPLE / name).read_text(encoding="utf-8")

    assert made == kept, f"look at reports/example/{name}, then renew it with --update-golden"


def test_there_are_nine_cases_in_seven_dialects_and_both_builds(batch: Batch) -> None:
    files = [path.name for request in batch.requests.values() for path in request.vcf]
    builds = {request.info.build.value for request in batch.requests.values()}

    assert len(files) == 9
    assert len({name.split(".")[1] for name in files}) == 7
    assert builds == {"GRCh37", "GRCh38"}


def test_the_example_batch_says_that_it_is_synthetic(batch: Batch) -> None:
    specimens = [request.info.specimen for request in batch.requests.values()]

    assert [words for words in specimens if "(synthetic)" not in words] == []


def test_her2_amplification_in_breast_cancer(records: dict[str, CaseRecord]) -> None:
    found = benefits(records["DEMO-BRCA-01"], "ERBB2 amplification (HER2 IHC 3+)", Tier.IA)
    trastuzumab = found["Trastuzumab"].evidence

    assert {"Trastuzumab", "Trastuzumab Emtansine", "Pertuzumab"} <= set(found)
    assert {item.scheme for item in trastuzumab} == set(EvidenceScheme)
    assert EvidenceLevel.VALIDATED.value in {item.level for item in trastuzumab}


def test_alpelisib_is_withheld_from_her2_positive_disease(records: dict[str, CaseRecord]) -> None:
    record = records["DEMO-BRCA-01"]
    misses = [miss for miss in record.near_misses if miss.regimen == "Alpelisib + Fulvestrant"]

    assert "Alpelisib + Fulvestrant" not in benefits(record, "PIK3CA H1047R", *Tier)
    assert {miss.outcome for miss in misses if miss.labels} == {Outcome.NOT_MET}


def test_egfr_exon_19_deletion_in_lung_cancer(records: dict[str, CaseRecord]) -> None:
    found = benefits(records["DEMO-LUAD-01"], "EGFR E746_A750del", Tier.IA)

    assert {"Osimertinib", "Erlotinib", "Gefitinib", "Afatinib"} <= set(found)
    assert [name for name, match in found.items() if match.opposed_by] == []


def test_t790m_resists_the_first_generation_beside_osimertinib(
    records: dict[str, CaseRecord],
) -> None:
    record = records["DEMO-LUAD-02"]
    sensitive = benefits(record, "EGFR L858R", Tier.IA)

    assert {"Erlotinib", "Gefitinib"} <= resistances(record, "EGFR T790M")
    assert "Osimertinib" in benefits(record, "EGFR T790M", Tier.IA)
    assert "EGFR T790M" in sensitive["Erlotinib"].opposed_by[0]
    assert sensitive["Osimertinib"].opposed_by == ()


def test_braf_v600e_in_melanoma(records: dict[str, CaseRecord]) -> None:
    found = benefits(records["DEMO-SKCM-01"], "BRAF V600E", Tier.IA)
    regimens = {frozenset(match.therapies) for match in found.values()}

    assert frozenset({"Dabrafenib", "Trametinib"}) in regimens
    assert frozenset({"Cobimetinib", "Vemurafenib"}) in regimens
    assert any(item.scheme is SEEN_BY_FDA for match in found.values() for item in match.evidence)


def test_ras_wild_type_colorectal_cancer(records: dict[str, CaseRecord]) -> None:
    record = records["DEMO-COADREAD-01"]
    strong = [
        match
        for match in record.therapies
        if match.tier is Tier.IA and match.significance.is_benefit and not match.opposed_by
    ]
    states = {state.gene: state.small_variants for state in record.genes}

    assert {"Cetuximab", "Panitumumab"} <= {name for match in strong for name in match.therapies}
    assert (states["KRAS"], states["NRAS"]) == (Finding.NOT_DETECTED, Finding.NOT_DETECTED)


def test_kras_g12c_colorectal_cancer(records: dict[str, CaseRecord]) -> None:
    record = records["DEMO-COADREAD-02"]
    found = benefits(record, "KRAS G12C", Tier.IA)

    assert {"Cetuximab", "Cetuximab or Panitumumab"} <= resistances(record, "KRAS G12C")
    assert found["Adagrasib + Cetuximab"].opposed_by == ()
    assert found["Panitumumab + Sotorasib"].opposed_by == ()


def test_brca2_frameshift_in_ovarian_cancer(records: dict[str, CaseRecord]) -> None:
    found = benefits(records["DEMO-HGSOC-01"], "BRCA2 S1982Rfs*22", Tier.IA)

    assert "Olaparib" in {name for match in found.values() for name in match.therapies}


def test_msi_high_endometrial_cancer(records: dict[str, CaseRecord]) -> None:
    found = benefits(records["DEMO-UCEC-01"], "MSI-H", Tier.IA)

    assert "Pembrolizumab" in {name for match in found.values() for name in match.therapies}


def test_a_tumour_with_nothing_actionable_says_so(records: dict[str, CaseRecord]) -> None:
    record = records["DEMO-LMS-01"]

    strong = [match for match in record.therapies if match.tier.rank <= Tier.IIC.rank]

    assert [match.regimen for match in strong if match.relation.applies] == []


def test_what_was_not_looked_for_is_never_not_detected(records: dict[str, CaseRecord]) -> None:
    wrong = [
        (case_id, state.gene)
        for case_id, record in records.items()
        for state in record.genes
        if state.small_variants is Finding.NOT_DETECTED
        and state.gene not in {coverage.gene for coverage in record.profile.assay.genes}
    ]

    assert wrong == []


def test_every_ledger_adds_up(records: dict[str, CaseRecord]) -> None:
    for record in records.values():
        ledger = record.profile.ledger

        assert ledger.read == ledger.reported + ledger.filtered_count + ledger.failed_count


def test_no_statement_stands_without_a_record(records: dict[str, CaseRecord]) -> None:
    uncited = [
        match.regimen
        for record in records.values()
        for match in record.therapies
        for item in (*match.evidence, *match.against)
        if not (item.provenance.record_id and item.provenance.citation and item.provenance.licence)
    ]

    assert uncited == []


@pytest.mark.parametrize(
    ("language", "grade"), [("en", flesch_kincaid_grade), ("de", wiener_sachtextformel)]
)
def test_every_patient_page_is_plain_and_names_no_drug(
    language: str, grade: Callable[[str], float], records: dict[str, CaseRecord]
) -> None:
    for case_id, record in records.items():
        text = text_of(build_patient_page(record, HouseStyle(language=language)))
        drugs = {drug for match in record.therapies for drug in match.therapies}

        assert grade(text) <= 8, case_id
        assert [drug for drug in drugs if drug.casefold() in text.casefold()] == [], case_id
