"""What is known of one tumour: the facts that knowledge and trials are matched against."""

from __future__ import annotations

from dataclasses import dataclass, field

from oncomatch.domain.alteration import CopyNumber, SmallVariant, TumorMarkers, UnusableCall
from oncomatch.domain.arm_copy_number import ArmCopyNumber
from oncomatch.domain.assay import Assay
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.copy_number_map import CopyNumberMap
from oncomatch.domain.germline import GermlineFindings
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.origin import Deamination
from oncomatch.domain.rearrangement import Rearrangement
from oncomatch.domain.specimen import MatchedNormal, Specimen
from oncomatch.domain.tumor_wide import TumorWide


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that went in: its role, its name without folder, and the SHA-256 of its bytes."""

    role: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TumorProfile:
    """The annotated tumour of a case.

    `small_variants` are reported. `left_out` are calls that change a protein but are not
    reported (a failed FILTER, too few reads), lie by a splice site or in a known promoter, or
    whose effect is not known; `unusable` are those that contradict the reference, cannot be read
    or are structural. Both keep a gene from being called free of what they may be.
    `sample` is the tumour's column and `sample_choice` how it was found. `notes` are cautions
    about the input for the reader of the report. `arms` are the chromosome arms that segments lie
    over. `rearrangements` are those reported and, with a reason, those left out. `specimen` and
    `normal` say what was sequenced, `silence` why nothing found says nothing there, empty where it
    says something. `deamination` counts the substitutions that formalin makes, None without a
    small-variant file. `wide` tells how the `markers` of the whole tumour were got.
    `germline` is what a file of the germline shows, None without one. `copy_number_map` is what
    the picture of the copy numbers is drawn from, None without a file of them.
    """

    case: CaseInfo
    sample: str
    sample_choice: str
    assay: Assay
    small_variants: tuple[SmallVariant, ...]
    left_out: tuple[SmallVariant, ...]
    unusable: tuple[UnusableCall, ...]
    copy_numbers: tuple[CopyNumber, ...]
    markers: TumorMarkers
    ledger: Ledger
    inputs: tuple[InputFile, ...]
    notes: tuple[str, ...]
    rearrangements: tuple[Rearrangement, ...] = ()
    arms: tuple[ArmCopyNumber, ...] = ()
    specimen: Specimen = field(default_factory=Specimen)
    normal: MatchedNormal = field(default_factory=MatchedNormal)
    silence: str = ""
    deamination: Deamination | None = None
    wide: TumorWide = field(default_factory=TumorWide)
    germline: GermlineFindings | None = None
    copy_number_map: CopyNumberMap | None = None

    @property
    def purity(self) -> float | None:
        """The share of tumour cells: of the sheet, else of the copy-number file."""
        sheet = self.specimen.purity
        return self.wide.purity if sheet is None else sheet
