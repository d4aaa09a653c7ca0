"""Names of in-frame protein changes: one changed protein has many.

HGVS asks for `dup` where an insertion repeats what stands before it, and for the most 3' place;
sources write what their authors wrote: `D770_N771insSVD` is `S768_D770dup`.
"""

from __future__ import annotations

import re
from enum import Enum

_IN_FRAME = re.compile(r"([A-Z])(\d+)(?:_([A-Z])(\d+))?(delins|del|ins|dup)([A-Z]*)")
_LEAST_REPEATED = 3


class Repeat(Enum):
    """How much of an insertion repeats the residues beside it."""

    WHOLE = "whole"
    PART = "part"
    NONE = "none"


def same_protein(one: str, other: str, protein: str) -> bool:
    """Return whether two short names mean the same change of a protein.

    >>> same_protein("A1dup", "A1_C2insA", "AC")
    True
    """
    if one == other:
        return True
    changed = _changed(one, protein)
    return changed is not None and changed == _changed(other, protein)


def is_in_frame(name: str) -> bool:
    """Whether a short name is of a deletion, an insertion or a duplication, which has others."""
    return _IN_FRAME.fullmatch(name) is not None


def repeat_of(name: str, protein: str) -> Repeat:
    """Return how much of an in-frame insertion repeats the residues right beside it.

    Whole is a duplication, or an insertion of which at least three residues at either end are
    those right before or after it: tandem duplications carry a few foreign residues beside the
    copy. The three are our convention, chosen so that chance is unlikely.

    >>> repeat_of("D4_E5insVWXBCD", "ABCDEF").value
    'whole'
    """
    changed = _changed(name, protein)
    if changed is None or len(changed) <= len(protein):
        return Repeat.PART
    before = _shared(protein, changed)
    rest, tail = protein[before:], changed[before:]
    after = _shared(rest[::-1], tail[::-1])
    inserted = tail[: len(tail) - after]
    left, right = protein[:before], protein[len(protein) - after :]
    copied = max(
        (
            length
            for length in range(1, len(inserted) + 1)
            for end in (inserted[:length], inserted[-length:])
            if left.endswith(end) or right.startswith(end)
        ),
        default=0,
    )
    if copied >= min(_LEAST_REPEATED, len(inserted)):
        return Repeat.WHOLE
    return Repeat.PART if copied else Repeat.NONE


def _shared(one: str, other: str) -> int:
    """Return how many residues two sequences share from their start on."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _changed(name: str, protein: str) -> str | None:
    """Return the protein after an in-frame change, None when the name is not one of it."""
    found = _IN_FRAME.fullmatch(name)
    if found is None:
        return None
    first_residue, first_number, last_residue, last_number, word, inserted = found.groups()
    first, last = int(first_number), int(last_number or first_number)
    ends = (first_residue, last_residue or first_residue)
    if (protein[first - 1 : first], protein[last - 1 : last]) != ends or bool(inserted) is not (
        "ins" in word
    ):
        return None
    if word == "ins":
        return protein[:first] + inserted + protein[first:] if last == first + 1 else None
    if word == "dup":
        return protein[:last] + protein[first - 1 :]
    return protein[: first - 1] + inserted + protein[last:]
