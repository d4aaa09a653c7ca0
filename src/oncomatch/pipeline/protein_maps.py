"""The maps of proteins that a record carries, so that its pictures are drawn from it alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oncomatch.domain.alteration import AnnotationState
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.protein_map import ProteinMap, RecurrentResidue
from oncomatch.domain.record import VariantStanding
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.knowledge.protein_domains import domains_of
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

MOST_MAPS = 60
"""A record has no more maps: a hypermutated tumour has changes in hundreds of genes."""


def protein_maps(
    profile: TumorProfile,
    standings: Iterable[VariantStanding],
    knowledge: KnowledgeBase,
    reference: Reference,
) -> tuple[ProteinMap, ...]:
    """Return the maps of the genes with reported variants or rearrangements.

    Genes of known variants stand first, then those of rearrangements, then the others by name.
    A gene without embedded sequence has none.
    """
    known = {each.variant for each in standings if each.known}
    transcripts: list[Transcript] = []
    for gene in dict.fromkeys(_genes(profile, known)):
        transcript = reference.reported_transcript(gene, profile.case.build) if gene else None
        if transcript is not None:
            transcripts.append(transcript)
        if len(transcripts) == MOST_MAPS:
            break
    recurrent = knowledge.residue_counts
    return tuple(_map(each, recurrent.get(each.gene, {})) for each in transcripts)


def _genes(profile: TumorProfile, known: set[str]) -> Iterator[str]:
    placed = [
        each
        for each in profile.small_variants
        if each.state is AnnotationState.DETERMINED and each.effect is not None
    ]
    yield from sorted({each.gene for each in placed if each.id in known})
    reported = (each for each in profile.rearrangements if not each.left_out)
    yield from (gene for each in reported for gene in each.genes)
    yield from sorted({each.gene for each in placed})


def _map(transcript: Transcript, recurrent: dict[int, tuple[str, int]]) -> ProteinMap:
    exons = [transcript.codon_intervals(number) for number in range(len(transcript.exons))]
    return ProteinMap(
        gene=transcript.gene,
        transcript=transcript.accession,
        residues=transcript.residues,
        domains=domains_of(transcript.gene, transcript.accession, transcript.residues),
        recurrent=_of_this_protein(recurrent, transcript.protein_sequence),
        exons=()
        if transcript.coding_only
        else tuple((span[0] + 1, span[1]) if span else (0, 0) for span in exons),
    )


def _of_this_protein(
    recurrent: dict[int, tuple[str, int]], sequence: str
) -> tuple[RecurrentResidue, ...]:
    """Return the recurrent residues, none where one of them has another amino acid here.

    A reference of the user's own may report another transcript than the tables count on.
    """
    if any(sequence[number - 1 : number] != letter for number, (letter, _) in recurrent.items()):
        return ()
    return tuple(
        RecurrentResidue(number, tumours) for number, (_, tumours) in sorted(recurrent.items())
    )
