"""Rearrangements of real tumours; the numbers were counted by hand. Skipped without ../shared."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from building import ask, profiled
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.errors import InputError
from oncomatch.pipeline.single import request_case
from oncomatch.readers.rearrangement_files import read_any
from oncomatch.reference.bundle import open_reference

PURPLE = "cnv_sv_fusion/hmf_orange_tumor_sample.purple.sv.vcf"
ARRIBA = "cnv_sv_fusion/pvactools_HCC1395.arriba_fusions.tsv"
STAR = "cnv_sv_fusion/pvactools_HCC1395.star-fusion.fusion_predictions.abridged.tsv"
LINX = "cnv_sv_fusion/hmf_orange_tumor_sample.linx.fusion.tsv"
BREAKENDS = "cnv_sv_fusion/hmf_orange_tumor_sample.linx.breakend.tsv"
PCGR = "cnv_sv_fusion/pcgr_T001-BRCA.grch38.fusions.tsv"
LEFT_RIGHT = "cnv_sv_fusion/haoziyeung_demo_sv_TPM3-ROS1.txt"
TSO500 = "vcf/tso500/tests_test_data_fusion_check_sample_CombinedVariantOutput.tsv"
TSO500_ALL = "vcf/tso500/tests_test_data_fusion_check_sample_AllFusions.csv"


def _profile(path: Path, build: str, code: str = "LUAD") -> TumorProfile:
    options = {"case_id": "A", "tumor_type": code, "build": build, "fusions": str(path)}
    return profiled(*request_case(options, None), open_reference())


def _told(profile: TumorProfile) -> set[str]:
    return {each.label for each in profile.rearrangements if not each.left_out}


def test_purple_breakends_are_counted_as_pairs(shared: Path) -> None:
    """543 records: 254 pairs, 24 of them insertions, and 35 single breakends."""
    file = read_any(shared / PURPLE)

    assert Counter(each.doubt for each in file.junctions) == {
        "": 84,
        "FILTER PON": 175,
        "FILTER INFERRED": 1,
        "single breakend, its other end is not known": 5,
    }
    assert Counter(each.doubt for each in file.insertions) == {"": 2, "FILTER PON": 22}
    assert file.left_out == ()


def test_purple_finds_the_deletion_in_pten_that_linx_calls_disruptive(shared: Path) -> None:
    profile = _profile(shared / PURPLE, "GRCh37", "MEL")
    pten = next(each for each in profile.rearrangements if each.genes == ("PTEN",))

    assert (pten.label, pten.in_frame, pten.reads) == ("PTEN exon 6 loss", False, 126)
    assert (pten.five_prime.position, pten.three_prime.position) == (89700299, 89712341)
    assert pten.evidence == ("DNA",)
    assert _told(_profile(shared / BREAKENDS, "GRCh37", "MEL")) == {"PTEN rearrangement"}
    linx = _profile(shared / LINX, "GRCh37", "MEL").rearrangements
    assert [(each.label, each.left_out) for each in linx] == [
        ("PTEN exon 6 loss", "not reported by LINX (NOT_KNOWN)"),
        ("RARB::BICC1 fusion", "not reported by LINX (NOT_KNOWN)"),
    ]


def test_arriba_of_hcc1395(shared: Path) -> None:
    """181 calls: 51 high, 52 medium, 78 low; 19 of the first 103 against a gene's strand."""
    file = read_any(shared / ARRIBA)

    assert Counter(each.doubt for each in file.junctions) == {
        "": 84,
        "low confidence": 78,
        "read against the strand of the gene": 19,
    }
    assert sum(each.in_frame is True for each in file.junctions) == 18
    assert "E2F3::PKD2 fusion" in _told(_profile(shared / ARRIBA, "GRCh38", "BRCA"))


def test_star_fusion_of_hcc1395_agrees_with_arriba(shared: Path) -> None:
    star, arriba = (read_any(shared / name) for name in (STAR, ARRIBA))
    pairs = [(each.first.gene, each.second.gene) for each in star.junctions]

    assert [each.reads for each in star.junctions] == [213, 123, 57, 46, 41, 38]
    assert pairs[0] == ("EIF3K", "CYP39A1")
    assert set(pairs) & {(each.first.gene, each.second.gene) for each in arriba.junctions}


FUSIONS = {
    "CCDC6::RET",
    "CD74::ROS1",
    "EGFR::SEPTIN14",
    "EML4::ALK",
    "ETV6::NTRK3",
    "FGFR3::BAIAP2L1",
    "FGFR3::TACC3",
    "KIF5B::RET",
    "LMNA::NTRK1",
    "NCOA4::RET",
    "PAX8::PPARG",
    "SLC34A2::ROS1",
    "SLC45A3::BRAF",
    "TFG::NTRK1",
    "TMPRSS2::ERG",
    "TPM3::NTRK1",
}


def test_tso500_control_sample(shared: Path) -> None:
    """16 fusions, EGFR 2-7/28 and MET 14/21; PPARG/PAX8 has no order in the file."""
    profile = _profile(shared / TSO500, "GRCh37")
    named = {f"{pair} fusion" for pair in FUSIONS}

    assert _told(profile) == named | {"EGFR exons 2-7 loss", "MET exon 14 loss"}
    assert {each.in_frame for each in profile.rearrangements if len(each.genes) == 1} == {True}
    for pattern in ("MET exon 14 skipping", "EGFR exons 2-7 loss", "RET fusion"):
        assert ask(pattern, profile).outcome is Outcome.MET, pattern
    assert ask("AR splice_variant AR-V7", profile).outcome is Outcome.UNKNOWN


def test_tso500_candidates_that_are_kept_are_those_of_the_report(shared: Path) -> None:
    """152 candidates, 16 kept; 39 with a known direction."""
    file = read_any(shared / TSO500_ALL)

    assert Counter(not each.doubt for each in file.junctions) == {True: 16, False: 136}
    assert sum(each.ordered for each in file.junctions) == 39
    assert _told(_profile(shared / TSO500_ALL, "GRCh37")) == {f"{pair} fusion" for pair in FUSIONS}


def test_pcgr_places_bcr_abl1_beside_abl1(shared: Path) -> None:
    """Its breakpoint of ABL1 lacks a digit: 13358995 for 133.. million."""
    profile = _profile(shared / PCGR, "GRCh38")
    fusion = next(each for each in profile.rearrangements if each.genes == ("BCR", "ABL1"))

    assert len(_told(profile)) == 9
    assert "the breakpoint of ABL1 lies outside the gene" in fusion.detail


def test_pcgr_on_grch37_leaves_out_a_breakpoint_beyond_chromosome_9(shared: Path) -> None:
    profile = _profile(shared / PCGR.replace("38", "37"), "GRCh37")

    assert [each.label for each in profile.rearrangements if "beyond the end" in each.left_out] == [
        "MYB::NFIB fusion"
    ]


def test_left_and_right_of_a_panel(shared: Path) -> None:
    """Eight rows: both mates of two calls of two fusions; knowledge knows the order of one."""
    profile = _profile(shared / LEFT_RIGHT, "GRCh37")

    assert _told(profile) == {"BCR::ABL1 fusion", "ROS1/TPM3 rearrangement"}
    assert len(profile.rearrangements) == 4


@pytest.mark.parametrize(
    ("name", "build"),
    [(ARRIBA, "GRCh37"), (STAR, "GRCh37"), (TSO500, "GRCh38"), (PURPLE, "GRCh38")],
)
def test_the_other_build_is_refused(name: str, build: str, shared: Path) -> None:
    with pytest.raises(InputError, match="check the column build"):
        _profile(shared / name, build)
