"""Which lines of a file change a codon that others change as well, for many lines at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from oncomatch.annotation.codon_map import CONTIG, is_among, with_two
from oncomatch.annotation.zones import Zones

_CODES = np.full(256, 255, np.uint8)
_CODES[np.frombuffer(b"ACGT", np.uint8)] = np.arange(4)


class Shared(NamedTuple):
    """Lines in codons that others change; the lists run side by side.

    `transcripts` are indices into `Zones.transcripts`, `lines` numbers of lines, `bases` coding
    positions (0-based) and `codons` those of the codons. `becomes` is what a substitution makes
    of the base on the transcript, 0 to 3 for ACGT, and -1 for any other line and where the
    transcript does not read REF.
    """

    transcripts: list[int]
    lines: list[int]
    bases: list[int]
    becomes: list[int]


class CodonNeighbours:
    """The coding bases of a file's lines on the contigs of some zones."""

    def __init__(self, zones: Zones, lines: np.ndarray, contigs: np.ndarray, starts: np.ndarray):
        """Take the bases (0-based) that lines, given by number, are about."""
        self._zones = zones
        coding = zones.codons.coding_at((contigs << CONTIG) + starts)
        self._bases = coding.bases
        self._lines, self._starts = lines[coding.places], starts[coding.places]

    def transcripts_of(self, lines: Collection[int]) -> list[tuple[int, int]]:
        """Return the transcripts in which lines are coding, each with the line."""
        here = is_among(self._lines, np.array(sorted(lines), np.int64))
        found = self._zones.codons.transcripts_at(self._bases[here] // 3)
        return list(zip(found.tolist(), self._lines[here].tolist(), strict=True))

    def shared(self, lines: np.ndarray, refs: np.ndarray, alts: np.ndarray) -> Shared:
        """Return the lines whose codon another line changes at another base.

        The substitutions that may be taken for such are given by number of line, ascending, with
        REF and ALT as letters.
        """
        zones, codons = self._zones, self._bases // 3
        two = with_two(codons, self._lines)
        here = is_among(codons, two[is_among(two, with_two(codons, self._starts))])
        bases, at = self._bases[here], self._lines[here]
        which = zones.codons.transcripts_at(bases // 3)
        number = np.minimum(np.searchsorted(lines, at), max(len(lines) - 1, 0))
        becomes = np.full(len(at), -1)
        if len(lines) and len(at):
            zones.codons.lay_out(which)
            turned = ~zones.transcripts.forward[which]
            was, new = (
                np.where(turned, 3 - codes, codes).astype(np.int64)
                for codes in (_CODES[refs[number]], _CODES[alts[number]])
            )
            fits = (lines[number] == at) & zones.reads_as(which, bases, was)
            becomes = np.where(fits, new, -1)
        return Shared(
            which.tolist(),
            at.tolist(),
            (bases - zones.codons.first[which] * 3).tolist(),
            becomes.tolist(),
        )
