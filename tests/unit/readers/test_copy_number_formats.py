"""Every copy-number format is recognised by its content and read as its tool means it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest

from building import ROOT
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.copy_number import CopyNumberFile
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files import AUTO, FORMATS, read_any

Read = Callable[..., CopyNumberFile]

CNS = """\
chromosome start end gene log2 depth probes weight
chr7 1000 2000 EGFR 1.25 80 12 9
chrUn_KI270742v1 5 9 - 0.1 1 1 1
"""
CALLED = """\
chromosome start end gene log2 baf cn cn1 cn2 depth probes weight
chr7 1000 2000 EGFR 1.25 0.2 5 4 1 80 12 9
"""
METRICS = """\
gene chromosome start end log2 depth weight cn n_bins
EGFR chr7 1000 2000 1.25 80 9 5 12
"""
GATK_CALLED = """\
@HD VN:1.6
@SQ SN:7 LN:159138663
@RG ID:GATKCopyNumber SM:T
CONTIG START END NUM_POINTS_COPY_RATIO MEAN_LOG2_COPY_RATIO CALL
7 1001 2000 12 1.25 +
7 2001 3000 12 -0.02 0
7 3001 4000 12 -0.9 -
"""
GATK_FINAL = """\
@HD VN:1.6
CONTIG START END NUM_POINTS_COPY_RATIO NUM_POINTS_ALLELE_FRACTION LOG2_COPY_RATIO_POSTERIOR_10 \
LOG2_COPY_RATIO_POSTERIOR_50 LOG2_COPY_RATIO_POSTERIOR_90 MINOR_ALLELE_FRACTION_POSTERIOR_50
7 1001 2000 12 3 1.2 1.25 1.3 0.2
"""
PURPLE = """\
chromosome start end copyNumber bafCount observedBAF baf segmentStartSupport segmentEndSupport \
method depthWindowCount gcContent minStart maxStart minorAlleleCopyNumber majorAlleleCopyNumber
7 1001 2000 4.7568 1 0.7 0.7 TELOMERE BND BAF_WEIGHTED 1 0.4 1 1 0.8112 3.9456
7 2001 2100 -0.0194 1 0.7 0.7 BND BND BAF_WEIGHTED 1 0.4 1 1 0 -0.0194
"""
PURPLE_GENES = """\
chromosome start end gene minCopyNumber maxCopyNumber minRegionStart minRegionEnd \
minMinorAlleleCopyNumber
7 1001 2000 EGFR 0 2.02 1501 1600 0
"""
FACETS = """\
chrom seg num.mark nhet cnlr.median mafR segclust cnlr.median.clust mafR.clust start end cf.em \
tcn.em lcn.em
23 1 100 10 0.1 0.1 1 0.1 0.1 1001 2000 0.7 4 NA
7 2 100 10 0.1 0.1 1 0.1 0.1 1001 2000 0.7 5 1
"""
SEQUENZA = """\
"chromosome" "start.pos" "end.pos" "Bf" "N.BAF" "sd.BAF" "depth.ratio" "N.ratio" "sd.ratio" "CNt" \
"A" "B" "LPP"
"7" 1001 2000 0.32 424 0.12 0.97 34186 0.25 5 4 1 -6.8
"""
PURECN_LOH = """\
Sampleid,chr,start,end,arm,C,M,type,seg.mean,num.mark
T,chr7,1001,2000,p,5,1,,0.9,20
"""
PURECN_GENES = """\
Sampleid,gene.symbol,chr,start,end,C,seg.mean,focal,M
T,EGFR,chr7,1001,2000,5,0.9,FALSE,1
"""
ASCAT = """\
Chromosome Start End nMajor nMinor
chr7 1001 2000 4 1
"""
ASCAT_SNAKE = ASCAT.replace("nMajor", "n_major").replace("nMinor", "n_minor")
TSO500 = """\
[Analysis Details]
Pair_ID PAIR

[Copy Number Variants]
Gene Fold_Change Copy_Number_Variant
EGFR 4.464 <DUP>
PTEN 0.4 <DEL>

[Splice Variants]
Gene Affected_Exon
MET 14
"""
TSO500_OLD = """\
[Analysis Details]
[Gene Amplifications]
Gene Fold_Change
EGFR 4.464
"""
SEG = """\
ID chrom loc.start loc.end num.mark seg.mean
T 7 1001 2000 12 1.25
"""
CBIOPORTAL = """\
Hugo_Symbol Entrez_Gene_Id T
EGFR 1956 2
PTEN 5728 -2
TP53 7157 NA
"""
VCF = """\
##fileformat=VCFv4.2
##contig=<ID=chr7,length=159345973>
#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT T
chr7 1000 DRAGEN:GAIN:chr7:1001-2000 N <DUP> 60 PASS SVLEN=1000;END=2000 GT:CN:MCN ./1:5:1
chr7 3000 DRAGEN:REF:chr7:3001-4000 N . 60 PASS END=4000 GT:CN ./.:2
chr7 5000 DRAGEN:LOSS:chr7:5001-6000 N <DEL> 9 cnvLength SVLEN=-1000;END=6000 GT:CN 0/1:1
"""
VCF_44 = """\
##fileformat=VCFv4.4
#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT T
chr7 1000 . N <DEL> 60 PASS SVLEN=1000;SVCLAIM=D GT:CN 0/1:1
chr7 3000 . N <LOH> 60 PASS SVLEN=1000 GT:CN:MCN 1/1:2:0
"""
TABLE = """\
gene copy_number
EGFR 5
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a file whose blanks are tabs, and whose underscores in headers of TSO500 are blanks."""

    def of(text: str, name: str = AUTO, sample: str = "") -> CopyNumberFile:
        path = tmp_path / "copies.tsv"
        written = text.replace(" ", "\t")
        if "Fold_Change" in text:
            written = written.replace("_", " ")
        if "Analysis Details" in text.replace("\t", " "):
            written = written.replace("[Analysis\tDetails]", "[Analysis Details]")
            for section in ("Copy Number Variants", "Gene Amplifications", "Splice Variants"):
                written = written.replace(section.replace(" ", "\t"), section)
        path.write_text(written)
        return read_any(path, name, sample)

    return of


@pytest.mark.parametrize(
    ("text", "name", "copies", "minor", "log2"),
    [
        (CNS, "cnvkit", None, None, 1.25),
        (CALLED, "cnvkit", 5, 1, 1.25),
        (METRICS, "cnvkit", 5, None, 1.25),
        (GATK_CALLED, "gatk", None, None, 1.25),
        (GATK_FINAL, "gatk", None, None, 1.25),
        (PURPLE, "purple", 4.7568, 0.8112, None),
        (PURPLE_GENES, "purple", 0, 0, None),
        (FACETS, "facets", 4, None, None),
        (SEQUENZA, "sequenza", 5, 1, None),
        (PURECN_LOH, "purecn", 5, 1, None),
        (PURECN_GENES, "purecn", 5, 1, None),
        (ASCAT, "ascat", 5, 1, None),
        (ASCAT_SNAKE, "ascat", 5, 1, None),
        (VCF, "vcf", 5, 1, None),
        (VCF_44, "vcf", 1, None, None),
        (TSO500, "tso500", None, None, math.log2(4.464)),
        (TSO500_OLD, "tso500", None, None, math.log2(4.464)),
        (SEG, "seg", None, None, 1.25),
        (CBIOPORTAL, "cbioportal", None, None, None),
        (TABLE, "gene-table", 5, None, None),
    ],
)
def test_a_format_is_recognised_and_its_first_line_read(
    text: str, name: str, copies: float | None, minor: float | None, log2: float | None, read: Read
) -> None:
    found = read(text)
    first = [*found.segments, *found.genes][0]
    forced = read(text, name)

    assert (found.format, first.copies, first.minor, first.log2) == (name, copies, minor, log2)
    assert forced == found


@pytest.mark.parametrize(
    "text",
    [CNS, CALLED, GATK_CALLED, GATK_FINAL, PURPLE, SEQUENZA, PURECN_LOH, ASCAT, SEG, VCF, VCF_44],
)
def test_every_tool_places_its_first_segment_alike(text: str, read: Read) -> None:
    """CNVkit counts from 0, the others from 1; a symbolic allele begins after POS."""
    first = read(text).segments[0]

    assert (first.contig, first.start0, first.end0) == ("7", 1000, 2000)


def test_chromosome_23_of_facets_is_x(read: Read) -> None:
    assert [each.contig for each in read(FACETS).segments] == ["X", "7"]


def test_what_lies_off_the_chromosomes_is_left_out(read: Read) -> None:
    assert len(read(CNS).segments) == 1


def test_the_calls_of_gatk(read: Read) -> None:
    calls = [(each.called, each.call) for each in read(GATK_CALLED).segments]

    assert calls == [(True, CopyNumberKind.GAIN), (True, None), (True, CopyNumberKind.LOSS)]


def test_an_amplification_of_tso500_is_firm_and_a_fold_change_is_no_copies(read: Read) -> None:
    genes = read(TSO500).genes

    assert [(each.gene, each.call, each.firm, each.copies) for each in genes] == [
        ("EGFR", CopyNumberKind.AMPLIFICATION, True, None),
        ("PTEN", CopyNumberKind.LOSS, False, None),
    ]


def test_discrete_values_and_a_gene_without_one(read: Read) -> None:
    assert [(each.gene, each.call) for each in read(CBIOPORTAL).genes] == [
        ("EGFR", CopyNumberKind.AMPLIFICATION),
        ("PTEN", CopyNumberKind.DELETION),
    ]


def test_a_vcf_record_that_fails_its_filter_is_counted_and_left_out(read: Read) -> None:
    found = read(VCF)

    assert found.left_out == (("cnvLength", 1),)
    assert [(each.called, each.call, each.copies) for each in found.segments] == [
        (True, CopyNumberKind.GAIN, 5.0),
        (True, None, 2.0),
    ]


def test_vcf_44_has_positive_lengths_and_its_own_loh(read: Read) -> None:
    one, two = read(VCF_44).segments

    assert (one.end0, one.call) == (2000, CopyNumberKind.LOSS)
    assert (two.loh, two.minor, two.copies) == (True, 0.0, 2.0)


def test_the_copies_that_dragen_counts_over_all_cells_are_a_ratio(read: Read) -> None:
    """Without MCN the caller did not fit the purity: SM is a ratio of all cells, CN its double."""
    text = VCF.replace("GT:CN:MCN ./1:5:1", "GT:SM:CN ./1:2.5:5")
    first = read(text).segments[0]

    assert (first.copies, first.log2) == (None, math.log2(2.5))


def test_the_lowest_region_of_a_purple_gene_is_a_part_of_its_own(read: Read) -> None:
    parts = read(PURPLE_GENES).genes[0].parts

    assert [(part.start0, part.end0, part.copies) for part in parts] == [
        (1000, 1500, 2.02),
        (1500, 1600, 0.0),
        (1600, 2000, 2.02),
    ]


def test_purity_and_ploidy_beside_a_purple_file_are_taken(tmp_path: Path) -> None:
    (tmp_path / "T.purple.purity.tsv").write_text("purity\tploidy\n0.6\t3.1\n")
    path = tmp_path / "T.purple.cnv.somatic.tsv"
    path.write_text(PURPLE.replace(" ", "\t"))
    found = read_any(path)

    assert (found.purity, found.ploidy) == (0.6, 3.1)


def test_of_many_samples_the_tumours_is_read(read: Read) -> None:
    text = SEG + "U 7 1001 2000 12 -1\n"

    assert read(text, sample="U").segments[0].log2 == -1
    with pytest.raises(InputError, match=r"holds 2 samples \(T, U, ...\); name one with"):
        read(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (CNS.replace("1000 2000", "2000 1000"), "start is 2000 and end 1000"),
        (CNS.replace("1.25", "high"), "log2 is 'high'; expected is a number"),
        (CNS.replace("1.25", "1000"), "log2 is '1000'; expected is a log2 ratio"),
        (CNS.replace("chr7 1000", "chr7 EGFR"), "start is 'EGFR'; expected is a position"),
        (CNS.replace("probes", "bins"), r"these are bins \(.cnr\), give the segments"),
        (CALLED.replace("5 4 1", "-1 4 1"), "cn is '-1'.*probably log2"),
        (CALLED.replace("5 4 1", "5 4 2"), "cn1 and cn2 are 4 and 2, cn is 5"),
        (CALLED.replace("5 4 1", "1.3 4 1"), "cn is '1.3'; expected is a whole number"),
        (GATK_CALLED.replace("1.25 +", "1.25 x"), "CALL is 'x'; accepted are"),
        (PURPLE.replace("4.7568", "-1.5"), "copyNumber is '-1.5'.*probably log2"),
        (PURPLE_GENES.replace("0 2.02", "3 2.02"), "minCopyNumber is above maxCopyNumber"),
        (FACETS.replace("0.7 5 1", "0.7 1 5"), "the rarer allele has 5 of 1 copies"),
        (FACETS.replace("0.7 5 1", "0.7 0.58 0"), "tcn.em is '0.58'; expected is a whole"),
        (SEQUENZA.replace("5 4 1", "5 3 1"), "they do not add"),
        (ASCAT.replace("4 1", "1 4"), "nMinor is 4 and nMajor 1"),
        (ASCAT.replace("4 1", "-0.3 1"), "nMajor is '-0.3'.*probably log2"),
        (ASCAT.replace("4 1", "4"), "there is no column nMinor|ends before"),
        (SEG.replace("1001 2000", "2000 1001"), "are the columns swapped"),
        (CBIOPORTAL.replace("1956 2", "1956 0.83"), "T is '0.83'; accepted are -2"),
        (TSO500.replace("4.464", "-4"), "Fold Change is -4; expected is a ratio above 0"),
        (VCF_44.replace("SVLEN=1000;SVCLAIM=D", "SVTYPE=DEL"), "neither END nor SVLEN"),
        (VCF.replace("./1:5:1", "./1:-1:1"), "CN is '-1'"),
        (CNS.replace("depth", "log2"), "the column 'log2' stands twice"),
        ("gene log2\nEGFR 1\n", "the columns are gene, log2; this is no copy-number file"),
        ("chromosome start end gene log2 probes\n", "has no line of copy number"),
    ],
)
def test_what_cannot_be_copy_number_is_one_line(text: str, sentence: str, read: Read) -> None:
    with pytest.raises(InputError, match=sentence) as refusal:
        read(text)

    assert "\n" not in str(refusal.value)


def test_copies_in_a_column_of_log2_are_noticed(read: Read) -> None:
    rows = "".join(f"chr7 {at}000 {at}500 EGFR {copies} 80 12 9\n" for at, copies in
                   ((1, 2), (2, 2), (3, 5)))  # fmt: skip
    text = CNS.splitlines()[0] + "\n" + rows

    with pytest.raises(InputError, match="the column log2 holds whole numbers only"):
        read(text)


def test_the_sheet_accepts_every_format_by_its_name() -> None:
    schema = json.loads((ROOT / "workflow" / "schemas" / "cases.schema.json").read_text())
    accepted = schema["properties"]["cnv_format"]["enum"]

    assert accepted == [AUTO, *(each.NAME for each in FORMATS)]
    assert schema["properties"]["cnv_format"]["expected"] == ", ".join(accepted)
