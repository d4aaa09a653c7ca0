"""Rearrangements: two ends of the genome or of transcripts that a tumour has joined."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.known_junctions import name_of_exons

FORWARD, BACKWARD = 1, -1
"""What of the contig a junction keeps: up to the end's position, or from it on."""

DNA, RNA = "DNA", "RNA"
IMPRECISE = "the ends are not exact"
READ_THROUGH, INTERGENIC = "called a read-through", "one end lies between genes"
"""Words on a call that readers and matching share."""


class RearrangementKind(Enum):
    """What a junction makes of the genes at its ends."""

    FUSION = "fusion"
    INTRAGENIC = "intragenic"
    BREAK = "rearrangement"
    BESIDE = "break beside the gene"
    INSERTION = "insertion"


@dataclass(frozen=True, slots=True)
class JunctionEnd:
    """An end of a junction as a file gives it.

    `gene` may be several, parted by `;`, where a file leaves open which. `position` is 1-based, 0
    where not given; `exon` the gene's number, on `transcript` where that is named, 0 where not
    given. `side` is FORWARD or BACKWARD, 0 where the file gives the order of the genes instead.
    """

    gene: str = ""
    contig: str = ""
    position: int = 0
    exon: int = 0
    side: int = 0
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class Junction:
    """A call of a file: the 5' and the 3' end where `ordered`, else two ends of the genome.

    `doubt` is why the call is not reported, empty where it is. `where` is the line, for messages.
    `evidence` is DNA or RNA, empty where not known. `name` is that of a splice variant. `spliced`
    says that the ends are the borders of exons of one transcript, in the order of the genome.
    `flags` are words of the caller on the call, as `read-through`.
    """

    first: JunctionEnd
    second: JunctionEnd
    where: str
    ordered: bool = True
    in_frame: bool | None = None
    reads: int | None = None
    doubt: str = ""
    evidence: str = ""
    name: str = ""
    spliced: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Insertion:
    """Bases that a file inserts behind a position (1-based); `sequence` is empty where not given.

    `length` is in bases, 0 where not known.
    """

    contig: str
    position: int
    length: int
    sequence: str
    where: str
    reads: int | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class RearrangementFile:
    """What was read of a file. `left_out` counts records by the reason why they are not read.

    `strict` says that every gene it names has to be known. `contig_lengths` are its header's.
    `splicing` says that it lists splice variants in RNA, be there any or not.
    """

    format: str
    junctions: tuple[Junction, ...]
    left_out: tuple[tuple[str, int], ...] = ()
    contig_lengths: tuple[tuple[str, int], ...] = ()
    strict: bool = False
    insertions: tuple[Insertion, ...] = ()
    splicing: bool = False


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
        if not self.gene and not self.position:
            return "an end that the file does not name"
        return f"{self.gene or 'outside every known gene'}{part}{place}"


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """A rearrangement; the ends are 5' and 3' but for the kinds BREAK and BESIDE without order.

    `in_frame` is None where not known. `left_out` is why it is not reported, empty where it is.
    `reciprocal` says that the other order of the genes was called as well. `kinase_duplicated`
    says whether an INTRAGENIC junction repeats the whole kinase domain, None where not known.
    `evidence` is of DNA, RNA or both, `caller` the formats that it was read in, parted by commas.
    `splice_variant` is the name of the transcript that the junction makes. `unclear` is why it
    meets nothing though it is reported. `codons` are the first and last (from 1) that a tandem
    duplication of `bases` coding bases repeats, None where it is none or not known to be one.
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
    evidence: tuple[str, ...] = ()
    splice_variant: str = ""
    flags: tuple[str, ...] = ()
    unclear: str = ""
    bases: int = 0
    codons: tuple[int, int] | None = None

    @property
    def genes(self) -> tuple[str, ...]:
        """The genes at the ends, each once; of BESIDE the gene that is whole."""
        if self.kind is RearrangementKind.BESIDE:
            return (self.five_prime.gene,)
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
        if self.kind is RearrangementKind.BESIDE:
            return f"break beside {self.five_prime.gene}"
        if self.splice_variant:
            return f"{self.splice_variant} splice variant"
        if self.codons:
            return f"{self.five_prime.gene} internal tandem duplication"
        if self.kind is RearrangementKind.INSERTION:
            return f"{self.five_prime.gene} insertion"
        if self.lost_exons:
            return f"{self.five_prime.gene} {_numbered(*self.lost_exons)} loss"
        if self.repeated_exons:
            return f"{self.five_prime.gene} {_numbered(*self.repeated_exons)} duplication"
        return f"{'/'.join(self.genes)} rearrangement"

    @property
    def detail(self) -> str:
        """Ends, frame, kinase domains and reads in words."""
        frame = {True: "in frame", False: "out of frame", None: ""}[self.in_frame]
        if self.kind is RearrangementKind.INSERTION or self.codons:
            return ", ".join(filter(None, (*self._repeat, frame, *self._tail)))
        kinases = (
            f"kinase domain of {end.gene} {'kept' if end.kinase_retained else 'not kept whole'}"
            for end in (self.five_prime, self.three_prime)
            if end.kinase_retained is not None and self.kind is RearrangementKind.FUSION
        )
        ends = f"{self.five_prime.written} to {self.three_prime.written}"
        if self.splice_variant and self.five_prime.written == self.three_prime.written:
            ends = f"of {self.five_prime.written}"
        if self.kind is RearrangementKind.BESIDE:
            ends = f"{self.three_prime.written}; {self.five_prime.written}"
        return ", ".join(filter(None, (ends, self.known_as, frame, *kinases, *self._tail)))

    @property
    def known_as(self) -> str:
        """What people call the junction of these exons: `EGFRvIII`, `e14a2 (b3a2), p210`."""
        return name_of_exons(self.genes, self.five_prime.exon, self.three_prime.exon)

    @property
    def _repeat(self) -> tuple[str, ...]:
        size = f"{self.bases:,} bases" if self.bases else "length not known"
        span = f"repeats {_numbered(*self.codons, 'codon')}" if self.codons else ""
        return self.five_prime.written, size, span

    @property
    def _tail(self) -> tuple[str, ...]:
        reads = "" if self.reads is None else f"{self.reads} reads"
        seen = f"seen in {' and '.join(self.evidence)}" if self.evidence else ""
        other = "the reciprocal is called as well" * self.reciprocal
        return reads, seen, other, *self.flags, self.unclear


def _numbered(first: int, last: int, word: str = "exon") -> str:
    return f"{word} {first}" if first == last else f"{word}s {first}-{last}"
