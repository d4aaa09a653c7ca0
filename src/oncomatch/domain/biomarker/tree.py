"""Patterns joined: AND, OR, NOT, and the origin that is asked of a variant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from oncomatch.domain.biomarker.clinical import (
    Age,
    CnsMetastases,
    ExtentIn,
    Laboratory,
    MeasurableDisease,
    PerformanceStatus,
    SexIs,
    TumorTypeIn,
)
from oncomatch.domain.biomarker.kinds import VariantOrigin
from oncomatch.domain.biomarker.levels import Expression, Score
from oncomatch.domain.biomarker.small import (
    CodingChange,
    CodonChange,
    Excepting,
    ExonChange,
    GeneMutation,
    GenomicChange,
    ProteinChange,
    RegionChange,
    WildType,
)
from oncomatch.domain.biomarker.structure import (
    BiallelicLoss,
    Copies,
    CopyNumberChange,
    ExonLoss,
    Fusion,
    KinaseDomainDuplication,
    LossOfHeterozygosity,
    Rearrangement,
    SpliceVariant,
)
from oncomatch.domain.biomarker.tumour import (
    After,
    Allele,
    ArmChange,
    LineOfTherapy,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MutationalBurden,
    MutationalSignature,
    RecombinationDeficiency,
    RecombinationScore,
    Virus,
)
from oncomatch.domain.biomarker.unread import Unread


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


@dataclass(frozen=True, slots=True)
class Origin:
    """The part holds by what is inherited, or by what the tumour alone carries."""

    origin: VariantOrigin
    part: Biomarker

    def __str__(self) -> str:
        return f"{self.origin.value} ({self.part})"


Biomarker: TypeAlias = (
    ProteinChange
    | CodingChange
    | GenomicChange
    | CodonChange
    | ExonChange
    | RegionChange
    | GeneMutation
    | Excepting
    | WildType
    | CopyNumberChange
    | Copies
    | LossOfHeterozygosity
    | BiallelicLoss
    | ExonLoss
    | KinaseDomainDuplication
    | Fusion
    | Rearrangement
    | SpliceVariant
    | Expression
    | Score
    | MicrosatelliteInstability
    | MicrosatelliteStability
    | MismatchRepair
    | MutationalBurden
    | RecombinationDeficiency
    | RecombinationScore
    | MutationalSignature
    | Virus
    | ArmChange
    | Allele
    | After
    | LineOfTherapy
    | TumorTypeIn
    | Age
    | SexIs
    | PerformanceStatus
    | MeasurableDisease
    | ExtentIn
    | CnsMetastases
    | Laboratory
    | Unread
    | Origin
    | AllOf
    | AnyOf
    | Not
)


def atoms_of(biomarker: Biomarker) -> tuple[Biomarker, ...]:
    """Return the patterns that the AND/OR/NOT tree is made of, left to right.

    A pattern of a named origin is an atom with its origin; one with exceptions keeps them.
    """
    if isinstance(biomarker, AllOf | AnyOf):
        return tuple(atom for part in biomarker.parts for atom in atoms_of(part))
    if isinstance(biomarker, Not):
        return atoms_of(biomarker.part)
    if isinstance(biomarker, Origin):
        inner = atoms_of(biomarker.part)
        if inner != (biomarker.part,):
            return tuple(Origin(biomarker.origin, atom) for atom in inner)
    return (biomarker,)


def genes_of(biomarker: Biomarker) -> tuple[str, ...]:
    """Return the genes that the pattern speaks of, sorted."""
    genes: set[str] = set()
    for atom in atoms_of(biomarker):
        if isinstance(atom, Origin):
            genes.update(genes_of(atom.part))
        genes.add(getattr(atom, "gene", ""))
        genes.add(getattr(atom, "partner", ""))
    return tuple(sorted(genes - {""}))


def _wrap(part: Biomarker) -> str:
    return f"({part})" if isinstance(part, AllOf | AnyOf) else str(part)


def _at_least_two(parts: tuple[Biomarker, ...]) -> None:
    if len(parts) < 2:
        raise ValueError("AND and OR join at least two biomarkers")
