"""Biomarkers: the patterns that a knowledge base, a label or a trial speaks of.

A biomarker is not a variant. `EGFR p.L858R`, `KRAS codon 12`, `ERBB2 amplification` are
patterns; whether a tumour fits one is decided in `matching`. Each has one text form, which
`domain.biomarker_text` reads back; `docs/biomarkers.md` lists the forms.

A numbering that is not that of the gene's reported transcript names its own:
`ROS1@ENST00000368508.7 p.G2032R`.
"""

from __future__ import annotations

from oncomatch.domain.alteration import CopyNumberKind, MismatchRepairState
from oncomatch.domain.biomarker.clinical import (
    ANALYTES,
    LIQUID,
    Age,
    CnsMetastases,
    ExtentIn,
    ExtentWord,
    Laboratory,
    MeasurableDisease,
    PerformanceStatus,
    SexIs,
    TumorTypeIn,
    analyte_word,
)
from oncomatch.domain.biomarker.kinds import (
    ChangeKind,
    Comparator,
    ExpressionKind,
    Scale,
    VariantOrigin,
    Zygosity,
    number_text,
)
from oncomatch.domain.biomarker.levels import (
    Expression,
    Score,
)
from oncomatch.domain.biomarker.small import (
    CodingChange,
    CodonChange,
    Excepting,
    ExonChange,
    GeneMutation,
    GenomicChange,
    Place,
    ProteinChange,
    RegionChange,
    SmallChange,
    WildType,
)
from oncomatch.domain.biomarker.structure import (
    BiallelicLoss,
    Copies,
    CopyNumberChange,
    ExonLoss,
    Fusion,
    KinaseDomainDuplication,
    LossOfHeterozygosity,
    Rearrangement,
    SpliceVariant,
)
from oncomatch.domain.biomarker.tree import (
    AllOf,
    AnyOf,
    Biomarker,
    Not,
    Origin,
    atoms_of,
    genes_of,
)
from oncomatch.domain.biomarker.tumour import (
    After,
    Allele,
    ArmChange,
    LineOfTherapy,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    MutationalBurden,
    MutationalSignature,
    RecombinationDeficiency,
    RecombinationScore,
    Virus,
)
from oncomatch.domain.biomarker.unread import Unread, unread

__all__ = [
    "ANALYTES",
    "LIQUID",
    "After",
    "Age",
    "AllOf",
    "Allele",
    "AnyOf",
    "ArmChange",
    "BiallelicLoss",
    "Biomarker",
    "ChangeKind",
    "CnsMetastases",
    "CodingChange",
    "CodonChange",
    "Comparator",
    "Copies",
    "CopyNumberChange",
    "CopyNumberKind",
    "Excepting",
    "ExonChange",
    "ExonLoss",
    "Expression",
    "ExpressionKind",
    "ExtentIn",
    "ExtentWord",
    "Fusion",
    "GeneMutation",
    "GenomicChange",
    "KinaseDomainDuplication",
    "Laboratory",
    "LineOfTherapy",
    "LossOfHeterozygosity",
    "MeasurableDisease",
    "MicrosatelliteInstability",
    "MicrosatelliteStability",
    "MismatchRepair",
    "MismatchRepairState",
    "MutationalBurden",
    "MutationalSignature",
    "Not",
    "Origin",
    "PerformanceStatus",
    "Place",
    "ProteinChange",
    "Rearrangement",
    "RecombinationDeficiency",
    "RecombinationScore",
    "RegionChange",
    "Scale",
    "Score",
    "SexIs",
    "SmallChange",
    "SpliceVariant",
    "TumorTypeIn",
    "Unread",
    "VariantOrigin",
    "Virus",
    "WildType",
    "Zygosity",
    "analyte_word",
    "atoms_of",
    "genes_of",
    "number_text",
    "unread",
]
