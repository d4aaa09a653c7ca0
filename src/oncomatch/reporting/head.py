"""The head of the report: who was tested, and with what."""

from __future__ import annotations

from dataclasses import replace
from math import floor
from statistics import median

from oncomatch.domain.alteration import TumorMarkers
from oncomatch.domain.arm_copy_number import named_together
from oncomatch.domain.assay import Assay
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.clinical_status import ClinicalStatus
from oncomatch.domain.marker_names import name_markers
from oncomatch.domain.named_markers import ExpressionLevel
from oncomatch.domain.order import Order
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.record import CaseRecord, MadeWith
from oncomatch.domain.specimen import Pairing, SpecimenType
from oncomatch.reporting.plural import plural
from oncomatch.reporting.view import Fact
from oncomatch.reporting.words import joined, percent

_NOT_STATED = "not stated"
_LABELS = (" label", " regimen")
"""How the names of sources end that are lists of labels."""
_MOST_LEVELS = 5


def build_head(record: CaseRecord) -> tuple[Fact, ...]:
    """Return who and what: the labels and values at the top."""
    profile = record.profile
    case = profile.case
    return (
        Fact("Tumour type", f"{case.tumor_type_name} ({case.tumor_type})"),
        Fact("Specimen", specimen_words(record)),
        Fact("Order", _order(case.order) or _NOT_STATED),
        Fact("Patient", _patient(case) or _NOT_STATED),
        Fact("Disease", _disease(case.clinical) or _NOT_STATED),
        Fact("Earlier treatment", _earlier(case)),
        *_laboratory(case.clinical),
        Fact("Markers given", _markers(profile.markers) or "none"),
        *_sample(profile),
        Fact("Assay", _assay_words(profile.assay)),
        Fact("Quality", _quality_words(profile)),
        *(Fact("Chromosome arms", words) for words in named_together(profile.arms)),
        Fact("Genome build", _build_words(record)),
        Fact("Knowledge", _knowledge_words(record.made_with)),
        *_date(record.made_with),
    )


def specimen_words(record: CaseRecord) -> str:
    """Return kind, words and shares of tumour of the specimen."""
    specimen, words = record.profile.specimen, record.profile.case.specimen
    by_file = record.profile.wide.purity if specimen.purity is None else None
    kind = "" if specimen.type is SpecimenType.UNKNOWN else specimen.type.value
    shares = [
        f"{name} {percent(share)}"
        for name, share in (
            ("tumour fraction", specimen.tumor_fraction),
            ("purity", specimen.purity),
            ("purity by the copy-number file", by_file),
        )
        if share is not None
    ]
    parts = dict.fromkeys(filter(None, (kind, words, *shares)))
    return ", ".join(parts) or _NOT_STATED


def _sample(profile: TumorProfile) -> tuple[Fact, ...]:
    """Return which sample was read and beside which normal; how they were chosen stands behind."""
    if not profile.assay.small_variants:
        return ()
    normal = profile.normal
    beside = f"matched normal {normal.sample}" if normal.sample else "with a matched normal"
    paired = normal.pairing is Pairing.TUMOR_NORMAL
    words = (profile.sample or profile.sample_choice, beside if paired else normal.pairing.value)
    return (Fact("Sample", "; ".join(filter(None, words))),)


def _assay_words(assay: Assay) -> str:
    """Return the assay, how many genes it names, and which kinds of alteration were assessed."""
    name = assay.description.name if assay.description else assay.regions
    genes = f" ({plural(len(assay.genes), 'gene')})" if assay.regions else ""
    kinds = {
        "small variants": assay.small_variants,
        "copy number": bool(assay.copy_number),
        "fusions": bool(assay.fusions),
    }
    seen = ", ".join(kind for kind, was in kinds.items() if was)
    unseen = joined([kind for kind, was in kinds.items() if not was])
    told = "; ".join(filter(None, (seen, f"{unseen} not assessed" if unseen else "")))
    return f"{name or 'regions not known'}{genes}: {told}"


def _quality_words(profile: TumorProfile) -> str:
    """Return depth, share of places and limit of detection; what no file tells is not known."""
    assay = profile.assay
    if not assay.small_variants:
        return "not known"
    parts = []
    if assay.median_depth is not None:
        parts.append(f"median depth {assay.median_depth:,.0f}×")
    if assay.deep_share is not None:
        parts.append(f"{_share(assay.deep_share)} of bases at {assay.min_depth:,}× or more")
    if not assay.depth:
        parts.append("depth of the assay not known")
        depths = [each.reads.depth for each in profile.small_variants]
        known = [depth for depth in depths if depth is not None]
        if known:
            calls = plural(len(known), "reported call")
            parts.append(f"median of {median(known):,.0f} reads at {calls}")
    if assay.limit is not None:
        parts.append(f"limit of detection {percent(assay.limit.vaf)} VAF")
    return "; ".join(parts)


def _share(share: float) -> str:
    """Return per cent to a tenth, rounded down: what is not all does not read as all."""
    return f"{floor(share * 1000) / 10:g} %"


def _knowledge_words(made: MadeWith) -> str:
    """Return the releases of knowledge and trials, the newest first; labels of one day are one."""
    releases = {
        (source.release, "labels" if source.name.endswith(_LABELS) else source.name): None
        for source in made.knowledge
    }
    newest = sorted(releases, key=lambda each: each[0], reverse=True)
    parts = [f"{name} {release}" for release, name in newest]
    return ", ".join((*parts, f"trials {made.trials_data_date or 'of unknown date'}"))


def _date(made: MadeWith) -> tuple[Fact, ...]:
    return (Fact("Date of the report", made.run_date),) if made.run_date else ()


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


def _order(order: Order) -> str:
    parts = (
        order.requester,
        order.question,
        f"collected {order.collected}" if order.collected else "",
        f"received {order.received}" if order.received else "",
    )
    return "; ".join(filter(None, parts))


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
