"""Files of real tumours go through, and their ledgers add up. Skipped without ../shared."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from building import matched, profiled
from oncomatch.cli import main
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.record import CaseRecord
from oncomatch.pipeline.case_files import read_record
from oncomatch.pipeline.single import request_case
from oncomatch.reference.bundle import Reference

FILES = [
    # file                                  build     tumour       sample to be named
    ("pcgr_T001-BRCA.grch37.vcf.gz", "GRCh37", "BRCA", ""),
    ("pcgr_T001-BRCA.grch38.vcf.gz", "GRCh38", "BRCA", ""),
    ("pcgr_T001-COAD.grch37.vcf.gz", "GRCh37", "COAD", ""),
    ("pcgr_T001-COAD.grch38.vcf.gz", "GRCh38", "COAD", ""),
    ("A25_HCC.mutect2.vcf", "GRCh37", "HCC", ""),
    ("A25_HCC.strelka2.vcf", "GRCh37", "HCC", ""),
    ("HCC1143_chr11_mini.mutect2.grch38.vcf.gz", "GRCh38", "BRCA", ""),
    ("gatk_Three_sample_somatic.vcf", "GRCh37", "TISSUE", "TUMOR"),
    ("purecn_example.hg19.vcf.gz", "GRCh37", "TISSUE", "LIB-02240e4"),
    ("purecn_issue62.vcf.gz", "GRCh38", "TISSUE", ""),
    ("vcf2maf/test_b38.vcf", "GRCh38", "TISSUE", ""),
    ("vcf2maf/test_muse.vcf", "GRCh37", "TISSUE", ""),
    ("vcf2maf/test_mutect.vcf", "GRCh37", "TISSUE", ""),
    ("vcf2maf/test_strelka.vcf", "GRCh37", "TISSUE", ""),
    ("vcf2maf/test_varscan.vcf", "GRCh37", "TISSUE", ""),
]


def alleles_in(path: Path) -> int:
    """Count the ALT alleles of a file, a record without one as one, with nothing of ours."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = [line for line in text.split(b"\n") if line and not line.startswith(b"#")]
    return sum(line.split(b"\t")[4].count(b",") + 1 for line in lines)


@pytest.mark.parametrize(("name", "build", "code", "sample"), FILES, ids=[row[0] for row in FILES])
def test_a_real_file_goes_through_and_nothing_is_lost(
    name: str, build: str, code: str, sample: str, shared: Path, tmp_path: Path
) -> None:
    path = shared / "vcf" / name
    words = ["--vcf", str(path), "--build", build, "--tumor-type", code, "--out", str(tmp_path)]
    status = main(["report", *words, *(["--tumor-sample", sample] if sample else [])])
    ledger = read_record(tmp_path / "case" / "case.json").profile.ledger

    assert status == 0
    assert ledger.read == alleles_in(path)
    assert ledger.reported + ledger.filtered_count + ledger.failed_count == ledger.read
    assert (tmp_path / "case" / "report.html").stat().st_size > 20_000


@pytest.mark.parametrize(
    ("name", "build"),
    [(name, {"GRCh37": "GRCh38", "GRCh38": "GRCh37"}[build]) for name, build, *_ in FILES[:6]],
    ids=[row[0] for row in FILES[:6]],
)
def test_the_wrong_build_is_refused(
    name: str,
    build: str,
    shared: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = shared / "vcf" / name
    words = ["--vcf", str(path), "--build", build, "--tumor-type", "BRCA", "--out", str(tmp_path)]
    status = main(["report", *words])
    errors = capsys.readouterr().err.splitlines()

    assert (status, len(errors)) == (2, 1)
    assert build in errors[0]
    assert not (tmp_path / "case" / "case.json").exists()


def profile_of(path: Path, code: str, build: GenomeBuild, reference: Reference) -> TumorProfile:
    options = {"vcf": path, "tumor_type": code, "build": build.value, "case_id": "case"}
    request, config = request_case(options, None)
    return profiled(request, config, reference)


@pytest.fixture(scope="module", params=["BRCA", "COAD"])
def on_both_builds(
    request: pytest.FixtureRequest, shared: Path, reference: Reference
) -> list[CaseRecord]:
    """Return the records of one TCGA case, called on GRCh37 and lifted to GRCh38."""
    code = request.param
    files = {build: f"pcgr_T001-{code}.{build.value.lower()}.vcf.gz" for build in GenomeBuild}
    return [
        matched(profile_of(shared / "vcf" / name, code, build, reference))
        for build, name in files.items()
    ]


def test_both_builds_give_the_same_changes(
    on_both_builds: list[CaseRecord], reference: Reference
) -> None:
    """Genes whose transcript is embedded on one build only cannot be compared."""
    one, two = (
        {
            each.label
            for each in record.profile.small_variants
            if each.effect
            and all(reference.has_sequence(each.gene, build) for build in GenomeBuild)
        }
        for record in on_both_builds
    )

    assert one
    assert one == two


def test_both_builds_give_the_same_matches(on_both_builds: list[CaseRecord]) -> None:
    therapies = [
        {(each.labels, each.regimen, each.significance, each.tier) for each in record.therapies}
        for record in on_both_builds
    ]
    trials = [{trial.trial_id for trial in record.trials.matches} for record in on_both_builds]
    markers = [
        {(each.biomarker, each.finding) for each in record.markers} for record in on_both_builds
    ]

    assert therapies[0]
    assert therapies[0] == therapies[1]
    assert trials[0] == trials[1]
    assert markers[0] == markers[1]
