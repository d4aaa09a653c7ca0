"""Studies that name genes or markers, and of which no criterion on them was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, Not, genes_of
from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.trial import Registry, Side, TrialStatus
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.tokens import tokens_of
from oncomatch.trials.naming import KIND_OF_MARKER, Names
from oncomatch.trials.studies import data_date_of, drugs_of, sites_of, title_of, updated_of

_MOST_GENES = 40


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
            markers.update(filter(None, (KIND_OF_MARKER.get(type(pattern)),)))
    return Names(frozenset(genes), frozenset(markers))


def _present(pattern: Biomarker) -> Iterator[Biomarker]:
    """Return the parts of a pattern that ask for something, and not for its absence."""
    if isinstance(pattern, AllOf | AnyOf):
        for part in pattern.parts:
            yield from _present(part)
    elif not isinstance(pattern, Not):
        yield pattern
