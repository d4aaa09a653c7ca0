"""The knowledge base of a run: evidence items, recurrent changes, gene roles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from oncomatch.domain.biomarker import (
    ChangeKind,
    CodingChange,
    ExonChange,
    ProteinChange,
    atoms_of,
    genes_of,
)
from oncomatch.domain.evidence import Direction, EvidenceItem
from oncomatch.knowledge.evidence_table import read_evidence_items
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

_IN_FRAME = (ChangeKind.INFRAME_DELETION, ChangeKind.INFRAME_INSERTION)


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything that matching asks of knowledge.

    `hotspots` are recurrent substitutions as (gene, protein change). `roles` maps a gene to
    `oncogene` or `tumour suppressor`.
    """

    evidence: tuple[EvidenceItem, ...]
    hotspots: frozenset[tuple[str, str]]
    roles: dict[str, str]

    @cached_property
    def genes(self) -> tuple[str, ...]:
        """Genes that any evidence item speaks of, sorted."""
        return tuple(sorted({gene for item in self.evidence for gene in genes_of(item.biomarker)}))

    @cached_property
    def named_changes(self) -> frozenset[tuple[str, str]]:
        """Exact changes that a supporting item names, as (gene, change)."""
        return frozenset(
            (atom.gene, atom.change)
            for item in self.evidence
            if item.direction is Direction.SUPPORTS
            for atom in atoms_of(item.biomarker)
            if isinstance(atom, ProteinChange | CodingChange)
        )

    @cached_property
    def named_exons(self) -> frozenset[tuple[str, int, ChangeKind]]:
        """Exons whose in-frame deletions or insertions a supporting item names."""
        return frozenset(
            (atom.gene, atom.exon, atom.kind)
            for item in self.evidence
            if item.direction is Direction.SUPPORTS
            for atom in atoms_of(item.biomarker)
            if isinstance(atom, ExonChange) and atom.kind in _IN_FRAME
        )


def read_knowledge(folder: Path) -> KnowledgeBase:
    """Return the knowledge base of a folder of tables."""
    hotspots = {(row["gene"], row["change"]) for row in read_rows(folder / "hotspots.tsv")}
    roles = {row["gene"]: row["role"] for row in read_rows(folder / "gene_roles.tsv")}
    return KnowledgeBase(read_evidence_items(folder / "evidence.tsv"), frozenset(hotspots), roles)


@lru_cache(maxsize=1)
def open_knowledge() -> KnowledgeBase:
    """Return the bundled knowledge base."""
    return read_knowledge(resource_path("knowledge"))
