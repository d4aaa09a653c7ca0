"""The match clauses of a CTML document, each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

OPEN = "open to accrual"
_LEVELS = {
    "step": ("step_internal_id", "step_code"),
    "arm": ("arm_internal_id", "arm_code"),
    "dose_level": ("level_internal_id", "level_code"),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its level, and whether that level or the trial takes no patients.

    `path` is where it stands: `treatment_list.step.0.arm.0.match`.
    """

    level: str
    internal_id: str
    code: str
    path: str
    is_suspended: bool
    nodes: list[Any]


def is_open(document: dict[str, Any]) -> bool:
    """Whether the summary of a trial says that it is open to accrual, or says nothing."""
    summary = document.get("_summary")
    entries = summary.get("status") if isinstance(summary, dict) else None
    first = entries[0] if isinstance(entries, list) and entries else None
    value = first.get("value", OPEN) if isinstance(first, dict) else OPEN
    return str(value).strip().lower() == OPEN


def clauses_of(document: dict[str, Any]) -> Iterator[Clause]:
    """Yield the clauses of a trial, of its steps, arms and dose levels."""
    if _nodes(document):
        yield Clause("trial", "", "", "match", False, _nodes(document))
    treatments = document.get("treatment_list")
    steps = treatments.get("step") if isinstance(treatments, dict) else None
    yield from _below(steps, "step", "treatment_list")


def _below(parts: object, level: str, path: str) -> Iterator[Clause]:
    for index, part in enumerate(parts if isinstance(parts, list) else []):
        if not isinstance(part, dict):
            continue
        where = f"{path}.{level}.{index}"
        nodes = _nodes(part)
        if nodes:
            number, code = (str(part.get(key, "")) for key in _LEVELS[level])
            suspended = _is_suspended(part, level)
            yield Clause(level, number, code, f"{where}.match", suspended, nodes)
        if level == "step":
            yield from _below(part.get("arm"), "arm", where)
        elif level == "arm":
            yield from _below(part.get("dose_level"), "dose_level", where)


def _nodes(part: dict[str, Any]) -> list[Any]:
    nodes = part.get("match")
    return nodes if isinstance(nodes, list) else []


def _is_suspended(part: dict[str, Any], level: str) -> bool:
    """Whether a level is suspended; a step is when all of its arms are, as one without arms is."""
    if level == "step":
        arms = part.get("arm")
        return all(
            _yes(arm.get("arm_suspended"))
            for arm in (arms if isinstance(arms, list) else [])
            if isinstance(arm, dict)
        )
    return _yes(part.get("arm_suspended" if level == "arm" else "level_suspended"))


def _yes(value: object) -> bool:
    return value is True or str(value).strip().lower() == "y"
