"""Patterns that ask only for what nearly every tumour is without."""

from __future__ import annotations

from oncomatch.domain.alteration import MismatchRepairState
from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    Expression,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MutationalBurden,
    Not,
    RecombinationDeficiency,
    Score,
    Virus,
    WildType,
    atoms_of,
)
from oncomatch.domain.trial import CriterionKind, kind_of

_RARE_MARKERS = (
    MicrosatelliteInstability | MismatchRepair | MutationalBurden | RecombinationDeficiency | Virus
)
_LOW_OR_ABSENT = {"ERBB2", "PGR"}
"""Genes of stains whose absence alone is no reason for a trial: HER2-negative are most tumours of
any type, and PR alone is asked for by none. An absent ER is a finding: with them it is
triple-negative."""


def asks_only_for_absence(pattern: Biomarker) -> bool:
    """Whether a pattern asks only for what nearly every tumour is without.

    That makes no trial fit: an alteration that is absent, HER2-negative, stable microsatellites. A
    wild type is a finding, for it defines the patients of a trial (RAS wild type), and so are an
    absent ER and a low PD-L1.
    """
    if isinstance(pattern, AllOf | AnyOf):
        return all(map(asks_only_for_absence, pattern.parts))
    if isinstance(pattern, Not):
        return all(map(_is_rare, atoms_of(pattern.part)))
    return is_usual(pattern)


def is_usual(pattern: Biomarker) -> bool:
    """Whether a pattern is how microsatellites and mismatch repair nearly always are."""
    if isinstance(pattern, MismatchRepair):
        return pattern.state is MismatchRepairState.PROFICIENT
    return isinstance(pattern, MicrosatelliteStability)


def _is_rare(atom: Biomarker) -> bool:
    if isinstance(atom, Expression | Score):
        return atom.gene in _LOW_OR_ABSENT
    if is_usual(atom) or isinstance(atom, WildType):
        return False
    return isinstance(atom, _RARE_MARKERS) or kind_of(atom) is CriterionKind.GENOMIC
