"""The markers of a case: those of the sheet, with the RNA levels of a file."""

from __future__ import annotations

from dataclasses import replace

from oncomatch.domain.alteration import TumorMarkers
from oncomatch.domain.biomarker import Expression, atoms_of
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.pipeline.chosen_knowledge import open_chosen_knowledge
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.readers.expression_file import read_expression
from oncomatch.reference.bundle import Reference


def profile_markers(
    request: CaseRequest, config: Config, reference: Reference
) -> tuple[TumorMarkers, tuple[str, ...]]:
    """Return the markers of a case, and cautions for the report.

    Of a file of RNA levels the genes are told whose level the knowledge speaks of.
    """
    markers = request.markers
    notes: list[str] = []
    if request.expression is None:
        return markers, ()

    def symbol_of(name: str) -> str:
        gene = reference.find_gene(name)
        return gene.symbol if gene is not None else ""

    wanted = _genes_with_levels(open_chosen_knowledge(config))
    file = read_expression(request.expression, config.expression, symbol_of, wanted)
    others = file.rows - len(file.levels)
    if others:
        notes.append(
            f"Of {file.rows:,} rows of the table of RNA levels {len(file.levels):,} are of genes "
            f"whose level the knowledge speaks of; {file.unknown:,} name no gene of HGNC."
        )
    return replace(markers, expression=file.levels), tuple(notes)


def _genes_with_levels(knowledge: KnowledgeBase) -> frozenset[str]:
    patterns = (
        *(each.biomarker for each in knowledge.evidence),
        *(each.biomarker for each in knowledge.meanings),
        *(each.biomarker for each in knowledge.approvals),
    )
    return frozenset(
        atom.gene
        for pattern in patterns
        for atom in atoms_of(pattern)
        if isinstance(atom, Expression)
    )
