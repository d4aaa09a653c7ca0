"""What an edit does to one transcript: place, consequence, HGVS c. and p."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from oncomatch.annotation.beyond_stop import beyond_stop_effect, stop_term
from oncomatch.annotation.deep import Deep, deep_zone
from oncomatch.annotation.edit import BaseSource, Edit, shift_right
from oncomatch.annotation.hgvs import describe_coding
from oncomatch.annotation.place import insertion_index, place_terms
from oncomatch.annotation.protein import CodingEdit, ProteinEffect, protein_effect
from oncomatch.annotation.splice import border_between, splice_terms, touches_splice_site
from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.consequence import Consequence, sort_by_severity
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript

NEARBY = 5000
"""Bases around a transcript that Ensembl calls up- and downstream."""

_DECAY_MARGIN = 50

_UNKNOWN_PROTEIN = {
    Consequence.CODING_SEQUENCE,
    Consequence.START_LOST,
    Consequence.STOP_LOST,
    Consequence.TRANSCRIPT_ABLATION,
}
_AWAY = {
    Consequence.FIVE_PRIME_UTR,
    Consequence.THREE_PRIME_UTR,
    Consequence.UPSTREAM_GENE,
    Consequence.DOWNSTREAM_GENE,
}
_UTR_GAP = "the UTR does not align to the genome base by base, so it has no c. position here"


def transcript_effect(
    transcript: Transcript, edit: Edit, bases: BaseSource, rightmost: Edit | None = None
) -> TranscriptEffect | None:
    """Return the effect of an edit, given in its leftmost placement.

    `rightmost` is the other placement, where it is known already. None when the edit is not
    within 5,000 bases of the transcript, or lies where a coding-only transcript says nothing.
    """
    if edit.end0 <= transcript.start0 - NEARBY or edit.start0 >= transcript.end0 + NEARBY:
        return None
    if rightmost is None:
        rightmost = shift_right(edit, bases)
    stated = placed = rightmost if transcript.strand > 0 else edit
    copied = 0 if edit.ref else len(edit.alt)
    deep = deep_zone(transcript, edit.start0 - copied, rightmost.end0 + copied)
    if deep is not None:
        return _deep_effect(transcript, deep, stated, bases)
    if rightmost is not edit:
        placed = _mildest(transcript, stated, (edit, rightmost))
    coding = coding_interval(transcript, placed)
    if coding is not None:
        terms = splice_terms(transcript, placed.start0, placed.end0)
        protein, note = _replace_coding(transcript, coding, _on_strand(transcript, placed), bases)
        terms |= protein.consequences
        removed = coding[1] - coding[0] - len(placed.alt)
        hgvs_c = _coding_name(transcript, stated, bases, coding[0])
        places = exons_and_introns(transcript, placed)
        return _from_protein(transcript, protein, terms, removed, note, places, hgvs_c)
    outside = placed.end0 <= transcript.start0 or placed.start0 >= transcript.end0
    if outside and transcript.coding_only:
        return None
    terms = place_terms(transcript, placed)
    terms |= splice_terms(transcript, placed.start0, placed.end0)
    if placed is not stated and _touches_start(transcript, stated):
        terms.add(Consequence.START_RETAINED)
    unknown = touches_splice_site(terms) or not terms.isdisjoint(_UNKNOWN_PROTEIN)
    hgvs_c = note = ""
    if transcript.utr_gap and not terms.isdisjoint(_AWAY):
        note = _UTR_GAP
    else:
        hgvs_c = _coding_name(transcript, stated, bases, -1)
    exon, intron = exons_and_introns(transcript, placed)
    if Consequence.STOP_LOST in terms and not touches_splice_site(terms):
        beyond = beyond_stop_effect(transcript, placed, partial(_tail, transcript, bases))
        if beyond is not None:
            terms = terms - {Consequence.STOP_LOST} | {stop_term(beyond)}
            removed, places = len(placed.ref) - len(placed.alt), (exon, intron)
            return _from_protein(transcript, beyond, terms, removed, note, places, hgvs_c)
    return TranscriptEffect(
        transcript=transcript.accession,
        gene=transcript.gene,
        consequences=sort_by_severity(terms),
        exon=exon,
        intron=intron,
        hgvs_c=hgvs_c,
        hgvs_p=f"{transcript.protein}:p.?".lstrip(":") if unknown else "",
        note=note,
    )


def _on_strand(transcript: Transcript, edit: Edit) -> str:
    return edit.alt if transcript.strand > 0 else reverse_complement(edit.alt)


def _deep_effect(
    transcript: Transcript, deep: Deep, stated: Edit, bases: BaseSource
) -> TranscriptEffect:
    """Return the effect of an edit all placements of which lie in a deep zone."""
    if deep.is_coding:
        coding = deep.coding_interval(stated.start0, stated.end0)
        protein, note = _replace_coding(transcript, coding, _on_strand(transcript, stated), bases)
        hgvs_c = _coding_name(transcript, stated, bases, coding[0], deep.name)
        removed = len(stated.ref) - len(stated.alt)
        places = deep.exon, deep.intron
        terms = protein.consequences
        return _from_protein(transcript, protein, terms, removed, note, places, hgvs_c)
    return TranscriptEffect(
        transcript=transcript.accession,
        gene=transcript.gene,
        consequences=(Consequence.INTRON,),
        exon=deep.exon,
        intron=deep.intron,
        hgvs_c=_coding_name(transcript, stated, bases, -1, deep.name),
    )


def _coding_name(
    transcript: Transcript,
    stated: Edit,
    bases: BaseSource,
    coding: int,
    name: Callable[[int], str] | None = None,
) -> str:
    """Return the c. name, from the transcript's own base where the genome differs from it."""
    if len(stated.ref) == len(stated.alt) == 1 and coding in transcript.cds_differences:
        old, new = transcript.cds[coding], _on_strand(transcript, stated)
        change = f"{coding + 1}=" if old == new else f"{coding + 1}{old}>{new}"
        return f"{transcript.accession}:c.{change}"
    return f"{transcript.accession}:{describe_coding(transcript, stated, bases, name)}"


def _mildest(transcript: Transcript, stated: Edit, placements: tuple[Edit, Edit]) -> Edit:
    """Return a placement at which essential splice sites and the start codon stay whole.

    All placements give one sequence; where a placement leaves a site intact, it is intact. The
    stated one is returned where no other is milder.
    """
    low, high = placements[0].start0 - 3, placements[1].end0 + 3
    if not border_between(transcript, low, high) and not _near_start(transcript, low, high):
        return stated

    def damage(edit: Edit) -> tuple[bool, bool]:
        terms = splice_terms(transcript, edit.start0, edit.end0)
        return touches_splice_site(terms), _touches_start(transcript, edit)

    return min((stated, *placements), key=damage)


def _near_start(transcript: Transcript, low: int, high: int) -> bool:
    start = transcript.cds_start
    ends = transcript.to_genomic(start), transcript.to_genomic(start + 2)
    return low <= max(ends) and min(ends) < high


def _touches_start(transcript: Transcript, edit: Edit) -> bool:
    """Whether an edit replaces a base of the start codon or comes between its bases."""
    start = transcript.cds_start
    if edit.is_insertion:
        index = insertion_index(transcript, edit.start0)
        return index is not None and start < index < start + 3
    codon = (transcript.to_genomic(exonic) for exonic in range(start, start + 3))
    return any(edit.start0 <= base < edit.end0 for base in codon)


def coding_interval(transcript: Transcript, edit: Edit) -> tuple[int, int] | None:
    """Return the coding positions that the edit replaces, None unless it is coding throughout."""
    if edit.is_insertion:
        index = insertion_index(transcript, edit.start0)
        if index is None or not transcript.cds_start < index < transcript.cds_end:
            return None
        return index - transcript.cds_start, index - transcript.cds_start
    first = last = transcript.to_exonic(edit.start0)
    if len(edit.ref) > 1:
        last = transcript.to_exonic(edit.end0 - 1)
    if first is None or last is None:
        return None
    low, high = min(first, last), max(first, last) + 1
    if high - low != len(edit.ref):
        return None
    if low < transcript.cds_start or high > transcript.cds_end:
        return None
    return low - transcript.cds_start, high - transcript.cds_start


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


def replaced_coding_effect(
    transcript: Transcript,
    coding: tuple[int, int],
    alt: str,
    near: set[Consequence],
    bases: BaseSource,
) -> TranscriptEffect:
    """Return what `alt`, read on the transcript's strand, does in the place of coding positions.

    The positions are 0-based, half-open; `near` are the terms of splice sites. The answer has
    neither exon nor coding description.
    """
    protein, note = _replace_coding(transcript, coding, alt, bases)
    removed = coding[1] - coding[0] - len(alt)
    return _from_protein(transcript, protein, near | protein.consequences, removed, note)


def _replace_coding(
    transcript: Transcript, coding: tuple[int, int], alt: str, bases: BaseSource
) -> tuple[ProteinEffect, str]:
    """Return the effect on the protein, and a note where transcript and genome differ."""
    start, end = coding
    differing = [at for at in transcript.cds_differences if start <= at < end]
    note = ""
    if differing:
        note = f"{transcript.accession} differs from the genome at c.{differing[0] + 1}"
    tail = partial(_tail, transcript, bases)
    protein, code = transcript.protein_sequence, transcript.code
    edit = CodingEdit(transcript.cds, protein, start, end, alt, tail, code)
    return protein_effect(edit), note


def _from_protein(
    transcript: Transcript,
    protein: ProteinEffect,
    terms: set[Consequence] | frozenset[Consequence],
    removed: int,
    note: str,
    places: tuple[str, str] = ("", ""),
    hgvs_c: str = "",
) -> TranscriptEffect:
    return TranscriptEffect(
        transcript=transcript.accession,
        gene=transcript.gene,
        consequences=sort_by_severity(terms),
        exon=places[0],
        intron=places[1],
        hgvs_c=hgvs_c,
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
    within = transcript.exon_at(low)
    if within is not None and high <= exons[within][1]:
        return _numbers([within + 1], len(exons)), ""
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
