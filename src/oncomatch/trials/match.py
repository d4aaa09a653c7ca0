"""Match a case against open trials, criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.biomarker import Biomarker
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.evaluation import Evaluation, Outcome, all_of
from oncomatch.domain.trial import CriterionResult, Trial, TrialMatch, TrialStatus
from oncomatch.domain.tumor_type import Relation, TumorType, relate
from oncomatch.matching.evaluate import evaluate
from oncomatch.matching.facts import Facts
from oncomatch.reference.tumor_types import TumorTypes

_PROTOCOL = Evaluation(
    Outcome.UNKNOWN,
    "only the criteria above were read; performance, prior therapy, organ function and others "
    "stand in the registry record",
)
_STATUSES = list(TrialStatus)
_PHASES = ("PHASE4", "PHASE3", "PHASE2", "PHASE1", "EARLY_PHASE1")


def match_trials(
    trials: Iterable[Trial],
    facts: Facts,
    case: CaseInfo,
    tumor_types: TumorTypes,
    labels: dict[str, str],
) -> tuple[TrialMatch, ...]:
    """Return the trials whose genomic criterion the tumour meets, best first.

    Trials of other tumour types are left out; a trial that fails on age or sex stays, with the
    failed criterion.
    """
    case_type = tumor_types.get(case.tumor_type)
    answers: dict[Biomarker, Evaluation] = {}
    matches = []
    for trial in trials:
        genomic = answers.get(trial.biomarker)
        if genomic is None:
            genomic = answers[trial.biomarker] = evaluate(trial.biomarker, facts)
        if genomic.outcome is not Outcome.MET:
            continue
        disease = tumor_type_criterion(trial, case_type, tumor_types)
        if disease.outcome is Outcome.NOT_MET:
            continue
        matches.append(_match(trial, genomic, disease, case, tumor_types, labels))
    return tuple(sorted(matches, key=_order))


def _match(
    trial: Trial,
    genomic: Evaluation,
    disease: Evaluation,
    case: CaseInfo,
    tumor_types: TumorTypes,
    labels: dict[str, str],
) -> TrialMatch:
    types = ", ".join(tumor_types.get(code).name for code in trial.tumor_types)
    criteria = [
        (f"{trial.biomarker} (title: “{trial.quote}”)", genomic),
        (f"Tumour type: {types}", disease),
    ]
    if trial.minimum_age is not None or trial.maximum_age is not None:
        criteria.append((_age_words(trial), age_criterion(trial, case.age)))
    if trial.sex != "ALL":
        criteria.append((f"Sex: {trial.sex.lower()}", sex_criterion(trial, case)))
    criteria.append(("Other criteria of the protocol", _PROTOCOL))
    return TrialMatch(
        nct_id=trial.nct_id,
        title=trial.title,
        status=trial.status,
        phases=trial.phases,
        countries=trial.countries,
        url=trial.url,
        data_date=trial.data_date,
        outcome=all_of([answer for _, answer in criteria]).outcome,
        labels=tuple(sorted({labels[fact] for fact in genomic.facts})),
        criteria=tuple(
            CriterionResult(words, answer.outcome, answer.reason) for words, answer in criteria
        ),
    )


def tumor_type_criterion(trial: Trial, case: TumorType, tumor_types: TumorTypes) -> Evaluation:
    """Answer whether the case's tumour type is one of the trial's."""
    listed = {code: tumor_types.get(code) for code in trial.tumor_types}
    relations = {code: relate(case, listed[code]) for code in listed}
    if Relation.SAME in relations.values():
        return Evaluation(Outcome.MET, f"{case.name} is named")
    wider = [code for code, relation in relations.items() if relation is Relation.ANCESTOR]
    nearest = min(wider, key=case.ancestors.index, default=None)
    if nearest is not None:
        name = listed[nearest].name
        if any(nearest in other.ancestors for other in listed.values()):
            reason = f"the trial names {name}, and beside it narrower types"
            return Evaluation(Outcome.UNKNOWN, reason)
        return Evaluation(Outcome.MET, f"{case.name} belongs to: {name}")
    for code, relation in relations.items():
        if relation is Relation.DESCENDANT:
            name = listed[code].name
            return Evaluation(Outcome.UNKNOWN, f"the trial asks for {name}; {case.name} is wider")
    if trial.conditions_unread:
        return Evaluation(Outcome.UNKNOWN, "not all conditions of the trial could be read")
    return Evaluation(Outcome.NOT_MET, f"{case.name} is not among the trial's tumour types")


def _age_words(trial: Trial) -> str:
    if trial.maximum_age is None:
        return f"Age: from {trial.minimum_age} years"
    if trial.minimum_age is None:
        return f"Age: up to {trial.maximum_age} years"
    return f"Age: {trial.minimum_age} to {trial.maximum_age} years"


def age_criterion(trial: Trial, age: float | None) -> Evaluation:
    """Answer whether the patient's age is within the limits.

    Who is up to 17 years old has completed no more than 17.
    """
    if age is None:
        return Evaluation(Outcome.UNKNOWN, "the age is not given")
    low = trial.minimum_age is None or age >= trial.minimum_age
    high = trial.maximum_age is None or int(age) <= trial.maximum_age
    return Evaluation(Outcome.MET if low and high else Outcome.NOT_MET, f"age {age:g}")


def sex_criterion(trial: Trial, case: CaseInfo) -> Evaluation:
    """Answer whether the trial is open to the patient's sex."""
    if case.sex is None:
        return Evaluation(Outcome.UNKNOWN, "the sex is not given")
    met = trial.sex.lower() == case.sex.value
    return Evaluation(Outcome.MET if met else Outcome.NOT_MET, case.sex.value)


def _order(match: TrialMatch) -> tuple[object, ...]:
    """Fewest unknowns first, then recruiting, then the later phase, then the registry id."""
    unknown = sum(result.outcome is Outcome.UNKNOWN for result in match.criteria)
    phase = min((_PHASES.index(phase) for phase in match.phases if phase in _PHASES), default=9)
    return -match.outcome.degree, unknown, _STATUSES.index(match.status), phase, match.nct_id
