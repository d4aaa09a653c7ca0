"""How much of what a person reads in registered trials the readers find, and how much is right.

Criteria are compared in units, so that neither the order of words nor how a list is cut counts:
an inclusion is parted at its AND, an exclusion at its OR, each part in one normal form. A unit
is right where the annotation of the trial has the same unit on the same side, for everyone or
for a cohort (cohorts are compared by trial, since their names are free). The lenient comparison
asks for the same genes or markers only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from oncomatch.domain.biomarker import (
    Allele,
    AllOf,
    AnyOf,
    Biomarker,
    Comparator,
    Not,
    Origin,
    Scale,
    Score,
    VariantOrigin,
    WildType,
    atoms_of,
    genes_of,
)
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import Arm, Confidence, Criterion, CriterionKind, Side, kind_of
from oncomatch.trials.eligibility.alterations import HER2_POSITIVE
from oncomatch.trials.eligibility.markers import HER2_LOW

_LOW: frozenset[Biomarker] = frozenset(
    (Score("ERBB2", Scale.IHC, Comparator.AT_LEAST, 1), Not(HER2_POSITIVE))
)
GENOMIC, BIOMARKER = "genomic", "biomarker"


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """One thing that a trial asks for, in a form that compares; `loose` is its lenient form."""

    trial_id: str
    of_all: bool
    side: str
    kind: str
    value: str
    loose: str


@dataclass(frozen=True, slots=True)
class Figure:
    """How many units were read and right, and how many of the annotated ones were found."""

    read: int
    right: int
    annotated: int
    found: int

    @property
    def precision(self) -> float | None:
        """Share of what was read that is right, None where nothing was read."""
        return self.right / self.read if self.read else None

    @property
    def recall(self) -> float | None:
        """Share of what is annotated that was found, None where nothing is annotated."""
        return self.found / self.annotated if self.annotated else None


def figure(read: set[Unit], annotated: set[Unit], kind: str, *, loosely: bool = False) -> Figure:
    """Return the figures of a kind; what was read counts as right whatever kind it is filed as."""

    def keys(units: Iterable[Unit]) -> set[tuple[str, bool, str, str]]:
        return {
            (each.trial_id, each.of_all, each.side, each.loose if loosely else each.value)
            for each in units
        }

    ours, theirs = (keys(u for u in units if u.kind == kind) for units in (read, annotated))
    return Figure(len(ours), len(ours & keys(annotated)), len(theirs), len(theirs & keys(read)))


def units_of_rows(rows: Iterable[Mapping[str, str]]) -> set[Unit]:
    """Return the units of annotated rows about genes and markers."""
    return {
        unit
        for row in rows
        if row["kind"] in (GENOMIC, BIOMARKER)
        for unit in _units(
            row["nct_id"], not row["cohort"], row["side"], parse_biomarker(row["value"])
        )
    }


def units_of_trial(
    trial_id: str, criteria: Iterable[Criterion], arms: Iterable[Arm], at_least: Confidence
) -> set[Unit]:
    """Return the units of what was read of a trial, at least as sure as given."""
    sure = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.TO_REVIEW)
    wanted = sure[: sure.index(at_least) + 1]
    parts = [(True, criteria), *((False, arm.criteria) for arm in arms)]
    return {
        unit
        for of_all, part in parts
        for each in part
        if each.kind.is_molecular and each.confidence in wanted
        for unit in _units(trial_id, of_all, each.side.value, each.pattern)
    }


def _units(trial_id: str, of_all: bool, side: str, pattern: Biomarker) -> Iterable[Unit]:
    joined = AllOf if side == Side.INCLUSION.value else AnyOf
    for part in _parted(pattern, joined):
        genes = ";".join(genes_of(part)) or " ".join(sorted(_words(part)))
        yield Unit(trial_id, of_all, side, _kind(part), normal(part), genes)


def _parted(pattern: Biomarker, joined: type[AllOf] | type[AnyOf]) -> Iterable[Biomarker]:
    if pattern == HER2_POSITIVE or not isinstance(pattern, joined):
        inner = pattern.part if isinstance(pattern, Not) and joined is AllOf else None
        if isinstance(inner, AnyOf) and inner != HER2_POSITIVE:
            yield from (Not(part) for part in inner.parts)
        else:
            yield pattern
        return
    her2 = set(HER2_POSITIVE.parts)
    if joined is AnyOf and her2 <= set(pattern.parts):
        yield HER2_POSITIVE
        yield from (part for part in pattern.parts if part not in her2)
        return
    whole = list(pattern.parts)
    if joined is AllOf and set(whole) >= _LOW:  # HER2-low as the annotation says it
        whole = [HER2_LOW, *(part for part in whole if part not in _LOW)]
    for part in whole:
        yield from _parted(part, joined)


def normal(pattern: Biomarker) -> str:
    """Return a pattern as text in which the order and the brackets of its parts do not show.

    A wild type is the absence of a mutation, and an origin is said of each part.

    >>> from oncomatch.domain.biomarker_text import parse_biomarker
    >>> normal(parse_biomarker("KRAS wildtype or (MSI high or BRAF mutation)"))
    '(BRAF mutation or MSI high or not KRAS mutation)'
    """
    if isinstance(pattern, AllOf | AnyOf):
        joint = " and " if isinstance(pattern, AllOf) else " or "
        return "(" + joint.join(sorted(set(map(normal, _flat(pattern))))) + ")"
    if isinstance(pattern, Not):
        return f"not {normal(pattern.part)}"
    if isinstance(pattern, Origin):
        inner = pattern.part
        if isinstance(inner, AllOf | AnyOf):
            return normal(type(inner)(tuple(Origin(pattern.origin, p) for p in inner.parts)))
        return f"{pattern.origin.value} {normal(inner)}"
    if isinstance(pattern, WildType):
        return f"not {pattern.gene} mutation"
    return str(pattern)


def _flat(pattern: AllOf | AnyOf) -> Iterable[Biomarker]:
    for part in pattern.parts:
        if type(part) is type(pattern):
            yield from _flat(part)
        else:
            yield part


def _kind(pattern: Biomarker) -> str:
    """Return how the annotation files a unit: HER2 and HLA are biomarkers."""
    if pattern == HER2_LOW:
        return BIOMARKER
    her2: set[Biomarker] = set(HER2_POSITIVE.parts)
    atoms = [
        each.part if isinstance(each, Origin) and each.origin is VariantOrigin.GERMLINE else each
        for each in atoms_of(pattern)
    ]
    whole = her2 <= set(atoms)
    rest = [each for each in atoms if not isinstance(each, Allele)]
    rest = [each for each in rest if not (whole and each in her2)]
    marker = all(kind_of(each) is CriterionKind.MARKER for each in rest)
    return BIOMARKER if marker else GENOMIC


def _words(pattern: Biomarker) -> set[str]:
    return {str(atom).split()[0] for atom in atoms_of(pattern)}
