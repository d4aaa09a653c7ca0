"""Digests and records of real tumours in the forms for exchange. Skipped without ../shared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.observation import Observation
from ga4gh.va_spec.aac_2017.models import VariantTherapeuticResponseStudyStatement
from ga4gh.va_spec.ccv_2022.models import VariantOncogenicityStudyStatement

from oncomatch.cli import main
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.vrs import literal_allele, sha512t24u
from oncomatch.pipeline.case_files import read_record
from oncomatch.reference.refget import refget_accessions

TSO500 = "vcf/tso500/tests_test_data_tsv2db_sample_CombinedVariantOutput.tsv"
TSO500_RNA = "vcf/tso500/tests_test_data_fusion_check_sample_CombinedVariantOutput.tsv"
PURPLE = "cnv_sv_fusion/hmf_orange_tumor_sample.purple.cnv.somatic.tsv"
COAD = "vcf/pcgr_T001-COAD.grch38.vcf.gz"
PRESENT, ABSENT = "LA9633-4", "LA9634-2"


def test_ids_of_alleles_are_those_of_the_golden_file(shared: Path) -> None:
    golden = json.loads((shared / "standards_examples" / "vrs_golden.json").read_text("utf-8"))
    known = set(refget_accessions(GenomeBuild.GRCH38).values())

    for word, digest in golden["sha512t24u"].items():
        assert sha512t24u(word.encode()) == digest
    for each in golden["alleles"]:
        place = each["refgetAccession"], each["start"], each["end"]
        made = literal_allele(*place, each["state"])
        assert (made.id, made.location_id) == (each["allele_id"], each["location_id"])
        assert each["refgetAccession"] in known


def exchanged(
    folder: Path, option: str, path: Path, build: str, code: str
) -> tuple[CaseRecord, dict[str, Any], dict[str, Any]]:
    """Return the record of a case of one file, its bundle, and its GA4GH document."""
    words = [option, str(path), "--build", build, "--tumor-type", code, "--out", str(folder)]
    assert main(["report", *words, "--to", "json,fhir,ga4gh"]) == 0
    made = folder / "case"
    bundle, ga4gh = (
        json.loads((made / name).read_text("utf-8")) for name in ("fhir.json", "ga4gh.json")
    )
    return read_record(made / "case.json"), bundle, ga4gh


def values(bundle: dict[str, Any], code: str) -> list[dict[str, Any]]:
    """Return the variant observations with that value."""
    found = [entry["resource"] for entry in bundle["entry"]]
    return [
        each
        for each in found
        if each.get("valueCodeableConcept", {}).get("coding", [{}])[0].get("code") == code
    ]


@pytest.mark.parametrize(
    ("option", "name", "build", "code"),
    [
        pytest.param("--combined", TSO500, "GRCh37", "NSCLC", id="TSO500"),
        pytest.param("--combined", TSO500_RNA, "GRCh37", "NSCLC", id="TSO500 of RNA"),
        pytest.param("--copy-number", PURPLE, "GRCh37", "MEL", id="PURPLE"),
    ],
)
def test_a_real_case_is_of_every_model(
    option: str, name: str, build: str, code: str, shared: Path, tmp_path: Path
) -> None:
    record, bundle, ga4gh = exchanged(tmp_path, option, shared / name, build, code)
    reported = len(record.profile.small_variants)
    Bundle.model_validate(bundle)

    assert len(ga4gh["alleles"]) + len(ga4gh["without_allele"]) == reported
    assert ga4gh["statements"]
    for each in ga4gh["statements"]:
        oncogenic = each["proposition"]["type"] == "VariantOncogenicityProposition"
        model = (
            VariantOncogenicityStudyStatement
            if oncogenic
            else VariantTherapeuticResponseStudyStatement
        )
        model.model_validate(each)


def test_a_real_case_without_a_panel_has_no_absence(shared: Path, tmp_path: Path) -> None:
    record, bundle, ga4gh = exchanged(tmp_path, "--vcf", shared / COAD, "GRCh38", "COAD")
    present = values(bundle, PRESENT)
    for each in present[:50]:
        Observation.model_validate(each)

    assert len(present) == len(record.profile.small_variants) > 3000
    assert values(bundle, ABSENT) == []
    assert len(ga4gh["alleles"]) + len(ga4gh["without_allele"]) == len(present)
    assert all("not embedded" in each["reason"] for each in ga4gh["without_allele"])


def test_small_variants_that_were_not_assessed_are_not_absent(shared: Path, tmp_path: Path) -> None:
    _, bundle, _ = exchanged(tmp_path, "--copy-number", shared / PURPLE, "GRCh37", "MEL")
    said = json.dumps(values(bundle, ABSENT))

    assert "No small variants" not in said
