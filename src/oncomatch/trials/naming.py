"""Trials that name genes or markers, and of which no criterion on them was read.

They are no matches; a reader who asks for the gene, and the report of a case in which it is a
finding, tell that they are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from oncomatch.domain.alteration import CopyNumberKind, MarkerResult, MismatchRepairState
from oncomatch.domain.biomarker import (
    Biomarker,
    MicrosatelliteInstability,
    MismatchRepair,
    MutationalBurden,
    RecombinationDeficiency,
    TumorTypeIn,
)
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.tumor_type import ANY
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.facts import Facts

_HIGH_BURDEN = 10.0
"""Mutations per megabase, as trials mostly ask for them; `tmb.cutoff` has its source."""
MARKERS: dict[str, tuple[Biomarker, ...]] = {
    "MSI": (MicrosatelliteInstability(), MismatchRepair(MismatchRepairState.DEFICIENT)),
    "TMB": (MutationalBurden(_HIGH_BURDEN),),
    "HRD": (RecombinationDeficiency(),),
}
"""Markers by what a tumour has that trials which name them are for."""
KIND_OF_MARKER = {type(each): name for name, known in MARKERS.items() for each in known}
"""What a pattern is called among the markers."""


class Names(NamedTuple):
    """Genes (HGNC) and markers of `MARKERS`."""

    genes: frozenset[str]
    markers: frozenset[str]


def names_found(evaluator: Evaluator) -> Names:
    """Return the genes of a tumour's findings, and the markers that it has.

    A variant of unknown meaning is no finding, nor are gains and losses.
    """
    return Names(frozenset(_genes_found(evaluator.facts)), markers_found(evaluator))


def markers_found(evaluator: Evaluator) -> frozenset[str]:
    """Return the markers that a tumour has."""
    return frozenset(
        name
        for name, patterns in MARKERS.items()
        if any(evaluator.answer(each).outcome is Outcome.MET for each in patterns)
    )


def _genes_found(facts: Facts) -> Iterator[str]:
    for gene, variants in facts.variants.items():
        known = (facts.standings.get(each.id) for each in variants)
        if any(each is not None and each.outcome is Outcome.MET for each in known):
            yield gene
    many = (CopyNumberKind.AMPLIFICATION, CopyNumberKind.DELETION)
    yield from (gene for gene, number in facts.copy_numbers.items() if number.kind in many)
    yield from facts.rearrangements
    markers = facts.markers
    stained = markers.her2_ihc is not None and markers.her2_ihc.value != "0"
    if stained or markers.her2_ish is MarkerResult.POSITIVE:
        yield "ERBB2"
    if facts.germline is not None:
        yield from _genes_found(facts.germline)


def that_name(
    trials: Iterable[NamedTrial],
    names: Names,
    countries: tuple[str, ...],
    evaluator: Evaluator,
) -> tuple[NamedTrial, ...]:
    """Return the trials that name one of the genes or markers, those first that do so by title.

    Those without an open site in the countries, and of other tumour types, are left out.
    """
    found = [
        trial
        for trial in trials
        if not (names.genes.isdisjoint(trial.genes) and names.markers.isdisjoint(trial.markers))
        and (not countries or set(countries) & set(trial.countries))
        and _may_take(trial, evaluator)
    ]
    return tuple(
        sorted(found, key=lambda each: (names.genes.isdisjoint(each.in_title), each.trial_id))
    )


def _may_take(trial: NamedTrial, evaluator: Evaluator) -> bool:
    if not trial.tumor_types or evaluator.facts.case.tumor_type == ANY:
        return True
    asked = TumorTypeIn(trial.tumor_types)
    return evaluator.answer(asked).outcome is not Outcome.NOT_MET
