"""What matching returns: therapies with their evidence, near misses, and checked markers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.assay import Finding
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import (
    Direction,
    EvidenceLevel,
    EvidenceScheme,
    Interaction,
    Significance,
)
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation


class Specificity(Enum):
    """How closely a pattern names what was found, closest first."""

    EXACT = "exact change"
    CODON = "codon"
    EXON = "exon"
    GENE = "gene"
    COPY_NUMBER = "copy number"
    PROTEIN = "protein level"
    MARKER = "tumour-wide marker"
    WILD_TYPE = "wild type"


@dataclass(frozen=True, slots=True)
class SupportingEvidence:
    """One statement that was met: the record, how it relates to the case, and the proof.

    `reason` names the facts that met the pattern; `rule` says how the tier came about.
    """

    biomarker: str
    condition: str
    condition_source: str
    disease: str
    relation: Relation
    subtype: str
    significance: Significance
    direction: Direction
    scheme: EvidenceScheme
    level: EvidenceLevel | None
    rating: int | None
    flagged: bool
    tier: Tier
    rule: str
    specificity: Specificity
    reason: str
    provenance: Provenance

    @property
    def id(self) -> str:
        """Identifier of the record across sources."""
        return f"{self.provenance.source} {self.provenance.record_id}"


@dataclass(frozen=True, slots=True)
class TherapyMatch:
    """What the knowledge base says of one regimen for the same facts of this tumour.

    `tier` and `relation` are the best of the supporting evidence. `against` holds items that do
    not support the statement. `opposed_by` names resistance that overrides a benefit,
    `cautioned_by` weaker resistance that stands beside it.
    """

    facts: tuple[str, ...]
    labels: tuple[str, ...]
    therapies: tuple[str, ...]
    interaction: Interaction
    regimen: str
    significance: Significance
    tier: Tier
    relation: Relation
    specificity: Specificity
    evidence: tuple[SupportingEvidence, ...]
    against: tuple[SupportingEvidence, ...]
    opposed_by: tuple[str, ...] = ()
    cautioned_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A strong statement of this tumour type that does not apply as far as is known.

    `outcome` is UNKNOWN when it would apply if one thing were known, NOT_MET when the biomarker
    is there but a condition beside it is known not to hold. `labels` are the findings that meet
    the biomarker, empty when it is the biomarker that is open.
    """

    regimen: str
    labels: tuple[str, ...]
    biomarker: str
    condition: str
    outcome: Outcome
    reason: str
    tier: Tier
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedMarker:
    """A marker that strong evidence in this tumour type asks for, and whether it was found."""

    biomarker: str
    finding: Finding
    reason: str
    regimens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GeneState:
    """The state of one gene: small variants and copy number, each in one of three answers."""

    gene: str
    small_variants: Finding
    copy_number: Finding
    detail: str
