"""Where a variant lies among the exons and essential splice sites of a transcript."""

from __future__ import annotations

from oncomatch.domain.variant import Variant
from oncomatch.reference.transcript import Transcript

SPLICE_SITE = 2
"""Intronic bases of an essential splice site."""


def exons_replaced(variant: Variant, transcript: Transcript) -> frozenset[int]:
    """Return the exons, counted from 1, of which the variant replaces a base."""
    start, end = replaced(variant)
    return frozenset(
        number
        for number, (low, high) in enumerate(transcript.exons, start=1)
        if max(start, low) < min(end, high)
    )


def exons_unspliced(variant: Variant, transcript: Transcript) -> frozenset[int]:
    """Return the exons, counted from 1, of which the variant touches an essential splice site.

    An insertion touches a site when it comes inside it or at its border.
    """
    start, end = replaced(variant)
    insertion = start == end
    found = set()
    for number in range(1, len(transcript.exons) + 1):
        for low, high in _splice_sites(transcript, number):
            if (low <= start <= high) if insertion else (max(start, low) < min(end, high)):
                found.add(number)
    return frozenset(found)


def _splice_sites(transcript: Transcript, number: int) -> list[tuple[int, int]]:
    """Return the two intronic bases at the ends of an exon, where an intron follows."""
    start, end = transcript.exons[number - 1]
    before, after = (start - SPLICE_SITE, start), (end, end + SPLICE_SITE)
    acceptor, donor = (before, after) if transcript.strand > 0 else (after, before)
    sites = [acceptor] if number > 1 else []
    return [*sites, donor] if number < len(transcript.exons) else sites


def replaced(variant: Variant) -> tuple[int, int]:
    """Return the reference bases (0-based, half-open) that differ; none for an insertion."""
    ref, alt = variant.ref, variant.alt
    shortest = min(len(ref), len(alt))
    ahead = 0
    while ahead < shortest and ref[ahead] == alt[ahead]:
        ahead += 1
    behind = 0
    while behind < shortest - ahead and ref[-1 - behind] == alt[-1 - behind]:
        behind += 1
    return variant.start0 + ahead, variant.end0 - behind
