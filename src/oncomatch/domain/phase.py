"""Which copy of a chromosome a called allele lies on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phase:
    """The haplotypes of a phase set that carry an allele.

    `phase_set` names the set as the file does; haplotypes of different sets cannot be compared.
    `haplotypes` are counted from 0 in the order of the genotype; an allele on both copies has two.
    """

    phase_set: str
    haplotypes: tuple[int, ...]

    def shares_with(self, other: Phase) -> bool:
        """Whether both alleles are known to lie on one haplotype."""
        same = self.phase_set == other.phase_set
        return same and not set(self.haplotypes).isdisjoint(other.haplotypes)

    def is_apart_from(self, other: Phase) -> bool:
        """Whether both alleles are known to lie on different haplotypes."""
        return self.phase_set == other.phase_set and not self.shares_with(other)
