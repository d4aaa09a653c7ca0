"""Place a protein change on the genome: the DNA changes of one transcript that give it.

A substitution has all changes of its one codon, those with the fewest changed bases first. A
deletion has the deletion of just these codons, a duplication their copy, each with those that
begin up to two bases beside; for an insertion or a
deletion-insertion, the plain deletions and tandem duplications that give it are tried. Where none
does, the codons themselves are the answer, without bases. Every change is annotated again and kept
only when it gives the protein change back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oncomatch.annotation.edit import BaseSource, Edit, shift_left
from oncomatch.annotation.effect import transcript_effect
from oncomatch.annotation.protein_notation import (
    ResidueChange,
    ResidueChangeKind,
    parse_residue_change,
)
from oncomatch.domain.genetic_code import GeneticCode
from oncomatch.errors import NotationError, NumberingError
from oncomatch.reference.sequence import reverse_complement
from oncomatch.reference.transcript import Transcript

_OTHERS = "other DNA changes give the same protein change"
_NEAREST_FIRST = (0, -1, 1, -2, 2)
"""Steps within a codon by which a deletion or copy may lie beside the codons it is named by."""


@dataclass(frozen=True, slots=True)
class Codons:
    """Where the codons of a protein change lie, and the DNA changes that give it.

    `start0` and `end0` are genomic, 0-based, half-open, introns between the codons included.
    `edits` is empty where the DNA change cannot be told; each has its note.
    """

    start0: int
    end0: int
    edits: tuple[tuple[Edit, str], ...]
    note: str


def residue_place(transcript: Transcript, change: ResidueChange, bases: BaseSource) -> Codons:
    """Return where a protein change lies and what may be behind it.

    Raises:
        NumberingError: the stated residues do not stand at their numbers.
        NotationError: the protein change cannot be told on this transcript.
    """
    protein = transcript.protein_sequence
    if len(protein) != transcript.residues + 1:
        raise NotationError(
            f"{transcript.accession} reads on through a stop codon (selenocysteine or another), so "
            "its protein changes are not resolved; give the c. notation"
        )
    _demand_residues(transcript, change)
    first, last = change.first, change.last
    if 3 * last > len(transcript.cds):
        raise NotationError(
            f"{transcript.accession} ends inside its stop codon, which is completed after "
            "transcription, so it has no DNA there"
        )
    start0, end0 = _span(transcript, 3 * first - 3, 3 * last)
    differing = [at for at in transcript.cds_differences if 3 * first - 3 <= at < 3 * last]
    if differing:
        note = f"{transcript.accession} differs from the genome at c.{differing[0] + 1}"
        return Codons(start0, end0, (), f"{note}, so the DNA change is not told")
    edits, note = _edits(transcript, change, bases)
    kept = _giving(transcript, change, edits, bases)
    return Codons(start0, end0, tuple(kept), "" if kept else note)


def _demand_residues(transcript: Transcript, change: ResidueChange) -> None:
    protein, name = transcript.protein_sequence, transcript.accession
    if transcript.protein:
        name = f"{transcript.protein} ({name})"
    if change.last > len(protein):
        raise NumberingError(f"{name} has {transcript.residues} residues, not {change.last}")
    for letter, number in (
        (change.first_residue, change.first),
        (change.last_residue, change.last),
    ):
        if protein[number - 1] != letter:
            raise NumberingError(
                f"residue {number} of {name} is {protein[number - 1]}, not {letter}"
            )
    own = protein[change.first - 1 : change.last]
    if change.stated and change.stated != own:
        raise NumberingError(
            f"residues {change.first} to {change.last} of {name} are {own}, not {change.stated}"
        )


def _edits(
    transcript: Transcript, change: ResidueChange, bases: BaseSource
) -> tuple[list[tuple[Edit, str]], str]:
    """Return the DNA changes to try, and what to say when there are none."""
    kind, kinds = change.kind, ResidueChangeKind
    if change.first == 1 and kind is not kinds.CODONS:
        return [], "what becomes of the start codon is not told by a protein change"
    if kind in (kinds.SUBSTITUTION, kinds.SAME) or (kind is kinds.EXTENSION and change.new):
        return _substitutions(transcript, change, bases)
    if kind is kinds.FRAMESHIFT:
        return (
            [],
            "the DNA change of a frameshift is not told; it begins in this codon or beside it",
        )
    if kind is kinds.EXTENSION:
        return [], "the DNA change of an extension is not told"
    if kind is kinds.CODONS:
        return [], "only the codons are named"
    if kind is kinds.UNKNOWN:
        return [], "the protein change is not known"
    edits = list(dict.fromkeys(_whole_codons(transcript, change, bases)))
    note = "the inserted bases are not told by the inserted residues"
    return [(edit, _OTHERS) for edit in edits], note


def _substitutions(
    transcript: Transcript, change: ResidueChange, bases: BaseSource
) -> tuple[list[tuple[Edit, str]], str]:
    wanted = change.new or change.first_residue
    codons = transcript.code.codons
    if wanted not in codons.values():
        raise NotationError(f"{change.short}: no codon stands for {wanted} by itself")
    start = 3 * change.first - 3
    codon = transcript.cds[start : start + 3]
    found: list[tuple[int, str, Edit]] = []
    across = 0
    for new in sorted(codons):
        if codons[new] != wanted or new == codon:
            continue
        changed = [at for at in range(3) if new[at] != codon[at]]
        low, high = changed[0], changed[-1] + 1
        edit = _replacement(transcript, start + low, start + high, new[low:high], bases)
        if edit is None:
            across += 1
        else:
            found.append((len(changed), new, edit))
    found.sort()
    several = {1: "1 base", 2: "2 bases", 3: "3 bases"}
    more = f"; {across} more would span an intron" if across else ""
    edits = [(edit, f"{codon}>{new}, {several[count]} changed{more}") for count, new, edit in found]
    return edits, f"no change within one exon gives this residue{more}"


def _whole_codons(
    transcript: Transcript, change: ResidueChange, bases: BaseSource
) -> Iterator[Edit]:
    """Yield the plain deletions and duplications that may give an in-frame change."""
    start, end = 3 * change.first - 3, 3 * change.last
    kinds = ResidueChangeKind
    if change.kind is kinds.DELETION:
        for step in _NEAREST_FIRST:
            yield from _known(_replacement(transcript, start + step, end + step, "", bases))
    elif change.kind is kinds.DUPLICATION:
        for step in _NEAREST_FIRST:
            yield from _known(_copy(transcript, start + step, end + step))
    elif change.kind is kinds.INSERTION:
        size = 3 * len(change.new)
        middle = start + 3
        yield from _known(_insertion(transcript, middle, change.new))
        for begin in range(middle - size - 2, middle + 3):
            yield from _known(_copy(transcript, begin, begin + size))
    else:
        size = end - start - 3 * len(change.new)
        if size > 0:
            for begin in range(start, end - size + 1):
                yield from _known(_replacement(transcript, begin, begin + size, "", bases))
        unique = _only_coding(transcript.code, change.new)
        if unique:
            yield from _known(_replacement(transcript, start, end, unique, bases))


def _known(edit: Edit | None) -> Iterator[Edit]:
    if edit is not None and "N" not in edit.ref + edit.alt:
        yield edit


def _only_coding(code: GeneticCode, residues: str) -> str:
    """Return the one coding sequence of residues, empty where there are several."""
    table = code.codons
    codons = [[codon for codon in table if table[codon] == each] for each in residues]
    return "".join(each[0] for each in codons) if all(len(each) == 1 for each in codons) else ""


def _span(transcript: Transcript, start: int, end: int) -> tuple[int, int]:
    """Return the genomic interval from the first to the last base of coding positions."""
    at = (transcript.to_genomic(transcript.cds_start + coding) for coding in (start, end - 1))
    low, high = sorted(at)
    return low, high + 1


def _replacement(
    transcript: Transcript, start: int, end: int, new: str, bases: BaseSource
) -> Edit | None:
    """Return the edit that writes `new` for coding positions, None where an intron lies between."""
    if not 3 <= start < end <= len(transcript.cds):
        return None
    low, high = _span(transcript, start, end)
    if high - low != end - start:
        return None
    alt = new if transcript.strand > 0 else reverse_complement(new)
    return Edit(low, bases(low, high), alt)


def _copy(transcript: Transcript, start: int, end: int) -> Edit | None:
    """Return the tandem copy of coding positions, None where an intron lies between."""
    if not 3 <= start < end <= len(transcript.cds) - 3:
        return None
    low, high = _span(transcript, start, end)
    if high - low != end - start or any(start <= at < end for at in transcript.cds_differences):
        return None
    own = transcript.cds[start:end]
    if transcript.strand > 0:
        return Edit(high, "", own)
    return Edit(low, "", reverse_complement(own))


def _insertion(transcript: Transcript, before: int, residues: str) -> Edit | None:
    """Return the insertion of residues with one codon each before a coding position."""
    new = _only_coding(transcript.code, residues)
    left, right = (transcript.to_genomic(transcript.cds_start + at) for at in (before - 1, before))
    if not new or abs(left - right) != 1:
        return None
    alt = new if transcript.strand > 0 else reverse_complement(new)
    return Edit(max(left, right), "", alt)


def _giving(
    transcript: Transcript,
    change: ResidueChange,
    edits: list[tuple[Edit, str]],
    bases: BaseSource,
) -> list[tuple[Edit, str]]:
    """Return the edits, leftmost and each once, that give the protein change when annotated."""
    wanted = changed_protein(transcript.protein_sequence, change)
    kept: dict[Edit, str] = {}
    for edit, note in edits:
        placed = shift_left(edit, bases)
        effect = transcript_effect(transcript, placed, bases)
        if placed in kept or effect is None or not effect.protein_change:
            continue
        try:
            given = parse_residue_change(effect.protein_change)
        except NotationError:
            continue
        if given.short == change.short or _is_read_through(change, given):
            kept[placed] = note
        elif wanted and wanted == changed_protein(transcript.protein_sequence, given):
            kept[placed] = f"in current nomenclature {given.short}; {note}"
    return list(kept.items())


def _is_read_through(change: ResidueChange, given: ResidueChange) -> bool:
    """Whether both say that the stop codon becomes the same residue; the length is not compared."""
    kinds = ResidueChangeKind
    stop = change.first_residue == given.first_residue == "*" and change.first == given.first
    named = change.kind in (kinds.SUBSTITUTION, kinds.EXTENSION) and given.kind is kinds.EXTENSION
    return stop and named and change.new == given.new


def changed_protein(protein: str, change: ResidueChange) -> str:
    """Return the protein after a change, with its stop; empty where the change leaves it open.

    >>> from oncomatch.annotation.protein_notation import parse_residue_change
    >>> changed_protein("MKV*", parse_residue_change("K2R"))
    'MRV*'
    """
    kinds = ResidueChangeKind
    first, last = change.first - 1, change.last
    if change.kind is kinds.SAME:
        return protein
    if change.kind is kinds.DUPLICATION:
        return protein[:last] + protein[first:last] + protein[last:]
    if change.kind is kinds.INSERTION:
        new = protein[: last - 1] + change.new + protein[last - 1 :]
    elif change.kind in (kinds.SUBSTITUTION, kinds.DELINS, kinds.DELETION):
        new = protein[:first] + change.new + protein[last:]
    else:
        return ""
    head, stop, _ = new.partition("*")
    return head + stop
