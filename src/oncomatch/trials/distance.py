"""Distances on the earth's surface."""

from __future__ import annotations

from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt

from oncomatch.trials.preferences import Coordinates
from oncomatch.trials.snapshot import PackedSite

_EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""


def distance_km(first: Coordinates, second: Coordinates) -> float:
    """Return the great-circle distance of two places, by the haversine formula.

    >>> round(distance_km(Coordinates(0, 0), Coordinates(0, 90)))
    10008
    """
    low, high = radians(first.latitude), radians(second.latitude)
    across = radians(second.longitude - first.longitude)
    half = sin((high - low) / 2) ** 2 + cos(low) * cos(high) * sin(across / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


def nearest(place: Coordinates, sites: Iterable[PackedSite]) -> tuple[PackedSite, int] | None:
    """Return the nearest site with its distance in kilometres, None where none has coordinates."""
    found = [
        (distance_km(place, Coordinates(site.latitude, site.longitude)), number, site)
        for number, site in enumerate(sites)
        if site.latitude is not None and site.longitude is not None
    ]
    if not found:
        return None
    kilometres, _, site = min(found, key=lambda each: each[:2])
    return site, round(kilometres)
