"""A row of a MAF as a VCF record: alleles with the base before them, reads, the stated effect."""

from __future__ import annotations

import re

from oncomatch.readers.lines import printable
from oncomatch.readers.small_variant_files.as_vcf import as_count, effect_entry, word_of
from oncomatch.readers.small_variant_files.items import (
    Item,
    LeftOutRow,
    NamedChange,
    Wanted,
)
from oncomatch.readers.small_variant_files.maf_columns import Row
from oncomatch.readers.vcf import BadLine, VcfRecord

NO_MUTATION = "Mutation_Status Wildtype"
NO_ALLELES = "no alleles and no protein change"
NOT_FLANKING = "insertion whose Start_Position and End_Position are not its flanking bases"
AT_THE_START = "deletion of the first base of a chromosome"
NO_PLACE = "no position and no protein change"
_NUMBERED = {"23": "X", "24": "Y"}
_ALLELE = re.compile(r"[A-Za-z*]+|-+")
_PROTEIN = re.compile(r"(?:p\.)?\(?([A-Z][A-Za-z]{0,2}\d{1,6}[\w*=]{0,100})\)?")
_HGVS_PROTEIN = re.compile(r"p\.\(?[A-Za-z*]{1,3}\d[\w*=]{0,200}\)?")
_NOT_SOMATIC = {"germline", "loh", "none"}
_GERMLINE = "germline"
"""The filter of Mutect2, by which the origin of a call is told."""
_LONGEST = 300

_TERMS = {
    # the classes of vcf2maf (https://github.com/mskcc/vcf2maf) as terms of Sequence Ontology
    "missense_mutation": "missense_variant",
    "nonsense_mutation": "stop_gained",
    "nonstop_mutation": "stop_lost",
    "frame_shift_del": "frameshift_variant",
    "frame_shift_ins": "frameshift_variant",
    "in_frame_del": "inframe_deletion",
    "in_frame_ins": "inframe_insertion",
    "translation_start_site": "start_lost",
    "splice_region": "splice_region_variant",
    "silent": "synonymous_variant",
    "intron": "intron_variant",
    "5'utr": "5_prime_UTR_variant",
    "3'utr": "3_prime_UTR_variant",
    "5'flank": "upstream_gene_variant",
    "3'flank": "downstream_gene_variant",
    "rna": "non_coding_transcript_exon_variant",
    "igr": "intergenic_variant",
}
_ACCEPTOR, _DONOR = "splice_acceptor_variant", "splice_donor_variant"
_SPLICE_SITE = re.compile(r"[\d*]+([+-])\d")


def record_of_row(
    row: Row, wanted: Wanted, frequencies: tuple[str, ...], *, paired: bool = False
) -> Item | NamedChange:
    """Return what a row is: a record, a change to be resolved, or why it is neither.

    Where it is `paired`, the reads of the matched normal stand behind those of the tumour.

    Raises:
        InputError: a column holds what belongs to another.
    """
    status = row["Mutation_Status"]
    if status.lower() == "wildtype":
        return LeftOutRow(row.line, NO_MUTATION)
    chromosome = row["Chromosome"]
    bare = chromosome.removeprefix("chr")
    contig = printable("".join(_NUMBERED.get(bare, chromosome).split()))[:_LONGEST]
    start, end = row.position("Start_Position"), row.position("End_Position")
    if start is not None and end is not None and start > end:
        raise row.error(
            f"Start_Position is {start} and End_Position {end}; the start is not after the end: "
            f"are the columns swapped?"
        )
    ref, alternates = _alleles(row)
    if not contig or start is None or not ref or not alternates:
        place = (contig, start) if contig and start is not None else None
        return _named_change(row, status, place, paired)
    if ref == "-" and end is not None and end != start + 1:
        return BadLine(row.line, NOT_FLANKING, (contig, start))
    position = start
    if "-" in (ref, *alternates):
        position = start if ref == "-" else start - 1
        if position < 1:
            return BadLine(row.line, AT_THE_START, (contig, start))
        base = wanted.base_at(contig, position)
        ref, alternates = _anchored(base, ref), [_anchored(base, alt) for alt in alternates]
    info = _info(row, frequencies)
    where = (contig, str(position), word_of(row["dbSNP_RS"]), ref, ",".join(alternates))
    return VcfRecord(row.line, (*where, *_rest(row, status, info, len(alternates), paired)))


def _anchored(base: str, allele: str) -> str:
    return base + allele.replace("-", "")


def _alleles(row: Row) -> tuple[str, list[str]]:
    """Return REF and the alleles that differ from it, that of Tumor_Seq_Allele2 first.

    Of the two alleles of the tumour one is mostly REF, in some files the second.
    """
    found = []
    for name in ("Reference_Allele", "Tumor_Seq_Allele2", "Tumor_Seq_Allele1"):
        allele = row[name].upper()
        if allele and not _ALLELE.fullmatch(allele):
            raise row.error(
                f"{name} is {allele[:40]!r}; expected are bases or '-': are the columns swapped?"
            )
        found.append("-" if allele.startswith("-") else allele)
    ref, second, first = found
    told = [allele for allele in dict.fromkeys((second, first)) if allele]
    other = [allele for allele in told if allele != ref]
    return ref, other or told[:1]


def _named_change(
    row: Row, status: str, place: tuple[str, int] | None, paired: bool
) -> Item | NamedChange:
    """Return a row without coordinates as its protein change, or say why it cannot be used."""
    gene = row["Hugo_Symbol"][:_LONGEST]
    found = _PROTEIN.fullmatch(row["HGVSp_Short"] or row["HGVSp"].rpartition(":")[2])
    if not gene or found is None or "_splice" in found[1]:
        genes = (printable(gene),) if gene else ()
        return BadLine(row.line, NO_ALLELES if place else NO_PLACE, place, genes)
    columns = ("", "", word_of(row["dbSNP_RS"]), "", "", *_rest(row, status, [], 1, paired))
    return NamedChange(row.line, printable(gene), found[1], columns)


def _rest(row: Row, status: str, info: list[str], alleles: int, paired: bool) -> tuple[str, ...]:
    """Return QUAL to the column of the last sample."""
    filters = [word for word in re.split("[;,]", row["FILTER"]) if word and word != "PASS"]
    if status.lower() in _NOT_SOMATIC:
        filters.append(_GERMLINE if status.lower() == _GERMLINE else f"Mutation_Status={status}")
    shown = ";".join(map(word_of, filters)) or ("PASS" if row["FILTER"] else ".")
    samples = [_reads(row, whose, alleles) for whose in ("t", "n")[: 1 + paired]]
    return (".", shown, ";".join(info) or ".", "AD:DP", *samples)


def has_normal_reads(row: Row) -> bool:
    """Whether a row tells how many reads of the matched normal show the change."""
    return as_count(row["n_alt_count"]) is not None


def _reads(row: Row, whose: str, alleles: int) -> str:
    """Return the reads of the tumour (`t`) or of the matched normal (`n`) as `AD:DP`."""
    names = (f"{whose}_depth", f"{whose}_ref_count", f"{whose}_alt_count")
    depth, ref, alt = (as_count(row[name]) for name in names)
    if not (depth or ref or alt):
        return ".:."
    if ref is None and depth is not None and alt is not None and depth >= alt:
        ref = depth - alt
    if depth is None and ref is not None and alt is not None and alleles == 1:
        depth = ref + alt
    counts = (
        "." if ref is None or alt is None else ",".join([f"{ref},{alt}", *["."] * (alleles - 1)])
    )
    return f"{counts}:{'.' if depth is None else depth}"


def _info(row: Row, frequencies: tuple[str, ...]) -> list[str]:
    entry = effect_entry(
        {
            "ALLELE_NUM": "1",
            "Consequence": _consequence(row),
            "SYMBOL": row["Hugo_Symbol"],
            "Feature": row["Transcript_ID"] or row["RefSeq"],
            "HGVSc": row["HGVSc"],
            "HGVSp": _protein(row),
            "EXON": row["Exon_Number"],
        }
    )
    known = [(name, row[name]) for name in frequencies]
    values = [f"{name}={word_of(value)}" for name, value in known if value]
    return [*values, *([entry] if entry else [])]


def _protein(row: Row) -> str:
    """Return the protein change as HGVS has it; splice names of cBioPortal are none."""
    for name in ("HGVSp", "HGVSp_Short"):
        text = row[name].rpartition(":")[2].replace("%3D", "=")
        if text and not text.startswith("p."):
            text = f"p.{text}"
        if _HGVS_PROTEIN.fullmatch(text) and "_splice" not in text:
            return text
    return ""


def _consequence(row: Row) -> str:
    """Return the terms of a row, joined by `&`; by its class where it names none."""
    terms = row["Consequence"] or row["One_Consequence"]
    if terms:
        return "&".join(re.split("[,;&]", terms))
    name = row["Variant_Classification"].lower()
    if name == "splice_site":
        side = _SPLICE_SITE.search(row["HGVSc"])
        if side is None:  # which of the two is not told
            return f"{_ACCEPTOR}&{_DONOR}"
        return _DONOR if side[1] == "+" else _ACCEPTOR
    return _TERMS.get(name, "")
