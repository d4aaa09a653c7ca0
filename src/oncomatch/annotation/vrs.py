"""Fully justified VRS alleles of small variants.

An insertion or deletion in a repeat is widened over all places at which it could be written
(VOCA; https://vrs.ga4gh.org, normalization), so that each has one allele and one id.
"""

from __future__ import annotations

from collections.abc import Iterator

from oncomatch.annotation.edit import BaseSource, Edit, shift_left, shift_right, trim
from oncomatch.domain.variant import Variant
from oncomatch.domain.vrs import VrsAllele, literal_allele, repeat_allele

_UNKNOWN = "N"


def vrs_allele(variant: Variant, refget: str, bases: BaseSource) -> VrsAllele | None:
    """Return the allele of a variant on the sequence that `refget` names.

    None where a base of it is not known, or one beside an insertion or deletion: how far that can
    be moved is not known then, and the id would be that of another allele.
    """
    edit = trim(variant)
    if _UNKNOWN in edit.ref or _UNKNOWN in edit.alt or edit.ref == edit.alt:
        return None
    if edit.ref and edit.alt:
        return literal_allele(refget, edit.start0, edit.end0, edit.alt)
    left, right = shift_left(edit, bases), shift_right(edit, bases)
    start, end = left.start0, right.end0
    if start == 0:
        return None
    around = bases(start - 1, end + 1)
    if len(around) != end - start + 2 or _UNKNOWN in around:
        return None
    return _justified(left, refget, end, around[1:-1])


def _justified(left: Edit, refget: str, end: int, reference: str) -> VrsAllele:
    """Return the allele of an insertion or deletion in its leftmost placement, up to `end`."""
    start = left.start0
    if left.is_deletion:
        return repeat_allele(refget, start, end, reference[len(left.ref) :], len(left.ref))
    sequence = left.alt + reference
    for size in _divisors(len(left.alt)):
        if size <= len(reference) and _repeats(reference, sequence, size):
            return repeat_allele(refget, start, end, sequence, size)
    return literal_allele(refget, start, end, sequence)


def _repeats(reference: str, sequence: str, size: int) -> bool:
    """Whether what follows the reference in the sequence goes on with its last `size` bases."""
    unit = reference[-size:]
    added = sequence[len(reference) :]
    return all(base == unit[at % size] for at, base in enumerate(added))


def _divisors(number: int) -> Iterator[int]:
    """Yield the divisors of a number, the largest first."""
    for divisor in range(number, 0, -1):
        if number % divisor == 0:
            yield divisor
