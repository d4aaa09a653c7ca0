"""Rows of a MAF as the GDC describes it and cBioPortal reads it.

Positions are 1-based; an insertion stands between its flanking bases with `-` for REF, a deletion
has `-` for ALT (https://docs.gdc.cancer.gov/Data/File_Formats/MAF_Format). The classes follow
vcf2maf (https://github.com/mskcc/vcf2maf), by the most severe consequence.
"""

from __future__ import annotations

from oncomatch.reporting.annotation_table import Row

COLUMNS = (
    "Hugo_Symbol",
    "NCBI_Build",
    "Chromosome",
    "Start_Position",
    "End_Position",
    "Strand",
    "Variant_Classification",
    "Variant_Type",
    "Reference_Allele",
    "Tumor_Seq_Allele1",
    "Tumor_Seq_Allele2",
    "Tumor_Sample_Barcode",
    "HGVSg",
    "HGVSc",
    "HGVSp",
    "HGVSp_Short",
    "Transcript_ID",
    "Exon_Number",
    "Consequence",
    "IMPACT",
    "t_depth",
    "t_ref_count",
    "t_alt_count",
    "FILTER",
    "oncomatch_note",
)

_CLASSES = {
    "transcript_ablation": "Splice_Site",
    "splice_acceptor_variant": "Splice_Site",
    "splice_donor_variant": "Splice_Site",
    "stop_gained": "Nonsense_Mutation",
    "stop_lost": "Nonstop_Mutation",
    "start_lost": "Translation_Start_Site",
    "inframe_insertion": "In_Frame_Ins",
    "inframe_deletion": "In_Frame_Del",
    "missense_variant": "Missense_Mutation",
    "coding_sequence_variant": "Missense_Mutation",
    "splice_region_variant": "Splice_Region",
    "splice_donor_5th_base_variant": "Splice_Region",
    "splice_donor_region_variant": "Splice_Region",
    "splice_polypyrimidine_tract_variant": "Splice_Region",
    "intron_variant": "Intron",
    "incomplete_terminal_codon_variant": "Silent",
    "synonymous_variant": "Silent",
    "stop_retained_variant": "Silent",
    "start_retained_variant": "Silent",
    "5_prime_UTR_variant": "5'UTR",
    "3_prime_UTR_variant": "3'UTR",
    "upstream_gene_variant": "5'Flank",
    "downstream_gene_variant": "3'Flank",
}
_POLYMORPHISMS = {1: "SNP", 2: "DNP", 3: "TNP"}


def head() -> str:
    """Return the lines before the first row."""
    return "#version 2.4\n" + "\t".join(COLUMNS) + "\n"


def maf_row(row: Row, sample: str, build: str) -> tuple[str, ...]:
    """Return the cells of COLUMNS for a row of the annotation table."""
    start, end, ref, alt = place(int(row.position), row.ref, row.alt)
    kind = variant_type(ref, alt)
    known = row.depth and row.alt_depth
    return (
        row.gene,
        build,
        row.contig,
        str(start),
        str(end),
        "+",
        classification(row.consequence, kind),
        kind,
        ref,
        ref,
        alt,
        sample,
        row.hgvs_g,
        row.hgvs_c.rpartition(":")[2],
        row.hgvs_p.rpartition(":")[2],
        f"p.{row.protein_change}" if row.protein_change else "",
        row.transcript,
        row.exon,
        row.consequence.replace("&", ","),
        row.impact,
        row.depth,
        str(max(0, int(row.depth) - int(row.alt_depth))) if known else "",
        row.alt_depth,
        row.filter,
        row.note,
    )


def place(position: int, ref: str, alt: str) -> tuple[int, int, str, str]:
    """Return start, end, REF and ALT as MAF has them, from those of VCF (all 1-based)."""
    if len(ref) != len(alt) and ref[0] == alt[0]:
        position, ref, alt = position + 1, ref[1:], alt[1:]
    if not ref:
        return position - 1, position, "-", alt
    return position, position + len(ref) - 1, ref, alt or "-"


def variant_type(ref: str, alt: str) -> str:
    """Return SNP, DNP, TNP or ONP for equal lengths, else INS or DEL."""
    size, new = len(ref.strip("-")), len(alt.strip("-"))
    if size == new:
        return _POLYMORPHISMS.get(size, "ONP")
    return "INS" if size < new else "DEL"


def classification(consequence: str, kind: str) -> str:
    """Return Variant_Classification; `Targeted_Region` where the consequence is not known."""
    most_severe = consequence.partition("&")[0]
    if most_severe == "protein_altering_variant":
        most_severe = f"inframe_{'insertion' if kind == 'INS' else 'deletion'}"
    if most_severe == "frameshift_variant":
        return "Frame_Shift_Ins" if kind == "INS" else "Frame_Shift_Del"
    if not most_severe:
        return "Targeted_Region"
    return _CLASSES.get(most_severe, "IGR")
