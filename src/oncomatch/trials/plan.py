"""Trials laid out for matching: each distinct criterion once, the parts of a trial as numbers.

It depends on the snapshot alone, so that many cases share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not
from oncomatch.domain.trial import Confidence, CriterionKind, Side, kind_of
from oncomatch.trials.words import criterion_words, question_of

if TYPE_CHECKING:
    from oncomatch.trials.layout import Layout
    from oncomatch.trials.snapshot import PackedCriterion, PackedTrial, Snapshot


class CriterionKey(NamedTuple):
    """What decides the answer to a criterion: place of its pattern, side, whether it is certain."""

    pattern: int
    side: Side
    certain: bool


class Join(IntEnum):
    """How the parts of a tree are joined; NOT has one part."""

    ALL = 0
    ANY = 1
    NOT = 2


class Joined(NamedTuple):
    """Parts of a pattern, and how they are joined."""

    join: Join
    parts: tuple[Tree, ...]


Tree = int | Joined
"""A pattern by the numbers of its leaves in `Plan.leaves`."""


class Part(NamedTuple):
    """The criteria of a trial or of an arm, as numbers of `Plan.keys`, by what they ask for."""

    types: tuple[int, ...]
    includes: tuple[int, ...]
    excludes: tuple[int, ...]
    others: tuple[int, ...]


class PlannedTrial(NamedTuple):
    """A trial with its own criteria and those of its parts that are not closed.

    `with_arms` says that it has parts, closed ones among them. `own` and `of_arms` are the numbers
    of its criteria and of those of each of its parts, in the order of the record.
    """

    trial: PackedTrial
    whole: Part
    arms: tuple[Part, ...]
    with_arms: bool
    own: tuple[int, ...]
    of_arms: tuple[tuple[int, ...], ...]


class Plan:
    """All trials of a snapshot as numbers; `keys` are the distinct criteria."""

    def __init__(self, snapshot: Snapshot):
        self.keys: list[CriterionKey] = []
        self._snapshot = snapshot
        self._numbers: dict[tuple[int, Side, bool], int] = {}
        self.leaves: list[Biomarker] = []
        self._leaf_numbers: dict[Biomarker, int] = {}
        self._trees: dict[int, Tree] = {}
        self._questions: dict[int, tuple[str, CriterionKind]] = {}
        self._words: dict[int, str] = {}
        self._countries: list[tuple[str, ...] | None] = [None] * len(snapshot.trials)
        self.trials = [self._trial(trial) for trial in snapshot.trials]

    @cached_property
    def layout(self) -> Layout:
        """The same as arrays, made when first asked for."""
        from oncomatch.trials.layout import Layout  # numpy, which only matching needs

        return Layout(self)

    def number(self, criterion: PackedCriterion) -> int:
        """Return the number of a criterion."""
        key = criterion.pattern, criterion.side, criterion.confidence is Confidence.CERTAIN
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self.keys)
            self.keys.append(CriterionKey(*key))
        return known

    def words(self, number: int) -> str:
        """Return a criterion as a reader has it."""
        known = self._words.get(number)
        if known is None:
            key = self.keys[number]
            pattern = self._snapshot.pattern(key.pattern)
            known = self._words[number] = criterion_words(key.side, pattern)
        return known

    def tree(self, number: int) -> Tree:
        """Return the pattern of a criterion as a tree of leaves."""
        place = self.keys[number].pattern
        known = self._trees.get(place)
        if known is None:
            known = self._trees[place] = self._tree(self._snapshot.pattern(place))
        return known

    def _tree(self, pattern: Biomarker) -> Tree:
        if isinstance(pattern, AllOf | AnyOf):
            parts = tuple(map(self._tree, pattern.parts))
            return Joined(Join.ALL if isinstance(pattern, AllOf) else Join.ANY, parts)
        if isinstance(pattern, Not):
            return Joined(Join.NOT, (self._tree(pattern.part),))
        number = self._leaf_numbers.setdefault(pattern, len(self.leaves))
        if number == len(self.leaves):
            self.leaves.append(pattern)
        return number

    def question(self, leaf: int) -> tuple[str, CriterionKind]:
        """Return what has to be found out to answer a leaf, and of what kind that is."""
        known = self._questions.get(leaf)
        if known is None:
            pattern = self.leaves[leaf]
            known = self._questions[leaf] = question_of(pattern), kind_of(pattern)
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
        return PlannedTrial(
            trial,
            whole,
            open_ones,
            bool(arms),
            tuple(map(self.number, trial.criteria)),
            tuple(tuple(map(self.number, arm.criteria)) for arm in trial.arms),
        )

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


def leaves_of(tree: Tree) -> Iterator[int]:
    """Return the leaves of a tree, left to right; one that stands twice comes twice."""
    if isinstance(tree, int):
        yield tree
    else:
        for part in tree.parts:
            yield from leaves_of(part)
