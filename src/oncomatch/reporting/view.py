"""The report view: everything decided, ready to print. Templates print it and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.reporting.gene_view import (
    AssessedBlock,
    CopyNumberRow,
    GeneRow,
    NeutralGenes,
)
from oncomatch.reporting.trial_view import Criterion, NamedRow, QuestionRow, TrialGroup, TrialRow


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value in the head of the report."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """One statement about a regimen. `style` is benefit, resistance, unknown or plain."""

    tag: str
    style: str
    regimen: str
    why: str
    records: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding with the statements that matter most about it; `flags` are short cautions."""

    label: str
    tier: str
    strong: bool
    detail: str
    lines: tuple[Line, ...]
    rest: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A record with its proof."""

    record: str
    url: str
    citation: str
    citation_url: str
    level: str
    disease: str
    relation: str
    direction: str
    tier: str
    pattern: str
    condition: str
    reason: str
    licence: str


@dataclass(frozen=True, slots=True)
class EvidenceBlock:
    """All records of one statement, reached from its line by the anchor.

    `facts` are its levels by scheme, its approvals by agency, and how far they are apart.
    """

    anchor: str
    heading: str
    summary: str
    doubts: tuple[str, ...]
    facts: tuple[Fact, ...]
    rows: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """Statements of a finding that say the same kind of thing; `folded` ones are not urgent."""

    heading: str
    folded: bool
    blocks: tuple[EvidenceBlock, ...]


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """The statements of a finding in parts, what speaks for a regimen first."""

    finding: str
    tier: str
    strong: bool
    parts: tuple[EvidencePart, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to find out next; `kind` says in a word what sort of step it is."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class MeaningRow:
    """What a record says of a finding besides treatment."""

    finding: str
    says: str
    disease: str
    level: str
    record: str
    url: str
    citation: str
    citation_url: str


@dataclass(frozen=True, slots=True)
class OncogenicityBlock:
    """The point sheet of a variant; `open` are the criteria that cannot be assessed here."""

    variant: str
    summary: str
    criteria: tuple[Criterion, ...]
    open: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker that was looked for; `state` is detected, negative, open or unclear."""

    name: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class MarkerRow:
    """A marker by itself, with its state as in `Marker` and the regimens that it decides."""

    name: str
    state: str
    reason: str
    regimens: str


@dataclass(frozen=True, slots=True)
class GivenMarker:
    """A marker of the sheet in the laboratory's words; `gene` is empty for the whole tumour."""

    name: str
    result: str
    gene: str


@dataclass(frozen=True, slots=True)
class Miss:
    """What would apply if one thing were so: the regimens that one pattern fails for one reason."""

    regimens: str
    tier: str
    pattern: str
    reason: str
    records: str


@dataclass(frozen=True, slots=True)
class MissGroup:
    """Near misses of one kind of reason; `folded` ones wait for no answer about a finding."""

    heading: str
    summary: str
    folded: bool
    rows: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class VariantRow:
    """A small variant in the tables of the report."""

    label: str
    coding: str
    protein: str
    genomic: str
    consequence: str
    exon: str
    vaf: str
    depth: str
    note: str


@dataclass(frozen=True, slots=True)
class RearrangementRow:
    """A rearrangement, reported or not."""

    name: str
    detail: str
    state: str
    caller: str


@dataclass(frozen=True, slots=True)
class OriginRow:
    """A call with what speaks for and against an inherited variant."""

    label: str
    origin: str
    reason: str
    speaks_for: str
    against: str
    cautions: str


@dataclass(frozen=True, slots=True)
class GermlineRow:
    """A variant of the germline file."""

    label: str
    coding: str
    protein: str
    reads: str
    standing: str


@dataclass(frozen=True, slots=True)
class OriginView:
    """The section on origin and germline; `rest` counts the calls that are not shown.

    `germline` are the variants of the germline file, `germline_words` its sample, what it covers
    and its ledger.
    """

    sentences: tuple[str, ...]
    rows: tuple[OriginRow, ...]
    rest: str
    germline: tuple[GermlineRow, ...]
    germline_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WideRow:
    """A marker of the whole tumour; `note` is why it is not assessed, or what to think of it."""

    name: str
    value: str
    method: str
    cutoff: str
    note: str


@dataclass(frozen=True, slots=True)
class Count:
    """A line of the ledger."""

    reason: str
    count: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source of knowledge in its release."""

    name: str
    release: str
    items: str
    licence: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: `svg` is a whole element, safe to print as it is; `words` say it in text."""

    title: str
    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The pictures by their place in the report; none where there is nothing to draw.

    `proteins_rest` and `fusions_rest` tell of genes and fusions without one.
    """

    proteins: tuple[Figure, ...] = ()
    proteins_rest: str = ""
    evidence: tuple[Figure, ...] = ()
    coverage: tuple[Figure, ...] = ()
    genome: tuple[Figure, ...] = ()
    fractions: tuple[Figure, ...] = ()
    fusions: tuple[Figure, ...] = ()
    fusions_rest: str = ""


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report of a case.

    `cautions` stand beside the answer, `notes` are technical. `silent_findings` have no evidence
    in this tumour type. `evidence_groups` are the blocks of `evidence` by finding, `steps` what to
    find out next for regimens as in `next_steps`, and for trials.
    """

    case_id: str
    tumor_type: str
    head: tuple[Fact, ...]
    cautions: tuple[str, ...]
    short: tuple[str, ...]
    findings: tuple[Finding, ...]
    other_findings: tuple[str, ...]
    trials: tuple[TrialRow, ...]
    first_trials: tuple[TrialRow, ...]
    trial_groups: tuple[TrialGroup, ...]
    trials_source: str
    trial_count: str
    named_trials: tuple[NamedRow, ...]
    named_count: str
    questions: tuple[QuestionRow, ...]
    next_steps: tuple[str, ...]
    markers: tuple[Marker, ...]
    marker_rows: tuple[MarkerRow, ...]
    given_markers: tuple[GivenMarker, ...]
    evidence: tuple[EvidenceBlock, ...]
    meanings: tuple[MeaningRow, ...]
    oncogenicity: tuple[OncogenicityBlock, ...]
    misses: tuple[MissGroup, ...]
    known_variants: tuple[VariantRow, ...]
    uncertain_variants: tuple[VariantRow, ...]
    undetermined_variants: tuple[VariantRow, ...]
    undetermined_rest: str
    no_variants: str
    copy_numbers: tuple[CopyNumberRow, ...]
    neutral_copies: tuple[NeutralGenes, ...]
    arms: str
    rearrangements: tuple[RearrangementRow, ...]
    origin: OriginView
    assessed: AssessedBlock
    wide_rows: tuple[WideRow, ...]
    genes: tuple[GeneRow, ...]
    filtered: tuple[Count, ...]
    failed: tuple[Count, ...]
    ledger: str
    sources: tuple[SourceRow, ...]
    versions: tuple[Fact, ...]
    limits: tuple[str, ...]
    figures: Figures = Figures()
    notes: tuple[str, ...] = ()
    silent_findings: tuple[str, ...] = ()
    evidence_groups: tuple[EvidenceGroup, ...] = ()
    steps: tuple[NextStep, ...] = ()
