"""The files of the first step of a case: its profile, its annotated VCFs, its variants."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.profile import TumorProfile
from oncomatch.errors import InputError
from oncomatch.pipeline.assessed import AssessedPlaces
from oncomatch.pipeline.chosen_reference import open_chosen
from oncomatch.pipeline.combined import with_combined
from oncomatch.pipeline.other_annotators import check_annotated
from oncomatch.pipeline.profile import profile_case
from oncomatch.pipeline.small_variant_files import open_small_variants
from oncomatch.pipeline.small_variants import read_case_calls
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.readers.vcf import VcfRecord
from oncomatch.reporting.annotated_vcf import EMPTY_HEADER, AnnotatedVcf
from oncomatch.reporting.documents import write_document
from oncomatch.reporting.plural import plural
from oncomatch.reporting.variants_table import write_variants_table

log = logging.getLogger(__name__)

PROFILE, VCF, TABLE = "profile.json", "annotated.vcf.gz", "variants.tsv"


def write_profile(
    request: CaseRequest, config: Config, folder: Path, annotated_by_tool: Sequence[Path] = ()
) -> TumorProfile:
    """Annotate a case and write its profile, its annotated VCFs and its table of variants.

    `annotated_by_tool` are the copies of its VCFs that VEP or SnpEff wrote, in their order. Each
    VCF has its own annotated one: `annotated.vcf.gz`, `annotated.2.vcf.gz` and so on.

    Raises:
        InputError: a VCF has no copy, or there are more of these than VCFs.
    """
    reference = open_chosen(config.reference, request.info.build)
    request, notes = with_combined(request)
    if annotated_by_tool and len(annotated_by_tool) != len(request.vcf):
        raise InputError(
            f"{plural(len(annotated_by_tool), 'annotated VCF')} for {len(request.vcf)} of the "
            f"case; give the tool's copy of each in the order of the sheet"
        )
    vcfs = [
        open_small_variants(path, request, reference) for path in annotated_by_tool or request.vcf
    ]
    for vcf, original in zip(vcfs, request.vcf, strict=True):
        check_annotated(vcf, original, config.annotator)
    headers = [vcf.header.lines for vcf in vcfs] or [EMPTY_HEADER]
    with ExitStack() as files:
        taken = [
            _Taken(files.enter_context(AnnotatedVcf(folder / _numbered(VCF, number), header)))
            for number, header in enumerate(headers, start=1)
        ]
        places = AssessedPlaces(request, config, reference)
        sinks = [each.take for each in taken]
        calls = read_case_calls(request, config, reference, vcfs, places, sinks)
        profile = profile_case(request, config, reference, places, calls)
        profile = replace(profile, notes=(*notes, *profile.notes))
    _remove_numbered(folder, len(headers))
    write_variants_table(
        folder / TABLE,
        (
            replace(row, left_out=repeated[row.id]) if _stands(row, repeated) else row
            for each, repeated in zip(taken, calls.repeated, strict=False)
            for row in each.rows
        ),
    )
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


class _Taken:
    """What is taken from the records of one VCF: its annotated copy, and rows of the table."""

    def __init__(self, out: AnnotatedVcf):
        self._out = out
        self.rows: list[SmallVariant] = []

    def take(self, record: VcfRecord, annotated: list[SmallVariant]) -> None:
        """Take a record with its annotated alleles."""
        self.rows.extend(variant for variant in annotated if variant.gene)
        self._out.add(record.columns, [variant for variant in annotated if not variant.parts])


def _stands(row: SmallVariant, repeated: Mapping[str, str]) -> bool:
    """Whether a call of a file stands in the place of another file's."""
    return row.id in repeated and not row.left_out and row.alone


def _numbered(name: str, number: int) -> str:
    stem, dot, rest = name.partition(".")
    return name if number == 1 else f"{stem}.{number}{dot}{rest}"


def _remove_numbered(folder: Path, kept: int) -> None:
    """Remove what an earlier run wrote of more VCFs than the case has now."""
    for path in folder.glob("annotated.*.vcf.gz*"):
        number = path.name.split(".")[1]
        if number.isdigit() and int(number) > kept:
            path.unlink()
