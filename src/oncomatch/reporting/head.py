"""The head of the report: who was tested, and with what."""

from __future__ import annotations

from oncomatch.domain.marker_names import name_markers
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.plural import plural
from oncomatch.reporting.view import Fact


def build_head(record: CaseRecord) -> tuple[Fact, ...]:
    """Return who and what: the labels and values at the top."""
    profile = record.profile
    case, assay_info = profile.case, profile.assay
    patient = ", ".join(
        part for part in (f"{case.age} years" if case.age is not None else "", _sex(record)) if part
    )
    covered = f"{assay_info.regions} ({plural(len(assay_info.genes), 'gene')})"
    return (
        Fact("Tumour type", f"{case.tumor_type_name} ({case.tumor_type})"),
        Fact("Specimen", case.specimen or "not stated"),
        Fact("Patient", patient or "not stated"),
        Fact("Small variants", _small_words(record)),
        Fact("Assay covers", covered if assay_info.regions else "not known"),
        Fact("Copy number", assay_info.copy_number or "not assessed"),
        Fact("Markers given", ", ".join(name_markers(profile.markers).values()) or "none"),
        Fact("Genome build", _build_words(record)),
    )


def _build_words(record: CaseRecord) -> str:
    checked = record.profile.assay.small_variants
    how = "checked against the file" if checked else "as stated; there was no file to check"
    return f"{record.profile.case.build.value}, {how}"


def _sex(record: CaseRecord) -> str:
    return record.profile.case.sex.value if record.profile.case.sex else ""


def _small_words(record: CaseRecord) -> str:
    if not record.profile.assay.small_variants:
        return "not assessed"
    sample = record.profile.sample
    return f"{sample} ({record.profile.sample_choice})" if sample else record.profile.sample_choice
