"""What a site prefers among trials: countries, the patient's place, and the order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class OrderKey(Enum):
    """By what trials are ordered, in the order that documentation gives as usual."""

    FIT = "fit"
    ELIGIBILITY = "eligibility"
    SPECIFICITY = "specificity"
    TUMOR_TYPE = "tumor_type"
    CERTAINTY = "certainty"
    PHASE = "phase"
    STATUS = "status"
    ARM_STATUS = "arm_status"
    DISTANCE = "distance"
    FRESHNESS = "freshness"


class Listing(Enum):
    """Which trials are listed whose alteration is not known of the case.

    TOUCHED: those in which a finding leaves it open (a mutation that may be the one asked for).
    ALL: every one.
    """

    TOUCHED = "touched"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place on earth, in degrees."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(
                f"{self.latitude:g}, {self.longitude:g} are no coordinates: latitude is from "
                f"-90 to 90, longitude from -180 to 180 degrees"
            )


@dataclass(frozen=True, slots=True)
class Preferences:
    """What is preferred; empty `countries` are all of them, `place` may be unknown."""

    countries: tuple[str, ...] = ()
    place: Coordinates | None = None
    order: tuple[OrderKey, ...] = tuple(OrderKey)
