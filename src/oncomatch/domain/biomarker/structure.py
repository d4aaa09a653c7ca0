"""Patterns of copies and structure: copy number, lost exons, fusions, rearrangements."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.alteration import CopyNumberKind
from oncomatch.domain.biomarker.kinds import Comparator, number_text
from oncomatch.domain.biomarker.small import check_exons, numbered


@dataclass(frozen=True, slots=True)
class CopyNumberChange:
    """A copy-number change of the gene."""

    gene: str
    kind: CopyNumberKind

    def __str__(self) -> str:
        return f"{self.gene} {self.kind.value}"


@dataclass(frozen=True, slots=True)
class Copies:
    """A total copy number of the gene in the tumour."""

    gene: str
    comparator: Comparator
    number: float

    def __str__(self) -> str:
        return f"{self.gene} copies {self.comparator.value} {number_text(self.number)}"


@dataclass(frozen=True, slots=True)
class LossOfHeterozygosity:
    """Only one parent's copy of the gene is left; with two copies of it if `copy_neutral`."""

    gene: str
    copy_neutral: bool = False

    def __str__(self) -> str:
        word = "loss_of_heterozygosity"
        return f"{self.gene} {'copy_neutral_' if self.copy_neutral else ''}{word}"


@dataclass(frozen=True, slots=True)
class BiallelicLoss:
    """Both copies of the gene are lost or carry a change that takes its function."""

    gene: str

    def __str__(self) -> str:
        return f"{self.gene} biallelic_loss"


@dataclass(frozen=True, slots=True)
class ExonLoss:
    """The whole exons `first` to `last` are lost (EGFR exons 2-7: EGFRvIII)."""

    gene: str
    first: int
    last: int

    def __post_init__(self) -> None:
        check_exons(self.first, self.last)

    def __str__(self) -> str:
        return f"{self.gene} {numbered('exon', self.first, self.last)} loss"


@dataclass(frozen=True, slots=True)
class KinaseDomainDuplication:
    """The exons of the kinase domain stand twice in the gene."""

    gene: str

    def __str__(self) -> str:
        return f"{self.gene} kinase_domain_duplication"


@dataclass(frozen=True, slots=True)
class Fusion:
    """A fusion; `partner` is empty for any partner. The order is 5' then 3' when both stand.

    `exon` is the last one of the 5' gene, `partner_exon` the first of the 3' one; 0 for any.
    """

    gene: str
    partner: str = ""
    exon: int = 0
    partner_exon: int = 0

    def __post_init__(self) -> None:
        if not self.partner and (self.exon or self.partner_exon):
            raise ValueError("the exons of a fusion are named with both partners")

    def __str__(self) -> str:
        if not self.partner:
            return f"{self.gene} fusion"
        return f"{_at(self.gene, self.exon)}::{_at(self.partner, self.partner_exon)} fusion"


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """The gene is broken, whatever comes of it; in the named `intron`, 0 for anywhere."""

    gene: str
    intron: int = 0

    def __str__(self) -> str:
        return f"{self.gene} {f'intron {self.intron} ' if self.intron else ''}rearrangement"


@dataclass(frozen=True, slots=True)
class SpliceVariant:
    """A named transcript of the gene that the tumour makes, e.g. `AR-V7`."""

    gene: str
    name: str

    def __str__(self) -> str:
        return f"{self.gene} splice_variant {self.name}"


def _at(gene: str, exon: int) -> str:
    return f"{gene} exon {exon}" if exon else gene
