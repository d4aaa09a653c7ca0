"""The knowledge base of a run: evidence items, recurrent changes, gene roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from oncomatch.domain.approval import DEFAULT_AGENCIES, Agency, Approval
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
from oncomatch.domain.carriers import CarrierIndex, StatementIndex
from oncomatch.domain.evidence import Direction, EvidenceItem, EvidenceScheme, Significance
from oncomatch.domain.meaning import ClinicalMeaning
from oncomatch.domain.protein_change import residues_of
from oncomatch.knowledge.approval_table import read_approvals
from oncomatch.knowledge.cells import uncollected
from oncomatch.knowledge.evidence_table import read_evidence_items
from oncomatch.knowledge.label_items import items_of_labels
from oncomatch.knowledge.licences import is_permissive
from oncomatch.knowledge.meaning_table import read_meanings
from oncomatch.knowledge.regions import Regions, read_regions
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

_IN_FRAME = (ChangeKind.INFRAME_DELETION, ChangeKind.INFRAME_INSERTION)
_SOMATIC = ("Somatic", "Combined", "")
"""Origins of which a source may speak of tumours; a list of tests for tumours says none."""


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything that matching asks of knowledge.

    `hotspots` are recurrent substitutions as (gene, protein change on the reported transcript).
    `roles` maps a gene to `oncogene` or `tumour suppressor`; `regions` are named regions of
    proteins.
    `approvals` are the regulators' indications; none where their table is left out. `meanings` say
    what an alteration means besides treatment. `hotspot_counts` are the tumours with any change of
    a residue, and with the change, by (gene, protein change).
    """

    evidence: tuple[EvidenceItem, ...]
    hotspots: frozenset[tuple[str, str]]
    roles: dict[str, str]
    regions: Regions = field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()
    meanings: tuple[ClinicalMeaning, ...] = ()
    hotspot_counts: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def genes(self) -> tuple[str, ...]:
        """Genes that any evidence item speaks of, sorted."""
        return tuple(sorted({gene for item in self.evidence for gene in genes_of(item.biomarker)}))

    @cached_property
    def residue_counts(self) -> dict[str, dict[int, tuple[str, int]]]:
        """The amino acid and the number of tumours of each recurrent residue, by gene."""
        found: dict[str, dict[int, tuple[str, int]]] = {}
        for (gene, change), (at_residue, _) in self.hotspot_counts.items():
            for letter, number in residues_of(change)[:1]:
                found.setdefault(gene, {})[number] = letter, at_residue
        return found

    @cached_property
    def hotspot_codons(self) -> frozenset[tuple[str, int]]:
        """Codons of recurrent substitutions, as (gene, number)."""
        return frozenset(
            (gene, number) for gene, change in self.hotspots for _, number in residues_of(change)
        )

    def statements(self, agencies: tuple[Agency, ...]) -> tuple[EvidenceItem, ...]:
        """Return the evidence, and what the labels of the agencies say."""
        return (*self.evidence, *items_of_labels(self.approvals, agencies))

    @cached_property
    def _indexes(self) -> dict[tuple[Agency, ...], StatementIndex]:
        return {}

    def statement_index(self, agencies: tuple[Agency, ...]) -> StatementIndex:
        """Return the statements by the genes that may meet them, worked out once."""
        known = self._indexes.get(agencies)
        if known is None:
            known = self._indexes[agencies] = StatementIndex(self.statements(agencies))
        return known

    @cached_property
    def approvals_by_therapy(self) -> dict[str, tuple[Approval, ...]]:
        """The approvals of regimens with a therapy, its name in small letters."""
        found: dict[str, list[Approval]] = {}
        for approval in self.approvals:
            for name in dict.fromkeys(map(str.casefold, approval.regimen.therapies)):
                found.setdefault(name, []).append(approval)
        return {name: tuple(approvals) for name, approvals in found.items()}

    @cached_property
    def sources(self) -> tuple[tuple[str, str, str, int], ...]:
        """Source, release, licence and number of records, sorted."""
        origins = [each.provenance for each in self.evidence]
        origins += [each.provenance for each in self.approvals]
        origins += [each.provenance for each in self.meanings]
        counts = Counter((each.source, each.release, each.licence) for each in origins)
        return tuple((*key, count) for key, count in sorted(counts.items()))

    @cached_property
    def meaning_index(self) -> CarrierIndex[ClinicalMeaning]:
        """The meanings by the genes that may meet them."""
        return CarrierIndex(self.meanings)

    @cached_property
    def _by_gene(self) -> dict[str, tuple[EvidenceItem, ...]]:
        found: dict[str, list[EvidenceItem]] = {}
        for item in self.statements(DEFAULT_AGENCIES):
            for gene in genes_of(item.biomarker) or ("",):
                found.setdefault(gene, []).append(item)
        return {gene: tuple(items) for gene, items in found.items()}

    def about(self, gene: str) -> tuple[EvidenceItem, ...]:
        """Return the statements whose pattern names a gene; with "" those that name none.

        The labels are those of the default agencies.
        """
        return self._by_gene.get(gene, ())

    @cached_property
    def _meanings_by_gene(self) -> dict[str, tuple[ClinicalMeaning, ...]]:
        found: dict[str, list[ClinicalMeaning]] = {}
        for meaning in self.meanings:
            for gene in genes_of(meaning.biomarker):
                found.setdefault(gene, []).append(meaning)
        return {gene: tuple(meanings) for gene, meanings in found.items()}

    def meanings_of(self, gene: str) -> tuple[ClinicalMeaning, ...]:
        """Return the meanings whose pattern names a gene."""
        return self._meanings_by_gene.get(gene, ())

    @cached_property
    def named_changes(self) -> frozenset[tuple[str, str]]:
        """Exact somatic changes that a supporting item names, as (gene, change).

        Being named does not make an inherited polymorphism a driver. A record of the Cancer Genome
        Interpreter lists all changes that its paper saw, inherited ones among them, and the drugs'
        toxicity is a matter of the germline: its records name none.
        """
        return frozenset(
            (atom.gene, atom.change)
            for atom in self._named_atoms()
            if isinstance(atom, ProteinChange | CodingChange)
        )

    @cached_property
    def named_exons(self) -> frozenset[tuple[str, int, ChangeKind]]:
        """Exons whose somatic in-frame deletions or insertions a supporting item or label names.

        One about mutations of an exon (KIT exon 11) names both, one about a range all its exons.
        """
        labels = (
            atom
            for approval in self.approvals
            if approval.significance is Significance.SENSITIVITY
            for atom in _asserted(approval.biomarker)
        )
        return frozenset(
            (atom.gene, exon, kind)
            for atom in (*self._named_atoms(), *labels)
            if isinstance(atom, ExonChange)
            for exon in range(atom.exon, atom.last + 1)
            for kind in _IN_FRAME
            if atom.kind in (kind, ChangeKind.MUTATION)
        )

    def _named_atoms(self) -> Iterator[Biomarker]:
        for item in self.evidence:
            supports = item.direction is Direction.SUPPORTS and item.origin in _SOMATIC
            if supports and item.scheme is not EvidenceScheme.CGI:
                yield from _asserted(item.biomarker)


def _asserted(biomarker: Biomarker) -> Iterator[Biomarker]:
    """Yield the patterns that a tree asks for, not those that it rules out."""
    if isinstance(biomarker, AllOf | AnyOf):
        for part in biomarker.parts:
            yield from _asserted(part)
    elif not isinstance(biomarker, Not):
        yield biomarker


@uncollected()
def read_knowledge(folder: Path, *, permissive: bool = False) -> KnowledgeBase:
    """Return the knowledge base of a folder of tables.

    `permissive` leaves out the approvals, which were found through an index of restricted licence,
    and every other row whose licence is not permissive.
    """

    def rows(name: str) -> Iterator[dict[str, str]]:
        path = folder / name
        for row in read_rows(path):
            if not permissive or is_permissive(row["licence"]):
                yield row

    hotspots = {(row["gene"], row["change"]) for row in rows("hotspots.tsv")}
    roles = {row["gene"]: row["role"] for row in rows("gene_roles.tsv")}
    evidence = read_evidence_items(folder / "evidence.tsv")
    regions = folder / "regions.tsv"
    known = read_regions(regions) if regions.is_file() else {}
    approvals = folder / "approvals.tsv"
    approved = read_approvals(approvals) if approvals.is_file() and not permissive else ()
    meanings = folder / "meanings.tsv"
    meant = read_meanings(meanings) if meanings.is_file() else ()
    counts = rows("hotspot_counts.tsv") if (folder / "hotspot_counts.tsv").is_file() else ()
    if permissive:
        evidence = tuple(each for each in evidence if is_permissive(each.provenance.licence))
        meant = tuple(each for each in meant if is_permissive(each.provenance.licence))
    return KnowledgeBase(
        evidence,
        frozenset(hotspots),
        roles,
        known,
        approved,
        meant,
        {
            (row["gene"], row["change"]): (int(row["at_residue"]), int(row["with_change"]))
            for row in counts
        },
    )


@lru_cache(maxsize=1)
def open_knowledge() -> KnowledgeBase:
    """Return the bundled knowledge base."""
    return read_knowledge(resource_path("knowledge"))
