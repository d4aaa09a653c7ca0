"""Step one: from the files of a case to its tumour profile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.assay import Assay, Assessment
from oncomatch.domain.profile import InputFile, TumorProfile
from oncomatch.domain.specimen import Pairing
from oncomatch.matching import her2
from oncomatch.matching.burden import Sequenced
from oncomatch.matching.stains import contradictions
from oncomatch.matching.treatment import unknown_names
from oncomatch.pipeline.assessed import AssessedPlaces
from oncomatch.pipeline.copy_numbers import profile_copy_numbers
from oncomatch.pipeline.germline import profile_germline
from oncomatch.pipeline.named_markers import profile_markers
from oncomatch.pipeline.rearrangements import (
    fusion_genes,
    profile_rearrangements,
    splice_variants,
)
from oncomatch.pipeline.small_variants import CaseCalls
from oncomatch.pipeline.specimens import silence_of, specimen_notes
from oncomatch.pipeline.tumor_wide import profile_tumor_wide, with_file_content
from oncomatch.pipeline.vrs import with_vrs
from oncomatch.readers.case_sheet import CaseRequest, names_of
from oncomatch.readers.config import Config
from oncomatch.readers.lines import sha256_of
from oncomatch.reference.bundle import Reference

_NO_PANEL = (
    "It is not known which regions the assay covers (neither a panel nor a depth file was given): "
    "no gene is called not detected or wild type."
)


def profile_case(
    request: CaseRequest,
    config: Config,
    reference: Reference,
    places: AssessedPlaces,
    calls: CaseCalls,
) -> TumorProfile:
    """Return the profile of a case; `calls` are what was read of its VCFs.

    `places` say what was assessed; the VCFs have been shown to them.
    """
    panel_genes = places.panel_genes
    copied = profile_copy_numbers(request, config, reference, panel_genes)
    joined = profile_rearrangements(request, config, reference, panel_genes)
    markers, marker_notes = profile_markers(request, config, reference)
    silence = silence_of(request.specimen, config.origin)
    germline = profile_germline(request, config, reference)
    covered = places.coverage(copied.content_beside(request.content))
    assay = Assay(
        regions=covered.sources,
        genes=covered.genes,
        copy_number="; ".join(names_of(request.copy_number)),
        small_variants=bool(calls.files),
        fusions="; ".join(names_of(request.fusions)),
        fusion_genes=fusion_genes(request, reference),
        elsewhere=covered.elsewhere,
        depth=covered.depth,
        measure=covered.measure,
        min_depth=covered.min_depth,
        median_depth=covered.median_depth,
        deep_share=covered.deep_share,
        limit=covered.limit,
        median_limit=covered.median_limit,
        description=covered.description,
        splice_variants=splice_variants(request, reference) if joined.splicing else None,
    )
    described = assay.description
    sequenced = Sequenced(
        assay.genes if assay.regions else None,
        calls.normal.pairing is Pairing.TUMOR_NORMAL,
        calls.normal.error,
        silence,
        described.tmb_megabases if described is not None else None,
    )
    markers, tumor_wide, wide_notes = profile_tumor_wide(
        request,
        config,
        reference,
        markers,
        calls.counted if calls.files else None,
        sequenced,
    )
    tumor_wide = with_file_content(tumor_wide, copied)
    return TumorProfile(
        case=request.info,
        sample=calls.sample,
        sample_choice=calls.sample_choice,
        assay=assay,
        small_variants=with_vrs(calls.reported, reference),
        left_out=tuple(
            variant for variant in calls.left_out if _matters(variant, assay, reference)
        ),
        unusable=calls.unusable,
        copy_numbers=copied.genes,
        markers=markers,
        ledger=calls.ledger,
        inputs=_inputs(request, calls.files, places.panel_file),
        notes=(
            *specimen_notes(request.specimen, silence, calls.deamination),
            *calls.doubts,
            *covered.notes,
            *(() if assay.regions else (_NO_PANEL,)),
            *calls.notes,
            *copied.notes,
            *joined.notes,
            *marker_notes,
            *unknown_names(request.info.prior_therapies),
            *wide_notes,
            *contradictions(markers),
            *her2.contradictions(markers, copied.genes),
            *(germline.notes if germline is not None else ()),
        ),
        rearrangements=joined.found,
        arms=copied.arms,
        copy_number_map=copied.map,
        specimen=request.specimen,
        normal=calls.normal,
        silence=silence,
        deamination=calls.deamination,
        wide=tumor_wide,
        germline=germline,
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


def _inputs(
    request: CaseRequest, read: Sequence[Path], panel: Path | None
) -> tuple[InputFile, ...]:
    """Return the files of a case; `read` are its VCFs, or the copies that a tool annotated."""
    copies = tuple(path for path in read if path not in request.vcf)
    given: list[tuple[str, tuple[Path | None, ...]]] = [
        ("small variants", request.vcf),
        ("small variants with the annotation of another tool", copies),
        ("panel", (request.panel,)),
        ("regions of the panel", (panel if panel != request.panel else None,)),
        ("depth", request.depth),
        ("copy number", request.copy_number),
        ("fusions", request.fusions),
        ("genes of the fusion assay", (request.fusion_genes,)),
        ("RNA levels", (request.expression,)),
        ("tumour mutational burden", (request.tmb_file,)),
        ("microsatellites", (request.msi_file,)),
        ("homologous recombination", (request.hrd_file,)),
        ("germline variants", (request.germline_vcf,)),
        ("genes of the germline test", (request.germline_panel,)),
        ("mutational signatures", (request.signatures,)),
    ]
    given = [
        (role, tuple(path for path in paths if path != request.combined)) for role, paths in given
    ]
    given.append(("all that the assay saw", (request.combined,)))
    return tuple(
        InputFile(role, name, sha256_of(path))
        for role, paths in given
        for path, name in _named(paths)
    )


def _named(paths: Sequence[Path | None]) -> Iterable[tuple[Path, str]]:
    given = [path for path in paths if path is not None]
    return zip(given, names_of(given), strict=True)
