"""The copy number of a gene from several files: what they agree on, and what they contradict.

Files agree on a kind that each of them gives or leaves possible (a ratio without purity that may
be an amplification, and an amplification in copies). Where there is none nobody is believed: what
all of them go so far as to say stays (a gain, of a gain and an amplification), and what only some
say is possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from oncomatch.domain.alteration import CopyNumber
from oncomatch.domain.biomarker import CopyNumberKind

CONTRADICTION = "the files contradict each other"

_GAINED = {CopyNumberKind.GAIN, CopyNumberKind.AMPLIFICATION}
_LOST = {CopyNumberKind.LOSS, CopyNumberKind.DELETION}
_APART, _SHARE_APART = 0.5, 0.25
"""Copies that differ by more than half a copy and a quarter are not one number. A convention."""


def merge_copy_numbers(files: Iterable[Sequence[CopyNumber]]) -> tuple[CopyNumber, ...]:
    """Return the copy number of each gene from the numbers of each file, sorted by gene."""
    found: dict[str, list[CopyNumber]] = {}
    for numbers in files:
        for number in numbers:
            found.setdefault(number.gene, []).append(number)
    return tuple(_merged(found[gene]) for gene in sorted(found))


def is_contradicted(number: CopyNumber) -> bool:
    """Whether files contradict each other on a gene."""
    return number.reason.endswith(CONTRADICTION)


def _merged(numbers: Sequence[CopyNumber]) -> CopyNumber:
    if len(numbers) == 1:
        return numbers[0]
    agreed = [each for each in numbers if all(_allows(other, each.kind) for other in numbers)]
    if not agreed:
        return _contradicted(numbers)
    best = min(agreed, key=lambda each: (each.copies is None, len(each.possible)))
    copies = [each.copies for each in numbers if each.copies is not None]
    merged = replace(
        best,
        possible=tuple(
            each
            for each in CopyNumberKind
            if each is not best.kind and all(_allows(other, each) for other in numbers)
        ),
        loh=_shared(each.loh for each in numbers),
        source=_sources(numbers),
    )
    if copies and max(copies) - min(copies) > max(_APART, _SHARE_APART * max(copies)):
        return replace(merged, copies=None, minor=None, log2=None, reason=_reasons(numbers))
    return merged


def _allows(number: CopyNumber, kind: CopyNumberKind | None) -> bool:
    return number.kind is kind or kind in number.possible


def _contradicted(numbers: Sequence[CopyNumber]) -> CopyNumber:
    kinds = {each.kind for each in numbers}
    common = None
    if kinds <= _GAINED:
        common = CopyNumberKind.GAIN
    elif kinds <= _LOST:
        common = CopyNumberKind.LOSS
    said = kinds.union(*(each.possible for each in numbers)) - {common}
    return CopyNumber(
        numbers[0].gene,
        None,
        common,
        f"{_reasons(numbers)}; {CONTRADICTION}",
        possible=tuple(each for each in CopyNumberKind if each in said),
        loh=_shared(each.loh for each in numbers),
        source=_sources(numbers),
    )


def _shared(answers: Iterable[bool | None]) -> bool | None:
    """Return what all files say that say anything, None where they differ."""
    said = {each for each in answers if each is not None}
    return said.pop() if len(said) == 1 else None


def _reasons(numbers: Sequence[CopyNumber]) -> str:
    return ", ".join(f"{each.reason} in {each.source}" for each in numbers)


def _sources(numbers: Sequence[CopyNumber]) -> str:
    return "; ".join(each.source for each in numbers)
