"""The map of copy numbers that a record carries, so that its picture is drawn from it alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from oncomatch.domain.alteration import CopyNumber
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.copy_number import CopyNumberFile
from oncomatch.domain.copy_number_map import CopyNumberMap, MappedArm, MappedGene, MappedSegment
from oncomatch.matching.copy_number_state import CopyScale
from oncomatch.matching.copy_numbers import gene_places
from oncomatch.reference.bundle import Reference
from oncomatch.reference.chromosome_arms import chromosome_arms

MOST_SEGMENTS, MOST_GENES = 1200, 1200
_DRAWN = frozenset(CHROMOSOMES[:24])
_GAP = 3_000_000
"""Segments with the same values and no wider gap are one: less than a pixel of the picture."""


def mapped_segments(file: CopyNumberFile, scale: CopyScale) -> tuple[MappedSegment, ...]:
    """Return the segments of a file by place, neighbours of the same values as one."""
    merged: list[MappedSegment] = []
    places = {contig: at for at, contig in enumerate(CHROMOSOMES)}
    drawn = (each for each in file.segments if each.contig in _DRAWN)
    for each in sorted(drawn, key=lambda one: (places[one.contig], one.start0, one.end0)):
        state = scale.state_of(each, each.contig)
        segment = MappedSegment(
            each.contig,
            each.start0,
            each.end0,
            _short(state.copies),
            _short(each.minor),
            _short(each.log2),
            state.kind,
        )
        last = merged[-1] if merged else None
        if last is not None and _continues(last, segment):
            merged[-1] = replace(last, end0=max(last.end0, segment.end0))
        else:
            merged.append(segment)
    return tuple(merged)


def copy_number_map(
    numbers: Iterable[CopyNumber],
    segments: Sequence[MappedSegment],
    source: str,
    reference: Reference,
    build: GenomeBuild,
) -> CopyNumberMap:
    """Return the map; of too many segments the longest, of too many genes the changed ones."""
    longest = sorted(segments, key=lambda each: each.start0 - each.end0)[:MOST_SEGMENTS]
    kept = set(longest)
    wanted = [each.gene for each in numbers if each.kind is not None]
    if not segments:
        wanted += [each.gene for each in numbers if each.kind is None and not each.possible]
    loci = gene_places(reference, build) if wanted else {}
    placed = [(gene, loci[gene]) for gene in wanted if gene in loci and loci[gene][0] in _DRAWN]
    return CopyNumberMap(
        arms=tuple(
            MappedArm(arm.name, arm.contig, arm.start0, arm.end0)
            for arm in chromosome_arms(build)
            if arm.contig in _DRAWN
        ),
        segments=tuple(each for each in segments if each in kept),
        genes=tuple(
            sorted(
                (MappedGene(gene, *locus) for gene, locus in placed[:MOST_GENES]),
                key=lambda each: each.gene,
            )
        ),
        left_out=len(segments) - len(kept),
        source=source,
    )


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 1 if abs(value) > 3 else 2)


def _continues(last: MappedSegment, segment: MappedSegment) -> bool:
    same = replace(segment, start0=last.start0, end0=last.end0) == last
    return same and segment.start0 - last.end0 <= _GAP
