"""The criteria of all trials as arrays, to decide at once which trials concern a case.

It depends on the snapshot alone, so that many cases share it. Parts are numbered through: first
each trial as a whole, in the order of the trials, then their open parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from oncomatch.domain.biomarker import AllOf, AnyOf, Not, genes_of
from oncomatch.domain.trial import Registry
from oncomatch.matching.unlooked import Family, family_of
from oncomatch.trials.plan import Plan, leaves_of
from oncomatch.trials.words import question_of

if TYPE_CHECKING:
    from oncomatch.trials.snapshot import Snapshot

Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]
_MOST_GENES = 2
JOINED = -1
"""In place of a question: the criterion joins several patterns."""


class Entries(NamedTuple):
    """Criteria of one group: the part that each belongs to, and its number in `Plan.keys`."""

    parts: Numbers
    keys: Numbers


class Layout:
    """`trial_of` is the trial of a part; `questions` what an unknown criterion asks for."""

    def __init__(self, snapshot: Snapshot, plan: Plan):
        trials = plan.trials
        parts = [(place, planned.whole) for place, planned in enumerate(trials)]
        parts += [(place, arm) for place, each in enumerate(trials) for arm in each.arms]
        self.trial_of = np.array([place for place, _ in parts], np.int32)
        self.types, self.includes, self.excludes, self.others = (
            _entries([part[group] for _, part in parts]) for group in range(4)
        )
        self.with_arms = np.array([each.with_arms for each in trials], bool)
        self.with_open_arms = np.array([bool(each.arms) for each in trials], bool)
        local = Registry.LOCAL
        self.local = np.array([each.trial.registry is local for each in trials], bool)
        self._lay_leaves(snapshot, plan)

    def _lay_leaves(self, snapshot: Snapshot, plan: Plan) -> None:
        genes: dict[str, int] = {"": 0}
        questions: dict[str, int] = {}
        of_key, families, named, asked = [], [], [], []
        for number, key in enumerate(plan.keys):
            pattern = snapshot.pattern(key.pattern)
            for leaf in leaves_of(pattern):
                family = family_of(leaf)
                both = genes_of(leaf) if family else ()
                if not 0 < len(both) <= _MOST_GENES:
                    family, both = Family.OTHER, ()
                of_key.append(number)
                families.append(family)
                both = (*both, "", "")[:_MOST_GENES]
                named.append([genes.setdefault(gene, len(genes)) for gene in both])
            asked.append(
                JOINED
                if isinstance(pattern, AllOf | AnyOf | Not)
                else questions.setdefault(question_of(pattern), len(questions))
            )
        self._genes = genes
        self._leaf_keys = np.array(of_key, np.int32)
        self._leaf_families = np.array(families, np.int8)
        self._leaf_genes = np.array(named, np.int32).reshape(-1, 2)
        self.questions = np.array(asked, np.int32)

    def unlooked(self, seen: dict[Family, frozenset[str]]) -> Flags:
        """Return for each criterion whether it asks only for what nobody looked at."""
        known = np.ones((len(Family), len(self._genes)), bool)
        for family, genes in seen.items():
            known[family] = False
            known[family, [self._genes[gene] for gene in genes - {""} if gene in self._genes]] = (
                True
            )
        first, second = self._leaf_genes.T
        families = self._leaf_families
        looked = known[families, first] | known[families, second]
        found = np.ones(len(self.questions), bool)
        found[self._leaf_keys[looked]] = False
        return found


def _entries(groups: list[tuple[int, ...]]) -> Entries:
    counts = [len(group) for group in groups]
    return Entries(
        np.repeat(np.arange(len(groups), dtype=np.int32), counts),
        np.array([number for group in groups for number in group], np.int32),
    )
