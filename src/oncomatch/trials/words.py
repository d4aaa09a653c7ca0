"""Criteria in words, and what would have to be found out to answer them."""

from __future__ import annotations

from dataclasses import replace
from types import UnionType
from typing import TYPE_CHECKING

from oncomatch.domain.biomarker import (
    After,
    Age,
    Allele,
    AllOf,
    AnyOf,
    Biomarker,
    CnsMetastases,
    Comparator,
    CopyNumberChange,
    Expression,
    ExtentIn,
    Fusion,
    Laboratory,
    LineOfTherapy,
    MeasurableDisease,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MutationalBurden,
    Not,
    Origin,
    PerformanceStatus,
    Rearrangement,
    RecombinationDeficiency,
    RecombinationScore,
    Score,
    SexIs,
    TumorTypeIn,
    Unread,
    Virus,
    WildType,
    genes_of,
    number_text,
)
from oncomatch.domain.trial import CriterionKind, Section, Side, TextPlace, kind_of
from oncomatch.matching.clinical import name_of_type

if TYPE_CHECKING:
    from oncomatch.trials.snapshot import PackedCriterion

_THAN = {
    Comparator.AT_LEAST: "at least",
    Comparator.ABOVE: "above",
    Comparator.AT_MOST: "at most",
    Comparator.BELOW: "below",
}


_OPPOSITE = {
    Comparator.AT_LEAST: Comparator.BELOW,
    Comparator.ABOVE: Comparator.AT_MOST,
    Comparator.AT_MOST: Comparator.ABOVE,
    Comparator.BELOW: Comparator.AT_LEAST,
}
_COMPARED = Age | PerformanceStatus | Laboratory | LineOfTherapy | MutationalBurden | Score
_NEGATED: tuple[tuple[type | UnionType, str], ...] = (
    (TumorTypeIn | SexIs | ExtentIn | After | MicrosatelliteInstability | WildType, "not "),
    (MicrosatelliteStability | MismatchRepair | Unread, "not "),
)

_OF_KIND = {
    CriterionKind.TUMOR_TYPE: "a narrower tumour type",
    CriterionKind.AGE: "the age",
    CriterionKind.SEX: "the sex",
    CriterionKind.PERFORMANCE: "the ECOG performance status",
    CriterionKind.MEASURABLE: "whether the disease can be measured",
    CriterionKind.EXTENT: "the extent of the disease",
    CriterionKind.CNS: "metastases in the central nervous system",
    CriterionKind.PRIOR_THERAPY: "earlier therapies",
    CriterionKind.LINE: "the number of earlier lines of therapy",
}
_TEXT = "eligibility text"
_WHERE = {
    **{section: section.value for section in Section},
    Section.ELIGIBILITY: _TEXT,
    Section.FIELD: "field of the record",
    Section.BY_HAND: "read by hand by the developers",
}
_OF_MARKER: tuple[tuple[tuple[type, ...], str], ...] = (
    ((MicrosatelliteInstability, MicrosatelliteStability), "microsatellite status"),
    ((MismatchRepair,), "mismatch repair"),
    ((MutationalBurden,), "tumour mutational burden"),
    ((RecombinationDeficiency, RecombinationScore), "homologous recombination deficiency"),
)


def criterion_words(side: Side, pattern: Biomarker) -> str:
    """Return a criterion as a reader has it: `Not treated before with sotorasib`.

    >>> from oncomatch.domain.biomarker_text import parse_biomarker
    >>> criterion_words(Side.EXCLUSION, parse_biomarker("EGFR mutation or ALK fusion"))
    'No EGFR mutation and no ALK fusion'
    """
    words = without(pattern) if side is Side.EXCLUSION else describe(pattern)
    return words[:1].upper() + words[1:]


def without(pattern: Biomarker) -> str:
    """Return what has to be absent, or the contrary of a limit: `age below 18 years`."""
    if isinstance(pattern, Not):
        return describe(pattern.part)
    if isinstance(pattern, AnyOf):
        return " and ".join(
            f"({without(part)})" if isinstance(part, AllOf) else without(part)
            for part in pattern.parts
        )
    if isinstance(pattern, AllOf):
        return f"not together: {describe(pattern)}"
    if isinstance(pattern, _COMPARED):
        return describe(replace(pattern, comparator=_OPPOSITE[pattern.comparator]))
    for types, word in _NEGATED:
        if isinstance(pattern, types):
            return f"{word}{describe(pattern)}"
    return f"no {describe(pattern)}"


def describe(pattern: Biomarker) -> str:
    """Return a pattern in words; those of alterations are their own words."""
    if isinstance(pattern, AllOf | AnyOf):
        joint = " and " if isinstance(pattern, AllOf) else " or "
        return joint.join(_wrapped(part) for part in pattern.parts)
    if isinstance(pattern, Not):
        return without(pattern.part)
    if isinstance(pattern, TumorTypeIn):
        return f"tumour type: {', '.join(map(name_of_type, pattern.codes))}"
    if isinstance(pattern, Age):
        return f"age {_THAN[pattern.comparator]} {number_text(pattern.number)} years"
    if isinstance(pattern, SexIs):
        return f"sex: {pattern.sex.value}"
    if isinstance(pattern, PerformanceStatus):
        return f"ECOG performance status {_THAN[pattern.comparator]} {pattern.number}"
    if isinstance(pattern, MeasurableDisease):
        return "measurable disease"
    if isinstance(pattern, ExtentIn):
        return f"disease: {', '.join(_extent(each.value) for each in pattern.extents)}"
    if isinstance(pattern, CnsMetastases):
        return f"{'active ' * pattern.active}metastases in the central nervous system"
    if isinstance(pattern, Laboratory):
        limit = f"{_THAN[pattern.comparator]} {number_text(pattern.number)}"
        return f"{pattern.analyte.value} {limit} {pattern.analyte.unit}"
    if isinstance(pattern, After):
        return f"treated before with {pattern.therapy}"
    if isinstance(pattern, LineOfTherapy):
        return _lines(pattern)
    if isinstance(pattern, Unread):
        return f"{pattern.gene + ': ' if pattern.gene else ''}{pattern.text}"
    return str(pattern).replace("_", " ")


def _wrapped(part: Biomarker) -> str:
    words = describe(part)
    joined = isinstance(part, AllOf | AnyOf) or (
        isinstance(part, Not) and isinstance(part.part, AllOf | AnyOf)
    )
    return f"({words})" if joined else words


def _extent(word: str) -> str:
    return f"stage {word}" if word.isupper() else word.replace("_", " ")


def _lines(pattern: LineOfTherapy) -> str:
    """Return the number of earlier lines that a line to be chosen now stands for.

    >>> describe(LineOfTherapy(Comparator.AT_MOST, 3))
    'at most 2 earlier lines of therapy'
    """
    before = pattern.number - 1
    if (pattern.comparator, before) in ((Comparator.AT_MOST, 0), (Comparator.BELOW, 1)):
        return "no earlier line of therapy"
    noun = "line" if before == 1 else "lines"
    return f"{_THAN[pattern.comparator]} {before} earlier {noun} of therapy"


def source_words(source: TextPlace | PackedCriterion) -> str:
    """Return where a criterion stands: `eligibility text, characters 120 to 168`."""
    section = source.section  # nearly always the text, and members are slow to look up
    words = _TEXT if section is Section.ELIGIBILITY else _WHERE[section]
    return f"{words}, characters {source.start + 1} to {source.end}" if source.end else words


def question_of(atom: Biomarker) -> str:
    """Return what has to be found out to answer one pattern.

    >>> from oncomatch.domain.biomarker_text import parse_biomarker
    >>> question_of(parse_biomarker("ERBB2 IHC >= 3"))
    'the protein level of ERBB2'
    """
    if isinstance(atom, Origin):
        return f"whether {', '.join(genes_of(atom.part))} is changed in the germline"
    if isinstance(atom, Unread):
        return f"what the record asks for in its own words: {describe(atom)}"
    kind = kind_of(atom)
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    for types, words in _OF_MARKER:
        if isinstance(atom, types):
            return words
    if isinstance(atom, Laboratory):
        return atom.analyte.value
    if isinstance(atom, Virus):
        return f"{atom.name} in the tumour"
    genes = ", ".join(genes_of(atom)) or str(atom)
    if isinstance(atom, Allele):
        return f"inherited alleles of {genes}"
    if isinstance(atom, Expression | Score):
        return f"the protein level of {genes}"
    if isinstance(atom, CopyNumberChange):
        return f"the copy number of {genes}"
    if isinstance(atom, Fusion | Rearrangement):
        return f"fusions of {genes}"
    return f"small variants of {genes}"
