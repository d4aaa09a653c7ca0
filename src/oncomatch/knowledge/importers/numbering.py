"""Tie numbered patterns to the transcript on which their reference residues stand.

Sources number many proteins on another isoform than the one reported here. A pattern whose
residue does not stand at its number on the reported transcript is tied to the first other
transcript of the gene on which it does; when there is none, it is refused.
"""

from __future__ import annotations

from dataclasses import replace

from oncomatch.domain.biomarker import AllOf, AnyOf, Biomarker, CodonChange, Not, ProteinChange
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.protein_change import residues_of
from oncomatch.errors import BiomarkerError
from oncomatch.reference.bundle import Reference


def tie_to_transcripts(biomarker: Biomarker, reference: Reference, name: str) -> Biomarker:
    """Return the pattern with the transcript named where it is not the reported one.

    `name` is the source's own name of the variant; the residue of a codon is taken from it.

    Raises:
        BiomarkerError: no embedded transcript of the gene has the residues at those numbers.
    """
    if isinstance(biomarker, AllOf | AnyOf):
        parts = tuple(tie_to_transcripts(part, reference, name) for part in biomarker.parts)
        return replace(biomarker, parts=parts)
    if isinstance(biomarker, Not):
        return Not(tie_to_transcripts(biomarker.part, reference, name))
    if isinstance(biomarker, ProteinChange):
        return _tied(biomarker, residues_of(biomarker.change), reference)
    if isinstance(biomarker, CodonChange):
        named = [pair for pair in residues_of_words(name) if pair[1] == biomarker.first]
        return _tied(biomarker, tuple(named[:1]), reference)
    return biomarker


def residues_of_words(name: str) -> tuple[tuple[str, int], ...]:
    """Return the residues that the words of a name begin with: `KRAS G12/G13` → G12, G13."""
    words = name.replace("/", " ").replace("(", " ").split()
    return tuple(residue for word in words for residue in residues_of(word)[:1])


def _tied(
    biomarker: ProteinChange | CodonChange,
    residues: tuple[tuple[str, int], ...],
    reference: Reference,
) -> Biomarker:
    transcripts = reference.transcripts_of(biomarker.gene, GenomeBuild.GRCH38)
    if not transcripts or not residues:
        return biomarker
    for transcript in transcripts:
        protein = transcript.protein_sequence
        if all(protein[number - 1 : number] == letter for letter, number in residues):
            if transcript is transcripts[0]:
                return biomarker
            return replace(biomarker, transcript=transcript.accession)
    shown = ", ".join(f"{letter}{number}" for letter, number in residues)
    raise BiomarkerError(f"no embedded transcript of {biomarker.gene} has {shown}")
