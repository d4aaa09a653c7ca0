"""Splice-site terms of Sequence Ontology, by distance from the exon borders.

Distances as Ensembl counts them: donor +1 and +2, donor 5th base +5, donor region +3 to +6,
acceptor -1 and -2, polypyrimidine tract -3 to -17, splice region 1 to 3 bases into the exon and
3 to 8 into the intron.
"""

from __future__ import annotations

from collections.abc import Iterator

from oncomatch.domain.consequence import Consequence
from oncomatch.reference.transcript import Transcript

_AFTER_EXON = (
    (1, 2, Consequence.SPLICE_DONOR),
    (5, 5, Consequence.SPLICE_DONOR_5TH_BASE),
    (3, 6, Consequence.SPLICE_DONOR_REGION),
    (3, 8, Consequence.SPLICE_REGION),
)
_BEFORE_EXON = (
    (1, 2, Consequence.SPLICE_ACCEPTOR),
    (3, 17, Consequence.SPLICE_POLYPYRIMIDINE_TRACT),
    (3, 8, Consequence.SPLICE_REGION),
)
_EXON_EDGE = 3
_REACH = 20
"""Bases beyond an exon that hold all its windows."""

_ESSENTIAL = frozenset({Consequence.SPLICE_DONOR, Consequence.SPLICE_ACCEPTOR})


def splice_terms(transcript: Transcript, start0: int, end0: int) -> set[Consequence]:
    """Return the splice terms of replacing an interval (0-based, half-open).

    An empty interval is an insertion before `start0`: it hits a site only between its bases, and
    the splice region also at its border.
    """
    found: set[Consequence] = set()
    for low, high, term in _windows(transcript, start0, end0):
        if start0 < end0:
            hit = start0 < high and low < end0
        elif term is Consequence.SPLICE_REGION:
            hit = low <= start0 <= high
        else:
            hit = low < start0 < high
        if hit:
            found.add(term)
    if Consequence.SPLICE_DONOR_5TH_BASE in found:
        found.discard(Consequence.SPLICE_DONOR_REGION)
    if found & _ESSENTIAL:
        return found & _ESSENTIAL
    return found


def splice_borders(transcript: Transcript) -> set[int]:
    """Return the genomic positions (0-based) at which the splice terms of a base change."""
    ends = (transcript.start0, transcript.end0)
    return {at for low, high, _ in _windows(transcript, *ends) for at in (low, high)}


def _windows(
    transcript: Transcript, start0: int, end0: int
) -> Iterator[tuple[int, int, Consequence]]:
    last = len(transcript.exons) - 1
    for number in transcript.exons_near(start0, end0, _REACH):
        start, end = transcript.exons[number]
        if number < last:
            for near, far, term in _AFTER_EXON:
                yield _outside(transcript, start, end, near, far, term, after=True)
            yield _inside(transcript, start, end, after=True)
        if number > 0:
            for near, far, term in _BEFORE_EXON:
                yield _outside(transcript, start, end, near, far, term, after=False)
            yield _inside(transcript, start, end, after=False)


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
        return max(start, end - _EXON_EDGE), end, Consequence.SPLICE_REGION
    return start, min(end, start + _EXON_EDGE), Consequence.SPLICE_REGION


def touches_splice_site(terms: set[Consequence]) -> bool:
    """Whether an essential site (donor +1/+2, acceptor -1/-2) is among the terms."""
    return bool(terms & _ESSENTIAL)
