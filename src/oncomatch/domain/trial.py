"""Registered trials: their arms, their sites, and their criteria as patterns with a source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.biomarker import (
    After,
    Age,
    AllOf,
    AnyOf,
    Biomarker,
    CnsMetastases,
    Expression,
    ExtentIn,
    Laboratory,
    LineOfTherapy,
    MeasurableDisease,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MutationalBurden,
    MutationalSignature,
    Not,
    PerformanceStatus,
    RecombinationDeficiency,
    RecombinationScore,
    Score,
    SexIs,
    TumorTypeIn,
    Unread,
    Virus,
    atoms_of,
)


class Registry(Enum):
    """Where a trial is registered; LOCAL is a site's own curated file."""

    CLINICALTRIALS_GOV = "ClinicalTrials.gov"
    CTIS = "EU CTIS"
    LOCAL = "local"


class TrialStatus(Enum):
    """The states of ClinicalTrials.gov, of a trial and of its sites."""

    RECRUITING = "RECRUITING"
    NOT_YET_RECRUITING = "NOT_YET_RECRUITING"
    ENROLLING_BY_INVITATION = "ENROLLING_BY_INVITATION"
    AVAILABLE = "AVAILABLE"
    ACTIVE_NOT_RECRUITING = "ACTIVE_NOT_RECRUITING"
    SUSPENDED = "SUSPENDED"
    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"
    WITHDRAWN = "WITHDRAWN"
    NO_LONGER_AVAILABLE = "NO_LONGER_AVAILABLE"
    TEMPORARILY_NOT_AVAILABLE = "TEMPORARILY_NOT_AVAILABLE"
    APPROVED_FOR_MARKETING = "APPROVED_FOR_MARKETING"
    WITHHELD = "WITHHELD"
    UNKNOWN = "UNKNOWN"

    @property
    def is_open(self) -> bool:
        """Whether patients are or will be taken; only RECRUITING takes them now."""
        return self in OPEN


OPEN = (
    TrialStatus.RECRUITING,
    TrialStatus.NOT_YET_RECRUITING,
    TrialStatus.ENROLLING_BY_INVITATION,
    TrialStatus.AVAILABLE,
)


class Side(Enum):
    """Whether a criterion has to hold, or must not."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"


class Confidence(Enum):
    """How surely a criterion was read; only a certain one may exclude a patient."""

    CERTAIN = "certain"
    LIKELY = "likely"
    TO_REVIEW = "to review"


class Section(Enum):
    """The part of a record that a criterion was read from, or who read it.

    BY_HAND: the developers, of the eligibility text; CURATOR: a curator's decision or trial markup.
    """

    TITLE = "title"
    CONDITIONS = "conditions"
    ELIGIBILITY = "eligibility"
    ARMS = "arms"
    FIELD = "field"
    CURATOR = "curator"
    BY_HAND = "read by hand"


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where a criterion stands: characters (0-based, half-open) of the section's text.

    What a curator decided has the place in the eligibility text, 0 to 0 where none is known.
    `digest` is the beginning of the SHA-256 of the sentence, by which a change is noticed.
    """

    section: Section
    start: int = 0
    end: int = 0
    digest: str = ""


class CriterionKind(Enum):
    """What a criterion asks about."""

    GENOMIC = "genomic"
    MARKER = "marker"
    TUMOR_TYPE = "tumour type"
    AGE = "age"
    SEX = "sex"
    PERFORMANCE = "performance status"
    MEASURABLE = "measurable disease"
    EXTENT = "extent of disease"
    CNS = "CNS disease"
    PRIOR_THERAPY = "prior therapy"
    LINE = "line of therapy"
    LABORATORY = "laboratory"
    OTHER = "other"

    @property
    def is_molecular(self) -> bool:
        """Whether it is about alterations or markers of the tumour."""
        return self in (CriterionKind.GENOMIC, CriterionKind.MARKER)


_KINDS: dict[type, CriterionKind] = {
    TumorTypeIn: CriterionKind.TUMOR_TYPE,
    Age: CriterionKind.AGE,
    SexIs: CriterionKind.SEX,
    PerformanceStatus: CriterionKind.PERFORMANCE,
    MeasurableDisease: CriterionKind.MEASURABLE,
    ExtentIn: CriterionKind.EXTENT,
    CnsMetastases: CriterionKind.CNS,
    After: CriterionKind.PRIOR_THERAPY,
    LineOfTherapy: CriterionKind.LINE,
    Laboratory: CriterionKind.LABORATORY,
    Expression: CriterionKind.MARKER,
    MicrosatelliteInstability: CriterionKind.MARKER,
    MicrosatelliteStability: CriterionKind.MARKER,
    MismatchRepair: CriterionKind.MARKER,
    MutationalBurden: CriterionKind.MARKER,
    MutationalSignature: CriterionKind.MARKER,
    RecombinationDeficiency: CriterionKind.MARKER,
    RecombinationScore: CriterionKind.MARKER,
    Score: CriterionKind.MARKER,
    Virus: CriterionKind.MARKER,
}
"""Patterns that are not about alterations."""


def kind_of(pattern: Biomarker) -> CriterionKind:
    """Return what a pattern asks about; of a joined one the most molecular part speaks.

    >>> from oncomatch.domain.biomarker_text import parse_biomarker
    >>> kind_of(parse_biomarker("ERBB2 amplification or ERBB2 IHC >= 3")).value
    'genomic'
    """
    if isinstance(pattern, AllOf | AnyOf | Not):
        kinds = {kind_of(atom) for atom in atoms_of(pattern)}
        return next(kind for kind in CriterionKind if kind in kinds)
    if isinstance(pattern, Unread) and not pattern.gene:
        return CriterionKind.OTHER
    return _KINDS.get(type(pattern), CriterionKind.GENOMIC)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion; `pattern` is what has to hold, or what must not (EXCLUSION)."""

    side: Side
    pattern: Biomarker
    confidence: Confidence
    source: TextPlace

    @property
    def kind(self) -> CriterionKind:
        """What it asks about."""
        return kind_of(self.pattern)


class ArmLevel(Enum):
    """What a part of a trial is."""

    STEP = "step"
    ARM = "arm"
    DOSE_LEVEL = "dose level"
    COHORT = "cohort"


@dataclass(frozen=True, slots=True)
class Arm:
    """A part of a trial with criteria of its own, those of the parts around it included.

    `is_open` is None where the record does not say.
    """

    name: str
    level: ArmLevel
    criteria: tuple[Criterion, ...]
    is_open: bool | None = None
    interventions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A place that takes patients; coordinates in degrees, None where not given.

    `status` is None where the record has none of its own for the site.
    """

    country: str
    city: str = ""
    facility: str = ""
    status: TrialStatus | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the site takes or will take patients, as far as the record says."""
        return self.status is None or self.status.is_open


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial with those of its criteria that were read.

    `criteria` hold for every patient, those of `arms` for the part. `unread` counts the
    sentences of the eligibility text (inclusion, exclusion) that no criterion was read from.
    `updated` is the day of the record's last update, `data_date` that of the data, ISO 8601.
    `also` are its numbers in other registries. `treats`: the record gives treatment as its purpose.
    """

    trial_id: str
    registry: Registry
    title: str
    status: TrialStatus
    phases: tuple[str, ...]
    interventions: tuple[str, ...]
    sites: tuple[Site, ...]
    criteria: tuple[Criterion, ...]
    arms: tuple[Arm, ...]
    unread: tuple[int, int]
    updated: str
    data_date: str
    also: tuple[str, ...] = ()
    treats: bool = False

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries with an open site, sorted."""
        return tuple(sorted({site.country for site in self.sites if site.is_open} - {""}))

    @property
    def url(self) -> str:
        """The registry's page of the trial, empty for a local one."""
        return page_of(self.registry, self.trial_id)


_PAGES = {
    Registry.CLINICALTRIALS_GOV: "https://clinicaltrials.gov/study/",
    Registry.CTIS: "https://euclinicaltrials.eu/ctis-public/view/",
    Registry.LOCAL: "",
}


def page_of(registry: Registry, trial_id: str) -> str:
    """Return the address of a trial's page, empty where the registry has none."""
    base = _PAGES[registry]
    return f"{base}{trial_id}" if base else ""
