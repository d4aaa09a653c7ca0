"""Evidence items evaluated on a case: the statements that therapies are matched from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oncomatch.domain.biomarker import (
    AllOf,
    Biomarker,
    CodingChange,
    CodonChange,
    ExonChange,
    GenomicChange,
    Not,
    Origin,
    ProteinChange,
    VariantOrigin,
    atoms_of,
)
from oncomatch.domain.evaluation import Evaluation, Outcome, all_of
from oncomatch.domain.evidence import EvidenceItem
from oncomatch.domain.tumor_type import Relation, TumorType
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.relations import relations_to
from oncomatch.reference.tumor_types import TumorTypes

_MOST_NAMED = 3
"""Absent mutations that a label names; of more it gives the number and the genes."""

_GERMLINE = "the source speaks of germline variants; the origin is not known from a tumour sample"


@dataclass(frozen=True, slots=True)
class Statement:
    """An evidence item, its relation to the case, and the answers to its pattern and to all.

    `pattern` answers the biomarker alone; `answer` the biomarker with its condition and the
    germline origin that the source asks for. `labels` name what the pattern was found in, or
    what is absent where absence meets it; there are none where nothing was found.
    """

    item: EvidenceItem
    relation: Relation
    pattern: Evaluation
    answer: Evaluation
    labels: tuple[str, ...]

    @property
    def is_strong_benefit(self) -> bool:
        """Whether it is about benefit in this tumour type, approved or of a strong level."""
        return self.relation.applies and self.item.is_strong_benefit


def evaluate_evidence(
    evidence: Iterable[EvidenceItem],
    evaluator: Evaluator,
    case: TumorType,
    tumor_types: TumorTypes,
    labels: dict[str, str],
) -> list[Statement]:
    """Return every item with its answers. `labels` maps fact ids to what people call them.

    What a label says of earlier treatment counts where it is known not to hold; the case sheet
    seldom says it, and an approval is not hidden for that.
    """
    answer = evaluator.answer
    relations = relations_to(case, tumor_types)
    names: dict[int, tuple[str, ...]] = {}  # tables share equal patterns
    statements = []
    for item in evidence:
        pattern = answer(item.biomarker)
        named = names.get(id(item.biomarker))
        if named is None:
            named = found_labels(pattern, item.biomarker, labels)
            names[id(item.biomarker)] = named
        inherited = _inherited(item, evaluator)
        if inherited is not None and inherited.outcome is Outcome.MET:
            pattern, named = inherited, found_labels(inherited, item.biomarker, labels)
        parts = [pattern]
        if item.condition is not None:
            parts.append(answer(item.condition))
        if item.line is not None:
            line = answer(item.line)
            parts += [line] if line.outcome is Outcome.NOT_MET else []
        if inherited is not None:
            parts.append(inherited)
        statements.append(
            Statement(
                item=item,
                relation=relations.of(item.tumor_types, item.excluded_types, item.subtype),
                pattern=pattern,
                answer=all_of(parts) if len(parts) > 1 else pattern,
                labels=named,
            )
        )
    return statements


def _inherited(item: EvidenceItem, evaluator: Evaluator) -> Evaluation | None:
    """Return whether a variant is inherited that its source asks to be so; None if it does not.

    Only a germline file tells: what it shows meets the statement, whatever is left in the tumour.
    """
    if "Germline" not in item.origin:
        return None
    if evaluator.facts.germline is None:
        return Evaluation(Outcome.UNKNOWN, _GERMLINE)
    return evaluator.answer(Origin(VariantOrigin.GERMLINE, item.biomarker))


def found_labels(
    pattern: Evaluation, biomarker: Biomarker, labels: dict[str, str]
) -> tuple[str, ...]:
    """Return what to call the finding that answers a pattern; nothing where nothing was found."""
    if pattern.facts:
        return tuple(sorted({labels[fact] for fact in pattern.facts}))
    return (absence_label(biomarker),) if pattern.outcome is Outcome.MET else ()


def relation_of(item: EvidenceItem, case: TumorType, tumor_types: TumorTypes) -> Relation:
    """Return how the item's tumour types relate to the case's, the nearest of them."""
    relations = relations_to(case, tumor_types)
    return relations.of(item.tumor_types, item.excluded_types, item.subtype)


def absence_label(biomarker: Biomarker) -> str:
    """Return what to call a finding that consists in nothing being found.

    >>> absence_label(Not(CodonChange("KRAS", 12, 12)))
    'KRAS codon 12 not mutated'
    """
    places: dict[str, list[str]] = {}
    for atom in atoms_of(biomarker):
        if isinstance(atom, CodonChange) and atom.first == atom.last:
            places.setdefault(f"{atom.gene} codon", []).append(str(atom.first))
        elif isinstance(atom, ExonChange) and atom.exon == atom.last:
            places.setdefault(f"{atom.gene} exon", []).append(str(atom.exon))
        else:
            places.setdefault(str(atom), [])
    named = [f"{place} {', '.join(numbers)}".strip() for place, numbers in places.items()]
    if all(numbers for numbers in places.values()):
        return f"{' and '.join(named)} not mutated"
    exact = (ProteinChange, CodingChange, GenomicChange)
    genes = dict.fromkeys(atom.gene for atom in atoms_of(biomarker) if isinstance(atom, exact))
    if len(named) > _MOST_NAMED and all(isinstance(atom, exact) for atom in atoms_of(biomarker)):
        return f"{' and '.join(genes)}: none of {len(named)} named mutations"
    return f"no {' or '.join(named)}" if isinstance(biomarker, Not | AllOf) else " or ".join(named)
