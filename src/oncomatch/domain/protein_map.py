"""The map of a protein: domains, exons and recurrent residues, for pictures of a gene."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProteinDomain:
    """A domain: residues `first` to `last` (1-based, both included) by the record `citation`.

    `label` is the source's short name of the domain, as `Pkinase_Tyr`.
    """

    first: int
    last: int
    label: str
    citation: str

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise ValueError(f"residues {self.first}-{self.last} are not a range")


@dataclass(frozen=True, slots=True)
class RecurrentResidue:
    """A residue (1-based) with the number of tumours that have a substitution of it."""

    residue: int
    tumours: int


@dataclass(frozen=True, slots=True)
class ProteinMap:
    """What is known of the protein of a gene's reported transcript.

    `residues` is its length without the stop. `exons` are the coding bases (1-based from the start
    codon, both included, the stop codon among them) of each exon in transcript order, (0, 0) for
    an exon without any; empty where the exons are not numbered. No `domains` means that none is
    known for a protein of this length, not that it has none. `recurrent` are residues of
    cancerhotspots.org, none where it counts on another transcript of the gene.
    """

    gene: str
    transcript: str
    residues: int
    domains: tuple[ProteinDomain, ...] = ()
    recurrent: tuple[RecurrentResidue, ...] = ()
    exons: tuple[tuple[int, int], ...] = ()
