"""What the templates print of trials."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its answer in a word and its reason; `side` is where a trial has it."""

    words: str
    answer: str
    style: str
    reason: str
    source: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class CriteriaGroup:
    """Criteria with one and the same answer, what speaks against the patient first.

    `folded` are those that nobody has to act on.
    """

    answer: str
    style: str
    folded: bool
    rows: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class TrialArm:
    """A part of a trial with its own criteria; `by_finding` where it asks for the finding."""

    name: str
    status: str
    eligible: str
    criteria: tuple[CriteriaGroup, ...]
    by_finding: bool = False


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A trial that names a gene or marker of the findings, of which no criterion was read."""

    trial_id: str
    url: str
    phase: str
    status: str
    title: str
    names: str
    countries: str


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A trial; `met` and `unknown` are its criteria in short, `url` may be empty.

    `arms` are its parts that ask for the finding, or all where none does; the `other_arms` are
    folded away. `nearest` is the nearest open site with its distance, `also` its numbers in other
    registries, `purpose` the doubt whether it treats, `drugs` what is given.
    """

    trial_id: str
    title: str
    url: str
    status: str
    phase: str
    why: str
    met: str
    unknown: str
    countries: str
    eligible: str
    criteria: tuple[CriteriaGroup, ...]
    arms: tuple[TrialArm, ...] = ()
    other_arms: tuple[TrialArm, ...] = ()
    unread: str = ""
    nearest: str = ""
    caution: str = ""
    purpose: str = ""
    drugs: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class TrialGroup:
    """Trials of one eligibility, which `kind` names; those of `rest` are folded away."""

    kind: str
    first: tuple[TrialRow, ...]
    rest: tuple[TrialRow, ...]

    @property
    def count(self) -> int:
        """How many trials there are."""
        return len(self.first) + len(self.rest)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """What is not known and decides on trials."""

    words: str
    opens: int
    closes: int
    concerns: int
    trials: str
