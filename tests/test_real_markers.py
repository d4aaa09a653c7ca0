"""Tumour-wide markers of real files. Skipped without ../shared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from building import profiled
from oncomatch.domain.alteration import MsiStatus
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.wide_limits import SignatureRule
from oncomatch.pipeline.single import request_case
from oncomatch.readers.signature_files import read_catalogue, read_contributions
from oncomatch.readers.tumor_wide_files import MICROSATELLITES, read_burden, read_score
from oncomatch.reference.bundle import open_reference
from oncomatch.signatures.fit import fit_signatures

RULE = SignatureRule()
CATALOGUE = "signatures/COSMIC_v3.4_SBS_GRCh38.txt"


def profile_of(tmp_path: Path, config: str = "{}", **cells: object) -> TumorProfile:
    (tmp_path / "genes.txt").write_text("\n".join(open_reference().genes_with_sequence))
    (tmp_path / "c.yaml").write_text(config)
    options = {"case_id": "A", "panel": tmp_path / "genes.txt", **cells}
    request, settings = request_case(options, tmp_path / "c.yaml")
    return profiled(request, settings, open_reference())


def test_the_burden_of_a_hypermutated_colon_cancer(shared: Path, tmp_path: Path) -> None:
    """162 calls lie in assessed codons by a plain count; 6 of them are known drivers."""
    vcf = shared / "vcf" / "pcgr_T001-COAD.grch38.vcf.gz"
    cells = {"vcf": vcf, "tumor_type": "COAD", "build": "GRCh38"}
    (found,) = profile_of(tmp_path, matched_normal="yes", **cells).wide.burdens
    (alone,) = profile_of(tmp_path, **cells).wide.burdens

    assert (found.counted, found.megabases, found.per_mb) == (156, 2.0025, 77.9)
    assert {line.reason: line.count for line in found.left_out}["of known meaning in cancer"] == 6
    assert alone.per_mb is None


def test_the_signature_of_a_hypermutated_colon_cancer(shared: Path, tmp_path: Path) -> None:
    """SBS15 is one of those of defective mismatch repair."""
    vcf = shared / "vcf" / "pcgr_T001-COAD.grch38.vcf.gz"
    config = f"signatures: {{catalogue: {shared / CATALOGUE}, min_substitutions: 100}}"
    cells = {"vcf": vcf, "tumor_type": "COAD", "build": "GRCh38", "matched_normal": "yes"}
    fit = profile_of(tmp_path, config, **cells).wide.signatures

    assert fit is not None
    assert (fit.substitutions, fit.unplaced) == (162, 2503)
    assert [each.name for each in fit.shares[:2]] == ["SBS15", "SBS1"]


@pytest.mark.parametrize(
    ("caller", "counted", "tells_high"), [("mutect2", 25, False), ("strelka2", 15, True)]
)
def test_unfiltered_calls_do_not_tell_a_high_burden(
    caller: str, counted: int, tells_high: bool, shared: Path, tmp_path: Path
) -> None:
    vcf = shared / "vcf" / f"A25_HCC.{caller}.vcf"
    profile = profile_of(tmp_path, vcf=vcf, tumor_type="HCC", build="GRCh37")
    (found,) = profile.wide.burdens

    assert (found.counted, found.tells_high) == (counted, tells_high)


MIXTURES = [
    ({"SBS1": 0.4, "SBS3": 0.6}, 2000),
    ({"SBS4": 0.7, "SBS2": 0.1, "SBS13": 0.2}, 1000),
    ({"SBS7a": 0.7, "SBS7b": 0.3}, 2000),
    ({"SBS10b": 0.6, "SBS15": 0.4}, 3000),
]


@pytest.mark.parametrize(("truth", "total"), MIXTURES)
def test_mixtures_of_cosmic_signatures_are_found(
    truth: dict[str, float], total: int, shared: Path
) -> None:
    catalogue = read_catalogue(shared / CATALOGUE)
    profile = sum(
        share * np.asarray(catalogue.shares[catalogue.names.index(name)])
        for name, share in truth.items()
    )
    counts = np.random.default_rng(7).multinomial(total, profile).tolist()
    fit = fit_signatures(counts, catalogue, RULE)
    found = {each.name: each for each in fit.shares}

    assert len(catalogue.names) == 86
    for name, share in truth.items():
        low, high = found[name].low, found[name].high
        assert low is not None
        assert high is not None
        assert low - 0.03 <= share <= high + 0.03
        assert found[name].share == pytest.approx(share, abs=0.12)


def test_a_flat_signature_that_others_can_stand_for_is_not_excluded(shared: Path) -> None:
    """With 500 substitutions the fit mostly does without SBS5, though it makes two fifths."""
    catalogue = read_catalogue(shared / CATALOGUE)
    truth = {"SBS1": 0.2, "SBS5": 0.4, "SBS4": 0.4}
    profile = sum(
        share * np.asarray(catalogue.shares[catalogue.names.index(name)])
        for name, share in truth.items()
    )
    for seed in range(3):
        counts = np.random.default_rng(seed).multinomial(500, profile).tolist()
        found = {each.name: each for each in fit_signatures(counts, catalogue, RULE).shares}

        assert (found["SBS5"].high or 0) >= RULE.present
        assert not [name for name, each in found.items()
                    if (each.low or 0) >= RULE.present and name not in truth]  # fmt: skip


def test_contributions_as_moalmanac_takes_them(shared: Path) -> None:
    fit = read_contributions(shared / "signatures/moalmanac_example.sbs_contributions.txt", 0.06)

    assert fit.shares[0].name == "SBS7a"
    assert fit.shares[0].share == pytest.approx(0.4237, abs=0.0001)
    assert len(fit.names) == 79


def test_a_real_combined_variant_output(shared: Path) -> None:
    folder = shared / "vcf" / "tso500"
    full = folder / "tests_test_data_tsv2db_sample_CombinedVariantOutput.tsv"
    rna = folder / "tests_test_data_fusion_check_sample_CombinedVariantOutput.tsv"
    score, burden = read_score(full, MICROSATELLITES), read_burden(full)

    assert score is not None
    assert (score.value, score.unstable, score.sites) == (64.8, 81, 125)
    assert burden is not None
    assert (burden.per_mb, burden.counted, burden.megabases) == (275.6, 352, 1.28)
    assert read_score(rna, MICROSATELLITES) is None
    assert read_burden(rna) is None


def test_the_tumour_content_of_purple(shared: Path, tmp_path: Path) -> None:
    path = shared / "cnv_sv_fusion" / "hmf_orange_tumor_sample.purple.cnv.somatic.tsv"
    cells = {"tumor_type": "SKCM", "build": "GRCh37", "copy_number": path}
    own = profile_of(tmp_path, **cells).wide
    sheet = profile_of(tmp_path, purity="0.5", **cells).wide

    assert (own.purity, own.ploidy) == (0.99, 3.1)
    assert own.purity_source == f"read from {path.name}"
    assert (sheet.purity, sheet.purity_source) == (0.5, "given in the sheet")


def test_the_status_of_purple(shared: Path, tmp_path: Path) -> None:
    path = shared / "cnv_sv_fusion" / "hmf_orange_tumor_sample.purple.purity.tsv"
    cells = {"tumor_type": "SKCM", "build": "GRCh37", "msi_file": path}
    profile = profile_of(tmp_path, **cells)

    assert profile.markers.msi is MsiStatus.STABLE
    assert profile.wide.microsatellites is not None
    assert profile.wide.microsatellites.score.value == 0.0951
