"""The markers that labels and level A evidence of the tumour type ask for, with their state."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.assay import Finding
from oncomatch.domain.biomarker import Biomarker, ChangeKind, GeneMutation, WildType, atoms_of
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.evidence import EvidenceLevel
from oncomatch.domain.match import CheckedMarker
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.statements import Statement

_ANSWERED = (Finding.DETECTED, Finding.NOT_DETECTED)


def finding_of(answer: Evaluation) -> Finding:
    """Return what an answer says about a marker."""
    if answer.outcome is Outcome.MET:
        return Finding.DETECTED
    if answer.outcome is Outcome.NOT_MET:
        return Finding.NOT_DETECTED
    if answer.uninformative:
        return Finding.NOT_INFORMATIVE
    return Finding.UNCLEAR if answer.facts else Finding.NOT_ASSESSED


def check_markers(
    statements: Iterable[Statement], evaluator: Evaluator
) -> tuple[CheckedMarker, ...]:
    """Return the markers that approvals and level A evidence of this tumour type ask for."""
    asking: dict[int, list[Statement]] = {}  # tables share equal patterns
    for statement in statements:
        if statement.is_strong_benefit and statement.item.level is not EvidenceLevel.CLINICAL:
            asking.setdefault(id(statement.item.biomarker), []).append(statement)
    regimens: dict[Biomarker, set[str]] = {}
    undecided: dict[Biomarker, set[str]] = {}
    decided: set[str] = set()
    for group in asking.values():
        by_outcome: dict[Outcome, set[str]] = {outcome: set() for outcome in Outcome}
        for each in group:
            by_outcome[each.answer.outcome].add(str(each.item.regimen))
        decided |= by_outcome[Outcome.MET]
        for atom in {_looked_for(atom) for atom in atoms_of(group[0].item.biomarker)}:
            regimens.setdefault(atom, set()).update(*by_outcome.values())
            undecided.setdefault(atom, set()).update(by_outcome[Outcome.UNKNOWN])
    checked = []
    for atom, names in regimens.items():
        answer = evaluator.answer(atom)
        finding = finding_of(answer)
        waiting = undecided[atom] - decided if finding not in _ANSWERED else set()
        checked.append(
            CheckedMarker(
                str(atom), finding, answer.reason, tuple(sorted(names)), tuple(sorted(waiting))
            )
        )
    order = list(Finding)
    return tuple(sorted(checked, key=lambda each: (order.index(each.finding), each.biomarker)))


def _looked_for(atom: Biomarker) -> Biomarker:
    """Return what is looked for: of a wild type the mutation that must not be there."""
    return GeneMutation(atom.gene, ChangeKind.MUTATION) if isinstance(atom, WildType) else atom
