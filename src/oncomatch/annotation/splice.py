"""Splice-site terms of Sequence Ontology, by distance from the exon borders.

Distances as Ensembl counts them: donor +1 and +2, donor 5th base +5, donor region +3 to +6,
acceptor -1 and -2, polypyrimidine tract -3 to -17, splice region 1 to 3 bases into the exon and
3 to 8 into the intron. The more exact term of the donor side stands for the splice region, as in
VEP 106; that of the acceptor side stands beside it.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter

from oncomatch.domain.consequence import Consequence
from oncomatch.reference.transcript import Transcript

AFTER_EXON = (
    (1, 2, Consequence.SPLICE_DONOR),
    (5, 5, Consequence.SPLICE_DONOR_5TH_BASE),
    (3, 6, Consequence.SPLICE_DONOR_REGION),
    (3, 8, Consequence.SPLICE_REGION),
)
BEFORE_EXON = (
    (1, 2, Consequence.SPLICE_ACCEPTOR),
    (3, 17, Consequence.SPLICE_POLYPYRIMIDINE_TRACT),
    (3, 8, Consequence.SPLICE_REGION),
)
EXON_EDGE = 3
_REACH = 20
"""Bases beyond an exon that hold all its windows."""

LONGEST_GAP = 13
"""Bases between two blocks of a transcript that are not taken for an intron."""

_DONOR_SIDE = frozenset({Consequence.SPLICE_DONOR_5TH_BASE, Consequence.SPLICE_DONOR_REGION})
ESSENTIAL_BASES = 2
_ESSENTIAL = frozenset({Consequence.SPLICE_DONOR, Consequence.SPLICE_ACCEPTOR})


def splice_terms(transcript: Transcript, start0: int, end0: int) -> set[Consequence]:
    """Return the splice terms of replacing an interval (0-based, half-open).

    An empty interval is an insertion before `start0`: it hits a site only between its bases, and
    the splice region also at the exon border and beside the essential site.
    """
    found: set[Consequence] = set()
    borders, sites = _sites(transcript)
    at = bisect_left(borders, start0 - _REACH)
    while at < len(borders) and borders[at] <= end0 + _REACH:
        border, windows = borders[at], _windows(transcript, *sites[at])
        for low, high, term in windows:
            if start0 < high and low < end0 and (start0 < end0 or low < start0):
                found.add(term)
        if start0 == end0 and start0 - border in (-ESSENTIAL_BASES, 0, ESSENTIAL_BASES):
            found |= _beside_site(windows, start0)
        at += 1
    return visible_splice_terms(found) if found else found


def visible_splice_terms(found: set[Consequence]) -> set[Consequence]:
    """Return which of the splice terms that meet at one place are named."""
    left = set(found)
    if Consequence.SPLICE_DONOR_5TH_BASE in left:
        left.discard(Consequence.SPLICE_DONOR_REGION)
    if left & _DONOR_SIDE:
        left.discard(Consequence.SPLICE_REGION)
    return left & _ESSENTIAL or left


def is_intron(transcript: Transcript, number: int) -> bool:
    """Whether what lies between an exon (0-based index) and the next is long enough to be spliced.

    Gaps of up to 13 bases bridge differences between transcript and genome ("frameshift introns"
    of Ensembl, Utils/VariationEffect.pm and BaseTranscriptVariation.pm of ensembl-variation).
    """
    (start, end), (next_start, next_end) = transcript.exons[number], transcript.exons[number + 1]
    gap = next_start - end if transcript.strand > 0 else start - next_end
    return gap > LONGEST_GAP


Window = tuple[int, int, Consequence]


@cache
def _sites(transcript: Transcript) -> tuple[list[int], list[tuple[int, bool]]]:
    """Return the exon borders with an intron beyond them, ascending.

    Each with the index of its exon and whether the intron comes after it. Transcripts compare by
    identity, and a reference keeps its own for good.
    """
    sites = []
    for number, (exon, following) in enumerate(pairwise(transcript.exons)):
        if is_intron(transcript, number):
            forward = transcript.strand > 0
            sites.append((exon[forward], number, True))
            sites.append((following[not forward], number + 1, False))
    sites.sort(key=itemgetter(0))
    return [border for border, _, _ in sites], [(number, after) for _, number, after in sites]


@lru_cache(maxsize=4096)
def _windows(transcript: Transcript, number: int, after: bool) -> tuple[Window, ...]:
    """Return the windows around the border of an exon (0-based index) with an intron."""
    start, end = transcript.exons[number]
    rules = AFTER_EXON if after else BEFORE_EXON
    around = [_outside(transcript, start, end, *one, after=after) for one in rules]
    return (*around, _inside(transcript, start, end, after=after))


def inside_intron(transcript: Transcript, number: int, start0: int, end0: int) -> bool:
    """Whether an edit lies between the essential sites of the intron behind an exon, in part.

    Ensembl's intron_variant leaves out the two bases at either end; an insertion beside them is in.
    """
    (start, end), (next_start, next_end) = transcript.exons[number], transcript.exons[number + 1]
    low, high = (end, next_start) if transcript.strand > 0 else (next_end, start)
    low, high = low + ESSENTIAL_BASES, high - ESSENTIAL_BASES
    return low <= start0 <= high if start0 == end0 else start0 < high and low < end0


def border_between(transcript: Transcript, low: int, high: int) -> bool:
    """Whether an exon border before or behind an intron lies at `low` to `high` (0-based)."""
    borders = _sites(transcript)[0]
    at = bisect_left(borders, low)
    return at < len(borders) and borders[at] <= high


def _beside_site(windows: tuple[Window, ...], start0: int) -> set[Consequence]:
    """Return the splice region when an insertion adjoins one of its windows."""
    region = Consequence.SPLICE_REGION
    return {term for low, high, term in windows if term is region and start0 in (low, high)}


def _outside(
    transcript: Transcript,
    start: int,
    end: int,
    near: int,
    far: int,
    term: Consequence,
    *,
    after: bool,
) -> tuple[int, int, Consequence]:
    if after == (transcript.strand > 0):
        return end + near - 1, end + far, term
    return start - far, start - near + 1, term


def _inside(
    transcript: Transcript, start: int, end: int, *, after: bool
) -> tuple[int, int, Consequence]:
    if after == (transcript.strand > 0):
        return max(start, end - EXON_EDGE), end, Consequence.SPLICE_REGION
    return start, min(end, start + EXON_EDGE), Consequence.SPLICE_REGION


def touches_splice_site(terms: set[Consequence]) -> bool:
    """Whether an essential site (donor +1/+2, acceptor -1/-2) is among the terms."""
    return bool(terms & _ESSENTIAL)
