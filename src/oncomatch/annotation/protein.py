"""From an edit of the coding sequence to the protein change: consequence, HGVS p., residues.

HGVS protein recommendations (https://hgvs-nomenclature.org): the description compares the two
proteins, places what repeats most C-terminal, and counts a frameshift's new stop from the first
residue that changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from oncomatch.domain.consequence import Consequence
from oncomatch.domain.genetic_code import (
    SELENOCYSTEINE,
    SELENOCYSTEINE_CODON,
    STANDARD,
    GeneticCode,
)
from oncomatch.domain.protein_change import to_three_letter
from oncomatch.reference.frames import translated_frame


@dataclass(frozen=True, slots=True)
class ProteinEffect:
    """What happens to the protein.

    `description` is HGVS without accession and brackets (`p.Val600Glu`), `short` the one-letter
    form without `p.`. Residues are 1-based, both ends included. `residue_delta` is the change of
    length, None when the protein is cut short or its length is open. `new_stop` is the residue
    number of a premature stop.
    """

    consequences: frozenset[Consequence]
    description: str
    short: str
    first_residue: int
    last_residue: int
    residue_delta: int | None
    new_stop: int | None = None


@dataclass(frozen=True, slots=True)
class CodingEdit:
    """Replace the coding bases `start` to `end` (0-based, half-open) of `cds`.

    `protein` is the translation of `cds` with its stop as `*`; `tail` gives what follows the
    coding sequence on the transcript, nothing where that is not known. It is asked only when the
    changed sequence has no stop before. A UGA that `protein` has as selenocysteine (U) stays so
    where the edit leaves it; one that comes in is a stop.
    """

    cds: str
    protein: str
    start: int
    end: int
    replacement: str
    tail: Callable[[], str] = str
    code: GeneticCode = STANDARD

    @property
    def first_codon(self) -> int:
        """Index of the first codon that the edit touches."""
        return self.start // 3

    @property
    def end_codon(self) -> int:
        """Index after the last codon that the edit touches."""
        return -(-self.end // 3)

    @property
    def touches_stop(self) -> bool:
        """Whether the stop codon is among the codons that the edit touches."""
        return self.end_codon == len(self.protein) and self.protein.endswith("*")

    @property
    def touches_partial_codon(self) -> bool:
        """Whether a coding sequence that ends inside a codon changes in its last bases."""
        return self.end > len(self.cds) - len(self.cds) % 3

    @property
    def shifts_frame(self) -> bool:
        """Whether the reading frame behind the edit moves."""
        return (len(self.replacement) - (self.end - self.start)) % 3 != 0

    def codons(self, stop: int) -> str:
        """Return the changed coding bases from the first touched codon to position `stop`."""
        head = self.cds[self.first_codon * 3 : self.start]
        return head + self.replacement + self.cds[self.end : stop]

    def read_on(self) -> str:
        """Return the residues from the first touched codon to the next stop, in the new frame."""
        changed = self.cds[self.first_codon * 3 : self.start] + self.replacement
        behind = min(self.end + -len(changed) % 3, len(self.cds))
        residues = self.residues(changed + self.cds[self.end : behind])
        stop = residues.find("*")
        if stop >= 0:
            return residues[: stop + 1]
        frame = translated_frame(self.cds, behind % 3, self.code)
        stop = frame.find("*", behind // 3)
        if stop >= 0:
            return residues + frame[behind // 3 : stop + 1]
        residues += frame[behind // 3 :]
        coding = self.codons(len(self.cds))
        return residues + self.code.translate_to_stop(coding[len(residues) * 3 :] + self.tail())

    def residues(self, coding: str) -> str:
        """Translate bases that stand in the place of the touched codons.

        A UGA is the selenocysteine that was there when it is as far from the first touched
        codon, or, where the frame is kept, from the last one.
        """
        residues = self.code.translate(coding)
        old = self.protein[self.first_codon : self.end_codon]
        if SELENOCYSTEINE not in old:
            return residues
        places = {at for at, residue in enumerate(old) if residue == SELENOCYSTEINE}
        if not self.shifts_frame:
            places |= {at + len(residues) - len(old) for at in places}
        return "".join(
            SELENOCYSTEINE
            if at in places and coding[3 * at : 3 * at + 3] == SELENOCYSTEINE_CODON
            else residue
            for at, residue in enumerate(residues)
        )


def protein_effect(edit: CodingEdit) -> ProteinEffect:
    """Return what an edit does to the protein."""
    if edit.touches_partial_codon:
        terms = frozenset({Consequence.INCOMPLETE_TERMINAL_CODON, Consequence.CODING_SEQUENCE})
        last = edit.end_codon
        return ProteinEffect(terms, "p.?", "", last, last, None)
    if edit.start < 3 and edit.codons(len(edit.cds))[:3] != edit.cds[:3]:
        lost = frozenset({Consequence.START_LOST})
        return ProteinEffect(lost, "p.Met1?", "M1?", 1, 1, None)
    if edit.shifts_frame:
        return _frameshift(edit)
    return _in_frame(edit)


def _started(edit: CodingEdit, residues: str) -> str:
    """Return residues with Met in front when they begin at the start codon, ATG or not."""
    return "M" + residues[1:] if edit.first_codon == 0 and residues else residues


def _frameshift(edit: CodingEdit) -> ProteinEffect:
    new = _started(edit, edit.read_on())
    old = edit.protein[edit.first_codon :]
    at = _shared_prefix(old, new)
    if at == len(old):
        return _unchanged(edit)
    number = edit.first_codon + at + 1
    added = new[at:]
    if old[at] == "*" and added:
        return _extension(number, added, {Consequence.FRAMESHIFT, Consequence.STOP_LOST})
    if added.startswith("*"):
        return _nonsense(old[at], number, {Consequence.FRAMESHIFT, Consequence.STOP_GAINED})
    lost = {Consequence.STOP_LOST} if edit.touches_stop else set()
    return _new_end(number, old[at], added, {Consequence.FRAMESHIFT} | lost)


def _in_frame(edit: CodingEdit) -> ProteinEffect:
    touched = edit.protein[edit.first_codon : edit.end_codon]
    codons = _started(edit, edit.residues(edit.codons(edit.end_codon * 3)))
    stop = codons.find("*")
    old, new = touched, codons[: stop + 1] if stop >= 0 else codons
    if edit.touches_stop and stop < 0:
        new += edit.code.translate_to_stop(edit.tail())
    if stop >= 0 and edit.first_codon + len(new) >= len(edit.protein):
        old = edit.protein[edit.first_codon :]  # a stop that cuts nothing off: compare to the end
    at = _shared_prefix(old, new)
    number = edit.first_codon + at + 1
    if at == len(old) == len(new):
        return _unchanged(edit)
    length_terms = _length_terms(edit, touched, codons)
    if edit.touches_stop and (len(new) > len(old) or not new.endswith("*")):
        terms = length_terms if stop >= 0 else length_terms | {Consequence.STOP_LOST}
        if old[at] == "*":
            return _extension(number, new[at:], terms)
        return _new_end(number, old[at], new[at:], terms)
    if at < len(new) and new[at] == "*":
        was = edit.protein[number - 1]
        return _nonsense(was, number, length_terms | {Consequence.STOP_GAINED})
    if new.endswith("*") and not old.endswith("*"):
        terms = length_terms | {Consequence.STOP_GAINED}
        return _describe(edit, number, old[at:], new[at:], terms)
    if len(old) == len(new):
        terms = {Consequence.MISSENSE}
    else:
        terms = length_terms or {Consequence.PROTEIN_ALTERING}
    behind = _shared_prefix(old[at:][::-1], new[at:][::-1])
    old, new = old[at : len(old) - behind], new[at : len(new) - behind]
    number, old, new = _most_c_terminal(edit.protein, number, old, new)
    return _describe(edit, number, old, new, terms)


def _length_terms(edit: CodingEdit, old: str, new: str) -> set[Consequence]:
    """Return the terms that Ensembl gives to residues `old` of the touched codons becoming `new`.

    `inframe_deletion`, `inframe_insertion` and `protein_altering_variant` of ensembl-variation,
    Utils/VariationEffect.pm: a plain deletion is one whatever it does to the residues at its ends,
    an insertion must leave them.
    """
    if not edit.replacement:
        return {Consequence.INFRAME_DELETION}
    to_stop = new[: new.find("*") + 1] or new
    if len(new) > len(old) and (to_stop.startswith(old) or to_stop.endswith(old)):
        return {Consequence.INFRAME_INSERTION}
    if len(new) == len(old) or new.startswith("*") or old.startswith("*"):
        return set()
    return {Consequence.PROTEIN_ALTERING}


def _shared_prefix(one: str, two: str) -> int:
    shared = 0
    while shared < min(len(one), len(two)) and one[shared] == two[shared]:
        shared += 1
    return shared


def _most_c_terminal(protein: str, number: int, old: str, new: str) -> tuple[int, str, str]:
    """Move a pure deletion or insertion as far towards the C-terminus as it goes."""
    moving = old or new
    if (old and new) or not moving:
        return number, old, new
    after = number - 1 + len(old)
    while after < len(protein) and protein[after] == moving[0]:
        moving = moving[1:] + moving[0]
        number, after = number + 1, after + 1
    return (number, moving, "") if old else (number, "", moving)


def _unchanged(edit: CodingEdit) -> ProteinEffect:
    first = edit.first_codon + 1
    last = max(first, edit.end_codon)
    if first == len(edit.protein) and edit.protein.endswith("*"):
        term = Consequence.STOP_RETAINED
    elif first == 1:
        term = Consequence.START_RETAINED
    else:
        term = Consequence.SYNONYMOUS
    three, short = _span(edit.protein, first, last)
    return ProteinEffect(frozenset({term}), f"p.{three}=", f"{short}=", first, last, 0)


def _extension(number: int, added: str, terms: set[Consequence]) -> ProteinEffect:
    stop = added.find("*")
    length = str(stop) if stop >= 0 else "?"
    first = added[:1]
    three = to_three_letter(first) if first else "?"
    return ProteinEffect(
        frozenset(terms),
        f"p.Ter{number}{three}extTer{length}",
        f"*{number}{first or '?'}ext*{length}",
        number,
        number,
        stop if stop >= 0 else None,
    )


def _new_end(number: int, was: str, added: str, found: set[Consequence]) -> ProteinEffect:
    """Name a new end of the protein by its first residue and the distance of its stop.

    HGVS names so what shifts the frame, and what replaces residues together with the stop codon.
    The stop that follows a lost one is not premature.
    """
    terms = frozenset(found)
    if not added:
        return ProteinEffect(terms, "p.?", "?", number, number, None)
    stop = added.find("*")
    length = str(stop + 1) if stop >= 0 else "?"
    premature = stop >= 0 and Consequence.STOP_LOST not in terms
    return ProteinEffect(
        terms,
        f"p.{to_three_letter(was)}{number}{to_three_letter(added[0])}fsTer{length}",
        f"{was}{number}{added[0]}fs*{length}",
        number,
        number,
        None,
        number + stop if premature else None,
    )


def _nonsense(old: str, number: int, terms: set[Consequence]) -> ProteinEffect:
    return ProteinEffect(
        frozenset(terms),
        f"p.{to_three_letter(old)}{number}Ter",
        f"{old}{number}*",
        number,
        number,
        None,
        number,
    )


def _describe(
    edit: CodingEdit, number: int, old: str, new: str, terms: set[Consequence]
) -> ProteinEffect:
    protein = edit.protein
    first, last = number, number + len(old) - 1
    truncated = new.endswith("*")
    if not old:
        copied = protein[number - 1 - len(new) : number - 1]
        if copied == new:
            first, last = number - len(new), number - 1
            body, short_body = "dup", "dup"
        else:
            first, last = number - 1, number
            body, short_body = f"ins{to_three_letter(new)}", f"ins{new}"
    elif not new:
        body, short_body = "del", "del"
    elif len(old) == 1 and len(new) == 1:
        body, short_body = to_three_letter(new), new
    else:
        body, short_body = f"delins{to_three_letter(new)}", f"delins{new}"
    three, short = _span(protein, first, last)
    return ProteinEffect(
        frozenset(terms),
        f"p.{three}{body}",
        short + short_body,
        first,
        last,
        None if truncated else len(new) - len(old),
        number + len(new) - 1 if truncated else None,
    )


def _span(protein: str, first: int, last: int) -> tuple[str, str]:
    """Return `Glu746_Ala750` and `E746_A750`; one residue when both are the same."""
    residues = sorted({first, last})
    three = "_".join(f"{to_three_letter(protein[number - 1])}{number}" for number in residues)
    return three, "_".join(f"{protein[number - 1]}{number}" for number in residues)
