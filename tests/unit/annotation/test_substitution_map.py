"""The map of substitutions gives what the general way gives, base by base."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest

from oncomatch.annotation.edit import Edit
from oncomatch.annotation.effect import NEARBY, transcript_effect
from oncomatch.annotation.substitution import SubstitutionMap
from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

BUILDS = pytest.mark.parametrize("build", list(GenomeBuild))


def compare(reference: Reference, build: GenomeBuild, transcript: Transcript, places: set[int]):
    bases = partial(reference.sequences.bases, build, transcript.contig)
    mapped = SubstitutionMap(transcript, bases)
    mapped._lay_out()
    for start0 in sorted(places):
        ref = bases(start0, start0 + 1).replace("N", "A")
        for alt in "ACGT".replace(ref, ""):
            general = transcript_effect(transcript, Edit(start0, ref, alt), bases)
            assert mapped.effect(start0, ref, alt) == general, (transcript.accession, start0, alt)


@BUILDS
@pytest.mark.parametrize("gene", ["FWD", "REV"])
def test_every_substitution_of_the_small_genome(tiny: Reference, build: GenomeBuild, gene: str):
    for transcript in tiny.transcripts_of(gene, build):
        near = set(range(max(0, transcript.start0 - 60), transcript.end0 + 60))
        compare(tiny, build, transcript, near)


@BUILDS
def test_the_ends_of_the_neighbourhood(reference: Reference, build: GenomeBuild):
    transcript = reference.reported_transcript("TP53", build)
    assert transcript is not None
    ends = (transcript.start0 - NEARBY, transcript.end0 + NEARBY)
    compare(reference, build, transcript, {at + step for at in ends for step in range(-3, 4)})


@BUILDS
def test_drawn_substitutions_of_the_bundle(reference: Reference, build: GenomeBuild):
    """Borders of exons and the bases around them, introns, ends; every kind of transcript."""
    random = Random(20261120)
    genes = [*random.sample(reference.genes_with_sequence, 60), "PTEN", "KRAS", "AKT1"]
    kinds = set()
    for gene in genes:
        for transcript in reference.transcripts_of(gene, build)[:2]:
            kinds |= {transcript.strand, ("coding only", transcript.coding_only)}
            kinds |= {("differs", bool(transcript.cds_differences)), ("gap", transcript.utr_gap)}
            exons = random.sample(transcript.exons, min(3, len(transcript.exons)))
            borders = [border for exon in exons for border in exon]
            places = {at + random.randint(-20, 20) for at in borders for _ in range(4)}
            span = (transcript.start0 - NEARBY, transcript.end0 + NEARBY)
            places |= {random.randrange(*span) for _ in range(6)}
            places |= {transcript.to_genomic(transcript.cds_start + at) for at in (0, 2, 3, -1)}
            places |= {
                transcript.to_genomic(transcript.cds_start + at)
                for at in transcript.cds_differences[:2]
            }
            compare(reference, build, transcript, {at for at in places if at >= 0})
    assert kinds >= {1, -1, ("differs", True), ("gap", True), ("gap", False)}
