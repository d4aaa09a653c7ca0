"""Evidence items evaluated on a case: the statements that therapies are matched from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oncomatch.domain.biomarker import (
    AllOf,
    Biomarker,
    CodonChange,
    ExonChange,
    Not,
    atoms_of,
)
from oncomatch.domain.evaluation import Evaluation, Outcome, all_of
from oncomatch.domain.evidence import Direction, EvidenceItem, EvidenceLevel, EvidenceScheme
from oncomatch.domain.tumor_type import Relation, TumorType, relate
from oncomatch.matching.evaluate import evaluate
from oncomatch.matching.facts import Facts
from oncomatch.reference.tumor_types import TumorTypes

RELATIONS = list(Relation)
_STRONG_LEVELS = (EvidenceLevel.VALIDATED, EvidenceLevel.CLINICAL)
_GERMLINE = "the source speaks of germline variants; the origin is not known from a tumour sample"


@dataclass(frozen=True, slots=True)
class Statement:
    """An evidence item, its relation to the case, and the answers to its pattern and to all.

    `pattern` answers the biomarker alone; `answer` the biomarker with its condition and the
    germline origin that the source asks for.
    """

    item: EvidenceItem
    relation: Relation
    pattern: Evaluation
    answer: Evaluation
    labels: tuple[str, ...]

    @property
    def is_strong_benefit(self) -> bool:
        """Whether it is about benefit in this tumour type, approved or of level A or B."""
        item = self.item
        listed = item.scheme is EvidenceScheme.FDA_COMPANION_DIAGNOSTIC
        return (
            self.relation.applies
            and item.direction is Direction.SUPPORTS
            and item.significance.is_benefit
            and not item.flagged
            and (listed or item.level in _STRONG_LEVELS)
        )


def evaluate_evidence(
    evidence: Iterable[EvidenceItem],
    facts: Facts,
    case: TumorType,
    tumor_types: TumorTypes,
    labels: dict[str, str],
) -> list[Statement]:
    """Return every item with its answers; a pattern is evaluated once, however often it occurs.

    `labels` maps fact ids to what people call them.
    """
    answers: dict[Biomarker, Evaluation] = {}

    def answer(biomarker: Biomarker) -> Evaluation:
        if biomarker not in answers:
            answers[biomarker] = evaluate(biomarker, facts)
        return answers[biomarker]

    statements = []
    for item in evidence:
        pattern = answer(item.biomarker)
        parts = [pattern]
        if item.condition is not None:
            parts.append(answer(item.condition))
        if "Germline" in item.origin:
            parts.append(Evaluation(Outcome.UNKNOWN, _GERMLINE))
        named = tuple(sorted({labels[fact] for fact in pattern.facts}))
        statements.append(
            Statement(
                item=item,
                relation=relation_of(item, case, tumor_types),
                pattern=pattern,
                answer=all_of(parts),
                labels=named or (absence_label(item.biomarker),),
            )
        )
    return statements


def relation_of(item: EvidenceItem, case: TumorType, tumor_types: TumorTypes) -> Relation:
    """Return how the item's tumour types relate to the case's, the nearest of them.

    A statement about a subtype that OncoTree does not name speaks of a part of the case's type.
    """
    excluded = [relate(case, tumor_types.get(code)) for code in item.excluded_types]
    if any(relation.applies for relation in excluded):
        return Relation.EXCLUDED
    relations = [relate(case, tumor_types.get(code)) for code in item.tumor_types]
    nearest = min(relations, key=RELATIONS.index)
    if item.subtype and nearest.applies:
        return Relation.DESCENDANT
    return nearest


def absence_label(biomarker: Biomarker) -> str:
    """Return what to call a finding that consists in nothing being found.

    >>> absence_label(Not(CodonChange("KRAS", 12, 12)))
    'KRAS codon 12 not mutated'
    """
    places: dict[str, list[str]] = {}
    for atom in atoms_of(biomarker):
        if isinstance(atom, CodonChange):
            places.setdefault(f"{atom.gene} codon", []).append(str(atom.first))
        elif isinstance(atom, ExonChange):
            places.setdefault(f"{atom.gene} exon", []).append(str(atom.exon))
        else:
            places.setdefault(str(atom), [])
    named = [f"{place} {', '.join(numbers)}".strip() for place, numbers in places.items()]
    if all(numbers for numbers in places.values()):
        return f"{' and '.join(named)} not mutated"
    return f"no {' or '.join(named)}" if isinstance(biomarker, Not | AllOf) else " or ".join(named)
