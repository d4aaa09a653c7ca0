"""The criteria of all trials as arrays, to decide at once which trials concern a case.

It depends on the snapshot alone, so that many cases share it. Parts are numbered through: first
each trial as a whole, in the order of the trials, then their parts in the order of the records.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from oncomatch.domain.biomarker import genes_of
from oncomatch.domain.trial import Registry, Side
from oncomatch.matching.patient import part_of
from oncomatch.matching.unlooked import Family, family_of
from oncomatch.trials.plan import Plan, leaves_of
from oncomatch.trials.trees import Degrees, Flags, Trees

Numbers = NDArray[np.int32]
_MOST_GENES = 2
_BY_GENE = frozenset(Family) - {Family.OTHER, Family.INHERITED, Family.NEVER}
JOINED = -1
"""In place of a question: the criterion joins several patterns."""


class Entries(NamedTuple):
    """Criteria of one group: the part that each belongs to, and its number in `Plan.keys`."""

    parts: Numbers
    keys: Numbers

    def within(self, chosen: Flags) -> Entries:
        """Return the criteria of the chosen parts, in their order."""
        concerned = chosen[self.parts]
        return Entries(self.parts[concerned], self.keys[concerned])


class Layout:
    """The parts of all trials, and their criteria by groups; `all` has those of every group.

    `trial_of` is the trial of a part, `closed` says that the part is; the parts of a trial begin
    at its `first_arm` and end before that of the next one. Of parts
    `without_criteria` nothing was read; those of a site's own trial are none. `questions` are what
    an unknown criterion asks for, `part_of_leaf` is the part of a patient that answers a leaf.
    """

    def __init__(self, plan: Plan):
        trials = plan.trials
        parts = [(place, planned.whole) for place, planned in enumerate(trials)]
        parts += [(place, arm) for place, each in enumerate(trials) for arm in each.arms]
        self.trial_of = np.array([place for place, _ in parts], np.int32)
        self.types, self.includes, self.excludes, self.others, self.all = (
            _entries([part[group] for _, part in parts]) for group in range(5)
        )
        self.first_arm = [*accumulate((len(each.arms) for each in trials), initial=len(trials))]
        self.is_arm = np.arange(len(parts)) >= len(trials)
        open_ones = [[arm.is_open is not False for arm in each.trial.arms] for each in trials]
        self.closed = ~np.array([*[True] * len(trials), *chain(*open_ones)], bool)
        read = np.bincount(self.all.parts, minlength=len(parts)) > 0
        self.with_arms = np.array([bool(each) for each in open_ones], bool)
        self.with_open_arms = np.array([any(each) for each in open_ones], bool)
        local = Registry.LOCAL
        self.local = np.array([each.trial.registry is local for each in trials], bool)
        self.without_criteria = self.is_arm & ~read & ~self.local[self.trial_of]
        self._lay_leaves(plan)

        self.certain = np.array([key.certain for key in plan.keys], bool)
        excluding = np.array([key.side is Side.EXCLUSION for key in plan.keys], bool)
        self._trees = Trees(map(plan.tree, range(len(plan.keys))), len(plan.leaves), excluding)

    def degrees(self, leaves: Degrees) -> Degrees:
        """Return the degrees of all criteria, doubted ones like certain ones, from those of leaves.

        One of which a leaf is not known has no meaning.
        """
        return self._trees.degrees(leaves)

    def naming(self, genes: Collection[str]) -> Flags:
        """Return which criteria name one of the genes."""
        found = np.zeros(len(self.certain), bool)
        for gene in genes:
            found[self._keys_of_gene.get(gene, ())] = True
        return found

    def leaves_of(self, chosen: Flags) -> list[int]:
        """Return the leaves of the chosen criteria, in their order."""
        found = np.zeros(len(self._families), bool)
        found[self._leaves[chosen[self._leaf_keys]]] = True
        return np.flatnonzero(found).tolist()

    def _lay_leaves(self, plan: Plan) -> None:
        genes: dict[str, int] = {"": 0}
        questions: dict[str, int] = {}
        of_key, leaves, asked = [], [], []
        for number in range(len(plan.keys)):
            tree = plan.tree(number)
            for leaf in leaves_of(tree):
                of_key.append(number)
                leaves.append(leaf)
            if isinstance(tree, int):
                question, _ = plan.question(tree)
                asked.append(questions.setdefault(question, len(questions)))
            else:
                asked.append(JOINED)
        families, named = [], []
        for pattern in plan.leaves:
            family = family_of(pattern)
            both = genes_of(pattern) if family in _BY_GENE else ()
            if family in _BY_GENE and not 0 < len(both) <= _MOST_GENES:
                family, both = Family.OTHER, ()
            families.append(family)
            both = (*both, "", "")[:_MOST_GENES]
            named.append([genes.setdefault(gene, len(genes)) for gene in both])
        self._keys_of_gene: dict[str, list[int]] = {}
        of_leaf = [genes_of(pattern) for pattern in plan.leaves]
        for key, leaf in zip(of_key, leaves, strict=True):
            for gene in of_leaf[leaf]:
                self._keys_of_gene.setdefault(gene, []).append(key)
        self.part_of_leaf = bytes(map(part_of, plan.leaves))
        self._genes = genes
        self._leaf_keys = np.array(of_key, np.int32)
        self._leaves = np.array(leaves, np.int32)
        self._families = np.array(families, np.int8)
        self._leaf_genes = np.array(named, np.int32).reshape(-1, _MOST_GENES)
        self.questions = np.array(asked, np.int32)

    def unlooked(self, seen: dict[Family, frozenset[str]]) -> Flags:
        """Return for each leaf whether it asks for what nobody looked at."""
        known = np.ones((len(Family), len(self._genes)), bool)
        for family, genes in seen.items():
            known[family] = False
            named = [self._genes[gene] for gene in genes - {""} if gene in self._genes]
            known[family, named] = True
        first, second = self._leaf_genes.T
        return ~(known[self._families, first] | known[self._families, second])


def _entries(groups: list[tuple[int, ...]]) -> Entries:
    counts = [len(group) for group in groups]
    return Entries(
        np.repeat(np.arange(len(groups), dtype=np.int32), counts),
        np.array([number for group in groups for number in group], np.int32),
    )
