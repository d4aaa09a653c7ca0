"""Pairs of records that contradict each other at the same level, as a table of their own.

One record says that a regimen works, the other that it does not, for the same pattern, in the
same tumour type, at the same level of the same scheme. Both stay; the pair is recorded, so that
an error of translation that makes a contradiction is seen.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from oncomatch.domain.evidence import Direction, EvidenceItem, Interaction, Significance
from oncomatch.reference.tables import read_rows

FILE = "conflicts.tsv"
_AGAINST = (Significance.RESISTANCE, Significance.REDUCED_SENSITIVITY)


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """`record_id` says sensitivity, `opposed_by` resistance or reduced sensitivity."""

    source: str
    record_id: str
    opposed_by: str
    biomarker: str
    therapies: str
    tumor_type: str
    level: str
    release: str
    citation: str
    licence: str

    @property
    def pair(self) -> tuple[str, ...]:
        """What contradicts what, whatever the release."""
        return (
            self.source,
            self.record_id,
            self.opposed_by,
            self.biomarker,
            self.therapies,
            self.tumor_type,
            self.level,
        )


COLUMNS = tuple(each.name for each in fields(Conflict))

_Key = tuple[str, str, str, str, str]


def find_conflicts(items: Iterable[EvidenceItem]) -> tuple[Conflict, ...]:
    """Return the pairs of supporting items that contradict each other, sorted."""
    benefits: dict[_Key, list[EvidenceItem]] = {}
    against: dict[_Key, list[EvidenceItem]] = {}
    for item in items:
        if item.direction is not Direction.SUPPORTS:
            continue
        if item.significance.is_benefit:
            kept = benefits
        elif item.significance in _AGAINST:
            kept = against
        else:
            continue
        for key in _keys(item):
            kept.setdefault(key, []).append(item)
    return tuple(
        sorted(
            {
                _conflict(key, one, other)
                for key in benefits.keys() & against.keys()
                for one in benefits[key]
                for other in against[key]
            }
        )
    )


def _keys(item: EvidenceItem) -> set[_Key]:
    """Return what two items have to share; each of several substitutes is a regimen by itself."""
    several = item.regimen.interaction is Interaction.SUBSTITUTES
    regimens = item.regimen.therapies if several else (str(item.regimen),)
    level = item.level.value if item.level else ""
    return {
        (item.scheme.value, level, str(item.biomarker), regimen, code)
        for regimen in regimens
        for code in item.tumor_types
    }


def _conflict(key: _Key, one: EvidenceItem, other: EvidenceItem) -> Conflict:
    _, level, biomarker, therapies, code = key
    here, there = one.provenance, other.provenance
    return Conflict(
        _both(here.source, there.source),
        here.record_id,
        there.record_id,
        biomarker,
        therapies,
        code,
        level,
        _both(here.release, there.release),
        _both(here.citation, there.citation),
        _both(here.licence, there.licence),
    )


def _both(one: str, other: str) -> str:
    return one if one == other else f"{one}; {other}"


def write_conflicts(path: Path, conflicts: Iterable[Conflict]) -> None:
    """Write the table, sorted."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(astuple(each) for each in sorted(conflicts))


def read_conflicts(path: Path) -> tuple[Conflict, ...]:
    """Return the recorded conflicts, none where the table is absent."""
    if not path.is_file():
        return ()
    return tuple(Conflict(*(row[name] for name in COLUMNS)) for row in read_rows(path))
