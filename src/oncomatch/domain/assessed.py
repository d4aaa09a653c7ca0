"""The state of every gene and kind of alteration, and of the markers of the whole tumour."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.assay import Assessment


@dataclass(frozen=True, slots=True)
class GeneAssessment:
    """What of a gene was assessed; `missing` names the codons that were not, where that is known.

    `missing` is empty where none or all of a gene was assessed.
    """

    gene: str
    small_variants: Assessment
    copy_number: Assessment
    fusions: Assessment
    missing: str = ""


@dataclass(frozen=True, slots=True)
class MarkerAssessment:
    """Whether a marker of the whole tumour was assessed, and why it is said so."""

    name: str
    state: Assessment
    reason: str


@dataclass(frozen=True, slots=True)
class Assessed:
    """What was assessed of a case: genes sorted by name, then markers of the whole tumour.

    `others` is the state of every gene that is not listed; its name is empty.
    """

    genes: tuple[GeneAssessment, ...] = ()
    markers: tuple[MarkerAssessment, ...] = ()
    others: GeneAssessment | None = None
