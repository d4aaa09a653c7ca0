"""A narrow absence that a label of the same regimen asks for more widely, where that is open.

A companion test looks at some codons (KRAS 12 and 13), the label of its drug asks for the wild
type. Where the other codons were not assessed the narrow answer must not stand for the wide one.
"""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.biomarker import (
    AllOf,
    Biomarker,
    CodonChange,
    ExonChange,
    GeneMutation,
    Not,
    ProteinChange,
    WildType,
    atoms_of,
    genes_of,
)
from oncomatch.domain.evaluation import Outcome
from oncomatch.matching.statements import Statement

_WIDE = (WildType, ExonChange, GeneMutation)
_NARROW = (CodonChange, ProteinChange)


def wide_absences(statements: Iterable[Statement]) -> dict[tuple[str, ...], list[Statement]]:
    """Return by regimen what asks for the wild type of genes or of exons, in this tumour type."""
    found: dict[tuple[str, ...], list[Statement]] = {}
    for each in statements:
        pattern = each.item.biomarker
        if (
            each.is_strong_benefit
            and _is_absence(pattern)
            and all(isinstance(atom, _WIDE) for atom in atoms_of(pattern))
        ):
            found.setdefault(each.item.regimen.therapies, []).append(each)
    return found


def gap_of(group: Iterable[Statement], wide: Iterable[Statement]) -> str:
    """Return what was not assessed that a wider statement of the regimen asks for, or nothing.

    Asked where all of a group are narrow absences. A wider one that is met, as exons 2 to 4 are,
    settles it.
    """
    patterns = [each.item.biomarker for each in group]
    if not all(_is_narrow(pattern) for pattern in patterns):
        return ""
    genes = {gene for pattern in patterns for gene in genes_of(pattern)}
    wider = [each for each in wide if genes.intersection(genes_of(each.item.biomarker))]
    if any(each.pattern.outcome is Outcome.MET for each in wider):
        return ""
    waiting = [each for each in wider if each.pattern.outcome is Outcome.UNKNOWN]
    if not waiting:
        return ""
    shortest = min(waiting, key=lambda each: len(each.pattern.reason))
    proof, reason = shortest.item.provenance, shortest.pattern.reason
    return f"what was not assessed though {proof.source} {proof.record_id} asks for it ({reason})"


def _is_narrow(pattern: Biomarker) -> bool:
    return _is_absence(pattern) and all(isinstance(atom, _NARROW) for atom in atoms_of(pattern))


def _is_absence(pattern: Biomarker) -> bool:
    if isinstance(pattern, AllOf):
        return all(_is_absence(part) for part in pattern.parts)
    return isinstance(pattern, (Not, WildType))
