"""Read the germline file of a case: the genes of hereditary cancer and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.assay import Assay
from oncomatch.domain.germline import GermlineFindings
from oncomatch.errors import SampleError
from oncomatch.knowledge.germline_genes import hereditary_genes
from oncomatch.matching.normal import is_halved
from oncomatch.pipeline.intake import Intake
from oncomatch.pipeline.vrs import with_vrs
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.readers.panel import read_panel
from oncomatch.readers.samples import choose_germline, choose_tumor
from oncomatch.readers.vcf import VcfFile
from oncomatch.reference.bundle import Reference

FEW_READS = "fewer reads than an inherited variant has: a mosaic or a clone of blood cells"
_NO_PANEL = (
    "Germline: it is not known which genes the germline file covers (germline_panel was not "
    "given): no gene is called free of inherited variants."
)


def profile_germline(
    request: CaseRequest, config: Config, reference: Reference
) -> GermlineFindings | None:
    """Return what the germline file of a case shows, None without one.

    Calls that failed a filter are left out whatever the settings are, and those with so few reads
    that no inherited variant explains them; both keep their gene from being called free.

    Raises:
        SampleError: the sample cannot be told, or is the tumour's.
    """
    path = request.germline_vcf
    if path is None:
        return None
    vcf, build = VcfFile(path), request.info.build
    column = choose_germline(vcf.header, request.germline_sample, str(path))
    if path.resolve() in [each.resolve() for each in request.vcf]:
        tumor = choose_tumor(vcf.header, request.tumor_sample, str(path))
        if tumor.index == column.index:
            raise SampleError(
                f"{path}: the sample {column.name!r} is read as the tumour already; name the "
                f"patient's normal in germline_sample"
            )
    genes = frozenset(hereditary_genes())
    sites = config.population.of(build)
    filters = replace(config.filters, pass_only=True, min_vaf=0.0)
    intake = Intake(reference, build, filters, Path(sites) if sites else None, genes=genes)
    ledger = intake.read(vcf, column.index)
    few = [each for each in intake.reported if _has_few_reads(each)]
    ledger = ledger.moved(sum(not each.parts for each in few), FEW_READS)
    panel = request.germline_panel
    covered = read_panel(panel, reference, build) if panel is not None else ()
    return GermlineFindings(
        sample=column.name,
        sample_choice=column.how,
        assay=Assay(
            regions=panel.name if panel is not None else "",
            genes=tuple(each for each in covered if each.gene in genes),
            copy_number="",
            small_variants=True,
        ),
        variants=with_vrs((each for each in intake.reported if each not in few), reference),
        left_out=(*intake.left_out, *(replace(each, left_out=FEW_READS) for each in few)),
        unusable=tuple(each for each in intake.unusable if not genes.isdisjoint(each.genes)),
        ledger=ledger,
        notes=tuple(
            [f"Germline: {doubt}" for doubt in intake.doubts] + ([] if panel else [_NO_PANEL])
        ),
    )


def _has_few_reads(variant: SmallVariant) -> bool:
    depth, alt = variant.reads.depth, variant.reads.alt_depth
    return depth is not None and alt is not None and alt <= depth and not is_halved(alt, depth)
