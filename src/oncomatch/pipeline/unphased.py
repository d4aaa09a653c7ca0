"""Calls of one codon in a file that does not phase them: each gets a caution, cheaply.

The sentence is that of `neighbours`; what substitutions would be together is read off the codon.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

from oncomatch.annotation.edit import shift_left, to_variant, trim
from oncomatch.annotation.haplotype import place
from oncomatch.annotation.joining import Called
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import canonical_contig
from oncomatch.domain.variant import Variant
from oncomatch.pipeline.alleles import reason_not_small
from oncomatch.pipeline.neighbours import call_name
from oncomatch.pipeline.unusable import written
from oncomatch.readers.lines import printable
from oncomatch.readers.reads import is_absent, reads_of
from oncomatch.readers.substitutions import Substitutions
from oncomatch.readers.vcf import VcfHeader, VcfRecord, parse_record
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript

_UNKNOWN = "the file does not say whether they are on one haplotype"
_MOST_NAMED = 5


class Mark(NamedTuple):
    """What neighbours mean for the rows of an allele in a gene.

    `position`, `ref` and `alt` are those of the row. `together` are the calls that are read as
    one change, with the words that name the others; `note` is what else is to be said.
    """

    gene: str
    position: str
    ref: str
    alt: str
    together: tuple[tuple[tuple[Called, ...], str], ...]
    note: str


class _Call(NamedTuple):
    """A coding call; `start` and `end` are the coding positions (0-based) that become `alt`."""

    at: int
    position: str
    ref: str
    alternate: str
    start: int
    end: int
    alt: str
    name: str
    first_codon: int
    last_codon: int


class UnphasedCalls:
    """The calls of lines on one transcript."""

    def __init__(
        self,
        transcript: Transcript,
        reference: Reference,
        build: GenomeBuild,
        header: VcfHeader,
        tumor: int | None,
    ):
        self._transcript = transcript
        self._reference = reference
        self._build = build
        self._header = header
        self._tumor = tumor
        self._differing = frozenset(transcript.cds_differences)

    def plain(
        self,
        found: Iterable[tuple[int, int, int]],
        lines: Sequence[bytes],
        certain: Substitutions,
    ) -> list[_Call]:
        """Return the calls of plain substitutions.

        They are given by their line's place, coding position (0-based) and what it becomes there,
        0 to 3 for ACGT; `certain` has their alleles and reads.
        """
        calls = []
        places = list(found)
        rows = certain.rows([at for at, _, _ in places])
        for (at, start, becomes), (position, ref, alt, ref_reads, alt_reads) in zip(
            places, rows, strict=True
        ):
            contig = _printable(lines[at].partition(b"\t")[0])
            vaf = _fraction(alt_reads, ref_reads + alt_reads)
            was, new = chr(ref), chr(alt)
            name = f"{contig}:{position} {was}>{new} ({vaf})"
            codon = start // 3
            calls.append(
                _Call(
                    at,
                    str(position),
                    was,
                    new,
                    start,
                    start + 1,
                    "ACGT"[becomes],
                    name,
                    codon,
                    codon,
                )
            )
        return calls

    def others(self, places: Iterable[int], lines: Sequence[bytes]) -> list[_Call]:
        """Return the calls of other lines, by their places."""
        return [call for at in sorted(places) for call in self._calls(at, lines[at])]

    def marks(self, calls: Iterable[_Call]) -> Iterator[tuple[int, Mark]]:
        """Yield the mark of each call that shares a codon with another, by its line's place."""
        together: list[_Call] = []
        last = -1
        for call in sorted(calls, key=_ORDER):
            if call.first_codon > last and together:
                yield from self._marks(together)
                together = []
            together.append(call)
            last = max(last, call.first_codon, call.last_codon)
        yield from self._marks(together)

    def _marks(self, calls: Sequence[_Call]) -> Iterator[tuple[int, Mark]]:
        """Yield the marks of calls that no other call shares a codon with."""
        if len(calls) < 2:
            return
        gene = self._transcript.gene
        for call in calls:
            others = [
                each for each in calls if _share_codon(call, each) and not _overlap(call, each)
            ]
            if others:
                note = self._sentence(call, others)
                yield call.at, Mark(gene, call.position, call.ref, call.alternate, (), note)

    def _sentence(self, call: _Call, others: Sequence[_Call]) -> str:
        named = " and ".join([other.name for other in others[:_MOST_NAMED]])
        verb = "changes" if len(others) == 1 else "change"
        text = f"{named} {verb} the same codon or reading frame; {_UNKNOWN}"
        together = self._together((call, *others))
        return f"{text}: together they would be {together}" if together else text

    def _together(self, calls: Sequence[_Call]) -> str:
        """Return `BRAF V600K` for substitutions inside one codon, else nothing."""
        codon = calls[0].first_codon
        inner = 0 < codon < len(self._transcript.cds) // 3 - 1
        if not inner or len({call.start for call in calls}) < len(calls):
            return ""
        bases = list(self._transcript.cds[codon * 3 : codon * 3 + 3])
        for call in calls:
            if call.end - call.start != 1 or len(call.alt) != 1 or call.first_codon != codon:
                return ""
            bases[call.start - codon * 3] = call.alt
        if not self._differing.isdisjoint(range(codon * 3, codon * 3 + 3)):
            return ""
        old = self._transcript.protein_sequence[codon]
        new = self._transcript.code.codons.get("".join(bases), "")
        change = f"{old}{codon + 1}{'=' if new == old else new}"
        return f"{self._transcript.gene} {change}" if new else ""

    def _calls(self, at: int, line: bytes) -> Iterator[_Call]:
        text = line.decode("utf-8", "surrogateescape").rstrip("\r")
        record = parse_record(text, at, self._header)
        if isinstance(record, VcfRecord):
            contig = canonical_contig(record.contig)
            for allele, alt in enumerate(record.alternates):
                if not reason_not_small(contig, record.ref, alt):
                    variant = Variant(contig, record.position, record.ref, alt, self._build)
                    call = self._call(at, record, allele, variant)
                    if call is not None:
                        yield call

    def _call(self, at: int, record: VcfRecord, allele: int, variant: Variant) -> _Call | None:
        """Return a call of any form; None where it is not coding, not there, or of other bases."""
        piece = place(self._transcript, variant)
        reads = reads_of(record, allele, self._tumor)
        if piece is None or is_absent(record, allele, self._tumor, reads):
            return None
        bases = partial(self._reference.sequences.bases, self._build, variant.contig)
        known = bases(variant.start0, variant.end0)
        if any(one != two and two != "N" for one, two in zip(variant.ref, known, strict=True)):
            return None
        row = to_variant(shift_left(trim(variant), bases), variant, bases)
        failed = f"FILTER {';'.join(record.filters)}" if record.filters else ""
        name = call_name(written(record, variant.alt), reads, failed)
        where = (str(row.position), row.ref, row.alt)
        codons = (piece.first_codon, piece.last_codon)
        return _Call(at, *where, piece.start, piece.end, piece.alt, name, *codons)


_ORDER = attrgetter("start", "end", "at")


@lru_cache(maxsize=64)
def _printable(name: bytes) -> str:
    return printable(name.decode("utf-8", "surrogateescape"))


@lru_cache(maxsize=1 << 16)
def _fraction(alt: int, total: int) -> str:
    return f"VAF {round(alt / total, 6):.2g}"


def _share_codon(one: _Call, two: _Call) -> bool:
    return one.first_codon <= two.last_codon and two.first_codon <= one.last_codon


def _overlap(one: _Call, two: _Call) -> bool:
    """Whether both change a base, or come in at the same place: no haplotype has both."""
    same_place = one.start == one.end == two.start == two.end
    return same_place or (one.start < two.end and two.start < one.end)
