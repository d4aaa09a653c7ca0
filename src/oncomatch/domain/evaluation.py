"""Three-valued answers with their reasons: the logic of biomarkers and of trial criteria.

Missing is not no. `Outcome` is ordered NOT_MET < UNKNOWN < MET (Kleene's strong logic), so
AND is the minimum, OR the maximum, and NOT swaps the ends and leaves UNKNOWN where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """Whether a statement about a tumour holds."""

    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    MET = "met"

    degree: int
    """0 for NOT_MET, 1 for UNKNOWN, 2 for MET; it is kept, since it is asked for very often."""

    def __init__(self, _: str):
        self.degree = len(type(self).__members__)


_NEGATED = {
    Outcome.NOT_MET: Outcome.MET,
    Outcome.UNKNOWN: Outcome.UNKNOWN,
    Outcome.MET: Outcome.NOT_MET,
}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An outcome with its reason, and the ids of the facts that decided it.

    `uninformative`: it was looked for and not found, which says nothing in this specimen.
    """

    outcome: Outcome
    reason: str
    facts: tuple[str, ...] = ()
    uninformative: bool = False

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError("an evaluation needs a reason")


def all_of(parts: Iterable[Evaluation]) -> Evaluation:
    """Return AND: as low as the lowest part; the reasons are those of the parts that decide.

    Raises:
        ValueError: there are no parts; an empty AND is a slip, not a yes.
    """
    return _combine(parts, min)


def any_of(parts: Iterable[Evaluation]) -> Evaluation:
    """Return OR: as high as the highest part; the reasons are those of the parts that decide.

    Raises:
        ValueError: there are no parts.
    """
    return _combine(parts, max)


def negate(part: Evaluation) -> Evaluation:
    """Return NOT: an unknown stays unknown."""
    return Evaluation(_NEGATED[part.outcome], part.reason, part.facts)


def _combine(parts: Iterable[Evaluation], decide: Callable[[list[int]], int]) -> Evaluation:
    present = list(parts)
    if not present:
        raise ValueError("AND and OR need at least one part")
    degree = decide([part.outcome.degree for part in present])
    deciding = [part for part in present if part.outcome.degree == degree]
    reasons = dict.fromkeys([part.reason for part in deciding])
    facts = dict.fromkeys([fact for part in deciding for fact in part.facts])
    return Evaluation(deciding[0].outcome, "; ".join(reasons), tuple(facts))
