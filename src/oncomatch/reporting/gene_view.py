"""What the templates print of genes: copies, what was assessed, states."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CopyNumberRow:
    """The copy number of a gene that is changed or unclear."""

    gene: str
    copies: str
    call: str
    reason: str


@dataclass(frozen=True, slots=True)
class NeutralGenes:
    """The genes of neutral copy number of which one and the same is known."""

    reason: str
    genes: str
    count: int


@dataclass(frozen=True, slots=True)
class AssessedRow:
    """What of a gene was assessed, by kind of alteration; of several genes one behind the other."""

    gene: str
    small_variants: str
    missing: str
    copy_number: str
    fusions: str


@dataclass(frozen=True, slots=True)
class AssessedBlock:
    """What was assessed; `gaps` are the first genes of which codons were not.

    `rows` tell of `count` genes: those that were assessed alike share one.
    """

    summary: tuple[str, ...]
    gaps: tuple[AssessedRow, ...]
    more_gaps: int
    count: int
    rows: tuple[AssessedRow, ...]
    others: str


@dataclass(frozen=True, slots=True)
class GeneRow:
    """The state of a gene."""

    gene: str
    small_variants: str
    copy_number: str
    detail: str
