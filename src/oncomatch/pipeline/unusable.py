"""Calls that were located but not used, in all genes or in one: these are not called normal."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from oncomatch.annotation.edit import trim
from oncomatch.domain.alteration import SmallVariant, UnusableCall
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import canonical_contig
from oncomatch.pipeline.structural import Place, places_of
from oncomatch.readers.lines import printable
from oncomatch.readers.vcf import BadLine, VcfRecord
from oncomatch.reference.bundle import Reference


def written(record: VcfRecord, alt: str) -> str:
    """Return contig, position, REF and ALT as in the file."""
    return printable(f"{record.contig}:{record.position} {record.ref}>{alt}")


class UnusableCalls:
    """The located calls of a file that were not used, as far as they lie in a gene."""

    def __init__(self, reference: Reference, build: GenomeBuild):
        self._reference = reference
        self._build = build
        self.found: list[UnusableCall] = []
        self._beside: set[str] = set()

    def add_failed(self, record: VcfRecord, contig: str, alt: str, reason: str) -> None:
        """Keep an allele that could not be read or contradicts the reference."""
        start0 = record.position - 1
        self._add([(contig, start0, start0 + len(record.ref))], written(record, alt), reason)

    def add_line(self, bad: BadLine) -> None:
        """Keep a line that is no record, if its place can be read or it names a gene."""
        if bad.place is not None:
            contig, position = bad.place
            here = (canonical_contig(contig), position - 1, position)
            self._add([here], printable(f"{contig}:{position}, line {bad.line}"), bad.reason)
        named = [gene.symbol for name in bad.genes if (gene := self._reference.find_gene(name))]
        if named:
            self.found.append(UnusableCall(tuple(named), f"line {bad.line}", bad.reason))

    def add_structural(self, record: VcfRecord, alt: str, reason: str) -> None:
        """Keep a structural allele."""
        self._add(places_of(record, alt), written(record, alt), reason)

    def add_beside(self, annotated: SmallVariant, is_harmless: Callable[[str], bool]) -> None:
        """Keep a call for the genes without sequence over which it lies beside its own.

        `is_harmless` says of a gene that the file's own annotation finds nothing to report there.
        """
        edit = trim(annotated.variant)
        contig, end0 = annotated.variant.contig, max(edit.end0, edit.start0 + 1)
        over = self._reference.loci_over(self._build, contig, edit.start0, end0)
        genes = tuple(
            gene
            for gene in over
            if gene != annotated.gene
            and not self._reference.has_sequence(gene, self._build)
            and not is_harmless(gene)
        )
        if genes and annotated.id not in self._beside:
            self._beside.add(annotated.id)
            reason = f"it is read in {annotated.gene}, and the sequence here is not embedded"
            self.found.append(UnusableCall(genes, annotated.written, reason))

    def _add(self, places: Iterable[Place], name: str, reason: str) -> None:
        genes: set[str] = set()
        for place in places:
            genes.update(self._reference.genes_near(self._build, *place, 0))
            genes.update(self._reference.loci_over(self._build, *place))
        if genes:
            self.found.append(UnusableCall(tuple(sorted(genes)), name, reason))
