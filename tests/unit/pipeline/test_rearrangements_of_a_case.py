"""From the column `fusions` to the profile and the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import ask, profiled, vcf_text
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.profile import TumorProfile
from oncomatch.errors import InputError, ReferenceMismatchError
from oncomatch.pipeline.case_files import REPORT, write_case
from oncomatch.pipeline.single import request_case
from oncomatch.reference.bundle import open_reference

PCGR = "FusionGene\tLeftBreakpoint\tRightBreakpoint\tSplitReads\n"
ALK = "EML4--ALK\t2:42295554\t2:29223528\t100\n"


def _profile(tmp_path: Path, text: str, build: str = "GRCh38", **more: object) -> TumorProfile:
    (tmp_path / "fusions").write_text(text)
    options = {"case_id": "A", "tumor_type": "LUAD", "build": build, **more}
    request, config = request_case({**options, "fusions": tmp_path / "fusions"}, None)
    return profiled(request, config, open_reference())


def test_a_file_of_fusions_leads_to_the_report(tmp_path: Path) -> None:
    (tmp_path / "fusions").write_text(PCGR + ALK)
    options = {"case_id": "A", "tumor_type": "LUAD", "build": "GRCh38"}
    request, config = request_case({**options, "fusions": tmp_path / "fusions"}, None)
    write_case(request, config, tmp_path / "A")
    report = (tmp_path / "A" / REPORT).read_text()

    assert "EML4::ALK fusion" in report
    assert "ALK exon 20 (2:29223528), kinase domain of ALK kept, 100 reads, seen in RNA" in report
    assert "Alectinib" in report


def test_the_genes_of_the_assay_are_told(tmp_path: Path) -> None:
    (tmp_path / "genes.txt").write_text("RET\nALK\n")
    profile = _profile(tmp_path, PCGR + ALK, fusion_genes=tmp_path / "genes.txt")

    assert profile.assay.fusions == "fusions"
    assert profile.assay.fusion_genes == ("ALK", "RET")
    assert [each.role for each in profile.inputs] == ["fusions", "genes of the fusion assay"]
    assert not [note for note in profile.notes if "which fusions" in note]
    assert [note for note in _profile(tmp_path, PCGR).notes if "which fusions" in note]


def test_a_diagnostic_fusion_is_told_and_others_are_counted(tmp_path: Path) -> None:
    rows = (
        "EWSR1--FLI1\t22:29287147\t11:128805349\t75\nEIF3K--CYP39A1\t19:38632678\t6:46639668\t9\n"
    )
    profile = _profile(tmp_path, PCGR + rows)

    assert [each.label for each in profile.rearrangements] == ["EWSR1::FLI1 fusion"]
    assert any(note.endswith("are not told: 1.") for note in profile.notes)


def test_filtered_records_are_counted_in_a_note(tmp_path: Path) -> None:
    profile = _profile(tmp_path, vcf_text(["7 55100000 . N <DEL> . PON END=55155500"]))

    assert "Calls of the file of fusions that are not reported: 1 (1 FILTER PON)." in profile.notes
    assert [(each.label, each.left_out) for each in profile.rearrangements] == [
        ("EGFR exons 2-7 loss", "FILTER PON")
    ]


def test_the_other_build_is_refused(tmp_path: Path) -> None:
    beyond = vcf_text(["2 100 . N N[22:51000000[ . PASS SVTYPE=BND"])
    with pytest.raises(InputError, match=r"2 of the genes that it names lie .* on GRCh38 only"):
        _profile(tmp_path, PCGR + ALK, "GRCh37")
    with pytest.raises(ReferenceMismatchError, match="contig 22"):
        _profile(tmp_path, beyond)


def test_twenty_thousand_records_are_read_in_seconds(tmp_path: Path) -> None:
    rows = [f"7 {100 + 7 * n} . N <DEL> . PON END={200 + 9 * n}" for n in range(20_000)]

    assert len(_profile(tmp_path, vcf_text(rows)).notes) > 2


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            "EML4--ALK\t2:29223528\t2:42295554\t100\n",
            r"line 2: the breakpoints lie in each other's genes \(EML4, ALK\)",
        ),
        (
            f"{ALK}{ALK}{ALK}EML4--ALK\t2:42522656\t2:29446394\t9\nCD74--ROS1\t5:149784243\t"
            "6:117645578\t9\n",
            "is the file mixed of two builds",
        ),
        (
            "EML4--ALK\t7:42295554\t8:29223528\t100\nCD74--ROS1\t9:1000\t10:1000\t9\n",
            "4 of 4 breakpoints lie far from the genes",
        ),
    ],
    ids=["swapped", "mixed", "far"],
)
def test_breakpoints_have_to_lie_in_their_genes(rows: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=sentence):
        _profile(tmp_path, PCGR + rows)


def test_one_breakpoint_far_from_its_gene_is_told(tmp_path: Path) -> None:
    """As in PCGR's own example, where ABL1 lacks a digit."""
    profile = _profile(tmp_path, PCGR + ALK + "BCR--ABL1\t22:23290414\t9:13358995\t50\n")
    fusion = next(each for each in profile.rearrangements if "BCR" in each.genes)

    assert "the breakpoint of ABL1 lies outside the gene" in fusion.detail
    assert fusion.three_prime.exon == 0


def test_dna_and_rna_of_a_case_are_one_fusion(tmp_path: Path) -> None:
    """The break lies in ALK intron 19; the knowledge names the pair in the order of the strands."""
    (tmp_path / "rna.tsv").write_text(PCGR + ALK)
    breakends = [
        "chr2 42295900 a N N]chr2:29224000] . PASS SVTYPE=BND;MATEID=b",
        "chr2 29224000 b N N]chr2:42295900] . PASS SVTYPE=BND;MATEID=a",
    ]
    (tmp_path / "sv.vcf").write_text(vcf_text(breakends))
    files = f"{tmp_path / 'rna.tsv'};{tmp_path / 'sv.vcf'}"
    options = {"case_id": "A", "tumor_type": "LUAD", "build": "GRCh38", "fusions": files}
    (fusion,) = profiled(*request_case(options, None), open_reference()).rearrangements

    assert (fusion.label, fusion.evidence, fusion.caller) == (
        "EML4::ALK fusion",
        ("DNA", "RNA"),
        "pcgr, vcf",
    )


def test_a_splice_variant_of_tso500_is_named_by_its_place(tmp_path: Path) -> None:
    row = "chrX 66905968 . T <DEL> . PASS END=66914514;SVTYPE=DEL AD:DP 12:340"
    text = vcf_text([row], samples=("SAMPLE",), header=["##source=SpliceGirl 1.0.0.614"])
    (found,) = _profile(tmp_path, text, "GRCh37").rearrangements

    assert (found.label, found.evidence, found.genes) == ("AR-V7 splice variant", ("RNA",), ("AR",))


RET = "CCDC6--RET\t10:59905202\t10:43116584\t65\n"
BEYOND = "MYB--NFIB\t6:135200000\t9:143000000\t30\n"


def test_one_breakpoint_beyond_its_chromosome_leaves_out_its_call_alone(tmp_path: Path) -> None:
    profile = _profile(tmp_path, PCGR + ALK + BEYOND + RET)
    found = {each.label: each.left_out for each in profile.rearrangements}

    assert found["EML4::ALK fusion"] == found["CCDC6::RET fusion"] == ""
    assert found["MYB::NFIB fusion"] == "with a breakpoint beyond the end of its chromosome"
    assert ask("NFIB fusion", profile).reason.startswith("MYB::NFIB fusion was called but not")
    assert any("1 with a breakpoint beyond the end" in note for note in profile.notes)


@pytest.mark.parametrize(
    "rows",
    [BEYOND, BEYOND + "X--Y\t1:5\t2:7\t3\n", ALK + RET + BEYOND + BEYOND.replace("MYB", "MYC")],
    ids=["alone", "nothing shows the build", "two of four"],
)
def test_breakpoints_beyond_chromosomes_are_refused_where_the_file_does_not_fit(
    rows: str, tmp_path: Path
) -> None:
    with pytest.raises(ReferenceMismatchError, match="contig 9 near 143000000"):
        _profile(tmp_path, PCGR + rows)


DESCRIBED = """\
name: Ours
abilities: {fusions: true, rna: true}
fusion_genes: [ALK]
splice_variants: [AR, MET]
"""
PLAIN, NAMED = "gene5\tgene3\nEML4\tALK\n", "gene5\tgene3\tsplice_variant\nEML4\tALK\t\n"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (NAMED, Outcome.NOT_MET),
        (NAMED + "AR\tAR\tAR-V7\n", Outcome.MET),
        ('{"fusions": [], "splice_variants": []}', Outcome.NOT_MET),
        ('{"fusions": []}', Outcome.UNKNOWN),
        (PLAIN, Outcome.UNKNOWN),
        (PCGR + ALK, Outcome.UNKNOWN),
    ],
    ids=["none listed", "listed", "JSON", "JSON of fusions", "table of fusions", "PCGR"],
)
def test_ar_v7_is_absent_only_where_the_file_lists_splice_variants(
    text: str, outcome: Outcome, tmp_path: Path
) -> None:
    (tmp_path / "ours.yaml").write_text(DESCRIBED)
    profile = _profile(tmp_path, text, panel=str(tmp_path / "ours.yaml"))

    assert ask("AR splice_variant AR-V7", profile).outcome is outcome


def test_a_combined_output_without_rna_is_no_file_of_fusions(tmp_path: Path) -> None:
    text = "[Analysis Details]\nDNA Sample ID\tD1\nRNA Sample ID\tNA\n[Fusions]\nNA\n"
    with pytest.raises(InputError, match="RNA Sample ID is NA, so no RNA was analysed"):
        _profile(tmp_path, text)
