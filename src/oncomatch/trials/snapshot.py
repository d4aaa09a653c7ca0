"""The dated snapshot of open trials: one JSON document, a trial a line, sorted by id.

Patterns stand once in a table and are read when something asks for them, so that loading costs
little however many trials there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.trial import (
    Arm,
    ArmLevel,
    Confidence,
    Criterion,
    CriterionKind,
    Registry,
    Section,
    Side,
    Site,
    TextPlace,
    Trial,
    TrialStatus,
    kind_of,
)
from oncomatch.errors import BiomarkerError, ResourceError
from oncomatch.reference.resources import resource_path
from oncomatch.trials.plan import Plan

SCHEMA = 2


class PackedCriterion(msgspec.Struct, array_like=True, frozen=True):
    """A criterion whose pattern is a place in the table of patterns."""

    side: Side
    pattern: int
    confidence: Confidence
    section: Section
    start: int
    end: int
    digest: str


class PackedArm(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of a trial."""

    name: str
    level: ArmLevel
    criteria: tuple[PackedCriterion, ...]
    is_open: bool | None = None
    interventions: tuple[str, ...] = ()


class PackedSite(msgspec.Struct, array_like=True, frozen=True):
    """A site: country, city, facility, status, latitude and longitude in degrees."""

    country: str
    city: str = ""
    facility: str = ""
    status: TrialStatus | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the site takes or will take patients, as far as the record says."""
        return self.status is None or self.status.is_open


class PackedTrial(msgspec.Struct, frozen=True, omit_defaults=True):
    """A trial as the snapshot holds it."""

    trial_id: str
    registry: Registry
    title: str
    status: TrialStatus
    phases: tuple[str, ...]
    interventions: tuple[str, ...]
    sites: tuple[PackedSite, ...]
    criteria: tuple[PackedCriterion, ...]
    arms: tuple[PackedArm, ...]
    unread: tuple[int, int]
    updated: str
    data_date: str
    also: tuple[str, ...] = ()
    treats: bool = False


class _Document(msgspec.Struct):
    schema: int
    source: str
    data_date: str
    patterns: list[str]
    trials: list[PackedTrial]
    named: list[NamedTrial] = []


@dataclass(frozen=True)
class Snapshot:
    """Trials with the day of the newest data (ISO 8601) and the patterns of their criteria.

    `named` are trials that name genes, and of which it was not read what they ask for of them.
    """

    data_date: str
    trials: tuple[PackedTrial, ...]
    texts: tuple[str, ...]
    named: tuple[NamedTrial, ...] = ()

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The registries of its trials, sorted."""
        return tuple(sorted({trial.registry.value for trial in self.trials}))

    @cached_property
    def _patterns(self) -> list[Biomarker | None]:
        return [None] * len(self.texts)

    @cached_property
    def _kinds(self) -> list[CriterionKind | None]:
        return [None] * len(self.texts)

    def pattern(self, place: int) -> Biomarker:
        """Return the pattern at a place of the table."""
        pattern = self._patterns[place]
        if pattern is None:
            pattern = self._patterns[place] = parse_biomarker(self.texts[place])
        return pattern

    def kind(self, place: int) -> CriterionKind:
        """Return what the pattern at a place of the table asks about."""
        kind = self._kinds[place]
        if kind is None:
            kind = self._kinds[place] = kind_of(self.pattern(place))
        return kind

    @cached_property
    def plan(self) -> Plan:
        """The trials laid out for matching, made when first asked for."""
        return Plan(self)

    @cached_property
    def _by_id(self) -> dict[str, PackedTrial]:
        return {trial.trial_id: trial for trial in self.trials}

    def find(self, trial_id: str) -> Trial | None:
        """Return a trial by its id, in either case; None where the snapshot does not have it."""
        packed = self._by_id.get(trial_id) or self._by_id.get(trial_id.upper())
        return self.unpack(packed) if packed is not None else None

    def unpack(self, packed: PackedTrial) -> Trial:
        """Return a trial with its patterns in place."""
        return Trial(
            trial_id=packed.trial_id,
            registry=packed.registry,
            title=packed.title,
            status=packed.status,
            phases=packed.phases,
            interventions=packed.interventions,
            sites=tuple(
                Site(s.country, s.city, s.facility, s.status, s.latitude, s.longitude)
                for s in packed.sites
            ),
            criteria=self._criteria(packed.criteria),
            arms=tuple(
                Arm(a.name, a.level, self._criteria(a.criteria), a.is_open, a.interventions)
                for a in packed.arms
            ),
            unread=packed.unread,
            updated=packed.updated,
            data_date=packed.data_date,
            also=packed.also,
            treats=packed.treats,
        )

    def _criteria(self, packed: tuple[PackedCriterion, ...]) -> tuple[Criterion, ...]:
        return tuple(
            Criterion(
                each.side,
                self.pattern(each.pattern),
                each.confidence,
                TextPlace(each.section, each.start, each.end, each.digest),
            )
            for each in packed
        )


def make_snapshot(
    trials: Iterable[Trial], data_date: str = "", named: Iterable[NamedTrial] = ()
) -> Snapshot:
    """Return trials as a snapshot; without a date, that of the newest trial is taken."""
    ordered = sorted(trials, key=lambda trial: trial.trial_id)
    places: dict[Biomarker, int] = {}

    def pack(criteria: tuple[Criterion, ...]) -> tuple[PackedCriterion, ...]:
        return tuple(
            PackedCriterion(
                each.side,
                places.setdefault(each.pattern, len(places)),
                each.confidence,
                each.source.section,
                each.source.start,
                each.source.end,
                each.source.digest,
            )
            for each in criteria
        )

    packed = tuple(
        PackedTrial(
            trial_id=trial.trial_id,
            registry=trial.registry,
            title=trial.title,
            status=trial.status,
            phases=trial.phases,
            interventions=trial.interventions,
            sites=tuple(
                PackedSite(s.country, s.city, s.facility, s.status, s.latitude, s.longitude)
                for s in trial.sites
            ),
            criteria=pack(trial.criteria),
            arms=tuple(
                PackedArm(a.name, a.level, pack(a.criteria), a.is_open, a.interventions)
                for a in trial.arms
            ),
            unread=trial.unread,
            updated=trial.updated,
            data_date=trial.data_date,
            also=trial.also,
            treats=trial.treats,
        )
        for trial in ordered
    )
    newest = data_date or max((trial.data_date for trial in ordered), default="")
    known = {trial.trial_id for trial in ordered}
    only_named = sorted(
        (each for each in named if each.trial_id not in known), key=lambda each: each.trial_id
    )
    return Snapshot(newest, packed, tuple(map(str, places)), tuple(only_named))


def write_snapshot(path: Path, snapshot: Snapshot) -> None:
    """Write a snapshot, whole or not at all."""
    lines = [
        "{",
        f'"schema": {SCHEMA},',
        f'"source": {_text(", ".join(snapshot.sources))},',
        f'"data_date": {_text(snapshot.data_date)},',
        f'"patterns": {_lines(map(_text, snapshot.texts))},',
        f'"trials": {_lines(map(_text, snapshot.trials))},',
        f'"named": {_lines(map(_text, snapshot.named))}',
        "}",
    ]
    content = "\n".join((*lines, "")).encode()  # a lone surrogate fails before anything is touched
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _text(value: Any) -> str:
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False)


def _lines(values: Iterable[str]) -> str:
    joined = ",\n".join(values)
    return f"[\n{joined}\n]" if joined else "[]"


def read_snapshot(path: Path) -> Snapshot:
    """Return a snapshot.

    Raises:
        ResourceError: the file is not a snapshot, or a criterion of it has no pattern.
    """
    try:
        document = msgspec.json.decode(path.read_bytes(), type=_Document)
    except (OSError, ValueError) as error:
        raise ResourceError(f"{path}: is not a trial snapshot: {error}") from error
    if document.schema != SCHEMA:
        raise ResourceError(
            f"{path}: is a trial snapshot of schema {document.schema}; this version reads "
            f"{SCHEMA}: make it again with oncomatch trials update"
        )
    known = range(len(document.patterns))
    for trial in document.trials:
        parts = (trial.criteria, *(arm.criteria for arm in trial.arms))
        if any(each.pattern not in known for part in parts for each in part):
            raise ResourceError(f"{path}: {trial.trial_id} has a criterion without a pattern")
    return Snapshot(
        document.data_date,
        tuple(document.trials),
        tuple(document.patterns),
        tuple(document.named),
    )


def check_snapshot(snapshot: Snapshot) -> list[str]:
    """Return what is wrong with the patterns of a snapshot, a sentence each."""
    found = []
    for place, text in enumerate(snapshot.texts):
        try:
            snapshot.pattern(place)
        except BiomarkerError as error:
            found.append(f"pattern {text!r}: {error}")
    return found


@lru_cache(maxsize=1)
def open_snapshot() -> Snapshot:
    """Return the bundled snapshot."""
    return read_snapshot(resource_path("trials", "trials.json"))
