"""Cities and coordinates of patients: found, ambiguous, unknown."""

from __future__ import annotations

from math import acos, cos, radians, sin

import pytest

from oncomatch.domain.trial import Site, TrialStatus
from oncomatch.errors import InputError
from oncomatch.trials.distance import distance_km
from oncomatch.trials.places import Place, Places, clusters, located, open_places
from oncomatch.trials.preferences import Coordinates
from oncomatch.trials.snapshot import make_snapshot
from unit.trials.trial_makers import trial

PLACES = Places(
    [
        Place("Anycity", "", "Utopia", 10, 20),
        Place("Ängelstadt", "", "Utopia", 11, 21),
        Place("Springfield", "North", "Utopia", 12, 22),
        Place("Springfield", "South", "Utopia", 14, 22),
        Place("Toledo", "", "Utopia", 30, 1),
        Place("Toledo", "", "Arcadia", 40, 1),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anycity", (10, 20)),
        (" anycity ,  UTOPIA", (10, 20)),
        ("angelstadt", (11, 21)),
        ("Springfield, South", (14, 22)),
        ("Springfield, South, Utopia", (14, 22)),
        ("Toledo, Arcadia", (40, 1)),
        ("49.41,8.69", (49.41, 8.69)),
        ("-33.9 , +18.4", (-33.9, 18.4)),
        ("49.41 8.69", (49.41, 8.69)),
        ("49.41;8.69", (49.41, 8.69)),
    ],
)
def test_a_place_is_found(text: str, found: tuple[float, float]):
    assert PLACES.find(text) == Coordinates(*found)


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("Springfield", "choose one of Springfield, North, Utopia; Springfield, South, Utopia"),
        ("Toledo", "choose one of Toledo, Arcadia; Toledo, Utopia"),
        ("Anycty", "did you mean Anycity, Utopia"),
        ("Anycity, Arcadia", "did you mean Anycity, Utopia"),
        ("Qwxz", "give a larger city nearby, or give latitude and longitude"),
        ("Qwxz, Utopia", "known there: Anycity, Springfield, Toledo, Ängelstadt; give a larger"),
        ("Qwxz, North", "known there: Springfield; give a larger city nearby"),
        ("Qwxz, Nowhere", "is not known: give a larger city nearby"),
        ("49,41 8,69", "are no coordinates"),
        ("91,8", "are no coordinates"),
        ("49.41", "are no coordinates"),
        ("1,2,3", "are no coordinates"),
    ],
)
def test_what_is_no_one_place_is_refused_with_what_to_do(text: str, telling: str):
    with pytest.raises(InputError) as caught:
        PLACES.find(text)

    assert telling in str(caught.value)


def test_cities_of_a_snapshot_are_known_too():
    sites = (
        Site("Utopia", "Newtown", "", TrialStatus.COMPLETED, 1.0, 2.0),
        Site("Utopia", "Anycity", "", None, 80.0, 80.0),
        Site("Utopia", "Nowhere"),
    )
    places = PLACES.with_sites(make_snapshot([trial(sites=sites)]))

    assert places.find("Newtown") == Coordinates(1, 2)
    assert places.find("Anycity") == Coordinates(10, 20), "the table goes before"
    with pytest.raises(InputError):
        places.find("Nowhere")


LOCATED = {
    "the one city of its name": (Site("Utopia", "anycity"), (10, 20)),
    "two cities of the name there": (Site("Utopia", "Springfield"), None),
    "one there, one elsewhere": (Site("Arcadia", "Toledo"), (40, 1)),
    "an unknown city": (Site("Utopia", "Nowhere"), None),
    "no city": (Site("Utopia"), None),
    "its own coordinates": (Site("Utopia", "Anycity", "", None, 1.0, 2.0), (1, 2)),
}


@pytest.mark.parametrize(("site", "expected"), LOCATED.values(), ids=LOCATED)
def test_a_site_without_coordinates_gets_those_of_its_city(
    site: Site, expected: tuple[float, float] | None
):
    (found,) = located([trial(sites=(site,))], PLACES)

    (where,) = found.sites
    assert (where.latitude, where.longitude) == (expected or (None, None))


DEGREE = 111.195
"""Kilometres of a degree on a great circle: the mean radius of the earth times pi / 180."""
DISTANCES = {
    "the same place": ((49.41, 8.69), (49.41, 8.69), 0),
    "a degree along a meridian": ((49, 8), (50, 8), DEGREE),
    "a degree along the equator": ((0, 8), (0, 9), DEGREE),
    "a degree of longitude at 60 degrees north is half of it": ((60, 8), (60, 9), DEGREE / 2),
    "over the date line": ((0, 179.5), (0, -179.5), DEGREE),
    "pole to pole": ((90, 0), (-90, 0), 180 * DEGREE),
    "over a pole": ((89, 0), (89, 180), 2 * DEGREE),
    "the other side of the earth": ((30, 10), (-30, -170), 180 * DEGREE),
}


@pytest.mark.parametrize(("first", "second", "kilometres"), DISTANCES.values(), ids=DISTANCES)
def test_distances_that_follow_from_the_geometry(
    first: tuple[float, float], second: tuple[float, float], kilometres: float
):
    one, other = Coordinates(*first), Coordinates(*second)

    assert distance_km(one, other) == pytest.approx(kilometres, rel=1e-4, abs=1e-6)
    assert distance_km(other, one) == pytest.approx(distance_km(one, other))


def test_distances_in_the_bundled_table_are_those_of_their_coordinates():
    """By the law of cosines, another way than the code takes."""
    places = [open_places().find(name) for name in ("Mainz", "Berlin, Germany", "Toledo, Spain")]
    for one in places:
        for other in places:
            low, high = radians(one.latitude), radians(other.latitude)
            across = radians(other.longitude - one.longitude)
            cosine = sin(low) * sin(high) + cos(low) * cos(high) * cos(across)
            wanted = 6371.0088 * acos(min(1.0, cosine))
            assert distance_km(one, other) == pytest.approx(wanted, abs=0.5)


def test_sites_near_each_other_are_one_city():
    near = [Place("A", "", "U", 10, 20), Place("A", "", "U", 10.1, 20), Place("A", "", "U", 20, 20)]

    assert [len(group) for group in clusters(near)] == [2, 1]


@pytest.mark.parametrize("text", ["Mainz", "münchen", "Toledo, Spain", "London, Canada"])
def test_cities_of_the_bundled_table_are_found(text: str):
    assert open_places().find(text)
