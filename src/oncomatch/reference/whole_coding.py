"""Tell whether the coding part of a transcript is whole, so that its changes can be named.

What is asked of it is what the annotation relies on: exons that the coding part follows without a
gap, a start codon, codons to the end, one stop, at the end. The reason of a refusal is for the
table of refusals.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from oncomatch.domain.genetic_code import SELENOCYSTEINE_CODON, code_of
from oncomatch.reference.gff import GffTranscript
from oncomatch.reference.models import Placement, coding_part

OFF_CHROMOSOMES = "on a contig that is not a chromosome"
NO_STRAND = "the strand is not given"
INCOMPLETE = "incomplete at its 5' end"
INCOMPLETE_END = "incomplete at its 3' end"
SELENOCYSTEINE = "the place of its selenocysteine is not a TGA in the reading frame"
FRAME_GAP = "the coding part does not follow the exons (frame gap or slippage)"
PHASE = "the phases do not fit the lengths of the coding parts"
INDEL = "differs from the genome by an insertion or deletion"
UNKNOWN_BASES = "the FASTA has letters other than A, C, G, T in the coding part"
NOT_THREES = "the length of the coding part is not a multiple of three"
NO_START = "does not start with ATG or another start that is known for it"
NO_STOP = "does not end with a stop codon"
STOP_INSIDE = "has a stop codon inside"

_BASES = frozenset("ACGT")
_OTHER_START = re.compile(r"non-AUG|non ATG start", re.IGNORECASE)


def structural_fault(transcript: GffTranscript) -> str:
    """Return why the blocks of a transcript cannot be used, empty if they can."""
    if transcript.chromosome is None:
        return OFF_CHROMOSOMES
    if not transcript.strand:
        return NO_STRAND
    if "cds start NF" in transcript.tags or transcript.phases[0] > 0:
        return INCOMPLETE
    if "cds end NF" in transcript.tags:
        return INCOMPLETE_END
    if "slippage" in transcript.remarks or not _follows_exons(transcript):
        return FRAME_GAP
    if "frameshifting indel" in transcript.remarks:
        return INDEL
    return "" if _phases_fit(transcript) else PHASE


def sequence_fault(transcript: GffTranscript, cds: str, known_starts: Collection[str] = ()) -> str:
    """Return why a coding sequence is not whole, empty if it is.

    `known_starts` are beginnings of coding sequences of the gene that are known to start with
    another codon (WT1 with CTG); the file's own word counts as well.
    """
    if not _BASES.issuperset(cds):
        return UNKNOWN_BASES
    code = code_of(transcript.chromosome or "")
    whole = cds + _completed(transcript, cds)
    if len(whole) % 3:
        return NOT_THREES
    said = any(map(_OTHER_START.search, (*transcript.tags, transcript.remarks)))
    if cds[:3] not in code.starts and not said and not any(map(cds.startswith, known_starts)):
        return NO_START
    codons = [whole[at : at + 3] for at in range(0, len(whole), 3)]
    for codon in selenocysteines_of(transcript, cds):
        if codons[codon : codon + 1] != [SELENOCYSTEINE_CODON] or codon == len(codons) - 1:
            return SELENOCYSTEINE
        codons[codon] = "NNN"
    residues = code.translate("".join(codons))
    if "*" in residues[:-1]:
        return STOP_INSIDE
    return "" if residues.endswith("*") else NO_STOP


def _completed(transcript: GffTranscript, cds: str) -> str:
    """Return what polyadenylation adds to a stop codon that is cut off with the transcript.

    In mitochondria the messages of several genes end in T or TA, of which it makes TAA.
    """
    if transcript.chromosome != "MT" or cds[len(cds) - len(cds) % 3 :] not in ("T", "TA"):
        return ""
    side = transcript.strand > 0
    exons = transcript.exons or transcript.coding
    return "A" * (-len(cds) % 3) if exons[-1][side] == transcript.coding[-1][side] else ""


def selenocysteines_of(transcript: GffTranscript, cds: str) -> tuple[int, ...]:
    """Return the codons (from 0) that are read as selenocysteine.

    Those that the file places, otherwise, where it only says that there are some, every TGA in
    the frame before the last codon. A place outside the coding part has a number behind its end.
    """
    if not transcript.selenocysteines:
        inside = range(0, len(cds) - 3, 3) if transcript.has_selenocysteine else ()
        return tuple(at // 3 for at in inside if cds[at : at + 3] == SELENOCYSTEINE_CODON)
    bases = [at for block in transcript.coding for at in range(*block)[:: transcript.strand]]
    number = {base: at for at, base in enumerate(bases)}
    starts = [start for start, _ in transcript.selenocysteines]
    return tuple(sorted(number.get(start, len(cds)) // 3 for start in starts))


def placement_of(transcript: GffTranscript) -> Placement:
    """Return where a transcript lies; without exons in the file, the coding part stands for them.

    Needs a transcript on a chromosome.
    """
    assert transcript.chromosome is not None
    exons = transcript.exons or transcript.coding
    return Placement(transcript.chromosome, exons, transcript.coding)


def _follows_exons(transcript: GffTranscript) -> bool:
    exons = sorted(transcript.exons or transcript.coding)
    if any(end > start for (_, end), (start, _) in pairwise(exons)):
        return False
    length = sum(end - start for start, end in transcript.coding)
    try:
        implied = coding_part(placement_of(transcript), transcript.strand, length)
    except ValueError:
        return False
    return implied == list(transcript.coding)


def _phases_fit(transcript: GffTranscript) -> bool:
    """Whether each phase (bases to the next codon) follows from what is coded before it."""
    coded = 0
    for (start, end), phase in zip(transcript.coding, transcript.phases, strict=True):
        if phase not in (-1, -coded % 3):
            return False
        coded += end - start
    return True
