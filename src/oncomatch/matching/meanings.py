"""What sources say of a tumour's findings besides treatment."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.biomarker import Origin, VariantOrigin
from oncomatch.domain.evaluation import Outcome, all_of
from oncomatch.domain.match import MeaningMatch
from oncomatch.domain.meaning import ClinicalMeaning, MeaningKind
from oncomatch.domain.tumor_type import Relation, TumorType
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.relations import relations_to
from oncomatch.matching.statements import found_labels
from oncomatch.reference.tumor_types import TumorTypes

_TOLD = (MeaningKind.DIAGNOSTIC, MeaningKind.PROGNOSTIC, MeaningKind.PREDISPOSING)
_ORDER = {kind.value: place for place, kind in enumerate(_TOLD)}


def match_meanings(
    meanings: Iterable[ClinicalMeaning],
    evaluator: Evaluator,
    case: TumorType,
    tumor_types: TumorTypes,
    labels: dict[str, str],
) -> tuple[MeaningMatch, ...]:
    """Return what is said of findings in the case's tumour type, strongest first.

    Outcome and diagnosis depend on the tumour type, so that of other types is left out. A
    statement about inherited risk is told for any type: a change that is found in the tumour
    may be inherited, and only a test of the germline can say so.
    """
    relations = relations_to(case, tumor_types)
    found = []
    for meaning in meanings:
        if meaning.kind not in _TOLD:
            continue
        relation = relations.of(meaning.tumor_types, (), meaning.subtype)
        if not (relation.applies or meaning.kind is MeaningKind.PREDISPOSING):
            continue
        pattern = evaluator.answer(meaning.biomarker)
        if meaning.is_germline and evaluator.facts.germline is not None:
            inherited = evaluator.answer(Origin(VariantOrigin.GERMLINE, meaning.biomarker))
            pattern = inherited if inherited.outcome is Outcome.MET else pattern
        if pattern.outcome is not Outcome.MET:
            continue
        parts = [pattern]
        if meaning.condition is not None:
            parts.append(evaluator.answer(meaning.condition))
        answer = all_of(parts)
        if answer.outcome is Outcome.MET:
            names = found_labels(pattern, meaning.biomarker, labels)
            found.append(_match(meaning, relation, names, answer.reason))
    return tuple(sorted(found, key=_order))


def _match(
    meaning: ClinicalMeaning, relation: Relation, names: tuple[str, ...], reason: str
) -> MeaningMatch:
    return MeaningMatch(
        labels=names,
        kind=meaning.kind.value,
        significance=meaning.significance.word,
        disease=meaning.disease,
        relation=relation,
        level=meaning.level.value,
        rating=meaning.rating,
        direction=meaning.direction,
        flagged=meaning.flagged,
        is_germline=meaning.is_germline,
        biomarker=str(meaning.biomarker),
        reason=reason,
        provenance=meaning.provenance,
    )


def _order(match: MeaningMatch) -> tuple[object, ...]:
    place = _ORDER[match.kind]
    return place, match.labels, match.level, -(match.rating or 0), match.id
