"""The zones of contigs: stretches of a transcript in which all substitutions are described alike.

Between two borders (of an exon, of the coding sequence, of a splice window, the middle of an
intron) every base has the same splice terms, exon and base to count from. All zones of all
reported transcripts of some contigs are laid out at once, as arrays; a substitution then is a
look-up of its zone and, in the coding sequence, of its codon. What needs more is left to
`Annotator`: start and stop codon, places where the transcript differs from the genome, where
several genes overlap, or where an UTR has no number. Both ways give one answer; a test compares
them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields

import numpy as np

from oncomatch.annotation.codon_map import CONTIG, RESIDUES, CodonMap, is_among
from oncomatch.annotation.splice import (
    AFTER_EXON,
    BEFORE_EXON,
    ESSENTIAL_BASES,
    EXON_EDGE,
    LONGEST_GAP,
)
from oncomatch.annotation.term_masks import (
    ALTERS,
    BIT,
    SPLICE,
    UNKNOWN_PROTEIN,
    UTRS,
    VISIBLE,
)
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.reference.bundle import Reference

_CODES = np.full(256, 255, np.uint8)
_CODES[np.frombuffer(b"ACGT", np.uint8)] = np.arange(4)
_STOP = ord("*")


@dataclass(frozen=True)
class Substitutions:
    """The answers to substitutions; the arrays run side by side.

    `transcript` and `exon` are indices into `Zones.transcripts` and for `Zones.exon` (-1: in
    no exon). `coding` is the coding position (0-based, negative before the start codon) of the
    base, or of the exon's base from which `offset` counts into the intron. `was` and `becomes`
    are 0 to 3 for ACGT on the transcript. `residue` is the number (from 1) of the residue that
    changes from `old` to `new`, letters as bytes; 0 outside the coding sequence. `terms` are
    masks, and `unknown` says that what becomes of the protein is not known.
    """

    transcript: np.ndarray
    exon: np.ndarray
    coding: np.ndarray
    offset: np.ndarray
    was: np.ndarray
    becomes: np.ndarray
    residue: np.ndarray
    old: np.ndarray
    new: np.ndarray
    terms: np.ndarray
    unknown: np.ndarray

    def where(self, chosen: np.ndarray) -> Substitutions:
        """Return those that are chosen."""
        return Substitutions(*(getattr(self, each.name)[chosen] for each in fields(self)))


class Zones:
    """The zones of the reported transcripts of some contigs on one build."""

    def __init__(self, reference: Reference, build: GenomeBuild, contigs: Collection[str]):
        self.contigs = frozenset(contigs)
        self._sequences = reference.sequences
        self._build = build
        self.transcripts = reference.placed_on(build, contigs)
        self.codons = CodonMap(self.transcripts, reference.sequences)
        self._lay_genes(*reference.hidden_loci(build, contigs))
        self._lay_zones()
        differing = self.transcripts.difference_transcript, self.transcripts.differences
        self._differences = _distinct(_key(*differing))

    def exon(self, index: int) -> str:
        """Return the label of an exon, `2/10`; nothing where the numbering is not embedded."""
        placed = self.transcripts
        transcript = placed.exon_transcript[index]
        if placed.coding_only[transcript]:
            return ""
        return f"{placed.exon_number[index] + 1}/{placed.exon_count[transcript]}"

    def reads_as(self, which: np.ndarray, bases: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Say where transcripts, the genome alike, read 0 to 3 for ACGT in whole codons.

        `bases` count through the codons of all transcripts, which are laid out.
        """
        coding = bases - self.codons.first[which] * 3
        codon = self.codons.codons[bases // 3]
        fits: np.ndarray = (codon >> (4 - 2 * (coding % 3)).astype(np.uint8)) & 3 == codes
        fits &= coding < self.transcripts.cds_length[which] // 3 * 3
        fits &= ~is_among(_key(which, coding), self._differences)
        return fits

    def reads_plainly(self) -> np.ndarray:
        """Say which transcripts are of whole codons, read by the standard code alone."""
        plain: np.ndarray = ~self.transcripts.recoded & (self.transcripts.cds_length % 3 == 0)
        return plain

    def differs(self, which: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Say whether transcripts differ from the genome in coding intervals (0-based)."""
        keys = _key(which, start), _key(which, end)
        first, last = (np.searchsorted(self._differences, key) for key in keys)
        differing: np.ndarray = first < last
        return differing

    def codes(self, contigs: np.ndarray, start0: np.ndarray) -> np.ndarray:
        """Return the bases of the genome as 0 to 3 for ACGT, 4 where not known."""
        return self._sequences.codes(self._build, contigs, start0, np.ones(len(start0), bool))

    def over(
        self, contigs: np.ndarray, low: np.ndarray, high: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return transcripts, zones and which intervals (0-based, half-open) these are all of."""
        ends = _key(contigs, low), _key(contigs, high - 1)
        first, last = (np.searchsorted(self._gene_borders, end, side="right") - 1 for end in ends)
        inside = (low >= 0) & (first == last) & self._alone[first] & ~self._hidden[first]
        which = np.where(inside, self._which[first], 0)
        if not len(self._keys):
            return which, which, inside
        ends = _key(which, low), _key(which, high - 1)
        zone, other = (np.searchsorted(self._keys, end, side="right") - 1 for end in ends)
        return which, zone, inside & (zone == other) & self._known[zone]

    def place(
        self, which: np.ndarray, zone: np.ndarray, start0: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the coding positions of bases in zones, and the offsets from them."""
        if not len(self._keys):
            return start0, start0
        steps = (start0 - self._count_from[zone]) * np.where(self.transcripts.forward[which], 1, -1)
        in_exon = self._exon[zone] >= 0
        return self._coding[zone] + np.where(in_exon, steps, 0), np.where(in_exon, 0, steps)

    def is_plain(self, zone: np.ndarray) -> np.ndarray:
        """Say which zones are of UTR in an exon, or of intron, and nothing else."""
        terms, in_exon = self._terms[zone], self._exon[zone] >= 0
        intron = BIT[Consequence.INTRON]
        plain: np.ndarray = in_exon & ((terms & ~UTRS) == 0) | ~in_exon & (terms == intron)
        plain &= ~self._is_coding[zone]
        return plain

    def terms_in(self, zone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the terms of zones, and which are coding."""
        return self._terms[zone], self._is_coding[zone]

    def exons_of(self, zone: np.ndarray) -> np.ndarray:
        """Return the exons of zones, -1 where they are in none."""
        exons: np.ndarray = self._exon[zone]
        return exons

    def _lay_genes(
        self, hidden_contigs: np.ndarray, hidden_starts: np.ndarray, hidden_ends: np.ndarray
    ) -> None:
        """Note where exactly one transcript lies, and where genes without sequence do."""
        contig = self.transcripts.contig
        starts, ends = _key(contig, self.transcripts.start0), _key(contig, self.transcripts.end0)
        hidden = _key(hidden_contigs, hidden_starts), _key(hidden_contigs, hidden_ends)
        self._gene_borders = borders = _distinct(np.concatenate([[0], starts, ends, *hidden]))
        self._alone = _cover(borders, starts, ends) == 1
        self._which = _cover(borders, starts, ends, np.arange(len(starts)))
        self._hidden = _cover(borders, *hidden) > 0

    def _lay_zones(self) -> None:
        placed = self.transcripts
        owner, starts, ends = placed.exon_transcript, placed.exon_start0, placed.exon_end0
        forward = placed.forward[owner]
        order = np.lexsort((starts, owner))
        left, right = order[:-1], order[1:]
        within = (owner[left] == owner[right]) & (ends[left] < starts[right])
        left, right = left[within], right[within]
        low, high, strand = ends[left], starts[right], forward[left]
        middle = low + (high - low) // 2 + np.where(strand, (high - low) % 2, 0)
        spliced = high - low > LONGEST_GAP
        coding_starts, coding_ends = self._coding_parts()
        spans = {
            "exon": (owner, starts, ends, np.arange(1, len(owner) + 1)),
            "coding": (owner, coding_starts, coding_ends, np.ones(len(owner))),
            "left": (owner[left], low, middle, left + 1),
            "right": (owner[left], middle, high, right + 1),
            "intron": (
                owner[left][spliced],
                low[spliced] + ESSENTIAL_BASES,
                high[spliced] - ESSENTIAL_BASES,
                np.ones(int(spliced.sum())),
            ),
        }
        for term in SPLICE:
            one = _windows(term, low[spliced], high[spliced], strand[spliced])
            if term is Consequence.SPLICE_REGION:
                every = np.arange(int(spliced.sum()))
                edge = np.maximum(starts[left], low - EXON_EDGE)[spliced]
                one.append((every, edge, low[spliced]))
                edge = np.minimum(ends[right], high + EXON_EDGE)[spliced]
                one.append((every, high[spliced], edge))
            owners = [owner[left][spliced][here] for here, _, _ in one]
            spans[term.value] = (
                np.concatenate(owners),
                np.concatenate([start for _, start, _ in one]),
                np.concatenate([end for _, _, end in one]),
                np.ones(sum(len(each) for each in owners)),
            )
        keyed = {
            name: (_key(which, start), _key(which, end), value)
            for name, (which, start, end, value) in spans.items()
        }
        keys = _distinct(np.concatenate([each[end] for each in keyed.values() for end in (0, 1)]))
        cover = {name: _cover(keys, *each) for name, each in keyed.items()}
        which, begin = keys >> CONTIG, keys & _LOW
        exon = cover["exon"] - 1
        beside = np.where(cover["left"] > 0, cover["left"], cover["right"]) - 1
        base = np.maximum(np.where(exon >= 0, exon, beside), 0)
        on_left = cover["left"] > 0
        plus = placed.forward[which]
        border = np.where(on_left, ends[base] - 1, starts[base])
        counted = np.where(exon >= 0, begin, border)
        within = np.where(plus, counted - starts[base], ends[base] - 1 - counted)
        coding = placed.exon_offset[base] + within - placed.cds_start[which]
        is_coding = cover["coding"] > 0
        combination = sum((cover[t.value] > 0).astype(np.int64) << n for n, t in enumerate(SPLICE))
        terms = VISIBLE[combination]
        untranslated = np.where(
            coding < 0, BIT[Consequence.FIVE_PRIME_UTR], BIT[Consequence.THREE_PRIME_UTR]
        )
        short = self._short_gap_terms(base, beside, on_left, which)
        gap = np.where(cover["intron"] > 0, BIT[Consequence.INTRON], 0)
        is_short = np.zeros(len(keys), bool)
        if not spliced.all():
            gaps = _key(owner[left], low)[~spliced], _key(owner[left], high)[~spliced]
            is_short = _cover(keys, *gaps) > 0
        gap = np.where(is_short, short, gap)
        terms |= np.where(is_coding, 0, np.where(exon >= 0, untranslated, gap))
        known = (exon >= 0) | (beside >= 0)
        known &= ~(placed.utr_gap[which] & ((terms & UTRS) > 0))
        self._keys, self._known = keys, known
        self._is_coding, self._exon, self._coding = is_coding, exon, coding
        self._count_from = np.where(exon >= 0, begin, border)
        self._terms = terms

    def _coding_parts(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the genomic start and end of each exon's coding part, empty where it has none."""
        placed = self.transcripts
        owner, starts, ends = placed.exon_transcript, placed.exon_start0, placed.exon_end0
        first = placed.cds_start[owner]
        size = ends - starts
        low = np.clip(first - placed.exon_offset, 0, size)
        high = np.clip(first + placed.cds_length[owner] - placed.exon_offset, 0, size)
        forward = placed.forward[owner]
        return np.where(forward, starts + low, ends - high), np.where(
            forward, starts + high, ends - low
        )

    def _short_gap_terms(
        self, base: np.ndarray, beside: np.ndarray, on_left: np.ndarray, which: np.ndarray
    ) -> np.ndarray:
        """Return the terms of bases between exons that no intron parts, as `place` has them."""
        placed = self.transcripts
        downstream = on_left != placed.forward[which]
        sizes = placed.exon_end0 - placed.exon_start0
        border = placed.exon_offset[base] + np.where(downstream, 0, sizes[base])
        border = border - placed.cds_start[which]
        return np.where(
            border <= 0,
            BIT[Consequence.FIVE_PRIME_UTR],
            np.where(
                border >= placed.cds_length[which],
                BIT[Consequence.THREE_PRIME_UTR],
                BIT[Consequence.CODING_SEQUENCE],
            ),
        )

    def describe(
        self, contigs: np.ndarray, positions: np.ndarray, refs: np.ndarray, alts: np.ndarray
    ) -> tuple[np.ndarray, Substitutions]:
        """Answer substitutions at 1-based positions; `refs` and `alts` are letters as bytes.

        `contigs` are indices into `CHROMOSOMES`, of those that were laid out. The first array says
        which have an answer; the answers are those of these alone.
        """
        start0, ref, alt = positions - 1, _CODES[refs], _CODES[alts]
        genes = np.searchsorted(self._gene_borders, _key(contigs, start0), side="right") - 1
        asked = (start0 >= 0) & self._alone[genes] & (ref < 4) & (alt < 4) & (ref != alt)
        at = np.flatnonzero(asked)
        start0, ref, alt, genes = start0[at], ref[at], alt[at], genes[at]
        placed, which = self.transcripts, self._which[genes]
        zone = np.searchsorted(self._keys, _key(which, start0), side="right") - 1
        forward = placed.forward[which]
        steps = (start0 - self._count_from[zone]) * np.where(forward, 1, -1)
        in_exon = self._exon[zone] >= 0
        coding = self._coding[zone] + np.where(in_exon, steps, 0)
        was, becomes = np.where(forward, ref, 3 - ref), np.where(forward, alt, 3 - alt)
        inside = self._is_coding[zone]
        plain = inside & (coding >= 3) & (coding < placed.cds_length[which] - 3)
        if len(self._differences):
            plain &= ~is_among(_key(which, coding), self._differences)
        self.codons.lay_out(which[plain])
        codon_at = np.where(plain, self.codons.first[which] + coding // 3, 0)
        codon = self.codons.codons[codon_at]
        shift = (4 - 2 * (coding % 3)).astype(np.uint8)
        plain &= ((codon >> shift) & 3) == was
        new = RESIDUES[codon & ~(np.uint8(3) << shift) | (becomes.astype(np.uint8) << shift)]
        old = self.codons.residues[codon_at]
        plain &= old > 0
        known = self._sequences.codes(self._build, contigs[at], start0, ~inside)
        answered = self._known[zone] & np.where(inside, plain, (known == ref) | (known > 3))
        change = np.where(new == _STOP, BIT[Consequence.STOP_GAINED], BIT[Consequence.MISSENSE])
        change = np.where(new == old, BIT[Consequence.SYNONYMOUS], change)
        terms = self._terms[zone] | np.where(inside, change, 0)
        answered &= ~self._hidden[genes] | ((terms & ALTERS) > 0)
        unknown = ~inside & ((terms & UNKNOWN_PROTEIN) > 0)
        found = Substitutions(
            transcript=which,
            exon=self._exon[zone],
            coding=coding,
            offset=np.where(in_exon, 0, steps),
            was=was,
            becomes=becomes,
            residue=np.where(inside, coding // 3 + 1, 0),
            old=old,
            new=new,
            terms=terms,
            unknown=unknown,
        )
        asked[at] = answered
        return asked, found.where(answered)


_LOW = (1 << CONTIG) - 1


def _key(which: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Return numbers that sort by contig or transcript, then by position."""
    keys: np.ndarray = (which.astype(np.int64) << CONTIG) + position
    return keys


def _distinct(values: np.ndarray) -> np.ndarray:
    """Return the different values, ascending; `np.unique` takes longer for so few."""
    ordered: np.ndarray = np.sort(values)
    distinct: np.ndarray = ordered[np.diff(ordered, prepend=ordered[:1] - 1) > 0]
    return distinct


def _cover(
    borders: np.ndarray, starts: np.ndarray, ends: np.ndarray, values: np.ndarray | None = None
) -> np.ndarray:
    """Return the sum of the values (1 without) of the intervals over each stretch of borders."""
    size = len(borders) + 1
    on = np.bincount(np.searchsorted(borders, starts), values, minlength=size)
    off = np.bincount(np.searchsorted(borders, ends), values, minlength=size)
    total: np.ndarray = np.cumsum(on - off)[:-1]
    sums: np.ndarray = np.rint(total).astype(np.int64)
    return sums


def _windows(
    term: Consequence, low: np.ndarray, high: np.ndarray, forward: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return which introns have a splice term's windows, and from where to where."""
    found = []
    for rules, donor in ((AFTER_EXON, True), (BEFORE_EXON, False)):
        for near, far, named in rules:
            if named is term:
                here = np.flatnonzero(forward == donor)
                found.append((here, low[here] + near - 1, low[here] + far))
                here = np.flatnonzero(forward != donor)
                found.append((here, high[here] - far, high[here] - near + 1))
    return found
