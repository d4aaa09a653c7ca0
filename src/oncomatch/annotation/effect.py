"""What an edit does to one transcript: place, consequence, HGVS c. and p."""

from __future__ import annotations

from dataclasses import replace

from oncomatch.annotation.edit import BaseSource, Edit, shift_right
from oncomatch.annotation.hgvs import describe_coding
from oncomatch.annotation.protein import CodingEdit, ProteinEffect, protein_effect
from oncomatch.annotation.splice import splice_terms, touches_splice_site
from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.consequence import Consequence, sort_by_severity
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript

NEARBY = 5000
"""Bases around a transcript that Ensembl calls up- and downstream."""

_DECAY_MARGIN = 50


def transcript_effect(
    transcript: Transcript, edit: Edit, bases: BaseSource
) -> TranscriptEffect | None:
    """Return the effect of an edit, given in its leftmost placement.

    None when the edit is not within 5,000 bases of the transcript, or lies where a
    coding-only transcript says nothing.
    """
    if edit.end0 <= transcript.start0 - NEARBY or edit.start0 >= transcript.end0 + NEARBY:
        return None
    rightmost = shift_right(edit, bases)
    stated = rightmost if transcript.strand > 0 else edit
    placed = stated if edit == rightmost else _mildest(transcript, stated, (edit, rightmost))
    outside = placed.end0 <= transcript.start0 or placed.start0 >= transcript.end0
    if outside and transcript.coding_only:
        return None
    coding = _coding_interval(transcript, placed)
    if coding is not None:
        effect = _coding_effect(transcript, placed, coding, bases)
    else:
        effect = _other_effect(transcript, placed)
    exon, intron = exons_and_introns(transcript, placed)
    effect = replace(effect, exon=exon, intron=intron)
    effect = _with_hgvs_c(transcript, effect, stated, bases)
    if coding is not None and len(edit.ref) == len(edit.alt) == 1:
        return _against_transcript(transcript, effect, edit, coding[0])
    return effect


def _against_transcript(
    transcript: Transcript, effect: TranscriptEffect, edit: Edit, coding: int
) -> TranscriptEffect:
    """Describe a substitution from the transcript's own base where the genome differs from it."""
    if coding not in transcript.cds_differences:
        return effect
    old = transcript.cds[coding]
    new = edit.alt if transcript.strand > 0 else reverse_complement(edit.alt)
    change = f"{coding + 1}=" if old == new else f"{coding + 1}{old}>{new}"
    return replace(effect, hgvs_c=f"{transcript.accession}:c.{change}")


def _mildest(transcript: Transcript, stated: Edit, placements: tuple[Edit, Edit]) -> Edit:
    """Return a placement at which essential splice sites and the start codon stay whole.

    All placements give one sequence; where a placement leaves a site intact, it is intact. The
    stated one is returned where no other is milder.
    """

    def damage(edit: Edit) -> tuple[bool, bool]:
        terms = splice_terms(transcript, edit.start0, edit.end0)
        return touches_splice_site(terms), _touches_start(transcript, edit)

    return min((stated, *placements), key=damage)


def _touches_start(transcript: Transcript, edit: Edit) -> bool:
    """Whether an edit replaces a base of the start codon or comes between its bases."""
    start = transcript.cds_start
    if edit.is_insertion:
        index = _insertion_index(transcript, edit.start0)
        return index is not None and start < index < start + 3
    codon = (transcript.to_genomic(exonic) for exonic in range(start, start + 3))
    return any(edit.start0 <= base < edit.end0 for base in codon)


def _coding_interval(transcript: Transcript, edit: Edit) -> tuple[int, int] | None:
    """Return the coding positions that the edit replaces, None unless it is coding throughout."""
    if edit.is_insertion:
        index = _insertion_index(transcript, edit.start0)
        if index is None or not transcript.cds_start < index < transcript.cds_end:
            return None
        return index - transcript.cds_start, index - transcript.cds_start
    first, last = transcript.to_exonic(edit.start0), transcript.to_exonic(edit.end0 - 1)
    if first is None or last is None:
        return None
    low, high = min(first, last), max(first, last) + 1
    if high - low != len(edit.ref):
        return None
    if low < transcript.cds_start or high > transcript.cds_end:
        return None
    return low - transcript.cds_start, high - transcript.cds_start


def _insertion_index(transcript: Transcript, start0: int) -> int | None:
    """Return the exonic position before which an insertion comes; exon borders count as exon."""
    after, before = transcript.to_exonic(start0), transcript.to_exonic(start0 - 1)
    if after is not None:
        return after if transcript.strand > 0 else after + 1
    if before is not None:
        return before + 1 if transcript.strand > 0 else before
    return None


def _tail(transcript: Transcript, bases: BaseSource) -> str:
    """Return what follows the coding sequence on the transcript, empty where it is not known."""
    if transcript.coding_only:
        return ""
    parts = []
    for number, (start, end) in enumerate(transcript.exons):
        skip = max(0, transcript.cds_end - transcript.offsets[number])
        if skip < end - start:
            if transcript.strand > 0:
                parts.append(bases(start + skip, end))
            else:
                parts.append(reverse_complement(bases(start, end - skip)))
    return "".join(parts)


def _coding_effect(
    transcript: Transcript, edit: Edit, coding: tuple[int, int], bases: BaseSource
) -> TranscriptEffect:
    start, end = coding
    forward = transcript.strand > 0
    alt = edit.alt if forward else reverse_complement(edit.alt)
    differing = [at for at in transcript.cds_differences if start <= at < end]
    note = ""
    if differing:
        note = f"{transcript.accession} differs from the genome at c.{differing[0] + 1}"
    reads_on = (len(alt) - (end - start)) % 3 or end > len(transcript.cds) - 3
    tail = _tail(transcript, bases) if reads_on else ""
    protein = protein_effect(
        CodingEdit(transcript.cds, transcript.protein_sequence, start, end, alt, tail)
    )
    terms = set(protein.consequences) | splice_terms(transcript, edit.start0, edit.end0)
    return _from_protein(transcript, protein, terms, end - start - len(alt), note)


def _from_protein(
    transcript: Transcript,
    protein: ProteinEffect,
    terms: set[Consequence],
    removed: int,
    note: str,
) -> TranscriptEffect:
    return TranscriptEffect(
        transcript=transcript.accession,
        gene=transcript.gene,
        consequences=sort_by_severity(terms),
        hgvs_p=f"{transcript.protein}:{protein.description}".lstrip(":"),
        protein_change=protein.short,
        first_residue=protein.first_residue,
        last_residue=protein.last_residue,
        residue_delta=protein.residue_delta,
        escapes_decay=protein.new_stop is not None
        and stop_escapes(transcript, protein.new_stop, removed),
        note=note,
    )


def stop_escapes(transcript: Transcript, stop: int, removed: int) -> bool:
    """Whether a premature stop at residue `stop` lies too far 3' for nonsense-mediated decay.

    `removed` is how many bases the change takes out. The last exon and the last 50 bases before
    its junction are spared.
    """
    if len(transcript.exons) == 1:
        return True
    junction = transcript.offsets[-2] - transcript.cds_start
    return (stop - 1) * 3 + removed >= junction - _DECAY_MARGIN


def _other_effect(transcript: Transcript, edit: Edit) -> TranscriptEffect:
    terms = _place_terms(transcript, edit) | splice_terms(transcript, edit.start0, edit.end0)
    unknown = touches_splice_site(terms) or bool(
        terms
        & {
            Consequence.CODING_SEQUENCE,
            Consequence.START_LOST,
            Consequence.STOP_LOST,
            Consequence.TRANSCRIPT_ABLATION,
        }
    )
    return TranscriptEffect(
        transcript=transcript.accession,
        gene=transcript.gene,
        consequences=sort_by_severity(terms),
        hgvs_p=f"{transcript.protein}:p.?".lstrip(":") if unknown else "",
    )


def _place_terms(transcript: Transcript, edit: Edit) -> set[Consequence]:
    if edit.is_insertion:
        return {_insertion_place(transcript, edit.start0)}
    start0, end0 = edit.start0, edit.end0
    inside = min(end0, transcript.end0) - max(start0, transcript.start0)
    if inside <= 0:
        return {_beside(transcript, start0)}
    if start0 <= transcript.start0 and transcript.end0 <= end0 and edit.is_deletion:
        return {Consequence.TRANSCRIPT_ABLATION}
    terms: set[Consequence] = set()
    exonic = 0
    for exon_start, exon_end in transcript.exons:
        low, high = max(start0, exon_start), min(end0, exon_end)
        if low < high:
            exonic += high - low
            ends = sorted(transcript.to_exonic(at) or 0 for at in (low, high - 1))
            terms |= _exonic_terms(transcript, ends[0], ends[1] + 1)
    if inside > exonic:
        terms.add(Consequence.INTRON)
    return terms


def _insertion_place(transcript: Transcript, start0: int) -> Consequence:
    index = _insertion_index(transcript, start0)
    if index is None:
        if transcript.start0 < start0 < transcript.end0:
            return Consequence.INTRON
        return _beside(transcript, start0)
    if index <= transcript.cds_start:
        return Consequence.FIVE_PRIME_UTR
    return Consequence.THREE_PRIME_UTR


def _beside(transcript: Transcript, start0: int) -> Consequence:
    upstream = (start0 <= transcript.start0) == (transcript.strand > 0)
    return Consequence.UPSTREAM_GENE if upstream else Consequence.DOWNSTREAM_GENE


def _exonic_terms(transcript: Transcript, low: int, high: int) -> set[Consequence]:
    terms: set[Consequence] = set()
    if low < transcript.cds_start:
        terms.add(Consequence.FIVE_PRIME_UTR)
    if high > transcript.cds_end:
        terms.add(Consequence.THREE_PRIME_UTR)
    if low < transcript.cds_end and high > transcript.cds_start:
        terms.add(Consequence.CODING_SEQUENCE)
        if low < transcript.cds_start + 3:
            terms.add(Consequence.START_LOST)
        if high > transcript.cds_end - 3:
            terms.add(Consequence.STOP_LOST)
    return terms


def exons_and_introns(transcript: Transcript, edit: Edit) -> tuple[str, str]:
    """Return the exons and the introns that an edit touches: `2/3`, `1-2/3` or nothing.

    An insertion touches the bases on its two sides; at an exon's border it counts as exonic.
    """
    if transcript.coding_only:
        return "", ""
    low, high = edit.start0, edit.end0
    if edit.is_insertion:
        low, high = low - 1, high + 1
    exons = transcript.exons
    near = transcript.exons_near(low, high, 0)
    in_exons = [one + 1 for one in near if exons[one][0] < high and low < exons[one][1]]
    gaps = len(exons) - 1
    if edit.is_insertion and in_exons:
        return _numbers(in_exons, len(exons)), ""
    in_introns = [one + 1 for one in transcript.introns_over(low, high)]
    return _numbers(in_exons, len(exons)), _numbers(in_introns, gaps)


def _numbers(touched: list[int], total: int) -> str:
    if not touched:
        return ""
    first, last = touched[0], touched[-1]
    return f"{first if first == last else f'{first}-{last}'}/{total}"


def _with_hgvs_c(
    transcript: Transcript, effect: TranscriptEffect, stated: Edit, bases: BaseSource
) -> TranscriptEffect:
    utr = {Consequence.FIVE_PRIME_UTR, Consequence.THREE_PRIME_UTR}
    away = utr | {Consequence.UPSTREAM_GENE, Consequence.DOWNSTREAM_GENE}
    if transcript.utr_gap and away.intersection(effect.consequences):
        note = "the UTR does not align to the genome base by base, so it has no c. position here"
        return replace(effect, note=note)
    hgvs_c = f"{transcript.accession}:{describe_coding(transcript, stated, bases)}"
    return replace(effect, hgvs_c=hgvs_c)
