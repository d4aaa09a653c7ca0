"""Substitutions of a tumour in their trinucleotides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from oncomatch.domain.signatures import CHANNELS, channel_of
from oncomatch.domain.variant import Variant

Bases = Callable[[str, int, int], str]
"""Gives the bases of a contig from a 0-based start to an end; N where they are not known."""

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class ContextCounts:
    """Substitutions by channel; those that could not be placed, doublets, and contradictions.

    `doublets` stand beside another substitution: they are another kind of change and do not count.
    `contradicted` have a REF that differs from the bases.
    """

    counts: tuple[int, ...]
    unplaced: int
    doublets: int
    contradicted: int

    @property
    def placed(self) -> int:
        """The substitutions that are in a channel."""
        return sum(self.counts)


class Substitutions:
    """Keeps the single-base substitutions of a tumour, each once."""

    def __init__(self) -> None:
        self._found: set[tuple[str, int, str, str]] = set()
        self.genic = 0
        self.inherited = 0
        self.has_unfiltered = False

    @property
    def are_too_many(self) -> bool:
        """Whether there are more than any tumour has; then no more are kept."""
        return len(self._found) >= MOST

    def take(self, variant: Variant) -> None:
        """Take a call if it is a substitution of one base."""
        if len(variant.ref) == len(variant.alt) == 1 and not self.are_too_many:
            self._found.add((variant.contig, variant.position, variant.ref, variant.alt))

    def count(self, bases: Bases) -> ContextCounts:
        """Return the substitutions by channel."""
        places = {(contig, position) for contig, position, _, _ in self._found}
        counts = [0] * len(CHANNELS)
        unplaced = doublets = contradicted = 0
        for contig, position, ref, alt in sorted(self._found):
            if (contig, position - 1) in places or (contig, position + 1) in places:
                doublets += 1
                continue
            around = bases(contig, position - 2, position + 1)
            channel = channel_of(around, alt) if len(around) == 3 else None
            if len(around) == 3 and around[1] in "ACGT" and around[1] != ref:
                contradicted += 1
            elif channel is None:
                unplaced += 1
            else:
                counts[channel] += 1
        return ContextCounts(tuple(counts), unplaced, doublets, contradicted)
