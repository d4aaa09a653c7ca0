"""Biomarkers: the patterns that a knowledge base or a trial speaks of.

A biomarker is not a variant. `EGFR p.L858R`, `KRAS codon 12`, `ERBB2 amplification` are
patterns; whether a tumour fits one is decided in `matching`. Each has one text form, which
`domain.biomarker_text` reads back:

    EGFR p.L858R                      exact protein change
    TERT c.-124C>T                    exact coding change
    KRAS codon 12                     any change of a codon; `BRAF codons 464-469` of a range
    EGFR exon 19 inframe_deletion     exon with a kind of change
    BRCA1 loss_of_function            a kind of change anywhere in the gene
    ERBB2 amplification               copy number
    EML4::ALK fusion, ALK fusion      with a partner, with any partner
    ERBB2 overexpression              protein level
    KRAS wildtype                     assessed, and no mutation
    MSI high, TMB >= 10               tumour-wide markers
    A and (B or not C)                AND binds tighter than OR

A numbering that is not that of the gene's reported transcript names its own:
`ROS1@ENST00000368508.7 p.G2032R`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class ChangeKind(Enum):
    """A kind of small change, within an exon or anywhere in a gene."""

    MUTATION = "mutation"
    INFRAME_DELETION = "inframe_deletion"
    INFRAME_INSERTION = "inframe_insertion"
    FRAMESHIFT = "frameshift"
    MISSENSE = "missense"
    SKIPPING = "skipping"
    TRUNCATION = "truncation"
    LOSS_OF_FUNCTION = "loss_of_function"
    GAIN_OF_FUNCTION = "gain_of_function"


class CopyNumberKind(Enum):
    """A kind of copy-number change of a gene."""

    AMPLIFICATION = "amplification"
    GAIN = "gain"
    LOSS = "loss"
    DELETION = "deletion"


class ExpressionKind(Enum):
    """A level of a protein or transcript."""

    OVEREXPRESSION = "overexpression"
    EXPRESSION = "expression"
    UNDEREXPRESSION = "underexpression"


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
class CodonChange:
    """Any protein-altering change of the codons `first` to `last`, both included."""

    gene: str
    first: int
    last: int
    transcript: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise ValueError(f"codons {self.first}-{self.last} are not a range")

    def __str__(self) -> str:
        gene = _gene(self.gene, self.transcript)
        if self.first == self.last:
            return f"{gene} codon {self.first}"
        return f"{gene} codons {self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class ExonChange:
    """A kind of change in one exon, numbered on the reported transcript."""

    gene: str
    exon: int
    kind: ChangeKind

    def __post_init__(self) -> None:
        if self.exon < 1:
            raise ValueError(f"exon {self.exon} is not an exon; they are counted from 1")

    def __str__(self) -> str:
        return f"{self.gene} exon {self.exon} {self.kind.value}"


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


@dataclass(frozen=True, slots=True)
class CopyNumberChange:
    """A copy-number change of the gene."""

    gene: str
    kind: CopyNumberKind

    def __str__(self) -> str:
        return f"{self.gene} {self.kind.value}"


@dataclass(frozen=True, slots=True)
class Fusion:
    """A fusion; `partner` is empty for any partner. The order is 5' then 3' when both stand."""

    gene: str
    partner: str = ""

    def __str__(self) -> str:
        return f"{self.gene}::{self.partner} fusion" if self.partner else f"{self.gene} fusion"


@dataclass(frozen=True, slots=True)
class Expression:
    """A level of the gene's protein."""

    gene: str
    kind: ExpressionKind

    def __str__(self) -> str:
        return f"{self.gene} {self.kind.value}"


@dataclass(frozen=True, slots=True)
class MicrosatelliteInstability:
    """High microsatellite instability, or mismatch-repair deficiency."""

    def __str__(self) -> str:
        return "MSI high"


@dataclass(frozen=True, slots=True)
class MutationalBurden:
    """A tumour mutational burden of at least `minimum` mutations per megabase."""

    minimum: float

    def __str__(self) -> str:
        return f"TMB >= {self.minimum:g}"


@dataclass(frozen=True, slots=True)
class AllOf:
    """AND."""

    parts: tuple[Biomarker, ...]

    def __post_init__(self) -> None:
        _at_least_two(self.parts)

    def __str__(self) -> str:
        return " and ".join(_wrap(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """OR."""

    parts: tuple[Biomarker, ...]

    def __post_init__(self) -> None:
        _at_least_two(self.parts)

    def __str__(self) -> str:
        return " or ".join(_wrap(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """NOT: the part is known not to hold."""

    part: Biomarker

    def __str__(self) -> str:
        return f"not {_wrap(self.part)}"


Biomarker: TypeAlias = (
    ProteinChange
    | CodingChange
    | CodonChange
    | ExonChange
    | GeneMutation
    | WildType
    | CopyNumberChange
    | Fusion
    | Expression
    | MicrosatelliteInstability
    | MutationalBurden
    | AllOf
    | AnyOf
    | Not
)


def atoms_of(biomarker: Biomarker) -> tuple[Biomarker, ...]:
    """Return the patterns that the AND/OR/NOT tree is made of, left to right."""
    if isinstance(biomarker, AllOf | AnyOf):
        return tuple(atom for part in biomarker.parts for atom in atoms_of(part))
    if isinstance(biomarker, Not):
        return atoms_of(biomarker.part)
    return (biomarker,)


def genes_of(biomarker: Biomarker) -> tuple[str, ...]:
    """Return the genes that the pattern speaks of, sorted."""
    genes = set()
    for atom in atoms_of(biomarker):
        genes.add(getattr(atom, "gene", ""))
        genes.add(getattr(atom, "partner", ""))
    return tuple(sorted(genes - {""}))


def _gene(gene: str, transcript: str) -> str:
    return f"{gene}@{transcript}" if transcript else gene


def _wrap(part: Biomarker) -> str:
    return f"({part})" if isinstance(part, AllOf | AnyOf) else str(part)


def _at_least_two(parts: tuple[Biomarker, ...]) -> None:
    if len(parts) < 2:
        raise ValueError("AND and OR join at least two biomarkers")
