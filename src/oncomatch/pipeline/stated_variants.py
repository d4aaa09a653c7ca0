"""The tumours that a stated alteration may mean: exact changes as variants, the rest as stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, product

from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.resolve import Resolution, Resolved, Resolver
from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    CodingChange,
    Fusion,
    ProteinChange,
    atoms_of,
)
from oncomatch.domain.build import GenomeBuild, find_build
from oncomatch.domain.genetic_code import translate
from oncomatch.domain.protein_change import normalize_protein_change
from oncomatch.domain.variant import Reads, Variant, VariantCall
from oncomatch.errors import InputError
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.protein_names import same_protein
from oncomatch.readers.alteration_words import Understood
from oncomatch.reference.bundle import Reference
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript

_BUILD = GenomeBuild.GRCH38
_UNKNOWN_READS = Reads()
_MOST = 64


@dataclass(frozen=True)
class Possible:
    """One tumour that the words may mean: its variants, and what is stated beside them."""

    variants: tuple[SmallVariant, ...]
    stated: tuple[Biomarker, ...]
    notes: tuple[str, ...]


class StatedVariants:
    """Turns what was understood into possible tumours."""

    def __init__(self, reference: Reference, knowledge: KnowledgeBase):
        self._reference = reference
        self._knowledge = knowledge
        self._resolver = Resolver(reference)
        self._annotator = Annotator(reference)

    @cached_property
    def _named(self) -> frozenset[tuple[str, str]]:
        """Protein changes that any source names, by whatever numbering."""
        knowledge = self._knowledge
        patterns = [each.biomarker for each in knowledge.evidence]
        patterns += [each.biomarker for each in knowledge.meanings]
        changes = (
            (atom.gene, normalize_protein_change(atom.change))
            for pattern in patterns
            for atom in atoms_of(pattern)
            if isinstance(atom, ProteinChange)
        )
        return frozenset(changes) | knowledge.hotspots

    @cached_property
    def _fusions(self) -> frozenset[tuple[str, str]]:
        """Pairs of genes of the fusions that any source names."""
        knowledge = self._knowledge
        patterns = [each.biomarker for each in knowledge.evidence]
        patterns += [each.biomarker for each in knowledge.meanings]
        patterns += [each.biomarker for each in knowledge.approvals]
        return frozenset(
            (atom.gene, atom.partner)
            for pattern in patterns
            for atom in atoms_of(pattern)
            if isinstance(atom, Fusion) and atom.partner
        )

    def in_usual_order(self, understood: Understood) -> Understood:
        """Return fusions with their genes in the order in which sources name them.

        Who writes `FLI1-EWSR1` seldom means the reciprocal fusion, which no source speaks of.
        """
        notes: list[str] = []

        def turned(pattern: Biomarker) -> Biomarker:
            if not isinstance(pattern, Fusion) or not pattern.partner:
                return pattern
            pair = (pattern.gene, pattern.partner)
            if pair in self._fusions or pair[::-1] not in self._fusions:
                return pattern
            usual = Fusion(pattern.partner, pattern.gene, pattern.partner_exon, pattern.exon)
            notes.append(f"{pattern} is taken as {usual}, as sources name it")
            return usual

        patterns = tuple(map(turned, understood.biomarkers))
        return replace(understood, biomarkers=patterns, notes=(*understood.notes, *notes))

    def possible(self, understood: Understood, gene: str) -> tuple[Possible, ...]:
        """Return every tumour that the words may mean, at least one.

        Raises:
            InputError: the protein does not have the residue that a change names, a notation has
                no place or lies in another gene than `gene`, or there are too many alternatives.
        """
        if understood.notation:
            variant, note = self._of_notation(understood.notation, gene)
            return (Possible((variant,), (), (note,) if note else ()),)
        choices = [
            each.parts if isinstance(each, AnyOf) else (each,) for each in understood.biomarkers
        ]
        chosen = list(islice(product(*choices), _MOST + 1))
        if len(chosen) > _MOST:
            raise InputError("the words leave too many alternatives open; ask them one by one")
        return tuple(self._tumour(patterns) for patterns in chosen)

    def _tumour(self, patterns: tuple[Biomarker, ...]) -> Possible:
        variants: list[SmallVariant] = []
        stated: list[Biomarker] = []
        notes: list[str] = []
        held = (part for each in patterns for part in _held_together(each))
        for pattern in held:
            found, note = self._variant_of(pattern)
            if found is not None:
                variants.append(found)
            else:
                stated.append(pattern)
            notes += [note] if note else []
        return Possible(tuple(variants), tuple(stated), tuple(notes))

    def _of_notation(self, text: str, gene: str) -> tuple[SmallVariant, str]:
        named, build = _build_of(text)
        resolution = self._resolver.resolve(named, build)
        found = next((each for each in resolution.on(_BUILD) if each.variant is not None), None)
        if found is None:
            reasons = [each.reason for each in resolution.failures]
            raise InputError(f"{text!r}: {'; '.join(reasons) or 'its bases are not embedded'}")
        variant = self._annotated(found)
        asked = self._reference.find_gene(gene.strip()) if gene.strip() else None
        if asked is not None and asked.symbol not in variant.gene.split("; "):
            raise InputError(f"{text!r} lies in {variant.gene or 'no gene'}, not {asked.symbol}")
        return variant, f"{text} is {variant.label}"

    def _variant_of(self, biomarker: Biomarker) -> tuple[SmallVariant | None, str]:
        """Return the variant that an exact change means, with a note on its numbering.

        None where the change is not exact, or cannot be placed: then it stays a statement.
        """
        if not isinstance(biomarker, ProteinChange | CodingChange):
            return None, ""
        gene, change = biomarker.gene, biomarker.change
        prefix = "p." if isinstance(biomarker, ProteinChange) else ""
        resolution = self._resolver.resolve(f"{gene} {prefix}{change}")
        found = next((each for each in resolution.on(_BUILD) if each.variant is not None), None)
        if found is None and prefix:
            found = self._spelled_out(resolution, change)
        if found is None or found.variant is None:
            if self._reference.has_sequence(gene, _BUILD) and resolution.failures:
                raise InputError(resolution.failures[0].reason)
            return None, ""
        variant = self._annotated(found)
        note = "; ".join(self._numberings(found, variant, change)) if prefix else ""
        return variant, note

    def _spelled_out(self, resolution: Resolution, change: str) -> Resolved | None:
        """Return a variant that gives an insertion of residues which many DNA changes give.

        Patterns ask for the protein; which codons stand for the residues is our choice.
        """
        place = next(iter(resolution.on(_BUILD)), None)
        parts = re.fullmatch(r"([A-Z])(\d+)(?:_([A-Z])(\d+))?(del)?ins([A-Z]+)", change)
        if place is None or parts is None:
            return None
        transcripts = self._reference.transcripts_of(place.gene, _BUILD)
        transcript = next((e for e in transcripts if e.accession == place.transcript), None)
        if transcript is None:
            return None
        first, last = int(parts[2]), int(parts[4] or parts[2])
        if not parts[5]:
            first, last = last, first
        variant = _rewritten(transcript, first, last, parts[6], self._reference)
        if variant is None:
            return None
        found = replace(place, variant=variant)
        effect = self._annotated(found).effect_on(transcript.accession)
        made = normalize_protein_change(effect.protein_change) if effect is not None else ""
        return found if same_protein(made, change, transcript.protein_sequence) else None

    def _annotated(self, found: Resolved) -> SmallVariant:
        assert found.variant is not None
        call = VariantCall(found.variant, found.variant.id, 0, (), _UNKNOWN_READS)
        return self._annotator.with_other_transcripts(self._annotator.annotate(call, ""))

    def _numberings(self, found: Resolved, variant: SmallVariant, asked: str) -> Iterator[str]:
        """Yield how the change is counted elsewhere, where a reader may know it by that number.

        That is on the reported transcript, if it was asked by another numbering; and on others
        whose number a source uses.
        """
        effect = variant.effect
        if effect is None:
            return
        reported = effect.protein_change
        if reported and reported != asked and effect.transcript != found.transcript:
            yield (
                f"{asked} is counted on {found.transcript}; on {effect.transcript} it is {reported}"
            )
            return
        for other in self._resolver.other_numbering(found):
            transcript, _, change = other.partition(":")
            if (variant.gene, change) in self._named:
                yield f"{asked} is counted on {effect.transcript}; on {transcript} it is {change}"


def _held_together(pattern: Biomarker) -> tuple[Biomarker, ...]:
    """Return the parts of AND, each of which is stated by itself."""
    return pattern.parts if isinstance(pattern, AllOf) else (pattern,)


def _build_of(text: str) -> tuple[str, GenomeBuild | None]:
    """Return a notation without the build before it: `hg19 7-55259515-T-G`."""
    parts = re.split("[: ]", text, maxsplit=1)
    build = find_build(parts[0])
    return (parts[1], build) if build is not None and len(parts) > 1 else (text, None)


def _rewritten(
    transcript: Transcript, first: int, last: int, residues: str, reference: Reference
) -> Variant | None:
    """Return the variant that puts residues in the place of residues `first` to `last`.

    `last` one below `first` makes an insertion before `first`. None across an intron.
    """
    coding = "".join(_CODONS[residue] for residue in residues)
    length = (last - first + 1) * 3
    forward = transcript.strand > 0
    low, high = ((first - 1) * 3 - 1, last * 3) if forward else (last * 3, (first - 1) * 3 - 1)
    start0 = transcript.to_genomic(low + transcript.cds_start)
    end0 = transcript.to_genomic(high + transcript.cds_start)
    if end0 - start0 != length + 1:
        return None
    ref = reference.sequences.bases(_BUILD, transcript.contig, start0, start0 + 1 + length)
    alt = ref[0] + (coding if forward else reverse_complement(coding))
    return Variant(transcript.contig, start0 + 1, ref, alt, _BUILD) if "N" not in ref else None


_CODONS = {translate("".join(bases)): "".join(bases) for bases in product("ACGT", repeat=3)}
