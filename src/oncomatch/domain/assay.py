"""What was assessed: outside it nothing is known, least of all that a gene is normal."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from oncomatch.domain.depth import DepthMeasure, DetectionLimit
from oncomatch.domain.panel import PanelDescription

_NAMED = 6


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
class CodonGap:
    """Codons of the reported transcript that were not assessed, both ends included.

    `first_exon` and `last_exon` are those in which they lie, 0 where exons are not numbered.
    """

    first: int
    last: int
    first_exon: int = 0
    last_exon: int = 0

    def __str__(self) -> str:
        codons = _range("codon", self.first, self.last)
        if not self.first_exon:
            return codons
        return f"{codons} ({_range('exon', self.first_exon, self.last_exon)})"


def _range(word: str, first: int, last: int) -> str:
    return f"{word} {first}" if first == last else f"{word}s {first}-{last}"


@dataclass(frozen=True, slots=True)
class GeneCoverage:
    """How much of a gene's coding sequence was assessed.

    `codons` are ranges (first, last) on the reported transcript, both included, that are
    covered completely; `exons` are the numbers of its exons whose coding part is, and
    `flanked_exons` of those whose splice sites (two bases each) are as well. All are
    empty when the gene has no embedded transcript: then only `assessment` speaks. `gaps` are the
    codons that are left over; they follow from the transcript and do not count when coverages
    are compared.
    """

    gene: str
    assessment: Assessment
    codons: tuple[tuple[int, int], ...] = ()
    exons: tuple[int, ...] = ()
    flanked_exons: tuple[int, ...] = ()
    gaps: tuple[CodonGap, ...] = field(default=(), compare=False)

    @property
    def missing(self) -> str:
        """The codons that were not assessed in words, the first few; empty where none is known."""
        named = ", ".join(map(str, self.gaps[:_NAMED]))
        more = len(self.gaps) - _NAMED
        if more <= 0:
            return named
        codons = sum(gap.last - gap.first + 1 for gap in self.gaps)
        return f"{named} and {more} more stretches, {codons:,} codons in all"


@dataclass(frozen=True, slots=True)
class Assay:
    """What is known of the assay.

    `regions` names what says which places were covered (a panel, a depth file, a gVCF), empty
    when nothing does: then it is not known what small variants could have been seen, and no
    gene is called wild type. `copy_number` is the name of the copy-number file.
    `small_variants` says whether a small-variant file was given. `fusions` is the name of the
    file of rearrangements, `fusion_genes` are those whose fusions the assay would have seen,
    None where that is not known. `splice_variants` are those whose splice variants and skipped
    exons it would have seen in RNA, None likewise. `elsewhere` is the state of genes that are
    not listed. `depth` is the name of the file that tells the depth and `measure` what its
    numbers are of; `min_depth` reads count as assessed, 0 where no depth is known, and
    `median_depth` is what half of the bases with so many reach, `deep_share` the share (0 to 1) of
    the bases of the panel's BED file, else of the depth file, that have so many. `limit` is the
    limit of detection at `min_depth`, `median_limit` that at `median_depth`. `description` is what
    the assay is declared to be able to see; its genes are in `genes`.
    """

    regions: str
    genes: tuple[GeneCoverage, ...]
    copy_number: str
    small_variants: bool
    fusions: str = ""
    fusion_genes: tuple[str, ...] | None = None
    elsewhere: Assessment = Assessment.NOT_ASSESSED
    depth: str = ""
    measure: DepthMeasure | None = None
    min_depth: int = 0
    median_depth: float | None = None
    limit: DetectionLimit | None = None
    description: PanelDescription | None = None
    median_limit: DetectionLimit | None = None
    splice_variants: tuple[str, ...] | None = None
    deep_share: float | None = None

    def coverage_of(self, gene: str) -> GeneCoverage:
        """Return how the gene's coding sequence was covered by the small-variant assay."""
        if not self.small_variants:
            return GeneCoverage(gene, Assessment.NOT_ASSESSED)
        for coverage in self.genes:
            if coverage.gene == gene:
                return coverage
        return GeneCoverage(gene, self.elsewhere if self.regions else Assessment.UNKNOWN)
