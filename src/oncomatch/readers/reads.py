"""Depth and variant allele fraction from the FORMAT fields that callers write.

Each dialect is one small function that answers None when its fields are not there; the first
that answers is taken. Read counts go before fractions: a fraction is computed from the counts
where they are known, since callers' own AF is often a model's estimate.
"""

from __future__ import annotations

from oncomatch.domain.variant import Reads
from oncomatch.readers.vcf import VcfRecord

_FRACTIONS = ("AF", "VAF", "FREQ", "FA", "ALT_F", "AB")


def reads_of(record: VcfRecord, allele: int, sample: int | None) -> Reads:
    """Return the reads for the ALT allele with that index (0 is the first)."""
    if sample is None:
        return _from_info(record, allele)
    fields = record.sample(sample)
    for dialect in (_strelka_snv, _strelka_indel, _separate_counts, _allelic_depths):
        reads = dialect(record, allele, fields)
        if reads is not None:
            return reads
    return Reads(_integer(fields.get("DP")), None, _fraction(fields, allele))


def has_allele(record: VcfRecord, allele: int, sample: int | None) -> bool | None:
    """Return whether the genotype carries the ALT allele, None when there is no genotype."""
    genotype = record.sample(sample).get("GT", ".") if sample is not None else "."
    called = genotype.replace("|", "/").split("/")
    if all(part == "." for part in called):
        return None
    return str(allele + 1) in called


def _integer(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        value = int(float(text))
    except (ValueError, OverflowError):
        return None
    return value if value >= 0 else None


def _number(text: str) -> float | None:
    percent = text.endswith("%")
    try:
        value = float(text.rstrip("%"))
    except ValueError:
        return None
    value = value / 100 if percent else value
    return round(value, 6) if 0 <= value <= 1 else None


def _listed(text: str | None, index: int) -> str | None:
    parts = text.split(",") if text else []
    return parts[index] if index < len(parts) else None


def _fraction(fields: dict[str, str], allele: int) -> float | None:
    for key in _FRACTIONS:
        text = _listed(fields.get(key), allele)
        value = _number(text) if text is not None else None
        if value is not None:
            return value
    return None


def _counted(depth: int | None, ref: int | None, alt: int) -> Reads:
    total = alt + ref if ref is not None else depth
    vaf = round(alt / total, 6) if total else None
    return Reads(
        depth if depth is not None else total, alt, vaf if vaf is None or vaf <= 1 else None
    )


def _strelka_snv(record: VcfRecord, allele: int, fields: dict[str, str]) -> Reads | None:
    """Strelka substitutions: tier-1 counts of each base in AU, CU, GU, TU."""
    alt = _integer(_listed(fields.get(f"{record.alternates[allele]}U"), 0))
    ref = _integer(_listed(fields.get(f"{record.ref}U"), 0))
    if alt is None or ref is None:
        return None
    return _counted(_integer(fields.get("DP")), ref, alt)


def _strelka_indel(record: VcfRecord, allele: int, fields: dict[str, str]) -> Reads | None:
    """Strelka insertions and deletions: tier-1 counts in TAR (other) and TIR (indel)."""
    alt = _integer(_listed(fields.get("TIR"), 0))
    ref = _integer(_listed(fields.get("TAR"), 0))
    if alt is None or ref is None:
        return None
    return _counted(_integer(fields.get("DP")), ref, alt)


def _separate_counts(record: VcfRecord, allele: int, fields: dict[str, str]) -> Reads | None:
    """Return counts that stand in two fields.

    VarScan has RD and AD, FreeBayes RO and AO, Ion Torrent FRO and FAO, VarDict RD and VD.
    """
    for ref_key, alt_key in (("FRO", "FAO"), ("RO", "AO"), ("RD", "VD"), ("RD", "AD")):
        alt = _integer(_listed(fields.get(alt_key), allele))
        ref = _integer(fields.get(ref_key))
        if alt is not None and ref is not None:
            return _counted(_integer(fields.get("DP")), ref, alt)
    return None


def _allelic_depths(record: VcfRecord, allele: int, fields: dict[str, str]) -> Reads | None:
    """AD as the specification has it (reference first), also ADT/DPT of merged TCGA files."""
    for counts_key, depth_key in (("AD", "DP"), ("ADT", "DPT")):
        counts = fields.get(counts_key)
        alt = _integer(_listed(counts, allele + 1))
        if counts is None or alt is None:
            continue
        known = [_integer(part) for part in counts.split(",")]
        depth = _integer(fields.get(depth_key))
        if any(part is None for part in known):
            return _counted(depth, None, alt)
        total = sum(part for part in known if part is not None)
        reads = _counted(depth, total - alt, alt)
        if reads.vaf is None:
            return Reads(reads.depth, alt, _fraction(fields, allele))
        return reads
    return None


def _from_info(record: VcfRecord, allele: int) -> Reads:
    """Return DP and AF of INFO, for a file without samples (LoFreq)."""
    info = record.info
    depth, vaf = _integer(info.get("DP")), _fraction(info, allele)
    alt = round(depth * vaf) if depth is not None and vaf is not None else None
    return Reads(depth, alt, vaf)
