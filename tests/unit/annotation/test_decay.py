"""Premature stops that escape nonsense-mediated decay.

A stop escapes in the last exon and within 50 bases before its junction (`TranscriptEffect`);
the bases are counted on the changed transcript.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from oncomatch.annotation.edit import Edit
from oncomatch.annotation.effect import transcript_effect
from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.reference.transcript import Transcript
from unit.annotation.rebuilding import Gene, other_strand, source

UTR = "CCGCC"
CDS = "ATG" + "GCA" * 39 + "TGG" + "GCA" * 60 + "TAA"
STOP = 120  # where TGG starts; TGG to TGA makes the premature stop


def spread(cds: str, junctions: tuple[int, ...], strand: int) -> tuple[Transcript, str]:
    """Return a transcript whose coding sequence is cut at `junctions`, and its chromosome."""
    cuts = (0, *junctions, len(cds))
    parts = [cds[start:end] for start, end in pairwise(cuts)]
    parts[0] = UTR + parts[0]
    parts[-1] += UTR
    bases, exons = "ACGTT", []
    for part in parts:
        exons.append((len(bases), len(bases) + len(part)))
        bases += part + "GTAAGTTTTTTTTTTTTTTTTTTTTTTTCAG"
    if strand < 0:
        bases = other_strand(bases)
        exons = [(len(bases) - end, len(bases) - start) for start, end in exons]
    start = len(UTR)
    names = ("NM_9.1", "NP_9.1", "MADE", "", "", "1")
    spans = (tuple(exons), start, start + len(cds), cds, ())
    return Transcript(*names, strand, *spans, False, False), bases


def changed(
    coding: int, ref: str, alt: str, junctions: tuple[int, ...], strand: int = 1
) -> TranscriptEffect:
    """Return the effect of replacing `ref` at a coding position by `alt`."""
    transcript, bases = spread(CDS, junctions, strand)
    ends = [transcript.to_genomic(coding + at + transcript.cds_start) for at in (0, len(ref) - 1)]
    if strand < 0:
        ref, alt = other_strand(ref), other_strand(alt)
    assert bases[min(ends) : max(ends) + 1] == ref
    effect = transcript_effect(transcript, Edit(min(ends), ref, alt), source(bases))
    assert effect is not None
    return effect


@pytest.mark.parametrize("strand", [1, -1], ids=["plus", "minus"])
@pytest.mark.parametrize(
    ("distance", "escapes"),
    [(100, False), (52, False), (51, False), (50, True), (49, True), (3, True), (0, True)],
)
def test_stops_by_distance_from_the_last_junction(
    distance: int, escapes: bool, strand: int
) -> None:
    """At 50 the stop codon's first base is the first of the exon's last 50."""
    effect = changed(STOP + 2, "G", "A", (60, STOP + distance), strand)

    assert (effect.protein_change, effect.escapes_decay) == ("W41*", escapes)


def test_only_the_last_junction_counts() -> None:
    near_an_inner_junction = changed(STOP + 2, "G", "A", (STOP + 10, STOP + 150))
    in_the_last_exon = changed(STOP + 2, "G", "A", (60, STOP - 30))

    assert not near_an_inner_junction.escapes_decay
    assert in_the_last_exon.escapes_decay


def test_a_gene_of_one_exon_knows_no_decay() -> None:
    effect = changed(STOP + 2, "G", "A", ())

    assert (effect.protein_change, effect.escapes_decay) == ("W41*", True)


def test_an_intron_behind_the_stop_codon_exposes_the_coding_sequence() -> None:
    """With an intron in the 3' UTR even a late premature stop lies far before the junction."""
    transcript, bases = spread(CDS, (60,), 1)
    end = transcript.exons[-1][1]
    tail = 80
    bases = bases[:end] + "GTAAGTTTTTTTTTTCAG" + "C" * tail + bases[end:]
    exons = (*transcript.exons, (end + 18, end + 18 + tail))
    longer = Transcript(
        *("NM_9.1", "NP_9.1", "MADE", "", "", "1", 1, exons, len(UTR), len(UTR) + len(CDS)),
        *(CDS, (), False, False),
    )
    at = longer.to_genomic(STOP + 2 + longer.cds_start)
    effect = transcript_effect(longer, Edit(at, "G", "A"), source(bases))

    assert effect is not None
    assert not effect.escapes_decay


# The tiny genes: junction behind c.91, so the last 50 bases start at c.42.
TINY = {
    "nonsense far before": (("24", "G", "A"), "W8*", False),
    "nonsense, 61 bases before": (("33", "C", "A"), "Y11*", False),
    "the same residue, bases between deleted": (
        ("32", "ACCATGTTTTGCGGAGCACCG", ""),
        "Y11*",
        True,
    ),
    "frameshift, stop in the last exon": (("13", "A", ""), "D7Ifs*30", True),
    "frameshift, stop at the junction": (("13", "", "A"), "D7Rfs*25", True),
    "frameshift, stop at once": (("24", "", "A"), "W8*", False),
    "frameshift without a stop": (("133", "", "C"), "R45Pfs*?", False),
    "stop within an insertion": (("22", "", "GGATAA"), "D7_W8insG*", False),
    "stop within a replacement": (("15", "AA", "CT"), "K5_K6delinsN*", False),
    "missense": (("5", "C", "A"), "A2D", False),
    "stop lost": (("139", "T", "C"), "*47Qext*2", False),
    "start lost": (("1", "A", "G"), "M1?", False),
    "in-frame deletion": (("4", "GCT", ""), "A4del", False),
}


@pytest.mark.parametrize("what", TINY)
def test_kinds_of_changes(gene: Gene, what: str) -> None:
    edit, change, escapes = TINY[what]
    effect = gene.effect(*edit)

    assert (effect.protein_change, effect.escapes_decay) == (change, escapes)


@pytest.mark.parametrize(("lost", "escapes"), [(30, False), (48, False), (51, True), (90, True)])
def test_a_deletion_brings_a_stop_nearer_to_the_junction(lost: int, escapes: bool) -> None:
    """TGGGCA becomes TGA where 100 bases lay between; the deleted ones no longer do."""
    junction = STOP + 100
    ref = CDS[STOP + 2 : STOP + 2 + lost + 1]
    effect = changed(STOP + 2, ref, "A", (60, junction))

    assert (effect.protein_change, effect.escapes_decay) == ("W41*", escapes)
