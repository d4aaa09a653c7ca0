"""What every small-variant format gives: a header and one item a row, as a VCF would have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig
from oncomatch.readers.vcf import BadLine, VcfHeader, VcfRecord
from oncomatch.reference.bundle import Reference

WHAT = "small variants"


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A row that is not of this tumour, and why; `line` counts from 1 in the file."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class NamedChange:
    """A row without coordinates: a gene and its protein change (`V600E`), to be resolved.

    `columns` are those of a VCF record whose place is empty still.
    """

    line: int
    gene: str
    change: str
    columns: tuple[str, ...]


Item = VcfRecord | BadLine | LeftOutRow


class _Headed(Protocol):
    @property
    def path(self) -> Path:
        """Where the file is."""

    @property
    def header(self) -> VcfHeader:
        """Its header, or that which its rows have as a VCF."""


class SmallVariantFile(_Headed, Protocol):
    """An opened file of small variants, every row of which has a place or a reason."""

    def __iter__(self) -> Iterator[Item]:
        """Yield each row."""


class UnresolvedFile(_Headed, Protocol):
    """An opened file as its format gives it: rows may name a protein change alone."""

    def __iter__(self) -> Iterator[Item | NamedChange]:
        """Yield each row."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The case that a file is read for: the tumour's name (empty where not given), the build.

    `reference` has the bases before an insertion or deletion, which some formats leave out.
    """

    sample: str
    build: GenomeBuild
    reference: Reference

    def base_at(self, contig: str, position: int) -> str:
        """Return the base at a 1-based position, `N` where it is not embedded."""
        name = canonical_contig(contig)
        if name not in CHROMOSOMES or position < 1:
            return "N"
        return self.reference.sequences.bases(self.build, name, position - 1, position) or "N"
