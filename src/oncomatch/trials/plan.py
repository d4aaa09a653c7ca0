"""Trials laid out for matching: each distinct criterion once, the parts of a trial as numbers.

It depends on the snapshot alone, so that many cases share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not, atoms_of, genes_of
from oncomatch.domain.trial import Confidence, CriterionKind, Registry, Side, kind_of
from oncomatch.trials.absences import asks_only_for_absence, is_usual
from oncomatch.trials.purpose import other_purpose
from oncomatch.trials.words import criterion_words, question_of, source_words

if TYPE_CHECKING:
    from oncomatch.trials.layout import Layout
    from oncomatch.trials.shared import SharedAnswers
    from oncomatch.trials.snapshot import PackedCriterion, PackedSite, PackedTrial, Snapshot


_OF_ABSENCE = re.compile(r"\b(?:not|stable|proficient)\b")
"""Words of the patterns that may ask for an absence alone."""


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
    """The criteria of a trial or of an arm, as numbers of `Plan.keys`, by what they ask for.

    `numbers` are all of them; what is asked of the patient comes first, since few patterns do.
    `of_tumor` are those that decide whether the part concerns a case: by type and alteration.
    `includes` ask for a finding; `excludes` has the inclusions too that ask for an absence alone.
    """

    types: tuple[int, ...]
    includes: tuple[int, ...]
    excludes: tuple[int, ...]
    others: tuple[int, ...]
    numbers: tuple[int, ...]
    of_tumor: tuple[int, ...]


Described = tuple[int, str, Side, CriterionKind, Confidence, str]
"""What is the same for every case of a criterion where it stands: its number, it in words, its
side, its kind, its confidence, and where it stands."""


class PlannedTrial(NamedTuple):
    """A trial with its own criteria and those of its parts, closed ones among them.

    `place` is its place in the snapshot. `own` and `of_arms` are the numbers of its criteria and
    of those of each of its parts, in the order of the record.
    """

    place: int
    trial: PackedTrial
    whole: Part
    arms: tuple[Part, ...]
    own: tuple[int, ...]
    of_arms: tuple[tuple[int, ...], ...]

    @property
    def open_arms(self) -> list[Part]:
        """Its parts that are not closed."""
        pairs = zip(self.trial.arms, self.arms, strict=True)
        return [part for arm, part in pairs if arm.is_open is not False]


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
        self._genes: dict[int, frozenset[str]] = {}
        self._countries: list[tuple[str, ...] | None] = [None] * len(snapshot.trials)
        self._open_sites: list[tuple[PackedSite, ...] | None] = [None] * len(snapshot.trials)
        self._purposes: list[str | None] = [None] * len(snapshot.trials)
        self._described: dict[int, tuple[tuple[Described, ...], ...]] = {}
        self.trials = [self._trial(place, trial) for place, trial in enumerate(snapshot.trials)]

    @cached_property
    def layout(self) -> Layout:
        """The same as arrays, made when first asked for."""
        from oncomatch.trials.layout import Layout  # numpy, which only matching needs

        return Layout(self)

    @cached_property
    def shared(self) -> SharedAnswers:
        """Answers that cases share; the leaves are those that `layout` numbers."""
        from oncomatch.trials.shared import SharedAnswers

        return SharedAnswers(self.layout.part_of_leaf)

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

    def genes(self, number: int) -> frozenset[str]:
        """Return the genes that a criterion names."""
        known = self._genes.get(number)
        if known is None:
            pattern = self._snapshot.pattern(self.keys[number].pattern)
            known = self._genes[number] = frozenset(genes_of(pattern))
        return known

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
            open_in = {site.country for site in self.open_sites(place)}
            known = self._countries[place] = tuple(sorted(open_in - {""}))
        return known

    def open_sites(self, place: int) -> tuple[PackedSite, ...]:
        """Return the open sites of the trial at a place."""
        known = self._open_sites[place]
        if known is None:
            sites = self._snapshot.trials[place].sites
            known = self._open_sites[place] = tuple(site for site in sites if site.is_open)
        return known

    def purpose(self, place: int) -> str:
        """Return what the trial at a place may be for other than treatment, by its title."""
        known = self._purposes[place]
        if known is None:
            trial = self._snapshot.trials[place]
            says = trial.treats or trial.registry is Registry.LOCAL
            known = self._purposes[place] = "" if says else other_purpose(trial.title)
        return known

    def described(self, place: int) -> tuple[tuple[Described, ...], ...]:
        """Return the criteria of the trial at a place in words, then those of each of its parts."""
        known = self._described.get(place)
        if known is None:
            planned = self.trials[place]
            of_arms = (arm.criteria for arm in planned.trial.arms)
            known = self._described[place] = (
                self._in_words(planned.trial.criteria, planned.own),
                *map(self._in_words, of_arms, planned.of_arms),
            )
        return known

    def _in_words(
        self, criteria: Iterable[PackedCriterion], numbers: Iterable[int]
    ) -> tuple[Described, ...]:
        words, kind = self.words, self._snapshot.kind
        return tuple(
            [
                (
                    number,
                    words(number),
                    each.side,
                    kind(each.pattern),
                    each.confidence,
                    source_words(each),
                )
                for each, number in zip(criteria, numbers, strict=True)
            ]
        )

    def _trial(self, place: int, trial: PackedTrial) -> PlannedTrial:
        return PlannedTrial(
            place,
            trial,
            self._part(trial.criteria),
            tuple(self._part(arm.criteria) for arm in trial.arms),
            tuple(map(self.number, trial.criteria)),
            tuple(tuple(map(self.number, arm.criteria)) for arm in trial.arms),
        )

    def _is_wish(self, criterion: PackedCriterion) -> bool:
        """Whether a molecular criterion asks for a finding, and not for an absence alone."""
        excludes = criterion.side is Side.EXCLUSION
        if not _OF_ABSENCE.search(self._snapshot.texts[criterion.pattern]):
            return not excludes  # most patterns, which need not be read for it
        pattern = self._snapshot.pattern(criterion.pattern)
        if excludes:  # microsatellites that are not stable are a finding
            return all(map(is_usual, atoms_of(pattern)))
        return not asks_only_for_absence(pattern)

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
                group = includes if self._is_wish(criterion) else excludes
            group.append(self.number(criterion))
        of_tumor = *types, *includes, *excludes
        return Part(
            tuple(types),
            tuple(includes),
            tuple(excludes),
            tuple(others),
            (*others, *of_tumor),
            of_tumor,
        )


def leaves_of(tree: Tree) -> Iterator[int]:
    """Return the leaves of a tree, left to right; one that stands twice comes twice."""
    if isinstance(tree, int):
        yield tree
    else:
        for part in tree.parts:
            yield from leaves_of(part)
