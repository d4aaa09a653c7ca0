"""From segments to genes: which copy number each gene has, and how much of it was seen.

Where segments meet within a gene, those over its coding sequence count. It is amplified or gained
if all of them are; it is lost or deleted if one of them is, since a part that is lost takes the
function (PURPLE: minimum copy number of the gene, for both). A gene without embedded sequence of
which a part is deleted may have lost an intron only: its deletion stays possible. A gene that no
segment covers is not assessed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from oncomatch.domain.alteration import CopyNumber
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.copy_number import CopyNumberFile, CopyNumberSegment, GeneMeasure
from oncomatch.errors import InputError
from oncomatch.matching.arm_shares import ArmShares
from oncomatch.matching.copy_number_state import SEX_CHROMOSOMES, CopyScale, CopyState
from oncomatch.reference.bundle import Reference

Interval = tuple[int, int]
Told = tuple[CopyNumberSegment, CopyState]

_ORDER = (
    CopyNumberKind.DELETION,
    CopyNumberKind.LOSS,
    None,
    CopyNumberKind.GAIN,
    CopyNumberKind.AMPLIFICATION,
)
_NEUTRAL = _ORDER.index(None)


def gene_copy_numbers(
    file: CopyNumberFile,
    reference: Reference,
    build: GenomeBuild,
    scale: CopyScale,
    wanted: Container[str] | None = None,
) -> tuple[CopyNumber, ...]:
    """Return the copy number of each gene that the file tells of, sorted by gene.

    Only `wanted` genes where given; a file of genes alone that a laboratory writes by hand is
    told whole.

    Raises:
        InputError: a gene of such a file is unknown, or a gene stands twice.
    """
    places = gene_places(reference, build)
    if file.genes:
        found = _of_named(file, reference, build, scale, wanted, places)
    else:
        found = _of_segments(file, reference, build, scale, wanted, places)
    return tuple(found[gene] for gene in sorted(found))


def gene_places(reference: Reference, build: GenomeBuild) -> dict[str, tuple[str, int, int]]:
    """Return where the genes lie: the reported transcript, else the locus."""
    loci = zip(reference.genes(), reference.gene_loci(build), strict=True)
    return {gene.symbol: locus for gene, locus in loci if locus is not None}


def _of_named(
    file: CopyNumberFile,
    reference: Reference,
    build: GenomeBuild,
    scale: CopyScale,
    wanted: Container[str] | None,
    places: dict[str, tuple[str, int, int]],
) -> dict[str, CopyNumber]:
    found: dict[str, CopyNumber] = {}
    for measure in file.genes:
        gene = reference.find_gene(measure.gene)
        if gene is None:
            if file.strict:
                raise InputError(f"{measure.where}: {measure.gene!r} is not a gene name of HGNC")
            continue
        symbol = gene.symbol
        if wanted is not None and not file.strict and symbol not in wanted:
            continue
        if symbol in found:
            if file.strict:
                raise InputError(f"{measure.where}: {symbol} stands twice; keep one line a gene")
            continue
        contig = places[symbol][0] if symbol in places else ""
        if measure.parts:
            told = [(part, scale.state_of(part, contig)) for part in measure.parts]
            number = _combined(symbol, told, _coding(reference, symbol, build))
            found[symbol] = replace(number, reason=_whole_reason(number))
        else:
            found[symbol] = _named(symbol, measure, scale.state_of(measure, contig), scale, contig)
    return found


def _named(
    gene: str, measure: GeneMeasure, state: CopyState, scale: CopyScale, contig: str
) -> CopyNumber:
    loh = None if scale.single(contig) else measure.lost_heterozygosity
    number = CopyNumber(
        gene,
        state.copies,
        state.kind,
        state.reason,
        possible=state.possible,
        minor=measure.minor,
        loh=loh,
        log2=measure.log2,
    )
    return replace(number, reason=_whole_reason(number))


def _of_segments(
    file: CopyNumberFile,
    reference: Reference,
    build: GenomeBuild,
    scale: CopyScale,
    wanted: Container[str] | None,
    places: dict[str, tuple[str, int, int]],
) -> dict[str, CopyNumber]:
    arms = ArmShares(build, scale.thresholds.arm_share)
    by_contig: dict[str, list[Told]] = {}
    for segment in file.segments:
        state = scale.state_of(segment, segment.contig)
        by_contig.setdefault(segment.contig, []).append((segment, state))
        if state.kind is not None:
            arms.add(segment, state.kind)
    over = {contig: _Segments(told) for contig, told in by_contig.items()}
    found: dict[str, CopyNumber] = {}
    for gene, (contig, start0, end0) in places.items():
        if (wanted is not None and gene not in wanted) or contig not in over:
            continue
        if contig == SEX_CHROMOSOMES[1] and scale.content.male is False:
            continue
        here = over[contig].overlapping(start0, end0)
        coding = _coding(reference, gene, build) or ((start0, end0),)
        if not any(_touches(segment, coding) for segment, _ in here):
            continue
        number = _combined(gene, here, _coding(reference, gene, build))
        covered = _covered([(each.start0, each.end0) for each, _ in here], start0, end0)
        number = replace(number, coverage=round(covered, 4))
        if number.kind is None and covered < scale.thresholds.gene_share:
            number = replace(number, possible=tuple(CopyNumberKind))
        if scale.single(contig):
            number = replace(number, loh=None)
        if number.kind is not None:
            extent = arms.extent(contig, start0, end0, number.kind)
            number = replace(number, extent=extent)
        found[gene] = replace(number, reason=_whole_reason(number))
    return found


def _combined(gene: str, told: Sequence[Told], coding: Sequence[Interval]) -> CopyNumber:
    """Return the copy number of a gene from the stretches that lie over it."""
    relevant = [each for each in told if _touches(each[0], coding)] if coding else list(told)
    relevant = relevant or list(told)
    ranked = sorted(relevant, key=lambda each: _ORDER.index(each[1].kind))
    (low_segment, low), (_, high) = ranked[0], ranked[-1]
    kind, possible = _kind_of(low, high, parted=not coding)
    hidden = {each for _, state in relevant for each in state.possible}
    copies = [state.copies for _, state in relevant]
    known = [each for each in copies if each is not None]
    lowest = min(known) if len(known) == len(copies) else None
    reason = low.reason
    if low.kind is not high.kind:
        reason = f"broken within the gene: {low.reason} in a part, {high.reason} in another"
    minors = [segment.minor for segment, _ in relevant]
    return CopyNumber(
        gene,
        lowest,
        kind,
        reason,
        possible=tuple(each for each in CopyNumberKind if each in hidden | possible - {kind}),
        minor=min((each for each in minors if each is not None), default=None),
        loh=_shared([segment.lost_heterozygosity for segment, _ in relevant]),
        log2=low_segment.log2,
    )


def _kind_of(
    low: CopyState, high: CopyState, *, parted: bool
) -> tuple[CopyNumberKind | None, set[CopyNumberKind | None]]:
    if low.kind is high.kind:
        return low.kind, set()
    if low.kind is CopyNumberKind.DELETION and parted:
        above = high.kind if high.kind is CopyNumberKind.LOSS else None
        return above, {low.kind, high.kind} - {None}
    if _ORDER.index(low.kind) < _NEUTRAL:
        return low.kind, {high.kind} - {None} if _ORDER.index(high.kind) > _NEUTRAL else set()
    return low.kind, {high.kind} - {None}


def _shared(answers: Iterable[bool | None]) -> bool | None:
    """Return what all parts have in common, None where they differ."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None


def _with_loh(number: CopyNumber) -> str:
    if not number.loh or number.copies == 0:
        return number.reason
    words = "copy-neutral loss" if number.copy_neutral_loh else "loss"
    return f"{number.reason}, {words} of heterozygosity"


def _whole_reason(number: CopyNumber) -> str:
    parts = [_with_loh(number), number.extent.value if number.extent else ""]
    if number.coverage is not None and number.coverage < 0.995:
        parts.append(f"{number.coverage:.0%} of the gene covered")
    return ", ".join(filter(None, parts))


def _coding(reference: Reference, gene: str, build: GenomeBuild) -> tuple[Interval, ...]:
    """Return the coding intervals (genomic, 0-based) of the reported transcript, () without."""
    transcript = reference.reported_transcript(gene, build)
    if transcript is None:
        return ()
    found = []
    offset = 0
    for start0, end0 in transcript.exons:
        first = max(0, transcript.cds_start - offset)
        last = min(end0 - start0, transcript.cds_end - offset)
        if first < last:
            forward = transcript.strand > 0
            found.append(
                (start0 + first, start0 + last) if forward else (end0 - last, end0 - first)
            )
        offset += end0 - start0
    return tuple(found)


def _touches(segment: CopyNumberSegment, intervals: Sequence[Interval]) -> bool:
    return any(segment.start0 < end0 and segment.end0 > start0 for start0, end0 in intervals)


def _covered(intervals: list[Interval], start0: int, end0: int) -> float:
    """Return the share of a stretch that intervals cover."""
    bases, reach = 0, start0
    for begin, end in sorted(intervals):
        begin, end = max(begin, reach), min(end, end0)
        if begin < end:
            bases, reach = bases + end - begin, end
    return bases / (end0 - start0)


class _Segments:
    """The segments of one contig, for asking which overlap."""

    def __init__(self, told: list[Told]):
        self._told = sorted(told, key=lambda each: each[0].start0)
        self._starts = [segment.start0 for segment, _ in self._told]
        self._reach = list(accumulate((segment.end0 for segment, _ in self._told), max))

    def overlapping(self, start0: int, end0: int) -> list[Told]:
        stop = bisect_left(self._starts, end0)
        begin = bisect_right(self._reach, start0, hi=stop)
        return [each for each in self._told[begin:stop] if each[0].end0 > start0]
