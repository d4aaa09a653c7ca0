"""Tie numbered patterns to the transcript on which their reference residues stand.

Sources number many proteins on another isoform than the one reported here. A pattern whose
residue does not stand at its number on the reported transcript is tied to the first other
transcript of the gene on which it does; when there is none, it is refused.

Where the source says where a variant lies on the genome, only transcripts that have the codon there
are asked: a residue may stand at its number on a wrong isoform by chance. Where it names its own
transcript and that very version is embedded, the pattern is tied to it, unless the same codon is
meant on the reported one. Another version may be another protein: it is only preferred among
those that are asked when the reported one does not fit.
"""

from __future__ import annotations

import re
from dataclasses import replace

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    CodingChange,
    CodonChange,
    ExonChange,
    Not,
    ProteinChange,
)
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.protein_change import residues_of
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.coding_names import check_coding_name, spell_coding_change
from oncomatch.knowledge.importers.variant_facts import (
    NOTHING_KNOWN,
    Description,
    VariantFacts,
)
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

_CODING = re.compile(r"(?:(?P<protein>[^\s()]+) )?\(?(?P<coding>c\.[^\s()]+)\)?", re.IGNORECASE)

_SLACK = 6
"""Bases by which a source's place may miss the codon: two residues, as in a repeat."""

_Residues = tuple[tuple[str, int], ...]


def tie_to_transcripts(
    biomarker: Biomarker,
    reference: Reference,
    name: str,
    own: str = "",
    facts: VariantFacts = NOTHING_KNOWN,
) -> Biomarker:
    """Return the pattern with the transcript named where it is not the reported one.

    `name` is the source's own name of the variant; the residue of a codon is taken from it.
    `own` is the accession of the transcript that the source numbers it on, in any version;
    `facts` has that, and the place on the genome, of variants by name.

    Raises:
        BiomarkerError: no embedded transcript of the gene has the residues at those numbers, or
            not at that place, or the bases of a coding change are others.
    """
    if isinstance(biomarker, AllOf | AnyOf):
        parts = [tie_to_transcripts(each, reference, name, own, facts) for each in biomarker.parts]
        return replace(biomarker, parts=tuple(parts))
    if isinstance(biomarker, Not):
        return Not(tie_to_transcripts(biomarker.part, reference, name, own, facts))
    if isinstance(biomarker, ProteinChange | CodonChange):
        if isinstance(biomarker, ProteinChange):
            label, residues = biomarker.change, residues_of(biomarker.change)
        else:
            named = [pair for pair in residues_of_words(name) if pair[1] == biomarker.first]
            residues = tuple(named[:1])
            label = "".join(f"{letter}{number}" for letter, number in residues)
        key = biomarker.gene, label.upper()
        own = own or facts.transcripts.get(key, "")
        return _tied(biomarker, residues, reference, own, facts.described.get(key))
    if isinstance(biomarker, CodingChange):
        return _checked(biomarker, reference, name)
    if isinstance(biomarker, ExonChange):
        return _renumbered(biomarker, reference, own)
    return biomarker


def residues_of_words(name: str) -> _Residues:
    """Return the residues that the words of a name begin with: `KRAS G12/G13` → G12, G13."""
    words = name.replace("/", " ").replace("(", " ").split()
    return tuple(residue for word in words for residue in residues_of(word)[:1])


def _tied(
    biomarker: ProteinChange | CodonChange,
    residues: _Residues,
    reference: Reference,
    own: str,
    described: Description | None,
) -> Biomarker:
    transcripts = reference.transcripts_of(biomarker.gene, GenomeBuild.GRCH38)
    if not transcripts or not residues:
        return biomarker
    fitting = [transcript for transcript in transcripts if _has(transcript, residues)]
    if not fitting:
        shown = ", ".join(f"{letter}{number}" for letter, number in residues)
        raise BiomarkerError(f"no embedded transcript of {biomarker.gene} has {shown}")
    if described is not None and described.stop:
        there = _at_place(fitting, residues, reference, described)
        if not there:
            raise BiomarkerError(
                f"no embedded transcript of {biomarker.gene} has codon {residues[0][1]} where the "
                f"source puts it"
            )
        fitting = there
    chosen = _chosen(fitting, transcripts[0], own)
    if chosen is transcripts[0] or (
        fitting[0] is transcripts[0] and _same_place(chosen, transcripts[0], residues)
    ):
        return biomarker
    return replace(biomarker, transcript=chosen.accession)


def _has(transcript: Transcript, residues: _Residues) -> bool:
    protein = transcript.protein_sequence
    return all(protein[number - 1 : number] == letter for letter, number in residues)


def _chosen(fitting: list[Transcript], reported: Transcript, own: str) -> Transcript:
    exact = [each for each in fitting if each.accession == own]
    if exact:
        return next(each for each in fitting if each.protein_sequence == exact[0].protein_sequence)
    if reported in fitting:
        return reported
    same = next((each for each in fitting if _same_id(each.accession, own)), fitting[0])
    return fitting[0] if same.protein_sequence == fitting[0].protein_sequence else same


def _at_place(
    fitting: list[Transcript], residues: _Residues, reference: Reference, described: Description
) -> list[Transcript]:
    """Return the transcripts that have the codons near the place, on either build.

    The place is meant on GRCh37, but a few of CIViC's are of GRCh38. Sources put an insertion or
    a duplication at either end of what it repeats.
    """
    gene = fitting[0].gene
    on_37 = {each.accession: each for each in reference.transcripts_of(gene, GenomeBuild.GRCH37)}
    return [
        each
        for each in fitting
        if any(
            placed is not None and _is_near(placed, residues, described)
            for placed in (each, on_37.get(each.accession))
        )
    ]


def _is_near(transcript: Transcript, residues: _Residues, described: Description) -> bool:
    numbers = [number for _, number in residues]
    coding = range(3 * min(numbers) - 3, 3 * max(numbers))
    bases = (transcript.to_genomic(transcript.cds_start + each) + 1 for each in coding)
    return any(described.start - _SLACK <= base <= described.stop + _SLACK for base in bases)


def _same_id(accession: str, other: str) -> bool:
    return accession.partition(".")[0] == other.partition(".")[0]


def _same_place(one: Transcript, other: Transcript, residues: _Residues) -> bool:
    """Whether the first base of each residue's codon is the same base of the genome."""
    return all(
        one.to_genomic(one.cds_start + 3 * number - 3)
        == other.to_genomic(other.cds_start + 3 * number - 3)
        for _, number in residues
    )


def _checked(biomarker: CodingChange, reference: Reference, name: str) -> Biomarker:
    """Return the coding change once its bases, and the protein change beside it, are checked."""
    transcripts = reference.transcripts_of(biomarker.gene, GenomeBuild.GRCH38)
    for found in _CODING.finditer(name) if transcripts else ():
        protein, coding = found["protein"] or "", found["coding"]
        if protein == biomarker.gene or not residues_of(protein):
            protein = ""
        try:
            spelt = spell_coding_change(protein or "Splice Site", coding)
        except BiomarkerError:
            continue
        if spelt == biomarker.change:
            change = check_coding_name(protein, coding, transcripts[0])
            return replace(biomarker, change=change)
    return biomarker


def _renumbered(biomarker: ExonChange, reference: Reference, own: str) -> Biomarker:
    """Return the exons as the reported transcript counts them.

    The source's transcript decides in that very version, and in another one where the reported
    transcript has no such exon.
    """
    transcripts = reference.transcripts_of(biomarker.gene, GenomeBuild.GRCH38)
    if not transcripts or transcripts[0].coding_only:
        return biomarker
    reported = transcripts[0]
    theirs = [each for each in transcripts if each.accession == own]
    if biomarker.last > len(reported.exons):
        theirs = theirs or [each for each in transcripts if own and _same_id(each.accession, own)]
        if not theirs:
            raise BiomarkerError(f"{biomarker.gene} has no exon {biomarker.last}")
    if not theirs:
        return biomarker
    first = _exon_there(theirs[0], biomarker.exon, reported)
    last = _exon_there(theirs[0], biomarker.last, reported)
    if first is None or last is None:
        raise BiomarkerError(
            f"exon {biomarker.exon} of {theirs[0].accession} is none of the reported transcript "
            f"of {biomarker.gene}"
        )
    return replace(biomarker, exon=first, last=last)


def _exon_there(one: Transcript, exon: int, other: Transcript) -> int | None:
    """Return the number on another transcript of the exon with the same coding part."""
    if not 1 <= exon <= len(one.exons):
        return None
    coding = one.codon_intervals(exon - 1)
    if coding is None:
        return None
    base = one.to_genomic(one.cds_start + coding[0])
    number = other.exon_at(base)
    return None if number is None else number + 1
