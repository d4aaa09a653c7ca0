"""Copy number along the genome, for the picture of it."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.biomarker import CopyNumberKind


@dataclass(frozen=True, slots=True)
class MappedSegment:
    """A stretch of a chromosome (0-based, half-open) with its copies or its log2 ratio.

    `copies` are total copies of the tumour cells, `minor` those of the rarer allele, `log2` the
    ratio of all cells of the sample; None is *not known*. `kind` is None for neither.
    """

    contig: str
    start0: int
    end0: int
    copies: float | None = None
    minor: float | None = None
    log2: float | None = None
    kind: CopyNumberKind | None = None


@dataclass(frozen=True, slots=True)
class MappedGene:
    """Where a gene lies (0-based, half-open)."""

    gene: str
    contig: str
    start0: int
    end0: int


@dataclass(frozen=True, slots=True)
class MappedArm:
    """Where a chromosome arm (`17p`) lies (0-based, half-open)."""

    arm: str
    contig: str
    start0: int
    end0: int


@dataclass(frozen=True, slots=True)
class CopyNumberMap:
    """The segments of the first file that has any, and where genes lie.

    Neighbours with the same values are one segment; `left_out` counts the shortest ones, which
    are left out where a file has too many. Without `segments` the file names genes, and nothing
    is known between them. `genes` are those with a change, or all measured ones of such a file.
    """

    arms: tuple[MappedArm, ...]
    segments: tuple[MappedSegment, ...] = ()
    genes: tuple[MappedGene, ...] = ()
    left_out: int = 0
    source: str = ""
