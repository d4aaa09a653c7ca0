"""The files of one case: `<out>/<case_id>/…`, each step written whole or not at all."""

from __future__ import annotations

import logging
from pathlib import Path

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.record import CaseRecord
from oncomatch.pipeline.chosen_knowledge import open_chosen_knowledge
from oncomatch.pipeline.chosen_reference import open_chosen
from oncomatch.pipeline.match import match_profile
from oncomatch.pipeline.other_annotators import check_annotated
from oncomatch.pipeline.profile import profile_case
from oncomatch.pipeline.small_variant_files import open_small_variants
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.readers.vcf import VcfRecord
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.reporting.annotated_vcf import EMPTY_HEADER, AnnotatedVcf
from oncomatch.reporting.documents import read_document, write_document
from oncomatch.reporting.files import write_text
from oncomatch.reporting.html import render_report
from oncomatch.reporting.variants_table import write_variants_table
from oncomatch.trials.snapshot import open_snapshot

log = logging.getLogger(__name__)

PROFILE, VCF, TABLE = "profile.json", "annotated.vcf.gz", "variants.tsv"
RECORD, REPORT = "case.json", "report.html"


def write_profile(
    request: CaseRequest, config: Config, folder: Path, annotated_by_tool: Path | None = None
) -> TumorProfile:
    """Annotate a case and write its profile, its annotated VCF and its table of variants.

    `annotated_by_tool` is the copy of its VCF that VEP or SnpEff wrote.
    """
    reference = open_chosen(config.reference, request.info.build)
    table: list[SmallVariant] = []
    path = annotated_by_tool or request.vcf
    vcf = open_small_variants(path, request, reference) if path else None
    if vcf is not None and request.vcf is not None:
        check_annotated(vcf, request.vcf, config.annotator)
    with AnnotatedVcf(folder / VCF, vcf.header.lines if vcf else EMPTY_HEADER) as out:

        def take(record: VcfRecord, annotated: list[SmallVariant]) -> None:
            table.extend(variant for variant in annotated if variant.gene)
            out.add(record.columns, [variant for variant in annotated if not variant.parts])

        profile = profile_case(request, config, reference, vcf, take)
    write_variants_table(folder / TABLE, table)
    write_document(folder / PROFILE, profile)
    ledger = profile.ledger
    log.info(
        "%s: %d alleles read = %d reported + %d filtered + %d failed",
        profile.case.case_id,
        ledger.read,
        ledger.reported,
        ledger.filtered_count,
        ledger.failed_count,
    )
    return profile


def write_record(profile: TumorProfile, config: Config, folder: Path) -> CaseRecord:
    """Match a profile and write the case record."""
    record = match_profile(
        profile,
        config,
        open_chosen(config.reference, profile.case.build),
        open_tumor_types(),
        open_chosen_knowledge(config),
        open_snapshot(),
    )
    write_document(folder / RECORD, record)
    log.info(
        "%s: %d therapy statements, %d near misses, %d trials",
        profile.case.case_id,
        len(record.therapies),
        len(record.near_misses),
        len(record.trials.matches),
    )
    return record


def write_report(record: CaseRecord, path: Path) -> None:
    """Draw the HTML report of a record."""
    write_text(path, render_report(record))
    log.info("%s: report written", record.profile.case.case_id)


def read_profile(path: Path) -> TumorProfile:
    """Return a tumour profile from its file."""
    return read_document(path, TumorProfile)


def read_record(path: Path) -> CaseRecord:
    """Return a case record from its file."""
    return read_document(path, CaseRecord)


def write_case(request: CaseRequest, config: Config, folder: Path) -> CaseRecord:
    """Do all steps of one case in one process."""
    profile = write_profile(request, config, folder)
    record = write_record(profile, config, folder)
    write_report(record, folder / REPORT)
    return record
