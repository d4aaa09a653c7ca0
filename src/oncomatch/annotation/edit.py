"""An edit of the reference and its equivalent placements.

A deletion or insertion in a repeat can be written at several places with one result. `Edit` is
the trimmed form (either side may be empty); VCF wants it leftmost, HGVS most 3'.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from oncomatch.domain.variant import Variant

_FIRST_WINDOW = 12
_WINDOW = 200
"""Bases asked for at once while shifting; most shifts end within the first few."""


class BaseSource(Protocol):
    """Anything that gives reference bases of one contig."""

    def __call__(self, start0: int, end0: int) -> str:
        """Return the bases of a 0-based, half-open interval; N where they are not known."""
        ...


class Edit(NamedTuple):
    """Replace the reference bases from `start0` on, which read `ref`, by `alt`.

    0-based; `ref` is empty for an insertion before `start0`, `alt` for a deletion.
    """

    start0: int
    ref: str
    alt: str

    @property
    def end0(self) -> int:
        """End of the replaced bases, exclusive."""
        return self.start0 + len(self.ref)

    @property
    def is_insertion(self) -> bool:
        """Whether bases come in and none go."""
        return not self.ref

    @property
    def is_deletion(self) -> bool:
        """Whether bases go and none come in."""
        return not self.alt


def trim(variant: Variant) -> Edit:
    """Return the variant without the bases that REF and ALT share, the end trimmed first.

    >>> from oncomatch.domain.build import GenomeBuild
    >>> trim(Variant("7", 10, "CAG", "CG", GenomeBuild.GRCH38))
    Edit(start0=10, ref='A', alt='')
    """
    ref, alt, start0 = variant.ref, variant.alt, variant.start0
    shared = 0
    while shared < min(len(ref), len(alt)) and ref[-1 - shared] == alt[-1 - shared]:
        shared += 1
    ref, alt = ref[: len(ref) - shared], alt[: len(alt) - shared]
    shared = 0
    while shared < min(len(ref), len(alt)) and ref[shared] == alt[shared]:
        shared += 1
    return Edit(start0 + shared, ref[shared:], alt[shared:])


def shift_left(edit: Edit, bases: BaseSource) -> Edit:
    """Return the leftmost placement of an insertion or deletion; other edits come back as is.

    The shift stops where the reference is not known.
    """
    moving = edit.ref or edit.alt
    if (edit.ref and edit.alt) or not moving:
        return edit
    steps, size, length = 0, _FIRST_WINDOW, len(moving)
    start0 = edit.start0
    while start0 - steps > 0:
        window = bases(max(0, start0 - steps - size), start0 - steps)
        for base in reversed(window):
            if base == "N" or base != moving[-1 - steps % length]:
                return _moved(edit, moving, -steps)
            steps += 1
        size = _WINDOW
    return _moved(edit, moving, -steps)


def shift_right(edit: Edit, bases: BaseSource) -> Edit:
    """Return the rightmost placement of an insertion or deletion; see `shift_left`."""
    moving = edit.ref or edit.alt
    if (edit.ref and edit.alt) or not moving:
        return edit
    steps, size, length = 0, _FIRST_WINDOW, len(moving)
    end0 = edit.end0
    while True:
        for base in bases(end0 + steps, end0 + steps + size):
            if base == "N" or base != moving[steps % length]:
                return _moved(edit, moving, steps)
            steps += 1
        size = _WINDOW


def _moved(edit: Edit, moving: str, steps: int) -> Edit:
    if not steps:
        return edit
    turn = steps % len(moving)
    rotated = moving[turn:] + moving[:turn]
    if edit.ref:
        return Edit(edit.start0 + steps, rotated, "")
    return Edit(edit.start0 + steps, "", rotated)


def to_variant(edit: Edit, variant: Variant, bases: BaseSource) -> Variant:
    """Return the edit as a VCF-style variant (an anchor base before an insertion or deletion)."""
    if edit.ref and edit.alt:
        return Variant(variant.contig, edit.start0 + 1, edit.ref, edit.alt, variant.build)
    if edit.start0 == 0:
        after = bases(edit.end0, edit.end0 + 1)
        return Variant(variant.contig, 1, edit.ref + after, edit.alt + after, variant.build)
    anchor = bases(edit.start0 - 1, edit.start0)
    ref, alt = anchor + edit.ref, anchor + edit.alt
    if variant.position == edit.start0 and variant.ref == ref and variant.alt == alt:
        return variant
    return Variant(variant.contig, edit.start0, ref, alt, variant.build)
