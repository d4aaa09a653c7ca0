"""Origin on files of real tumours: what the matched normal tells. Skipped without ../shared."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from oncomatch.cli import main
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.specimen import Pairing
from oncomatch.pipeline.case_files import read_record

SOMATIC = CallOrigin.SOMATIC


def record_of(tmp_path: Path, *words: str) -> CaseRecord:
    assert main(["report", "--build", "GRCh37", "--out", str(tmp_path), *words]) == 0
    return read_record(tmp_path / "case" / "case.json")


FILES = [
    # file                     code   pairing               normal  share of somatic calls
    ("A25_HCC.mutect2.VEP.vcf", "HCC", Pairing.TUMOR_NORMAL, "N1", (0.9, 1.0)),
    ("A25_HCC.mutect2.vcf", "HCC", Pairing.TUMOR_NORMAL, "N1", (0.0, 0.0)),
    ("A25_HCC.strelka2.vcf", "HCC", Pairing.TUMOR_NORMAL, "NORMAL", (0.9, 1.0)),
    ("vcf2maf/test_muse.vcf", "BLCA", Pairing.TUMOR_NORMAL, "NORMAL", (0.8, 1.0)),
    ("vcf2maf/test_strelka.vcf", "BLCA", Pairing.TUMOR_NORMAL, "NORMAL", (0.9, 1.0)),
    ("pcgr_T001-COAD.grch37.vcf.gz", "COAD", Pairing.TUMOR_ONLY, "", (0.0, 0.0)),
]


@pytest.mark.parametrize(
    ("name", "code", "pairing", "normal", "share"), FILES, ids=[row[0] for row in FILES]
)
def test_the_pairing_and_the_share_of_somatic_calls(
    name: str,
    code: str,
    pairing: Pairing,
    normal: str,
    share: tuple[float, float],
    shared: Path,
    tmp_path: Path,
) -> None:
    record = record_of(tmp_path, "--vcf", str(shared / "vcf" / name), "--tumor-type", code)
    found = Counter(each.origin for each in record.origins)

    assert (record.profile.normal.pairing, record.profile.normal.sample) == (pairing, normal)
    assert share[0] <= found[SOMATIC] / max(1, found.total()) <= share[1]


def test_an_unfiltered_file_has_no_somatic_call(shared: Path, tmp_path: Path) -> None:
    """The calls of A25 before FilterMutectCalls: no FILTER, so nobody has passed them."""
    path = shared / "vcf" / "A25_HCC.mutect2.vcf"
    record = record_of(tmp_path, "--vcf", str(path), "--tumor-type", "HCC")

    assert not [each for each in record.origins if each.origin is SOMATIC]
    assert record.profile.deamination is not None
    assert not record.profile.deamination.is_excessive


def test_the_germline_file_of_purple(shared: Path, tmp_path: Path) -> None:
    """The melanoma line COLO829: TP53 P72R and APC V1822D are polymorphisms of its normal."""
    path = shared / "vcf" / "hmf_orange_COLO829.purple.germline.vcf"
    record = record_of(tmp_path, "--germline-vcf", str(path), "--tumor-type", "MEL")
    germline = record.profile.germline

    assert germline is not None
    assert germline.sample == "ref_sample"
    assert {"TP53 P72R", "APC V1822D", "ATM D1853N"} <= {each.label for each in germline.variants}
    assert germline.ledger.read == 1540
    assert not any(each.known for each in record.germline_standings)
    assert record.profile.small_variants == ()
    assert record.profile.ledger.read == 0
