"""Step one: from the files of a case to its tumour profile."""

from __future__ import annotations

from pathlib import Path

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.assay import Assay, Assessment
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.profile import InputFile, TumorProfile
from oncomatch.domain.specimen import MatchedNormal
from oncomatch.pipeline.assessed import AssessedPlaces
from oncomatch.pipeline.copy_numbers import profile_copy_numbers
from oncomatch.pipeline.intake import Intake, Sink
from oncomatch.pipeline.named_markers import profile_markers
from oncomatch.pipeline.rearrangements import fusion_genes, profile_rearrangements
from oncomatch.pipeline.specimens import match_normal, silence_of, specimen_notes
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.readers.lines import sha256_of
from oncomatch.readers.samples import TumorColumn, choose_tumor
from oncomatch.readers.small_variant_files.items import SmallVariantFile
from oncomatch.reference.bundle import Reference

_NO_VCF = Ledger(records=0, read=0, reported=0, filtered=(), failed=())
_NO_PANEL = (
    "It is not known which regions the assay covers (neither a panel nor a depth file was given): "
    "no gene is called not detected or wild type."
)
_UNFILTERED = "unfiltered Mutect 2 calls"


def profile_case(
    request: CaseRequest,
    config: Config,
    reference: Reference,
    vcf: SmallVariantFile | None,
    sink: Sink | None = None,
) -> TumorProfile:
    """Return the profile of a case; `vcf` is its opened VCF, None when it has none.

    `sink` is given each VCF record with its annotated alleles.
    """
    build = request.info.build
    places = AssessedPlaces(request, config, reference)
    panel_genes = places.panel_genes
    copy_numbers, copy_notes = profile_copy_numbers(request, config, reference, panel_genes)
    rearrangements, fusion_notes = profile_rearrangements(request, config, reference, panel_genes)
    markers, marker_notes = profile_markers(request, config, reference)
    sites = config.population.of(build)
    intake = Intake(reference, build, config.filters, Path(sites) if sites else None)
    column, ledger = TumorColumn(None, "", ""), _NO_VCF
    normal, specimen = MatchedNormal(), request.specimen
    if vcf is not None:
        column = choose_tumor(vcf.header, request.tumor_sample, str(vcf.path))
        beside, normal = match_normal(vcf.header, column, specimen, config.origin)
        take = places.watch(vcf, column.index, sink)
        ledger = intake.read(vcf, column.index, take, beside.index)
    deamination = intake.deamination if vcf is not None else None
    silence = silence_of(specimen, config.origin)
    covered = places.coverage()
    assay = Assay(
        regions=covered.sources,
        genes=covered.genes,
        copy_number=request.copy_number.name if request.copy_number else "",
        small_variants=vcf is not None,
        fusions=request.fusions.name if request.fusions else "",
        fusion_genes=fusion_genes(request, reference),
        elsewhere=covered.elsewhere,
        depth=covered.depth,
        measure=covered.measure,
        min_depth=covered.min_depth,
        median_depth=covered.median_depth,
        limit=covered.limit,
    )
    return TumorProfile(
        case=request.info,
        sample=column.name,
        sample_choice=column.how,
        assay=assay,
        small_variants=tuple(intake.reported),
        left_out=tuple(
            variant for variant in intake.left_out if _matters(variant, assay, reference)
        ),
        unusable=tuple(intake.unusable),
        copy_numbers=copy_numbers,
        markers=markers,
        ledger=ledger,
        inputs=_inputs(request, vcf),
        notes=(
            *specimen_notes(specimen, silence, deamination),
            *intake.doubts,
            *covered.notes,
            *_notes(assay, vcf, ledger),
            *copy_notes,
            *fusion_notes,
            *marker_notes,
        ),
        rearrangements=rearrangements,
        specimen=specimen,
        normal=normal,
        silence=silence,
        deamination=deamination,
    )


def _matters(variant: SmallVariant, assay: Assay, reference: Reference) -> bool:
    """Whether a call that was left out can keep a gene from being called not detected.

    A gene without sequence is never called so unless a list says that it was assessed; an exome
    has thousands of such calls.
    """
    return any(
        reference.has_sequence(gene, variant.variant.build)
        or assay.coverage_of(gene).assessment is Assessment.ASSESSED
        for gene in variant.gene.split("; ")
    )


def _inputs(request: CaseRequest, vcf: SmallVariantFile | None) -> tuple[InputFile, ...]:
    copy = vcf.path if vcf is not None and vcf.path != request.vcf else None
    given: list[tuple[str, Path | None]] = [
        ("small variants", request.vcf),
        ("small variants with the annotation of another tool", copy),
        ("panel", request.panel),
        ("depth", request.depth),
        ("copy number", request.copy_number),
        ("fusions", request.fusions),
        ("genes of the fusion assay", request.fusion_genes),
        ("RNA levels", request.expression),
    ]
    return tuple(InputFile(role, path.name, sha256_of(path)) for role, path in given if path)


def _notes(assay: Assay, vcf: SmallVariantFile | None, ledger: Ledger) -> tuple[str, ...]:
    notes = []
    if not assay.regions:
        notes.append(_NO_PANEL)
    if vcf is None:
        notes.append("No small-variant file was given: small variants were not assessed.")
    elif ledger.read == 0:
        notes.append("The small-variant file holds no records.")
    statuses = vcf.header.values.get("filtering_status", ()) if vcf is not None else ()
    if any(_UNFILTERED in status for status in statuses):
        notes.append(
            "The file says that its calls are unfiltered: artefacts and germline variants "
            "are to be expected among them."
        )
    if ledger.failed_count:
        notes.append(f"{ledger.failed_count} of {ledger.read} alleles could not be used.")
    return tuple(notes)
