"""Reading the raw tables: 1-based and inclusive outside, 0-based and half-open inside."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.reference import sources
from oncomatch.reference.compiler import Placement, Stretch, TranscriptModel
from oncomatch.reference.lift_over import BlockMap
from oncomatch.reference.tables import read_rows

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38


def write_table(path: Path, rows: list[dict[str, str]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    text = "".join("\t".join(line) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())


@pytest.mark.parametrize("name", ["table.tsv", "table.tsv.gz"])
def test_tables_are_read_gzipped_or_not(tmp_path: Path, name: str) -> None:
    rows = [{"gene": "A", "note": ""}, {"gene": "B", "note": "x" * 200_000}]
    write_table(tmp_path / name, rows)

    assert list(read_rows(tmp_path / name)) == rows


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("", ()),
        ("11-20", ((10, 20),)),
        ("11-20;31-40", ((10, 20), (30, 40))),
        ("31-40;11-20;", ((30, 40), (10, 20))),
        ("5-5", ((4, 5),)),
    ],
)
def test_intervals(text: str, intervals: sources.Intervals) -> None:
    assert sources.parse_intervals(text) == intervals


def test_a_fasta_is_read_in_upper_case_over_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.fa.gz"
    path.write_bytes(gzip.compress(b">chr1:11-18 one\nACgt\nTT\n\n>chr2:5-6 two\nNN\n>empty\n"))

    assert list(sources.read_fasta(path)) == [
        ("chr1:11-18 one", "ACGTTT"),
        ("chr2:5-6 two", "NN"),
        ("empty", ""),
    ]


def test_stretches_are_named_and_placed(tmp_path: Path) -> None:
    for build, start in ((B37, 11), (B38, 21)):
        text = f">chr7:{start}-{start + 3} LRG_9 gene\nACGT\n".encode()
        (tmp_path / f"lrg_ref.{build.value}.fa.gz").write_bytes(gzip.compress(text))

    assert sources.read_lrg_stretches(tmp_path) == {
        B37: [("LRG_9", Stretch("7", 10, "ACGT"))],
        B38: [("LRG_9", Stretch("7", 20, "ACGT"))],
    }


def lrg_row(accession: str, **changes: str) -> dict[str, str]:
    """A transcript of two exons with two codons, as the derived table has it."""
    row = {
        "gene": "OLD", "hgnc_id": "HGNC:7", "accession": accession, "protein": "NP_1.1",
        "lrg_fixed": "", "mane": "", "mane_accession": "", "strand": "+", "cds": "ATGTAA",
    }  # fmt: skip
    for build in GenomeBuild:
        row |= {
            f"{build.value}_chrom": "7",
            f"{build.value}_exons": "11-20;31-40",
            f"{build.value}_cds": "18-20;31-33",
            f"{build.value}_cds_gapless": "1",
        }
    return row | changes


GAPLESS = {f"{build.value}_{part}gapless": "1" for build in GenomeBuild for part in ("", "cds_")}


def read_lrg(folder: Path, rows: list[dict[str, str]], **fixed: str) -> list[TranscriptModel]:
    write_table(folder / "lrg_all_coding_transcripts.tsv.gz", rows)
    write_table(folder / "lrg_transcripts.tsv.gz", [{"gene": "OLD", **GAPLESS, **fixed}])
    return sources.read_lrg_transcripts(folder, {"HGNC:7": "NEW"})


PLACED = Placement("7", ((10, 20), (30, 40)), ((17, 20), (30, 33)))


def test_a_transcript_of_a_locus_record(tmp_path: Path) -> None:
    """The gene has the symbol of today, found by its HGNC id."""
    assert read_lrg(tmp_path, [lrg_row("NM_1.2", strand="-", mane="MANE Select")]) == [
        TranscriptModel(
            gene="NEW",
            accession="NM_1.2",
            protein="NP_1.1",
            mane="MANE Select",
            mane_accession="",
            strand=-1,
            cds="ATGTAA",
            placements={B37: PLACED, B38: PLACED},
        )
    ]


@pytest.mark.parametrize(
    "change", [{"GRCh37_cds_gapless": "0"}, {"GRCh37_cds": ""}], ids=["gap in the CDS", "no CDS"]
)
def test_a_transcript_that_does_not_align_is_not_placed(
    tmp_path: Path, change: dict[str, str]
) -> None:
    (model,) = read_lrg(tmp_path, [lrg_row("NM_1.2", **change)])

    assert model.placements == {B38: PLACED}


@pytest.mark.parametrize(
    ("change", "gaps"),
    [
        ({}, [False, False]),
        ({"GRCh38_gapless": "0"}, [False, True]),
        ({"GRCh38_gapless": "0", "GRCh38_cds_gapless": "0"}, [False, False]),
    ],
    ids=["no gap", "gap in a UTR", "gap in the CDS too"],
)
def test_a_gap_in_a_utr_is_marked(tmp_path: Path, change: dict[str, str], gaps: list[bool]) -> None:
    (model,) = read_lrg(tmp_path, [lrg_row("NM_1.2")], **change)

    assert [model.placements[build].utr_gap for build in (B37, B38)] == gaps


ORDER = [
    lrg_row("NM_5.1", mane="MANE Select"),
    lrg_row("ENST1.9", mane="MANE Select"),
    lrg_row("NM_9.1", lrg_fixed="t1"),
    lrg_row("ENST2.9", lrg_fixed="t1"),
    lrg_row("NM_4.1", mane="MANE Plus Clinical", lrg_fixed="t1"),
    lrg_row("NM_1.10"),
    lrg_row("NM_1.9"),
    lrg_row("NM_3.1", cds="ATGGCCTAA", lrg_fixed="t2"),
    lrg_row("NM_2.1"),
    lrg_row("ENST3.1", cds="ATGGCCGCCTAA"),
]


def test_the_reported_transcript_stands_first(tmp_path: Path) -> None:
    """MANE Select, LRG's t1, MANE Plus Clinical, then the rest; RefSeq before Ensembl in each."""
    found = read_lrg(tmp_path, [*reversed(ORDER)])

    assert [model.accession for model in found] == [row["accession"] for row in ORDER]


EXTRA = {
    "gene": "GENE", "refseq": "NM_7.3 (MANE NM_7.5)", "strand": "-", "cds_start_cdna": "3",
    "cds_end_cdna": "8", "cdna": "GGATGTAACC", "GRCh38_chrom": "2", "GRCh38_exons": "31-36;11-14",
    "GRCh37_chrom": "2", "GRCh37_exons": "",
}  # fmt: skip


EXTRA2 = {
    **EXTRA,
    "gene": "AAA", "refseq": "NM_8.1", "strand": "+", "cds_start_cdna": "1", "cds_end_cdna": "6",
    "cdna": "ATGTAA", "GRCh38_exons": "51-53;61-63", "GRCh37_exons": "41-43;49-51",
}  # fmt: skip


def write_extra(folder: Path) -> None:
    write_table(folder / "extra_transcripts.tsv", [EXTRA])
    write_table(folder / "extra_transcripts_2.tsv", [EXTRA2])


MANE = {"NM_7": ("MANE Select", "NM_7.5", "GENE")}


def lift_over(folder: Path, *blocks: str) -> BlockMap:
    path = folder / "blocks.tsv"
    path.write_text("".join(f"{block}\n" for block in blocks))
    return BlockMap(path)


def test_a_transcript_without_a_locus_record(tmp_path: Path) -> None:
    """The coding part is counted along the exons from the 5' end: 4 of 6 bases, then 2 of 4."""
    write_extra(tmp_path)

    assert sources.read_extra_transcripts(tmp_path, MANE, lift_over(tmp_path)) == [
        TranscriptModel(
            gene="AAA",
            accession="NM_8.1",
            protein="",
            mane="",
            mane_accession="",
            strand=1,
            cds="ATGTAA",
            placements={
                B37: Placement("2", ((40, 43), (48, 51)), ((40, 43), (48, 51))),
                B38: Placement("2", ((50, 53), (60, 63)), ((50, 53), (60, 63))),
            },
            coding_only=True,
        ),
        TranscriptModel(
            gene="GENE",
            accession="NM_7.3",
            protein="",
            mane="MANE Select",
            mane_accession="NM_7.5",
            strand=-1,
            cds="ATGTAA",
            placements={B38: Placement("2", ((30, 36), (10, 14)), ((30, 34), (12, 14)))},
        ),
    ]


@pytest.mark.parametrize(
    ("block", "second"),
    [
        ("2 49 52 + 2 60 63 +", (49, 52)),
        ("2 40 60 + 2 51 71 +", (49, 52)),
        ("2 49 50 + 2 60 61 +", (48, 51)),
        ("3 49 52 + 2 60 63 +", (48, 51)),
        ("2 49 52 + 3 60 63 +", (48, 51)),
    ],
    ids=["exon", "around the exon", "a part of it", "other contig", "block elsewhere"],
)
def test_an_exon_lies_on_grch37_where_the_lift_over_has_it(
    tmp_path: Path, block: str, second: tuple[int, int]
) -> None:
    """One shift for a whole gene is wrong after an intron in which the builds differ (ERBB4)."""
    write_extra(tmp_path)
    first = "2 40 43 + 2 50 53 +"
    models = sources.read_extra_transcripts(tmp_path, MANE, lift_over(tmp_path, first, block))

    assert {model.gene: model.placements.get(B37) for model in models} == {
        "AAA": Placement("2", ((40, 43), second), ((40, 43), second)),
        "GENE": None,
    }


def test_bases_come_from_the_raw_stretch_or_from_the_exons(tmp_path: Path) -> None:
    """Raw stretches exist on GRCh38 alone; exons of the minus strand are turned to plus."""
    write_extra(tmp_path)
    raw = b">2:46-70 raw\nGGGGGATGCCCCCCCTAACCCCCCC\n>2:12-40 short\n" + b"A" * 29 + b"\n"
    (tmp_path / "extra_ref.GRCh38.fa.gz").write_bytes(gzip.compress(raw))
    models = sources.read_extra_transcripts(tmp_path, MANE, lift_over(tmp_path))

    assert sources.read_extra_stretches(tmp_path, models) == {
        B37: [
            ("NM_8.1 exon 1", Stretch("2", 40, "ATG")),
            ("NM_8.1 exon 2", Stretch("2", 48, "TAA")),
        ],
        B38: [
            ("AAA region", Stretch("2", 45, "GGGGGATGCCCCCCCTAACCCCCCC")),
            ("NM_7.3 exon 1", Stretch("2", 30, "ACATCC")),
            ("NM_7.3 exon 2", Stretch("2", 10, "GGTT")),
        ],
    }


def test_lengths_of_chromosomes_end_with_their_last_band(tmp_path: Path) -> None:
    bands = [("chr7", "0"), ("chr7", "300"), ("chr7", "200"), ("chrX", "50"), ("chr1_alt", "9")]
    rows = [{"chrom": chrom, "chromEnd": end} for chrom, end in bands]
    write_table(tmp_path / "bands.tsv", rows)

    assert sources.read_contig_lengths(tmp_path / "bands.tsv") == {"7": 300, "X": 50}
