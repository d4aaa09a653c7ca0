"""The zones of a contig give, for many substitutions at once, what the general way gives."""

from __future__ import annotations

from functools import partial
from random import Random

import numpy as np
import pytest

from building import transcripts_on
from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.term_masks import terms_of
from oncomatch.annotation.zones import Zones
from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.protein_change import THREE_LETTER
from oncomatch.domain.variant import Variant
from oncomatch.reference.bundle import Reference

BUILDS = pytest.mark.parametrize("build", list(GenomeBuild))


def name_of(coding: int, length: int, offset: int) -> str:
    place = str(coding) if coding < 0 else str(coding + 1)
    if coding >= length:
        place = f"*{coding - length + 1}"
    return place + (f"{offset:+d}" if offset else "")


def answers(
    zones: Zones, contig: str, changes: list[tuple[int, str, str]]
) -> list[tuple[object, ...] | None]:
    """Return what the zones say: transcript, terms, exon, c., p. and residue; None: nothing."""
    positions = np.array([start0 + 1 for start0, _, _ in changes], np.int64)
    refs, alts = (
        np.frombuffer("".join(change[at] for change in changes).encode(), np.uint8) for at in (1, 2)
    )
    contigs = np.full(len(changes), CHROMOSOMES.index(contig))
    answered, found = zones.describe(contigs, positions, refs, alts)
    said: list[tuple[object, ...] | None] = [None] * len(changes)
    for at, number in enumerate(np.flatnonzero(answered).tolist()):
        which = int(found.transcript[at])
        length = int(zones.transcripts.cds_length[which])
        place = name_of(int(found.coding[at]), length, int(found.offset[at]))
        bases = "ACGT"[found.was[at]] + ">" + "ACGT"[found.becomes[at]]
        old, new = chr(found.old[at]), chr(found.new[at])
        residue = int(found.residue[at])
        protein = "p.?" if found.unknown[at] else ""
        if residue:
            protein = f"p.{THREE_LETTER[old]}{residue}{'=' if old == new else THREE_LETTER[new]}"
        said[number] = (
            zones.transcripts.accessions[which],
            terms_of(int(found.terms[at])),
            zones.exon(int(found.exon[at])) if found.exon[at] >= 0 else "",
            f"c.{place}{bases}",
            protein,
            residue or None,
        )
    return said


def as_tuple(effect: TranscriptEffect) -> tuple[object, ...]:
    return (
        effect.transcript,
        effect.consequences,
        effect.exon,
        effect.hgvs_c.rpartition(":")[2],
        effect.hgvs_p.rpartition(":")[2],
        effect.first_residue,
    )


def compare(
    reference: Reference, build: GenomeBuild, contig: str, places: set[int]
) -> tuple[int, int, set[Consequence]]:
    """Compare at all places; return how many were asked and answered, and the terms met."""
    bases = partial(reference.sequences.bases, build, contig)
    changes = [
        (start0, bases(start0, start0 + 1).replace("N", "A"), alt)
        for start0 in sorted(places)
        for alt in "ACGT"
    ]
    changes = [change for change in changes if change[1] != change[2]]
    annotator = Annotator(reference)
    others = [each for each in ("1", "X", "MT") if each != contig]
    said = answers(Zones(reference, build, [*others, contig]), contig, changes)
    met: set[Consequence] = set()
    for (start0, ref, alt), ours in zip(changes, said, strict=True):
        if ours is not None:
            variant = Variant(contig, start0 + 1, ref, alt, build)
            effect = annotator.describe(variant)[1].effect
            assert effect is not None, variant
            assert ours == as_tuple(effect), variant
            met |= set(effect.consequences)
    return len(changes), sum(each is not None for each in said), met


@BUILDS
def test_every_substitution_of_the_small_genome(tiny: Reference, build: GenomeBuild) -> None:
    contig = tiny.transcripts_of("FWD", build)[0].contig
    spans = tiny.transcript_spans(build, contig)
    places = {at for start, end in spans for at in range(max(0, start - 60), end + 60)}
    asked, answered, _ = compare(tiny, build, contig, places)

    assert answered > asked / 3


@BUILDS
def test_drawn_substitutions_of_the_bundle(reference: Reference, build: GenomeBuild) -> None:
    """Borders of exons and the bases around them, introns, ends; every kind of transcript."""
    random = Random(20261120)
    met: set[Consequence] = set()
    asked = answered = 0
    for contig in [*random.sample(CHROMOSOMES[:22], 3), "10", "X"]:
        placed = transcripts_on(reference, build, contig)
        places: set[int] = set()
        for transcript in random.sample(placed, min(5, len(placed))):
            borders = [border for exon in transcript.exons[:8] for border in exon]
            places |= {at + random.randint(-22, 22) for at in borders for _ in range(3)}
            places |= {random.randrange(transcript.start0, transcript.end0) for _ in range(6)}
            places |= {transcript.to_genomic(transcript.cds_start + at) for at in (0, 2, 3)}
            places |= {transcript.to_genomic(transcript.cds_end - at) for at in (1, 3, 4)}
            places |= {
                transcript.to_genomic(transcript.cds_start + at)
                for at in transcript.cds_differences[:2]
            }
        counts = compare(reference, build, contig, places)
        asked, answered, met = asked + counts[0], answered + counts[1], met | counts[2]

    assert answered > asked / 2
    assert met >= {
        Consequence.SPLICE_DONOR,
        Consequence.SPLICE_ACCEPTOR,
        Consequence.SPLICE_DONOR_5TH_BASE,
        Consequence.SPLICE_DONOR_REGION,
        Consequence.SPLICE_POLYPYRIMIDINE_TRACT,
        Consequence.SPLICE_REGION,
        Consequence.STOP_GAINED,
        Consequence.MISSENSE,
        Consequence.SYNONYMOUS,
        Consequence.FIVE_PRIME_UTR,
        Consequence.THREE_PRIME_UTR,
        Consequence.INTRON,
    }


def test_a_reference_base_that_differs_has_no_answer(reference: Reference) -> None:
    build = GenomeBuild.GRCH38
    braf = reference.reported_transcript("BRAF", build)
    assert braf is not None
    at = braf.to_genomic(braf.cds_start + 1798)  # c.1799 of BRAF reads T, on the minus strand A
    zones = Zones(reference, build, [braf.contig])

    assert answers(zones, braf.contig, [(at, "A", "T")])[0] is not None
    assert answers(zones, braf.contig, [(at, "C", "T"), (at, "A", "A")]) == [None, None]


def test_a_contig_without_transcripts_has_no_answer(reference: Reference) -> None:
    zones = Zones(reference, GenomeBuild.GRCH38, ["MT"])

    assert answers(zones, "MT", [(100, "A", "C"), (0, "G", "T")]) == [None, None]
