"""What the specimen and the matched normal mean for the reading of a case."""

from __future__ import annotations

from oncomatch.domain.origin import Deamination
from oncomatch.domain.specimen import MatchedNormal, Pairing, Specimen, SpecimenType
from oncomatch.readers.config import OriginLimits
from oncomatch.readers.samples import NormalColumn, TumorColumn, find_normal
from oncomatch.readers.vcf import VcfHeader
from oncomatch.reporting.words import percent


def match_normal(
    header: VcfHeader, tumor: TumorColumn, specimen: Specimen, limits: OriginLimits
) -> tuple[NormalColumn, MatchedNormal]:
    """Return the normal's column and what is known of the pairing.

    One sample alone may be called against a normal that is not in the file: then only the sheet
    knows.
    """
    column = find_normal(header, tumor, specimen.matched_normal)
    how = column.how
    if column.name:
        pairing = Pairing.TUMOR_NORMAL
        how = f"normal {column.name} ({how})"
    elif specimen.matched_normal:
        pairing = Pairing.TUMOR_NORMAL
        how = f"the sheet says so; the reads of the normal are not there ({how})"
    elif specimen.matched_normal is False:
        pairing = Pairing.TUMOR_ONLY
    else:
        alone = len(header.samples) <= 1
        pairing = Pairing.TUMOR_ONLY if alone else Pairing.UNKNOWN
        how = f"as far as is told: {how}, and the sheet does not say that there was a normal"
    return column, MatchedNormal(pairing, column.name, how, limits.normal_error)


def silence_of(specimen: Specimen, limits: OriginLimits) -> str:
    """Return why nothing found says nothing in a specimen, empty where it says something.

    Plasma with too little or an unknown share of tumour DNA is such: of negative plasma with less
    than 1 % a driver was often found in tissue (Clin Cancer Res 2024, 30:2452).
    """
    if not specimen.is_plasma:
        return ""
    share = specimen.tumor_share
    if share is None:
        return "in plasma of unknown tumour fraction this says nothing: test tissue"
    if share < limits.plasma_tumor_fraction:
        return (
            f"in plasma with a tumour fraction of {percent(share)} (limit "
            f"{percent(limits.plasma_tumor_fraction)}) this says nothing: test tissue"
        )
    return ""


def specimen_notes(
    specimen: Specimen, silence: str, deamination: Deamination | None
) -> tuple[str, ...]:
    """Return cautions about the specimen for the head of the report."""
    notes = []
    if silence:
        share = specimen.tumor_share
        words = "is not known" if share is None else f"is {percent(share)}, below the limit"
        notes.append(
            f"Plasma: the tumour fraction {words}. What was not found is not informative; no gene "
            f"is called wild type. Tissue is needed where a negative answer matters."
        )
    if specimen.is_plasma:
        notes.append(
            "Plasma: amplifications, deletions and fusions that were not found are not "
            "informative at any tumour fraction."
        )
    fixed = specimen.type in (SpecimenType.FFPE, SpecimenType.UNKNOWN)
    if fixed and deamination is not None and deamination.is_excessive:
        notes.append(formalin_note(specimen, deamination))
    return tuple(notes)


def formalin_note(specimen: Specimen, counts: Deamination) -> str:
    """Return the caution about artefacts of formalin, with its numbers."""
    low, high = counts.low_deaminated / counts.low, counts.high_deaminated / counts.high
    whose = "Formalin-fixed tissue" if specimen.type is SpecimenType.FFPE else "If this is FFPE"
    return (
        f"{whose}: {counts.low_deaminated} of {counts.low} substitutions below a VAF of "
        f"{percent(counts.limit)} are C>T or G>A ({percent(low)}), of the others {percent(high)}. "
        f"Such calls may be artefacts of fixation; confirm them before they count."
    )
