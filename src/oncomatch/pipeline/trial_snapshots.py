"""Which snapshot of trials is used, and a trial of it by its id."""

from __future__ import annotations

import difflib
from pathlib import Path

from oncomatch.domain.trial import Trial
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable
from oncomatch.trials.countries import countries_of
from oncomatch.trials.places import open_places
from oncomatch.trials.preferences import Coordinates
from oncomatch.trials.snapshot import Snapshot, open_snapshot, read_snapshot

_LONGEST = 40


def chosen_snapshot(path: Path | None) -> Snapshot:
    """Return the snapshot of a file, the bundled one without.

    Raises:
        InputError: there is no such file.
        ResourceError: it is not a snapshot.
    """
    if path is None:
        return open_snapshot()
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; give a snapshot that trials update made")
    return read_snapshot(path)


def find_trial(snapshot: Snapshot, trial_id: str) -> Trial:
    """Return a trial by its id.

    Raises:
        InputError: the snapshot does not have it; the message names the nearest.
    """
    found = snapshot.find(trial_id.strip())
    if found is not None:
        return found
    known = [trial.trial_id for trial in snapshot.trials]
    near = difflib.get_close_matches(trial_id.strip().upper()[:_LONGEST], known, n=3, cutoff=0.8)
    hint = f"; near are {', '.join(near)}" if near else ""
    raise InputError(
        f"{printable(trial_id)[:_LONGEST]!r} is not among the {len(known)} trials of the snapshot "
        f"of {snapshot.data_date}{hint}"
    )


def chosen_countries(snapshot: Snapshot, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return countries as the registry names them.

    Raises:
        InputError: one is not known.
    """
    countries = countries_of(snapshot)
    return tuple(dict.fromkeys(map(countries.find, words)))


def chosen_place(snapshot: Snapshot, text: str) -> Coordinates | None:
    """Return the patient's place, a city or coordinates, None where none is given.

    Raises:
        InputError: it is unknown, ambiguous, or no coordinates.
    """
    return open_places().with_sites(snapshot).find(text) if text.strip() else None
