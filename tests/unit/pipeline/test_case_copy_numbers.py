"""A caller's copy-number file leads from its segments to the therapies of the report."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from building import matched
from building import profiled as profiled_case
from oncomatch.domain.alteration import CopyNumber, Extent
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo, Sex
from oncomatch.domain.copy_number import TumorContent
from oncomatch.domain.profile import TumorProfile
from oncomatch.errors import InputError
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.reference.bundle import Reference

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38
CNS = "chromosome\tstart\tend\tgene\tlog2\tdepth\tprobes\tweight\n"
FILES = Path("cnv_sv_fusion")


def profiled(
    path: Path, reference: Reference, build: GenomeBuild = B38, **content: float
) -> TumorProfile:
    info = CaseInfo("T", "BRCA", "Breast", build, sex=Sex.FEMALE)
    request = CaseRequest(info, copy_number=(path,), content=TumorContent(**content))
    return profiled_case(request, Config(), reference)


def numbers(profile: TumorProfile) -> dict[str, CopyNumber]:
    return {number.gene: number for number in profile.copy_numbers}


def her2(tmp_path: Path, reference: Reference, value: float) -> Path:
    """Write segments of chromosome 17 with a ratio at ERBB2."""
    loci = dict(
        zip((each.symbol for each in reference.genes()), reference.gene_loci(B38), strict=True)
    )
    locus = loci["ERBB2"]
    assert locus is not None
    contig, start0, end0 = locus
    first, last = start0 - 300_000, end0 + 300_000
    path = tmp_path / "her2.cns"
    path.write_text(
        f"{CNS}chr{contig}\t100\t{first}\tTP53\t0.02\t100\t40\t30\n"
        f"chr{contig}\t{first}\t{last}\tERBB2\t{value}\t900\t30\t25\n"
        f"chr{contig}\t{last}\t83000000\tBRCA1\t-0.05\t100\t200\t180\n"
    )
    return path


def test_an_amplified_erbb2_of_cnvkit_leads_to_directed_therapy(
    tmp_path: Path, reference: Reference
) -> None:
    profile = profiled(her2(tmp_path, reference, 2.6), reference)
    found = numbers(profile)["ERBB2"]
    therapies = {match.regimen for match in matched(profile).therapies}

    assert (found.kind, found.extent, found.copies) == (
        CopyNumberKind.AMPLIFICATION,
        Extent.FOCAL,
        None,
    )
    assert "Trastuzumab" in therapies
    assert numbers(profile)["BRCA1"].kind is None
    assert "EGFR" not in numbers(profile)


def test_a_ratio_that_the_purity_does_not_settle_is_told_and_settled_by_it(
    tmp_path: Path, reference: Reference
) -> None:
    path = her2(tmp_path, reference, 1.0)
    blind, known = profiled(path, reference), profiled(path, reference, purity=0.3)

    assert numbers(blind)["ERBB2"].possible == (CopyNumberKind.AMPLIFICATION,)
    assert any("no purity was given" in note for note in blind.notes)
    assert numbers(known)["ERBB2"].kind is CopyNumberKind.AMPLIFICATION
    assert numbers(known)["ERBB2"].copies == pytest.approx(8.67)
    assert not any("no purity was given" in note for note in known.notes)
    assert not any("ERBB2-copy-number" in each.facts for each in matched(blind).therapies)
    assert any("ERBB2-copy-number" in each.facts for each in matched(known).therapies)


def test_genes_that_lie_elsewhere_on_the_build_are_refused(
    tmp_path: Path, reference: Reference
) -> None:
    path = her2(tmp_path, reference, 2.6)
    path.write_text(path.read_text().replace("83000000", "81000000"))

    with pytest.raises(InputError, match=r"1 of the genes that it names lie .* on GRCh38 only"):
        profiled(path, reference, B37)


def test_a_file_of_two_builds_is_refused(tmp_path: Path, reference: Reference) -> None:
    """Five genes lie as on GRCh38 (one fits both builds), three as on GRCh37."""
    symbols = [each.symbol for each in reference.genes()]
    loci = {
        build: dict(zip(symbols, reference.gene_loci(build), strict=True)) for build in (B37, B38)
    }
    of = {"MYC": B38, "EGFR": B38, "MET": B38, "PTEN": B38, "KRAS": B38,
          "ERBB2": B37, "CDK4": B37, "MDM2": B37}  # fmt: skip
    rows = []
    for gene, build in of.items():
        contig, start0, end0 = loci[build][gene] or ("", 0, 0)
        rows.append(f"chr{contig}\t{start0}\t{end0}\t{gene}\t0.1\t100\t9\t9\n")
    path = tmp_path / "mixed.cns"
    path.write_text(CNS + "".join(rows))

    with pytest.raises(InputError, match=r"3 of the genes .* GRCh37 only, 4 on GRCh38 only"):
        profiled(path, reference)


def test_a_segment_beyond_its_chromosome_is_refused(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "copies.seg"
    path.write_text("ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\nT\t1\t1\t249250621\t9\t0\n")
    profiled(path, reference, B37)

    with pytest.raises(InputError, match="ends at 249250621, but GRCh38 has 248956422 bases"):
        profiled(path, reference)


def test_the_header_of_another_build_is_refused(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "called.seg"
    path.write_text(
        "@HD\tVN:1.6\n@SQ\tSN:7\tLN:159138663\nCONTIG\tSTART\tEND\tMEAN_LOG2_COPY_RATIO\tCALL\n"
        "7\t1\t900\t0.1\t0\n"
    )

    with pytest.raises(InputError, match="contig 7 of 159138663 bases, but GRCh38 has 159345973"):
        profiled(path, reference)


def test_records_that_fail_their_filter_are_named(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "cnv.vcf"
    path.write_text(
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\n"
        "17\t30000000\t.\tN\t<DUP>\t9\tcnvQual\tEND=45000000\tGT:CN\t./1:9\n"
        "7\t1000\t.\tN\t<DUP>\t9\tPASS\tEND=150000000\tGT:CN\t./1:9\n"
    )
    profile = profiled(path, reference)

    assert any("1 records of the copy-number file do not count" in x for x in profile.notes)
    assert "ERBB2" not in numbers(profile)
    assert numbers(profile)["EGFR"].kind is CopyNumberKind.AMPLIFICATION


def test_a_ploidy_that_the_file_contradicts_is_noted(tmp_path: Path, reference: Reference) -> None:
    (tmp_path / "T.purple.purity.tsv").write_text("purity\tploidy\n0.6\t3.1\n")
    path = tmp_path / "T.purple.cnv.somatic.tsv"
    path.write_text("chromosome\tstart\tend\tcopyNumber\tbafCount\n17\t1\t83000000\t7\t9\n")
    alone, told = profiled(path, reference), profiled(path, reference, ploidy=2.0)

    assert numbers(alone)["ERBB2"].kind is CopyNumberKind.GAIN
    assert numbers(told)["ERBB2"].kind is CopyNumberKind.AMPLIFICATION
    assert not any("The sheet gives" in note for note in alone.notes)
    assert any("a ploidy of 2, the copy-number file 3.1" in note for note in told.notes)


def test_a_hundred_thousand_segments_take_seconds(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "many.cns"
    rows = (
        f"chr1\t{at * 2000}\t{at * 2000 + 1000}\t-\t{0.01 * (at % 7)}\t100\t9\t9\n"
        for at in range(100_000)
    )
    path.write_text(CNS + "".join(rows))
    begin = time.process_time()
    profiled(path, reference)

    assert time.process_time() - begin < 15


@pytest.mark.parametrize("name", ["purple.cnv.somatic.tsv", "purple.cnv.gene.tsv.gz"])
def test_colo829(name: str, shared: Path, reference: Reference) -> None:
    """PURPLE's driver catalogue: PTEN deleted in a part, CDKN2A on one parent's copy, BRAF 6."""
    found = numbers(profiled(shared / FILES / f"hmf_orange_tumor_sample.{name}", reference, B37))

    assert found["PTEN"].kind is CopyNumberKind.DELETION
    assert found["PTEN"].copies == 0
    assert (found["CDKN2A"].kind, found["CDKN2A"].loh) == (CopyNumberKind.LOSS, True)
    assert found["BRAF"].copies == pytest.approx(6.02, abs=0.02)
    assert found["BRAF"].kind is CopyNumberKind.GAIN


@pytest.mark.parametrize(
    ("name", "build", "gene", "kind"),
    [
        ("cnvkit_cl_seq.cns", B37, "CDKN2A", CopyNumberKind.DELETION),
        ("cnvkit_nv3.cns", B37, "EGFR", CopyNumberKind.AMPLIFICATION),
        ("cnvkit_p2-9_2.call.cns", B37, "CDKN2A", CopyNumberKind.LOSS),
        ("gatk_SM-74NF5.called.seg", B37, "CDKN2A", CopyNumberKind.DELETION),
        ("pcgr_T001-BRCA.grch37.cna.tsv", B37, "ERBB2", CopyNumberKind.AMPLIFICATION),
        ("pcgr_T001-BRCA.grch38.cna.tsv", B38, "ERBB2", CopyNumberKind.AMPLIFICATION),
        ("TCGA.AB.3009.hg19.seg.txt", B37, "ERBB2", None),
    ],
)
def test_files_of_the_callers(
    name: str,
    build: GenomeBuild,
    gene: str,
    kind: CopyNumberKind | None,
    shared: Path,
    reference: Reference,
) -> None:
    found = numbers(profiled(shared / FILES / name, reference, build))

    assert found[gene].kind is kind
