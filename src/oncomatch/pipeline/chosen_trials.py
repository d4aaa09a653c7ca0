"""The trial snapshot and preferences that the configuration chooses, and how they are named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from oncomatch.domain.record import ResourceFile, Setting
from oncomatch.errors import InputError, SheetError
from oncomatch.pipeline.single import read_settings
from oncomatch.pipeline.trial_files import read_trial_file
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.readers.lines import printable, sha256_of
from oncomatch.reference.resources import resource_path
from oncomatch.trials.countries import countries_of
from oncomatch.trials.places import Places, open_places
from oncomatch.trials.preferences import Coordinates, OrderKey, Preferences
from oncomatch.trials.snapshot import Snapshot, open_snapshot

FILE = "trials.json"
_BUNDLED = f"trials/{FILE}"


def with_snapshot(config: Config, path: Path | None) -> Config:
    """Return the configuration with the snapshot of an option, where it is given."""
    if path is None:
        return config
    return replace(config, trials=replace(config.trials, snapshot=str(path)))


def trial_settings(path: Path | None, snapshot: Path | None) -> Config:
    """Return the configuration of a file, the defaults without one, with an option's snapshot."""
    return with_snapshot(read_settings(path), snapshot)


def snapshot_name(config: Config) -> str:
    """Return what a reader calls the snapshot: the bundled one, or its path."""
    if not config.trials.snapshot:
        return "bundled snapshot"
    return f"snapshot {printable(str(snapshot_file(config)))}"


def snapshot_file(config: Config) -> Path:
    """Return the path of the snapshot that the configuration chooses: a file, or of a folder.

    Raises:
        InputError: there is none.
    """
    if not config.trials.snapshot:
        return resource_path("trials", FILE)
    chosen = Path(config.trials.snapshot)
    path = chosen / FILE if chosen.is_dir() else chosen
    if not path.is_file():
        raise InputError(
            f"there is no trial snapshot {path}; make one with oncomatch trials update --out "
            f"{chosen}, or leave trials.snapshot empty (and --snapshot out) for the bundled one"
        )
    return path


@lru_cache(maxsize=1)
def _open(path: Path, _modified: int) -> Snapshot:
    return read_trial_file(path).snapshot


@lru_cache(maxsize=1)
def _places(path: Path, _modified: int, _bundled: bool) -> Places:
    return open_places().with_sites(open_snapshot() if _bundled else _open(path, _modified))


def open_chosen_trials(config: Config) -> Snapshot:
    """Return the snapshot that the configuration chooses.

    Raises:
        InputError: there is none.
        ResourceError: it is no snapshot, or one of another version.
    """
    if not config.trials.snapshot:
        return open_snapshot()
    path = snapshot_file(config).resolve()
    return _open(path, path.stat().st_mtime_ns)


def known_countries(names: Sequence[str], snapshot: Snapshot) -> tuple[str, ...]:
    """Return countries as the registries call them.

    Raises:
        InputError: one is not known.
    """
    known = countries_of(snapshot)
    return tuple(dict.fromkeys(known.find(name) for name in names))


def preferences_of(config: Config, place: str, countries: Sequence[str] = ()) -> Preferences:
    """Return what is preferred among trials; `place` is the cell of the sheet, empty if unknown.

    `countries` go before those of the configuration.

    Raises:
        InputError: a country or the place is not known, or the place is ambiguous.
    """
    wanted = countries or config.trials.countries
    return Preferences(
        known_countries(wanted, open_chosen_trials(config)) if wanted else (),
        _coordinates(config, place),
        tuple(OrderKey(key) for key in config.trials.order),
    )


def _coordinates(config: Config, place: str) -> Coordinates | None:
    if not place:
        return None
    path = snapshot_file(config)
    modified = path.stat().st_mtime_ns
    return _places(path.resolve(), modified, not config.trials.snapshot).find(place)


def check_trial_choice(config: Config, requests: Iterable[CaseRequest]) -> None:
    """Check the snapshot, the countries and the place of each case before a batch begins.

    Raises:
        InputError: one of them is not usable.
    """
    open_chosen_trials(config)
    preferences_of(config, "")
    for request in requests:
        try:
            _coordinates(config, request.place)
        except InputError as error:
            raise SheetError(f"case {request.info.case_id}, place: {error}") from error


def age_in_days(config: Config, snapshot: Snapshot) -> int | None:
    """Return how old the data are on the day of the run, None where either day is not given."""
    try:
        run = date.fromisoformat(config.run_date)
    except ValueError:
        return None
    return days_between(run, snapshot)


def days_between(today: date, snapshot: Snapshot) -> int | None:
    """Return how old the data are on a day, None where their day is not given."""
    try:
        return (today - date.fromisoformat(snapshot.data_date)).days
    except ValueError:
        return None


def age_note(config: Config, snapshot: Snapshot, today: date) -> str:
    """Return a warning of old data, empty where they are not older than the configuration says."""
    days, most = days_between(today, snapshot), config.trials.max_age_days
    if not most or days is None or days <= most:
        return ""
    return (
        f"the trial data are {days} days old (of {snapshot.data_date}; trials.max_age_days is "
        f"{most}): trials may have closed or opened since; oncomatch trials update makes newer ones"
    )


def resources_with_trials(
    config: Config, resources: tuple[ResourceFile, ...]
) -> tuple[ResourceFile, ...]:
    """Return the tables of a record with the chosen snapshot in the place of ours."""
    if not config.trials.snapshot:
        return resources
    path = snapshot_file(config)
    name = f"trials of your own: {path.resolve().parent.name}/{path.name}"
    own = ResourceFile(name, open_chosen_trials(config).data_date, sha256_of(path))
    return (*(each for each in resources if each.file != _BUNDLED), own)


def settings_of(config: Config) -> tuple[Setting, ...]:
    """Return what the record says of the choice, nothing where all is as usual."""
    trials, usual = config.trials, Config().trials
    said = []
    if trials.snapshot:
        said.append(Setting("trials.snapshot", snapshot_file(config).resolve().parent.name))
    if trials.countries:
        said.append(Setting("trials.countries", ", ".join(trials.countries)))
    if trials.order != usual.order:
        said.append(Setting("trials.order", ", ".join(trials.order)))
    if trials.max_age_days != usual.max_age_days:
        said.append(Setting("trials.max_age_days", str(trials.max_age_days)))
    return tuple(said)
