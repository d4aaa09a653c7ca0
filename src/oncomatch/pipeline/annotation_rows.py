"""From lines of a VCF to rows of the annotation table: many at once, or one by one.

Plain substitutions are answered in bulk; every other record goes the general way, with which the
bulk must agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from functools import cache, lru_cache

from oncomatch.annotation.annotator import Annotation, Annotator, is_beside
from oncomatch.annotation.hgvs import contig_accession
from oncomatch.annotation.indel_zones import Indels, describe_indels
from oncomatch.annotation.term_masks import terms_of
from oncomatch.annotation.zones import Zones
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig
from oncomatch.domain.variant import Reads, Variant
from oncomatch.pipeline.alleles import NO_ALTERNATE, REF_DIFFERS, reason_not_small
from oncomatch.pipeline.annotation_answers import AnnotationAnswers
from oncomatch.pipeline.build_check import BuildCheck
from oncomatch.readers.indels import Indels as ReadIndels
from oncomatch.readers.line_columns import LineColumns
from oncomatch.readers.reads import plain_counts, reads_of
from oncomatch.readers.substitutions import PlainCalls, Substitutions
from oncomatch.readers.vcf import BadLine, VcfHeader, VcfRecord, parse_record
from oncomatch.reference.bundle import Reference
from oncomatch.reporting.annotation_table import Row, cell, consequence_words, reads_cells
from oncomatch.reporting.bulk import Effects, Names, info_entries, read_cells, table_rows
from oncomatch.reporting.bulk_indels import IndelEffects, indel_entries, indel_rows

OUTSIDE = "beside a gene, or in one without embedded sequence"


class RowMaker:
    """Makes rows of the lines of one file and keeps count.

    `annotator` describes them. `described` alleles have rows; `left` counts the others by reason;
    `check` takes note of REF, `answers` of what the file says itself.
    """

    def __init__(
        self,
        reference: Reference,
        build: GenomeBuild,
        header: VcfHeader,
        tumor: int | None,
        *,
        all_transcripts: bool,
        everything: bool,
    ):
        """Set up for a file; `tumor` is the index of the tumour's column from 0, if there is one.

        `all_transcripts` adds the other transcripts of a gene, `everything` the records outside
        the genes with embedded sequence.
        """
        self._build = build
        self._header = header
        self._tumor = tumor
        self._all_transcripts = all_transcripts
        self._everything = everything
        self.annotator = Annotator(reference)
        self.answers = AnnotationAnswers(header, reference, self.annotator)
        self._canonical = lru_cache(maxsize=None)(canonical_contig)
        self._accessions = [contig_accession(build, contig) for contig in CHROMOSOMES]
        self.check = BuildCheck(reference, build)
        self.left: Counter[str] = Counter()
        self.described = 0

    def plain(
        self, read: Substitutions, indels: ReadIndels, columns: LineColumns, *, info: bool
    ) -> dict[int, str]:
        """Return what plain substitutions, insertions and deletions become, by number of line.

        Rows of the table, or entries of INFO with `info`. Which have no answer is left.
        """
        found: dict[int, str] = {}
        if self._all_transcripts or self.answers.stand_in_file:
            return found
        for zones in self.annotator.zones(self._build, read.chromosomes()):
            found.update(self._plain_in(zones, columns, read.on(zones.contigs), info=info))
        for zones in self.annotator.zones(self._build, indels.chromosomes()):
            found.update(self._indels_in(zones, columns, indels.on(zones.contigs), info=info))
        self.described += len(found)
        self.check.fits(len(found))
        return found

    def _indels_in(
        self, zones: Zones, columns: LineColumns, read: ReadIndels, *, info: bool
    ) -> Iterable[tuple[int, str]]:
        calls = Indels(
            read.contigs, read.positions, read.anchors, read.moving, read.sizes, read.inserted
        )
        answered, answers = describe_indels(zones, calls)
        read = read.where(answered)
        placed = zones.transcripts
        arrays = {each.name: getattr(answers, each.name) for each in fields(answers)}
        effects = IndelEffects(
            contigs=read.contigs,
            moving=read.moving,
            sizes=read.sizes,
            inserted=read.inserted,
            forward=placed.forward[answers.transcript],
            coding_length=placed.cds_length[answers.transcript],
            **arrays,
        )
        places, names = read.lines.tolist(), self._names(zones)
        if info:
            return zip(places, indel_entries(effects, names), strict=True)
        tails = self._tails(columns.lines, read)
        return zip(places, indel_rows(effects, names, tails), strict=True)

    def _names(self, zones: Zones) -> Names:
        placed = zones.transcripts
        return Names(
            contigs=CHROMOSOMES,
            accessions=self._accessions,
            transcripts=placed.accessions,
            proteins=placed.proteins,
            genes=placed.genes,
            exon=zones.exon,
            words=_words,
        )

    def _plain_in(
        self, zones: Zones, columns: LineColumns, read: Substitutions, *, info: bool
    ) -> Iterable[tuple[int, str]]:
        answered, answers = zones.describe(read.contigs, read.positions, read.refs, read.alts)
        read = read.where(answered)
        placed = zones.transcripts
        names = self._names(zones)
        arrays = {each.name: getattr(answers, each.name) for each in fields(answers)}
        effects = Effects(coding_length=placed.cds_length[answers.transcript], **arrays)
        places = read.lines.tolist()
        if info:
            return zip(places, info_entries(effects, names), strict=True)
        tails = self._tails(columns.lines, read)
        rows = table_rows(read.contigs, read.positions, read.refs, read.alts, effects, names, tails)
        return zip(places, rows, strict=True)

    def _tails(self, lines: Sequence[bytes], read: PlainCalls) -> list[str]:
        """Return the cells from VAF on; those not read with the others are read one by one."""
        tails = read_cells(read.depths, read.ref_reads, read.alt_reads)
        for at in (~(read.passed & read.counted)).nonzero()[0].tolist():
            line = lines[int(read.lines[at])].decode("utf-8", "surrogateescape")
            record = parse_record(line, 0, self._header)
            assert isinstance(record, VcfRecord)
            tails[at] = "\t".join((*self._tail(record, 0), ""))
        return tails

    def _tail(self, record: VcfRecord, allele: int) -> tuple[str, ...]:
        reads = reads_cells(self._reads(record, allele))
        return (*reads, cell(";".join(record.filters)) if record.filters else "PASS")

    def _reads(self, record: VcfRecord, allele: int) -> Reads:
        columns, tumor = record.columns, self._tumor
        if tumor is not None and len(columns) > 9 + tumor and "," not in columns[4]:
            counts = plain_counts(columns[8], columns[9 + tumor])
            if counts is not None:
                return Reads(*counts)
        return reads_of(record, allele, tumor)

    def rows(self, line: bytes, number: int) -> Iterable[Row]:
        """Return the rows of a line, the number of which in the file counts from 1."""
        text = line.decode("utf-8", "surrogateescape")
        record = parse_record(text.rstrip("\r"), number, self._header)
        if isinstance(record, BadLine):
            self.left[record.reason] += 1
            return ()
        alternates = record.alternates
        if not alternates:
            self.left[NO_ALTERNATE] += 1
        return self._rows_of_record(record, alternates)

    def _rows_of_record(self, record: VcfRecord, alternates: tuple[str, ...]) -> Iterator[Row]:
        contig, ref = self._canonical(record.contig), record.ref
        for allele, alt in enumerate(alternates):
            reason = reason_not_small(contig, ref, alt)
            variant = None
            if not reason:
                variant = Variant(contig, record.position, ref, alt, self._build)
                reason = REF_DIFFERS if self.check.contradicts(variant) else ""
            if variant is not None and not reason:
                normalised, found, hgvs_g = self.annotator.describe(variant)
                found = self.answers.apply(record, allele, normalised, found, hgvs_g)
                if self._everything or not _is_outside(found):
                    self.described += 1
                    tail = self._tail(record, allele)
                    yield from self._effects(normalised, found, hgvs_g, tail)
                    continue
                reason = OUTSIDE
            self.left[reason] += 1

    def _effects(
        self, variant: Variant, found: Annotation, hgvs_g: str, tail: tuple[str, ...]
    ) -> Iterator[Row]:
        head = (variant.contig, str(variant.position), variant.ref, variant.alt)
        if found.effect is None:
            note = found.note or found.state.value
            unknown = [""] * 3
            yield Row._make((*head, found.gene, "", *unknown, hgvs_g, *unknown, *tail, note))
            return
        effects = [found.effect]
        if self._all_transcripts:
            effects += [*self.annotator.other_effects(variant, found.gene), *found.others]
        for effect in effects:
            words = consequence_words(effect.consequences)
            place = (effect.gene, effect.transcript, *words, effect.exon, hgvs_g)
            names = (effect.hgvs_c, effect.hgvs_p, effect.protein_change)
            yield Row._make((*head, *place, *names, *tail, cell(effect.note)))


@cache
def _words(mask: int) -> tuple[str, str]:
    return consequence_words(terms_of(mask))


def _is_outside(found: Annotation) -> bool:
    return found.effect is None or is_beside(found)
