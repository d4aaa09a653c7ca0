"""A trial's clauses on a patient's documents, as MatchEngine answers them: yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from oncomatch.reference.tumor_types import TumorTypes, open_tumor_types
from oncomatch.trials.matchengine.clauses import Clause, clauses_of, is_open
from oncomatch.trials.matchengine.documents import Patient
from oncomatch.trials.matchengine.leaves import Mapping_, asks, meets
from oncomatch.trials.matchengine.paths import Path, paths_of

_LIQUID = ("MYELOID", "LYMPH")


@dataclass(frozen=True, slots=True)
class ClauseMatch:
    """A clause that a patient meets, and the paths by which."""

    clause: Clause
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What is matched: on which day, and whether closed trials and the deceased are."""

    today: date
    match_on_closed: bool = False
    match_on_deceased: bool = False


def matches_of(
    document: dict[str, Any], patient: Patient, rules: Rules, types: Mapping_ | None = None
) -> Iterator[ClauseMatch]:
    """Yield the clauses of a CTML document that a patient meets, each by itself.

    `types` has the OncoTree names that a diagnosis of a trial stands for; ours without it.
    """
    if patient.is_deceased and not rules.match_on_deceased:
        return
    if not (rules.match_on_closed or is_open(document)):
        return
    names = oncotree_names() if types is None else types
    for clause in clauses_of(document):
        if clause.is_suspended and not rules.match_on_closed:
            continue
        known: dict[int, bool] = {}
        found = tuple(
            path
            for path in paths_of(clause.nodes)
            if any(asks(leaf) for _, leaf in path)
            and all(_known(kind, leaf, patient, rules.today, names, known) for kind, leaf in path)
        )
        if found:
            yield ClauseMatch(clause, found)


def _known(
    kind: str,
    leaf: dict[str, Any],
    patient: Patient,
    today: date,
    names: Mapping_,
    known: dict[int, bool],
) -> bool:
    """Return whether a leaf holds; many paths lead over the same one."""
    key = id(leaf)
    if key not in known:
        known[key] = meets(kind, leaf, patient, today, names)
    return known[key]


@lru_cache(maxsize=1)
def oncotree_names() -> Mapping_:
    """Return the names that each OncoTree name stands for: its own and those below it."""
    return _names(open_tumor_types())


def _names(types: TumorTypes) -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {"_SOLID_": [], "_LIQUID_": []}
    for each in types:
        lineage = (each.code, *each.ancestors)
        if each.code in ("SOLID", "ANY"):
            continue
        liquid = any(code in lineage for code in _LIQUID)
        names["_LIQUID_" if liquid else "_SOLID_"].append(each.name)
        for code in lineage:
            if code not in ("SOLID", "ANY"):
                names.setdefault(types.get(code).name, []).append(each.name)
    return {name: tuple(dict.fromkeys(below)) for name, below in names.items()}
