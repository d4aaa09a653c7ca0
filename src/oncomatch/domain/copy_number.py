"""Copy number as files give it: of segments of the genome or of genes, in copies or as log2."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.biomarker import CopyNumberKind

MOST_COPIES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a file says of a segment or a gene; None is *not given*.

    `copies` are total copies in the tumour cells, `minor` those of the rarer allele. `log2` is the
    ratio to a diploid normal, of all cells of the sample: never copies. `call` is the file's own
    word, None for neutral where it is `called`; a `firm` one goes before every number. `loh` says
    that one parent's copy is lost. `note` is the file's value in words, for the reader.
    """

    copies: float | None = None
    minor: float | None = None
    log2: float | None = None
    called: bool = False
    call: CopyNumberKind | None = None
    firm: bool = False
    loh: bool | None = None
    note: str = ""

    @property
    def lost_heterozygosity(self) -> bool | None:
        """Whether one parent's copy is lost; a part of a copy is not (PURPLE: below 0.5)."""
        if self.loh is not None or self.minor is None:
            return self.loh
        return self.minor < 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyNumberSegment(Measured):
    """A stretch of the genome (0-based, half-open) with one copy number.

    `genes` are the names that the file writes beside it, as written.
    """

    contig: str
    start0: int
    end0: int
    genes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneMeasure(Measured):
    """The copy number of a gene as a file names it; `where` is the line, for messages.

    `parts` are stretches of it that differ, where the file tells.
    """

    gene: str
    where: str
    parts: tuple[CopyNumberSegment, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyNumberFile:
    """What was read of a file: segments, or genes, and what it says of build and tumour.

    `contig_lengths` are those of its header. `strict` says that every gene it names has to be
    known. `left_out` counts records by the reason why they do not count.
    """

    format: str
    segments: tuple[CopyNumberSegment, ...] = ()
    genes: tuple[GeneMeasure, ...] = ()
    contig_lengths: tuple[tuple[str, int], ...] = ()
    purity: float | None = None
    ploidy: float | None = None
    strict: bool = False
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TumorContent:
    """Share of tumour cells in the sample (0 to 1), mean copies in them, and the patient's sex."""

    purity: float | None = None
    ploidy: float | None = None
    male: bool | None = None

    def __post_init__(self) -> None:
        if self.purity is not None and not 0 < self.purity <= 1:
            raise ValueError(f"purity is {self.purity:g}; expected is above 0, up to 1")
        if self.ploidy is not None and not 0.5 <= self.ploidy <= 10:
            raise ValueError(f"ploidy is {self.ploidy:g}; expected is 0.5 to 10")


@dataclass(frozen=True, slots=True)
class CopyNumberThresholds:
    """From which value a gene counts as amplified or gained, or up to which as lost.

    The first four are total copies of a diploid tumour; those of amplification, gain and loss
    grow with the ploidy where it is known (PURPLE calls an amplification above three times the
    ploidy), that of deletion does not. The defaults are this project's convention, not a
    guideline; a lab sets its own.

    The next four are log2 ratios, for files that give nothing else and without purity. Gain, loss
    and deletion are the defaults of `cnvkit.py call`; amplification is that of 6 copies in a pure
    tumour, so that it holds at every purity.

    `arm_share` is the share of a chromosome arm with the same change from which it is arm-level
    (GISTIC 2.0: broad is longer than half an arm), `whole_arm_share` that from which it is of the
    whole arm, as 1p/19q codeletion asks (a convention); `gene_share` that of a gene which segments
    have to cover before it is called neutral.
    """

    amplification: float = 6.0
    gain: float = 3.0
    loss: float = 1.5
    deletion: float = 0.5
    log2_amplification: float = 1.585
    log2_gain: float = 0.2
    log2_loss: float = -0.25
    log2_deletion: float = -1.1
    arm_share: float = 0.5
    gene_share: float = 0.5
    whole_arm_share: float = 0.8

    def __post_init__(self) -> None:
        if not self.deletion <= self.loss < 2 < self.gain <= self.amplification:
            raise ValueError("expected is deletion <= loss < 2 < gain <= amplification")
        log2 = (self.log2_deletion, self.log2_loss, self.log2_gain, self.log2_amplification)
        if not log2[0] <= log2[1] < 0 < log2[2] <= log2[3]:
            raise ValueError(
                "expected is log2_deletion <= log2_loss < 0 < log2_gain <= log2_amplification"
            )
        shares = (self.arm_share, self.gene_share, self.whole_arm_share)
        if not all(0 < share <= 1 for share in shares):
            raise ValueError("arm_share, whole_arm_share and gene_share are above 0, up to 1")

    def classify(self, copies: float, ploidy: float = 2.0) -> CopyNumberKind | None:
        """Return what a total copy number means in a tumour of that ploidy, None for neutral."""
        if copies <= self.limit(CopyNumberKind.DELETION, ploidy):
            return CopyNumberKind.DELETION
        if copies >= self.limit(CopyNumberKind.AMPLIFICATION, ploidy):
            return CopyNumberKind.AMPLIFICATION
        if copies >= self.limit(CopyNumberKind.GAIN, ploidy):
            return CopyNumberKind.GAIN
        if copies <= self.limit(CopyNumberKind.LOSS, ploidy):
            return CopyNumberKind.LOSS
        return None

    def limit(self, kind: CopyNumberKind, ploidy: float = 2.0) -> float:
        """Return the copies from which, or up to which, a kind begins."""
        scale = 1.0 if kind is CopyNumberKind.DELETION else ploidy / 2
        limit: float = getattr(self, kind.value) * scale
        return limit

    def classify_log2(self, log2: float) -> CopyNumberKind | None:
        """Return what a log2 ratio means where the purity is not known, None for neutral."""
        if log2 >= self.log2_amplification:
            return CopyNumberKind.AMPLIFICATION
        if log2 >= self.log2_gain:
            return CopyNumberKind.GAIN
        if log2 <= self.log2_deletion:
            return CopyNumberKind.DELETION
        if log2 <= self.log2_loss:
            return CopyNumberKind.LOSS
        return None
