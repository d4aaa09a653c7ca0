"""In the depth of exons and introns counting gives what the general way gives."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest

from oncomatch.annotation import effect
from oncomatch.annotation.deep import deep_zone
from oncomatch.annotation.edit import BaseSource, Edit, shift_left
from oncomatch.annotation.effect import transcript_effect
from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

BUILDS = pytest.mark.parametrize("build", list(GenomeBuild))


def drawn(random: Random, bases: BaseSource, start0: int) -> list[Edit]:
    """Return edits at a place: a substitution, a deletion, an insertion, a repeat, a delins."""
    size = random.choice([1, 1, 2, 3, 3, 6, 9])
    ref, new = bases(start0, start0 + size), "".join(random.choices("ACGT", k=size))
    edits = [
        Edit(start0, ref, ""),
        Edit(start0, "", new),
        Edit(start0, "", ref * random.choice([1, 1, 2])),
        Edit(start0, ref, new + random.choice(["", "", "AC"])),
    ]
    possible = [each for each in edits if each.ref != each.alt and "N" not in each.ref + each.alt]
    trimmed = [
        each
        for each in possible
        if not (each.ref and each.alt)
        or (each.ref[0] != each.alt[0] and each.ref[-1] != each.alt[-1])
    ]
    return [shift_left(each, bases) for each in trimmed]


def compare(
    transcript: Transcript, bases: BaseSource, edits: list[Edit], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = [transcript_effect(transcript, edit, bases) for edit in edits]
    with monkeypatch.context() as patched:
        patched.setattr(effect, "deep_zone", lambda *interval: None)
        general = [transcript_effect(transcript, edit, bases) for edit in edits]

    for edit, ours, theirs in zip(edits, counted, general, strict=True):
        assert ours == theirs, (transcript.accession, edit)


@BUILDS
@pytest.mark.parametrize("gene", ["FWD", "REV"])
def test_edits_of_the_small_genome(
    tiny: Reference, build: GenomeBuild, gene: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(3)
    for transcript in tiny.transcripts_of(gene, build):
        bases = partial(tiny.sequences.bases, build, transcript.contig)
        for start0 in range(transcript.start0, transcript.end0):
            compare(transcript, bases, drawn(random, bases, start0), monkeypatch)


@BUILDS
def test_drawn_edits_of_the_bundle(
    reference: Reference, build: GenomeBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(20261120)
    kinds: set[object] = set()
    deep = asked = 0
    for gene in [*random.sample(reference.genes_with_sequence, 25), "PTEN", "KRAS", "AKT1"]:
        for transcript in reference.transcripts_of(gene, build)[:2]:
            kinds |= {transcript.strand, ("coding only", transcript.coding_only)}
            kinds |= {("gap", transcript.utr_gap)}
            bases = partial(reference.sequences.bases, build, transcript.contig)
            borders = [at for exon in transcript.exons for at in exon]
            places = [random.choice(borders) + random.randint(-26, 26) for _ in range(9)]
            length = len(transcript.cds)
            places += [
                transcript.to_genomic(transcript.cds_start + random.randrange(length))
                for _ in range(5)
            ]
            for start0 in places:
                compare(transcript, bases, drawn(random, bases, start0), monkeypatch)
                asked, deep = asked + 1, deep + (deep_zone(transcript, start0, start0) is not None)

    assert deep > asked / 4
    assert kinds >= {1, -1, ("coding only", False), ("gap", True), ("gap", False)}


def test_no_zone_reaches_a_border_or_the_other_half_of_an_intron(tiny: Reference) -> None:
    (transcript, *_) = tiny.transcripts_of("FWD", GenomeBuild.GRCH38)
    for start, end in transcript.exons:
        for border in (start, end):
            assert all(
                deep_zone(transcript, border + step, border + step + 1) is None
                for step in range(-4, 4)
            )
