"""Trials laid out for matching: each distinct criterion once, the parts of a trial as numbers.

It depends on the snapshot alone, so that many cases share it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not
from oncomatch.domain.trial import Confidence, CriterionKind, Side
from oncomatch.trials.words import criterion_words

if TYPE_CHECKING:
    from oncomatch.trials.layout import Layout
    from oncomatch.trials.snapshot import PackedCriterion, PackedTrial, Snapshot


class CriterionKey(NamedTuple):
    """What decides the answer to a criterion: place of its pattern, side, whether it is certain."""

    pattern: int
    side: Side
    certain: bool


class Part(NamedTuple):
    """The criteria of a trial or of an arm, as numbers of `Plan.keys`, by what they ask for."""

    types: tuple[int, ...]
    includes: tuple[int, ...]
    excludes: tuple[int, ...]
    others: tuple[int, ...]


class PlannedTrial(NamedTuple):
    """A trial with its own criteria and those of its parts that are not closed.

    `with_arms` says that it has parts, closed ones among them.
    """

    trial: PackedTrial
    whole: Part
    arms: tuple[Part, ...]
    with_arms: bool


class Plan:
    """All trials of a snapshot as numbers; `keys` are the distinct criteria."""

    def __init__(self, snapshot: Snapshot):
        self.keys: list[CriterionKey] = []
        self._snapshot = snapshot
        self._numbers: dict[tuple[int, Side, bool], int] = {}
        self._words: dict[tuple[int, Side], str] = {}
        self._countries: list[tuple[str, ...] | None] = [None] * len(snapshot.trials)
        self.trials = [self._trial(trial) for trial in snapshot.trials]

    @cached_property
    def layout(self) -> Layout:
        """The same as arrays, made when first asked for."""
        from oncomatch.trials.layout import Layout  # numpy, which only matching needs

        return Layout(self._snapshot, self)

    def number(self, criterion: PackedCriterion) -> int:
        """Return the number of a criterion."""
        key = criterion.pattern, criterion.side, criterion.confidence is Confidence.CERTAIN
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self.keys)
            self.keys.append(CriterionKey(*key))
        return known

    def words(self, criterion: PackedCriterion) -> str:
        """Return a criterion as a reader has it."""
        key = criterion.pattern, criterion.side
        known = self._words.get(key)
        if known is None:
            pattern = self._snapshot.pattern(criterion.pattern)
            known = self._words[key] = criterion_words(criterion.side, pattern)
        return known

    def countries(self, place: int) -> tuple[str, ...]:
        """Return the countries with an open site of the trial at a place, sorted."""
        known = self._countries[place]
        if known is None:
            sites = self._snapshot.trials[place].sites
            open_in = {site.country for site in sites if site.is_open}
            known = self._countries[place] = tuple(sorted(open_in - {""}))
        return known

    def _trial(self, trial: PackedTrial) -> PlannedTrial:
        whole = self._part(trial.criteria)
        arms = [(arm, self._part(arm.criteria)) for arm in trial.arms]
        open_ones = tuple(part for arm, part in arms if arm.is_open is not False)
        return PlannedTrial(trial, whole, open_ones, bool(arms))

    def _part(self, criteria: Iterable[PackedCriterion]) -> Part:
        types: list[int] = []
        includes: list[int] = []
        excludes: list[int] = []
        others: list[int] = []
        kind_of = self._snapshot.kind
        for criterion in criteria:
            kind = kind_of(criterion.pattern)
            if kind is CriterionKind.TUMOR_TYPE:
                group = types
            elif not kind.is_molecular:
                group = others
            else:
                group = includes if criterion.side is Side.INCLUSION else excludes
            group.append(self.number(criterion))
        return Part(tuple(types), tuple(includes), tuple(excludes), tuple(others))


def leaves_of(pattern: Biomarker) -> list[Biomarker]:
    """Return the patterns that a tree of AND, OR and NOT joins, left to right."""
    if isinstance(pattern, AllOf | AnyOf):
        return [leaf for part in pattern.parts for leaf in leaves_of(part)]
    return leaves_of(pattern.part) if isinstance(pattern, Not) else [pattern]
