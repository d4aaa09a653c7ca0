"""The depth of exons and introns, where an edit's place is a matter of counting.

Inside a coding exon, away from its borders and from start and stop codon, and inside an intron,
away from its splice windows, an edit has no splice terms and all its placements are alike. Nine
in ten edits of a tumour lie there; the rest goes the general way of `effect`, which gives the same
answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from oncomatch.annotation.hgvs import position_name
from oncomatch.reference.transcript import Transcript

_EXON_BORDER = 4
_INTRON_BORDER = 20
"""Bases beside an exon's border within which splice terms and other placements matter."""


class Deep(NamedTuple):
    """Bases `start0` to `end0` (genomic, 0-based, half-open).

    In the coding sequence `number` is the coding position (0-based) of `start0`; in an intron its
    offset from the exon's base that `base` names. It changes by `step` a base.
    """

    start0: int
    end0: int
    number: int
    step: int
    base: str
    exon: str
    intron: str

    @property
    def is_coding(self) -> bool:
        """Whether it is a part of the coding sequence."""
        return not self.base

    def name(self, position0: int) -> str:
        """Return the HGVS c. position of a genomic one."""
        number = self.number + (position0 - self.start0) * self.step
        return f"{self.base}{number:+d}" if self.base else str(number + 1)

    def coding_interval(self, start0: int, end0: int) -> tuple[int, int]:
        """Return the coding positions (0-based, half-open) of an interval inside."""
        first = start0 if self.step > 0 else end0 - 1
        low = self.number + (first - self.start0) * self.step
        return low, low + end0 - start0


def deep_zone(transcript: Transcript, start0: int, end0: int) -> Deep | None:
    """Return the zone that holds an interval (0-based, half-open), None where none does."""
    for zone in _zones(transcript, bisect_right(transcript.starts, start0) - 1):
        if zone.start0 <= start0 and end0 <= zone.end0:
            return zone
    return None


@lru_cache(maxsize=1 << 16)
def _zones(transcript: Transcript, at: int) -> tuple[Deep, ...]:
    """Return the zones of an exon (index by position, ascending) and of the intron behind it.

    Transcripts compare by identity, and a reference keeps its own for good.
    """
    if at < 0:
        return ()
    return (*_coding_zone(transcript, at), *_intron_zones(transcript, at))


def _coding_zone(transcript: Transcript, at: int) -> Iterator[Deep]:
    start, end, index = transcript.ascending[at]
    coding = transcript.codon_intervals(index)
    if coding is None:
        return
    first = transcript.offsets[index] - transcript.cds_start
    low, high = max(coding[0], first) + _EXON_BORDER, coding[1] - _EXON_BORDER
    if low >= high:
        return
    number = "" if transcript.coding_only else f"{index + 1}/{len(transcript.exons)}"
    if transcript.strand > 0:
        yield Deep(start + low - first, start + high - first, low, 1, "", number, "")
    else:
        yield Deep(end - high + first, end - low + first, high - 1, -1, "", number, "")


def _intron_zones(transcript: Transcript, at: int) -> Iterator[Deep]:
    strand, total = transcript.strand, len(transcript.exons) - 1
    if at == total:
        return
    (_, left, index), (right, _, following) = transcript.ascending[at : at + 2]
    if right - left <= 2 * _INTRON_BORDER:
        return
    half, odd = divmod(right - left, 2)
    middle = left + half + (odd if strand > 0 else 0)
    label = "" if transcript.coding_only else f"{min(index, following) + 1}/{total}"
    for start, end, border in (
        (left + _INTRON_BORDER, middle, left - 1),
        (middle, right - _INTRON_BORDER, right),
    ):
        exonic = transcript.to_exonic(border)
        if exonic is not None and start < end:
            name = position_name(transcript, exonic)
            yield Deep(start, end, (start - border) * strand, strand, name, "", label)
