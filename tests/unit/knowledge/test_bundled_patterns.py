"""The bundled patterns against the bundled reference: symbols, residues, codons, exons."""

from __future__ import annotations

import csv
import re
from functools import cache

import pytest

from building import ROOT
from oncomatch.domain.biomarker import (
    Biomarker,
    CodonChange,
    ExonChange,
    ProteinChange,
    atoms_of,
    genes_of,
)
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.protein_change import normalize_protein_change, residues_of
from oncomatch.knowledge.base import KnowledgeBase, open_knowledge
from oncomatch.reference.bundle import Reference

FOLDER = ROOT / "resources" / "knowledge"
BUILDS = list(GenomeBuild)


@cache
def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@cache
def patterns() -> frozenset[Biomarker]:
    """Return every atom of every biomarker and condition."""
    items = open_knowledge().evidence
    trees = [item.biomarker for item in items]
    trees += [item.condition for item in items if item.condition is not None]
    return frozenset(atom for tree in trees for atom in atoms_of(tree))


def of_kind(kind: type) -> list[Biomarker]:
    """Return the atoms of one kind, sorted by their text."""
    return sorted((atom for atom in patterns() if isinstance(atom, kind)), key=str)


BY_COORDINATES = {"EZH2", "FGFR2", "G6PD", "MET", "MYD88", "ROS1"}
"""Genes that CGI numbers on another transcript, as its genomic coordinates show; by chance a
residue of the same letter may stand at that number of the reported one."""


class TestReference:
    def test_genes_have_their_current_symbol(
        self, knowledge: KnowledgeBase, reference: Reference
    ) -> None:
        former = [gene for gene in knowledge.genes if not current(reference, gene)]

        assert former == []

    @pytest.mark.parametrize("name", ["hotspots.tsv", "gene_roles.tsv"])
    def test_genes_of_the_other_tables_too(self, name: str, reference: Reference) -> None:
        """A variant carries the current symbol: a row under a former one never counts."""
        genes = {row["gene"] for row in rows(name)}

        assert sorted(gene for gene in genes if not current(reference, gene)) == []

    @pytest.mark.parametrize("build", BUILDS, ids=lambda build: build.value)
    def test_residues_stand_at_their_numbers(
        self, build: GenomeBuild, reference: Reference
    ) -> None:
        """On the reported transcript, or on the one that the pattern names."""
        wrong = [
            str(atom)
            for atom in of_kind(ProteinChange)
            if not fits(atom, build, reference)  # type: ignore[arg-type]
        ]

        assert wrong == []

    def test_patterns_on_other_isoforms_are_few_and_needed(self, reference: Reference) -> None:
        """The exceptions: genes whose papers number another isoform than the reported one."""
        tied = [
            atom
            for kind in (ProteinChange, CodonChange)
            for atom in of_kind(kind)
            if atom.transcript  # type: ignore[union-attr]
        ]
        needless = [
            str(atom)
            for atom in tied
            if isinstance(atom, ProteinChange)
            and atom.gene not in BY_COORDINATES
            and fits(ProteinChange(atom.gene, atom.change), BUILDS[-1], reference)
        ]

        assert needless == []
        assert {gene for atom in tied for gene in genes_of(atom)} == {
            "ABL1",
            "FCGR3A",
            *BY_COORDINATES,
        }

    def test_codons_and_exons_are_inside_their_transcript(self, reference: Reference) -> None:
        outside = []
        for atom in (*of_kind(CodonChange), *of_kind(ExonChange)):
            transcript = reference.reported_transcript(atom.gene, BUILDS[-1])  # type: ignore[union-attr]
            if transcript is None or getattr(atom, "transcript", ""):
                continue
            if isinstance(atom, CodonChange) and atom.last > transcript.residues:
                outside.append(str(atom))
            if isinstance(atom, ExonChange) and atom.exon > len(transcript.exons):
                outside.append(str(atom))

        assert outside == []

    def test_changes_are_in_the_short_form(self) -> None:
        form = re.compile(
            r"[A-Z]\d+(?:[A-Z*]|fs|del|dup|delins[A-Z*]+)"
            r"|[A-Z]\d+_[A-Z]\d+(?:del|dup|ins[A-Z]+|delins[A-Z*]+)"
        )
        odd = [
            str(atom)
            for atom in of_kind(ProteinChange)
            if not form.fullmatch(atom.change)  # type: ignore[union-attr]
            or normalize_protein_change(atom.change) != atom.change  # type: ignore[union-attr]
        ]

        assert odd == []

    def test_no_change_ends_in_x(self) -> None:
        """`W1815X` means a stop to its authors; no variant is ever called so."""
        assert [str(atom) for atom in of_kind(ProteinChange) if str(atom).endswith("X")] == []

    def test_insertions_stand_between_neighbours(self) -> None:
        apart = [
            str(atom)
            for atom in of_kind(ProteinChange)
            if re.search(r"\dins", atom.change)  # type: ignore[union-attr]
            and residues_of(atom.change)[1][1] - residues_of(atom.change)[0][1] != 1  # type: ignore[union-attr]
        ]

        assert apart == []

    def test_hotspots_fit_an_isoform(self, reference: Reference) -> None:
        wrong = []
        for row in rows("hotspots.tsv"):
            found = re.fullmatch(r"([A-Z])(\d+)([A-Z*])", row["change"])
            assert found is not None, row["change"]
            proteins = [
                each.protein_sequence for each in reference.transcripts_of(row["gene"], BUILDS[-1])
            ]
            at = int(found[2]) - 1
            if proteins and not any(protein[at : at + 1] == found[1] for protein in proteins):
                wrong.append(f"{row['gene']} {row['change']}")

        assert wrong == []

    def test_no_oncogene_has_a_stop_for_a_hotspot(self) -> None:
        """A recurrent *place* does not make a stop there activating (NRAS Q61*)."""
        oncogenes = {row["gene"] for row in rows("gene_roles.tsv") if row["role"] == "oncogene"}
        stops = [
            f"{row['gene']} {row['change']}"
            for row in rows("hotspots.tsv")
            if row["gene"] in oncogenes and row["change"].endswith("*")
        ]

        assert stops == []


def current(reference: Reference, gene: str) -> bool:
    """Whether a symbol is the one that variants carry."""
    found = reference.find_gene(gene)
    return found is not None and found.symbol == gene


def fits(change: ProteinChange, build: GenomeBuild, reference: Reference) -> bool:
    """Whether the residues stand where they are said to; a gene without sequence says nothing."""
    transcripts = reference.transcripts_of(change.gene, build)
    if not transcripts:
        return True
    named = [each for each in transcripts if each.accession == change.transcript]
    protein = (named[0] if change.transcript else transcripts[0]).protein_sequence
    return all(
        protein[number - 1 : number] == letter for letter, number in residues_of(change.change)
    )
