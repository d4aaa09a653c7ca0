"""The 96 channels of single-base substitutions, and catalogues of signatures in them.

A channel is a substitution of a pyrimidine between its two neighbours, `A[C>A]A`; that of a purine
is read on the other strand (COSMIC, SBS96).
"""

from __future__ import annotations

from dataclasses import dataclass

_COMPLEMENT = str.maketrans("ACGT", "TGCA")
_BASES = "ACGT"

CHANNELS: tuple[str, ...] = tuple(
    f"{before}[{ref}>{alt}]{after}"
    for ref, alts in (("C", "AGT"), ("T", "ACG"))
    for alt in alts
    for before in _BASES
    for after in _BASES
)
CHANNEL_NUMBER = {channel: number for number, channel in enumerate(CHANNELS)}


def channel_of(trinucleotide: str, alt: str) -> int | None:
    """Return the number of the channel of a substitution of the middle base.

    None where a base is not known.

    >>> CHANNELS[channel_of("TGA", "A")]
    'T[C>T]A'
    """
    if len(trinucleotide) != 3:
        return None
    if trinucleotide[1] in "AG":
        trinucleotide = trinucleotide.translate(_COMPLEMENT)[::-1]
        alt = alt.translate(_COMPLEMENT)
    return CHANNEL_NUMBER.get(f"{trinucleotide[0]}[{trinucleotide[1]}>{alt}]{trinucleotide[2]}")


@dataclass(frozen=True, slots=True)
class SignatureCatalogue:
    """Signatures by name; each has a share for every channel, in their order, that add up to 1."""

    source: str
    names: tuple[str, ...]
    shares: tuple[tuple[float, ...], ...]
