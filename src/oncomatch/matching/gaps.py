"""A narrow absence that a label of the same regimen asks for more widely, where that is open.

A companion test looks at some codons (KRAS 12 and 13), the label of its drug asks for the wild
type. Where the other codons were not assessed the narrow answer must not stand for the wide one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from oncomatch.domain.biomarker import (
    AllOf,
    Biomarker,
    ExonChange,
    GeneMutation,
    Not,
    WildType,
    atoms_of,
    genes_of,
)
from oncomatch.domain.evaluation import Evaluation, Outcome, all_of
from oncomatch.matching.evaluator import Evaluator
from oncomatch.matching.statements import Statement

_WIDE = (WildType, ExonChange, GeneMutation)


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


def agreed_genes(wide: Mapping[tuple[str, ...], Iterable[Statement]]) -> frozenset[str]:
    """Return the genes whose wild type two sources or more ask for in this tumour type."""
    sources: dict[str, set[str]] = {}
    for statements in wide.values():
        for each in statements:
            for gene in genes_of(each.item.biomarker):
                sources.setdefault(gene, set()).add(each.item.provenance.source)
    return frozenset(gene for gene, named in sources.items() if len(named) > 1)


def gap_of(
    group: Iterable[Statement],
    wide: Iterable[Statement],
    agreed: frozenset[str],
    evaluator: Evaluator,
) -> str:
    """Return what was not assessed that a wider statement of the regimen asks for, or nothing.

    Asked where all of a group are absences. A wider one that is met, as exons 2 to 4 are, settles
    it for its genes; that of KRAS does not settle what another label asks of NRAS. `agreed` are
    the genes that count: a gene that one source alone names (HRAS) is told as a near miss only.
    """
    patterns = [each.item.biomarker for each in group]
    if not all(_is_absence(pattern) for pattern in patterns):
        return ""
    genes = {gene for pattern in patterns for gene in genes_of(pattern)}
    wider = [each for each in wide if genes.intersection(genes_of(each.item.biomarker))]
    settled = {
        gene
        for each in wider
        if each.pattern.outcome is Outcome.MET
        for gene in genes_of(each.item.biomarker)
    }
    reasons = [
        (answer.reason, each.item.provenance)
        for each in wider
        if each.pattern.outcome is Outcome.UNKNOWN
        for answer in [_answer(each.item.biomarker, agreed - settled, evaluator)]
        if answer is not None and answer.outcome is Outcome.UNKNOWN
    ]
    if not reasons:
        return ""
    reason, proof = min(reasons, key=lambda each: len(each[0]))
    return f"what was not assessed though {proof.source} {proof.record_id} asks for it ({reason})"


def _answer(pattern: Biomarker, genes: frozenset[str], evaluator: Evaluator) -> Evaluation | None:
    """Return the answer to the parts of an absence that are about the genes, None without any."""
    parts = pattern.parts if isinstance(pattern, AllOf) else (pattern,)
    concerned = [evaluator.answer(part) for part in parts if genes.issuperset(genes_of(part))]
    return all_of(concerned) if concerned else None


def _is_absence(pattern: Biomarker) -> bool:
    if isinstance(pattern, AllOf):
        return all(_is_absence(part) for part in pattern.parts)
    return isinstance(pattern, (Not, WildType))
