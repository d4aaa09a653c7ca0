"""Patterns of small variants: exact changes, codons, exons, regions, kinds of change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from oncomatch.domain.biomarker.kinds import ChangeKind
from oncomatch.domain.variant import Variant


@dataclass(frozen=True, slots=True)
class ProteinChange:
    """An exact protein change in the short form, e.g. `V600E`; `transcript` if not the reported."""

    gene: str
    change: str
    transcript: str = ""

    def __str__(self) -> str:
        return f"{_gene(self.gene, self.transcript)} p.{self.change}"


@dataclass(frozen=True, slots=True)
class CodingChange:
    """An exact coding change, e.g. `c.-124C>T`, on the reported transcript."""

    gene: str
    change: str

    def __str__(self) -> str:
        return f"{self.gene} {self.change}"


@dataclass(frozen=True, slots=True)
class GenomicChange:
    """An exact genomic change: REF>ALT as in VCF (1-based position) on a named build."""

    gene: str
    variant: Variant

    def __str__(self) -> str:
        each = self.variant
        place = f"{each.build.value}:{each.contig}:{each.position}:{each.ref}>{each.alt}"
        return f"{self.gene} g.{place}"


@dataclass(frozen=True, slots=True)
class CodonChange:
    """A change of the codons `first` to `last`, both included; any of the protein without `kind`.

    An in-frame insertion between two codons belongs to both.
    """

    gene: str
    first: int
    last: int
    transcript: str = ""
    kind: ChangeKind | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise ValueError(f"codons {self.first}-{self.last} are not a range")

    def __str__(self) -> str:
        place = f"{_gene(self.gene, self.transcript)} {numbered('codon', self.first, self.last)}"
        return f"{place} {self.kind.value}" if self.kind else place


@dataclass(frozen=True, slots=True)
class ExonChange:
    """A kind of change in the exons `exon` to `last`, numbered on the reported transcript.

    `last` is `exon` where it is not said.
    """

    gene: str
    exon: int
    kind: ChangeKind
    last: int = 0

    def __post_init__(self) -> None:
        if not self.last:
            object.__setattr__(self, "last", self.exon)
        check_exons(self.exon, self.last)

    def __str__(self) -> str:
        return f"{self.gene} {numbered('exon', self.exon, self.last)} {self.kind.value}"


@dataclass(frozen=True, slots=True)
class RegionChange:
    """A kind of change in a named region of the protein, e.g. `tyrosine_kinase_domain`.

    Which residues it has stands in `resources/knowledge/regions.tsv`.
    """

    gene: str
    region: str
    kind: ChangeKind

    def __str__(self) -> str:
        return f"{self.gene} region {self.region} {self.kind.value}"


@dataclass(frozen=True, slots=True)
class GeneMutation:
    """A kind of small change anywhere in the gene."""

    gene: str
    kind: ChangeKind

    def __str__(self) -> str:
        return f"{self.gene} {self.kind.value}"


@dataclass(frozen=True, slots=True)
class WildType:
    """The gene was assessed and carries no mutation."""

    gene: str

    def __str__(self) -> str:
        return f"{self.gene} wildtype"


Place: TypeAlias = CodonChange | ExonChange | RegionChange | GeneMutation
SmallChange: TypeAlias = ProteinChange | CodingChange | Place


@dataclass(frozen=True, slots=True)
class Excepting:
    """A variant that fits the pattern and none of the exceptions, which are of the same gene.

    It is asked of each variant: another fitting variant beside an excepted one is met.
    """

    pattern: Place
    exceptions: tuple[SmallChange, ...]

    def __post_init__(self) -> None:
        if not self.exceptions:
            raise ValueError("`except` names no exception")
        if any(each.gene != self.gene for each in self.exceptions):
            raise ValueError(f"every exception is of {self.gene}")

    @property
    def gene(self) -> str:
        """The gene of the pattern and its exceptions."""
        return self.pattern.gene

    def __str__(self) -> str:
        shown = [str(each).partition(" ")[2] for each in self.exceptions]
        return f"{self.pattern} except {', '.join(shown)}"


def check_exons(first: int, last: int) -> None:
    """Check that exons are a range counted from 1.

    Raises:
        ValueError: they are not.
    """
    if first < 1:
        raise ValueError(f"exon {first} is not an exon; they are counted from 1")
    if last < first:
        raise ValueError(f"exons {first}-{last} are not a range")


def _gene(gene: str, transcript: str) -> str:
    return f"{gene}@{transcript}" if transcript else gene


def numbered(word: str, first: int, last: int) -> str:
    """Return how the language writes a number or a range of them.

    >>> numbered("exon", 2, 7), numbered("exon", 4, 4)
    ('exons 2-7', 'exon 4')
    """
    return f"{word} {first}" if first == last else f"{word}s {first}-{last}"
