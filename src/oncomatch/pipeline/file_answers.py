"""What the file's own annotation, or a table of recurrent changes, says of a call.

A gene without embedded sequence takes its effect from there, marked as not checked here; a
position in the table goes first, since knowledge counts residues as it does. Where our own effect
is known the file's is compared with it on the same transcript, and a different answer becomes a
caution with both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.edit import trim
from oncomatch.annotation.reporting_rule import reason_of_effect
from oncomatch.domain.alteration import (
    NOT_CHECKED,
    AnnotationState,
    SmallVariant,
    TranscriptEffect,
)
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.protein_change import normalize_protein_change, residues_of
from oncomatch.knowledge.hotspot_sites import SOURCE, open_hotspot_sites
from oncomatch.matching.protein_names import same_protein
from oncomatch.readers.consequence_fields import ConsequenceFields, FileEffect
from oncomatch.readers.vcf import VcfHeader, VcfRecord
from oncomatch.reference.bundle import Reference

_ALIKE = {
    Consequence.SPLICE_REGION: "near a splice site",
    Consequence.SPLICE_DONOR_5TH_BASE: "near a splice site",
    Consequence.SPLICE_DONOR_REGION: "near a splice site",
    Consequence.SPLICE_POLYPYRIMIDINE_TRACT: "near a splice site",
    Consequence.INTRON: "near a splice site",
    Consequence.INFRAME_DELETION: "in frame",
    Consequence.INFRAME_INSERTION: "in frame",
    Consequence.PROTEIN_ALTERING: "in frame",
    Consequence.MISSENSE: "in frame",
    Consequence.FIVE_PRIME_UTR: "outside the coding sequence",
    Consequence.THREE_PRIME_UTR: "outside the coding sequence",
    Consequence.UPSTREAM_GENE: "outside the coding sequence",
    Consequence.DOWNSTREAM_GENE: "outside the coding sequence",
    Consequence.NON_CODING_TRANSCRIPT: "outside the coding sequence",
    Consequence.NON_CODING_TRANSCRIPT_EXON: "outside the coding sequence",
}
"""Terms that tools and their releases give to one and the same change."""


class FileAnswers:
    """The answers of one file, and how often they are not ours."""

    def __init__(self, header: VcfHeader, reference: Reference, annotator: Annotator):
        self._fields = ConsequenceFields(header)
        self._reference = reference
        self._annotator = annotator
        self._compared = 0
        self._different = 0
        self._hidden: list[str] = []

    @property
    def stand_in_file(self) -> bool:
        """Whether the header declares an annotation that is read."""
        return bool(self._fields)

    def apply(self, record: VcfRecord, allele: int, annotated: SmallVariant) -> SmallVariant:
        """Return a call with its effect taken from elsewhere, or compared, as the case may be."""
        if annotated.state is AnnotationState.DETERMINED:
            return self._compare(record, allele, annotated) if self._fields else annotated
        said = self._said(record, allele, annotated) if self._fields else []
        if annotated.state is AnnotationState.NOT_DETERMINED:
            named = self._named_by_table(annotated)
            if named is not None:
                return _with_others(named, said)
        if not said:
            return annotated
        best = said[0]
        if annotated.state is AnnotationState.NO_GENE and reason_of_effect(best.effect):
            return annotated
        note = f"{best.tool} annotates it so in the file; {NOT_CHECKED}"
        return replace(
            annotated,
            gene=best.effect.gene,
            state=AnnotationState.FROM_FILE,
            effect=replace(best.effect, note=note),
            note=note,
        )

    def doubts(self) -> list[str]:
        """Return what the reader of the report must know of the comparison."""
        found = self.differences()
        if self._hidden:
            found.append(
                f"{len(self._hidden)} of these are not reported here, though they alter a protein "
                f"by the file's own annotation, first {self._hidden[0]}."
            )
        return found

    def differences(self) -> list[str]:
        """Return on how many calls the file does not say what we say, if on any."""
        if not self._different:
            return []
        return [
            f"The file's own annotation differs from ours on {self._different} of "
            f"{self._compared} calls that were compared; both answers stand with each call."
        ]

    def finds_nothing(self, record: VcfRecord, allele: int, gene: str) -> bool:
        """Whether the file annotates the call in a gene, with nothing there that is reported."""
        said = [
            each.effect
            for each in self._fields.effects_of(record, allele)
            if self._is_gene(each.effect.gene, gene)
        ]
        return bool(said) and all(reason_of_effect(effect) for effect in said)

    def _said(self, record: VcfRecord, allele: int, annotated: SmallVariant) -> list[FileEffect]:
        """Return what the file says of genes without sequence at the place, the best first."""
        located = annotated.gene.split("; ") if annotated.gene else []
        build = annotated.variant.build
        found = []
        for said in self._fields.effects_of(record, allele):
            gene = self._reference.find_gene(said.effect.gene)
            if gene is None:
                continue
            hidden = not self._reference.has_sequence(gene.symbol, build)
            if gene.symbol in located or (not located and hidden):
                effect = replace(said.effect, gene=gene.symbol)
                found.append(replace(said, effect=effect))
        return sorted(found, key=_preference)

    def _named_by_table(self, annotated: SmallVariant) -> SmallVariant | None:
        site = open_hotspot_sites().get(annotated.variant)
        if site is None or site[0] not in annotated.gene.split("; "):
            return None
        gene, change = site
        number = residues_of(change)[0][1]
        stop = change.endswith("*")
        note = f"{SOURCE} names this base change so; {NOT_CHECKED}"
        effect = TranscriptEffect(
            transcript="",
            gene=gene,
            consequences=(Consequence.STOP_GAINED if stop else Consequence.MISSENSE,),
            protein_change=change,
            first_residue=number,
            last_residue=number,
            residue_delta=None if stop else 0,
            escapes_decay=stop,
            note=note,
        )
        return replace(
            annotated,
            gene=gene,
            state=AnnotationState.FROM_HOTSPOTS,
            effect=effect,
            note=note,
        )

    def _compare(self, record: VcfRecord, allele: int, annotated: SmallVariant) -> SmallVariant:
        assert annotated.effect is not None
        said = [
            each
            for each in self._fields.effects_of(record, allele)
            if self._is_gene(each.effect.gene, annotated.gene)
        ]
        pairs = self._pairs(annotated, said)
        reported = not reason_of_effect(annotated.effect)
        if not pairs or not (reported or any(_matters(theirs) for _, theirs in pairs)):
            return annotated
        self._compared += 1
        build = annotated.variant.build
        for ours, theirs in pairs:
            if agree(ours, theirs.effect, self._protein(annotated.gene, ours.transcript, build)):
                return annotated
        self._different += 1
        ours, theirs = pairs[0]
        if not reported:
            self._hidden.append(f"{annotated.written} ({_words(theirs.effect)})")
        caution = (
            f"{theirs.tool} in the file says {_words(theirs.effect)}, here it is {_words(ours)}"
        )
        return replace(annotated, caution=caution)

    def _is_gene(self, written: str, symbol: str) -> bool:
        if written == symbol:
            return True
        gene = self._reference.find_gene(written)
        return gene is not None and gene.symbol == symbol

    def _pairs(
        self, annotated: SmallVariant, said: Sequence[FileEffect]
    ) -> list[tuple[TranscriptEffect, FileEffect]]:
        """Return our effect and the file's on one transcript, the reported one if it is there.

        Where the file has none of our transcripts, all of the gene are set beside ours.
        """
        ours = annotated.effect
        assert ours is not None
        variant = annotated.variant
        by_name = {_bare(each.effect.transcript): each for each in said}
        if _bare(ours.transcript) in by_name:
            return [(ours, by_name[_bare(ours.transcript)])]
        for transcript in self._reference.transcripts_of(annotated.gene, variant.build):
            theirs = by_name.get(_bare(transcript.accession))
            if theirs is not None:
                effect = self._annotator.effect(transcript, variant.build, trim(variant))
                if effect is not None:
                    return [(effect, theirs)]
        return [(ours, each) for each in sorted(said, key=_preference)]

    def _protein(self, gene: str, accession: str, build: GenomeBuild) -> str:
        for transcript in self._reference.transcripts_of(gene, build):
            if transcript.accession == accession:
                return transcript.protein_sequence
        return ""


def agree(ours: TranscriptEffect, theirs: TranscriptEffect, protein: str) -> bool:
    """Whether two tools tell the same change of a protein, or of what lies beside it.

    Without two names of a protein change the most severe consequences are compared; terms that
    tools and their releases give to one change count as one.
    """
    one = normalize_protein_change(ours.protein_change)
    two = normalize_protein_change(theirs.protein_change)
    if one and two:
        shifted = one.endswith("fs") and two.endswith("fs")
        same_place = residues_of(one)[:1] == residues_of(two)[:1]
        return (shifted and same_place) or same_protein(one, two, protein)
    first, second = ours.most_severe, theirs.most_severe
    return _ALIKE.get(first, first.so_term) == _ALIKE.get(second, second.so_term)


def _matters(said: FileEffect) -> bool:
    return not reason_of_effect(said.effect)


def _preference(said: FileEffect) -> tuple[object, ...]:
    marks = tuple(not mark for mark in said.preferred)
    return (*marks, said.effect.most_severe.rank, said.effect.transcript)


def _bare(accession: str) -> str:
    return accession.partition(".")[0]


def _words(effect: TranscriptEffect) -> str:
    name = effect.protein_change or effect.hgvs_c.rpartition(":")[2]
    terms = "&".join(term.so_term for term in effect.consequences)
    where = f" on {effect.transcript}" if effect.transcript else ""
    return f"{f'{name}, ' if name else ''}{terms}{where}"


def _with_others(named: SmallVariant, said: Iterable[FileEffect]) -> SmallVariant:
    """Return a call that the table names, with what the file says of the same gene beside it."""
    assert named.effect is not None
    own = normalize_protein_change(named.effect.protein_change)
    others: dict[TranscriptEffect, None] = {}
    different = ""
    for each in said:
        if each.effect.gene == named.gene:
            others[each.effect] = None
            if not different and normalize_protein_change(each.effect.protein_change) != own:
                different = f"{each.tool} in the file says {_words(each.effect)}"
    return replace(named, other_effects=(*others, *named.other_effects), caution=different)
