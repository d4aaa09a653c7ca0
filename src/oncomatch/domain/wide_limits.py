"""The rules by which markers of the whole tumour are computed and called; a lab sets its own."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BurdenRule:
    """What counts as a mutation of the burden, and in how many megabases.

    The default follows Chalmers et al. 2017 (doi 10.1186/s13073-017-0424-2): coding
    substitutions and indels, synonymous ones too, without known drivers; below 0.5 Mb the
    variance of a panel's burden rises. The fraction of 0.05 and the population frequency are this
    project's convention.

    `megabases` is the size that the panel declares, 0 where it is worked out from
    what was assessed. `cutoffs` are by tumour type, before `cutoff`.
    """

    synonymous: bool = True
    known_drivers: bool = False
    min_depth: int = 0
    min_vaf: float = 0.05
    max_population: float = 0.001
    megabases: float = 0.0
    min_megabases: float = 0.5
    cutoff: float = 10.0
    cutoffs: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MicrosatelliteLimits:
    """From which score of a tool on microsatellites are called highly unstable; 0 for none.

    `tool` tells MSIsensor from MSIsensor2, whose files look alike. MSIsensor2's 20 % is its
    authors' (its README); those of MSIsensor-pro give none, since it depends on the panel.
    """

    tool: str = ""
    msisensor: float = 0.0
    msisensor2: float = 20.0
    msisensor_pro: float = 0.0
    mantis: float = 0.0
    tso500: float = 0.0
    min_sites: int = 40


@dataclass(frozen=True, slots=True)
class RecombinationLimits:
    """From which score of a tool on HRD is called; 0 for none. CHORD calls by itself.

    `answers` lets that call answer patterns that ask for HRD.
    """

    scarhrd: float = 0.0
    gis: float = 0.0
    answers: bool = False


@dataclass(frozen=True, slots=True)
class SignatureRule:
    """How signatures are fitted, and when one counts as present.

    200 substitutions are PCGR's default for a fit; a share of 0.06 is the cut-off of
    deconstructSigs. `catalogue` is the user's file, empty for none.
    """

    catalogue: str = ""
    min_substitutions: int = 200
    present: float = 0.06
    bootstraps: int = 200
    seed: int = 20261129
