"""Where a call may be from: the tumour, the germline, blood cells, fixation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.variant import Variant


class CallOrigin(Enum):
    """What is known of the origin of a call.

    Only a matched normal makes one somatic, only a file of the germline makes one inherited.
    """

    SOMATIC = "somatic"
    GERMLINE = "germline"
    PRESUMED_GERMLINE = "presumed germline"
    POSSIBLY_GERMLINE = "possibly germline"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class OriginSheet:
    """What speaks for and against an inherited variant, and what a reader has to be warned of.

    `variant` is the id of the call, `reported` whether it is among the reported ones. `reason` is
    what decided; `for_germline` and `against_germline` are all that is known, decided or not.
    `hereditary` and `haematopoiesis` are cautions, empty where they do not apply: the change is
    pathogenic in a gene of hereditary cancer; it may come from blood cells. `artefact` says that
    it has the pattern of a formalin artefact. `structural` says that it is of a deletion or
    rearrangement, whose `variant` is the id of that.
    """

    variant: str
    label: str
    reported: bool
    origin: CallOrigin
    reason: str
    for_germline: tuple[str, ...] = ()
    against_germline: tuple[str, ...] = ()
    hereditary: str = ""
    haematopoiesis: str = ""
    artefact: str = ""
    structural: bool = False


def is_deaminated(variant: Variant) -> bool:
    """Whether a variant is C>T or G>A, as formalin makes them."""
    return (variant.ref, variant.alt) in (("C", "T"), ("G", "A"))


@dataclass(frozen=True, slots=True)
class Deamination:
    """The C>T and G>A calls among the substitutions of a file, as formalin makes them.

    `low` and `low_deaminated` are the substitutions with a VAF below `limit` and those of them
    that are C>T or G>A; `high` and `high_deaminated` those at it or above.
    """

    limit: float
    low: int = 0
    low_deaminated: int = 0
    high: int = 0
    high_deaminated: int = 0

    @property
    def is_excessive(self) -> bool:
        """Whether more of the low calls are C>T or G>A than of the others.

        Asked where both have twenty calls at least: the difference of the shares has to be above
        three standard errors (two-proportion z-test), and half of the low calls have to be so.
        """
        if self.low < _LEAST_CALLS or self.high < _LEAST_CALLS:
            return False
        low, high = self.low_deaminated / self.low, self.high_deaminated / self.high
        pooled = (self.low_deaminated + self.high_deaminated) / (self.low + self.high)
        error = (pooled * (1 - pooled) * (1 / self.low + 1 / self.high)) ** 0.5
        return low >= 0.5 and error > 0 and low - high > _STANDARD_ERRORS * error


_LEAST_CALLS = 20
_STANDARD_ERRORS = 3
