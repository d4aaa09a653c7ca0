"""The forms of one pattern: what stands between AND, OR, NOT and brackets."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import get_args

from oncomatch.domain.biomarker import (
    ANALYTES,
    After,
    Age,
    Allele,
    ArmChange,
    BiallelicLoss,
    Biomarker,
    ChangeKind,
    CnsMetastases,
    CodingChange,
    CodonChange,
    Comparator,
    Copies,
    CopyNumberChange,
    CopyNumberKind,
    Excepting,
    ExonChange,
    ExonLoss,
    Expression,
    ExpressionKind,
    ExtentIn,
    ExtentWord,
    Fusion,
    GeneMutation,
    GenomicChange,
    KinaseDomainDuplication,
    Laboratory,
    LineOfTherapy,
    LossOfHeterozygosity,
    MeasurableDisease,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MismatchRepairState,
    MutationalBurden,
    MutationalSignature,
    PerformanceStatus,
    Place,
    ProteinChange,
    Rearrangement,
    RecombinationDeficiency,
    RecombinationScore,
    RegionChange,
    Scale,
    Score,
    SexIs,
    SmallChange,
    SpliceVariant,
    TumorTypeIn,
    Unread,
    Virus,
    WildType,
    Zygosity,
)
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import Sex
from oncomatch.domain.variant import Variant
from oncomatch.errors import BiomarkerError

_Found = re.Match[str]


def _words(kinds: type[Enum], name: str) -> str:
    return rf"(?P<{name}>{'|'.join(re.escape(kind.value) for kind in kinds)})"


_SYMBOL = r"[A-Za-z][A-Za-z0-9-]*"
_GENE = rf"(?P<gene>{_SYMBOL})"
_NUMBERED = rf"{_GENE}(?:@(?P<transcript>[A-Z]+_?\d+(?:\.\d+)?))?"
_RANGE = r"s? (?P<first>\d+)(?:-(?P<last>\d+))?"
_KIND = _words(ChangeKind, "kind")
_COMPARED = rf"{_words(Comparator, 'comparator')} (?P<number>\d+(?:\.\d{{1,6}})?)"
_CONTIG = r"(?P<contig>[1-9]|1\d|2[0-2]|X|Y|MT)"
_GENOMIC = (
    rf"g\.{_words(GenomeBuild, 'build')}:{_CONTIG}:(?P<position>\d+)"
    r":(?P<ref>[A-Z]+)>(?P<alt>[A-Z]+)"
)


def _genomic(found: _Found) -> Biomarker:
    build = GenomeBuild(found["build"])
    place = found["contig"], int(found["position"])
    return GenomicChange(found["gene"], Variant(*place, found["ref"], found["alt"], build))


def _codons(found: _Found) -> Biomarker:
    kind = ChangeKind(found["kind"]) if found["kind"] else None
    return CodonChange(found["gene"], *_span(found), found["transcript"] or "", kind)


def _span(found: _Found) -> tuple[int, int]:
    first = int(found["first"])
    return first, int(found["last"] or first)


def _compared(found: _Found) -> tuple[Comparator, float]:
    return Comparator(found["comparator"]), float(found["number"])


def _fusion(found: _Found) -> Biomarker:
    exons = int(found["exon"] or 0), int(found["partner_exon"] or 0)
    return Fusion(found["gene"], found["partner"], *exons)


def _expression(found: _Found) -> Biomarker:
    kind = ExpressionKind(found["kind"])
    return Expression(found["gene"], kind, found["site"] or "", found["product"] or "")


_Make = Callable[[_Found], Biomarker]
_FORMS: tuple[tuple[str, _Make], ...] = (
    (
        r"after (?:\"(?P<quoted>[^\"]*)\"|(?P<plain>[^\s\"]+))",
        lambda found: After(found["plain"] or found["quoted"]),
    ),
    (
        rf"(?:{_GENE} )?unread \"(?P<text>[^\"]*)\"",
        lambda found: Unread(found["text"], found["gene"] or ""),
    ),
    (
        rf"line {_words(Comparator, 'comparator')} (?P<number>\d+)",
        lambda found: LineOfTherapy(Comparator(found["comparator"]), int(found["number"])),
    ),
    (
        r"tumor_type (?P<codes>[A-Z0-9_/-]+(?:, [A-Z0-9_/-]+)*)",
        lambda found: TumorTypeIn(tuple(found["codes"].split(", "))),
    ),
    (rf"age {_COMPARED}", lambda found: Age(*_compared(found))),
    (rf"sex {_words(Sex, 'sex')}", lambda found: SexIs(Sex(found["sex"]))),
    (
        rf"ECOG {_words(Comparator, 'comparator')} (?P<number>\d)",
        lambda found: PerformanceStatus(Comparator(found["comparator"]), int(found["number"])),
    ),
    (r"measurable_disease", lambda found: MeasurableDisease()),
    (
        r"extent (?P<extents>\w+(?:, \w+)*)",
        lambda found: ExtentIn(tuple(map(ExtentWord, found["extents"].split(", ")))),
    ),
    (r"(?P<active>active_)?cns_metastases", lambda found: CnsMetastases(bool(found["active"]))),
    (
        rf"laboratory (?P<analyte>{'|'.join(ANALYTES)}) {_COMPARED}",
        lambda found: Laboratory(ANALYTES[found["analyte"]], *_compared(found)),
    ),
    (r"MSI high", lambda found: MicrosatelliteInstability()),
    (r"MSI stable", lambda found: MicrosatelliteStability()),
    (
        rf"MMR {_words(MismatchRepairState, 'state')}",
        lambda found: MismatchRepair(MismatchRepairState(found["state"])),
    ),
    (
        rf"TMB {_COMPARED}",
        lambda found: MutationalBurden(float(found["number"]), Comparator(found["comparator"])),
    ),
    (r"HRD positive", lambda found: RecombinationDeficiency()),
    (rf"HRD score {_COMPARED}", lambda found: RecombinationScore(*_compared(found))),
    (r"signature (?P<name>[A-Za-z0-9-]+)", lambda found: MutationalSignature(found["name"])),
    (r"virus (?P<name>[A-Za-z0-9-]+)", lambda found: Virus(found["name"])),
    (
        rf"arm (?P<arm>(?:[1-9]|1\d|2[0-2]|X|Y)[pq]) {_words(CopyNumberKind, 'kind')}",
        lambda found: ArmChange(found["arm"], CopyNumberKind(found["kind"])),
    ),
    (
        rf"{_NUMBERED} p\.(?P<change>\S+)",
        lambda found: ProteinChange(found["gene"], found["change"], found["transcript"] or ""),
    ),
    (rf"{_GENE} (?P<change>c\.\S+)", lambda found: CodingChange(found["gene"], found["change"])),
    (rf"{_GENE} {_GENOMIC}", _genomic),
    (rf"{_NUMBERED} codon{_RANGE}(?: {_KIND})?", _codons),
    (
        rf"{_GENE} exon{_RANGE} {_KIND}",
        lambda found: ExonChange(
            found["gene"], int(found["first"]), ChangeKind(found["kind"]), _span(found)[1]
        ),
    ),
    (rf"{_GENE} exon{_RANGE} loss", lambda found: ExonLoss(found["gene"], *_span(found))),
    (
        rf"{_GENE} region (?P<region>[a-z0-9_]+) {_KIND}",
        lambda found: RegionChange(found["gene"], found["region"], ChangeKind(found["kind"])),
    ),
    (rf"{_GENE} {_KIND}", lambda found: GeneMutation(found["gene"], ChangeKind(found["kind"]))),
    (rf"{_GENE} wildtype", lambda found: WildType(found["gene"])),
    (
        rf"{_GENE} {_words(CopyNumberKind, 'kind')}",
        lambda found: CopyNumberChange(found["gene"], CopyNumberKind(found["kind"])),
    ),
    (rf"{_GENE} copies {_COMPARED}", lambda found: Copies(found["gene"], *_compared(found))),
    (
        rf"{_GENE} (?P<neutral>copy_neutral_)?loss_of_heterozygosity",
        lambda found: LossOfHeterozygosity(found["gene"], bool(found["neutral"])),
    ),
    (rf"{_GENE} biallelic_loss", lambda found: BiallelicLoss(found["gene"])),
    (rf"{_GENE} kinase_domain_duplication", lambda found: KinaseDomainDuplication(found["gene"])),
    (rf"{_GENE} fusion", lambda found: Fusion(found["gene"])),
    (
        rf"{_GENE}(?: exon (?P<exon>[1-9]\d*))?"
        rf"::(?P<partner>{_SYMBOL})(?: exon (?P<partner_exon>[1-9]\d*))? fusion",
        _fusion,
    ),
    (
        rf"{_GENE}(?: intron (?P<intron>[1-9]\d*))? rearrangement",
        lambda found: Rearrangement(found["gene"], int(found["intron"] or 0)),
    ),
    (
        rf"{_GENE} splice_variant (?P<name>\S+)",
        lambda found: SpliceVariant(found["gene"], found["name"]),
    ),
    (
        rf"{_GENE}(?: product (?P<product>\S+))?(?: (?P<site>[STY]\d+))? "
        rf"{_words(ExpressionKind, 'kind')}",
        _expression,
    ),
    (
        rf"{_GENE} {_words(Scale, 'scale')} {_COMPARED}",
        lambda found: Score(found["gene"], Scale(found["scale"]), *_compared(found)),
    ),
    (
        rf"{_GENE} allele (?P<name>\S+)(?: {_words(Zygosity, 'zygosity')})?",
        lambda found: Allele(
            found["gene"],
            found["name"],
            Zygosity(found["zygosity"]) if found["zygosity"] else None,
        ),
    ),
)
_COMPILED = tuple((re.compile(pattern), make) for pattern, make in _FORMS)
_EXCEPT = " except "
_QUOTED = re.compile(r"after |(?:\S+ )?unread \"")


@cache
def parse_form(atom: str) -> Biomarker:
    """Return the pattern of one form; words are apart by one space.

    Raises:
        BiomarkerError: it is none of the forms; the message names the part.
    """
    if _EXCEPT in atom and not _QUOTED.match(atom):
        pattern, _, exceptions = atom.partition(_EXCEPT)
        return _excepting(_parse_simple(pattern), pattern.partition(" ")[0], exceptions)
    return _parse_simple(atom)


def _parse_simple(atom: str) -> Biomarker:
    for pattern, make in _COMPILED:
        found = pattern.fullmatch(atom)
        if found:
            try:
                return make(found)
            except ValueError as error:
                raise BiomarkerError(str(error)) from error
    raise BiomarkerError(
        f"{atom!r} is not a form of biomarker; see docs/biomarkers.md for the forms"
    )


def _excepting(pattern: Biomarker, gene: str, exceptions: str) -> Biomarker:
    if not isinstance(pattern, get_args(Place)):
        raise BiomarkerError(
            f"{str(pattern)!r} takes no exceptions; codons, exons, regions and genes with a "
            f"kind of change do"
        )
    parts = []
    for text in exceptions.split(", "):
        exception = _parse_exception(gene, text)
        if not isinstance(exception, get_args(SmallChange)):
            raise BiomarkerError(
                f"{text!r} is not an exception; changes, codons, exons, regions and kinds are, "
                f"written without the gene"
            )
        parts.append(exception)
    return Excepting(pattern, tuple(parts))


def _parse_exception(gene: str, text: str) -> Biomarker:
    """Return an exception; it is numbered like its pattern where its form has a numbering."""
    try:
        return _parse_simple(f"{gene} {text}")
    except BiomarkerError:
        if "@" not in gene:
            raise
        return _parse_simple(f"{gene.partition('@')[0]} {text}")
