"""From a line of a VCF to rows of the annotation table: many at once, one by one, or with care.

Plain substitutions are answered in bulk where there are many, or by a short way; every other record
goes the general way, which the other two must agree with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from oncomatch.annotation.annotator import Annotation, Annotator, is_beside
from oncomatch.annotation.hgvs import contig_accession
from oncomatch.annotation.stretches import Stretches
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig
from oncomatch.domain.variant import Variant
from oncomatch.pipeline.alleles import NO_ALTERNATE, REF_DIFFERS, reason_not_small
from oncomatch.pipeline.build_check import BuildCheck
from oncomatch.readers.reads import plain_counts, reads_of
from oncomatch.readers.vcf import BadLine, VcfHeader, VcfRecord, parse_record
from oncomatch.reference.bundle import Reference
from oncomatch.reporting.annotation_table import Row, cell, consequence_words, reads_cells

if TYPE_CHECKING:
    from oncomatch.reporting.bulk import Names

_BASES = frozenset("ACGT")
_PASSED = frozenset({"PASS", "."})

OUTSIDE = "beside a gene, or in one without embedded sequence"


class RowMaker:
    """Makes rows of the lines of one file and keeps count.

    `described` alleles have rows; `left` counts the others by reason; `check` takes note of REF.
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
        self._annotator = Annotator(reference)
        self._canonical = lru_cache(maxsize=None)(canonical_contig)
        self._accession = lru_cache(maxsize=None)(partial(contig_accession, build))
        self._bases = partial(reference.sequences.bases, build)
        self._samples = len(header.samples)
        self._plain_width = 9 + self._samples if self._samples else 1 << 30
        self._plain_column = 9 + (tumor or 0)
        self.check = BuildCheck(reference, build)
        self.left: Counter[str] = Counter()
        self.described = 0

    def plain(self, lines: list[bytes], *, info: bool) -> dict[int, str]:
        """Return what the plain substitutions among lines become, by their place in the list.

        Rows of the table, or entries of INFO with `info`.
        """
        if self._all_transcripts or not self._samples:
            return {}
        many = self._stretches_of(lines)
        if not many:
            return {}
        # here, since Arrow takes half a second that small files need not pay
        from oncomatch.reporting.bulk import Effects, info_entries, read_columns, table_rows

        chosen = [at for at, line in enumerate(lines) if line.partition(b"\t")[0] in many]
        keys = lines[chosen[0]].split(b"\t")[8:9]
        read = read_columns(
            [lines[at] for at in chosen],
            9 + self._samples,
            self._plain_column,
            b"".join(keys).decode("ascii", "replace"),
        )
        if read is None:
            return {}
        found: dict[int, str] = {}
        for name, stretches in many.items():
            here = read.where(read.contigs == name.decode("utf-8", "replace"))
            answers = stretches.describe(here.positions, here.refs, here.alts)
            columns = here.where(answers.answered)
            effects = Effects(
                stretches.transcript[answers.stretch[answers.answered]],
                *(getattr(answers, each.name)[answers.answered] for each in fields(Effects)[1:]),
            )
            names = self._names(stretches, self._canonical(name.decode("utf-8", "replace")))
            made = (info_entries if info else table_rows)(columns, effects, names)
            places = [chosen[at] for at in columns.lines.tolist()]
            found.update(zip(places, made, strict=True))
        self.described += len(found)
        self.check.fits(len(found))
        return found

    def _stretches_of(self, lines: list[bytes]) -> dict[bytes, Stretches]:
        """Return the stretches of the contigs on which there are many lines, by CHROM."""
        found = {}
        for name, count in Counter(line.partition(b"\t")[0] for line in lines).items():
            contig = self._canonical(name.decode("utf-8", "replace"))
            if contig in CHROMOSOMES:
                stretches = self._annotator.stretches(self._build, contig, count)
                if stretches is not None:
                    found[name] = stretches
        return found

    def _names(self, stretches: Stretches, contig: str) -> Names:
        from oncomatch.reporting.bulk import Names

        return Names(
            contig=contig,
            accession=self._accession(contig),
            transcripts=[each.accession for each in stretches.transcripts],
            proteins=[each.protein for each in stretches.transcripts],
            genes=[each.gene for each in stretches.transcripts],
            bases=stretches.bases,
            exons=stretches.exons,
        )

    def rows(self, line: bytes, number: int) -> Iterable[Row]:
        """Return the rows of a line, the number of which in the file counts from 1."""
        text = line.decode("utf-8", "surrogateescape")
        columns = text.split("\t")
        row = self._quick_row(columns)
        if row is not None:
            self.described += 1
            return (row,)
        record = parse_record(text.rstrip("\r"), number, self._header)
        if isinstance(record, BadLine):
            self.left[record.reason] += 1
            return ()
        if not record.alternates:
            self.left[NO_ALTERNATE] += 1
        return self._rows_of_record(record)

    def _quick_row(self, columns: list[str]) -> Row | None:
        """Return the row of a plain substitution inside one gene, None for anything else.

        Nearly all records are such; what needs a second thought goes the general way.
        """
        if len(columns) < self._plain_width or self._all_transcripts:
            return None
        name, position, _, ref, alt, _, filters = columns[:7]
        if ref not in _BASES or alt not in _BASES or ref == alt or not position.isdecimal():
            return None
        if filters not in _PASSED:
            return None
        counts = plain_counts(columns[8], columns[self._plain_column])
        contig = self._canonical(name)
        start0 = int(position) - 1
        fields = self._annotator.substitution(self._build, contig, start0, ref, alt)
        if counts is None or fields is None:
            return None
        if fields[7] == "" and self._bases(contig, start0, start0 + 1) not in (ref, "N"):
            return None
        self.check.fits(1)
        terms, impact = consequence_words(fields[2])
        depth, alt_depth, vaf = counts
        return Row(
            contig,
            position,
            ref,
            alt,
            fields[1],
            fields[0],
            terms,
            impact,
            fields[3],
            f"{self._accession(contig)}:g.{position}{ref}>{alt}",
            fields[5],
            fields[6],
            fields[7],
            f"{vaf:g}",
            str(depth),
            str(alt_depth),
            "PASS",
            fields[12],
        )

    def _rows_of_record(self, record: VcfRecord) -> Iterator[Row]:
        contig = self._canonical(record.contig)
        for allele, alt in enumerate(record.alternates):
            reason = reason_not_small(contig, record.ref, alt)
            variant = None
            if not reason:
                variant = Variant(contig, record.position, record.ref, alt, self._build)
                reason = REF_DIFFERS if self.check.contradicts(variant) else ""
            if variant is not None and not reason:
                normalised, found, hgvs_g = self._annotator.describe(variant)
                if self._everything or not _is_outside(found):
                    self.described += 1
                    reads = reads_cells(reads_of(record, allele, self._tumor))
                    words = cell(";".join(record.filters)) if record.filters else "PASS"
                    yield from self._effects(normalised, found, hgvs_g, (*reads, words))
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
            effects += [*self._annotator.other_effects(variant, found.gene), *found.others]
        for effect in effects:
            words = consequence_words(effect.consequences)
            place = (effect.gene, effect.transcript, *words, effect.exon, hgvs_g)
            names = (effect.hgvs_c, effect.hgvs_p, effect.protein_change)
            yield Row._make((*head, *place, *names, *tail, effect.note))


def _is_outside(found: Annotation) -> bool:
    return found.effect is None or is_beside(found)
