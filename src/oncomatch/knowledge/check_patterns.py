"""Whether a biomarker pattern parses, prints back the same, and resolves against the reference.

A gene without embedded sequence is only checked by its symbol: nothing is known of its residues.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cached_property, lru_cache

from oncomatch.domain.biomarker import (
    Biomarker,
    CodingChange,
    CodonChange,
    Excepting,
    ExonChange,
    ExonLoss,
    Expression,
    Fusion,
    GenomicChange,
    Origin,
    ProteinChange,
    Rearrangement,
    RegionChange,
    atoms_of,
    genes_of,
)
from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.protein_change import normalize_protein_change, residues_of
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.check_findings import Problem, nearest
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

_SUBSTITUTED = re.compile(r"c\.(\d+)([ACGT])>[ACGT]")
_CODING = re.compile(r"c\.(\d+)")
_CHANGE = re.compile(
    r"[A-Z*]\d+(?:[A-Z*]|=|fs|del|dup|ext\S*|delins[A-Z*]+)?"
    r"|[A-Z*]\d+_[A-Z*]\d+(?:del|dup|ins[A-Z*0-9]*|delins[A-Z*]+)"
)
_MICRO_RNA = re.compile(r"MIR\d+[A-Z]?(?:-\d+)?")
"""Symbols of microRNAs, which the embedded table of HGNC does not have."""


class PatternChecker:
    """Checks patterns; texts that were checked before are remembered.

    `regions` are those, as (gene, region), whose residues are known. `genes_by_symbol_only` are
    the genes without sequence whose residues were asked for.
    """

    def __init__(self, reference: Reference, regions: Container[tuple[str, str]]):
        self._reference = reference
        self._regions = regions
        self.genes_by_symbol_only: set[str] = set()
        self.check = lru_cache(maxsize=None)(self._check)
        self._atom_problems = lru_cache(maxsize=None)(self._of_atom)
        self._transcripts = lru_cache(maxsize=None)(self._transcripts_of)

    def _check(self, text: str) -> tuple[Problem, ...]:
        """Return what is wrong with a pattern's text, nothing when it is right."""
        try:
            biomarker = parse_biomarker(text)
        except BiomarkerError as error:
            return (
                Problem(
                    f"the pattern cannot be read: {error}",
                    "write it in the biomarker language (docs/biomarkers.md)",
                ),
            )
        problems = []
        if str(biomarker) != text:
            problems.append(
                Problem(f"the pattern {text!r} is not in its one form", f"write '{biomarker}'")
            )
        for atom in atoms_of(biomarker):
            problems.extend(self._atom_problems(atom))
        return tuple(dict.fromkeys(problems))

    def gene(self, symbol: str) -> tuple[Problem, ...]:
        """Return what is wrong with a gene's symbol."""
        found = self._reference.find_gene(symbol)
        if (found is not None and found.symbol == symbol) or _MICRO_RNA.fullmatch(symbol):
            return ()
        if found is not None:
            return (
                Problem(f"{symbol!r} is not HGNC's symbol of the gene", f"write {found.symbol!r}"),
            )
        return (Problem(f"the gene {symbol!r} is not known to HGNC", nearest(symbol, self._all)),)

    def transcript(self, accession: str, gene: str) -> Transcript | Problem:
        """Return the embedded transcript of a gene, or what is wrong with its name."""
        ours = self._transcripts(gene)
        for each in ours:
            if each.accession == accession:
                return each
        known = ", ".join(each.accession for each in ours) or "none is embedded"
        return Problem(
            f"{accession!r} is no embedded transcript of {gene}",
            f"name one of them with its version: {known}",
        )

    @cached_property
    def _all(self) -> list[str]:
        return [gene.symbol for gene in self._reference.genes()]

    def _transcripts_of(self, gene: str) -> tuple[Transcript, ...]:
        for build in reversed(GenomeBuild):
            found = self._reference.transcripts_of(gene, build)
            if found:
                return found
        return ()

    def _of_atom(self, atom: Biomarker) -> tuple[Problem, ...]:
        if isinstance(atom, Origin):
            return tuple(each for one in atoms_of(atom.part) for each in self._atom_problems(one))
        problems = [each for gene in genes_of(atom) for each in self.gene(gene)]
        return (*problems, *(self._resolve(atom) if not problems else ()))

    def _resolve(self, atom: Biomarker) -> Iterator[Problem]:
        """Yield what of a pattern of known genes does not stand in the reference."""
        if isinstance(atom, Excepting):
            for part in (atom.pattern, *atom.exceptions):
                yield from self._resolve(part)
        elif isinstance(atom, ProteinChange):
            yield from self._protein_change(atom)
        elif isinstance(atom, CodonChange):
            yield from self._residues(atom.gene, atom.transcript, (("", atom.last),))
        elif isinstance(atom, CodingChange):
            yield from self._coding_change(atom)
        elif isinstance(atom, GenomicChange):
            yield from self._genomic_change(atom)
        elif isinstance(atom, ExonChange | ExonLoss):
            yield from self._exon(atom.gene, atom.last)
        elif isinstance(atom, Fusion):
            yield from self._exon(atom.gene, atom.exon)
            yield from self._exon(atom.partner, atom.partner_exon)
        elif isinstance(atom, Rearrangement) and atom.intron:
            yield from self._exon(atom.gene, atom.intron + 1)
        elif isinstance(atom, Expression) and atom.site:
            yield from self._residues(atom.gene, "", residues_of(atom.site))
        elif isinstance(atom, RegionChange) and (atom.gene, atom.region) not in self._regions:
            yield Problem(
                f"the residues of region {atom.region!r} of {atom.gene} are not known",
                "add them to regions.tsv with their record, or name the codons",
            )

    def _protein_change(self, atom: ProteinChange) -> Iterator[Problem]:
        residues = residues_of(atom.change)
        short = normalize_protein_change(atom.change)
        if not residues or not _CHANGE.fullmatch(atom.change) or short != atom.change:
            near = short if _CHANGE.fullmatch(short) else "V600E or E746_A750del"
            yield Problem(
                f"{atom.change!r} is not a protein change in the short form", f"write it as {near}"
            )
        yield from self._residues(atom.gene, atom.transcript, residues)
        apart = len(residues) == 2 and residues[1][1] - residues[0][1] != 1
        if apart and re.search(r"\dins", atom.change):
            yield Problem(
                f"{atom.change!r} inserts between residues that are not neighbours",
                "name the two residues beside each other",
            )

    def _residues(
        self, gene: str, accession: str, residues: tuple[tuple[str, int], ...]
    ) -> Iterator[Problem]:
        """Yield which residues the protein lacks; no letter means any residue."""
        transcripts = self._transcripts(gene)
        if accession and transcripts:
            named = self.transcript(accession, gene)
            if isinstance(named, Problem):
                yield named
                return
            transcript = named
        elif transcripts:
            transcript = transcripts[0]
        else:
            self.genes_by_symbol_only.add(gene)
            return
        protein = transcript.protein_sequence
        for letter, number in residues:
            there = protein[number - 1 : number]
            if not there or (not letter and there == "*") or number < 1:
                yield Problem(
                    f"codon {number} is beyond the protein of {gene}, which has "
                    f"{transcript.residues} residues on {transcript.accession}",
                    _other(gene, letter, number, transcripts, "check the number"),
                )
            elif letter and there != letter:
                yield Problem(
                    f"the protein of {gene} has {there} at {number}, not {letter} "
                    f"({transcript.accession})",
                    _other(gene, letter, number, transcripts, "check gene, letter and number"),
                )

    def _coding_change(self, atom: CodingChange) -> Iterator[Problem]:
        transcripts = self._transcripts(atom.gene)
        place = _CODING.match(atom.change)
        if not transcripts or place is None:
            return
        cds, number = transcripts[0].cds, int(place[1])
        named = _SUBSTITUTED.fullmatch(atom.change)
        where = f"the coding sequence of {atom.gene} ({transcripts[0].accession})"
        if not 1 <= number <= len(cds):
            yield Problem(f"base {number} is beyond {where}, {len(cds)} long", "check the number")
        elif named and cds[number - 1] != named[2]:
            yield Problem(
                f"{where} has {cds[number - 1]} at {number}, not {named[2]}",
                "check gene, base and number",
            )

    def _genomic_change(self, atom: GenomicChange) -> Iterator[Problem]:
        each = atom.variant
        length = self._reference.contig_length(each.build, each.contig)
        place = f"{each.build.value}:{each.contig}:{each.position}"
        if length and each.position > length:
            yield Problem(f"{place} is beyond the chromosome, {length} long", "check the position")
            return
        start0 = each.position - 1
        bases = self._reference.sequences.bases(
            each.build, each.contig, start0, start0 + len(each.ref)
        )
        if "N" not in bases and bases != each.ref:
            yield Problem(
                f"the genome has {bases} at {place}, not {each.ref}",
                "check build, position and REF",
            )

    def _exon(self, gene: str, exon: int) -> Iterator[Problem]:
        transcripts = self._transcripts(gene) if exon else ()
        if transcripts and not transcripts[0].coding_only and exon > len(transcripts[0].exons):
            yield Problem(
                f"{gene} has {len(transcripts[0].exons)} exons on {transcripts[0].accession}, "
                f"no exon {exon}",
                "number the exons on that transcript",
            )


def _other(
    gene: str, letter: str, number: int, transcripts: tuple[Transcript, ...], otherwise: str
) -> str:
    """Return what to do: name the isoform that has the residue, where there is one."""
    for each in transcripts[1:]:
        there = each.protein_sequence[number - 1 : number]
        if there and there == (letter or there) != "*":
            return f"{otherwise}, or write {gene}@{each.accession} if that isoform is meant"
    return otherwise
