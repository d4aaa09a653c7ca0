"""MAF cells; places after the GDC's description of the format."""

from __future__ import annotations

import pytest

from oncomatch.reporting.annotation_table import Row
from oncomatch.reporting.maf import COLUMNS, classification, head, maf_row, place, variant_type


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ((10, "A", "T"), (10, 10, "A", "T")),
        ((10, "AC", "GT"), (10, 11, "AC", "GT")),
        ((10, "A", "AGG"), (10, 11, "-", "GG")),
        ((10, "ACG", "A"), (11, 12, "CG", "-")),
        ((10, "ACG", "AT"), (11, 12, "CG", "T")),
        ((10, "CG", "T"), (10, 11, "CG", "T")),
    ],
    ids=["SNP", "DNP", "insertion", "deletion", "delins with anchor", "delins"],
)
def test_place(written: tuple[int, str, str], found: tuple[int, int, str, str]) -> None:
    assert place(*written) == found


@pytest.mark.parametrize(
    ("ref", "alt", "kind"),
    [
        ("A", "T", "SNP"),
        ("AC", "GT", "DNP"),
        ("ACG", "GTA", "TNP"),
        ("ACGT", "GTAC", "ONP"),
        ("-", "T", "INS"),
        ("A", "-", "DEL"),
        ("ACG", "T", "DEL"),
    ],
)
def test_variant_type(ref: str, alt: str, kind: str) -> None:
    assert variant_type(ref, alt) == kind


@pytest.mark.parametrize(
    ("consequence", "kind", "name"),
    [
        ("missense_variant&splice_region_variant", "SNP", "Missense_Mutation"),
        ("frameshift_variant", "INS", "Frame_Shift_Ins"),
        ("frameshift_variant&stop_gained", "DEL", "Frame_Shift_Del"),
        ("stop_gained&frameshift_variant", "DEL", "Nonsense_Mutation"),
        ("protein_altering_variant", "INS", "In_Frame_Ins"),
        ("protein_altering_variant", "DEL", "In_Frame_Del"),
        ("splice_donor_variant", "SNP", "Splice_Site"),
        ("intron_variant", "SNP", "Intron"),
        ("", "SNP", "Targeted_Region"),
        ("intergenic_variant", "SNP", "IGR"),
    ],
)
def test_classification(consequence: str, kind: str, name: str) -> None:
    assert classification(consequence, kind) == name


def test_a_row() -> None:
    row = Row(
        contig="7",
        position="101",
        ref="CAG",
        alt="C",
        gene="EGFR",
        transcript="NM_1.1",
        consequence="frameshift_variant&splice_region_variant",
        impact="HIGH",
        exon="3/9",
        hgvs_g="NC_1.1:g.102_103del",
        hgvs_c="NM_1.1:c.5_6del",
        hgvs_p="NP_1.1:p.Gln2fsTer4",
        protein_change="Q2fs*4",
        vaf="0.25",
        depth="40",
        alt_depth="10",
        filter="PASS",
        note="",
    )
    assert dict(zip(COLUMNS, maf_row(row, "T1", "GRCh38"), strict=True)) == {
        "Hugo_Symbol": "EGFR",
        "NCBI_Build": "GRCh38",
        "Chromosome": "7",
        "Start_Position": "102",
        "End_Position": "103",
        "Strand": "+",
        "Variant_Classification": "Frame_Shift_Del",
        "Variant_Type": "DEL",
        "Reference_Allele": "AG",
        "Tumor_Seq_Allele1": "AG",
        "Tumor_Seq_Allele2": "-",
        "Tumor_Sample_Barcode": "T1",
        "HGVSg": "NC_1.1:g.102_103del",
        "HGVSc": "c.5_6del",
        "HGVSp": "p.Gln2fsTer4",
        "HGVSp_Short": "p.Q2fs*4",
        "Transcript_ID": "NM_1.1",
        "Exon_Number": "3/9",
        "Consequence": "frameshift_variant,splice_region_variant",
        "IMPACT": "HIGH",
        "t_depth": "40",
        "t_ref_count": "30",
        "t_alt_count": "10",
        "FILTER": "PASS",
        "oncomatch_note": "",
    }


def test_the_head_names_the_columns() -> None:
    assert head().splitlines()[1].split("\t") == list(COLUMNS)
