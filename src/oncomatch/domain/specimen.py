"""What was sequenced: the kind of specimen, how much tumour is in it, and a matched normal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class SpecimenType(Enum):
    """Where the DNA of the tumour sample is from."""

    FFPE = "FFPE"
    FRESH = "fresh"
    PLASMA = "plasma"
    MARROW = "marrow"
    BLOOD = "blood"
    CYTOLOGY = "cytology"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Specimen:
    """What the sheet says of the sample.

    `tumor_fraction` is the share of tumour DNA in the plasma, `purity` that of tumour cells in
    the sample (0 to 1). `matched_normal` says whether the calls were made against normal tissue
    of the same patient. None is *not given*.
    """

    type: SpecimenType = SpecimenType.UNKNOWN
    tumor_fraction: float | None = None
    purity: float | None = None
    matched_normal: bool | None = None

    def __post_init__(self) -> None:
        fraction = self.tumor_fraction
        if fraction is not None and not 0 <= fraction <= 1:
            raise ValueError(f"tumor_fraction is {fraction:g}; expected is 0 to 1")

    @property
    def is_plasma(self) -> bool:
        """Whether the sample is cell-free DNA."""
        return self.type is SpecimenType.PLASMA

    @property
    def tumor_share(self) -> float | None:
        """The share of tumour DNA: the tumour fraction, else the purity."""
        return self.purity if self.tumor_fraction is None else self.tumor_fraction


class Pairing(Enum):
    """Whether the calls were made beside a matched normal."""

    TUMOR_ONLY = "tumour-only"
    TUMOR_NORMAL = "tumour-normal"
    UNKNOWN = "not known whether tumour-only"


@dataclass(frozen=True, slots=True)
class MatchedNormal:
    """The matched normal of a case: `sample` is its column in the VCF, empty where there is none.

    `how` tells in words why the pairing is believed. `error` is the share of its reads that are
    taken for errors.
    """

    pairing: Pairing = Pairing.UNKNOWN
    sample: str = ""
    how: str = "no small-variant file was given"
    error: float = 0.01
