"""What the file itself, or a table of recurrent changes, says of the alleles that are annotated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from oncomatch.annotation.annotator import Annotation, Annotator
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Reads, Variant
from oncomatch.knowledge.hotspot_sites import open_hotspot_sites
from oncomatch.pipeline.file_answers import FileAnswers
from oncomatch.pipeline.unusable import written
from oncomatch.readers.vcf import VcfHeader, VcfRecord
from oncomatch.reference.bundle import Reference

_NO_READS = Reads(None, None, None)


class AnnotationAnswers:
    """Takes effects from the file, or compares them, as `FileAnswers` does for a case."""

    def __init__(self, header: VcfHeader, reference: Reference, annotator: Annotator):
        self._answers = FileAnswers(header, reference, annotator)
        self.stand_in_file = self._answers.stand_in_file

    def apply(
        self, record: VcfRecord, allele: int, variant: Variant, found: Annotation, hgvs_g: str
    ) -> Annotation:
        """Return what is known of a normalised variant; the note of its effect says from where."""
        if found.effect is not None and not self.stand_in_file:
            return found
        call = SmallVariant(
            variant=variant,
            written=written(record, record.alternates[allele]),
            filters=record.filters,
            reads=_NO_READS,
            gene=found.gene,
            state=found.state,
            effect=found.effect,
            other_effects=found.others,
            hgvs_g=hgvs_g,
            mane=found.mane,
            note=found.note,
        )
        answer = self._answers.apply(record, allele, call)
        if answer is call or answer.effect is None:
            return found
        effect = answer.effect
        if answer.caution:
            note = f"{effect.note}; {answer.caution}" if effect.note else answer.caution
            effect = replace(effect, note=note)
        return Annotation(
            answer.gene, answer.state, effect, answer.other_effects, answer.mane, answer.note
        )

    def genes(self, loci: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
        """Return which of the genes' loci may have answers: all of a file that is annotated."""
        return loci if self.stand_in_file else ()

    def sites(self, build: GenomeBuild, contig: str) -> list[tuple[int, int]]:
        """Return where the table has recurrent changes (0-based, half-open)."""
        return [
            (site.start0, site.end0)
            for site in open_hotspot_sites()
            if site.build is build and site.contig == contig
        ]

    def doubts(self) -> list[str]:
        """Return what is to be said of the comparison as a whole."""
        return self._answers.differences()
