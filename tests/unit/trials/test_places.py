"""Cities and coordinates of patients: found, ambiguous, unknown."""

from __future__ import annotations

import pytest

from oncomatch.domain.trial import Site, TrialStatus
from oncomatch.errors import InputError
from oncomatch.trials.places import Place, Places, clusters, open_places
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
        ("Qwxz", "give a larger city nearby"),
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


def test_sites_near_each_other_are_one_city():
    near = [Place("A", "", "U", 10, 20), Place("A", "", "U", 10.1, 20), Place("A", "", "U", 20, 20)]

    assert [len(group) for group in clusters(near)] == [2, 1]


@pytest.mark.parametrize("text", ["Mainz", "münchen", "Toledo, Spain", "London, Canada"])
def test_cities_of_the_bundled_table_are_found(text: str):
    assert open_places().find(text)
