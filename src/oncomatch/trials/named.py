"""Trials that name genes, and of which no criterion on genes or markers was read.

They are no matches; a reader who asks for the gene is told that they are there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from oncomatch.domain.biomarker import TumorTypeIn
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.named_trial import NamedTrial
from oncomatch.domain.trial import Registry, Side, TrialStatus
from oncomatch.domain.tumor_type import ANY
from oncomatch.matching.evaluator import Evaluator
from oncomatch.trials.conditions import ConditionReader
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.tokens import genes_in
from oncomatch.trials.studies import data_date_of, drugs_of, sites_of, title_of, updated_of

_MOST_GENES = 40


def read_named(
    study: dict[str, Any], data_date: str, conditions: ConditionReader
) -> NamedTrial | None:
    """Return a study as a trial that names genes, None where it names none.

    It is one that `read_study` refuses for want of a criterion about genes or markers, or of a
    tumour type that is understood.
    """
    protocol = study["protocolSection"]
    identification = protocol["identificationModule"]
    titles = [identification.get(name, "") for name in ("briefTitle", "officialTitle")]
    text = Eligibility(protocol.get("eligibilityModule", {}).get("eligibilityCriteria", ""))
    wanted = (each.text for each in text.sentences if each.side is Side.INCLUSION)
    in_title, in_text = _genes_of(titles), _genes_of(wanted)
    if not (in_title or in_text):
        return None
    types = conditions.read(protocol.get("conditionsModule", {}).get("conditions", ()))
    return NamedTrial(
        trial_id=identification["nctId"],
        registry=Registry.CLINICALTRIALS_GOV,
        title=title_of(identification),
        status=TrialStatus(protocol["statusModule"]["overallStatus"]),
        phases=tuple(protocol.get("designModule", {}).get("phases", ())),
        interventions=drugs_of(protocol),
        countries=tuple(sorted({site.country for site in sites_of(protocol) if site.is_open})),
        in_title=in_title,
        in_text=in_text,
        tumor_types=() if types.unread else types.tumor_types,
        updated=updated_of(protocol),
        data_date=data_date_of(study, data_date),
    )


def _genes_of(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({gene for text in texts for gene in genes_in(text)}))[:_MOST_GENES]


def that_name(
    trials: Iterable[NamedTrial],
    genes: frozenset[str],
    case: CaseInfo,
    countries: tuple[str, ...],
    evaluator: Evaluator,
) -> tuple[NamedTrial, ...]:
    """Return the trials that name one of the genes, those that do so in the title first.

    Those without an open site in the countries, and of other tumour types, are left out.
    """
    found = [
        trial
        for trial in trials
        if genes & trial.genes
        and (not countries or set(countries) & set(trial.countries))
        and _may_take(trial, case, evaluator)
    ]
    return tuple(sorted(found, key=lambda each: (genes.isdisjoint(each.in_title), each.trial_id)))


def _may_take(trial: NamedTrial, case: CaseInfo, evaluator: Evaluator) -> bool:
    if not trial.tumor_types or case.tumor_type == ANY:
        return True
    asked = TumorTypeIn(trial.tumor_types)
    return evaluator.answer(asked).outcome is not Outcome.NOT_MET
