"""Which codon of which transcript bases belong to, and what it reads, for many bases at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from oncomatch.domain.genetic_code import CODON_TABLE
from oncomatch.reference.placed import PlacedTranscripts
from oncomatch.reference.sequence import Sequences

CONTIG = 32
"""Bits of a place on the genome that are left to the position (0-based) on the contig."""

RESIDUES = np.array(
    [ord(CODON_TABLE[one + two + three]) for one in "ACGT" for two in "ACGT" for three in "ACGT"],
    np.uint8,
)
"""The residue of each codon, a letter as a byte; a codon is a number of three digits to base 4."""

_STOP = ord("*")


class Coding(NamedTuple):
    """Bases that lie in coding sequences; the arrays run side by side.

    `places` are indices into what was asked, one for each transcript in which a base is coding;
    `bases` count through the codons of all transcripts, three to each.
    """

    places: np.ndarray
    bases: np.ndarray


class CodonMap:
    """The codons of transcripts, counted through all of them.

    The number of a codon is `first` of its transcript plus its own, from 0. A place on the genome
    is the contig's index in `CHROMOSOMES` and the position.
    """

    def __init__(self, placed: PlacedTranscripts, sequences: Sequences):
        self._placed = placed
        self._sequences = sequences
        sizes = placed.cds_length // 3 + 1
        self.first = np.cumsum(sizes) - sizes
        total = int(sizes.sum())
        self.codons = np.zeros(max(total, 1), np.uint8)
        """What codons read, once they are laid out."""
        self.residues = np.zeros(max(total, 1), np.uint8)
        """Residues as letters; 0 where a codon is not read so by the standard code alone.

        That is behind a stop that comes early, and where another genetic code counts.
        """
        self._laid = np.zeros(len(sizes), bool)
        self._layers: list[np.ndarray] | None = None

    def lay_out(self, transcripts: np.ndarray) -> None:
        """Lay out the codons of transcripts, given by index, any of them more than once."""
        asked = np.zeros(len(self._laid), bool)
        asked[transcripts] = True
        placed = self._placed
        for which in np.flatnonzero(asked & ~self._laid).tolist():
            length = int(placed.cds_length[which]) // 3
            bases = self._sequences.pooled_codes(int(placed.cds_offset[which]), length * 3)
            one, two, three = bases.reshape(-1, 3).T
            codons = one * 16 + two * 4 + three
            first = int(self.first[which])
            self.codons[first : first + length] = codons
            if not placed.recoded[which]:
                letters = RESIDUES[codons]
                stops = letters == _STOP
                if stops.any():
                    letters[int(stops.argmax()) + 1 :] = 0
                letters[:1] = ord("M")
                self.residues[first : first + length] = letters
        self._laid |= asked

    def coding_at(self, places: np.ndarray) -> Coding:
        """Return which places on the genome are coding, and of what."""
        found, bases = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        if self._layers is None:
            self._layers = self._lay_segments()
        for starts, ends, coding, steps in self._layers:
            segment = np.searchsorted(starts, places, side="right") - 1
            inside = np.flatnonzero((segment >= 0) & (places < ends[np.maximum(segment, 0)]))
            segment = segment[inside]
            found.append(inside)
            bases.append(coding[segment] + (places[inside] - starts[segment]) * steps[segment])
        return Coding(np.concatenate(found), np.concatenate(bases))

    def _lay_segments(self) -> list[np.ndarray]:
        """Lay out the coding bases; where transcripts overlap a base has a codon of each."""
        placed = self._placed
        owner = placed.exon_transcript
        start, stop = placed.cds_start[owner], (placed.cds_start + placed.cds_length)[owner]
        low = np.maximum(placed.exon_offset, start)
        high = np.minimum(placed.exon_offset + placed.exon_end0 - placed.exon_start0, stop)
        coding = low < high
        owner, start, low, high = owner[coding], start[coding], low[coding], high[coding]
        ahead = low - placed.exon_offset[coding]
        forward = placed.forward[owner]
        starts = np.where(
            forward,
            placed.exon_start0[coding] + ahead,
            placed.exon_end0[coding] - ahead - (high - low),
        )
        starts = (placed.contig[owner] << CONTIG) + starts
        at_start = np.where(forward, low, high - 1) - start + self.first[owner] * 3
        segments = np.stack([starts, starts + high - low, at_start, np.where(forward, 1, -1)])
        segments = segments[:, np.argsort(segments[0], kind="stable")]
        if (segments[0, 1:] >= segments[1, :-1]).all():
            return [segments]
        return [segments[:, each] for each in _apart(segments)]

    def transcripts_at(self, codons: np.ndarray) -> np.ndarray:
        """Return the indices of the transcripts that codons belong to."""
        found: np.ndarray = np.searchsorted(self.first, codons, side="right") - 1
        return found


def with_two(keys: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the keys beside which at least two different values below 2**32 stand, ascending."""
    pairs = np.sort((keys << 32) | values)
    different = pairs[1:] != pairs[:-1]
    found = (pairs[1:] >> 32)[different & (pairs[1:] >> 32 == pairs[:-1] >> 32)]
    twice: np.ndarray = found[np.diff(found, prepend=-1) > 0]
    return twice


def is_among(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Say which values are among the known ones, which ascend."""
    if not len(known):
        return np.zeros(len(values), bool)
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    same: np.ndarray = known[at] == values
    return same


def _apart(segments: np.ndarray) -> list[list[int]]:
    """Return the indices of ascending segments in lists in which none overlaps another."""
    layers: list[list[int]] = []
    reach: list[int] = []
    for index, (start, end) in enumerate(segments[:2].T.tolist()):
        for number, known in enumerate(reach):
            if known <= start:
                layers[number].append(index)
                reach[number] = end
                break
        else:
            layers.append([index])
            reach.append(end)
    return layers
