"""Take in the small variants of a VCF: each alternate allele goes one way of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.reporting_rule import reason_to_leave_out
from oncomatch.domain.alteration import SmallVariant, UnusableCall
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig, contig_rank
from oncomatch.domain.ledger import Ledger, LedgerLine
from oncomatch.domain.variant import Reads, Variant, VariantCall
from oncomatch.errors import ReferenceMismatchError
from oncomatch.readers.config import Filters
from oncomatch.readers.lines import printable
from oncomatch.readers.reads import has_allele, reads_of
from oncomatch.readers.vcf import BadLine, VcfFile, VcfRecord
from oncomatch.reference.bundle import Reference

_BASES = frozenset("ACGTN")
_WRONG_BUILD_SHARE = 0.2
_WRONG_BUILD_COUNT = 2

OTHER_CONTIG = "on a contig that is not a chromosome"
REF_DIFFERS = "REF differs from the reference"
NOT_BASES = "REF or ALT has letters other than A, C, G, T, N"


Sink = Callable[[VcfRecord, list[SmallVariant]], None]


class Intake:
    """Reads a VCF once and keeps the account."""

    def __init__(self, reference: Reference, build: GenomeBuild, filters: Filters):
        self._annotator = Annotator(reference)
        self._reference = reference
        self._build = build
        self._filters = filters
        self._filtered: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self._records = 0
        self._read = 0
        self._checked = 0
        self._mismatches: list[tuple[Variant, str]] = []
        self._seen: set[str] = set()
        self.unusable: list[UnusableCall] = []
        self.doubts: list[str] = []
        self.reported: list[SmallVariant] = []
        self.left_out: list[SmallVariant] = []

    def read(self, vcf: VcfFile, sample: int | None, sink: Sink | None = None) -> Ledger:
        """Take in all records; `sink` is given each record with its annotated alleles.

        Raises:
            ReferenceMismatchError: the contig lengths or too many REF alleles are of another build.
        """
        confirmed = check_contig_lengths(vcf, self._reference, self._build)
        for item in vcf:
            self._records += 1
            if isinstance(item, BadLine):
                self._read += 1
                self._failed[item.reason] += 1
                continue
            annotated = list(self._take_record(item, sample))
            if sink is not None:
                sink(item, annotated)
        self._check_build(vcf, confirmed=confirmed > 0)
        self.reported.sort(key=_order)
        self.left_out.sort(key=_order)
        return Ledger(
            records=self._records,
            read=self._read,
            reported=len(self.reported),
            filtered=_lines(self._filtered),
            failed=_lines(self._failed),
        )

    def _take_record(self, record: VcfRecord, sample: int | None) -> Iterator[SmallVariant]:
        if not record.alternates:
            self._read += 1
            self._filtered["no alternate allele"] += 1
            return
        contig = canonical_contig(record.contig)
        for allele, alt in enumerate(record.alternates):
            self._read += 1
            reason = _not_small(alt)
            if reason:
                self._filtered[reason] += 1
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
        expected = self._annotator.reference_bases(variant)
        if not set(expected) <= {"N"}:
            self._checked += 1
            if self._annotator.contradicts_reference(variant):
                self._mismatches.append((variant, expected))
                self._fail(record, variant.contig, variant.alt, REF_DIFFERS)
                return None
        reads = reads_of(record, allele, sample)
        left_out = self._technical_reason(record, allele, sample, reads)
        written = _written(record, variant.alt)
        call = VariantCall(variant, written, record.line, record.filters, reads)
        annotated = self._annotator.annotate(call, left_out)
        reason = reason_to_leave_out(annotated)
        if not left_out and not reason and annotated.id in self._seen:
            left_out = "the same variant stands in the file before"
        if left_out:
            self._filtered[left_out] += 1
            effect = annotated.effect
            if effect is not None and effect.most_severe.alters_protein:
                self.left_out.append(annotated)
        elif reason:
            self._filtered[reason] += 1
        else:
            self._seen.add(annotated.id)
            self.reported.append(annotated)
        return annotated

    def _fail(self, record: VcfRecord, contig: str, alt: str, reason: str) -> None:
        self._failed[reason] += 1
        start0 = record.position - 1
        here = (self._build, contig, start0, start0 + len(record.ref))
        genes = {*self._reference.genes_near(*here, 0), *self._reference.loci_over(*here)}
        if genes:
            written = _written(record, alt)
            self.unusable.append(UnusableCall(tuple(sorted(genes)), written, reason))

    def _technical_reason(
        self, record: VcfRecord, allele: int, sample: int | None, reads: Reads
    ) -> str:
        if self._filters.pass_only and record.filters:
            return f"FILTER {';'.join(record.filters)}"
        if has_allele(record, allele, sample) is False and not reads.alt_depth:
            return "not in the tumour sample"
        if reads.depth is not None and reads.depth < self._filters.min_depth:
            return f"fewer than {self._filters.min_depth} reads"
        if reads.vaf is not None and reads.vaf < self._filters.min_vaf:
            return f"variant allele fraction below {self._filters.min_vaf:g}"
        return ""

    def _check_build(self, vcf: VcfFile, *, confirmed: bool) -> None:
        """Judge REF alleles that differ; `confirmed` says that contig lengths are the build's.

        Then such alleles are only in doubt: the file was altered, or called on another assembly
        of the same build.
        """
        wrong = len(self._mismatches)
        if wrong < _WRONG_BUILD_COUNT or wrong < _WRONG_BUILD_SHARE * self._checked:
            return
        variant, expected = self._mismatches[0]
        other = next(build for build in GenomeBuild if build is not self._build)
        fits = sum(self._fits(each, other) for each, _ in self._mismatches)
        if confirmed and fits * 2 <= wrong:
            self.doubts.append(
                f"{wrong} of {self._checked} REF alleles that can be checked differ from "
                f"{self._build.value}, although the contig lengths are its own: the file was "
                f"altered or called on another reference. Do not rely on its small variants."
            )
            return
        remedy = (
            f"The file fits {other.value}: say so in the column build (or with --build)."
            if fits * 2 > wrong
            else f"The file fits {other.value} no better; is REF of another reference?"
        )
        raise ReferenceMismatchError(
            where=f"{vcf.path}: {wrong} of {self._checked} REF alleles that can be checked "
            f"differ from {self._build.value}, first at {variant.contig}:{variant.position}",
            observed=f"REF is {variant.ref!r}",
            expected=repr(expected),
            build=self._build.value,
            remedy=remedy,
        )

    def _fits(self, variant: Variant, build: GenomeBuild) -> bool:
        bases = self._reference.sequences.bases(build, variant.contig, variant.start0, variant.end0)
        return bases == variant.ref


def check_contig_lengths(vcf: VcfFile, reference: Reference, build: GenomeBuild) -> int:
    """Check the contig lengths of the header; return how many are those of the build.

    Raises:
        ReferenceMismatchError: a chromosome has the length that it has on the other build.
    """
    confirmed = 0
    for name, length in vcf.header.contig_lengths.items():
        contig = canonical_contig(name)
        if contig not in CHROMOSOMES:
            continue
        if length == reference.contig_length(build, contig):
            confirmed += 1
            continue
        for other in GenomeBuild:
            if other is not build and length == reference.contig_length(other, contig):
                raise ReferenceMismatchError(
                    where=f"{vcf.path}: the header gives contig {name} a length of {length:,}",
                    observed=f"that is {other.value}",
                    expected=f"{reference.contig_length(build, contig):,}",
                    build=build.value,
                    remedy=f"Say {other.value} in the column build (or with --build), "
                    f"or give the file that belongs to {build.value}.",
                )
    return confirmed


def _written(record: VcfRecord, alt: str) -> str:
    return printable(f"{record.contig}:{record.position} {record.ref}>{alt}")


def _not_small(alt: str) -> str:
    if alt in ("<NON_REF>", "<*>"):
        return "no alternate allele (reference block)"
    if alt == "*":
        return "allele of a deletion that is called elsewhere (*)"
    if alt.startswith("<"):
        return "symbolic allele; structural variants are not read from this file"
    if "[" in alt or "]" in alt or alt.startswith(".") or alt.endswith("."):
        return "breakend; structural variants are not read from this file"
    return ""


def _order(variant: SmallVariant) -> tuple[object, ...]:
    where = variant.variant
    return (*contig_rank(where.contig), where.position, where.ref, where.alt)


def _lines(counts: Counter[str]) -> tuple[LedgerLine, ...]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(LedgerLine(reason, count) for reason, count in ordered)
