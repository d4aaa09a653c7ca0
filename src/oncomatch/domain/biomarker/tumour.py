"""Patterns of the whole tumour, of inherited alleles, and of treatment."""

from __future__ import annotations

import re
from dataclasses import dataclass

from oncomatch.domain.alteration import CopyNumberKind, MismatchRepairState
from oncomatch.domain.biomarker.kinds import (
    Comparator,
    Zygosity,
    number_text,
)

_ONE_WORD = re.compile(r"[^\s()\"]+")
_JOINTS = {"and", "or", "not", "except"}


@dataclass(frozen=True, slots=True)
class MicrosatelliteInstability:
    """High microsatellite instability."""

    def __str__(self) -> str:
        return "MSI high"


@dataclass(frozen=True, slots=True)
class MicrosatelliteStability:
    """Stable microsatellites."""

    def __str__(self) -> str:
        return "MSI stable"


@dataclass(frozen=True, slots=True)
class MismatchRepair:
    """Mismatch repair, by the proteins or genes of it."""

    state: MismatchRepairState

    def __str__(self) -> str:
        return f"MMR {self.state.value}"


@dataclass(frozen=True, slots=True)
class MutationalBurden:
    """A tumour mutational burden compared with `number` mutations per megabase."""

    number: float
    comparator: Comparator = Comparator.AT_LEAST

    def __str__(self) -> str:
        return f"TMB {self.comparator.value} {number_text(self.number)}"


@dataclass(frozen=True, slots=True)
class RecombinationDeficiency:
    """Homologous recombination deficiency as the laboratory's test defines it."""

    def __str__(self) -> str:
        return "HRD positive"


@dataclass(frozen=True, slots=True)
class RecombinationScore:
    """A genomic instability score compared with a number."""

    comparator: Comparator
    number: float

    def __str__(self) -> str:
        return f"HRD score {self.comparator.value} {number_text(self.number)}"


@dataclass(frozen=True, slots=True)
class MutationalSignature:
    """A mutational signature, by its COSMIC name (`SBS3`)."""

    name: str

    def __str__(self) -> str:
        return f"signature {self.name}"


@dataclass(frozen=True, slots=True)
class Virus:
    """A virus in the tumour (`HPV`, `EBV`)."""

    name: str

    def __str__(self) -> str:
        return f"virus {self.name}"


@dataclass(frozen=True, slots=True)
class ArmChange:
    """A copy-number change of a chromosome arm (`17p`)."""

    arm: str
    kind: CopyNumberKind

    def __str__(self) -> str:
        return f"arm {self.arm} {self.kind.value}"


@dataclass(frozen=True, slots=True)
class Allele:
    """An inherited allele of a pharmacogene or HLA gene, by its star name or HLA name."""

    gene: str
    name: str
    zygosity: Zygosity | None = None

    def __str__(self) -> str:
        zygosity = f" {self.zygosity.value}" if self.zygosity else ""
        return f"{self.gene} allele {self.name}{zygosity}"


@dataclass(frozen=True, slots=True)
class After:
    """The patient was treated before with a therapy, or with one of a class of therapies."""

    therapy: str

    def __post_init__(self) -> None:
        if not self.therapy or self.therapy != " ".join(self.therapy.split()):
            raise ValueError(f"{self.therapy!r} is not the name of a therapy or class")
        if '"' in self.therapy:
            raise ValueError(f"{self.therapy!r}: a name has no quotes in it")

    def __str__(self) -> str:
        plain = _ONE_WORD.fullmatch(self.therapy) and self.therapy not in _JOINTS
        return f"after {self.therapy}" if plain else f'after "{self.therapy}"'


@dataclass(frozen=True, slots=True)
class LineOfTherapy:
    """The line of therapy that is to be chosen now; 1 is the first."""

    comparator: Comparator
    number: int

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"line {self.number} is not a line of therapy; the first is 1")

    def __str__(self) -> str:
        return f"line {self.comparator.value} {self.number}"
