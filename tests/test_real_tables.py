"""Small variants of real tumours from tables instead of VCFs. Skipped without ../shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.record import CaseRecord
from oncomatch.errors import InputError
from oncomatch.pipeline.annotate import Request, annotate_file
from oncomatch.pipeline.case_files import write_case
from oncomatch.pipeline.single import request_case


def reported(folder: Path, code: str, build: str, **files: Path) -> CaseRecord:
    options = {"case_id": "case", "tumor_type": code, "build": build, **files}
    request, config = request_case(options, None)
    return write_case(request, config, folder)


@pytest.mark.parametrize(
    ("name", "code", "build"),
    [
        ("pcgr_T001-BRCA.grch38.vcf.gz", "BRCA", "GRCh38"),
        ("pcgr_T001-COAD.grch37.vcf.gz", "COAD", "GRCh37"),
        ("A25_HCC.mutect2.VEP.vcf", "HCC", "GRCh37"),
    ],
)
def test_a_tumour_as_maf_has_the_same_findings(
    name: str, code: str, build: str, shared: Path, tmp_path: Path
) -> None:
    vcf, maf = shared / "vcf" / name, tmp_path / "calls.maf"
    from_vcf = reported(tmp_path / "vcf", code, build, vcf=vcf)
    sample = from_vcf.profile.sample
    annotate_file(Request(vcf, maf, GenomeBuild.parse(build), sample, everything=True))
    from_maf = reported(tmp_path / "maf", code, build, vcf=maf)

    assert findings(from_maf) == findings(from_vcf)
    assert len(findings(from_maf)) > 100
    assert statements(from_maf) == statements(from_vcf)
    ledger = from_maf.profile.ledger
    assert ledger.read == ledger.reported + ledger.filtered_count + ledger.failed_count
    with maf.open(encoding="utf-8") as lines:
        assert ledger.records == sum(1 for _ in lines) - 2


def findings(record: CaseRecord) -> list[tuple[object, ...]]:
    """Return the findings with their reads; a MAF has no fraction, which is computed anew."""
    return [
        (each.gene, each.label, each.hgvs_g, each.reads.depth, each.reads.alt_depth)
        for each in record.profile.small_variants
    ]


def statements(record: CaseRecord) -> list[tuple[object, ...]]:
    return [(each.labels, each.regimen, each.significance, each.tier) for each in record.therapies]


def test_a_tso500_file_of_dna_is_a_case(shared: Path, tmp_path: Path) -> None:
    """Counted by hand: 35 rows of small variants, three amplified genes, TMB 275.6."""
    path = shared / "vcf" / "tso500" / "tests_test_data_tsv2db_sample_CombinedVariantOutput.tsv"
    profile = reported(tmp_path, "COAD", "GRCh37", combined=path).profile

    assert (profile.ledger.read, profile.ledger.failed_count) == (35, 0)
    labels = {each.label for each in profile.small_variants}
    assert {"EP300 E1442*", "MTOR c.7165-1G>T", "TNFRSF14 G68R"} <= labels
    assert not any(each.caution for each in profile.small_variants)
    assert {each.label for each in profile.copy_numbers if each.kind} == {
        "MYCN amplification",
        "MET amplification",
        "MYC amplification",
    }
    assert profile.markers.tmb_per_mb == 275.6
    assert profile.rearrangements == ()
    assert profile.assay.fusions == ""


def test_a_tso500_file_of_rna_is_a_case_without_small_variants(
    shared: Path, tmp_path: Path
) -> None:
    """Counted by hand: 16 fusions and two splice variants."""
    name = "tests_test_data_fusion_check_sample_CombinedVariantOutput.tsv"
    profile = reported(tmp_path, "NSCLC", "GRCh37", combined=shared / "vcf/tso500" / name).profile

    assert not profile.assay.small_variants
    labels = {each.label for each in profile.rearrangements}
    assert {"EML4::ALK fusion", "KIF5B::RET fusion", "CD74::ROS1 fusion"} <= labels
    assert len(profile.rearrangements) == 18


def test_a_tso500_file_on_the_other_build_is_refused(shared: Path, tmp_path: Path) -> None:
    path = shared / "vcf" / "tso500" / "tests_test_data_tsv2db_sample_CombinedVariantOutput.tsv"

    with pytest.raises(InputError, match=r"6 of 9 rows lie outside the gene .*they fit GRCh37"):
        reported(tmp_path, "COAD", "GRCh38", vcf=path)
