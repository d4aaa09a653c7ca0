"""Names of in-frame protein changes: one changed protein has many.

HGVS asks for `dup` where an insertion repeats what stands before it, and for the most 3' place;
sources write what their authors wrote: `D770_N771insSVD` is `S768_D770dup`.
"""

from __future__ import annotations

import re

_IN_FRAME = re.compile(r"([A-Z])(\d+)(?:_([A-Z])(\d+))?(delins|del|ins|dup)([A-Z]*)")


def same_protein(one: str, other: str, protein: str) -> bool:
    """Return whether two short names mean the same change of a protein.

    >>> same_protein("A1dup", "A1_C2insA", "AC")
    True
    """
    if one == other:
        return True
    changed = _changed(one, protein)
    return changed is not None and changed == _changed(other, protein)


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
