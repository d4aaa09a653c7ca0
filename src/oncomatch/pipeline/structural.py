"""Where a structural variant lies: it is not read here, but its genes are not called normal."""

from __future__ import annotations

import re

from oncomatch.domain.contig import canonical_contig
from oncomatch.readers.vcf import VcfRecord

Place = tuple[str, int, int]
"""Canonical contig, 0-based start and end, half-open."""

_MATE = re.compile(r"[\[\]](.+):(\d{1,10})[\[\]]")
_NUMBER = re.compile(r"-?(\d{1,10})")


def places_of(record: VcfRecord, alt: str) -> tuple[Place, ...]:
    """Return the places that a symbolic allele or a breakend touches.

    A deletion touches all between its ends, the others only their ends: a gene that is
    duplicated or inverted as a whole keeps its sequence.
    """
    contig, start0 = canonical_contig(record.contig), record.position - 1
    here = (contig, start0, start0 + len(record.ref))
    mate = _MATE.search(alt)
    if mate:
        position = int(mate[2])
        return here, (canonical_contig(mate[1]), max(0, position - 1), position)
    end0 = _end(record, alt)
    if alt.startswith("<DEL"):
        return ((contig, start0, end0),)
    return here, (contig, end0 - 1, end0)


def _end(record: VcfRecord, alt: str) -> int:
    """Return INFO END, or what SVLEN makes of POS, or the end of REF."""
    at_least = record.position + len(record.ref) - 1
    end = _NUMBER.fullmatch(record.info.get("END", ""))
    length = _NUMBER.match(record.info.get("SVLEN", ""))
    if end:
        return max(at_least, int(end[1]))
    if length and not alt.startswith("<INS"):
        return max(at_least, record.position + int(length[1]))
    return at_least
