"""Compare two releases record by record: added, removed, other level, other meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

_MEANING = ("kind", "significance", "direction", "pattern", "disease", "therapies")


class Change(Enum):
    """What happened to a record between two releases, or to one field of it."""

    ADDED = "added"
    REMOVED = "removed"
    LEVEL = "changed level"
    MEANING = "changed meaning"
    TRANSLATION = "changed translation"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of a release; a text is None where the release at hand does not tell it.

    `gene` is the genes of the pattern, or what the source's name begins with. `pattern` is None
    where the name has no pattern.
    """

    id: str
    gene: str
    name: str
    kind: str | None = None
    level: str | None = None
    significance: str | None = None
    direction: str | None = None
    pattern: str | None = None
    disease: str | None = None
    therapies: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """The records of a release by id. `bare` are ids that were there, and nothing else is known."""

    entries: Mapping[str, Entry]
    bare: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """One change of one record; `before` and `after` are empty for what was not there."""

    gene: str
    id: str
    change: Change
    field: str
    before: str
    after: str


def differences(old: Release, new: Release) -> tuple[Difference, ...]:
    """Return what changed, by gene and record.

    A record that was there, but of which nothing else is known, is neither added nor compared,
    which is said.
    """
    found: list[Difference] = []
    for each in old.entries.keys() | new.entries.keys():
        before, after = old.entries.get(each), new.entries.get(each)
        if before is None and after is not None:
            change = Change.NOT_COMPARED if each in old.bare else Change.ADDED
            found.append(Difference(after.gene, each, change, "", "", summary(after)))
        elif after is None and before is not None:
            change = Change.NOT_COMPARED if each in new.bare else Change.REMOVED
            found.append(Difference(before.gene, each, change, "", summary(before), ""))
        elif before is not None and after is not None:
            found.extend(_changed(before, after))
    return tuple(sorted(found, key=lambda one: (one.gene, _number(one.id), one.id, one.field)))


def _changed(before: Entry, after: Entry) -> Iterator[Difference]:
    gene = after.gene or before.gene
    if None not in (before.level, after.level) and before.level != after.level:
        yield Difference(
            gene, after.id, Change.LEVEL, "level", before.level or "", after.level or ""
        )
    if (before.pattern is None) is not (after.pattern is None):
        yield Difference(
            gene,
            after.id,
            Change.TRANSLATION,
            "pattern",
            before.pattern or f"no pattern ({before.name})",
            after.pattern or f"no pattern ({after.name})",
        )
    for name in _MEANING:
        one, other = getattr(before, name), getattr(after, name)
        if one is not None and other is not None and one != other:
            yield Difference(gene, after.id, Change.MEANING, name, one, other)


def summary(entry: Entry) -> str:
    """Return what an entry says, in short."""
    said = (
        entry.kind,
        entry.pattern or entry.name,
        entry.therapies,
        entry.significance,
        entry.disease,
        f"level {entry.level}" if entry.level else "",
    )
    return "; ".join(filter(None, said))


def _number(record: str) -> int:
    digits = "".join(letter for letter in record if letter.isdigit())
    return int(digits or 0)
