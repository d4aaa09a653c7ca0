"""On which transcript the Cancer Genome Interpreter numbers a gene, and whether its genome agrees.

The source's table of single variants gives, for exact substitutions, the change of the genome
(GRCh37) that makes them. All of a gene's residues in it stand on one transcript; an embedded
transcript that has them all, at those places of the genome, is the one that the source means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.genetic_code import translate
from oncomatch.domain.protein_change import residues_of
from oncomatch.errors import BiomarkerError
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

Residue = tuple[str, int]

_SUBSTITUTION = re.compile(r"g\.(\d+)([ACGT])>([ACGT])")
_DELINS = re.compile(r"g\.(\d+)_(\d+)del([ACGT]+)ins([ACGT]+)")
_LISTS = re.compile(r"(?:^|;)(\w+):((?:[A-Z.]\d+[A-Z.*],?)+)")
_NAMED = re.compile(r"\b([A-Z])(\d+)")
_COMPLEMENT = str.maketrans("ACGT", "TGCA")


class Numbering:
    """Transcripts of the source's residues; `variants` are the rows of its table of variants."""

    def __init__(self, reference: Reference, variants: Iterable[dict[str, str]]):
        self._reference = reference
        self._places: dict[str, dict[str, str]] = {}
        self._named: dict[str, set[Residue]] = {}
        for row in variants:
            gene, _, change = row["individual_mutation"].partition(":")
            if row["gDNA"]:
                self._places.setdefault(self._current(gene), {})[change] = row["gDNA"]
            for gene, codes in _LISTS.findall(row["Alteration"]):
                named = self._named.setdefault(self._current(gene), set())
                named |= {(letter, int(number)) for letter, number in _NAMED.findall(codes)}

    def _current(self, symbol: str) -> str:
        gene = self._reference.find_gene(symbol)
        return symbol if gene is None else gene.symbol

    def transcript_of(self, gene: str, residues: Iterable[Residue]) -> Transcript | None:
        """Return the transcript with these and all other residues that the source names.

        The others are those of which it gives the place on the genome, all of the gene if it gives
        none. None for a gene without embedded sequence. A gene of which the source names no
        residue must have one protein, or the reported one is not known to be meant.

        Raises:
            BiomarkerError: no embedded transcript has them all.
        """
        transcripts = self._reference.transcripts_of(gene, GenomeBuild.GRCH38)
        if not transcripts:
            return None
        placed = {residues_of(change)[0] for change in self._places.get(gene, ())}
        wanted = set(residues) | (placed or self._named.get(gene, set()))
        if not wanted and len({each.protein_sequence for each in transcripts}) > 1:
            raise BiomarkerError(f"the source does not say on which transcript it numbers {gene}")
        for transcript in transcripts:
            if not _absent(transcript, wanted):
                return transcript
        lacking = sorted(_absent(transcripts[0], wanted), key=lambda residue: residue[1])
        shown = ", ".join(f"{letter}{number}" for letter, number in lacking[:5])
        more = " and more" if len(lacking) > 5 else ""
        raise BiomarkerError(
            f"no embedded transcript of {gene} has all residues that the source names; "
            f"{transcripts[0].accession} lacks {shown}{more}"
        )

    def name_of(self, gene: str, transcript: Transcript | None) -> str:
        """Return the gene, with the transcript where it is not the reported one."""
        if transcript is None:
            return gene
        reported = self._reference.reported_transcript(gene, GenomeBuild.GRCH38)
        same = reported is not None and reported.accession == transcript.accession
        return gene if same else f"{gene}@{transcript.accession}"

    def check_place(self, gene: str, change: str, transcript: Transcript | None) -> None:
        """Check that the source's change of the genome makes the protein change.

        Raises:
            BiomarkerError: it makes another one; both are named.
        """
        written = self._places.get(gene, {}).get(change)
        if written is None or transcript is None:
            return
        placed = self._reference.transcripts_named(transcript.accession, GenomeBuild.GRCH37)
        if placed and (made := _protein_change(written, placed[0])) != change:
            raise BiomarkerError(f"{gene} {change}: {written} (GRCh37) makes {made} instead")


def _absent(transcript: Transcript, residues: Iterable[Residue]) -> set[Residue]:
    protein = transcript.protein_sequence
    return {(letter, n) for letter, n in residues if protein[n - 1 : n] != letter}


def _protein_change(written: str, transcript: Transcript) -> str:
    """Return the substitution that a genomic one makes, or why it makes none."""
    position, ref, alt = _alleles(written)
    if transcript.strand < 0:
        position += len(ref) - 1
        ref, alt = (text.translate(_COMPLEMENT)[::-1] for text in (ref, alt))
    exonic = transcript.to_exonic(position - 1)
    coding = -1 if exonic is None else exonic - transcript.cds_start
    cds = transcript.cds
    if coding < 0 or cds[coding : coding + len(ref)] != ref or len(ref) != len(alt):
        return f"no change of the bases that {transcript.accession} has there"
    changed = cds[:coding] + alt + cds[coding + len(ref) :]
    codon = coding // 3
    if (coding + len(ref) - 1) // 3 != codon:
        return "a change of two codons"
    before, after = (translate(text[codon * 3 : codon * 3 + 3]) for text in (cds, changed))
    return f"{before}{codon + 1}{after}"


def _alleles(written: str) -> tuple[int, str, str]:
    found = _SUBSTITUTION.search(written)
    if found:
        return int(found[1]), found[2], found[3]
    found = _DELINS.search(written)
    if found is None:
        raise BiomarkerError(f"the genomic change {written!r} is not understood")
    return int(found[1]), found[3], found[4]


def exon_of_codons(transcript: Transcript, first: int, last: int) -> int | None:
    """Return the exon (from 1) whose codons these are, give or take one shared with the next."""
    if transcript.coding_only:
        return None
    for index in range(len(transcript.exons)):
        interval = transcript.codon_intervals(index)
        if interval is None:
            continue
        start, end = interval[0] // 3 + 1, (interval[1] - 1) // 3 + 1
        if abs(start - first) <= 1 and abs(end - last) <= 1:
            return index + 1
    return None


def insertion_at(protein: str, number: int, residues: str) -> str:
    """Return the short HGVS form of residues inserted at residue `number`.

    The source does not say whether they come before it or after; the form is returned when that
    makes no difference to the protein.

    >>> insertion_at("MATLK", 3, "T")
    'T3dup'

    Raises:
        BiomarkerError: before and after make different proteins.
    """
    before = protein[: number - 1] + residues + protein[number - 1 :]
    if before != protein[:number] + residues + protein[number:]:
        raise BiomarkerError(
            f"the source does not say whether {residues} comes before residue {number} or after"
        )
    return insertion_after(protein, number, residues)


def insertion_after(protein: str, number: int, residues: str) -> str:
    """Return the short HGVS form of residues inserted after residue `number`, shifted 3'."""
    inserted = residues
    while protein[number : number + 1] == inserted[0]:
        inserted = inserted[1:] + inserted[0]
        number += 1
    size = len(inserted)
    if protein[number - size : number] == inserted:
        first = f"{protein[number - size]}{number - size + 1}"
        return f"{first}dup" if size == 1 else f"{first}_{protein[number - 1]}{number}dup"
    left, right = f"{protein[number - 1]}{number}", f"{protein[number]}{number + 1}"
    return f"{left}_{right}ins{inserted}"
