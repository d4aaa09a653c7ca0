"""Markers of the whole tumour with how each was got: burden, microsatellites, HRD, signatures.

`TumorMarkers` has the values that answer patterns; what stands here tells where they come from,
by which rule and limit, or why there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.ledger import LedgerLine

MOST_BURDEN = 5000.0
"""More mutations per megabase than this are refused as a slip (a convention): one base of 200."""


class MarkerOrigin(Enum):
    """Where the value of a marker comes from."""

    SHEET = "given in the sheet"
    FILE = "read from a file"
    CALLS = "computed from the small variants"


@dataclass(frozen=True, slots=True)
class Burden:
    """A tumour mutational burden in mutations per megabase; None is *not computed*.

    `counted` mutations in `megabases` give it; `low` and `high` are its exact Poisson interval of
    95 %. `rule` says what counts, `left_out` how many were left out by which reason. A value that
    is not `tells_high` may be too high (inherited variants among those counted), one that is not
    `tells_low` may be too low (a file that was filtered before). `reason` is why there is no
    value, or what is to be thought of with it. `file` is where it was read from.
    """

    origin: MarkerOrigin
    per_mb: float | None = None
    counted: int | None = None
    megabases: float | None = None
    low: float | None = None
    high: float | None = None
    rule: str = ""
    left_out: tuple[LedgerLine, ...] = ()
    tells_high: bool = True
    tells_low: bool = True
    reason: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class ToolScore:
    """What a file of a tool says of a marker.

    `value` is in `unit`; `unstable` of `sites` sites where the tool counts such. `positive` is the
    file's own call, by its own `limit` where it tells one; None where it calls nothing, for the
    `reason`. `parts` are scores that the value is made of.
    """

    tool: str
    value: float
    unit: str
    sites: int | None = None
    unstable: int | None = None
    parts: tuple[tuple[str, float], ...] = ()
    positive: bool | None = None
    limit: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CalledScore:
    """A score of a tool with the limit that was applied to it, and who set the limit.

    `positive` is None where no limit could be applied; `reason` says why.
    """

    score: ToolScore
    file: str
    positive: bool | None
    limit: float | None = None
    limit_source: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SignatureShare:
    """The share of the substitutions that one signature explains, with its bootstrap interval.

    `low` and `high` are None where a file gives the share without one.
    """

    name: str
    share: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class SignatureFit:
    """The signatures of a tumour, strongest first; none where they were not fitted, see `reason`.

    `source` is the catalogue or the file of contributions. `substitutions` were placed in their
    trinucleotide; `unplaced` lie where the neighbouring bases are not known. `similarity` is the
    cosine between what was seen and what the fit explains. A signature counts as present from
    `present` on. `names` are all that were asked for. `doubt` is why the fit answers no pattern,
    empty where it does.
    """

    origin: MarkerOrigin
    source: str
    present: float
    substitutions: int | None = None
    unplaced: int = 0
    similarity: float | None = None
    shares: tuple[SignatureShare, ...] = ()
    names: tuple[str, ...] = ()
    reason: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class MarkerDoubt:
    """A marker about which two sources contradict each other, so that nobody is believed."""

    marker: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cutoff:
    """From which value a marker is called high in the tumour type of the case, and who says so."""

    number: float
    source: str


@dataclass(frozen=True, slots=True)
class TumorWide:
    """How the markers of the whole tumour were got; None is *not assessed*.

    `burdens` has the one of a file before the computed one; that of the sheet is in the markers.
    `burden_cutoff` calls a burden high in the report; patterns keep their own limits.
    `recombination_answers` says that a laboratory lets its tool's call of HRD answer patterns.
    """

    burdens: tuple[Burden, ...] = ()
    burden_cutoff: Cutoff | None = None
    microsatellites: CalledScore | None = None
    recombination: CalledScore | None = None
    recombination_answers: bool = False
    signatures: SignatureFit | None = None
    doubts: tuple[MarkerDoubt, ...] = ()
    purity: float | None = None
    purity_source: str = ""
    ploidy: float | None = None

    @property
    def computed_burden(self) -> Burden | None:
        """The burden that was computed, or could not be, from the small variants."""
        for each in self.burdens:
            if each.origin is MarkerOrigin.CALLS:
                return each
        return None

    def doubt_about(self, marker: str) -> str:
        """Return what contradicts itself about a marker, empty if nothing does."""
        return "; ".join(each.reason for each in self.doubts if each.marker == marker)
