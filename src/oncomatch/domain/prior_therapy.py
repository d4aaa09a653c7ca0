"""What a patient was treated with before: the drugs, the line, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

MOST_LINES = 20
"""More lines of therapy than any patient has; a number above is a mistake of typing."""


class TherapyOutcome(Enum):
    """What came of a therapy."""

    RESPONSE = "response"
    STABLE = "stable disease"
    PROGRESSION = "progression"
    INTOLERANCE = "intolerance"


class TherapySetting(Enum):
    """For what a therapy was given, where it was not for advanced disease."""

    NEOADJUVANT = "neoadjuvant"
    ADJUVANT = "adjuvant"


@dataclass(frozen=True, slots=True)
class PriorTherapy:
    """A therapy given before: its drugs or classes of drugs as they are written, one or several.

    `line` is counted from 1 and None where it is not stated; `outcomes` is empty where none is.
    """

    drugs: tuple[str, ...]
    line: int | None = None
    outcomes: tuple[TherapyOutcome, ...] = ()
    setting: TherapySetting | None = None

    def __post_init__(self) -> None:
        if not self.drugs or "" in self.drugs:
            raise ValueError("a prior therapy names at least one drug or class, none of them empty")
        check_line(self.line)

    @property
    def name(self) -> str:
        """The drugs, joined.

        >>> PriorTherapy(("carboplatin", "pemetrexed"), 2).name
        'carboplatin + pemetrexed'
        """
        return " + ".join(self.drugs)

    def __str__(self) -> str:
        said = [f"line {self.line}"] if self.line is not None else []
        said += [self.setting.value] if self.setting else []
        said += [outcome.value for outcome in self.outcomes]
        return f"{self.name} ({', '.join(said)})" if said else self.name


def check_line(line: int | None) -> None:
    """Check the number of a line of therapy.

    Raises:
        ValueError: it is not from 1 to 20.
    """
    if line is not None and not 1 <= line <= MOST_LINES:
        raise ValueError(f"line {line} is not a line of therapy; expected is 1 to {MOST_LINES}")


def count_lines(given: Iterable[PriorTherapy] | None) -> int | None:
    """Return how many lines of therapy were given, None where the lines do not tell.

    They tell where nothing was given, or where every therapy has its line and none is left out.

    >>> count_lines([PriorTherapy(("a",), 1), PriorTherapy(("b",), 2), PriorTherapy(("c",), 2)])
    2
    """
    if given is None:
        return None
    lines = [each.line for each in given]
    stated = {line for line in lines if line is not None}
    if None in lines or stated != set(range(1, len(stated) + 1)):
        return None
    return len(stated)
