"""The near misses of the report, by what keeps a strong statement from applying."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.match import NearMiss
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.plural import plural
from oncomatch.reporting.view import Miss, MissGroup
from oncomatch.reporting.words import pattern_words, protein_words

GERMLINE = "speaks of germline variants"
"""The words by which matching holds a germline statement back; a FILTER may say germline too."""

_MOST_RECORDS = 4
_NOT_ASSESSED = ("not assessed", "it is not known wh", "not informative")
"""Words of reasons that say that nothing was looked at, or not whether it was."""
_SEEN = ("detected", "was called", "undetermined meaning", "copies", "1 copy", "carries")
"""Words of reasons that name something that was seen."""


class _Kind(Enum):
    """What keeps a statement from applying, the nearest first."""

    CONDITION_OPEN = "Found, but something that is asked for beside it is not known"
    GERMLINE = "Found, but the statement is about inherited variants"
    CONDITION_FAILS = "Found, but something that is asked for beside it does not hold"
    UNCLEAR = "Seen, but it is not clear whether it is what is asked for"
    NOT_ASSESSED = "Not assessed: whether it is there is not known"


_FOLDED = (_Kind.CONDITION_FAILS, _Kind.NOT_ASSESSED)


def build_misses(record: CaseRecord) -> tuple[MissGroup, ...]:
    """Return the near misses by what keeps them, those of one pattern and reason in one row."""
    kinds: dict[_Kind, list[NearMiss]] = {kind: [] for kind in _Kind}
    for miss in record.near_misses:
        kinds[_kind_of(miss)].append(miss)
    return tuple(_group(kind, misses) for kind, misses in kinds.items() if misses)


def _kind_of(miss: NearMiss) -> _Kind:
    if miss.outcome is Outcome.NOT_MET:
        return _Kind.CONDITION_FAILS
    if miss.labels:
        return _Kind.GERMLINE if GERMLINE in miss.reason else _Kind.CONDITION_OPEN
    unseen = any(words in miss.reason for words in _NOT_ASSESSED)
    seen = any(words in miss.reason for words in _SEEN)
    return _Kind.NOT_ASSESSED if unseen and not seen else _Kind.UNCLEAR


def _group(kind: _Kind, misses: list[NearMiss]) -> MissGroup:
    rows: dict[tuple[str, str], list[NearMiss]] = {}
    for miss in misses:
        beside = f", and {pattern_words(miss.condition)}" if miss.condition else ""
        pattern = f"{pattern_words(miss.biomarker)}{beside}"
        rows.setdefault((pattern, miss.reason), []).append(miss)
    count = len({miss.regimen for miss in misses})
    return MissGroup(
        heading=kind.value,
        summary=f"{plural(count, 'regimen')}, {plural(len(rows), 'pattern')}",
        folded=kind in _FOLDED,
        rows=tuple(_row(*key, alike) for key, alike in rows.items()),
    )


def _row(pattern: str, reason: str, misses: list[NearMiss]) -> Miss:
    """Return a row; the workbook and the record have all records of a long list."""
    best = min((miss.tier for miss in misses), key=lambda tier: tier.rank)
    records = _once(record for miss in misses for record in miss.records)
    more = len(records) - _MOST_RECORDS
    if more > 0:
        records[_MOST_RECORDS:] = [f"and {more} more"]
    return Miss(
        regimens="; ".join(_once(miss.regimen for miss in misses)),
        tier=best.value,
        pattern=pattern,
        reason=protein_words(reason),
        records=", ".join(records),
    )


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
