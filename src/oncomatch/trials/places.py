"""Where a city is: from the registry's own coordinates of its sites, or given as coordinates.

What is asked for stays on this machine: no request and no record holds it, only distances.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from oncomatch.domain.trial import Site, Trial
from oncomatch.errors import InputError
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows
from oncomatch.trials.distance import distance_km
from oncomatch.trials.preferences import Coordinates
from oncomatch.trials.snapshot import Snapshot

SAME_PLACE_KM = 50
"""Sites of one city name within this distance are of one city. A convention."""

_COORDINATES = re.compile(
    r"([-+]?\d{1,3}(?:\.\d{1,8})?)(?:\s*[,;]\s*|\s+)([-+]?\d{1,3}(?:\.\d{1,8})?)"
)
_LIKE = re.compile(r"[-+\d.,;\s°]+")
_CHOICES = 6
_CITIES_OF_A_COUNTRY = 12


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A city; `region` is the state or province, empty where the registry names none."""

    city: str
    region: str
    country: str
    latitude: float
    longitude: float

    @property
    def name(self) -> str:
        """City, region and country."""
        return ", ".join(part for part in (self.city, self.region, self.country) if part)

    @property
    def coordinates(self) -> Coordinates:
        """Where it is."""
        return Coordinates(self.latitude, self.longitude)


class Places:
    """Finds cities by name, without regard to capitals and accents."""

    def __init__(self, places: Iterable[Place]):
        self._by_city: dict[str, list[Place]] = defaultdict(list)
        for place in sorted(places):
            self._by_city[_folded(place.city)].append(place)

    def with_sites(self, snapshot: Snapshot) -> Places:
        """Return these with the cities of a snapshot's sites that are not among them."""
        sites = (
            Place(site.city, "", site.country, site.latitude, site.longitude)
            for trial in snapshot.trials
            for site in trial.sites
            if site.city and site.latitude is not None and site.longitude is not None
        )
        known = [place for places in self._by_city.values() for place in places]
        cities = {(_folded(place.city), place.country) for place in known}
        more = {each for each in sites if (_folded(each.city), each.country) not in cities}
        return Places([*known, *(first for first, *_ in clusters(more))])

    def find(self, text: str) -> Coordinates:
        """Return where `Mainz`, `Toledo, Spain` or `49.4,8.7` (latitude first) is.

        Raises:
            InputError: it is unknown, several cities are called so, or it is no coordinates.
        """
        wanted = " ".join(text.split())
        found = _COORDINATES.fullmatch(wanted)
        if found or _LIKE.fullmatch(wanted):
            try:
                assert found is not None
                return Coordinates(float(found[1]), float(found[2]))
            except (AssertionError, ValueError) as error:
                raise InputError(
                    f"{wanted[:40]!r} are no coordinates; give latitude and longitude in degrees, "
                    f"such as 49.41,8.69"
                ) from error
        city, *rest = (_folded(part) for part in wanted.split(","))
        named = self._by_city.get(city, [])
        fitting = [place for place in named if _in_all(place, rest)]
        if len(fitting) == 1:
            return fitting[0].coordinates
        if not fitting:
            raise InputError(self._unknown(wanted, city, named, rest))
        choices = "; ".join(place.name for place in fitting[:_CHOICES])
        if len({place.name for place in fitting}) < len(fitting):
            choices += "; or give coordinates"
        raise InputError(f"there are several places {wanted[:40]!r}: choose one of {choices}")

    def of_city(self, city: str, country: str) -> Coordinates | None:
        """Return where the one city of a name in a country is, None where it is not known."""
        named = [each for each in self._by_city.get(_folded(city), ()) if each.country == country]
        return named[0].coordinates if len(named) == 1 else None

    def _of_country(self, parts: Iterable[str]) -> str:
        """Return cities of a country or region that is named, empty where none is known there."""
        around = set(parts)
        cities = {
            place.city
            for places in self._by_city.values()
            for place in places
            if around & {_folded(place.region), _folded(place.country)} - {""}
        }
        shown = ", ".join(sorted(cities)[:_CITIES_OF_A_COUNTRY])
        more = len(cities) - _CITIES_OF_A_COUNTRY
        return f"{shown} and {more} more" if more > 0 else shown

    def _unknown(self, wanted: str, city: str, named: list[Place], rest: list[str]) -> str:
        near = named or [
            place
            for name in difflib.get_close_matches(city[:60], self._by_city, n=3, cutoff=0.7)
            for place in self._by_city[name]
        ]
        hint = "; ".join(place.name for place in near[:_CHOICES])
        there = self._of_country(rest)
        asked = f"did you mean {hint}? Or" if hint else "give a larger city nearby, or"
        asked = f"known there: {there}; {asked}" if there else asked
        return (
            f"the place {wanted[:40]!r} is not known: {asked} give latitude and longitude in "
            f"degrees, such as 49.41,8.69"
        )


def located(trials: Iterable[Trial], places: Places) -> list[Trial]:
    """Return trials whose sites without coordinates have those of their city, where it is known.

    EU CTIS names the city of a site and no more.
    """
    return [
        replace(trial, sites=tuple(_located(site, places) for site in trial.sites))
        if any(site.latitude is None and site.city for site in trial.sites)
        else trial
        for trial in trials
    ]


def _located(site: Site, places: Places) -> Site:
    found = None
    if site.latitude is None and site.longitude is None and site.city:
        found = places.of_city(site.city, site.country)
    if found is None:
        return site
    return replace(site, latitude=found.latitude, longitude=found.longitude)


def _in_all(place: Place, parts: Iterable[str]) -> bool:
    around = {_folded(place.region), _folded(place.country)}
    return all(part in around for part in parts)


def _folded(text: str) -> str:
    """Return a name without capitals, accents and doubled blanks.

    >>> _folded(" São  Paulo")
    'sao paulo'
    """
    parts = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def clusters(places: Iterable[Place]) -> list[list[Place]]:
    """Return places of one city and country together where they are near, in a fixed order."""
    by_name: dict[tuple[str, str], list[list[Place]]] = defaultdict(list)
    for place in sorted(places):
        groups = by_name[_folded(place.city), place.country]
        for group in groups:
            if distance_km(group[0].coordinates, place.coordinates) <= SAME_PLACE_KM:
                group.append(place)
                break
        else:
            groups.append([place])
    return [group for groups in by_name.values() for group in groups]


def open_places() -> Places:
    """Return the cities of the bundled table."""
    return Places(
        Place(
            row["city"],
            row["region"],
            row["country"],
            float(row["latitude"]),
            float(row["longitude"]),
        )
        for row in read_rows(resource_path("trials", "cities.tsv"))
    )
