"""The case record: everything that was found for a case, and what it was found with.

It is written once; every report is drawn from it alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from oncomatch.domain.assessed import Assessed
from oncomatch.domain.expected_fraction import ExpectedFraction
from oncomatch.domain.match import CheckedMarker, GeneState, MeaningMatch, NearMiss, TherapyMatch
from oncomatch.domain.oncogenicity import OncogenicitySheet
from oncomatch.domain.origin import OriginSheet
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.protein_map import ProteinMap
from oncomatch.domain.trial_match import TrialMatches

SCHEMA_VERSION = "1.2"


@dataclass(frozen=True, slots=True)
class VariantStanding:
    """Whether a reported variant's meaning in cancer is known, and why."""

    variant: str
    known: bool
    reason: str


@dataclass(frozen=True, slots=True)
class KnowledgeSource:
    """A source of evidence in its release, with the number of items that were evaluated."""

    name: str
    release: str
    items: int
    licence: str


@dataclass(frozen=True, slots=True)
class ResourceFile:
    """A bundled table that went into the record, as the manifest lists it."""

    file: str
    release: str
    sha256: str


@dataclass(frozen=True, slots=True)
class GeneId:
    """A gene's symbol and its HGNC id (`HGNC:1097`)."""

    symbol: str
    hgnc: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the run that changes what is reported."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What made the record: software, knowledge, trials, tables and settings.

    `run_date` is empty unless it was asked for, so that the same input gives the same bytes.
    `trials_sources` are the registries of the snapshot, `trials_age_days` how old its data are on
    the `run_date`, None without one; above `trials_max_age_days` the report warns, unless it is 0.
    """

    software: str
    run_date: str
    knowledge: tuple[KnowledgeSource, ...]
    trials_considered: int
    trials_data_date: str
    resources: tuple[ResourceFile, ...]
    settings: tuple[Setting, ...]
    trials_sources: tuple[str, ...] = ("ClinicalTrials.gov",)
    trials_age_days: int | None = None
    trials_max_age_days: int = 0


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case, complete.

    `germline_standings` are those of the variants of the germline file. `proteins` are the maps of
    the genes that pictures are drawn of, those of the known findings first. `gene_ids` are of the
    genes of the panel, the findings and the markers, sorted, those that HGNC knows.
    """

    schema_version: str
    profile: TumorProfile
    standings: tuple[VariantStanding, ...]
    therapies: tuple[TherapyMatch, ...]
    near_misses: tuple[NearMiss, ...]
    markers: tuple[CheckedMarker, ...]
    genes: tuple[GeneState, ...]
    meanings: tuple[MeaningMatch, ...]
    oncogenicity: tuple[OncogenicitySheet, ...]
    trials: TrialMatches
    made_with: MadeWith
    origins: tuple[OriginSheet, ...] = ()
    assessed: Assessed = field(default_factory=Assessed)
    germline_standings: tuple[VariantStanding, ...] = ()
    proteins: tuple[ProteinMap, ...] = ()
    gene_ids: tuple[GeneId, ...] = ()
    expected_fractions: tuple[ExpectedFraction, ...] = ()
