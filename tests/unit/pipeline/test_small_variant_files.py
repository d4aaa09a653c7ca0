"""A case whose small variants stand in a MAF or in a TSO500 file: same findings, same account."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from building import ROOT, place
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.trial_match import TrialMatch
from oncomatch.errors import InputError
from oncomatch.pipeline.annotate import Request, annotate_file
from oncomatch.pipeline.case_files import write_case
from oncomatch.pipeline.other_annotators import check_tool
from oncomatch.pipeline.single import request_case
from oncomatch.readers.config import Config

HEADER = (
    "Hugo_Symbol",
    "NCBI_Build",
    "Chromosome",
    "Start_Position",
    "End_Position",
    "Variant_Classification",
    "Reference_Allele",
    "Tumor_Seq_Allele2",
    "Tumor_Sample_Barcode",
    "HGVSp_Short",
    "t_ref_count",
    "t_alt_count",
    "Mutation_Status",
)


def row(gene: str, change: str = "", *where: str, sample: str = "T1", status: str = "") -> str:
    """Return a row of `change`; `where` are chromosome, start, end, class, REF and ALT."""
    contig, start, end, kind, ref, alt = where or ("", "", "", "Missense_Mutation", "", "")
    short = f"p.{change}" if change else ""
    cells = (gene, "GRCh38", contig, start, end, kind, ref, alt, sample, short, "60", "40", status)
    return "\t".join(cells)


BRAF = row("BRAF", "V600E", "7", "140753336", "140753336", "Missense_Mutation", "A", "T")


def reported(folder: Path, *rows: str, sample: str = "T1", build: str = "GRCh38") -> CaseRecord:
    """Return the record of a case with a MAF of these rows."""
    maf = folder / "data_mutations.txt"
    maf.write_text("\n".join(("\t".join(HEADER), *rows)) + "\n")
    options = {"case_id": "A", "tumor_type": "MEL", "build": build, "vcf": maf}
    request, config = request_case({**options, "tumor_sample": sample}, None)
    return write_case(request, config, folder / "out")


def lines(profile: TumorProfile, of: str) -> dict[str, int]:
    return {line.reason: line.count for line in getattr(profile.ledger, of)}


def test_a_row_without_coordinates_is_resolved_with_a_caution(tmp_path: Path) -> None:
    profile = reported(tmp_path, row("BRAF", "V600E")).profile

    (variant,) = profile.small_variants
    assert variant.label == "BRAF V600E"
    assert variant.caution.startswith("the file names the protein change alone; the DNA change")
    assert (variant.reads.depth, variant.reads.alt_depth) == (100, 40)


def test_a_resolved_row_meets_what_its_variant_meets(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    named = reported(tmp_path / "one", row("BRAF", "V600E"))
    located = reported(tmp_path / "two", BRAF)

    assert named.therapies == located.therapies
    assert located.therapies


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param("V601E", "protein change without coordinates: ", id="wrong residue"),
        pytest.param("", "no position and no protein change", id="no change"),
    ],
)
def test_a_row_that_cannot_be_placed_fails_and_keeps_its_gene_unclear(
    change: str, reason: str, tmp_path: Path
) -> None:
    profile = reported(tmp_path, row("BRAF", change), row("KRAS", "G12D")).profile

    assert [each.label for each in profile.small_variants] == ["KRAS G12D"]
    ((said, count),) = lines(profile, "failed").items()
    assert (said.startswith(reason), count) == (True, 1)
    assert [call.genes for call in profile.unusable] == [("BRAF",)]


def test_every_row_is_reported_filtered_or_failed(tmp_path: Path) -> None:
    profile = reported(
        tmp_path,
        BRAF,
        BRAF.replace("T1", "T2"),
        row("KRAS", "G12D", status="Germline"),
        row("NRAS", "Q61R", status="Wildtype"),
        row("TP53"),
        row("ZZEF1", "", "17", "4000000", "4000000", "Missense_Mutation", "A", "A"),
    ).profile

    ledger = profile.ledger
    assert (ledger.records, ledger.read, ledger.reported) == (6, 6, 1)
    assert lines(profile, "filtered") == {
        "row of another sample": 1,
        "FILTER germline": 1,
        "Mutation_Status Wildtype": 1,
        "ALT is the same as REF": 1,
    }
    assert lines(profile, "failed") == {"no position and no protein change": 1}
    assert [each.label for each in profile.left_out] == ["KRAS G12D"]


@pytest.mark.parametrize(
    ("normal", "filters", "origin"),
    [
        (("80", "0"), "PASS", CallOrigin.SOMATIC),
        (("40", "40"), "PASS", CallOrigin.PRESUMED_GERMLINE),
        (("80", "0"), "", CallOrigin.UNKNOWN),
        (("", ""), "PASS", CallOrigin.UNKNOWN),
    ],
    ids=["somatic", "inherited", "a caller that has not filtered", "reads are not told"],
)
def test_the_normal_of_a_maf_tells_the_origin(
    normal: tuple[str, str], filters: str, origin: CallOrigin, tmp_path: Path
) -> None:
    maf = tmp_path / "paired.maf"
    header = (*HEADER, "FILTER", "Matched_Norm_Sample_Barcode", "n_ref_count", "n_alt_count")
    cells = "\t".join((BRAF, filters, "B1", *normal))
    maf.write_text("\n".join(("\t".join(header), cells)) + "\n")
    request, config = request_case(
        {"case_id": "A", "tumor_type": "MEL", "build": "GRCh38", "vcf": maf}, None
    )

    (sheet,) = write_case(request, config, tmp_path / "out").origins
    assert (sheet.label, sheet.origin) == ("BRAF V600E", origin)


def test_a_gene_without_sequence_takes_its_effect_from_the_row(tmp_path: Path) -> None:
    where = ("17", "4095000", "4095000", "Nonsense_Mutation", "C", "A")
    profile = reported(tmp_path, row("ZZEF1", "E10*", *where)).profile

    (variant,) = profile.small_variants
    assert variant.label == "ZZEF1 E10*"
    assert variant.note == "MAF annotates it so in the file; not checked here"


def test_another_answer_of_the_row_is_a_caution(tmp_path: Path) -> None:
    profile = reported(tmp_path, BRAF.replace("p.V600E", "p.V600K")).profile

    (variant,) = profile.small_variants
    assert variant.caution == (
        "MAF in the file says V600K, missense_variant, here it is V600E, missense_variant on "
        "NM_004333.5"
    )


def test_rows_of_the_other_build_are_refused(tmp_path: Path) -> None:
    rows = (
        BRAF.replace("\tGRCh38\t", "\t\t"),
        row("KRAS", "G12D", "12", "25245350", "25245350", "Missense_Mutation", "C", "T").replace(
            "\tGRCh38\t", "\t\t"
        ),
    )
    with pytest.raises(
        InputError, match=r"2 of 2 rows lie outside the gene .*they fit GRCh38: say so"
    ):
        reported(tmp_path, *rows, build="GRCh37")


def test_a_row_outside_the_gene_that_it_names_keeps_it_unclear(tmp_path: Path) -> None:
    kras = row("KRAS", "G12D", "12", "25245350", "25245350", "Missense_Mutation", "C", "T")
    nras = row("NRAS", "Q61R", "1", "114713908", "114713908", "Missense_Mutation", "T", "C")
    tp53 = row("TP53", "R175H", "17", "7675088", "7675088", "Missense_Mutation", "C", "T")
    pten = row("PTEN", "R130Q", "10", "87933148", "87933148", "Missense_Mutation", "G", "A")
    egfr = row("EGFR", "L858R", "7", "55191822", "55191822", "Missense_Mutation", "T", "G")
    away = row("MET", "D1228N", "7", "140753336", "140753336", "Missense_Mutation", "A", "T")
    profile = reported(tmp_path, kras, nras, tp53, pten, egfr, away).profile

    assert profile.ledger.reported == 5
    assert lines(profile, "failed") == {"lies outside the gene that the row names": 1}
    assert [call.genes for call in profile.unusable] == [("BRAF",), ("MET",)]


@pytest.mark.parametrize("tool", ["vep", "snpeff"])
def test_another_annotator_refuses_a_maf(tool: str, tmp_path: Path) -> None:
    maf = tmp_path / "calls.maf"
    maf.write_text("\t".join(HEADER) + "\n")
    options = {"case_id": "A", "tumor_type": "MEL", "build": "GRCh38", "vcf": maf}
    request, _ = request_case(options, None)

    with pytest.raises(InputError, match=r"is no VCF, and .* reads nothing else; give the caller"):
        check_tool(Config(annotator=tool), [request])


def demo_cases() -> list[dict[str, str]]:
    with (ROOT / "config" / "cases.tsv").open(encoding="utf-8") as sheet:
        return list(csv.DictReader(sheet, delimiter="\t"))


@pytest.mark.parametrize("case", demo_cases(), ids=lambda case: case["case_id"])
def test_a_demo_case_as_maf_gives_the_same_findings(case: dict[str, str], tmp_path: Path) -> None:
    cells = {name: cell for name, cell in case.items() if cell and name != "panel"}
    files = {n: str(ROOT / "config" / cells[n]) for n in ("vcf", "copy_number") if n in cells}
    request, config = request_case({**cells, **files}, None)
    from_vcf = write_case(request, config, tmp_path / "vcf")
    maf = tmp_path / "calls.maf"
    annotate_file(
        Request(
            vcf=Path(files["vcf"]),
            out=maf,
            build=GenomeBuild.parse(cells["build"]),
            tumor_sample=from_vcf.profile.sample,
            everything=True,
        )
    )
    request, config = request_case({**cells, **files, "vcf": str(maf)}, None)
    from_maf = write_case(request, config, tmp_path / "maf")

    assert from_maf.profile.small_variants
    assert findings(from_maf) == findings(from_vcf)
    assert from_maf.therapies == from_vcf.therapies
    assert from_maf.near_misses == from_vcf.near_misses
    assert asking_no_origin(from_maf) == asking_no_origin(from_vcf)


def asking_no_origin(record: CaseRecord) -> list[TrialMatch]:
    """Return the trials without those that ask for a somatic change: a MAF shows no normal."""
    return [
        each
        for each in record.trials.matches
        if not any(one.criterion.startswith("Somatic") for one in each.criteria)
    ]


def findings(record: CaseRecord) -> list[tuple[object, ...]]:
    return [
        (each.id, each.label, each.hgvs_g, each.effect, each.reads, each.caution)
        for each in record.profile.small_variants
    ]


def test_a_deletion_without_its_base_is_the_deletion_of_the_vcf(tmp_path: Path) -> None:
    variant = place("EGFR", "c.2235_2249del", GenomeBuild.GRCH38)
    start, end = variant.position + 1, variant.position + len(variant.ref) - 1
    where = ("7", str(start), str(end), "In_Frame_Del", variant.ref[1:], "-")
    profile = reported(tmp_path, row("EGFR", "E746_A750del", *where)).profile

    (found,) = profile.small_variants
    assert (found.variant, found.label) == (variant, "EGFR E746_A750del")
    assert not found.caution


def test_bytes_that_are_no_text_do_not_reach_the_record(tmp_path: Path) -> None:
    maf = tmp_path / "calls.maf"
    text = "\n".join(("\t".join(HEADER), BRAF.replace("T1", "S\u00e9"), row("K\u00e9", "G12D"), ""))
    maf.write_bytes(text.encode("latin-1"))
    options = {"case_id": "A", "tumor_type": "MEL", "build": "GRCh38", "vcf": maf}
    request, config = request_case({**options, "tumor_sample": ""}, None)

    with pytest.raises(InputError, match="holds 2 samples"):
        write_case(request, config, tmp_path / "out")
    maf.write_bytes(text.encode("latin-1").replace(b"\tT1\t", b"\tS\xe9\t"))
    profile = write_case(request, config, tmp_path / "out").profile
    assert [each.label for each in profile.small_variants] == ["BRAF V600E"]
    assert (profile.sample, profile.ledger.failed_count) == ("S?", 1)
