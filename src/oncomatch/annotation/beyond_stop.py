"""Edits that reach from the coding sequence over the stop codon into the 3' UTR.

Inside one exon no splicing is in question: the ribosome reads on into what is left of the UTR, so
the protein is determined, as an extension (`p.Ter47LeuextTer5`), a new end, or unchanged where the
same stop comes again.
"""

from __future__ import annotations

from collections.abc import Callable

from oncomatch.annotation.edit import Edit
from oncomatch.annotation.protein import CodingEdit, ProteinEffect, protein_effect
from oncomatch.domain.consequence import Consequence
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript


def beyond_stop_effect(
    transcript: Transcript, edit: Edit, tail: Callable[[], str]
) -> ProteinEffect | None:
    """Return what an edit over the end of the coding sequence does to the protein.

    `tail` gives what follows the coding sequence on the transcript. None where the edit does not
    lie so, leaves an exon, or where the UTR is not known exactly
    or ends before another residue.
    """
    if edit.is_insertion or transcript.coding_only or transcript.utr_gap:
        return None
    ends = transcript.to_exonic(edit.start0), transcript.to_exonic(edit.end0 - 1)
    if ends[0] is None or ends[1] is None:
        return None
    low, high = min(ends[0], ends[1]), max(ends[0], ends[1]) + 1
    start, beyond = low - transcript.cds_start, high - transcript.cds_end
    whole = high - low == len(edit.ref) and not transcript.cds_differences
    if not whole or start < 3 or low >= transcript.cds_end or beyond <= 0:
        return None
    cds = transcript.cds
    if len(cds) % 3 or not transcript.protein_sequence.endswith("*"):
        return None
    alt = edit.alt if transcript.strand > 0 else reverse_complement(edit.alt)
    rest = tail()[beyond:]
    whole_codons = len(rest) - len(rest) % 3  # so that the frame is that of the coding bases
    replacement = alt + rest[:whole_codons]
    protein = transcript.protein_sequence
    coding = CodingEdit(
        cds,
        protein,
        start,
        len(cds),
        replacement,
        lambda: rest[whole_codons:],
        transcript.code,
    )
    effect = protein_effect(coding)
    ends_first = effect.short == "?" or "?ext" in effect.short
    return None if ends_first else effect


def stop_term(protein: ProteinEffect) -> Consequence:
    """Return what becomes of the stop codon: retained where the protein is the same."""
    same = protein.description.endswith("=")
    return Consequence.STOP_RETAINED if same else Consequence.STOP_LOST
