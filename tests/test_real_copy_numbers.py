"""Real copy-number files as cases; the numbers were read from the files by hand (awk)."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import profiled
from oncomatch.domain.arm_copy_number import ArmCopyNumber
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.profile import TumorProfile
from oncomatch.errors import InputError
from oncomatch.pipeline.single import request_case
from oncomatch.reference.bundle import Reference

FOLDER = "cnv_sv_fusion"
TSO500 = "vcf/tso500/tests_test_data_tsv2db_sample_CombinedVariantOutput.tsv"
AMPLIFIED, DELETED = CopyNumberKind.AMPLIFICATION, CopyNumberKind.DELETION
GAINED, LOST = CopyNumberKind.GAIN, CopyNumberKind.LOSS


def profile_of(
    shared: Path, name: str, build: str, reference: Reference, **more: str
) -> TumorProfile:
    path = shared / (name if "/" in name else f"{FOLDER}/{name}")
    options = {"case_id": "T", "tumor_type": "BRCA", "build": build, "copy_number": path, **more}
    request, config = request_case(options, None)
    return profiled(request, config, reference)


@pytest.mark.parametrize(
    ("name", "build", "genes"),
    [
        (
            "cnvkit_tr95t.cns",
            "GRCh37",
            {"CDK4": (AMPLIFIED, 3.53273, None), "MDM2": (AMPLIFIED, 2.817, None)},
        ),
        ("cnvkit_nv3.cns", "GRCh37", {"EGFR": (AMPLIFIED, 1.84256, None)}),
        (
            "cnvkit_cl_seq.cns",
            "GRCh37",
            dict.fromkeys(("CDKN2A", "CDKN2B", "MTAP"), (DELETED, -4.6743, None)),
        ),
        (
            "gatk_SM-74NF5.called.seg",
            "GRCh37",
            {"CCND1": (AMPLIFIED, 2.94213, None), "BRD4": (AMPLIFIED, 2.989047, None)},
        ),
        (
            "hmf_orange_tumor_sample.purple.cnv.gene.tsv.gz",
            "GRCh37",
            {"PTEN": (DELETED, None, 0), "CDKN2A": (LOST, None, 1.9972)},
        ),
        ("pcgr_T001-BRCA.grch38.cna.tsv", "GRCh38", {"CASQ2": (AMPLIFIED, None, 24)}),
        (
            TSO500,
            "GRCh37",
            {"MYCN": (AMPLIFIED, 2.158337, None), "MET": (AMPLIFIED, 1.119688, None)},
        ),
    ],
)
def test_genes_of_real_files(
    name: str,
    build: str,
    genes: dict[str, tuple[CopyNumberKind, float | None, float | None]],
    shared: Path,
    reference: Reference,
) -> None:
    profile = profile_of(shared, name, build, reference)
    numbers = {number.gene: number for number in profile.copy_numbers}

    for gene, (kind, log2, copies) in genes.items():
        assert numbers[gene].kind is kind, gene
        assert numbers[gene].log2 == pytest.approx(log2) if log2 else numbers[gene].log2 is None
        assert numbers[gene].copies == copies


@pytest.mark.parametrize(
    ("name", "build", "sample", "arm", "kind", "share"),
    [
        ("gatk_SM-74NF5.called.seg", "GRCh37", "", "8q", GAINED, 1.0),
        ("pcgr_T001-BRCA.grch38.cna.tsv", "GRCh38", "", "4q", LOST, 0.9999),
        ("LAML_CBS_segments.tsv.gz", "GRCh37", "TCGA-AB-2952", "5q", LOST, 0.6652),
    ],
)
def test_arms_of_real_files(
    name: str,
    build: str,
    sample: str,
    arm: str,
    kind: CopyNumberKind,
    share: float,
    shared: Path,
    reference: Reference,
) -> None:
    more = {"tumor_sample": sample} if sample else {}
    profile = profile_of(shared, name, build, reference, **more)
    found: ArmCopyNumber = {each.arm: each for each in profile.arms}[arm]

    assert (found.kind, found.share) == (kind, pytest.approx(share, abs=0.0002))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("cnvkit_amplicon.cns", "line 5: start is 212578209 and end 212576985"),
        ("cnvkit_p2-20_1.cnr", r"has no column probes: these are bins \(.cnr\), give the"),
        ("LAML_CBS_segments.tsv.gz", "holds 191 samples .*; name one with tumor_sample"),
    ],
)
def test_real_files_that_are_refused(
    name: str, sentence: str, shared: Path, reference: Reference
) -> None:
    with pytest.raises(InputError, match=sentence):
        profile_of(shared, name, "GRCh37", reference)


def test_a_file_of_certain_amplifications_does_not_ask_for_the_purity(
    shared: Path, reference: Reference
) -> None:
    notes = profile_of(shared, TSO500, "GRCh37", reference).notes

    assert not any("no purity was given" in note for note in notes)
