"""Insertions and deletions deep inside a zone, answered many at once.

All placements of the edit, and the bases that a `dup` copies, lie in one zone away from its ends,
so that its place is a matter of counting; in a coding sequence it shifts the frame. Borders, start
and stop, changes that keep the frame, repeats, and what `zones` leaves open are left to
`Annotator`, with which the answers here agree.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from oncomatch.annotation.codon_map import RESIDUES
from oncomatch.annotation.term_masks import FRAMESHIFT, STOP_GAINED
from oncomatch.annotation.zones import Zones

_FARTHEST = 60
"""Bases of a shift, and residues up to the first that changes, beyond which one is left."""
_MARGIN = 4
"""Coding bases beside the start and the end that are left."""
_STOP = ord("*")


@dataclass(frozen=True)
class Indels:
    """Insertions and deletions behind one base that stays; the arrays run side by side.

    `contigs` are indices into `CHROMOSOMES`, `positions` (1-based) those of the base that stays,
    which is in `anchors`. `moving` are the bases that come in or go, 0 to 3 for ACGT, as many as
    `sizes` says; `inserted` says whether they come in.
    """

    contigs: np.ndarray
    positions: np.ndarray
    anchors: np.ndarray
    moving: np.ndarray
    sizes: np.ndarray
    inserted: np.ndarray

    def where(self, chosen: np.ndarray) -> Indels:
        """Return those that are chosen."""
        return Indels(*(getattr(self, each.name)[chosen] for each in fields(self)))


@dataclass(frozen=True)
class IndelAnswers:
    """What insertions and deletions do; the arrays run side by side.

    `left` and `right` are where they begin (0-based) in their leftmost and rightmost placement,
    `turns` by how many bases the moving ones are turned there, `before` the base before the
    leftmost one. `copies` says that it is a dup. `first` and `last` are the coding positions
    (0-based) of the bases that name it on the transcript, or of the exon's bases from which the
    offsets count. `residue` (from 1, 0 outside the coding sequence) is the first that changes,
    from `old` to `new`, letters as bytes; the new stop is the `distance`-th residue from it on.
    """

    transcript: np.ndarray
    exon: np.ndarray
    terms: np.ndarray
    left: np.ndarray
    right: np.ndarray
    turns_left: np.ndarray
    turns_right: np.ndarray
    before: np.ndarray
    copies: np.ndarray
    first: np.ndarray
    first_offset: np.ndarray
    last: np.ndarray
    last_offset: np.ndarray
    residue: np.ndarray
    old: np.ndarray
    new: np.ndarray
    distance: np.ndarray


def describe_indels(zones: Zones, calls: Indels) -> tuple[np.ndarray, IndelAnswers]:
    """Answer insertions and deletions on contigs that are laid out.

    The first array says which have an answer; the answers are those of these alone.
    """
    answered = np.zeros(len(calls.sizes), bool)
    at = np.flatnonzero(_reads_ref(zones, calls))
    calls = calls.where(at)
    sizes, inserted = calls.sizes, calls.inserted
    gone = np.where(inserted, 0, sizes)
    back, ahead = _shift(zones, calls, -1), _shift(zones, calls, 1)
    left, right = calls.positions - back, calls.positions + ahead
    copied = sizes - gone
    low, high = left - copied - 1, right + gone + copied + 1
    which, zone, known = zones.over(calls.contigs, low, high)
    known &= (back < _FARTHEST) & (ahead < _FARTHEST)
    copies = inserted & (back + ahead >= sizes)
    known &= ~inserted | copies | ~_repeats(calls)
    forward = zones.transcripts.forward[which] if len(zones.transcripts.forward) else known
    stated = np.where(forward, right, left)
    first = np.where(copies & forward, stated - sizes, stated)
    named = np.where(inserted & ~copies, 1, sizes - 1)
    first = np.where(inserted & ~copies & forward, stated - 1, first)
    low, high = first, first + named
    alone = inserted & ~copies & ~forward
    low, high = np.where(alone, stated - 1, low), np.where(alone, stated, high)
    ends = np.where(forward, low, high), np.where(forward, high, low)
    (first, first_offset), (last, last_offset) = (zones.place(which, zone, each) for each in ends)
    terms, coding = zones.terms_in(zone)
    known &= coding | zones.is_plain(zone)
    start = zones.place(which, zone, np.where(forward | inserted, stated, stated + sizes - 1))[0]
    start += inserted & ~forward
    shift = _Shift(zones, calls, which, start, np.where(forward, ahead, -back), forward)
    residue, old, new, distance = shift.read(np.flatnonzero(known & coding & (terms == 0)))
    known &= ~coding | (distance > 0)
    terms = np.where(coding, FRAMESHIFT | np.where(new == _STOP, STOP_GAINED, 0), terms)
    before = zones.codes(calls.contigs, left - 1)
    found = IndelAnswers(
        transcript=which,
        exon=zones.exons_of(zone),
        terms=terms,
        left=left,
        right=right,
        turns_left=-back % sizes,
        turns_right=ahead % sizes,
        before=before,
        copies=copies,
        first=first,
        first_offset=first_offset,
        last=last,
        last_offset=last_offset,
        residue=residue,
        old=old,
        new=new,
        distance=distance,
    )
    answered[at] = known
    chosen = np.flatnonzero(known)
    return answered, IndelAnswers(*(getattr(found, each.name)[chosen] for each in fields(found)))


def _reads_ref(zones: Zones, calls: Indels) -> np.ndarray:
    """Say which have the bases of the reference in REF."""
    fits: np.ndarray = zones.codes(calls.contigs, calls.positions - 1) == calls.anchors
    left = np.flatnonzero(fits & ~calls.inserted)
    for step in range(calls.moving.shape[1]):
        left = left[calls.sizes[left] > step]
        if not len(left):
            break
        bases = zones.codes(calls.contigs[left], calls.positions[left] + step)
        fits[left] &= bases == calls.moving[left, step]
    return fits


def _shift(zones: Zones, calls: Indels, way: int) -> np.ndarray:
    """Return by how many bases edits can be moved to the right (1) or left (-1)."""
    steps = np.zeros(len(calls.sizes), np.int64)
    moving = np.arange(len(steps))
    ends = calls.positions + np.where(calls.inserted, 0, calls.sizes)
    begin = ends if way > 0 else calls.positions - 1
    for step in range(_FARTHEST):
        turn = step if way > 0 else -1 - step
        letters = calls.moving[moving, turn % calls.sizes[moving]]
        bases = zones.codes(calls.contigs[moving], begin[moving] + way * step)
        moving = moving[bases == letters]
        if not len(moving):
            break
        steps[moving] += 1
    return steps


def _repeats(calls: Indels) -> np.ndarray:
    """Say which moving bases are copies of a shorter unit."""
    found = np.zeros(len(calls.sizes), bool)
    behind = calls.moving > 3
    for unit in range(1, calls.moving.shape[1] // 2 + 1):
        longer = (calls.sizes > unit) & (calls.sizes % unit == 0)
        if longer.any():
            same = (calls.moving[:, unit:] == calls.moving[:, :-unit]) | behind[:, unit:]
            found |= longer & same.all(axis=1)
    return found


class _Shift:
    """Frameshifts: `start` is the coding position (0-based) from which bases come in or go."""

    def __init__(
        self,
        zones: Zones,
        calls: Indels,
        which: np.ndarray,
        start: np.ndarray,
        turns: np.ndarray,
        forward: np.ndarray,
    ):
        self._codons = zones.codons
        self._lengths = zones.transcripts.cds_length
        self._plain, self._differs = zones.reads_plainly(), zones.differs
        self._calls, self._which, self._start = calls, which, start
        self._turns, self._forward = turns, forward
        self._added = np.where(calls.inserted, calls.sizes, -calls.sizes)
        self._behind = start + np.where(calls.inserted, calls.sizes, 0)

    def read(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return first changed residue, old, new and the distance of the stop, 0 if not known."""
        residue, old, new, distance = (np.zeros(len(self._start), np.int64) for _ in range(4))
        which, start = self._which, self._start
        at = at[(self._calls.sizes[at] % 3 > 0) & self._plain[which[at]]]
        gone = np.maximum(-self._added[at], 0)
        inner = (start[at] >= _MARGIN) & (start[at] + gone <= self._lengths[which[at]] - _MARGIN)
        inner &= ~self._differs(which[at], start[at], start[at] + gone)
        at = at[inner]
        self._codons.lay_out(which[at])
        codon = start[at] // 3
        for _ in range(_FARTHEST):
            inside = codon * 3 + 3 + np.maximum(-self._added[at], 0) <= self._lengths[which[at]]
            at, codon = at[inside], codon[inside]
            if not len(at):
                break
            reads = RESIDUES[self._codon(at, codon)]
            was = self._codons.residues[self._codons.first[which[at]] + codon]
            changed = (reads != was) & (was > 0) & (was != _STOP)
            here = at[changed]
            residue[here], old[here], new[here] = codon[changed] + 1, was[changed], reads[changed]
            same = (reads == was) & (was != _STOP)
            at, codon = at[same], codon[same] + 1
        self._find_stops(np.flatnonzero(residue), residue, distance)
        return residue, old, new, distance

    def _find_stops(self, at: np.ndarray, residue: np.ndarray, distance: np.ndarray) -> None:
        codon = residue[at] - 1
        while len(at):
            behind = codon * 3 >= self._behind[at]
            for which in set(self._which[at[behind]].tolist()):
                mine = behind & (self._which[at] == which)
                here, base = at[mine], codon[mine] * 3 - self._added[at[mine]]
                stop = self._next_stops(which, base)
                found = stop >= 0
                there = here[found]
                distance[there] = (
                    (stop - base)[found] // 3 + codon[mine][found] + 2 - residue[there]
                )
            at, codon = at[~behind], codon[~behind]
            inside = codon * 3 + 3 - self._added[at] <= self._lengths[self._which[at]]
            at, codon = at[inside], codon[inside]
            stops = RESIDUES[self._codon(at, codon)] == _STOP
            distance[at[stops]] = codon[stops] + 2 - residue[at[stops]]
            at, codon = at[~stops], codon[~stops] + 1

    def _next_stops(self, which: int, bases: np.ndarray) -> np.ndarray:
        """Return where the next stop codon in the frame of each base begins, -1 without one."""
        first, size = int(self._codons.first[which]), int(self._lengths[which])
        codons = self._codons.codons[first : first + size // 3]
        one = (codons[:, None] >> np.array([4, 2, 0], np.uint8) & 3).reshape(-1)
        stops = RESIDUES[one[:-2] * 16 + one[1:-1] * 4 + one[2:]] == _STOP
        found = np.full(len(bases), -1)
        for frame in range(3):
            here = np.flatnonzero(bases % 3 == frame)
            places = np.flatnonzero(stops[frame::3])
            if len(here) and len(places):
                number = np.searchsorted(places, bases[here] // 3)
                inside = number < len(places)
                found[here[inside]] = places[number[inside]] * 3 + frame
        return found

    def _codon(self, at: np.ndarray, codon: np.ndarray) -> np.ndarray:
        """Return what codons of the changed sequence read."""
        one, two, three = (self._base(at, codon * 3 + step) for step in range(3))
        read: np.ndarray = one * 16 + two * 4 + three
        return read

    def _base(self, at: np.ndarray, base: np.ndarray) -> np.ndarray:
        """Return bases of the changed sequence, 0 to 3 for ACGT on the transcript."""
        start, behind = self._start[at], self._behind[at]
        kept = np.where(base < start, base, base - self._added[at])
        kept = np.clip(kept, 0, self._lengths[self._which[at]] - 1)
        codons = self._codons.codons[self._codons.first[self._which[at]] + kept // 3]
        old = codons >> (4 - 2 * (kept % 3)).astype(np.uint8) & 3
        size, within = self._calls.sizes[at], base - start
        order = np.where(self._forward[at], within, size - 1 - within) + self._turns[at]
        new = self._calls.moving[at, order % size]
        new = np.where(self._forward[at], new, 3 - new)
        found: np.ndarray = np.where((base >= start) & (base < behind), new, old)
        return found
