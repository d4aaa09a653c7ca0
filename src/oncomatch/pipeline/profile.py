"""Step one: from the files of a case to its tumour profile."""

from __future__ import annotations

from pathlib import Path

from oncomatch.domain.assay import Assay
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.profile import InputFile, TumorProfile
from oncomatch.pipeline.intake import Intake, Sink
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.readers.copy_number import read_copy_numbers
from oncomatch.readers.lines import sha256_of
from oncomatch.readers.panel import read_panel
from oncomatch.readers.samples import TumorColumn, choose_tumor
from oncomatch.readers.vcf import VcfFile
from oncomatch.reference.bundle import Reference

_NO_VCF = Ledger(records=0, read=0, reported=0, filtered=(), failed=())
_NO_PANEL = (
    "It is not known which regions the assay covers (no panel was given): "
    "no gene is called not detected or wild type."
)
_UNFILTERED = "unfiltered Mutect 2 calls"


def profile_case(
    request: CaseRequest,
    config: Config,
    reference: Reference,
    vcf: VcfFile | None,
    sink: Sink | None = None,
) -> TumorProfile:
    """Return the profile of a case; `vcf` is its opened VCF, None when it has none.

    `sink` is given each VCF record with its annotated alleles.
    """
    build = request.info.build
    coverage = read_panel(request.panel, reference, build) if request.panel else ()
    copy_numbers = (
        read_copy_numbers(request.copy_number, reference, config.copy_number)
        if request.copy_number
        else ()
    )
    intake = Intake(reference, build, config.filters)
    column, ledger = TumorColumn(None, "", ""), _NO_VCF
    if vcf is not None:
        column = choose_tumor(vcf.header, request.tumor_sample, str(vcf.path))
        ledger = intake.read(vcf, column.index, sink)
    return TumorProfile(
        case=request.info,
        sample=column.name,
        sample_choice=column.how,
        assay=Assay(
            regions=request.panel.name if request.panel else "",
            genes=coverage,
            copy_number=request.copy_number.name if request.copy_number else "",
            small_variants=vcf is not None,
        ),
        small_variants=tuple(intake.reported),
        left_out=tuple(intake.left_out),
        unusable=tuple(intake.unusable),
        copy_numbers=copy_numbers,
        markers=request.markers,
        ledger=ledger,
        inputs=_inputs(request),
        notes=(*intake.doubts, *_notes(request, vcf, ledger)),
    )


def _inputs(request: CaseRequest) -> tuple[InputFile, ...]:
    given: list[tuple[str, Path | None]] = [
        ("small variants", request.vcf),
        ("panel", request.panel),
        ("copy number", request.copy_number),
    ]
    return tuple(InputFile(role, path.name, sha256_of(path)) for role, path in given if path)


def _notes(request: CaseRequest, vcf: VcfFile | None, ledger: Ledger) -> tuple[str, ...]:
    notes = []
    if request.panel is None:
        notes.append(_NO_PANEL)
    if vcf is None:
        notes.append("No small-variant file was given: small variants were not assessed.")
    elif ledger.read == 0:
        notes.append("The small-variant file holds no records.")
    if vcf is not None and _UNFILTERED in vcf.header.values.get("filtering_status", ""):
        notes.append(
            "The file says that its calls are unfiltered: artefacts and germline variants "
            "are to be expected among them."
        )
    if ledger.failed_count:
        notes.append(f"{ledger.failed_count} of {ledger.read} alleles could not be used.")
    return tuple(notes)
