"""Neighbours of one codon or reading frame while a whole file is annotated.

Lines are looked at by their places alone; only those that share a codon with another, and phased
ones of a transcript with a deletion, an insertion or a stop, are read with care. Calls of one
haplotype are read together, as `haplotypes` does for a case; where the file does not phase them
each gets a caution.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.haplotype import place
from oncomatch.annotation.joining import Called, effect_together
from oncomatch.annotation.shared_codons import CodonNeighbours, Shared
from oncomatch.annotation.zones import Zones
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import canonical_contig
from oncomatch.domain.variant import Variant, VariantCall
from oncomatch.pipeline.alleles import reason_not_small
from oncomatch.pipeline.haplotypes import ALSO_JOINED, Group, Haplotypes, Waiting
from oncomatch.pipeline.neighbours import Neighbour, Neighbours
from oncomatch.pipeline.unphased import Mark, UnphasedCalls
from oncomatch.pipeline.unusable import written
from oncomatch.readers.line_columns import LineColumns
from oncomatch.readers.phase import phase_of
from oncomatch.readers.reads import is_absent, reads_of
from oncomatch.readers.substitutions import Substitutions
from oncomatch.readers.vcf import VcfHeader, VcfRecord, parse_record
from oncomatch.reference.bundle import Reference
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript
from oncomatch.reporting.annotation_table import Row, cell, consequence_words

Marks = dict[int, list[Mark]]
"""What neighbours mean for the alleles of lines, by their place in the list."""


class _Close(NamedTuple):
    """A transcript with its lines that may have to do with another, by their places.

    `plain` are substitutions, each with its coding position (0-based) and what it becomes there,
    0 to 3 for ACGT.
    """

    transcript: Transcript
    plain: list[tuple[int, int, int]]
    others: set[int]


class RowNeighbours:
    """Finds what the neighbours of calls mean for their rows."""

    def __init__(
        self,
        reference: Reference,
        build: GenomeBuild,
        header: VcfHeader,
        tumor: int | None,
        annotator: Annotator,
    ):
        """Set up for a file; `tumor` is the index of the tumour's column, if it has one."""
        self._reference = reference
        self._build = build
        self._header = header
        self._tumor = tumor
        self._annotator = annotator
        self._haplotypes = Haplotypes(reference)

    def marks(self, columns: LineColumns, read: Substitutions) -> Marks:
        """Return the marks of lines; `read` are the plain substitutions among them."""
        found: Marks = {}
        sites = columns.sites()
        certain = read.where(read.passed & read.counted & (read.alt_reads > 0))
        for zones in self._annotator.zones(self._build, sites.chromosomes()):
            neighbours = CodonNeighbours(zones, *sites.on(zones.contigs))
            shared = neighbours.shared(certain.lines, certain.refs, certain.alts)
            phased = [at for at in columns.with_bars if self._is_phased(columns.lines[at])]
            also = neighbours.transcripts_of(phased) if phased else []
            for each in self._close(zones, shared, also, columns.lines):
                for at, mark in self._of_transcript(each, set(phased), columns, certain):
                    found.setdefault(at, []).append(mark)
        return found

    def genes_over(self, contig: str, start0: int) -> tuple[int, int] | None:
        """Return the bases (0-based, half-open) of the transcripts over a base, None without."""
        genes = self._reference.genes_near(self._build, contig, start0, start0 + 1, 0)
        reported = [self._reference.reported_transcript(gene, self._build) for gene in genes]
        known = [one for one in reported if one is not None]
        if not known:
            return None
        return min(one.start0 for one in known), max(one.end0 for one in known)

    def amend(self, rows: Iterable[Row], marks: Sequence[Mark]) -> Iterator[Row]:
        """Yield the rows of a line with what its marks say."""
        for row in rows:
            for mark in marks:
                if row[1:5] == (mark.position, mark.ref, mark.alt, mark.gene) and row.transcript:
                    row = self._amended(row, mark)
            yield row

    def _amended(self, row: Row, mark: Mark) -> Row:
        notes = [row.note] if row.note else []
        known = self._reference.transcripts_of(mark.gene, self._build)
        transcript = next((one for one in known if one.accession == row.transcript), None)
        effects = [
            (effect, others)
            for calls, others in mark.together
            if transcript is not None
            and (effect := effect_together(calls, transcript, self._reference)) is not None
        ]
        if effects:
            effect, others = min(effects, key=lambda each: each[0].most_severe.rank)
            alone = row.protein_change or row.consequence
            terms, impact = consequence_words(effect.consequences)
            name = effect.hgvs_c.rpartition(":")[2]
            notes.append(f"read together with {others} as {name}; by itself it is {alone}")
            row = row._replace(
                consequence=terms,
                impact=impact,
                hgvs_p=effect.hgvs_p,
                protein_change=effect.protein_change,
            )
        notes += [mark.note] if mark.note else []
        return row._replace(note=cell("; ".join(notes)))

    def _close(
        self,
        zones: Zones,
        shared: Shared,
        phased: Sequence[tuple[int, int]],
        lines: Sequence[bytes],
    ) -> Iterator[_Close]:
        """Yield transcripts with the places of their lines that may have to do with another."""
        close: dict[int, _Close] = {}
        genes, build = zones.transcripts.genes, self._build
        of_transcript: dict[int, set[int]] = {}
        for number, line in phased:
            of_transcript.setdefault(number, set()).add(line)
        for number in sorted({*shared.transcripts, *of_transcript}):
            transcript = self._reference.reported_transcript(genes[number], build)
            assert transcript is not None
            close[number] = _Close(transcript, [], set())
        for number, line, base, becomes in zip(*shared, strict=True):
            each = close[number]
            if becomes >= 0:
                each.plain.append((line, base, becomes))
            else:
                each.others.add(line)
        for number, those in of_transcript.items():
            each = close[number]
            if len(those) > 1 and any(_reaches_on(lines[at], each.transcript) for at in those):
                each.others.update(those)
        yield from close.values()

    def _is_phased(self, line: bytes) -> bool:
        columns = line.split(b"\t")
        column = 9 + (self._tumor or 0)
        return self._tumor is not None and len(columns) > column and b"|" in columns[column]

    def _of_transcript(
        self, close: _Close, phased: set[int], columns: LineColumns, certain: Substitutions
    ) -> Iterator[tuple[int, Mark]]:
        places = sorted(close.others.union(line for line, _, _ in close.plain))
        if not phased.isdisjoint(places):
            calls = [
                each
                for at in places
                for each in self._calls(close.transcript, at, columns.lines[at])
            ]
            yield from self._of_haplotypes(close.transcript, calls)
        elif places:
            about = (self._reference, self._build, self._header, self._tumor)
            calls_of = UnphasedCalls(close.transcript, *about)
            found = calls_of.plain(close.plain, columns.lines, certain)
            found += calls_of.others(
                close.others.difference(call.at for call in found), columns.lines
            )
            yield from calls_of.marks(found)

    def _calls(
        self, transcript: Transcript, at: int, line: bytes
    ) -> Iterator[tuple[int, Neighbour]]:
        """Yield the coding alleles of a line that the tumour has, as they are by themselves."""
        text = line.decode("utf-8", "surrogateescape").rstrip("\r")
        record = parse_record(text, at, self._header)
        if not isinstance(record, VcfRecord):
            return
        contig = canonical_contig(record.contig)
        for allele, alt in enumerate(record.alternates):
            if reason_not_small(contig, record.ref, alt):
                continue
            variant = Variant(contig, record.position, record.ref, alt, self._build)
            reads = reads_of(record, allele, self._tumor)
            if self._annotator.contradicts_reference(variant):
                continue
            if is_absent(record, allele, self._tumor, reads):
                continue
            failed = f"FILTER {';'.join(record.filters)}" if record.filters else ""
            name = written(record, alt)
            call = VariantCall(variant, name, record.line, record.filters, reads)
            annotated = self._annotator.annotate(call, failed)
            if annotated.gene != transcript.gene or annotated.effect is None:
                continue
            if annotated.effect.first_residue is not None:
                phase = phase_of(record, allele, self._tumor)
                yield at, Neighbour(variant, annotated, phase)

    def _of_haplotypes(
        self, transcript: Transcript, calls: Sequence[tuple[int, Neighbour]]
    ) -> Iterator[tuple[int, Mark]]:
        group = Group(transcript)
        waiting: list[int] = []
        seen: set[str] = set()
        for number, (_, call) in enumerate(calls):
            first = call.annotated.id not in seen
            seen.add(call.annotated.id)
            if first and call.phase is not None and not call.annotated.left_out:
                piece = place(transcript, call.called)
                if piece is not None:
                    waiting.append(number)
                    group.calls.append(Waiting(call.called, call.annotated, call.phase, piece))
        reading = self._haplotypes.read(group)
        changes: dict[int, list[tuple[SmallVariant, tuple[int, ...]]]] = {}
        alone = set(range(len(calls))) - set(waiting)
        alone |= {waiting[index] for index in reading.alone}
        for joined in reading.joined:
            parts = tuple(waiting[index] for index in joined.parts)
            for number in parts:
                changes.setdefault(number, []).append((joined.change, parts))
        cautions = self._cautions(calls, changes, alone)
        for number, (at, call) in enumerate(calls):
            together = tuple(
                (
                    tuple(
                        Called(calls[part][1].called, calls[part][1].annotated) for part in parts
                    ),
                    _others(calls, parts, number),
                )
                for _, parts in changes.get(number, [])
            )
            notes = list(cautions.get(number, ()))
            if together and number in alone:
                notes.insert(0, f"{ALSO_JOINED} {changes[number][0][0].label}")
            if together or notes:
                where = call.annotated.variant
                position = str(where.position)
                note = "; ".join(notes)
                yield at, Mark(transcript.gene, position, where.ref, where.alt, together, note)

    def _cautions(
        self,
        calls: Sequence[tuple[int, Neighbour]],
        changes: dict[int, list[tuple[SmallVariant, tuple[int, ...]]]],
        alone: set[int],
    ) -> dict[int, list[str]]:
        neighbours = Neighbours(self._reference)
        stands: list[list[str]] = []
        for number, (_, call) in enumerate(calls):
            # what failed a filter is a neighbour of others, but cuts nothing off
            reported = number in alone and not call.annotated.left_out
            ids = [call.annotated.id] if reported else []
            ids += [change.id for change, _ in changes.get(number, [])]
            stands.append(ids)
            noted = neighbours.add(call.called, call.annotated, call.phase)
            noted.stands_in = frozenset(ids)
        found = neighbours.cautions()
        return {
            number: list(dict.fromkeys(found[each] for each in ids if each in found))
            for number, ids in enumerate(stands)
        }


def joined_places(marks: Marks) -> list[int]:
    """Return the places of the lines that are read together with others."""
    return [at for at, each in marks.items() if any(mark.together for mark in each)]


def note_of(marks: Sequence[Mark] | None) -> str:
    """Return what marks say, as the note of a row that has no other."""
    return cell("; ".join(mark.note for mark in marks)) if marks else ""


def _reaches_on(line: bytes, transcript: Transcript) -> bool:
    """Whether an allele inserts or deletes bases, or puts a stop where a base of a codon changes.

    The former may shift the frame, and is read with what changes the codon beside it.
    """
    columns = line.decode("utf-8", "replace").split("\t", 5)
    ref = columns[3]
    for alt in columns[4].split(","):
        if len(alt) != len(ref):
            return True
        if len(ref) == len(alt) == 1:
            exonic = transcript.to_exonic(int(columns[1]) - 1)
            coding = -1 if exonic is None else exonic - transcript.cds_start
            if 0 <= coding < len(transcript.cds):
                bases = list(transcript.cds[coding - coding % 3 :][:3])
                bases[coding % 3] = alt if transcript.strand > 0 else reverse_complement(alt)
                if transcript.code.codons.get("".join(bases)) == "*":
                    return True
    return False


def _others(calls: Sequence[tuple[int, Neighbour]], parts: Iterable[int], own: int) -> str:
    named = [calls[part][1] for part in parts if part != own]
    phase = calls[own][1].phase
    where = f" on its haplotype ({phase.phase_set.strip() or 'phased'})" if phase else ""
    return " and ".join(each.annotated.written for each in named) + where
