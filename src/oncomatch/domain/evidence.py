"""What a source says: this biomarker, in this tumour type, with this regimen, means that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.provenance import Provenance


class EvidenceScheme(Enum):
    """Whose levels an item carries; schemes are never mapped onto each other silently."""

    CIVIC = "CIViC"
    FDA_COMPANION_DIAGNOSTIC = "FDA companion diagnostic"


class EvidenceLevel(Enum):
    """CIViC's levels (https://civic.readthedocs.io, evidence level)."""

    VALIDATED = "A"
    CLINICAL = "B"
    CASE_STUDY = "C"
    PRECLINICAL = "D"
    INFERENTIAL = "E"


class Significance(Enum):
    """What a predictive item says about the regimen."""

    SENSITIVITY = "Sensitivity/Response"
    REDUCED_SENSITIVITY = "Reduced Sensitivity"
    RESISTANCE = "Resistance"
    ADVERSE_RESPONSE = "Adverse Response"

    @property
    def is_benefit(self) -> bool:
        """Whether it speaks for the regimen."""
        return self is Significance.SENSITIVITY


class Direction(Enum):
    """Whether the study supports the statement.

    An item that does not support sensitivity is neither sensitivity nor resistance.
    """

    SUPPORTS = "Supports"
    DOES_NOT_SUPPORT = "Does Not Support"


class Interaction(Enum):
    """How the therapies of a regimen belong together (CIViC)."""

    SINGLE = ""
    COMBINATION = "Combination"
    SEQUENTIAL = "Sequential"
    SUBSTITUTES = "Substitutes"


_JOINT = {
    Interaction.SINGLE: " + ",
    Interaction.COMBINATION: " + ",
    Interaction.SEQUENTIAL: " then ",
    Interaction.SUBSTITUTES: " or ",
}


@dataclass(frozen=True, slots=True)
class Regimen:
    """Therapies given together, one after the other, or one instead of the other."""

    therapies: tuple[str, ...]
    interaction: Interaction = Interaction.SINGLE

    def __post_init__(self) -> None:
        if not self.therapies:
            raise ValueError("a regimen has at least one therapy")

    def __str__(self) -> str:
        return _JOINT[self.interaction].join(self.therapies)


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One predictive statement from one publication or label.

    `condition` is what must hold besides: the disease's name may imply it (HER2-positive), or
    the label asks for it; `condition_source` says which. `tumor_types` are OncoTree codes, `SOLID`
    or `TISSUE`; `disease` is the source's own word, and `subtype` what that word asks for beyond
    the codes ("castration-resistant"), if anything. `excluded_types` are codes that a label
    takes out of a statement about tumours of any type.
    `level` is None for a regulator's list, which has no levels; `rating` is CIViC's 1 to 5 stars.
    """

    biomarker: Biomarker
    condition: Biomarker | None
    condition_source: str
    tumor_types: tuple[str, ...]
    disease: str
    subtype: str
    regimen: Regimen
    significance: Significance
    direction: Direction
    scheme: EvidenceScheme
    level: EvidenceLevel | None
    rating: int | None
    origin: str
    flagged: bool
    provenance: Provenance
    excluded_types: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Identifier across sources, e.g. `CIViC EID883`."""
        return f"{self.provenance.source} {self.provenance.record_id}"
