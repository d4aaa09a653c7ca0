"""Effects that another tool wrote into the file: CSQ of VEP, ANN of SnpEff, BCSQ of bcftools.

What a row of a table (MAF, TSO500) says of its change is read in the same way.

Keys and the order of fields are taken from the header, never assumed: VEP writes under any key,
and each run has its own fields. What comes out is another's word, cut to size and checked only
for its form: a file may hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote

from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.consequence import Consequence, sort_by_severity
from oncomatch.domain.protein_change import normalize_protein_change, residues_of
from oncomatch.readers.vcf import VcfHeader, VcfRecord

_MOST_FIELDS = 200
_MOST_ENTRIES = 500
_LONGEST_VALUE = 300
_LONGEST_TEXT = 1 << 20
"""More than these is not read; VEP writes some thousand characters a record."""

_DECLARATION = re.compile(r"##INFO=<ID=([A-Za-z_][\w.]{0,40}),")
_VERSION = re.compile(r"\"?([\w.+-]{1,20})")
_TRANSCRIPT = re.compile(r"[A-Za-z]\w{1,30}(?:\.\d{1,4})?")
_CODING = re.compile(r"[cn]\.[\w*+\-=>?()\[\];.]{1,200}")
_PROTEIN = re.compile(r"p\.[\w*=?()]{1,200}")
_SHORT = re.compile(r"[A-Z*]\d{1,6}[\w*=?]{0,100}")
_NUMBERED = re.compile(r"\d{1,4}(?:-\d{1,4})?/\d{1,4}")
_SUBSTITUTED = re.compile(r"(\d{1,6})([A-Z*])(?:>(\d{1,6})([A-Z*]))?")
_IN_FRAME = re.compile(r"[A-Z*]\d+(?:_[A-Z*]\d+)?(delins|del|ins|dup)([A-Z]*)")

_ALIASES = {
    # bcftools (csq.c) drops the word "variant"
    "missense": Consequence.MISSENSE,
    "synonymous": Consequence.SYNONYMOUS,
    "frameshift": Consequence.FRAMESHIFT,
    "splice_acceptor": Consequence.SPLICE_ACCEPTOR,
    "splice_donor": Consequence.SPLICE_DONOR,
    "splice_region": Consequence.SPLICE_REGION,
    "stop_retained": Consequence.STOP_RETAINED,
    "start_retained": Consequence.START_RETAINED,
    "inframe_altering": Consequence.PROTEIN_ALTERING,
    "coding_sequence": Consequence.CODING_SEQUENCE,
    "5_prime_utr": Consequence.FIVE_PRIME_UTR,
    "3_prime_utr": Consequence.THREE_PRIME_UTR,
    "non_coding": Consequence.NON_CODING_TRANSCRIPT,
    "intron": Consequence.INTRON,
    "intergenic": Consequence.INTERGENIC,
    # SnpEff knows more terms than Ensembl
    "conservative_inframe_insertion": Consequence.INFRAME_INSERTION,
    "disruptive_inframe_insertion": Consequence.INFRAME_INSERTION,
    "conservative_inframe_deletion": Consequence.INFRAME_DELETION,
    "disruptive_inframe_deletion": Consequence.INFRAME_DELETION,
    "5_prime_UTR_premature_start_codon_gain_variant": Consequence.FIVE_PRIME_UTR,
    "intergenic_region": Consequence.INTERGENIC,
}
_TERMS = {**{term.so_term: term for term in Consequence}, **_ALIASES}

_NAMES = {
    "allele": ("allele",),
    "number": ("allele_num",),
    "terms": ("consequence", "annotation"),
    "gene": ("symbol", "gene_name", "gene"),
    "feature": ("feature_type",),
    "transcript": ("feature", "feature_id", "transcript"),
    "biotype": ("biotype", "transcript_biotype"),
    "exon": ("exon",),
    "hgvs_c": ("hgvsc", "hgvs.c"),
    "hgvs_p": ("hgvsp", "hgvs.p"),
    "residue": ("protein_position",),
    "residues": ("amino_acids",),
    "change": ("amino_acid_change",),
    "bases": ("dna_change",),
    "mane": ("mane_select",),
    "canonical": ("canonical",),
    "pick": ("pick",),
}
"""What we read of an entry: the names, in lower case, that the tools give to it."""


_Value = Callable[[str], str]


class Tool(Enum):
    """The tools whose entries are read."""

    VEP = "VEP"
    SNPEFF = "SnpEff"
    BCFTOOLS = "bcftools csq"
    TABLE = "table"


TABLE_EFFECT = "TABLE_EFFECT"
TABLE_FIELDS = ("ALLELE_NUM", "Consequence", "SYMBOL", "Feature", "HGVSc", "HGVSp", "EXON")
"""The key and the fields of what a row of a table (MAF, TSO500) says of its own change."""
_TABLE_WORDS = "Effect as the row states it, by "


def table_declaration(tool: str) -> str:
    """Return the ##INFO line for rows that `tool` annotated."""
    return (
        f"##INFO=<ID={TABLE_EFFECT},Number=.,Type=String,"
        f'Description="{_TABLE_WORDS}{tool}. Format: {"|".join(TABLE_FIELDS)}">'
    )


@dataclass(frozen=True, slots=True)
class FileEffect:
    """What a tool says of an allele on one transcript; `effect.gene` is as the tool writes it.

    `tool` has its version where the header has it. `preferred` counts the marks of a transcript
    that people report on: MANE Select, picked, canonical, protein coding, in that order.
    """

    tool: str
    effect: TranscriptEffect
    preferred: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Declared:
    key: str
    tool: Tool
    label: str
    places: dict[str, int]


class ConsequenceFields:
    """The annotation that the header of a file declares; falsy when it declares none."""

    def __init__(self, header: VcfHeader):
        self._declared = [
            declared
            for line in header.lines
            if line.startswith("##INFO=") and (declared := _declaration(line, header))
        ]

    def __bool__(self) -> bool:
        return bool(self._declared)

    def effects_of(self, record: VcfRecord, allele: int) -> tuple[FileEffect, ...]:
        """Return what the tools say of the ALT allele with that index, in the file's order."""
        return tuple(
            effect
            for declared in self._declared
            for entry in _entries(record.columns[7], declared.key)
            if (effect := _effect(entry, declared, record, allele)) is not None
        )


def _declaration(line: str, header: VcfHeader) -> _Declared | None:
    found = _DECLARATION.match(line)
    if found is None:
        return None
    words = line[:_LONGEST_TEXT].partition('Description="')[2]
    if "Functional annotations:" in words:
        tool, fields = Tool.SNPEFF, words.partition("Functional annotations:")[2]
        version = header.values.get("SnpEffVersion", ())
    elif "Haplotype-aware consequence" in words:
        tool, fields = Tool.BCFTOOLS, words.partition("Format:")[2].partition("or, for")[0]
        version = header.values.get("bcftools_csqVersion", ())
    elif words.startswith(_TABLE_WORDS):
        tool, fields = Tool.TABLE, words.partition("Format:")[2]
        version = ()
    elif "Format:" in words and "Consequence" in words:
        tool, fields = Tool.VEP, words.partition("Format:")[2]
        version = header.values.get("VEP", ())
    else:
        return None
    places = _places(fields)
    if "terms" not in places or "gene" not in places or "transcript" not in places:
        return None
    if tool is Tool.TABLE:
        label = words.removeprefix(_TABLE_WORDS).partition(".")[0]
        return _Declared(found[1], tool, label, places)
    number = _VERSION.match(version[-1]) if version else None
    return _Declared(found[1], tool, f"{tool.value} {number[1] if number else ''}".strip(), places)


def _places(fields: str) -> dict[str, int]:
    plain = re.sub(r"\[\*\]|[\[\]'\">]", "", fields)
    names = [name.strip().lower() for name in plain.split("|", _MOST_FIELDS)]
    found: dict[str, int] = {}
    for ours, theirs in _NAMES.items():
        named = [names.index(name) for name in theirs if name in names]
        if named:
            found[ours] = named[0]
    return found


def _entries(info: str, key: str) -> Iterator[list[str]]:
    start = 0 if info.startswith(f"{key}=") else info.find(f";{key}=") + 1
    if start == 0 and not info.startswith(f"{key}="):
        return
    start += len(key) + 1
    end = info.find(";", start)
    text = info[start : min(end if end >= 0 else len(info), start + _LONGEST_TEXT)]
    for entry in text.split(",", _MOST_ENTRIES)[:_MOST_ENTRIES]:
        yield entry.split("|", _MOST_FIELDS)


def _effect(
    entry: list[str], declared: _Declared, record: VcfRecord, allele: int
) -> FileEffect | None:
    def value(name: str) -> str:
        place = declared.places.get(name, len(entry))
        text = entry[place] if place < len(entry) else ""
        return "" if len(text) > _LONGEST_VALUE else text.strip()

    terms = {_TERMS[term] for term in value("terms").lstrip("*").split("&") if term in _TERMS}
    if not terms or value("feature").lower() not in ("", "transcript"):
        return None
    transcript = value("transcript").removeprefix("transcript:")
    unnamed = declared.tool is Tool.TABLE and not transcript
    if not value("gene") or not (unnamed or _TRANSCRIPT.fullmatch(transcript)):
        return None
    if not _is_of(declared, value, record, allele):
        return None
    hgvs_c, protein, change = _names(value, terms)
    exon = value("exon") if _NUMBERED.fullmatch(value("exon")) else ""
    residues = [number for _, number in residues_of(change)]
    effect = TranscriptEffect(
        transcript=hgvs_c.partition(":")[0] if ":" in hgvs_c else transcript,
        gene=value("gene"),
        consequences=sort_by_severity(terms),
        exon=exon,
        hgvs_c=hgvs_c,
        hgvs_p=protein,
        protein_change=change,
        first_residue=min(residues, default=None),
        last_residue=max(residues, default=None),
        residue_delta=_residue_delta(change, residues),
        escapes_decay=_may_escape(exon, terms),
    )
    label, biotype = declared.label, value("biotype")
    marks = (
        value("mane") != "",
        value("pick") == "1",
        value("canonical") == "YES",
        biotype == "protein_coding",
    )
    return FileEffect(label, effect, marks)


def _is_of(declared: _Declared, value: _Value, record: VcfRecord, allele: int) -> bool:
    """Whether an entry is about the allele."""
    alternates = record.alternates
    alt = alternates[allele]
    if declared.tool is Tool.BCFTOOLS:
        change = value("bases").upper()
        if "+" in change:
            return False  # of several records together
        return change.endswith(f">{alt}") if change else len(alternates) == 1
    if value("number").isdecimal():
        return int(value("number")) == allele + 1
    written = value("allele").upper()
    if written == alt:
        return True
    if declared.tool is Tool.SNPEFF:
        return False
    first = record.ref[:1]
    if len({len(each) for each in (record.ref, *alternates)}) == 1:
        return False
    if any(each[:1] != first for each in alternates):
        return False
    return written == (alt[1:] or "-")


def _names(value: _Value, terms: set[Consequence]) -> tuple[str, str, str]:
    """Return HGVS c. and p. with accession where the tool has it, and the short change."""
    hgvs_c, hgvs_p = unquote(value("hgvs_c")), unquote(value("hgvs_p"))
    hgvs_c = hgvs_c if _is_named(hgvs_c, _CODING) else ""
    hgvs_p = hgvs_p if _is_named(hgvs_p, _PROTEIN) else ""
    change = normalize_protein_change(hgvs_p) if hgvs_p else _from_residues(value)
    same = re.fullmatch(r"([A-Z*])(\d+)\1", change)
    if same:
        change = f"{same[1]}{same[2]}="
    if not _SHORT.fullmatch(change) or Consequence.START_LOST in terms:
        change = ""
    return hgvs_c, hgvs_p, change


def _is_named(text: str, form: re.Pattern[str]) -> bool:
    accession, colon, name = text.rpartition(":")
    return bool(form.fullmatch(name)) and (not colon or bool(_TRANSCRIPT.fullmatch(accession)))


def _from_residues(value: _Value) -> str:
    """Return a substitution that a tool tells by residues: VEP without HGVS, bcftools."""
    found = _SUBSTITUTED.fullmatch(value("change"))
    if found:
        number, old, same, new = found.groups()
        if same in (None, number):
            return f"{old}{number}{new or '='}"
    number = value("residue").partition("/")[0]
    old, slash, new = value("residues").partition("/")
    if number.isdecimal() and len(old) == 1 and len(new) <= 1 and (new or not slash):
        return f"{old}{number}{new or '='}"
    return ""


def _residue_delta(change: str, residues: list[int]) -> int | None:
    """Return by how many residues the protein becomes longer, None where it is cut or open."""
    if not change or change.endswith(("fs", "*", "?")) or "ext" in change:
        return None
    found = _IN_FRAME.fullmatch(change)
    if found is None:
        return 0
    length = max(residues) - min(residues) + 1
    word, inserted = found[1], len(found[2])
    return {"del": -length, "dup": length, "ins": inserted, "delins": inserted - length}[word]


def _may_escape(exon: str, terms: set[Consequence]) -> bool:
    """Whether a premature stop may escape decay: unless it is known not to lie in the last exon."""
    if not terms & {Consequence.STOP_GAINED, Consequence.FRAMESHIFT}:
        return False
    number, _, total = exon.partition("/")
    return not number or number.rpartition("-")[2] == total
