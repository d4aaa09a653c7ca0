"""Markers that the sheet gives by name: immunohistochemistry, hybridisation, RNA, viruses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MISMATCH_REPAIR = ("MLH1", "MSH2", "MSH6", "PMS2")
"""The genes whose proteins are stained to test mismatch repair."""


class Stain(Enum):
    """What a laboratory says of a stained protein, by its own cut-off."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    OVEREXPRESSED = "overexpressed"
    LOST = "lost"
    RETAINED = "retained"
    ABERRANT = "aberrant"
    WILD_TYPE = "wild-type pattern"


@dataclass(frozen=True, slots=True)
class IhcResult:
    """Immunohistochemistry of one protein.

    `marker` and `words` are the laboratory's; `product` is one of several proteins of the gene
    (`CLDN18.2`). `score` is 0 to 3, `percent` the share of stained cells, `h_score` 0 to 300.
    """

    marker: str
    gene: str
    words: str
    product: str = ""
    stain: Stain | None = None
    score: int | None = None
    percent: float | None = None
    h_score: float | None = None

    def __post_init__(self) -> None:
        if (self.stain, self.score, self.percent, self.h_score) == (None,) * 4:
            raise ValueError(f"the stain of {self.marker} has no value")
        for value, most, what in (
            (self.score, 3, "the score"),
            (self.percent, 100, "the percentage"),
            (self.h_score, 300, "the H-score"),
        ):
            if value is not None and not 0 <= value <= most:
                raise ValueError(f"{what} of {self.marker} is {value:g}; expected is 0 to {most}")

    @property
    def id(self) -> str:
        """Identifier within the case."""
        return f"IHC-{self.marker}"

    @property
    def label(self) -> str:
        """What people call it: `MLH1 IHC lost`."""
        return f"{self.marker} IHC {self.words}"

    @property
    def is_finding(self) -> bool:
        """Whether the laboratory's word tells something that normal tissue would not."""
        return self.stain in (Stain.POSITIVE, Stain.OVEREXPRESSED, Stain.LOST, Stain.ABERRANT)

    @property
    def unstained(self) -> bool:
        """Whether no cell is stained at all, which is negative by any cut-off."""
        return 0 in (self.score, self.percent, self.h_score)


class Hybridisation(Enum):
    """What in-situ hybridisation says of a gene."""

    AMPLIFIED = "amplified"
    NOT_AMPLIFIED = "not amplified"
    REARRANGED = "rearranged"
    NOT_REARRANGED = "not rearranged"


@dataclass(frozen=True, slots=True)
class IshResult:
    """In-situ hybridisation of one gene."""

    gene: str
    result: Hybridisation

    @property
    def is_finding(self) -> bool:
        """Whether the gene is altered."""
        return self.result in (Hybridisation.AMPLIFIED, Hybridisation.REARRANGED)

    @property
    def counts_copies(self) -> bool:
        """Whether it was asked for copies, not for breaks."""
        return self.result in (Hybridisation.AMPLIFIED, Hybridisation.NOT_AMPLIFIED)

    @property
    def id(self) -> str:
        """Identifier within the case; a gene may be asked for copies and for breaks."""
        return f"ISH-{self.gene}-{self.result.value.removeprefix('not ')}"

    @property
    def label(self) -> str:
        """What people call it: `MET ISH amplified`."""
        return f"{self.gene} ISH {self.result.value}"


class ExpressionLevel(Enum):
    """How much RNA of a gene there is, compared with other tumours."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class ExpressionLimits:
    """From where on RNA is high or low, by what was measured; 0 TPM stands for no limit.

    The defaults are a convention, not a guideline. z-scores and percentiles compare with other
    tumours; what TPM a gene has in other tumours differs by gene.
    """

    z_high: float = 2.0
    z_low: float = -2.0
    percentile_high: float = 95.0
    percentile_low: float = 5.0
    tpm_high: float = 0.0
    tpm_low: float = 0.0

    def __post_init__(self) -> None:
        for high, low in map(self._of, ("z_score", "percentile")):
            if low >= high:
                raise ValueError(f"low ({low:g}) has to be below high ({high:g})")
        if self.has("tpm") and self.tpm_low >= self.tpm_high:
            raise ValueError(f"low ({self.tpm_low:g}) has to be below high ({self.tpm_high:g})")

    def _of(self, measure: str) -> tuple[float, float]:
        return {
            "z_score": (self.z_high, self.z_low),
            "percentile": (self.percentile_high, self.percentile_low),
            "tpm": (self.tpm_high, self.tpm_low),
        }[measure]

    def has(self, measure: str) -> bool:
        """Whether there are limits for `z_score`, `percentile` or `tpm`."""
        return measure != "tpm" or self.tpm_high > 0

    def level_of(self, measure: str, number: float) -> ExpressionLevel:
        """Return the level of a number, which is high or low from its limit on.

        >>> ExpressionLimits().level_of("z_score", 2.5)
        <ExpressionLevel.HIGH: 'high'>
        """
        high, low = self._of(measure)
        if number >= high:
            return ExpressionLevel.HIGH
        return ExpressionLevel.LOW if number <= low else ExpressionLevel.NORMAL


@dataclass(frozen=True, slots=True)
class GeneExpression:
    """The level of a gene's RNA, and what was measured (`z-score 3.1`) where a file says it."""

    gene: str
    level: ExpressionLevel
    measure: str = ""

    @property
    def id(self) -> str:
        """Identifier within the case."""
        return f"RNA-{self.gene}"

    @property
    def label(self) -> str:
        """What people call it: `ERBB3 RNA high (z-score 3.1)`."""
        measure = f" ({self.measure})" if self.measure else ""
        return f"{self.gene} RNA {self.level.value}{measure}"


@dataclass(frozen=True, slots=True)
class VirusResult:
    """Whether a virus was found, by the laboratory's test."""

    name: str
    positive: bool

    @property
    def id(self) -> str:
        """Identifier within the case."""
        return f"virus-{self.name}"

    @property
    def label(self) -> str:
        """What people call it: `MCPyV positive`."""
        return f"{self.name} {'positive' if self.positive else 'negative'}"
