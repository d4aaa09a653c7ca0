"""A transcript on one genome build and its coordinates.

Three counts meet here. *Genomic* positions are 0-based on the contig. *Exonic* positions are
0-based on the spliced transcript, 5' to 3'. *Coding* positions are the exonic ones counted from
the first base of the start codon; negative before it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from oncomatch.domain.genetic_code import SELENOCYSTEINE, GeneticCode, code_of
from oncomatch.reference.frames import translated_frame


@dataclass(frozen=True, eq=False)
class Transcript:
    """Exons, coding part and coding sequence of a transcript on one build.

    `exons` are genomic, 0-based, half-open, in transcript order (descending on the minus
    strand). `cds_start` and `cds_end` are exonic. `cds` is the transcript's own coding
    sequence; the genome may differ from it at `cds_differences` (coding positions).
    `coding_only`: the exons are those of the coding part; UTRs and exon numbers are not known.
    `utr_gap`: the UTRs do not align to the genome base by base, so UTR numbering is not exact.
    `selenocysteines` are the codons (from 0) that read UGA as selenocysteine. A mitochondrial
    coding sequence may end inside its stop codon, which polyadenylation completes.
    """

    accession: str
    protein: str
    gene: str
    mane: str
    mane_accession: str
    contig: str
    strand: int
    exons: tuple[tuple[int, int], ...]
    cds_start: int
    cds_end: int
    cds: str
    cds_differences: tuple[int, ...]
    coding_only: bool
    utr_gap: bool
    selenocysteines: tuple[int, ...] = ()

    @cached_property
    def code(self) -> GeneticCode:
        """The genetic code that the transcript is read with."""
        return code_of(self.contig)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Exonic position at which each exon starts, and the transcript's length at the end."""
        return tuple(accumulate((end - start for start, end in self.exons), initial=0))

    @cached_property
    def start0(self) -> int:
        """Lowest genomic position, 0-based."""
        return min(self.exons[0][0], self.exons[-1][0])

    @cached_property
    def end0(self) -> int:
        """End of the highest exon, exclusive."""
        return max(self.exons[0][1], self.exons[-1][1])

    @property
    def length(self) -> int:
        """Bases of the spliced transcript."""
        return self.offsets[-1]

    @cached_property
    def ascending(self) -> tuple[tuple[int, int, int], ...]:
        """Start and end of the exons with their indices (transcript order), by position."""
        ordered = sorted((start, end, number) for number, (start, end) in enumerate(self.exons))
        return tuple(ordered)

    @cached_property
    def starts(self) -> list[int]:
        """Where the exons of `ascending` start."""
        return [start for start, _, _ in self.ascending]

    def exon_at(self, position0: int) -> int | None:
        """Return the index (0-based, transcript order) of the exon over a genomic position."""
        index = bisect_right(self.starts, position0) - 1
        if index < 0:
            return None
        _, end, number = self.ascending[index]
        return number if position0 < end else None

    def exons_near(self, start0: int, end0: int, margin: int) -> list[int]:
        """Return the indices of the exons within `margin` bases of an interval, ascending."""
        first = max(0, bisect_right(self.starts, start0 - margin) - 1)
        stop = bisect_right(self.starts, end0 + margin)
        near = self.ascending[first:stop]
        return sorted([number for _, end, number in near if end + margin >= start0])

    def introns_over(self, start0: int, end0: int) -> list[int]:
        """Return the indices (0-based, transcript order) of the introns under an interval."""
        last = len(self.exons) - 1
        index = max(0, bisect_right(self.starts, start0) - 1)
        found = []
        while index < last and self.ascending[index][1] < end0:
            _, gap_start, number = self.ascending[index]
            gap_end, _, following = self.ascending[index + 1]
            if gap_start < gap_end and start0 < gap_end:
                found.append(min(number, following))
            index += 1
        return sorted(found)

    def to_exonic(self, position0: int) -> int | None:
        """Return the exonic position of a genomic one, None between exons."""
        number = self.exon_at(position0)
        if number is None:
            return None
        start, end = self.exons[number]
        within = position0 - start if self.strand > 0 else end - 1 - position0
        return self.offsets[number] + within

    def to_genomic(self, exonic: int) -> int:
        """Return the 0-based genomic position of an exonic one.

        Raises:
            ValueError: outside the transcript.
        """
        if not 0 <= exonic < self.length:
            raise ValueError(f"{self.accession} has no base {exonic}")
        number = bisect_right(self.offsets, exonic) - 1
        start, end = self.exons[number]
        within = exonic - self.offsets[number]
        return start + within if self.strand > 0 else end - 1 - within

    def nearest_exonic(self, position0: int) -> tuple[int, int]:
        """Return the exonic position next to a genomic one, and the signed distance to it.

        The distance is 0 in an exon, positive downstream of the exon (`c.100+5`), negative
        upstream of it (`c.101-5`); the nearer border is taken, the upstream exon at a tie, as
        HGVS asks. Outside the transcript the distance leads away from its end.
        """
        exonic = self.to_exonic(position0)
        if exonic is not None:
            return exonic, 0
        best: tuple[int, int, int] | None = None
        for number in self._neighbours(position0):
            start, end = self.exons[number]
            first, last = (start, end - 1) if self.strand > 0 else (end - 1, start)
            after = (position0 - last) * self.strand
            before = (first - position0) * self.strand
            for distance, exonic_border, sign in (
                (after, self.offsets[number + 1] - 1, 1),
                (before, self.offsets[number], -1),
            ):
                if distance > 0 and (best is None or distance < best[0]):
                    best = (distance, exonic_border, sign)
        assert best is not None
        return best[1], best[0] * best[2]

    def _neighbours(self, position0: int) -> list[int]:
        """Return the exons on both sides of a position that no exon covers, ascending."""
        index = bisect_right(self.starts, position0)
        return sorted([number for _, _, number in self.ascending[max(0, index - 1) : index + 1]])

    @cached_property
    def protein_sequence(self) -> str:
        """The protein with its stop as `*`; it starts with Met whatever the start codon is."""
        residues = translated_frame(self.cds, 0, self.code)
        for codon in self.selenocysteines:
            residues = residues[:codon] + SELENOCYSTEINE + residues[codon + 1 :]
        if len(self.cds) % 3 and self.contig == "MT":
            residues += "*"
        return "M" + residues[1 : residues.find("*") + 1 or None]

    @property
    def residues(self) -> int:
        """Length of the protein in residues, the stop not counted."""
        return -(-len(self.cds) // 3) - 1

    def exon_of_coding(self, coding: int) -> int:
        """Return the exon index (0-based) that holds a coding position."""
        return bisect_right(self.offsets, coding + self.cds_start) - 1

    def codon_intervals(self, exon: int) -> tuple[int, int] | None:
        """Return the coding positions (0-based, half-open) of an exon, None if it has none."""
        start = max(self.offsets[exon], self.cds_start) - self.cds_start
        end = min(self.offsets[exon + 1], self.cds_end) - self.cds_start
        return (start, end) if start < end else None
