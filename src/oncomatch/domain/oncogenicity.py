"""The point sheet of oncogenicity: ClinGen/CGC/VICC 2022 (Horak et al., PMID 35101336)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property


class Rule(Enum):
    """The criteria by name, with their codes.

    Two codes, OM3 and OM4, are swapped between published copies of the standard; the names are
    not. The codes here are those of the corrected table (OM3 is the moderate hotspot).
    """

    NULL_IN_SUPPRESSOR = "OVS1"
    SAME_CHANGE = "OS1"
    FUNCTIONAL_STUDIES = "OS2"
    STRONG_HOTSPOT = "OS3"
    CRITICAL_DOMAIN = "OM1"
    LENGTH_CHANGE = "OM2"
    MODERATE_HOTSPOT = "OM3"
    OTHER_MISSENSE = "OM4"
    COMPUTATIONAL = "OP1"
    SINGLE_AETIOLOGY = "OP2"
    WEAK_HOTSPOT = "OP3"
    RARE_IN_POPULATION = "OP4"
    VERY_COMMON_IN_POPULATION = "SBVS1"
    COMMON_IN_POPULATION = "SBS1"
    FUNCTIONAL_STUDIES_AGAINST = "SBS2"
    COMPUTATIONAL_AGAINST = "SBP1"
    SILENT = "SBP2"

    __hash__ = object.__hash__  # members are single, and their names take long to hash

    @cached_property
    def points(self) -> int:
        """The points that it gives when it is met."""
        return _POINTS[self]


_POINTS = {
    Rule.NULL_IN_SUPPRESSOR: 8,
    Rule.SAME_CHANGE: 4,
    Rule.FUNCTIONAL_STUDIES: 4,
    Rule.STRONG_HOTSPOT: 4,
    Rule.CRITICAL_DOMAIN: 2,
    Rule.LENGTH_CHANGE: 2,
    Rule.MODERATE_HOTSPOT: 2,
    Rule.OTHER_MISSENSE: 2,
    Rule.COMPUTATIONAL: 1,
    Rule.SINGLE_AETIOLOGY: 1,
    Rule.WEAK_HOTSPOT: 1,
    Rule.RARE_IN_POPULATION: 1,
    Rule.VERY_COMMON_IN_POPULATION: -8,
    Rule.COMMON_IN_POPULATION: -4,
    Rule.FUNCTIONAL_STUDIES_AGAINST: -4,
    Rule.COMPUTATIONAL_AGAINST: -1,
    Rule.SILENT: -1,
}


class CriterionState(Enum):
    """Whether a criterion holds; one that cannot be assessed gives no points."""

    MET = "met"
    NOT_MET = "not met"
    NOT_ASSESSABLE = "not assessable"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the sheet with its reason and the points that it gives here."""

    rule: Rule
    state: CriterionState
    points: int
    reason: str


class Oncogenicity(Enum):
    """The class that a sum of points gives."""

    ONCOGENIC = "oncogenic"
    LIKELY_ONCOGENIC = "likely oncogenic"
    UNCERTAIN = "uncertain significance"
    LIKELY_BENIGN = "likely benign"
    BENIGN = "benign"


@dataclass(frozen=True, slots=True)
class OncogenicitySheet:
    """The criteria of one small variant in the order of the standard, their sum and its class.

    `open_points` are those that criteria which cannot be assessed here could add.
    """

    variant: str
    points: int
    open_points: int
    classification: Oncogenicity
    criteria: tuple[Criterion, ...]


def add_up(variant: str, criteria: tuple[Criterion, ...]) -> OncogenicitySheet:
    """Return the sheet of a variant: 10 points and more, 6 to 9, 0 to 5, -1 to -6, -7 and less."""
    points = sum(criterion.points for criterion in criteria)
    missing = [
        criterion.rule.points
        for criterion in criteria
        if criterion.state is CriterionState.NOT_ASSESSABLE
    ]
    open_points = sum(each for each in missing if each > 0)
    return OncogenicitySheet(variant, points, open_points, class_of(points), criteria)


def class_of(points: int) -> Oncogenicity:
    """Return the class of a sum of points.

    >>> class_of(6).value
    'likely oncogenic'
    """
    if points >= 10:
        return Oncogenicity.ONCOGENIC
    if points >= 6:
        return Oncogenicity.LIKELY_ONCOGENIC
    if points >= 0:
        return Oncogenicity.UNCERTAIN
    return Oncogenicity.LIKELY_BENIGN if points >= -6 else Oncogenicity.BENIGN
