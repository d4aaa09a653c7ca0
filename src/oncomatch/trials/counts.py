"""Numbers about a snapshot: trials by what they ask for and where, criteria by confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from oncomatch.domain.biomarker import Biomarker, TumorTypeIn, atoms_of, genes_of
from oncomatch.domain.trial import Side
from oncomatch.matching.clinical import name_of_type
from oncomatch.trials.snapshot import PackedCriterion, PackedTrial, Snapshot


@dataclass(frozen=True, slots=True)
class TrialCounts:
    """Counts of trials, most first; a trial counts once for each gene, type, country, phase.

    `genes` are those that an inclusion criterion names, `excluded_genes` those of exclusions.
    `unread` are the sentences of eligibility texts that no criterion was read from, `criteria`
    the criteria by confidence. `named` are trials that name genes, and of which no criterion
    about genes was read; they are not among the others.
    """

    data_date: str
    trials: int
    genes: dict[str, int]
    excluded_genes: dict[str, int]
    tumor_types: dict[str, int]
    countries: dict[str, int]
    status: dict[str, int]
    phases: dict[str, int]
    kinds: dict[str, int]
    confidence: dict[str, int]
    criteria: int
    patterns: int
    unread: int
    with_unread: int
    named: int


def count_trials(snapshot: Snapshot) -> TrialCounts:
    """Return the numbers of a snapshot."""
    genes: Counter[str] = Counter()
    excluded: Counter[str] = Counter()
    types: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    confidence: Counter[str] = Counter()
    for place, trial in enumerate(snapshot.trials):
        named: dict[Side, list[Biomarker]] = {side: [] for side in Side}
        for part in _parts(trial):
            for each in part:
                named[each.side].append(snapshot.pattern(each.pattern))
                kinds[snapshot.kind(each.pattern).value] += 1
                confidence[each.confidence.value] += 1
        genes.update(_genes(named[Side.INCLUSION]))
        excluded.update(_genes(named[Side.EXCLUSION]))
        types.update(_types(named[Side.INCLUSION]))
        countries.update(snapshot.plan.countries(place))
    unread = [sum(trial.unread) for trial in snapshot.trials]
    return TrialCounts(
        data_date=snapshot.data_date,
        trials=len(snapshot.trials),
        genes=_most_first(genes),
        excluded_genes=_most_first(excluded),
        tumor_types=_most_first(types),
        countries=_most_first(countries),
        status=_most_first(Counter(trial.status.value for trial in snapshot.trials)),
        phases=_most_first(
            Counter(
                phase
                for trial in snapshot.trials
                for phase in dict.fromkeys(trial.phases or ("not given",))
            )
        ),
        kinds=_most_first(kinds),
        confidence=_most_first(confidence),
        criteria=sum(confidence.values()),
        patterns=len(snapshot.texts),
        unread=sum(unread),
        with_unread=sum(map(bool, unread)),
        named=len(snapshot.named),
    )


def _parts(trial: PackedTrial) -> tuple[tuple[PackedCriterion, ...], ...]:
    return (trial.criteria, *(arm.criteria for arm in trial.arms))


def _genes(patterns: Iterable[Biomarker]) -> set[str]:
    return {gene for pattern in patterns for gene in genes_of(pattern)}


def _types(patterns: Iterable[Biomarker]) -> set[str]:
    return {
        f"{code} ({name_of_type(code)})"
        for pattern in patterns
        for atom in atoms_of(pattern)
        if isinstance(atom, TumorTypeIn)
        for code in atom.codes
    }


def _most_first(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
