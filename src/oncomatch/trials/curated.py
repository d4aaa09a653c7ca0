"""A curator's decisions about single criteria, which outlast what is read from the registry.

A row names a trial and says what to do with one criterion: `add` one, `drop` or `replace` one
that was read, or `confirm` one as certain. A row quotes the digest of the sentence that the
curator read. When the sentence changes, the row is to be reviewed again: nothing is dropped or
certain for its sake any more, and what it adds is to review.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TypeVar

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.trial import (
    Arm,
    ArmLevel,
    Confidence,
    Criterion,
    Section,
    Side,
    TextPlace,
)
from oncomatch.errors import BiomarkerError, InputError
from oncomatch.reference.tables import read_rows

_ID = re.compile(r"NCT\d{8}|\d{4}-\d{6}-\d{2}-\d{2}")
_DIGEST = re.compile(r"[0-9a-f]{16}")
_LONGEST_HEAD = 4096
COLUMNS = "trial_id action cohort side pattern instead digest curator date note".split()

_Word = TypeVar("_Word", bound=Enum)


class Action(Enum):
    """What a curator does with a criterion."""

    ADD = "add"
    DROP = "drop"
    REPLACE = "replace"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Curation:
    """One decision; `pattern` is the criterion meant, `instead` what takes its place.

    `cohort` is empty for what holds for everyone, `digest` where no sentence was quoted.
    """

    trial_id: str
    action: Action
    cohort: str
    side: Side
    pattern: Biomarker
    instead: Biomarker | None
    digest: str

    def is_current(self, digests: frozenset[str]) -> bool:
        """Whether the sentence that the curator read is still in the record."""
        return not self.digest or self.digest in digests

    def means(self, criterion: Criterion) -> bool:
        """Whether a criterion that was read is the one meant."""
        same = criterion.side is self.side and criterion.pattern == self.pattern
        elsewhere = self.digest and criterion.source.digest not in ("", self.digest)
        return same and not elsewhere


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a table with their lines, and its mistakes, each with its line."""

    rows: tuple[tuple[int, Curation], ...]
    mistakes: tuple[str, ...]


def read_decisions(path: Path) -> Decisions:
    """Return the decisions of a curator's table, and all of its mistakes.

    Raises:
        InputError: it is absent or no text.
    """
    rows: list[tuple[int, Curation]] = []
    mistakes: list[str] = []
    try:
        for number, row in enumerate(read_rows(path), start=2):
            absent = [name for name in COLUMNS if row.get(name) is None]
            if absent:
                mistakes.append(
                    f"line {number}: no value for {', '.join(absent)}; "
                    f"the columns are {', '.join(COLUMNS)}, parted by tabs"
                )
                continue
            try:
                rows.append((number, _curation(row)))
            except (BiomarkerError, ValueError) as error:
                mistakes.append(f"line {number}: {error}")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; check the path") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: is no table in UTF-8; save it as tab-separated text") from error
    return Decisions(tuple(rows), tuple(mistakes))


def is_table_of_decisions(path: Path) -> bool:
    """Whether a file begins with the head of a curator's table."""
    with path.open("rb") as lines:
        return {b"trial_id", b"action"} <= set(lines.readline(_LONGEST_HEAD).split())


def read_curations(path: Path) -> dict[str, tuple[Curation, ...]]:
    """Return the decisions of a curator's table by trial.

    Raises:
        InputError: a column is missing, or a row has a word or pattern that is not known; the
            message has the line.
    """
    decisions = read_decisions(path)
    if decisions.mistakes:
        raise InputError(f"{path}, {decisions.mistakes[0]}")
    found: dict[str, list[Curation]] = {}
    for _, each in decisions.rows:
        found.setdefault(each.trial_id, []).append(each)
    return {trial_id: tuple(rows) for trial_id, rows in found.items()}


def _curation(row: Mapping[str, str]) -> Curation:
    action = _word(Action, "action", row["action"])
    side = _word(Side, "side", row["side"])
    instead = parse_biomarker(row["instead"]) if row["instead"] else None
    if (action is Action.REPLACE) != (instead is not None):
        raise ValueError(
            f"{row['action']!r} with {row['instead']!r} in the column instead: "
            "`replace` has a pattern there, nothing else has"
        )
    if not _ID.fullmatch(row["trial_id"]):
        raise ValueError(
            f"trial_id {row['trial_id'][:40]!r} is no number of a registry; it is written "
            "NCT01234567 or 2024-510663-34-00"
        )
    if row["digest"] and not _DIGEST.fullmatch(row["digest"]):
        raise ValueError(
            f"digest {row['digest'][:40]!r} is none: it has 16 digits and letters from a to f, as "
            "trials show --json gives it"
        )
    if row["date"] and not _is_day(row["date"]):
        raise ValueError(f"date {row['date'][:40]!r} is no day; write it as 2026-01-05")
    pattern = parse_biomarker(row["pattern"])
    return Curation(row["trial_id"], action, row["cohort"], side, pattern, instead, row["digest"])


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _word(kind: type[_Word], column: str, value: str) -> _Word:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(each.value for each in kind)
        raise ValueError(f"{column} {value!r} is not one of {known}") from None


def curate(
    rows: Iterable[Curation],
    criteria: tuple[Criterion, ...],
    arms: tuple[Arm, ...],
    digests: frozenset[str],
) -> tuple[tuple[Criterion, ...], tuple[Arm, ...]]:
    """Return criteria and arms of a trial as a curator has decided; `digests` are of its text."""
    for row in rows:
        if not row.cohort:
            criteria = _decided(row, criteria, digests)
            continue
        if row.action is Action.ADD and row.cohort not in {arm.name for arm in arms}:
            arms = (*arms, Arm(row.cohort, ArmLevel.COHORT, ()))
        arms = tuple(
            replace(arm, criteria=_decided(row, arm.criteria, digests))
            if arm.name == row.cohort
            else arm
            for arm in arms
        )
    return criteria, arms


def _decided(
    row: Curation, criteria: tuple[Criterion, ...], digests: frozenset[str]
) -> tuple[Criterion, ...]:
    current = row.is_current(digests)
    if row.action is Action.ADD:
        return (
            *(each for each in criteria if not row.means(each)),
            _added(row, row.pattern, current),
        )
    meant = [each for each in criteria if row.means(each)]
    if row.action is Action.REPLACE and row.instead is not None:
        kept = criteria if not current else tuple(each for each in criteria if each not in meant)
        return (*kept, _added(row, row.instead, current))
    if not current:
        return criteria
    if row.action is Action.DROP:
        return tuple(each for each in criteria if each not in meant)
    return tuple(
        replace(each, confidence=Confidence.CERTAIN) if each in meant else each for each in criteria
    )


def _added(row: Curation, pattern: Biomarker, current: bool) -> Criterion:
    confidence = Confidence.CERTAIN if current else Confidence.TO_REVIEW
    place = TextPlace(Section.CURATOR, digest=row.digest)
    return Criterion(row.side, pattern, confidence, place)


def to_review_again(
    rows: Iterable[Curation],
    criteria: tuple[Criterion, ...],
    arms: tuple[Arm, ...],
    digests: frozenset[str],
) -> list[str]:
    """Return which decisions have lost their ground, a sentence each.

    `criteria` and `arms` are those that were read, before the decisions.
    """
    found = []
    for row in rows:
        what = f"{row.trial_id}: {row.action.value} {row.side.value} {row.pattern}"
        if not row.is_current(digests):
            found.append(f"{what}: the sentence {row.digest} is not in the record any more")
            continue
        part = [each for arm in arms if arm.name == row.cohort for each in arm.criteria]
        there = any(map(row.means, part if row.cohort else criteria))
        if row.action is not Action.ADD and not there:
            found.append(f"{what}: no such criterion is read any more")
    return found
