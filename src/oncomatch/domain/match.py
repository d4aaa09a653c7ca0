"""What matching returns: therapies with their evidence, near misses, and checked markers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.assay import Finding
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import (
    Direction,
    EvidenceScheme,
    Interaction,
    Significance,
)
from oncomatch.domain.prior_therapy import PriorTherapy, TherapyOutcome
from oncomatch.domain.provenance import Provenance
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation


class Specificity(Enum):
    """How closely a pattern names what was found, closest first."""

    EXACT = "exact change"
    CODON = "codon"
    EXON = "exon"
    REGION = "region"
    GENE = "gene"
    COPY_NUMBER = "copy number"
    PROTEIN = "protein level"
    MARKER = "tumour-wide marker"
    WILD_TYPE = "wild type"


@dataclass(frozen=True, slots=True)
class SupportingEvidence:
    """One statement that was met: the record, how it relates to the case, and the proof.

    `reason` names the facts that met the pattern; `rule` says how the tier came about. `level` is
    the source's own word in `scheme`, None where the scheme has no levels. `any_tumor_type` says
    that the statement is about tumours of any type, or any solid tumour.
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
    level: str | None
    rating: int | None
    flagged: bool
    tier: Tier
    rule: str
    specificity: Specificity
    reason: str
    provenance: Provenance
    any_tumor_type: bool = False

    @property
    def id(self) -> str:
        """Identifier of the record across sources."""
        return f"{self.provenance.source} {self.provenance.record_id}"


@dataclass(frozen=True, slots=True)
class SchemeLevel:
    """The strongest level that one scheme gives a line, its record, and the tier it would give."""

    scheme: str
    level: str
    tier: Tier
    record: str


@dataclass(frozen=True, slots=True)
class EscatDraft:
    """A draft of an ESCAT tier with the rule that gave it; `tier` is empty for none.

    It is a draft always: which kind of trial stands behind a match is for an expert to say.
    """

    tier: str
    rule: str


@dataclass(frozen=True, slots=True)
class AgencyApproval:
    """What one agency's labels say of a regimen for the tumour of the case.

    `state` is the nearest that any label gives. `indications` are the labels' records, with `kinds`
    (regular, accelerated, listed) and the `since` dates that are known; `condition` answers what
    they ask for besides the biomarker. `settings` are what a reader has to check; `added` are
    therapies that the approved regimen has beside those of the line.
    """

    agency: str
    state: str
    indications: tuple[str, ...]
    kinds: tuple[str, ...]
    since: str
    condition: Outcome
    reason: str
    settings: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TherapyMatch:
    """What the knowledge base says of one regimen for the same facts of this tumour.

    `tier` and `relation` are the best of the supporting evidence. `against` holds items that do
    not support the statement. `opposed_by` names resistance that overrides a benefit, or what was
    not assessed though a label of the regimen asks for it,
    `cautioned_by` weaker resistance that stands beside it. `conflicts` names what says the
    opposite of the same regimen with the same tier. `levels` stand side by side by scheme, and
    `disagreement` says how far they are apart. `approvals` are by agency.
    `given_before` are earlier therapies with a drug of the regimen.
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
    conflicts: tuple[str, ...] = ()
    levels: tuple[SchemeLevel, ...] = ()
    disagreement: str = ""
    escat: EscatDraft = EscatDraft("", "")
    approvals: tuple[AgencyApproval, ...] = ()
    given_before: tuple[PriorTherapy, ...] = ()

    @property
    def progressed_before(self) -> bool:
        """Whether the disease progressed under a drug of the regimen that was given before."""
        return any(TherapyOutcome.PROGRESSION in each.outcomes for each in self.given_before)


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
class MeaningMatch:
    """What a source says of a finding besides treatment: outcome, diagnosis, risk.

    `kind` and `significance` are the source's words; `is_germline` says that the source speaks of
    inherited variants, which a tumour sample does not tell from others. Functional and oncogenic
    statements are in the sheet of oncogenicity instead.
    """

    labels: tuple[str, ...]
    kind: str
    significance: str
    disease: str
    relation: Relation
    level: str
    rating: int | None
    direction: Direction | None
    flagged: bool
    is_germline: bool
    biomarker: str
    reason: str
    provenance: Provenance

    @property
    def id(self) -> str:
        """Identifier of the record across sources."""
        return f"{self.provenance.source} {self.provenance.record_id}"


@dataclass(frozen=True, slots=True)
class CheckedMarker:
    """A marker that strong evidence in this tumour type asks for, and whether it was found.

    `undecided` are those of its `regimens` that wait for an answer: no statement of strong benefit
    from them is met, and one that asks for the marker is open.
    """

    biomarker: str
    finding: Finding
    reason: str
    regimens: tuple[str, ...]
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GeneState:
    """The state of one gene: small variants and copy number, each in one of three answers."""

    gene: str
    small_variants: Finding
    copy_number: Finding
    detail: str
