"""Take in the small variants of a VCF: each alternate allele goes one way of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.reporting_rule import reason_to_leave_out
from oncomatch.domain.alteration import SmallVariant, UnusableCall
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig, contig_rank
from oncomatch.domain.ledger import Ledger, LedgerLine
from oncomatch.domain.variant import Reads, Variant, VariantCall
from oncomatch.pipeline.build_check import (
    BuildCheck,
    check_contig_lengths,
    refuse_unknown_contigs,
)
from oncomatch.pipeline.structural import Place, places_of
from oncomatch.readers.config import Filters
from oncomatch.readers.lines import printable
from oncomatch.readers.reads import is_absent, reads_of
from oncomatch.readers.vcf import BadLine, VcfFile, VcfRecord
from oncomatch.reference.bundle import Reference

_BASES = frozenset("ACGTN")

ABSENT = "not in the tumour sample"
SAME = "the same variant stands in the file before"
OTHER_CONTIG = "on a contig that is not a chromosome"
REF_DIFFERS = "REF differs from the reference"
NOT_BASES = "REF or ALT has letters other than A, C, G, T, N"
EMPTY_ALLELE = "an allele of ALT is empty"
REFERENCE_BLOCK = "no alternate allele (reference block)"
DELETED = "allele of a deletion that is called elsewhere (*)"
SYMBOLIC = "symbolic allele; structural variants are not read from this file"
BREAKEND = "breakend; structural variants are not read from this file"
_STRUCTURAL = (SYMBOLIC, BREAKEND)

Sink = Callable[[VcfRecord, list[SmallVariant]], None]


class Intake:
    """Reads a VCF once and keeps the account.

    What is known beside the ledger: the calls that are `reported`; those `left_out` that would
    be reported but for a technical reason, and those `unusable` though located, since their
    genes are not normal for that; the `doubts` about the file.
    """

    def __init__(self, reference: Reference, build: GenomeBuild, filters: Filters):
        self._annotator = Annotator(reference)
        self._reference = reference
        self._build = build
        self._filters = filters
        self._filtered: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self._records = 0
        self._read = 0
        self._check = BuildCheck(reference, build)
        self._placed = 0
        self._elsewhere: set[str] = set()
        self._seen: set[str] = set()
        self.unusable: list[UnusableCall] = []
        self.doubts: list[str] = []
        self.reported: list[SmallVariant] = []
        self.left_out: list[SmallVariant] = []

    def read(self, vcf: VcfFile, sample: int | None, sink: Sink | None = None) -> Ledger:
        """Take in all records; `sink` is given each record with its annotated alleles.

        Raises:
            ReferenceMismatchError: contig lengths or REF alleles are of another build.
            InputError: no record lies on a chromosome.
        """
        confirmed = check_contig_lengths(vcf, self._reference, self._build)
        for item in vcf:
            self._records += 1
            if isinstance(item, BadLine):
                self._read += 1
                self._failed[item.reason] += 1
                self._keep_bad_line(item)
                continue
            annotated = list(self._take_record(item, sample))
            if sink is not None:
                sink(item, annotated)
        if self._elsewhere and not self._placed:
            refuse_unknown_contigs(vcf, self._elsewhere)
        self.doubts += self._check.judge(vcf.path, confirmed=confirmed > 0)
        self.reported.sort(key=_order)
        self.left_out.sort(key=_order)
        self.unusable.sort(key=lambda call: (call.genes, call.written, call.reason))
        return Ledger(
            records=self._records,
            read=self._read,
            reported=len(self.reported),
            filtered=_lines(self._filtered),
            failed=_lines(self._failed),
        )

    def _take_record(self, record: VcfRecord, sample: int | None) -> Iterator[SmallVariant]:
        contig = canonical_contig(record.contig)
        if contig in CHROMOSOMES:
            self._placed += 1
        else:
            self._elsewhere.add(record.contig)
        if not record.alternates:
            self._read += 1
            self._filtered["no alternate allele"] += 1
            return
        for allele, alt in enumerate(record.alternates):
            self._read += 1
            reason = _not_small(alt)
            if reason:
                self._filtered[reason] += 1
                if reason in _STRUCTURAL:
                    self._keep_structural(record, allele, sample, reason)
            elif not alt:
                self._fail(record, contig, alt, EMPTY_ALLELE)
            elif not _BASES.issuperset(record.ref) or not _BASES.issuperset(alt):
                self._fail(record, contig, alt, NOT_BASES)
            elif contig not in CHROMOSOMES:
                self._filtered[OTHER_CONTIG] += 1
            elif alt == record.ref:
                self._filtered["ALT is the same as REF"] += 1
            else:
                variant = Variant(contig, record.position, record.ref, alt, self._build)
                taken = self._take_allele(record, allele, variant, sample)
                if taken is not None:
                    yield taken

    def _take_allele(
        self, record: VcfRecord, allele: int, variant: Variant, sample: int | None
    ) -> SmallVariant | None:
        if self._check.contradicts(variant):
            self._fail(record, variant.contig, variant.alt, REF_DIFFERS)
            return None
        reads = reads_of(record, allele, sample)
        left_out = self._technical_reason(record, allele, sample, reads)
        written = _written(record, variant.alt)
        call = VariantCall(variant, written, record.line, record.filters, reads)
        annotated = self._annotator.annotate(call, left_out)
        reason = reason_to_leave_out(annotated)
        if not reason and left_out != ABSENT:
            annotated = self._annotator.with_other_transcripts(annotated)
        if left_out:
            self._filtered[left_out] += 1
            if not reason and left_out != ABSENT:
                self.left_out.append(annotated)
        elif reason:
            self._filtered[reason] += 1
        elif annotated.id in self._seen:
            self._filtered[SAME] += 1
            return replace(annotated, left_out=SAME)
        else:
            self._seen.add(annotated.id)
            self.reported.append(annotated)
        return annotated

    def _fail(self, record: VcfRecord, contig: str, alt: str, reason: str) -> None:
        self._failed[reason] += 1
        start0 = record.position - 1
        here = (contig, start0, start0 + len(record.ref))
        self._keep_unusable([here], _written(record, alt), reason)

    def _keep_bad_line(self, bad: BadLine) -> None:
        if bad.place is not None:
            contig, position = bad.place
            here = (canonical_contig(contig), position - 1, position)
            written = printable(f"{contig}:{position}, line {bad.line}")
            self._keep_unusable([here], written, bad.reason)

    def _keep_structural(
        self, record: VcfRecord, allele: int, sample: int | None, reason: str
    ) -> None:
        if not is_absent(record, allele, sample, reads_of(record, allele, sample)):
            alt = record.alternates[allele]
            self._keep_unusable(places_of(record, alt), _written(record, alt), reason)

    def _keep_unusable(self, places: Iterable[Place], written: str, reason: str) -> None:
        genes: set[str] = set()
        for place in places:
            genes.update(self._reference.genes_near(self._build, *place, 0))
            genes.update(self._reference.loci_over(self._build, *place))
        if genes:
            self.unusable.append(UnusableCall(tuple(sorted(genes)), written, reason))

    def _technical_reason(
        self, record: VcfRecord, allele: int, sample: int | None, reads: Reads
    ) -> str:
        if is_absent(record, allele, sample, reads):
            return ABSENT
        if self._filters.pass_only and record.filters:
            return f"FILTER {';'.join(record.filters)}"
        if reads.depth is not None and reads.depth < self._filters.min_depth:
            return f"fewer than {self._filters.min_depth} reads"
        if reads.vaf is not None and reads.vaf < self._filters.min_vaf:
            return f"variant allele fraction below {self._filters.min_vaf:g}"
        return ""


def _written(record: VcfRecord, alt: str) -> str:
    return printable(f"{record.contig}:{record.position} {record.ref}>{alt}")


def _not_small(alt: str) -> str:
    if alt in ("<NON_REF>", "<*>"):
        return REFERENCE_BLOCK
    if alt == "*":
        return DELETED
    if alt.startswith("<"):
        return SYMBOLIC
    if "[" in alt or "]" in alt or alt.startswith(".") or alt.endswith("."):
        return BREAKEND
    return ""


def _order(variant: SmallVariant) -> tuple[object, ...]:
    where = variant.variant
    return (*contig_rank(where.contig), where.position, where.ref, where.alt)


def _lines(counts: Counter[str]) -> tuple[LedgerLine, ...]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(LedgerLine(reason, count) for reason, count in ordered)
