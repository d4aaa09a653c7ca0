"""Alterations: anything reportable about a tumour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from oncomatch.domain.consequence import Consequence
from oncomatch.domain.named_markers import (
    MISMATCH_REPAIR,
    GeneExpression,
    IhcResult,
    IshResult,
    Stain,
    VirusResult,
)
from oncomatch.domain.phase import Phase
from oncomatch.domain.population import PopulationFrequency
from oncomatch.domain.variant import NormalReads, Reads, Variant
from oncomatch.domain.vrs import VrsAllele


@dataclass(frozen=True, slots=True)
class TranscriptEffect:
    """What a small variant does to one transcript.

    `exon` and `intron` are "number/total", counted from 1 in transcript order ("2-3/10" where
    several are touched), empty where the transcript's numbering is not embedded. `first_residue`
    and `last_residue` (1-based, both included) are the residues that change; `residue_delta` is
    the change of the protein's length in residues, None when the reading frame shifts.
    `escapes_decay` says that a
    premature stop lies in the last exon or within 50 bases before its junction.
    """

    transcript: str
    gene: str
    consequences: tuple[Consequence, ...]
    exon: str = ""
    intron: str = ""
    hgvs_c: str = ""
    hgvs_p: str = ""
    protein_change: str = ""
    first_residue: int | None = None
    last_residue: int | None = None
    residue_delta: int | None = None
    escapes_decay: bool = False
    note: str = ""

    @property
    def most_severe(self) -> Consequence:
        """The consequence that ranks first."""
        return self.consequences[0]


NOT_CHECKED = "not checked here"
"""Stands in the note of every effect that is another's word."""


class AnnotationState(Enum):
    """Whether the effect of a small variant is known, and from where.

    `FROM_FILE` and `FROM_HOTSPOTS` are for genes without embedded sequence: the effect is what
    the file's own annotation, or a table of recurrent changes, says of exactly this change.
    """

    DETERMINED = "determined"
    FROM_FILE = f"as the file annotates it, {NOT_CHECKED}"
    FROM_HOTSPOTS = "as a table of recurrent changes names it"
    NOT_DETERMINED = "consequence not determined here"
    NO_GENE = "outside every known gene"


@dataclass(frozen=True, slots=True)
class Part:
    """A call that was read together with others on its haplotype.

    `written` keeps contig, position, REF and ALT as in the file; `label` is what the call would
    be called alone.
    """

    variant: Variant
    written: str
    reads: Reads
    label: str


@dataclass(frozen=True, slots=True)
class SmallVariant:
    """A small variant with its effect on the reported transcript of its gene.

    `other_effects` holds the transcripts of the same gene on which the protein change or the
    consequence differs, and those of other genes that lie there. `left_out` is the ledger's
    reason when the call is not reported.

    A change that was read from several calls on one haplotype has them as `parts`; its `variant`
    is one replacement for all of them, or that of the first part where they lie far apart, and
    its `reads` are those of the rarest part. A call that was so read names the change as
    `part_of`; it is `alone` when it stands in the record by itself as well. `caution` is what
    makes the effect doubtful: a neighbour of unknown phase, another answer in the file's own
    annotation. `population` is None where neither the file nor the user says how frequent it is.
    `phase` is the haplotype of a coding call, None where the file does not tell it. `normal` is
    what the matched normal shows of it, None where the file has no such sample. `sources` are the
    files that have the call where a case has several VCFs, that of `reads` first. `vrs` is its
    GA4GH allele with the computed id, of reported calls only; None where none can be told.
    """

    variant: Variant
    written: str
    filters: tuple[str, ...]
    reads: Reads
    gene: str
    state: AnnotationState
    effect: TranscriptEffect | None
    other_effects: tuple[TranscriptEffect, ...] = ()
    hgvs_g: str = ""
    mane: str = ""
    note: str = ""
    left_out: str = ""
    parts: tuple[Part, ...] = ()
    part_of: str = ""
    alone: bool = True
    caution: str = ""
    population: PopulationFrequency | None = None
    phase: Phase | None = None
    normal: NormalReads | None = None
    sources: tuple[str, ...] = ()
    vrs: VrsAllele | None = None

    @property
    def id(self) -> str:
        """Identifier within the case."""
        if self.parts and self.variant == self.parts[0].variant:
            return "+".join(part.variant.id for part in self.parts)
        return self.variant.id

    @property
    def label(self) -> str:
        """What people call it: `EGFR L858R`, `MET c.3028+1G>T`, or the genomic change."""
        if self.effect is None:
            return f"{self.gene} {self.hgvs_g}".strip()
        change = self.effect.protein_change or self.effect.hgvs_c.rsplit(":", 1)[-1]
        return f"{self.gene} {change or self.hgvs_g}"

    def effect_on(self, transcript: str) -> TranscriptEffect | None:
        """Return the effect on a transcript; the reported one when it does not differ there."""
        for effect in self.other_effects:
            if effect.transcript == transcript:
                return effect
        return self.effect


@dataclass(frozen=True, slots=True)
class UnusableCall:
    """A call that could be located but not used; nothing is known of the genes at its place.

    `written` keeps contig, position, REF and ALT as in the file; `reason` is the ledger's.
    """

    genes: tuple[str, ...]
    written: str
    reason: str

    @property
    def id(self) -> str:
        """Identifier within the case."""
        return f"unusable {self.written}"


class CopyNumberKind(Enum):
    """A kind of copy-number change of a gene or a chromosome arm."""

    AMPLIFICATION = "amplification"
    GAIN = "gain"
    LOSS = "loss"
    DELETION = "deletion"


class Extent(Enum):
    """How much of the chromosome arm has the copy-number change of a gene."""

    FOCAL = "focal"
    ARM = "arm-level"


@dataclass(frozen=True, slots=True)
class CopyNumber:
    """The copy number of a gene; `kind` is None when it is neutral.

    `copies` is the total copy number of the tumour cells, of the lowest part where the gene is
    broken; None when only a call or a ratio was given. `possible` are kinds that are neither told
    nor excluded: a ratio without purity does not tell a gain from an amplification. `minor` are
    the copies of the rarer allele, `loh` whether one parent's copy is lost (None: not known).
    `log2` is the ratio that the file gives, of all cells. `coverage` is the share of the gene that
    segments cover, None where the file names genes. `source` is the file.
    """

    gene: str
    copies: float | None
    kind: CopyNumberKind | None
    reason: str
    possible: tuple[CopyNumberKind, ...] = ()
    minor: float | None = None
    loh: bool | None = None
    log2: float | None = None
    coverage: float | None = None
    extent: Extent | None = None
    source: str = ""

    @property
    def copy_neutral_loh(self) -> bool | None:
        """Whether one parent's copy is lost and the other's stands in its place."""
        if not self.loh:
            return self.loh
        return None if self.possible else self.kind is None

    @property
    def id(self) -> str:
        """Identifier within the case."""
        return f"{self.gene}-copy-number"

    @property
    def label(self) -> str:
        """What people call it: `ERBB2 amplification`."""
        return f"{self.gene} {self.kind.value if self.kind else 'copy number neutral'}"


class Her2Ihc(Enum):
    """HER2 immunohistochemistry score."""

    ZERO = "0"
    ONE = "1+"
    TWO = "2+"
    THREE = "3+"


class MsiStatus(Enum):
    """Microsatellite status as given by the laboratory."""

    HIGH = "MSI-H"
    LOW = "MSI-L"
    STABLE = "MSS"


class MismatchRepairState(Enum):
    """What a laboratory says of mismatch repair."""

    DEFICIENT = "deficient"
    PROFICIENT = "proficient"


class MarkerResult(Enum):
    """The result of a test as the laboratory reports it, by its own cut-off."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class TumorMarkers:
    """Values of the whole tumour, given in the sheet; None is *not assessed*.

    `tmb_per_mb` is in mutations per megabase. `er` and `pr` are the hormone receptors by
    immunohistochemistry, `her2_ish` in-situ hybridisation of ERBB2 (positive: amplified).
    PD-L1 is in percent (`tps`, `ic`, `tc`) or as the combined positive score (`cps`), 0 to 100.
    `hrd` is the result of the laboratory's test, `hrd_score` its genomic instability score.
    `ihc`, `ish`, `expression` (of RNA) and `viruses` are what is given by name.
    """

    her2_ihc: Her2Ihc | None = None
    msi: MsiStatus | None = None
    tmb_per_mb: float | None = None
    her2_ish: MarkerResult | None = None
    er: MarkerResult | None = None
    pr: MarkerResult | None = None
    pdl1_tps: float | None = None
    pdl1_cps: float | None = None
    pdl1_ic: float | None = None
    pdl1_tc: float | None = None
    mmr: MismatchRepairState | None = None
    hrd: MarkerResult | None = None
    hrd_score: float | None = None
    ebv: MarkerResult | None = None
    hpv: MarkerResult | None = None
    ihc: tuple[IhcResult, ...] = ()
    ish: tuple[IshResult, ...] = ()
    expression: tuple[GeneExpression, ...] = ()
    viruses: tuple[VirusResult, ...] = ()

    @property
    def repair_by_proteins(self) -> tuple[MismatchRepairState, tuple[IhcResult, ...]] | None:
        """What the stains of mismatch repair say, and which say it; None where they do not.

        Loss of any of MLH1, MSH2, MSH6 and PMS2 is deficient, as laboratories report it;
        proficient takes all four retained.
        """
        proteins = [each for each in self.ihc if each.gene in MISMATCH_REPAIR]
        lost = tuple(each for each in proteins if each.stain is Stain.LOST)
        if lost:
            return MismatchRepairState.DEFICIENT, lost
        if {each.gene for each in proteins if each.stain is Stain.RETAINED} == set(MISMATCH_REPAIR):
            return MismatchRepairState.PROFICIENT, tuple(proteins)
        return None
