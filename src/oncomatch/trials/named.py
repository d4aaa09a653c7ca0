"""Trials that name genes or markers, and of which no criterion on them was read.

They are no matches; a reader who asks for the gene, and the report of a case in which it is a
finding, tell that they are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from oncomatch.domain.alteration import CopyNumberKind, MarkerResult, MismatchRepairState
from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    MicrosatelliteInstability,
    MismatchRepair,
    MutationalBurden,
    Not,
    RecombinationDeficiency,
    TumorTypeIn,
    genes_of,
)
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.trial import Registry, Side, TrialStatus
from oncomatch.domain.tumor_type import ANY
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.facts import Facts
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.tokens import tokens_of
from oncomatch.trials.studies import data_date_of, drugs_of, sites_of, title_of, updated_of

_MOST_GENES = 40
_HIGH_BURDEN = 10.0
"""Mutations per megabase, as trials mostly ask for them; `tmb.cutoff` has its source."""
_MARKERS: dict[str, tuple[Biomarker, ...]] = {
    "MSI": (MicrosatelliteInstability(), MismatchRepair(MismatchRepairState.DEFICIENT)),
    "TMB": (MutationalBurden(_HIGH_BURDEN),),
    "HRD": (RecombinationDeficiency(),),
}
"""Markers by what a tumour has that trials which name them are for."""
_KIND_OF_MARKER = {type(each): name for name, known in _MARKERS.items() for each in known}


class Names(NamedTuple):
    """Genes (HGNC) and markers of `_MARKERS`."""

    genes: frozenset[str]
    markers: frozenset[str]


def read_named(
    study: dict[str, Any],
    data_date: str,
    conditions: ConditionReader,
    *,
    by_title: bool = False,
) -> NamedTrial | None:
    """Return a study as a trial that names genes or markers, None where it names none.

    It is one that `read_study` refuses for want of a criterion about genes or markers, or of a
    tumour type that is understood. `by_title`: its text is known to ask for none, so that only
    its titles and conditions count.
    """
    protocol = study["protocolSection"]
    identification = protocol["identificationModule"]
    listed = protocol.get("conditionsModule", {}).get("conditions", ())
    titles = [identification.get(name, "") for name in ("briefTitle", "officialTitle")]
    text = Eligibility(protocol.get("eligibilityModule", {}).get("eligibilityCriteria", ""))
    wanted = (each.text for each in text.sentences if each.side is Side.INCLUSION)
    in_title, in_text = names_in((*titles, *listed)), names_in(() if by_title else wanted)
    if not any((*in_title, *in_text)):
        return None
    types = conditions.read(listed)
    return NamedTrial(
        trial_id=identification["nctId"],
        registry=Registry.CLINICALTRIALS_GOV,
        title=title_of(identification),
        status=TrialStatus(protocol["statusModule"]["overallStatus"]),
        phases=tuple(protocol.get("designModule", {}).get("phases", ())),
        interventions=drugs_of(protocol),
        countries=tuple(sorted({site.country for site in sites_of(protocol) if site.is_open})),
        in_title=tuple(sorted(in_title.genes))[:_MOST_GENES],
        in_text=tuple(sorted(in_text.genes))[:_MOST_GENES],
        tumor_types=() if types.unread else types.tumor_types,
        updated=updated_of(protocol),
        data_date=data_date_of(study, data_date),
        markers=tuple(sorted(in_title.markers | in_text.markers)),
    )


def names_in(texts: Iterable[str]) -> Names:
    """Return what texts name; what is said to be absent (triple-negative) is not named."""
    genes: set[str] = set()
    markers: set[str] = set()
    for token in (token for text in texts for token in tokens_of(text)):
        genes.update(token.genes)
        for pattern in (part for each in token.patterns for part in _present(each)):
            genes.update(genes_of(pattern))
            markers.update(filter(None, (_KIND_OF_MARKER.get(type(pattern)),)))
    return Names(frozenset(genes), frozenset(markers))


def _present(pattern: Biomarker) -> Iterator[Biomarker]:
    """Return the parts of a pattern that ask for something, and not for its absence."""
    if isinstance(pattern, AllOf | AnyOf):
        for part in pattern.parts:
            yield from _present(part)
    elif not isinstance(pattern, Not):
        yield pattern


def names_found(evaluator: Evaluator) -> Names:
    """Return the genes of a tumour's findings, and the markers that it has.

    A variant of unknown meaning is no finding, nor are gains and losses.
    """
    return Names(frozenset(_genes_found(evaluator.facts)), markers_found(evaluator))


def markers_found(evaluator: Evaluator) -> frozenset[str]:
    """Return the markers that a tumour has."""
    return frozenset(
        name
        for name, patterns in _MARKERS.items()
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
