"""A variant (what differs) and a variant call (how it was seen)."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.build import GenomeBuild

_BASES = frozenset("ACGTN")


@dataclass(frozen=True, slots=True)
class Variant:
    """One REF>ALT difference at one place; multi-allelic records are split before.

    `position` is 1-based, as in VCF; `start0` and `end0` are 0-based, half-open.
    `contig` is the canonical name (`7`, `X`, `MT`), `ref` and `alt` are upper-case bases.
    """

    contig: str
    position: int
    ref: str
    alt: str
    build: GenomeBuild

    def __post_init__(self) -> None:
        if self.position < 1:
            raise ValueError(f"position is 1-based, got {self.position}")
        if not self.ref or not self.alt:
            raise ValueError("`ref` and `alt` need at least one base, as in VCF")
        if not _BASES.issuperset(self.ref) or not _BASES.issuperset(self.alt):
            raise ValueError(f"`ref` and `alt` are bases ACGTN, got {self.ref}>{self.alt}")

    @property
    def start0(self) -> int:
        """0-based start."""
        return self.position - 1

    @property
    def end0(self) -> int:
        """0-based end, exclusive."""
        return self.position - 1 + len(self.ref)

    @property
    def id(self) -> str:
        """Identifier within one build, e.g. `7-55191822-T-G`."""
        return f"{self.contig}-{self.position}-{self.ref}-{self.alt}"


@dataclass(frozen=True, slots=True)
class Reads:
    """The evidence of the tumour sample for one alternate allele; None where the file has none.

    `depth` and `alt_depth` are reads, `vaf` is their ratio, 0 to 1.
    """

    depth: int | None = None
    alt_depth: int | None = None
    vaf: float | None = None


@dataclass(frozen=True, slots=True)
class NormalReads:
    """What the matched normal shows of a call; `passed` says that FILTER is PASS, not missing."""

    reads: Reads
    passed: bool


@dataclass(frozen=True, slots=True)
class VariantCall:
    """A variant as one line of a file reports it for the tumour sample.

    `written` keeps contig, position, REF and ALT as in the file; `line` is the 1-based line.
    `filters` is empty for PASS and for a missing FILTER.
    """

    variant: Variant
    written: str
    line: int
    filters: tuple[str, ...]
    reads: Reads
