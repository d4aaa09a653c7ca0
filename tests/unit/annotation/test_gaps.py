"""Transcripts whose blocks do not abut the genome's: frame gaps, abutting exons, partial codons.

Ensembl (ensembl-variation, `within_frameshift_intron` and `partial_codon`): a gap of up to 13
bases between two blocks is no intron, its bases are coding or UTR; a coding sequence that ends
inside a codon has incomplete_terminal_codon_variant there.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from oncomatch.annotation.edit import Edit
from oncomatch.annotation.effect import transcript_effect
from oncomatch.annotation.splice import border_between
from oncomatch.reference.transcript import Transcript
from unit.annotation.rebuilding import Gene, other_strand, stage

LENGTH = 4000


def gapped(gene: Gene, gap: int) -> Transcript:
    """Return the gene's transcript with `gap` bases of its second exon cut out, 30 bases into it.

    The bases behind the gap stand where they stood; the coding sequence loses those of the gap.
    """
    whole = gene.transcript
    (start, end), forward = whole.exons[1], whole.strand > 0
    cut = start + 30 if forward else end - 30
    parts = ((start, cut), (cut + gap, end)) if forward else ((cut, end), (start, cut - gap))
    exons = (whole.exons[0], *parts, whole.exons[2])
    at = 30 + 30
    cds = whole.cds[:at] + whole.cds[at + gap :]
    return replace(whole, exons=exons, cds=cds, cds_end=whole.cds_start + len(cds))


def substituted(gene: Gene, transcript: Transcript, forward0: int) -> set[str]:
    """Return the terms of a substitution at a place of FWD, mirrored for REV."""
    start0 = forward0 if transcript.strand > 0 else LENGTH - 1 - forward0
    ref = stage()[start0]
    edit = Edit(start0, ref, "A" if ref != "A" else "C")
    effect = transcript_effect(transcript, edit, gene.bases)
    assert effect is not None
    return {term.so_term for term in effect.consequences}


@pytest.mark.parametrize("gap", [3, 6, 12])
def test_a_short_gap_in_the_coding_sequence_is_coding(gene: Gene, gap: int) -> None:
    transcript = gapped(gene, gap)
    cut = 1200 + 30

    assert all(
        substituted(gene, transcript, at) == {"coding_sequence_variant"}
        for at in range(cut, cut + gap)
    )


@pytest.mark.parametrize("gap", [3, 12])
def test_no_splice_site_lies_at_a_short_gap(gene: Gene, gap: int) -> None:
    transcript, cut = gapped(gene, gap), 1200 + 30
    near = [*range(cut - 5, cut), *range(cut + gap, cut + gap + 5)]

    assert not any(
        term.startswith("splice") for at in near for term in substituted(gene, transcript, at)
    )
    for start, end in gene.transcript.exons:
        assert not border_between(transcript, start + 1, end - 1)


def test_a_gap_of_fourteen_bases_is_an_intron(gene: Gene) -> None:
    transcript, cut = gapped(gene, 14), 1200 + 30

    assert substituted(gene, transcript, cut) == {"splice_donor_variant"}
    assert substituted(gene, transcript, cut + 13) == {"splice_acceptor_variant"}
    assert substituted(gene, gapped(gene, 13), cut) == {"coding_sequence_variant"}


def test_exons_that_abut_have_no_splice_site_between_them(gene: Gene) -> None:
    """A programmed frameshift reads one base twice or skips one; the blocks then meet."""
    transcript, cut = gapped(gene, 0), 1200 + 30
    for at in range(cut - 4, cut + 4):
        assert substituted(gene, transcript, at) == substituted(gene, gene.transcript, at)


def test_a_deletion_over_a_short_gap(gene: Gene) -> None:
    transcript, cut = gapped(gene, 3), 1200 + 30
    start0 = cut - 2 if transcript.strand > 0 else LENGTH - cut - 5
    edit = Edit(start0, stage()[start0 : start0 + 7], "")
    effect = transcript_effect(transcript, edit, gene.bases)

    assert effect is not None
    assert [term.so_term for term in effect.consequences] == ["coding_sequence_variant"]
    assert effect.hgvs_p.endswith("p.?")


@pytest.mark.parametrize("bases", [1, 2])
def test_a_coding_sequence_that_ends_inside_a_codon(gene: Gene, bases: int) -> None:
    whole = gene.transcript
    cds = whole.cds[: len(whole.cds) - 6 + bases]
    transcript = replace(whole, cds=cds, cds_end=whole.cds_start + len(cds))
    last = transcript.to_genomic(transcript.cds_end - 1)
    before = transcript.to_genomic(transcript.cds_end - 1 - bases)

    def effect(start0: int, new: str):
        new = new if whole.strand > 0 else other_strand(new)
        return transcript_effect(transcript, Edit(start0, stage()[start0], new), gene.bases)

    partial, complete = effect(last, "T"), effect(before, "A")
    assert [term.so_term for term in partial.consequences] == [
        "incomplete_terminal_codon_variant",
        "coding_sequence_variant",
    ]
    assert partial.hgvs_p.endswith("p.?")
    assert partial.protein_change == ""
    assert [term.so_term for term in complete.consequences] == ["synonymous_variant"]
