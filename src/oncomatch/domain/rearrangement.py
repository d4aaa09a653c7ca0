"""Rearrangements: two ends of the genome or of transcripts that a tumour has joined."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

FORWARD, BACKWARD = 1, -1
"""What of the contig a junction keeps: up to the end's position, or from it on."""


class RearrangementKind(Enum):
    """What a junction makes of the genes at its ends."""

    FUSION = "fusion"
    INTRAGENIC = "intragenic"
    BREAK = "rearrangement"


@dataclass(frozen=True, slots=True)
class JunctionEnd:
    """An end of a junction as a file gives it.

    `position` is 1-based, 0 where not given; `exon` the gene's number, 0 where not given. `side`
    is FORWARD or BACKWARD, 0 where the file gives the order of the genes instead.
    """

    gene: str = ""
    contig: str = ""
    position: int = 0
    exon: int = 0
    side: int = 0


@dataclass(frozen=True, slots=True)
class Junction:
    """A call of a file: the 5' and the 3' end where `ordered`, else two ends of the genome.

    `doubt` is why the call is not reported, empty where it is. `where` is the line, for messages.
    """

    first: JunctionEnd
    second: JunctionEnd
    where: str
    ordered: bool = True
    in_frame: bool | None = None
    reads: int | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class RearrangementFile:
    """What was read of a file. `left_out` counts records by the reason why they are not read.

    `strict` says that every gene it names has to be known. `contig_lengths` are its header's.
    """

    format: str
    junctions: tuple[Junction, ...]
    left_out: tuple[tuple[str, int], ...] = ()
    contig_lengths: tuple[tuple[str, int], ...] = ()
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """An end of a rearrangement; `position` is 1-based, 0 where not known.

    `exon` (from 1, on the reported transcript or as the file numbers it) is the last one kept of
    the 5' gene or the first one of the 3' gene, 0 where not known; `intron` the broken one, 0
    where the break is not in an intron or not known. `kinase_retained` says whether the whole
    kinase domain is kept, None where there is none or it is not known.
    """

    gene: str
    contig: str = ""
    position: int = 0
    exon: int = 0
    intron: int = 0
    kinase_retained: bool | None = None

    @property
    def written(self) -> str:
        """Gene, exon or intron, and place."""
        part = f" exon {self.exon}" * bool(self.exon)
        place = f" ({self.contig}:{self.position})" * bool(self.position)
        return f"{self.gene or 'outside every known gene'}{part}{place}"


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """A rearrangement; the ends are 5' and 3' but for the kind BREAK, which has no order.

    `in_frame` is None where not known. `left_out` is why it is not reported, empty where it is.
    `reciprocal` says that the other order of the genes was called as well. `kinase_duplicated`
    says whether an INTRAGENIC junction repeats the whole kinase domain, None where not known.
    """

    kind: RearrangementKind
    five_prime: Breakpoint
    three_prime: Breakpoint
    caller: str
    in_frame: bool | None = None
    reads: int | None = None
    left_out: str = ""
    reciprocal: bool = False
    kinase_duplicated: bool | None = None

    @property
    def genes(self) -> tuple[str, ...]:
        """The genes at the ends, each once."""
        names = (self.five_prime.gene, self.three_prime.gene)
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def lost_exons(self) -> tuple[int, int] | None:
        """The first and last exon that an INTRAGENIC junction passes over, None where none."""
        first, last = self.five_prime.exon + 1, self.three_prime.exon - 1
        if self.kind is not RearrangementKind.INTRAGENIC or not self.five_prime.exon:
            return None
        return (first, last) if first <= last else None

    @property
    def repeated_exons(self) -> tuple[int, int] | None:
        """The first and last exon that an INTRAGENIC junction repeats, None where none."""
        first, last = self.three_prime.exon, self.five_prime.exon
        if self.kind is not RearrangementKind.INTRAGENIC or not first:
            return None
        return (first, last) if first <= last else None

    @property
    def id(self) -> str:
        """Identifier within the case."""
        return f"{self.label}: {self.five_prime.written}, {self.three_prime.written}"

    @property
    def label(self) -> str:
        """What people call it: `EML4::ALK fusion`, `EGFR exons 2-7 loss`, `MYC rearrangement`."""
        if self.kind is RearrangementKind.FUSION:
            return f"{self.five_prime.gene}::{self.three_prime.gene} fusion"
        if self.lost_exons:
            return f"{self.five_prime.gene} {_numbered(*self.lost_exons)} loss"
        if self.repeated_exons:
            return f"{self.five_prime.gene} {_numbered(*self.repeated_exons)} duplication"
        return f"{'/'.join(self.genes)} rearrangement"

    @property
    def detail(self) -> str:
        """Ends, frame, kinase domains and reads in words."""
        frame = {True: "in frame", False: "out of frame", None: ""}[self.in_frame]
        kinases = (
            f"kinase domain of {end.gene} {'kept' if end.kinase_retained else 'not kept whole'}"
            for end in (self.five_prime, self.three_prime)
            if end.kinase_retained is not None and self.kind is RearrangementKind.FUSION
        )
        reads = "" if self.reads is None else f"{self.reads} reads"
        other = "the reciprocal is called as well" * self.reciprocal
        ends = f"{self.five_prime.written} to {self.three_prime.written}"
        return ", ".join(filter(None, (ends, frame, *kinases, reads, other)))


def _numbered(first: int, last: int) -> str:
    return f"exon {first}" if first == last else f"exons {first}-{last}"
