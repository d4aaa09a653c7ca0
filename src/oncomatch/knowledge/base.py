"""The knowledge base of a run: evidence items, recurrent changes, gene roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    ChangeKind,
    CodingChange,
    ExonChange,
    Not,
    ProteinChange,
    genes_of,
)
from oncomatch.domain.evidence import Direction, EvidenceItem
from oncomatch.knowledge.evidence_table import read_evidence_items
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

_IN_FRAME = (ChangeKind.INFRAME_DELETION, ChangeKind.INFRAME_INSERTION)
_SOMATIC = ("Somatic", "Combined", "")
"""Origins of which a source may speak of tumours; a list of tests for tumours says none."""


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
        """Exact somatic changes that a supporting item names, as (gene, change).

        Being named does not make an inherited polymorphism a driver.
        """
        return frozenset(
            (atom.gene, atom.change)
            for atom in self._named_atoms()
            if isinstance(atom, ProteinChange | CodingChange)
        )

    @cached_property
    def named_exons(self) -> frozenset[tuple[str, int, ChangeKind]]:
        """Exons whose somatic in-frame deletions or insertions a supporting item names.

        An item about mutations of an exon (KIT exon 11) names both.
        """
        return frozenset(
            (atom.gene, atom.exon, kind)
            for atom in self._named_atoms()
            if isinstance(atom, ExonChange)
            for kind in _IN_FRAME
            if atom.kind in (kind, ChangeKind.MUTATION)
        )

    def _named_atoms(self) -> Iterator[Biomarker]:
        for item in self.evidence:
            if item.direction is Direction.SUPPORTS and item.origin in _SOMATIC:
                yield from _asserted(item.biomarker)


def _asserted(biomarker: Biomarker) -> Iterator[Biomarker]:
    """Yield the patterns that a tree asks for, not those that it rules out."""
    if isinstance(biomarker, AllOf | AnyOf):
        for part in biomarker.parts:
            yield from _asserted(part)
    elif not isinstance(biomarker, Not):
        yield biomarker


def read_knowledge(folder: Path) -> KnowledgeBase:
    """Return the knowledge base of a folder of tables."""
    hotspots = {(row["gene"], row["change"]) for row in read_rows(folder / "hotspots.tsv")}
    roles = {row["gene"]: row["role"] for row in read_rows(folder / "gene_roles.tsv")}
    return KnowledgeBase(read_evidence_items(folder / "evidence.tsv"), frozenset(hotspots), roles)


@lru_cache(maxsize=1)
def open_knowledge() -> KnowledgeBase:
    """Return the bundled knowledge base."""
    return read_knowledge(resource_path("knowledge"))
