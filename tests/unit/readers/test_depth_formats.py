"""Every depth format is recognised by its content and counts only what is known to be deep."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from oncomatch.domain.depth import CoverageLimits, DepthFile, DepthMeasure
from oncomatch.errors import InputError
from oncomatch.readers.depth_files import FORMATS, read_depth

Read = Callable[..., DepthFile]
BASE, LOWEST, MEAN = DepthMeasure.BASE, DepthMeasure.LOWEST, DepthMeasure.MEAN

REGIONS = """\
chr7 1000 1100 EGFR_1 250.50
chr7 1200 1300 EGFR_2 99.99
chr7 1400 1500 EGFR_3 100.00
chrUn_KI270742v1 5 9 decoy 900.00
"""
UNNAMED = """\
7 1000 1100 250.5
7 1200 1300 99.9
7 1400 1500 100.0
"""
PER_BASE = """\
7 0 1000 0
7 1000 1040 250
7 1040 1100 100
7 1100 1400 12
7 1400 1500 101
"""
THRESHOLDS = """\
#chrom start end region 20X 100X 500X
7 1000 1100 EGFR_1 100 100 3
7 1200 1300 EGFR_2 100 99 0
7 1400 1500 EGFR_3 100 100 0
"""
BEDTOOLS_MEAN = """\
7 1000 1100 EGFR_1 0 + 250.5000000
7 1200 1300 EGFR_2 0 + 99.9900000
7 1400 1500 EGFR_3 0 + 100.0000000
"""
HIST = """\
7 1000 1100 a 250 40 100 0.4000000
7 1000 1100 a 260 60 100 0.6000000
7 1200 1300 b 99 1 100 0.0100000
7 1200 1300 b 300 99 100 0.9900000
7 1400 1500 c 100 100 100 1.0000000
all 99 1 300 0.0033333
"""
COUNTS = """\
7 1000 1100 a 512 100 100 1.0000000
7 1200 1300 b 3 99 100 0.9900000
7 1400 1500 c 1 100 100 1.0000000
"""
BASES = """\
7 1000 1003 a 1 250
7 1000 1003 a 2 99
7 1000 1003 a 3 100
7 1400 1402 b 1 12
7 1400 1402 b 2 101
"""
DRAGEN = """\
chrom start end total_cvg mean_cvg Q1_cvg median_cvg Q3_cvg min_cvg max_cvg pct_above_5
chr7 1000 1100 25050 250.50 240.00 250.00 260.00 201 300 100.00
chr7 1200 1300 40000 400.00 240.00 390.00 500.00 99 700 100.00
chr7 1400 1500 15000 150.00 140.00 150.00 160.00 100 200 100.00
"""
AMPLICON = """\
#chrom start end name gene_id total_cvg mean_cvg Q1_cvg median_cvg Q3_cvg min_cvg max_cvg
chr7 1000 1100 a EGFR 25050 250.50 240.00 250.00 260.00 201 300
chr7 1200 1300 b EGFR 40000 400.00 240.00 390.00 500.00 99 700
chr7 1400 1500 c EGFR 15000 150.00 140.00 150.00 160.00 100 200
"""
TSO500 = """\
chr start end gene mean_coverage median_coverage min_coverage max_coverage
chr7 1000 1100 EGFR 250.5 250.0 201.0 300.0
chr7 1200 1300 EGFR 400.0 390.0 99.0 700.0
chr7 1400 1500 EGFR 150.0 150.0 100.0 200.0
"""
GATK = """\
Target,total_coverage,average_coverage,T_total_cvg,T_mean_cvg,T_granular_Q1,T_granular_median,\
T_granular_Q3,T_%_above_15
7:1001-1100,25050,250.50,25050,250.50,240,250,260,100.0
7:1201-1300,9999,99.99,9999,99.99,90,99,110,100.0
7:1401-1500,10000,100.00,10000,100.00,90,99,110,98.0
"""
GATK_ABOVE = GATK.replace("_above_15", "_above_150")
GATK_TABS = GATK.replace(",", "\t")
GATK_TWO = """\
Target,total_coverage,average_coverage,N_total_cvg,N_mean_cvg,T_total_cvg,T_mean_cvg
7:1001-1100,1,1,0,0.00,25050,250.50
7:1201-1300,1,1,0,500.00,9999,99.99
7:1401,1,1,0,500.00,100,100.00
"""
LOCI = """\
Locus,Total_Depth,Average_Depth_sample,Depth_for_T,T_base_counts
chr7:1001,250,250.00,250,A:250 C:0 G:0 T:0 N:0
chr7:1002,99,99.00,99,A:99 C:0 G:0 T:0 N:0
chr7:1003,100,100.00,100,A:100 C:0 G:0 T:0 N:0
"""
GVCF = """\
##fileformat=VCFv4.2
##ALT=<ID=NON_REF,Description="any">
#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT T
7 1001 . A <NON_REF> . . END=1100 GT:DP:GQ:MIN_DP:PL 0/0:300:60:201:0,60,900
7 1101 . A <NON_REF> . . END=1200 GT:DP:GQ:MIN_DP:PL 0/0:300:60:99:0,60,900
7 1201 . A <NON_REF> . . END=1300 GT:DP:GQ:MIN_DP:PL 0/0:300:19:200:0,60,900
7 1301 . A <NON_REF> . LowGQ END=1400 GT:DP:GQ:MIN_DP:PL 0/0:300:60:200:0,60,900
7 1401 . ACG A,<NON_REF> . . . GT:AD:DP:GQ:PL 0/1:60,60,0:120:10:1,2,3
7 1404 . A <*> . PASS END=1500 GT:DP:GQ 0/0:100:20
"""
ILLUMINA_GVCF = """\
##fileformat=VCFv4.1
#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT T
7 1001 . A . . PASS END=1100 GT:GQX:DP:DPF:MIN_DP 0/0:60:300:1:201
7 1101 . A . . LowDepth END=1400 GT:GQX:DP:DPF:MIN_DP 0/0:60:300:1:200
7 1401 . A . . PASS END=1500 GT:GQX:DP:DPF:MIN_DP 0/0:60:300:1:100
"""
FIRST_AND_THIRD = [(1000, 1100), (1400, 1500)]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a depth file, spaces as tabs, and read it."""

    def of(text: str, limits: CoverageLimits | None = None, sample: str = "") -> DepthFile:
        path = tmp_path / "depth.txt"
        path.write_text("".join(f"{line}\n" for line in map(tabbed, text.splitlines())))
        return read_depth(path, limits or CoverageLimits(), sample)

    return of


def tabbed(line: str) -> str:
    """Return a line with tabs for spaces, unless it is of a VCF header or of GATK."""
    return (
        line if line.startswith(("##", "Target,", "Locus,", "chr7:")) else line.replace(" ", "\t")
    )


@pytest.mark.parametrize(
    ("text", "name", "measure", "deep"),
    [
        pytest.param(REGIONS, "bed-depth", MEAN, FIRST_AND_THIRD, id="mosdepth regions"),
        pytest.param(UNNAMED, "bed-depth", MEAN, FIRST_AND_THIRD, id="regions without names"),
        pytest.param(PER_BASE, "bed-depth", BASE, FIRST_AND_THIRD, id="mosdepth per base"),
        pytest.param(THRESHOLDS, "mosdepth-thresholds", LOWEST, FIRST_AND_THIRD, id="thresholds"),
        pytest.param(BEDTOOLS_MEAN, "bed-depth", MEAN, FIRST_AND_THIRD, id="bedtools -mean"),
        pytest.param(HIST, "bedtools-hist", LOWEST, FIRST_AND_THIRD, id="bedtools -hist"),
        pytest.param(BASES, "bedtools-bases", BASE, [(1000, 1001), (1002, 1003), (1401, 1402)],
                     id="bedtools -d"),
        pytest.param(DRAGEN, "dragen", LOWEST, FIRST_AND_THIRD, id="DRAGEN coverage report"),
        pytest.param(AMPLICON, "dragen", LOWEST, FIRST_AND_THIRD, id="DRAGEN amplicon"),
        pytest.param(TSO500, "dragen", LOWEST, FIRST_AND_THIRD, id="TSO500 exon coverage"),
        pytest.param(GATK, "gatk", MEAN, FIRST_AND_THIRD, id="GATK intervals"),
        pytest.param(GATK_TABS, "gatk", MEAN, FIRST_AND_THIRD, id="GATK intervals with tabs"),
        pytest.param(GATK_ABOVE, "gatk", LOWEST, [(1000, 1100)],
                     id="GATK: the share above a depth that is enough has to be all"),
        pytest.param(LOCI, "gatk", BASE, [(1000, 1001), (1002, 1003)], id="GATK loci"),
        pytest.param(GVCF, "gvcf", LOWEST, FIRST_AND_THIRD, id="gVCF"),
        pytest.param(ILLUMINA_GVCF, "gvcf", LOWEST, FIRST_AND_THIRD, id="gVCF with ALT ."),
    ],
)  # fmt: skip
def test_what_is_deep(
    read: Read, text: str, name: str, measure: DepthMeasure, deep: list[tuple[int, int]]
) -> None:
    found = read(text)

    assert (found.format, found.measure) == (name, measure)
    assert found.deep["7"] == deep


def test_every_format_is_read_here() -> None:
    names = {each.NAME for each in FORMATS}

    assert names == {
        "bed-depth", "bedtools-bases", "bedtools-counts", "bedtools-hist", "dragen", "gatk",
        "gvcf", "mosdepth-thresholds",
    }  # fmt: skip


def test_all_regions_of_the_file_were_seen(read: Read) -> None:
    assert read(REGIONS).seen == {"7": [(1000, 1100), (1200, 1300), (1400, 1500)]}


@pytest.mark.parametrize(
    ("text", "median"), [(REGIONS, 250), (PER_BASE, 101), (HIST, 260), (THRESHOLDS, None)]
)
def test_the_depth_that_half_of_the_bases_that_count_reach(
    read: Read, text: str, median: float | None
) -> None:
    assert read(text).median == median


def test_the_named_sample_of_several(read: Read) -> None:
    found = read(GATK_TWO, sample="T")

    assert found.deep["7"] == [(1000, 1100), (1400, 1401)]


def test_reads_over_a_region_are_no_depth(read: Read) -> None:
    with pytest.raises(InputError, match=r"not its depth, and coverage\.min_depth is 100; run"):
        read(COUNTS)


def test_one_read_over_all_of_a_region_is_a_depth_of_one(read: Read) -> None:
    assert read(COUNTS, CoverageLimits(min_depth=1)).deep["7"] == FIRST_AND_THIRD


def test_a_mean_does_not_speak_for_what_lies_in_a_shallow_region_too(read: Read) -> None:
    found = read("7 1000 1100 a 250.0\n7 1050 1200 b 20.0\n7 1150 1300 c 300.0\n")

    assert found.deep["7"] == [(1000, 1050), (1200, 1300)]


def test_the_lowest_base_of_a_region_speaks_for_all_of_it(read: Read) -> None:
    found = read(TSO500 + "chr7 1050 1200 EGFR 50.0 50.0 9.0 300.0\n")

    assert found.deep["7"] == FIRST_AND_THIRD


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("7 1000 1100\n", "this is no depth file that is known", id="a plain BED"),
        pytest.param("7 1000 1100 EGFR\n", "this is no depth file", id="a BED with names"),
        pytest.param("7 1000 1100 a 900\n7 1200 1300 b 900\n", "may be counts of reads or scores",
                     id="scores or counts"),
        pytest.param("7 1000 1100 a 1.0\n7 1000 1100 a 900.0\n", "line 2: the region 7:1000-1100 "
                     "stands twice", id="a region twice"),
        pytest.param("7 1100 1000 a 1.5\n", "line 1: the region 7:1100-1000 ends before",
                     id="swapped columns"),
        pytest.param("7 1000 1100 a nan\n7 1 9 b 1.0\n", "line 1: the depth is nan",
                     id="no number"),
        pytest.param("7 1000 1100 a -1.0\n", "line 1: the depth is -1.0", id="a negative depth"),
        pytest.param(THRESHOLDS.replace("500X", "90X").replace("100X", "50X"),
                     r"its depths \(20X, 50X, 90X\) do not reach coverage.min_depth, 100",
                     id="no threshold is high enough"),
        pytest.param(THRESHOLDS.replace("EGFR_1 100 100", "EGFR_1 100 101"), "line 2: 101 bases of",
                     id="more bases than the region has"),
        pytest.param(HIST.replace("260 60", "260 59"), "line 1: the lines of the region "
                     "7:1000-1100 do not make up its 100 bases", id="half a histogram"),
        pytest.param(DRAGEN.replace("min_cvg", "least"), "has no column min_cvg or min_coverage",
                     id="no lowest depth"),
        pytest.param(GATK_TWO, r"has several samples \(N, T\); give the tumour's in tumor_sample",
                     id="several samples"),
        pytest.param(GATK.replace("250.50,240", "x,240"), "line 2: the depth is 'x'",
                     id="a depth that is a word"),
        pytest.param("contig1 1 9 a 2.5\n", r"none of its contigs \(contig1\) is a chromosome",
                     id="no chromosome"),
        pytest.param("##fileformat=VCFv4.2\n#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT T\n"
                     "7 9 . A C . . . GT:DP 0/1:9\n", "is a VCF without blocks of the reference",
                     id="a VCF without blocks"),
    ],
)  # fmt: skip
def test_what_is_refused(read: Read, text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        read(text)


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "depth.bed.gz"
    path.write_bytes(gzip.compress(tabbed(REGIONS).encode() * 50)[:-20])

    with pytest.raises(InputError, match="ends too early"):
        read_depth(path, CoverageLimits())


@pytest.fixture
def large(tmp_path: Path) -> Callable[..., DepthFile]:
    """Read a file that is large enough to be read in tables, with one line at its end."""

    def of(last: str = "", name: str = "7") -> DepthFile:
        path = tmp_path / "per-base.bed.gz"
        lines = [f"{name}\t{at}\t{at + 1}\t{99 + (at % 1000 > 0)}\n" for at in range(30_000)]
        path.write_bytes(gzip.compress("".join([*lines, last]).encode(), 1))
        return read_depth(path, CoverageLimits())

    return of


@pytest.mark.parametrize("name", ["7", "chr7"])
def test_a_large_file_is_read_as_a_small_one_is(large: Callable[..., DepthFile], name: str) -> None:
    found = large(f"{name}\t30000\t30001\t12\nGL000224.1\t0\t9\t700\n", name)

    assert found.measure is BASE
    assert found.deep == {"7": [(at + 1, at + 1000) for at in range(0, 30_000, 1000)]}
    assert found.seen == {"7": [(0, 30_001)]}
    assert found.median == 100


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        ("7\t30000\tx\t100\n", "line 30001: is not contig, start, end"),
        ("7\t30000\t30001\tnan\n", "line 30001: the depth is nan"),
        ("7\t30000\t29000\t100\n", "line 30001: the region 7:30000-29000 ends before"),
        ("7\t29999\t30000\t100\n", "line 30001: the region 7:29999-30000 stands twice"),
    ],
)
def test_a_large_file_names_the_line_that_is_wrong(
    large: Callable[..., DepthFile], last: str, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        large(last)
