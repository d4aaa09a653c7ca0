"""Which transcripts of a gene a bundle takes, and on which one changes are reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Gene, Reference
from oncomatch.reference.bundle_tables import fits
from oncomatch.reference.gff import GffTranscript
from oncomatch.reference.models import TranscriptModel
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript
from oncomatch.reference.whole_coding import (
    placement_of,
    selenocysteines_of,
    sequence_fault,
    structural_fault,
)

SELECT, PLUS_CLINICAL = "MANE Select", "MANE Plus Clinical"
_CANONICAL = frozenset(("Ensembl canonical", "RefSeq Select"))

TWICE = "a transcript of that name is there already"
NAME_TOO_LONG = "a name is too long for the bundle"
WITHOUT_SELECT = (
    "the gene's MANE Select transcript is refused; another would name changes otherwise"
)
OUTSIDE_GENE = "lies outside its gene"

_BEGINNING = 30


@dataclass(frozen=True, slots=True)
class Refusal:
    """A coding transcript that is not in the bundle; `position` is the gene's, 1-based."""

    gene: str
    transcript: str
    contig: str
    position: int
    reason: str


class GeneChoice:
    """Checks and orders the transcripts of one gene after the other.

    `has_mane` says whether the GFF has MANE tags. Where it has none, they are taken from the
    bundled transcripts of the same id and coding sequence.
    """

    def __init__(self, bundled: Reference, build: GenomeBuild, *, has_mane: bool):
        self._bundled = bundled
        self._build = build
        self._has_mane = has_mane
        self._accessions: set[str] = set()

    def choose(
        self, gene: Gene, transcripts: Iterable[GffTranscript], start0: int, bases: str
    ) -> tuple[list[TranscriptModel], list[Refusal]]:
        """Return the transcripts of a gene, the reported one first, and the refused ones.

        `bases` are those of the gene from `start0` (0-based) on. The order is MANE Select; the
        coding sequence that is reported by default; Ensembl canonical or RefSeq Select; MANE Plus
        Clinical; curated before predicted ones (XM_); the longest; by name.
        """
        bundled = self._bundled.transcripts_of(gene.symbol, self._build)
        starts = {each.cds[:_BEGINNING] for each in bundled if each.cds[:3] != "ATG"}
        whole: list[tuple[tuple[object, ...], TranscriptModel]] = []
        refused: list[Refusal] = []
        select_refused = False
        for transcript in transcripts:
            reason = structural_fault(transcript)
            cds = "" if reason else _spliced(transcript, start0, bases)
            if not reason:
                reason = sequence_fault(transcript, cds, starts) if cds else OUTSIDE_GENE
            model = None if reason else self._model(gene, transcript, cds, bundled)
            if model is not None:
                reason = self._name_fault(model)
            if reason or model is None:
                select_refused = select_refused or SELECT in transcript.tags
                refused.append(_refusal(gene, transcript, start0, reason))
            else:
                self._accessions.add(model.accession)
                whole.append((_order(model, transcript, bundled), model))
        whole.sort(key=lambda pair: pair[0])
        if select_refused and not any(model.mane == SELECT for _, model in whole):
            by_name = {each.accession: each for each in transcripts}
            refused += [
                _refusal(gene, by_name[model.accession], start0, WITHOUT_SELECT)
                for _, model in whole
            ]
            return [], refused
        return [model for _, model in whole], refused

    def _model(
        self,
        gene: Gene,
        transcript: GffTranscript,
        cds: str,
        bundled: tuple[Transcript, ...],
    ) -> TranscriptModel:
        mane = next((tag for tag in (SELECT, PLUS_CLINICAL) if tag in transcript.tags), "")
        accession = transcript.accession if mane else ""
        if not self._has_mane:
            for each in bundled:
                same = each.accession.split(".")[0] == transcript.accession.split(".")[0]
                if same and each.cds == cds and each.mane:
                    mane, accession = each.mane, each.mane_accession
                    break
        return TranscriptModel(
            gene=gene.symbol,
            accession=transcript.accession,
            protein=transcript.protein,
            mane=mane,
            mane_accession=accession,
            strand=transcript.strand,
            cds=cds,
            placements={self._build: placement_of(transcript)},
            coding_only=not transcript.exons,
            selenocysteines=selenocysteines_of(transcript, cds),
        )

    def _name_fault(self, model: TranscriptModel) -> str:
        if model.accession in self._accessions:
            return TWICE
        return "" if fits(model) else NAME_TOO_LONG


def _refusal(gene: Gene, transcript: GffTranscript, start0: int, reason: str) -> Refusal:
    return Refusal(gene.symbol, transcript.accession, transcript.contig, start0 + 1, reason)


def _spliced(transcript: GffTranscript, start0: int, bases: str) -> str:
    """Return the coding sequence, empty where the gene's bases do not reach that far."""
    parts = []
    for start, end in transcript.coding:
        if start < start0 or end > start0 + len(bases):
            return ""
        part = bases[start - start0 : end - start0]
        parts.append(part if transcript.strand > 0 else reverse_complement(part))
    return "".join(parts)


def _order(
    model: TranscriptModel, transcript: GffTranscript, bundled: tuple[Transcript, ...]
) -> tuple[object, ...]:
    if model.mane == SELECT:
        rank = 0
    elif bundled and model.cds == bundled[0].cds:
        rank = 1
    elif transcript.tags & _CANONICAL:
        rank = 2
    else:
        rank = 3 if model.mane == PLUS_CLINICAL else 4
    predicted = model.accession.startswith("XM_")
    return rank, predicted, -len(model.cds), model.accession
