"""The head of the report: who was tested, and with what."""

from __future__ import annotations

from dataclasses import replace

from oncomatch.domain.alteration import TumorMarkers
from oncomatch.domain.arm_copy_number import named_together
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.clinical_status import ClinicalStatus
from oncomatch.domain.marker_names import name_markers
from oncomatch.domain.named_markers import ExpressionLevel
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.specimen import Pairing, SpecimenType
from oncomatch.reporting.plural import plural
from oncomatch.reporting.view import Fact
from oncomatch.reporting.words import percent

_NOT_STATED = "not stated"
_MOST_LEVELS = 5


def build_head(record: CaseRecord) -> tuple[Fact, ...]:
    """Return who and what: the labels and values at the top."""
    profile = record.profile
    case, assay_info = profile.case, profile.assay
    named = f"{assay_info.description.name}: " if assay_info.description else ""
    covered = f"{named}{assay_info.regions} ({plural(len(assay_info.genes), 'gene')})"
    return (
        Fact("Tumour type", f"{case.tumor_type_name} ({case.tumor_type})"),
        Fact("Specimen", specimen_words(record)),
        Fact("Patient", _patient(case) or _NOT_STATED),
        Fact("Disease", _disease(case.clinical) or _NOT_STATED),
        Fact("Earlier treatment", _earlier(case)),
        *_laboratory(case.clinical),
        Fact("Small variants", _small_words(record)),
        *_pairing(record),
        Fact("Assay covers", covered if assay_info.regions else "not known"),
        Fact("Copy number", _copy_number_words(record)),
        Fact("Markers given", _markers(profile.markers) or "none"),
        Fact("Genome build", _build_words(record)),
    )


def specimen_words(record: CaseRecord) -> str:
    """Return kind, words and shares of tumour of the specimen."""
    specimen, words = record.profile.specimen, record.profile.case.specimen
    kind = "" if specimen.type is SpecimenType.UNKNOWN else specimen.type.value
    shares = [
        f"{name} {percent(share)}"
        for name, share in (
            ("tumour fraction", specimen.tumor_fraction),
            ("purity", specimen.purity),
        )
        if share is not None
    ]
    parts = dict.fromkeys(filter(None, (kind, words, *shares)))
    return ", ".join(parts) or _NOT_STATED


def _pairing(record: CaseRecord) -> tuple[Fact, ...]:
    if not record.profile.assay.small_variants:
        return ()
    normal = record.profile.normal
    paired = normal.pairing is Pairing.TUMOR_NORMAL
    return (Fact("Matched normal", normal.how if paired else normal.pairing.value),)


def _copy_number_words(record: CaseRecord) -> str:
    file = record.profile.assay.copy_number or "not assessed"
    return "; ".join((file, *named_together(record.profile.arms)))


def _build_words(record: CaseRecord) -> str:
    checked = record.profile.assay.small_variants
    how = "checked against the file" if checked else "as stated; there was no file to check"
    return f"{record.profile.case.build.value}, {how}"


def _markers(markers: TumorMarkers) -> str:
    """Return the markers that are given; of RNA the outliers, many of them in short."""
    outliers = [each for each in markers.expression if each.level is not ExpressionLevel.NORMAL]
    rest = len(outliers) - _MOST_LEVELS
    shown = replace(markers, expression=tuple(outliers[:_MOST_LEVELS]))
    names = list(name_markers(shown).values())
    if rest > 0:
        names.append(f"{plural(rest, 'other outlier')} of RNA")
    elif markers.expression and not outliers:
        names.append("no outlier of RNA")
    return ", ".join(names)


def _patient(case: CaseInfo) -> str:
    return ", ".join(
        (
            *((f"{case.age:g} years",) if case.age is not None else ()),
            *((case.sex.value,) if case.sex else ()),
            *((f"ECOG {case.clinical.ecog}",) if case.clinical.ecog is not None else ()),
        )
    )


def _disease(clinical: ClinicalStatus) -> str:
    """Return stage, spread and sites in one line, empty where nothing is stated."""
    said = [f"stage {clinical.stage}"] if clinical.stage else []
    said += [clinical.extent.value] if clinical.extent else []
    for known, yes, no in (
        (clinical.resectable, "resectable", "unresectable"),
        (clinical.recurrent, "recurrent", "newly diagnosed"),
        (clinical.measurable_disease, "measurable disease", "no measurable disease"),
    ):
        said += [] if known is None else [yes if known else no]
    if clinical.metastases is not None:
        said.append(f"metastases: {_sites(clinical) or 'none'}")
    return "; ".join(said)


def _sites(clinical: ClinicalStatus) -> str:
    states = [
        yes if known else no
        for known, yes, no in (
            (clinical.cns_treated, "treated", "untreated"),
            (clinical.cns_stable, "stable", "progressing"),
        )
        if known is not None
    ]
    brackets = f" ({', '.join(states)})" if states else ""
    return ", ".join(
        site.value + (brackets if site.is_cns else "") for site in clinical.metastases or ()
    )


def _earlier(case: CaseInfo) -> str:
    """Return the therapies given before with their outcomes, and the line that is planned."""
    given, planned = case.prior_therapies, case.clinical.planned_line
    words = _NOT_STATED if given is None else "; ".join(map(str, given)) or "none"
    lines = case.clinical.prior_lines
    if lines is not None:
        words += f"; {plural(lines, 'earlier line')}"
    return words + (f"; line {planned} is planned" if planned is not None else "")


def _laboratory(clinical: ClinicalStatus) -> tuple[Fact, ...]:
    values = ", ".join(map(str, clinical.laboratory))
    return (Fact("Laboratory", values),) if values else ()


def _small_words(record: CaseRecord) -> str:
    if not record.profile.assay.small_variants:
        return "not assessed"
    sample = record.profile.sample
    return f"{sample} ({record.profile.sample_choice})" if sample else record.profile.sample_choice
