"""Depth and variant allele fraction from the FORMAT fields that callers write.

Each dialect is one small function that answers None when its fields are not there; the first
that answers is taken. Read counts go before fractions: a fraction is computed from the counts
where they are known, since callers' own AF is often a model's estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from oncomatch.domain.variant import Reads
from oncomatch.readers.vcf import VcfRecord

_FRACTIONS = ("AF", "VAF", "FREQ", "FA", "ALT_F", "AB")
_COUNT_KEYS = (
    ("FRO", "FAO", "FDP"),
    ("RO", "AO", "DP"),
    ("RD", "VD", "DP"),
    ("RD", "AD", "DP"),
)


def reads_of(record: VcfRecord, allele: int, sample: int | None) -> Reads:
    """Return the reads for the ALT allele with that index (0 is the first)."""
    if sample is None:
        return _from_info(record, allele)
    fields = record.sample(sample)
    for dialect in _dialects(record.columns[8] if fields else ""):
        reads = dialect(record, allele, fields)
        if reads is not None:
            return reads
    return Reads(_integer(fields.get("DP")), None, _fraction(fields, allele))


def plain_counts(keys: str, values: str) -> tuple[int, int, float | None] | None:
    """Return depth, reads of the one ALT allele and their ratio from whole AD and DP fields.

    `keys` is the FORMAT column, `values` that of the sample. None where the counts stand
    otherwise: then `reads_of` has to be asked. The quick way for files of many records.
    """
    places = plain_places(keys)
    fields = values.split(":")
    if places is None or len(fields) <= max(places):
        return None
    counts, depth = fields[places[0]].split(","), fields[places[1]]
    if len(counts) != 2 or not (counts[0] + counts[1] + depth).isdecimal():
        return None
    if not counts[0] or not counts[1] or not depth:
        return None
    alt = int(counts[1])
    total = int(counts[0]) + alt
    return (int(depth), alt, round(alt / total, 6)) if total else None


@lru_cache(maxsize=256)
def plain_places(keys: str) -> tuple[int, int] | None:
    """Return where AD and DP stand among the fields of FORMAT, None where counts are elsewhere."""
    names = keys.split(":")
    if _dialects(keys) != (_allelic_depths,) or "AD" not in names or "DP" not in names:
        return None
    return names.index("AD"), names.index("DP")


@lru_cache(maxsize=256)
def _dialects(keys: str) -> tuple[Dialect, ...]:
    """Return the dialects of which a FORMAT column has fields, in the order to try them."""
    found = set(keys.split(":"))
    return tuple(dialect for dialect, marks in _MARKS if not found.isdisjoint(marks))


def has_allele(record: VcfRecord, allele: int, sample: int | None) -> bool | None:
    """Return whether the genotype carries the ALT allele, None when there is no genotype."""
    genotype = record.sample(sample).get("GT", ".") if sample is not None else "."
    called = genotype.replace("|", "/").split("/")
    if all(part == "." for part in called):
        return None
    return str(allele + 1) in called


def is_absent(record: VcfRecord, allele: int, sample: int | None, reads: Reads) -> bool:
    """Whether the record says that the sample does not have the ALT allele.

    A read of it goes before the genotype, the genotype before a count of none. A column that
    says nothing leaves the record to another sample that carries the allele, if there is one: so
    merged files have it.
    """
    if reads.alt_depth or reads.vaf:
        return False
    carried = has_allele(record, allele, sample)
    if carried is not None:
        return not carried
    if reads.alt_depth == 0 or reads.vaf == 0:
        return True
    if sample is None:
        return False
    others = (index for index in range(len(record.columns) - 9) if index != sample)
    return any(_carries(record, allele, other) for other in others)


def _carries(record: VcfRecord, allele: int, sample: int) -> bool:
    return bool(has_allele(record, allele, sample) or reads_of(record, allele, sample).alt_depth)


def _integer(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        value = int(text) if text.isdecimal() else int(float(text))
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


def _counted(depth: int | None, others: int | None, alt: int) -> Reads:
    """Return the reads of an allele; `others` are those of REF and of the other alleles."""
    total = alt + others if others is not None else depth
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

    VarScan has RD and AD, FreeBayes RO and AO, VarDict RD and VD. Ion Torrent's FRO and FAO are
    those of the flow evaluator, which sees a part of the reads: its depth is FDP.
    """
    for ref_key, alt_key, depth_key in _COUNT_KEYS:
        if ref_key not in fields:
            continue
        counts = [_integer(part) for part in fields.get(alt_key, "").split(",")]
        ref = _integer(fields.get(ref_key))
        if ref is None or not allele < len(counts) <= len(record.alternates):
            continue
        alt, depth = counts[allele], _integer(fields.get(depth_key))
        if alt is not None:
            known = [count for count in counts if count is not None]
            others = ref + sum(known) - alt if len(known) == len(counts) else None
            return _counted(depth, others, alt)
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


Dialect = Callable[[VcfRecord, int, dict[str, str]], Reads | None]

_MARKS: tuple[tuple[Dialect, frozenset[str]], ...] = (
    (_strelka_snv, frozenset({"AU", "CU", "GU", "TU"})),
    (_strelka_indel, frozenset({"TIR"})),
    (_separate_counts, frozenset({"RD", "RO", "FRO"})),
    (_allelic_depths, frozenset({"AD", "ADT"})),
)
"""Each dialect with the fields of which it needs one."""
