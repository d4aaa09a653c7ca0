"""Lift positions, intervals and variants over between GRCh37 and GRCh38.

The embedded pieces of both builds point into one pool of bases; where two pieces point to the same
bases, they are aligned exactly. Up to 50 bases between two such blocks that are as many on both
builds are a substitution and aligned too. Elsewhere the coding positions of the transcripts that
are embedded on both builds serve. What neither can tell fails with a reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property, partial
from itertools import accumulate, pairwise
from typing import NamedTuple

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.errors import LiftOverError
from oncomatch.reference.bundle import Reference

_LONGEST_SUBSTITUTION = 50
_REACH = 50
"""Bases before a block that are looked at."""


class Place(NamedTuple):
    """An interval of a contig, 0-based, half-open."""

    contig: str
    start0: int
    end0: int

    def __str__(self) -> str:
        first, last = self.start0 + 1, self.end0
        return f"{self.contig}:{first}" if first == last else f"{self.contig}:{first}-{last}"


class _Block(NamedTuple):
    """Bases of one build and the same number of bases of the other, end to end on both."""

    start0: int
    end0: int
    contig: str
    there0: int


class _Blocks(NamedTuple):
    """The blocks of a contig by their start; `reach` is the furthest end so far."""

    blocks: list[_Block]
    starts: list[int]
    reach: list[int]

    def over(self, position0: int) -> list[_Block]:
        """Return the blocks over a position."""
        stop = bisect_right(self.starts, position0)
        begin = bisect_right(self.reach, position0, hi=stop)
        return [block for block in self.blocks[begin:stop] if position0 < block.end0]


class BuildMap:
    """The correspondence of the two builds, as far as a reference bundle knows it."""

    def __init__(self, reference: Reference):
        self._reference = reference

    def position(self, build: GenomeBuild, contig: str, position0: int) -> tuple[str, int]:
        """Return contig and 0-based position on the other build.

        Raises:
            LiftOverError: there is none, more than one, or it is not known here.
        """
        found = {
            (block.contig, block.there0 + position0 - block.start0)
            for block in self._over(build, contig, position0)
        }
        if not found:
            found = self._by_transcripts(build, contig, position0)
        if len(found) == 1:
            return found.pop()
        raise LiftOverError(self._reason(build, contig, position0, len(found)))

    def interval(self, build: GenomeBuild, place: Place) -> Place:
        """Return the interval between the counterparts of the first and the last base.

        Bases in between may be missing from either build.

        Raises:
            LiftOverError: an end has no counterpart, or they do not lie in the same order.
        """
        contig, first = self.position(build, place.contig, place.start0)
        other, last = self.position(build, place.contig, place.end0 - 1)
        if contig != other or last < first:
            raise LiftOverError(
                f"the ends of {place} on {build.value} do not lie in that order on "
                f"{other_build(build).value}"
            )
        return Place(contig, first, last + 1)

    def variant(self, variant: Variant) -> Variant:
        """Return the variant on the other build: same REF, base by base, and same ALT.

        Raises:
            LiftOverError: a base of REF has no counterpart, they are not neighbours, or the other
                build has other bases there.
        """
        build, other = variant.build, other_build(variant.build)
        bases = self._reference.sequences.bases
        written = bases(build, variant.contig, variant.start0, variant.end0)
        if "N" not in written and written != variant.ref:
            raise LiftOverError(
                f"REF of {variant.id} is not what {build.value} has there, {written}"
            )
        there = [
            self.position(build, variant.contig, at) for at in range(variant.start0, variant.end0)
        ]
        contig, start0 = there[0]
        if there != [(contig, start0 + step) for step in range(len(there))]:
            raise LiftOverError(f"the bases of {variant.id} are not neighbours on {other.value}")
        found = bases(other, contig, start0, start0 + len(variant.ref))
        if "N" in found:
            raise LiftOverError(
                f"the bases of {other.value} at {contig}:{start0 + 1} are not embedded"
            )
        if found != variant.ref:
            raise LiftOverError(
                f"{other.value} has {found} where {build.value} has {variant.ref}, "
                f"at {contig}:{start0 + 1}"
            )
        return Variant(contig, start0 + 1, variant.ref, variant.alt, other)

    def _over(self, build: GenomeBuild, contig: str, position0: int) -> list[_Block]:
        blocks = self._blocks[build].get(contig)
        return blocks.over(position0) if blocks else []

    @cached_property
    def _blocks(self) -> dict[GenomeBuild, dict[str, _Blocks]]:
        first, second = GenomeBuild
        sequences = self._reference.sequences
        aligned = _shared(sequences.pieces(first), sequences.pieces(second))
        grown = _grown(aligned, partial(sequences.bases, first), partial(sequences.bases, second))
        shared = _with_substitutions(grown)
        turned = [(there, here, length) for here, there, length in shared]
        return {first: _by_contig(shared), second: _by_contig(turned)}

    def _by_transcripts(
        self, build: GenomeBuild, contig: str, position0: int
    ) -> set[tuple[str, int]]:
        found: set[tuple[str, int]] = set()
        reference, other = self._reference, other_build(build)
        for gene in reference.genes_near(build, contig, position0, position0 + 1, 0):
            there = {each.accession: each for each in reference.transcripts_of(gene, other)}
            for transcript in reference.transcripts_of(gene, build):
                exonic = transcript.to_exonic(position0)
                twin = there.get(transcript.accession)
                if twin is None or exonic is None or transcript.contig != contig:
                    continue
                if transcript.cds_start <= exonic < transcript.cds_end:
                    along = twin.cds_start + exonic - transcript.cds_start
                    found.add((twin.contig, twin.to_genomic(along)))
        return found

    def _reason(self, build: GenomeBuild, contig: str, position0: int, found: int) -> str:
        other = other_build(build).value
        where = f"{contig}:{position0 + 1} of {build.value}"
        if found:
            return f"{where} has {found} counterparts on {other}"
        if self._reference.sequences.bases(build, contig, position0, position0 + 1) == "N":
            return (
                f"{where} is outside the embedded sequences, so its place on {other} is not known"
            )
        return f"{where} has no counterpart on {other} in the embedded sequences"


def other_build(build: GenomeBuild) -> GenomeBuild:
    """Return GRCh38 for GRCh37 and the reverse."""
    return GenomeBuild.GRCH37 if build is GenomeBuild.GRCH38 else GenomeBuild.GRCH38


_Bases = Callable[[str, int, int], str]
_Pair = tuple[tuple[str, int], tuple[str, int], int]
"""Place on one build, place on the other, number of bases."""


def _shared(
    first: list[tuple[str, int, int, int]], second: list[tuple[str, int, int, int]]
) -> list[_Pair]:
    """Return what pieces (contig, start, end, offset) of two builds take from the same bases."""
    ordered = sorted(second, key=lambda piece: piece[3])
    offsets = [piece[3] for piece in ordered]
    reach = list(accumulate((piece[3] + piece[2] - piece[1] for piece in ordered), max))
    shared: list[_Pair] = []
    for contig, start, end, offset in first:
        stop = bisect_right(offsets, offset + end - start - 1)
        begin = bisect_right(reach, offset, hi=stop)
        for other_contig, other_start, other_end, other_offset in ordered[begin:stop]:
            low = max(offset, other_offset)
            high = min(offset + end - start, other_offset + other_end - other_start)
            if low < high:
                here = (contig, start + low - offset)
                there = (other_contig, other_start + low - other_offset)
                shared.append((here, there, high - low))
    return sorted(shared)


def _grown(pairs: list[_Pair], first: _Bases, second: _Bases) -> list[_Pair]:
    """Return the blocks, each begun earlier as far as the bases before it agree as well.

    The pieces follow one another as far as they agree to the 3' side only.
    """
    grown = pairs[:1]
    for before, (here, there, length) in pairwise(pairs):
        free = min(_free(before[0], before[2], here), _free(before[1], before[2], there), _REACH)
        ours = first(here[0], here[1] - free, here[1])
        theirs = second(there[0], there[1] - free, there[1])
        steps = 0
        while steps < free and ours[-1 - steps] == theirs[-1 - steps] != "N":
            steps += 1
        grown.append(((here[0], here[1] - steps), (there[0], there[1] - steps), length + steps))
    return grown


def _free(before: tuple[str, int], length: int, place: tuple[str, int]) -> int:
    """Return how many bases lie between a block and the next on the same contig."""
    return max(0, place[1] - before[1] - length) if before[0] == place[0] else 0


def _with_substitutions(pairs: list[_Pair]) -> list[_Pair]:
    """Return the blocks and the short stretches of one length on both builds between them."""
    between: list[_Pair] = []
    for (here, there, length), (next_here, next_there, _) in pairwise(pairs):
        gap = next_here[1] - here[1] - length
        other_gap = next_there[1] - there[1] - length
        together = here[0] == next_here[0] and there[0] == next_there[0]
        if together and 0 < gap == other_gap <= _LONGEST_SUBSTITUTION:
            begins = (here[0], here[1] + length), (there[0], there[1] + length)
            between.append((*begins, gap))
    return sorted(pairs + between)


def _by_contig(pairs: list[_Pair]) -> dict[str, _Blocks]:
    found: dict[str, list[_Block]] = {}
    for (contig, start), (other, there), length in pairs:
        found.setdefault(contig, []).append(_Block(start, start + length, other, there))
    result = {}
    for contig, blocks in found.items():
        blocks.sort()
        starts = [block.start0 for block in blocks]
        reach = list(accumulate((block.end0 for block in blocks), max))
        result[contig] = _Blocks(blocks, starts, reach)
    return result


__all__ = ["BuildMap", "Place", "other_build"]
