"""The dated snapshot of open trials: one JSON document, trials sorted by id."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.carriers import CarrierIndex
from oncomatch.domain.trial import Trial, TrialStatus
from oncomatch.errors import BiomarkerError, ResourceError
from oncomatch.reference.resources import resource_path

SOURCE = "ClinicalTrials.gov"


@dataclass(frozen=True)
class Snapshot:
    """Open trials with the day of the newest data, ISO 8601."""

    data_date: str
    trials: tuple[Trial, ...]

    @cached_property
    def index(self) -> CarrierIndex[Trial]:
        """The trials by the genes that may meet their criterion."""
        return CarrierIndex(self.trials)


def write_snapshot(path: Path, trials: Iterable[Trial]) -> None:
    """Write the snapshot, whole or not at all."""
    ordered = sorted(trials, key=lambda trial: trial.nct_id)
    document = {
        "source": SOURCE,
        "data_date": max((trial.data_date for trial in ordered), default=""),
        "trials": [_to_json(trial) for trial in ordered],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    content = f"{text}\n".encode()  # may fail on a lone surrogate: before anything is touched
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _to_json(trial: Trial) -> dict[str, Any]:
    return {
        "nct_id": trial.nct_id,
        "title": trial.title,
        "status": trial.status.value,
        "phases": list(trial.phases),
        "countries": list(trial.countries),
        "biomarker": str(trial.biomarker),
        "quote": trial.quote,
        "tumor_types": list(trial.tumor_types),
        "conditions_unread": trial.conditions_unread,
        "minimum_age": trial.minimum_age,
        "maximum_age": trial.maximum_age,
        "sex": trial.sex,
        "data_date": trial.data_date,
    }


def read_snapshot(path: Path) -> Snapshot:
    """Return a snapshot.

    Raises:
        ResourceError: the file is not a snapshot.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        trials = tuple(_from_json(entry) for entry in document["trials"])
        return Snapshot(document["data_date"], trials)
    except (ValueError, KeyError, TypeError, BiomarkerError) as error:
        raise ResourceError(f"{path}: is not a trial snapshot: {error}") from error


def _from_json(entry: dict[str, Any]) -> Trial:
    return Trial(
        nct_id=entry["nct_id"],
        title=entry["title"],
        status=TrialStatus(entry["status"]),
        phases=tuple(entry["phases"]),
        countries=tuple(entry["countries"]),
        biomarker=parse_biomarker(entry["biomarker"]),
        quote=entry["quote"],
        tumor_types=tuple(entry["tumor_types"]),
        conditions_unread=entry["conditions_unread"],
        minimum_age=entry["minimum_age"],
        maximum_age=entry["maximum_age"],
        sex=entry["sex"],
        data_date=entry["data_date"],
    )


@lru_cache(maxsize=1)
def open_snapshot() -> Snapshot:
    """Return the bundled snapshot."""
    return read_snapshot(resource_path("trials", "trials.json"))
