"""What was assessed: outside it nothing is known, least of all that a gene is normal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Assessment(Enum):
    """Whether the assay could have seen a kind of alteration of a gene."""

    ASSESSED = "assessed"
    PARTLY = "partly assessed"
    NOT_ASSESSED = "not assessed"
    UNKNOWN = "not known whether assessed"


class Finding(Enum):
    """The three answers to every question about a tumour.

    UNCLEAR is none of them: something was seen whose meaning is not determined. Neither is
    NOT_INFORMATIVE: nothing was found in plasma that may hold too little of the tumour's DNA.
    """

    DETECTED = "detected"
    NOT_DETECTED = "not detected"
    NOT_ASSESSED = "not assessed"
    UNCLEAR = "unclear"
    NOT_INFORMATIVE = "not informative"


@dataclass(frozen=True, slots=True)
class GeneCoverage:
    """How much of a gene's coding sequence the panel covers.

    `codons` are ranges (first, last) on the reported transcript, both included, that are
    covered completely; `exons` are the numbers of its exons whose coding part is, and
    `flanked_exons` of those whose splice sites (two bases each) are as well. All are
    empty when the gene has no embedded transcript: then only `assessment` speaks.
    """

    gene: str
    assessment: Assessment
    codons: tuple[tuple[int, int], ...] = ()
    exons: tuple[int, ...] = ()
    flanked_exons: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Assay:
    """What the sheet says about the assay.

    `regions` is the name of the file, empty when none was given: then it is not known what
    small variants could have been seen, and no gene is called wild type. `copy_number` is the
    name of the copy-number file. `small_variants` says whether a small-variant file was given.
    `fusions` is the name of the file of rearrangements, `fusion_genes` are those whose fusions the
    assay would have seen, None where that is not known.
    """

    regions: str
    genes: tuple[GeneCoverage, ...]
    copy_number: str
    small_variants: bool
    fusions: str = ""
    fusion_genes: tuple[str, ...] | None = None

    def coverage_of(self, gene: str) -> GeneCoverage:
        """Return how the gene's coding sequence was covered by the small-variant assay."""
        if not self.small_variants:
            return GeneCoverage(gene, Assessment.NOT_ASSESSED)
        for coverage in self.genes:
            if coverage.gene == gene:
                return coverage
        state = Assessment.NOT_ASSESSED if self.regions else Assessment.UNKNOWN
        return GeneCoverage(gene, state)
