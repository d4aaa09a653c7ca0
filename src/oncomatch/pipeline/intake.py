"""Take in the small variants of a VCF: each alternate allele goes one way of the ledger.

Phased coding calls wait for their neighbours (`haplotypes`), and what comes behind them waits as
well, so that records are passed on in the order of the file. A file without phase never waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.reporting_rule import reason_to_leave_out
from oncomatch.domain.alteration import AnnotationState, SmallVariant, UnusableCall
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.origin import Deamination
from oncomatch.domain.phase import Phase
from oncomatch.domain.variant import NormalReads, Reads, Variant, VariantCall
from oncomatch.pipeline.alleles import (
    NO_ALTERNATE,
    REF_DIFFERS,
    STRUCTURAL,
    UNREADABLE,
    reason_not_small,
)
from oncomatch.pipeline.build_check import (
    BuildCheck,
    check_contig_lengths,
    refuse_unknown_contigs,
)
from oncomatch.pipeline.call_lists import in_order, ledger_lines, with_caution, with_cautions
from oncomatch.pipeline.deamination import DeaminationCount
from oncomatch.pipeline.file_answers import FileAnswers
from oncomatch.pipeline.haplotypes import ALSO_JOINED, Group, Haplotypes, Joined, Waiting
from oncomatch.pipeline.neighbours import Neighbour, Neighbours
from oncomatch.pipeline.population import Frequencies
from oncomatch.pipeline.small_variant_files import with_choice
from oncomatch.pipeline.unusable import UnusableCalls, written
from oncomatch.readers.config import Filters
from oncomatch.readers.phase import phase_of
from oncomatch.readers.reads import is_absent, reads_of
from oncomatch.readers.small_variant_files.items import LeftOutRow, SmallVariantFile
from oncomatch.readers.vcf import BadLine, VcfRecord
from oncomatch.reference.bundle import Reference

ABSENT = "not in the tumour sample"
SAME = "the same variant stands in the file before"
OTHER_GENE = "in another gene than those looked at"
BY_FILE = ", as the file annotates it"

_MOST_HELD = 20_000
"""Records that wait at most; then all groups are closed, whatever may still belong to them."""

Sink = Callable[[VcfRecord, list[SmallVariant]], None]


class Intake:
    """Reads a VCF once and keeps the account.

    What is known beside the ledger: the calls that are `reported`; those `left_out` that would
    be reported but for a technical reason, and those `unusable` though located, since their
    genes are not normal for that, or unusable in a second gene; the `doubts` about the file.
    `joined_in` has, for each allele that is reported only as a part of changes, their identifiers;
    `unreported` the calls in genes that the tumour sample does not have or that the file calls
    harmless, and which, where there are several files.
    """

    def __init__(
        self,
        reference: Reference,
        build: GenomeBuild,
        filters: Filters,
        population_sites: Path | None = None,
        neighbours: Neighbours | None = None,
        source: str = "",
        genes: frozenset[str] | None = None,
    ):
        """Begin; `neighbours` are those of all files where the case has several.

        Then `source` names the file, phases are its own, and the cautions about neighbours are
        left to whoever merges the files. With `genes` calls in others are filtered and nothing of
        them is kept.
        """
        self._genes = genes
        self._answers: FileAnswers | None = None
        self._population_sites = population_sites
        self._normal: int | None = None
        self._substitutions = DeaminationCount()
        self._frequencies: Frequencies | None = None
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
        self._haplotypes = Haplotypes(reference)
        self._neighbours = neighbours or Neighbours(reference)
        self._source = source
        self._noted: dict[str, Neighbour] = {}
        self._held: list[tuple[VcfRecord, list[SmallVariant | Waiting]]] = []
        self._reported_alleles = 0
        self._joined_alleles = 0
        self._unusable = UnusableCalls(reference, build)
        self.unusable: list[UnusableCall] = []
        self.joined_in: list[frozenset[str]] = []
        self.unreported: dict[str, str] = {}
        self.doubts: list[str] = []
        self.reported: list[SmallVariant] = []
        self.left_out: list[SmallVariant] = []

    @property
    def deamination(self) -> Deamination:
        """The C>T and G>A calls among the substitutions that no technical reason leaves out."""
        return self._substitutions.result

    def read(
        self,
        vcf: SmallVariantFile,
        sample: int | None,
        sink: Sink | None = None,
        normal: int | None = None,
    ) -> Ledger:
        """Take in all records; `sink` is given each record with its annotated alleles.

        `normal` is the column of the matched normal.
        A change that was read from several calls follows the allele of its last part.

        Raises:
            ReferenceMismatchError: contig lengths or REF alleles are of another build.
            InputError: no record lies on a chromosome.
        """
        self._normal = normal
        confirmed = check_contig_lengths(vcf, self._reference, self._build)
        answers = FileAnswers(vcf.header, self._reference, self._annotator)
        self._answers = answers
        self._frequencies = Frequencies(vcf.header, self._population_sites)
        for item in vcf:
            self._records += 1
            if isinstance(item, LeftOutRow):
                self._read += 1
                self._filtered[item.reason] += 1
                continue
            if isinstance(item, BadLine):
                self._read += 1
                self._failed[item.reason] += 1
                self._unusable.add_line(item)
                continue
            if self._held:
                self._close_before(item, sink)
            taken = list(self._take_record(item, sample))
            if self._haplotypes.is_waiting:
                self._held.append((item, taken))
            elif sink is not None:
                sink(item, _settled(taken))
        self._settle(self._haplotypes.close(), sink)
        if self._elsewhere and not self._placed:
            refuse_unknown_contigs(vcf, self._elsewhere)
        self.doubts += self._check.judge(vcf.path, confirmed=confirmed > 0)
        self.doubts += answers.doubts()
        if not self._source:
            self.reported = with_cautions(self.reported, self._neighbours.cautions())
        self.reported.sort(key=in_order)
        self.left_out.sort(key=in_order)
        self.unusable = sorted(
            self._unusable.found, key=lambda call: (call.genes, call.written, call.reason)
        )
        return Ledger(
            records=self._records,
            read=self._read,
            reported=self._reported_alleles,
            filtered=ledger_lines(self._filtered),
            failed=ledger_lines(self._failed),
            joined=self._joined_alleles,
        )

    def _take_record(
        self, record: VcfRecord, sample: int | None
    ) -> Iterator[SmallVariant | Waiting]:
        contig = canonical_contig(record.contig)
        if contig in CHROMOSOMES:
            self._placed += 1
        else:
            self._elsewhere.add(record.contig)
        if not record.alternates:
            self._read += 1
            self._filtered[NO_ALTERNATE] += 1
            return
        for allele, alt in enumerate(record.alternates):
            self._read += 1
            reason = reason_not_small(contig, record.ref, alt)
            if reason in UNREADABLE:
                self._fail(record, contig, alt, reason)
            elif reason:
                self._filtered[reason] += 1
                if reason in STRUCTURAL and not is_absent(
                    record, allele, sample, reads_of(record, allele, sample)
                ):
                    self._unusable.add_structural(record, alt, reason)
            else:
                variant = Variant(contig, record.position, record.ref, alt, self._build)
                taken = self._take_allele(record, allele, variant, sample)
                if taken is not None:
                    yield taken

    def _take_allele(
        self, record: VcfRecord, allele: int, variant: Variant, sample: int | None
    ) -> SmallVariant | Waiting | None:
        if self._check.contradicts(variant):
            self._fail(record, variant.contig, variant.alt, REF_DIFFERS)
            return None
        reads = reads_of(record, allele, sample)
        left_out = self._technical_reason(record, allele, sample, reads)
        name = written(record, variant.alt)
        call = VariantCall(variant, name, record.line, record.filters, reads)
        annotated = with_choice(record, self._annotator.annotate(call, left_out))
        if left_out == ABSENT:
            return self._count(annotated)
        if not left_out:
            self._substitutions.add(variant, reads)
        if self._normal is not None and annotated.gene:
            beside = reads_of(record, allele, self._normal)
            passed = record.columns[6] == "PASS"
            annotated = replace(annotated, normal=NormalReads(beside, passed))
        if self._answers is not None:
            annotated = self._answers.apply(record, allele, annotated)
        if self._frequencies is not None:
            annotated = self._frequencies.apply(record, allele, annotated)
        effect = annotated.effect
        if effect is not None and not reason_to_leave_out(annotated):
            self._unusable.add_beside(annotated, partial(self._is_harmless, record, allele))
        if effect is not None and effect.first_residue is not None:
            phase = phase_of(record, allele, sample)
            if phase is not None and self._source:
                phase = replace(phase, phase_set=f"{self._source}: {phase.phase_set}")
            return self._take_coding(variant, annotated, phase)
        return self._count(annotated)

    def _is_harmless(self, record: VcfRecord, allele: int, gene: str) -> bool:
        return self._answers is not None and self._answers.finds_nothing(record, allele, gene)

    def _take_coding(
        self, variant: Variant, annotated: SmallVariant, phase: Phase | None
    ) -> SmallVariant | Waiting:
        known = annotated.id in self._noted
        if not known:
            self._noted[annotated.id] = self._neighbours.add(variant, annotated, phase)
        if phase is not None:
            annotated = replace(annotated, phase=phase)
        if phase is None or known or annotated.left_out or annotated.id in self._seen:
            return self._count(annotated)
        waiting = self._haplotypes.take(variant, annotated, phase)
        if waiting is None:
            return self._count(annotated)
        self._seen.add(annotated.id)
        return waiting

    def _count(self, annotated: SmallVariant) -> SmallVariant:
        """Send an allele that stands by itself its way."""
        left_out, reason = annotated.left_out, self._reason(annotated)
        if reason and annotated.state is AnnotationState.FROM_FILE:
            reason = f"{reason}{BY_FILE}"
        if not reason and left_out != ABSENT:
            annotated = self._annotator.with_other_transcripts(annotated)
        if self._source and annotated.gene and (left_out == ABSENT or reason.endswith(BY_FILE)):
            self.unreported[annotated.id] = left_out or reason
        if left_out:
            self._filtered[left_out] += 1
            if not reason and left_out != ABSENT:
                self.left_out.append(annotated)
        elif reason:
            self._filtered[reason] += 1
            return replace(annotated, left_out=reason) if annotated.gene else annotated
        elif annotated.id in self._seen:
            self._filtered[SAME] += 1
            return replace(annotated, left_out=SAME)
        else:
            self._seen.add(annotated.id)
            self.reported.append(annotated)
            self._reported_alleles += 1
            if annotated.id in self._noted:
                self._noted[annotated.id].stands_in |= {annotated.id}
        return annotated

    def _reason(self, annotated: SmallVariant) -> str:
        """Return why a call is of no interest, empty where it is."""
        reason = reason_to_leave_out(annotated)
        if not reason and self._genes is not None:
            named = annotated.gene.split("; ")
            return "" if not self._genes.isdisjoint(named) else OTHER_GENE
        return reason

    def _close_before(self, record: VcfRecord, sink: Sink | None) -> None:
        contig = canonical_contig(record.contig)
        self._settle(self._haplotypes.close_before(contig, record.position), sink)
        if len(self._held) >= _MOST_HELD:
            self._settle(self._haplotypes.close(), sink)

    def _settle(self, groups: Iterable[Group], sink: Sink | None) -> None:
        """Read the calls of closed groups; pass on what was held when nothing waits any more."""
        for group in groups:
            reading = self._haplotypes.read(group)
            joined = [self._count_joined(each, group) for each in reading.joined]
            for index, call in enumerate(group.calls):
                mine = [each.change for each in joined if index in each.parts]
                self._settle_call(call, mine, alone=index in reading.alone)
            for each in joined:
                group.calls[max(each.parts)].joined.append(each.change)
        if self._held and not self._haplotypes.is_waiting:
            held, self._held = self._held, []
            if sink is not None:
                for record, taken in held:
                    sink(record, _settled(taken))

    def _count_joined(self, joined: Joined, group: Group) -> Joined:
        """Report a change that was read from several calls, or say why not."""
        change = joined.change
        reason = self._reason(change)
        if not reason and change.id in self._seen:
            reason = SAME
        if reason:
            return replace(joined, change=replace(change, left_out=reason))
        self._seen.add(change.id)
        self.reported.append(change)
        for index in joined.parts:
            self._noted[group.calls[index].annotated.id].stands_in |= {change.id}
        return joined

    def _settle_call(self, call: Waiting, mine: list[SmallVariant], *, alone: bool) -> None:
        """Send an allele its way that waited; `mine` are the changes that it is a part of."""
        annotated = call.annotated
        if mine:
            label = mine[0].label
            annotated = replace(annotated, part_of=label, alone=alone)
            if alone:
                annotated = with_caution(annotated, {annotated.id: f"{ALSO_JOINED} {label}"})
        reported = frozenset(change.id for change in mine if not change.left_out)
        if not mine or (alone and not (reported and reason_to_leave_out(annotated))):
            self._seen.discard(annotated.id)
            call.annotated = self._count(annotated)
            return
        call.annotated = annotated
        if reported:
            self._reported_alleles += 1
            self._joined_alleles += 1
            self.joined_in.append(reported)
        else:
            self._filtered[mine[0].left_out] += 1

    def _fail(self, record: VcfRecord, contig: str, alt: str, reason: str) -> None:
        self._failed[reason] += 1
        self._unusable.add_failed(record, contig, alt, reason)

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


def _settled(taken: Iterable[SmallVariant | Waiting]) -> list[SmallVariant]:
    """Return the alleles of a record, each change behind its last part."""
    found = []
    for each in taken:
        if isinstance(each, Waiting):
            found += [each.annotated, *each.joined]
        else:
            found.append(each)
    return found
