"""The snapshot, countries, order and place that a site chooses for its trials."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from oncomatch.errors import InputError
from oncomatch.pipeline.chosen_trials import (
    age_in_days,
    open_chosen_trials,
    preferences_of,
    resources_with_trials,
    settings_of,
)
from oncomatch.readers.config import Config, TrialSettings
from oncomatch.readers.schema import load_schema
from oncomatch.trials.preferences import Coordinates, OrderKey
from oncomatch.trials.snapshot import make_snapshot, open_snapshot, write_snapshot
from unit.trials.trial_makers import trial


def config(**trials: object) -> Config:
    return Config(trials=TrialSettings(**trials))  # type: ignore[arg-type]


def test_the_keys_of_the_order_are_those_of_the_schema():
    order = load_schema("config")["properties"]["trials"]["properties"]["order"]

    assert order["items"]["enum"] == order["default"] == [key.value for key in OrderKey]
    assert tuple(order["default"]) == TrialSettings().order


def test_what_is_preferred_is_that_of_the_configuration_and_the_sheet():
    wanted = preferences_of(config(countries=("DE",), order=("distance",)), "50.0,8.27")

    assert wanted.countries == ("Germany",)
    assert wanted.order == (OrderKey.DISTANCE,)
    assert wanted.place == Coordinates(50.0, 8.27)


def prefer(chosen: Config, place: str) -> None:
    open_chosen_trials(chosen)
    preferences_of(chosen, place)


@pytest.mark.parametrize(
    ("chosen", "place"),
    [({"countries": ("Nowhereland",)}, ""), ({}, "Nowheretown"), ({"snapshot": "absent"}, "")],
)
def test_what_is_not_known_is_refused(chosen: dict[str, object], place: str):
    with pytest.raises(InputError):
        prefer(config(**chosen), place)


@pytest.mark.parametrize("name", ["", "trials.json"], ids=["its folder", "the file"])
def test_a_snapshot_of_ones_own_is_used_and_named_in_the_record(tmp_path: Path, name: str):
    write_snapshot(tmp_path / "trials.json", make_snapshot([trial()], "2026-11-20"))
    own = config(snapshot=str(tmp_path / name))

    assert [each.trial_id for each in open_chosen_trials(own).trials] == ["NCT00000001"]
    assert [setting.key for setting in settings_of(own)] == ["trials.snapshot"]
    (resource,) = resources_with_trials(own, ())
    assert (resource.file, resource.release) == (
        f"trials of your own: {tmp_path.name}/trials.json",
        "2026-11-20",
    )


def test_the_bundled_snapshot_is_used_otherwise():
    assert open_chosen_trials(Config()) is open_snapshot()
    assert settings_of(Config()) == ()


@pytest.mark.parametrize(
    ("run_date", "age"), [("", None), ("2026-11-20", 0), ("2026-12-20", 30), ("2026-11-19", -1)]
)
def test_the_age_of_the_data_is_counted_to_the_run_date(run_date: str, age: int | None):
    snapshot = make_snapshot([trial()], "2026-11-20")

    assert age_in_days(replace(Config(), run_date=run_date), snapshot) == age
