"""Rows of a MAF as VCF records: alleles, samples, builds, and one clear line for what is wrong."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError, SampleError
from oncomatch.readers.consequence_fields import ConsequenceFields
from oncomatch.readers.small_variant_files import format_of, maf, open_any
from oncomatch.readers.small_variant_files.items import (
    Item,
    LeftOutRow,
    NamedChange,
    UnresolvedFile,
    Wanted,
)
from oncomatch.readers.vcf import BadLine, VcfRecord
from oncomatch.reference.bundle import Reference

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38
GDC = "#version gdc-1.0.0\n#filedate 20260101\n"

# GRCh38: EGFR L858R, and c.2235_2249del within AGGAATTAAGAGAAGC
L858R = {
    "Hugo_Symbol": "EGFR",
    "NCBI_Build": "GRCh38",
    "Chromosome": "chr7",
    "Start_Position": "55191822",
    "End_Position": "55191822",
    "Variant_Classification": "Missense_Mutation",
    "Reference_Allele": "T",
    "Tumor_Seq_Allele1": "T",
    "Tumor_Seq_Allele2": "G",
    "Tumor_Sample_Barcode": "T1",
    "HGVSp_Short": "p.L858R",
    "t_ref_count": "60",
    "t_alt_count": "40",
    "FILTER": "PASS",
}
DELETION = {
    "Start_Position": "55174772",
    "End_Position": "55174786",
    "Reference_Allele": "GGAATTAAGAGAAGC",
    "Tumor_Seq_Allele1": "GGAATTAAGAGAAGC",
    "Tumor_Seq_Allele2": "-",
}
INSERTION = {
    "Start_Position": "55174771",
    "End_Position": "55174772",
    "Reference_Allele": "-",
    "Tumor_Seq_Allele1": "-",
    "Tumor_Seq_Allele2": "TTT",
}

Open = Callable[..., UnresolvedFile]


def table(*rows: dict[str, str], head: str = "#version 2.4\n", drop: tuple[str, ...] = ()) -> str:
    """Return a MAF of rows, each given by what differs from L858R."""
    full = [{**L858R, **row} for row in rows]
    names = [name for name in {key: None for row in full for key in row} if name not in drop]
    lines = ["\t".join(names), *("\t".join(row.get(name, "") for name in names) for row in full)]
    return head + "".join(f"{line}\n" for line in lines)


@pytest.fixture
def opened(tmp_path: Path, reference: Reference) -> Open:
    """Open a text as a file of small variants."""

    def of(text: str, sample: str = "", build: GenomeBuild = B38) -> UnresolvedFile:
        path = tmp_path / "calls.maf"
        path.write_text(text)
        return open_any(path, Wanted(sample, build, reference))

    return of


def only(file: UnresolvedFile) -> Item | NamedChange:
    (item,) = file
    return item


@pytest.mark.parametrize(
    ("row", "fixed"),
    [
        pytest.param({}, "chr7 55191822 T G", id="substitution"),
        pytest.param({"Chromosome": "7"}, "7 55191822 T G", id="chromosome without chr"),
        pytest.param(
            {"Reference_Allele": "TG", "Tumor_Seq_Allele1": "TG",
             "Tumor_Seq_Allele2": "GA", "End_Position": "55191823"},
            "chr7 55191822 TG GA",
            id="two bases",
        ),
        pytest.param(DELETION, "chr7 55174771 AGGAATTAAGAGAAGC A", id="deletion"),
        pytest.param(INSERTION, "chr7 55174771 A ATTT", id="insertion"),
        pytest.param(
            {**INSERTION, "End_Position": ""}, "chr7 55174771 A ATTT", id="insertion without end"
        ),
        pytest.param(
            {**DELETION, "Start_Position": "1000001", "End_Position": "1000002",
             "Reference_Allele": "CC", "Tumor_Seq_Allele1": "CC"},
            "chr7 1000000 NCC N",
            id="deletion outside embedded sequence",
        ),
        pytest.param(
            {"Tumor_Seq_Allele1": "G", "Tumor_Seq_Allele2": "T"},
            "chr7 55191822 T G",
            id="first allele is the mutated one",
        ),
        pytest.param(
            {"Tumor_Seq_Allele1": "C"}, "chr7 55191822 T G,C", id="two mutated alleles"
        ),
        pytest.param({"Tumor_Seq_Allele1": ""}, "chr7 55191822 T G", id="one allele given"),
        pytest.param({"Start_Position": "55191822.0"}, "chr7 55191822 T G", id="float of pandas"),
        pytest.param({"Chromosome": "23"}, "X 55191822 T G", id="numbered chromosome X"),
    ],
)  # fmt: skip
def test_alleles_are_those_of_a_vcf(row: dict[str, str], fixed: str, opened: Open) -> None:
    item = only(opened(table(row)))

    assert isinstance(item, VcfRecord)
    contig, position, _, ref, alt = item.columns[:5]
    assert f"{contig} {position} {ref} {alt}" == fixed


@pytest.mark.parametrize(
    ("row", "sample"),
    [
        pytest.param({}, "60,40:100", id="both counts"),
        pytest.param({"t_depth": "110"}, "60,40:110", id="depth beside counts"),
        pytest.param({"t_ref_count": "", "t_depth": "110"}, "70,40:110", id="depth and alternate"),
        pytest.param({"t_ref_count": "0", "t_alt_count": "0"}, ".:.", id="zeros for unknown"),
        pytest.param({"t_ref_count": "NA", "t_alt_count": "x"}, ".:.", id="no counts"),
        pytest.param({"Tumor_Seq_Allele1": "C"}, "60,40,.:.", id="two mutated alleles"),
    ],
)
def test_reads_are_those_of_the_row(row: dict[str, str], sample: str, opened: Open) -> None:
    item = only(opened(table(row)))

    assert isinstance(item, VcfRecord)
    assert item.columns[8:] == ("AD:DP", sample)


NORMAL = {
    "Matched_Norm_Sample_Barcode": "B1",
    "n_depth": "80",
    "n_ref_count": "80",
    "n_alt_count": "0",
}


@pytest.mark.parametrize(
    ("cells", "samples", "normal"),
    [
        pytest.param({}, ("T1", "B1"), ("80,0:80",), id="all counts"),
        pytest.param({"n_ref_count": ""}, ("T1", "B1"), ("80,0:80",), id="depth and alternate"),
        pytest.param({"n_depth": "", "n_ref_count": "79", "n_alt_count": "2"}, ("T1", "B1"),
                     ("79,2:81",), id="counts alone"),
        pytest.param({"Matched_Norm_Sample_Barcode": ""}, ("T1", "NORMAL"), ("80,0:80",),
                     id="no name"),
        pytest.param({"Matched_Norm_Sample_Barcode": "T1"}, ("T1", "NORMAL"), ("80,0:80",),
                     id="the tumour's name"),
        pytest.param({"n_alt_count": "", "n_ref_count": ""}, ("T1",), (),
                     id="a depth alone shows no change"),
        pytest.param({"n_alt_count": "", "n_ref_count": "", "n_depth": ""}, ("T1",), (),
                     id="a barcode alone, as vcf2maf writes it for a tumour alone"),
    ],
)  # fmt: skip
def test_the_matched_normal_is_a_sample_where_its_reads_are_told(
    opened: Open, cells: dict[str, str], samples: tuple[str, ...], normal: tuple[str, ...]
) -> None:
    file = opened(table({**NORMAL, **cells}))
    (item,) = file

    assert isinstance(item, VcfRecord)
    assert file.header.samples == samples
    assert item.columns[10:] == normal
    assert file.header.values == (
        {"tumor_sample": ("T1",), "normal_sample": (samples[1],)} if normal else {}
    )


def test_a_row_without_reads_of_the_normal_leaves_them_open(opened: Open) -> None:
    first, second = opened(table(NORMAL, {**NORMAL, **DELETION, "n_alt_count": "", "n_depth": ""}))

    assert isinstance(first, VcfRecord)
    assert isinstance(second, VcfRecord)
    assert (first.columns[10], second.columns[10]) == ("80,0:80", ".:.")


def test_the_normal_of_another_sample_is_not_that_of_the_case(opened: Open) -> None:
    file = opened(table(NORMAL, {"Tumor_Sample_Barcode": "T2"}), sample="T2")

    assert file.header.samples == ("T2",)


@pytest.mark.parametrize(
    ("row", "filters"),
    [
        pytest.param({}, (), id="passed"),
        pytest.param({"FILTER": ""}, (), id="not told"),
        pytest.param(
            {"FILTER": "common_variant,panel_of_normals"},
            ("common_variant", "panel_of_normals"),
            id="failed",
        ),
        pytest.param({"Mutation_Status": "Germline"}, ("germline",), id="germline"),
        pytest.param({"Mutation_Status": "LOH"}, ("Mutation_Status=LOH",), id="LOH"),
        pytest.param({"Mutation_Status": "Somatic"}, (), id="somatic"),
    ],
)
def test_a_row_that_is_not_somatic_fails_a_filter(
    row: dict[str, str], filters: tuple[str, ...], opened: Open
) -> None:
    item = only(opened(table(row)))

    assert isinstance(item, VcfRecord)
    assert item.filters == filters


def test_a_wildtype_row_is_left_out(opened: Open) -> None:
    item = only(opened(table({"Mutation_Status": "Wildtype"})))

    assert item == LeftOutRow(3, "Mutation_Status Wildtype")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param({}, ("missense_variant", "", "L858R"), id="class and short change"),
        pytest.param(
            {"Consequence": "missense_variant;splice_region_variant", "HGVSp": "p.Leu858Arg",
             "Transcript_ID": "ENST00000275493", "HGVSc": "c.2573T>G"},
            ("missense_variant", "ENST00000275493", "L858R"),
            id="terms and names of the GDC",
        ),
        pytest.param(
            {"Variant_Classification": "Splice_Site", "HGVSc": "c.2283+1G>T",
             "HGVSp_Short": "p.X762_splice"},
            ("splice_donor_variant", "", ""),
            id="splice donor by its coding change",
        ),
        pytest.param(
            {"Variant_Classification": "Splice_Site", "HGVSp_Short": "p.X762_splice"},
            ("splice_acceptor_variant", "", ""),
            id="splice site of either kind",
        ),
        pytest.param(
            {"Variant_Classification": "Nonsense_Mutation", "HGVSp_Short": "p.R213*"},
            ("stop_gained", "", "R213*"),
            id="stop",
        ),
        pytest.param(
            {"Variant_Classification": "Silent", "HGVSp_Short": "p.L858%3D"},
            ("synonymous_variant", "", "L858="),
            id="silent",
        ),
    ],
)  # fmt: skip
def test_what_a_row_says_of_its_effect_is_kept(
    row: dict[str, str], told: tuple[str, str, str], opened: Open
) -> None:
    file = opened(table(row))
    item = only(file)

    assert isinstance(item, VcfRecord)
    (said,) = ConsequenceFields(file.header).effects_of(item, 0)
    effect = said.effect
    assert (said.tool, effect.gene) == ("MAF", "EGFR")
    assert (effect.most_severe.so_term, effect.transcript, effect.protein_change) == told


@pytest.mark.parametrize("cell", ["EG;FR", "EG|FR", "EG,FR", "E" * 400])
def test_a_cell_that_would_break_the_entry_is_left_out(cell: str, opened: Open) -> None:
    file = opened(table({"Hugo_Symbol": cell}))
    item = only(file)

    assert isinstance(item, VcfRecord)
    assert item.info.keys() <= {"TABLE_EFFECT"}
    assert ConsequenceFields(file.header).effects_of(item, 0) == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(
            {**INSERTION, "End_Position": "55174771"},
            "insertion whose Start_Position and End_Position are not its flanking bases",
            id="insertion at one base",
        ),
        pytest.param(
            {"Reference_Allele": "", "HGVSp_Short": ""},
            "no alleles and no protein change",
            id="no alleles",
        ),
        pytest.param(
            {"Start_Position": "NA", "HGVSp_Short": "p.X762_splice"},
            "no position and no protein change",
            id="splice name alone",
        ),
        pytest.param(
            {**DELETION, "Start_Position": "1", "End_Position": "15"},
            "deletion of the first base of a chromosome",
            id="first base",
        ),
    ],
)
def test_a_row_that_cannot_be_used_has_a_reason(
    row: dict[str, str], reason: str, opened: Open
) -> None:
    item = only(opened(table(row)))

    assert isinstance(item, BadLine)
    assert item.reason == reason
    assert item.place or item.genes == ("EGFR",)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"Start_Position": "", "End_Position": ""}, id="no position"),
        pytest.param({"Start_Position": "-1", "End_Position": "-1"}, id="position of cBioPortal"),
        pytest.param({"Reference_Allele": "", "Tumor_Seq_Allele2": "NA"}, id="no alleles"),
    ],
)
def test_a_row_without_coordinates_is_its_protein_change(row: dict[str, str], opened: Open) -> None:
    item = only(opened(table({"Tumor_Seq_Allele1": "", **row})))

    assert isinstance(item, NamedChange)
    assert (item.gene, item.change, item.columns[-1]) == ("EGFR", "L858R", "60,40:100")


def test_a_table_of_protein_changes_alone_is_read(opened: Open) -> None:
    text = "Hugo_Symbol\tTumor_Sample_Barcode\tHGVSp_Short\nBRAF\tT1\tp.V600E\n"

    item = only(opened(text))

    assert isinstance(item, NamedChange)
    assert (item.gene, item.change) == ("BRAF", "V600E")


def test_rows_of_another_sample_are_left_out_and_counted(opened: Open) -> None:
    file = opened(table({}, {"Tumor_Sample_Barcode": "T2"}), sample="T2")

    first, second = file
    assert first == LeftOutRow(3, maf.OTHER_SAMPLE)
    assert isinstance(second, VcfRecord)
    assert (second.line, file.header.samples) == (4, ("T2",))


@pytest.mark.parametrize(
    ("text", "sample", "sentence"),
    [
        pytest.param(
            table({}, {"Tumor_Sample_Barcode": "T2"}),
            "",
            "holds 2 samples (T1, T2); name the case's Tumor_Sample_Barcode in the column "
            "tumor_sample (or with --tumor-sample)",
            id="several samples",
        ),
        pytest.param(
            table(*({"Tumor_Sample_Barcode": f"T{number}"} for number in range(1200))),
            "",
            "holds 1,200 samples (T0, T1, T2, T3, T4, T5, T6, T7 and 1,192 more)",
            id="a cohort",
        ),
        pytest.param(
            table({}),
            "T9",
            "there is no sample 'T9' in Tumor_Sample_Barcode; the file has: T1; correct",
            id="unknown sample",
        ),
    ],
)
def test_a_sample_that_cannot_be_told_stops_with_the_names(
    text: str, sample: str, sentence: str, opened: Open
) -> None:
    with pytest.raises(SampleError) as error:
        opened(text, sample)
    assert sentence in str(error.value)


@pytest.mark.parametrize("word", ["GRCh38", "hg38", "38", "GRCh38.p13"])
def test_the_build_is_known_by_its_names(word: str, opened: Open) -> None:
    assert len(list(opened(table({"NCBI_Build": word})))) == 1


def test_a_row_that_names_no_sample_is_a_failed_one(opened: Open) -> None:
    file = opened(table({}, {"Tumor_Sample_Barcode": ""}))

    first, second = file
    assert isinstance(first, VcfRecord)
    assert second == BadLine(4, "no Tumor_Sample_Barcode", None, ("EGFR",))


def test_a_maf_without_barcodes_is_of_one_tumour(opened: Open) -> None:
    file = opened(table({}, drop=("Tumor_Sample_Barcode",)), sample="P7")

    assert file.header.samples == ("P7",)
    assert isinstance(only(file), VcfRecord)


def test_a_gzipped_maf_of_the_gdc_is_read(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "calls.maf.gz"
    path.write_bytes(gzip.compress(table({}, head=GDC).encode()))

    (item,) = open_any(path, Wanted("", B38, reference))
    assert isinstance(item, VcfRecord)
    assert item.line == 4


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            table({"NCBI_Build": "37"}),
            "line 3: NCBI_Build is '37', but the case is said to be GRCh38: say GRCh37 in the "
            "column build (or with --build), or give the MAF of GRCh38",
            id="other build",
        ),
        pytest.param(
            table({}, {"NCBI_Build": "hg19"}),
            "line 3: NCBI_Build is 'GRCh38'; line 4: NCBI_Build is 'hg19': rows of two builds "
            "stand in one MAF; give the rows of GRCh38 alone",
            id="mixed builds",
        ),
        pytest.param(
            table({"NCBI_Build": "mm10"}),
            "line 3: NCBI_Build is 'mm10'; accepted are GRCh37 and GRCh38 (hg19, hg38, 37, 38)",
            id="build of a mouse",
        ),
        pytest.param(
            table({"End_Position": "55191800"}),
            "line 3: Start_Position is 55191822 and End_Position 55191800; the start is not after "
            "the end: are the columns swapped?",
            id="start after end",
        ),
        pytest.param(
            table({"Start_Position": "T"}),
            "line 3: Start_Position is 'T'; expected is a position: are the columns swapped?",
            id="base for a position",
        ),
        pytest.param(
            table({"Reference_Allele": "55191822"}),
            "line 3: Reference_Allele is '55191822'; expected are bases or '-': are the columns "
            "swapped?",
            id="position for a base",
        ),
        pytest.param(
            table({}, drop=("Reference_Allele", "Tumor_Seq_Allele2")),
            "line 2: the MAF has no column Reference_Allele, Tumor_Seq_Allele2; its calls cannot "
            "be told without",
            id="no alleles",
        ),
        pytest.param(
            table({}).replace("NCBI_Build", "hugo_symbol", 1),
            "line 2: the column 'Hugo_Symbol' stands twice",
            id="column twice",
        ),
    ],
)
def test_a_wrong_maf_is_one_clear_line(text: str, sentence: str, opened: Open) -> None:
    with pytest.raises(InputError) as error:
        list(opened(text))
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        pytest.param(table({}), "maf", id="MAF"),
        pytest.param(table({}, head=GDC), "maf", id="MAF of the GDC"),
        pytest.param(table({}, head=""), "maf", id="data_mutations.txt"),
        pytest.param("##fileformat=VCFv4.2\n", "vcf", id="VCF"),
        pytest.param("TruSight Oncology 500\t\t\n[Analysis Details]\t\n", "tso500", id="TSO500"),
    ],
)
def test_a_format_is_known_by_its_content(text: str, known: str, tmp_path: Path) -> None:
    path = tmp_path / "calls.txt"
    path.write_text(text)
    found = format_of(path)

    assert isinstance(found, ModuleType)
    assert known == found.NAME


def test_a_copy_number_table_is_no_maf(tmp_path: Path) -> None:
    path = tmp_path / "cna.txt"
    path.write_text("Hugo_Symbol\tEntrez_Gene_Id\tT1\nERBB2\t2064\t2\n")

    with pytest.raises(InputError, match="nor another table of small variants; expected is VCF"):
        format_of(path)
