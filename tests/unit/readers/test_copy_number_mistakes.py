"""The mistakes that hurt, in every format: each is one line, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError
from oncomatch.pipeline.copy_number_build import check_copy_number_build
from oncomatch.readers.copy_number_files import read_any
from oncomatch.reference.bundle import Reference

CALLED = "chromosome start end gene log2 baf cn cn1 cn2 depth probes weight\n"
METRICS = "gene chromosome start end log2 depth weight cn n_bins\n"
CNS = "chromosome start end gene log2 depth probes weight\n"
GATK = "CONTIG START END NUM_POINTS_COPY_RATIO MEAN_LOG2_COPY_RATIO CALL\n"
PURPLE = "chromosome start end copyNumber bafCount minorAlleleCopyNumber\n"
PURPLE_GENES = "chromosome start end gene minCopyNumber maxCopyNumber minRegionStart minRegionEnd\n"
FACETS = "chrom seg num.mark cnlr.median start end cf.em tcn.em lcn.em\n"
SEQUENZA = '"chromosome" "start.pos" "end.pos" "depth.ratio" "CNt" "A" "B"\n'
PURECN = "Sampleid,chr,start,end,arm,C,M,type,seg.mean\n"
PURECN_GENES = "Sampleid,gene.symbol,chr,start,end,C,seg.mean,M\n"
ASCAT = "Chromosome Start End nMajor nMinor\n"
SEG = "ID chrom loc.start loc.end num.mark seg.mean\n"
VCF = "##fileformat=VCFv4.4\n#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT T\n"

ROWS = {
    "cnvkit called": CALLED + "chr17 {start} {end} ERBB2 0 0.2 {value} 1 1 80 12 9\n",
    "cnvkit metrics": METRICS + "ERBB2 chr17 {start} {end} 0.1 80 9 {value} 12\n",
    "cnvkit": CNS + "chr17 {start} {end} ERBB2 {log2} 80 12 9\n",
    "gatk": GATK + "17 {start} {end} 12 {log2} +\n",
    "purple": PURPLE + "17 {start} {end} {value} 1 1\n",
    "purple genes": PURPLE_GENES + "17 {start} {end} ERBB2 {value} {value} {start} {end}\n",
    "facets": FACETS + "17 2 100 0.1 {start} {end} 0.7 {value} 1\n",
    "sequenza": SEQUENZA + '"17" {start} {end} 0.97 {value} 1 1\n',
    "purecn": PURECN + "T,chr17,{start},{end},q,{value},1,,0.9\n",
    "purecn genes": PURECN_GENES + "T,ERBB2,chr17,{start},{end},{value},0.9,1\n",
    "ascat": ASCAT + "chr17 {start} {end} {value} 1\n",
    "seg": SEG + "T 17 {start} {end} 12 {log2}\n",
    "vcf": VCF + "17 {start} . N <CNV> 60 PASS END={end} GT:CN ./1:{value}\n",
    "cbioportal": "Hugo_Symbol Entrez_Gene_Id T\nERBB2 2064 {value}\n",
    "gene table": "gene copy_number\nERBB2 {value}\n",
}
PLACED = [name for name, text in ROWS.items() if "{start}" in text]
COUNTED = [name for name, text in ROWS.items() if "{value}" in text]
RATIOS = [name for name, text in ROWS.items() if "{log2}" in text]
WHOLE = ["cnvkit called", "cnvkit metrics", "facets", "sequenza", "purecn", "purecn genes",
         "ascat", "cbioportal"]  # fmt: skip


def written(
    folder: Path, name: str, start: object = 39_700_001, end: object = 39_730_000,
    value: object = 2, log2: object = 0.25,
) -> Path:  # fmt: skip
    path = folder / f"{name.replace(' ', '_')}.txt"
    text = ROWS[name].format(start=start, end=end, value=value, log2=log2)
    path.write_text(text.replace(" ", "\t"))
    return path


@pytest.mark.parametrize("name", ROWS)
def test_the_row_without_a_mistake_is_read(name: str, tmp_path: Path) -> None:
    found = read_any(written(tmp_path, name))

    assert len(found.segments) + len(found.genes) == 1


@pytest.mark.parametrize("name", COUNTED)
def test_negative_copies(name: str, tmp_path: Path) -> None:
    value = -3 if name == "cbioportal" else -1.5
    with pytest.raises(InputError, match=r"probably log2|accepted are -2") as refusal:
        read_any(written(tmp_path, name, value=value))

    assert "\n" not in str(refusal.value)
    assert ", line " in str(refusal.value)


@pytest.mark.parametrize("name", WHOLE)
def test_a_log2_ratio_in_the_column_of_copies(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"0\.58 copies|0\.58.*(whole number|accepted are -2)"):
        read_any(written(tmp_path, name, value=0.58))


@pytest.mark.parametrize("name", RATIOS)
def test_copies_in_the_column_of_log2(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, log2=2)
    head, row = path.read_text().splitlines()[0], path.read_text().splitlines()[-1]
    rows = [row.replace("39700001", f"397{at}0001") for at in range(2)]
    path.write_text("\n".join([head, row, *rows]) + "\n")

    with pytest.raises(InputError, match="holds whole numbers only"):
        read_any(path)


@pytest.mark.parametrize("name", PLACED)
@pytest.mark.parametrize(
    "cells",
    [{"start": 39_730_000, "end": 39_700_001}, {"start": "ERBB2"}, {"end": "0.25"}],
    ids=["start after end", "a gene for a start", "a ratio for an end"],
)
def test_swapped_columns(name: str, cells: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"swapped|expected is a (position|number)") as refusal:
        read_any(written(tmp_path, name, **cells))  # type: ignore[arg-type]

    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", PLACED)
def test_a_segment_beyond_the_chromosome_of_the_build(
    name: str, tmp_path: Path, reference: Reference
) -> None:
    """Chromosome 17 has 83,257,441 bases on GRCh38 and 81,195,210 on GRCh37."""
    path = written(tmp_path, name, end=83_000_000)
    found = read_any(path)

    check_copy_number_build(found, path, reference, GenomeBuild.GRCH38)
    with pytest.raises(InputError, match="GRCh37"):
        check_copy_number_build(found, path, reference, GenomeBuild.GRCH37)


@pytest.mark.parametrize("name", [name for name in PLACED if "ERBB2" in ROWS[name]])
def test_a_gene_at_the_place_of_another_build(
    name: str, tmp_path: Path, reference: Reference
) -> None:
    """ERBB2 lies at 39.7 megabases of GRCh38 and at 37.8 of GRCh37."""
    path = written(tmp_path, name)
    found = read_any(path)

    check_copy_number_build(found, path, reference, GenomeBuild.GRCH38)
    with pytest.raises(InputError, match="lie where it says on GRCh38 only"):
        check_copy_number_build(found, path, reference, GenomeBuild.GRCH37)


@pytest.mark.parametrize(
    ("head", "info", "value", "copies", "end"),
    [
        ("##fileformat=VCFv4.2", "END=2000;CN=5", ".", 5, 2000),
        ("##fileformat=VCFv4.4", "SVLEN=1000;CN=5", ".", None, 2000),
        ("##fileformat=VCFv4.5", "SVLEN=1000;CN=5", "3.4", 3.4, 2000),
        ("##fileformat=VCFv4.2", "SVLEN=-1000", "1", 1, 2000),
        ("##fileformat=VCFv4.4", "SVLEN=1000,400;END=2000", "3", 3, 2000),
        ("##fileformat=VCFv4.4", "SVLEN=400,1000", "3", 3, 2000),
        (
            '##fileformat=VCFv4.3\n##INFO=<ID=CN,Number=A,Type=Float,Description="x">',
            "END=2000;CN=5", ".", None, 2000,
        ),
    ],
)  # fmt: skip
def test_copies_and_ends_of_every_version_of_vcf(
    head: str, info: str, value: str, copies: float | None, end: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.vcf"
    columns = "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT T"
    row = f"7 1000 . N <DUP> 60 PASS {info} GT:CN ./1:{value}"
    path.write_text("\n".join([head, columns.replace(" ", "\t"), row.replace(" ", "\t")]) + "\n")
    (segment,) = read_any(path).segments

    assert (segment.copies, segment.end0) == (copies, end)


@pytest.mark.parametrize(
    ("alt", "info", "counted"),
    [("<DUP>", "END=2000;SVCLAIM=J", 1), ("<CNV:TR>", "END=2000", 0)],
)
def test_a_junction_and_a_repeat_are_no_copies(
    alt: str, info: str, counted: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.vcf"
    row = f"7\t1000\t.\tN\t{alt}\t60\tPASS\t{info}\tGT\t./1\n"
    path.write_text(VCF.replace(" ", "\t") + row + row.replace("7\t", "8\t").replace(
        alt, "<DEL>").replace(";SVCLAIM=J", ";SVCLAIM=D"))  # fmt: skip
    found = read_any(path)

    assert [segment.contig for segment in found.segments] == ["8"]
    assert sum(count for _, count in found.left_out) == counted


def test_a_gene_of_several_segments_is_read_whole(tmp_path: Path) -> None:
    """`cnvkit.py genemetrics -s` writes a line for each segment of a gene."""
    rows = "PTEN chr10 87863000 87900000 0.1 80 9 2 12\nPTEN chr10 87900000 87971900 -3 80 9 0 12\n"
    path = tmp_path / "metrics.tsv"
    path.write_text((METRICS + rows).replace(" ", "\t"))
    (gene,) = read_any(path).genes

    assert [part.copies for part in gene.parts] == [2, 0]
