"""What of the small variants was assessed: where panel, depth and the blocks of a gVCF agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.assay import Assessment, GeneCoverage
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.copy_number import TumorContent
from oncomatch.domain.depth import (
    CoverageLimits,
    DepthFile,
    DepthMeasure,
    DetectionLimit,
    Regions,
    declared_limit,
    detection_limit,
)
from oncomatch.domain.panel import PanelDescription
from oncomatch.errors import InputError
from oncomatch.pipeline.intake import Sink
from oncomatch.pipeline.regions_build import check_regions_build
from oncomatch.readers.case_sheet import CaseRequest, names_of
from oncomatch.readers.config import Config
from oncomatch.readers.coverage import cover_each, cover_regions
from oncomatch.readers.depth_files import pooled, read_depth
from oncomatch.readers.depth_files.gvcf import CallableBlocks
from oncomatch.readers.intervals import common_regions
from oncomatch.readers.panel import Panel, open_panel
from oncomatch.readers.panel_description import DescribedPanel, description_of
from oncomatch.readers.small_variant_files.items import SmallVariantFile
from oncomatch.readers.vcf import VcfRecord
from oncomatch.reference.bundle import Reference

_PANEL_SIZE = 2000
"""Genes that are listed at most without embedded sequence; a larger assay is an exome or genome."""


@dataclass(frozen=True, slots=True)
class SmallVariantCoverage:
    """What was assessed of small variants, as `Assay` has it, and cautions about the depth.

    `sources` are the names of the files that say so.
    """

    sources: str
    genes: tuple[GeneCoverage, ...]
    elsewhere: Assessment = Assessment.NOT_ASSESSED
    depth: str = ""
    measure: DepthMeasure | None = None
    min_depth: int = 0
    median_depth: float | None = None
    limit: DetectionLimit | None = None
    description: PanelDescription | None = None
    median_limit: DetectionLimit | None = None
    deep_share: float | None = None
    notes: tuple[str, ...] = ()


class AssessedPlaces:
    """The panel and the depth of a case, and what its VCF says of the places that were callable."""

    def __init__(self, request: CaseRequest, config: Config, reference: Reference):
        """Read the panel and the depth file.

        Raises:
            InputError: one of them cannot be read, or is of another build.
        """
        build = request.info.build
        self._request, self._config, self._reference = request, config, reference
        self._panel: Panel | None = None
        self._described = description_of(request.panel, reference)
        if self._described is not None:
            self._panel = _panel_of(self._described, reference, build)
        elif request.panel:
            self._panel = open_panel(request.panel, reference, build)
        self._named: tuple[GeneCoverage, ...] = ()
        if self._panel is not None:
            self._named = self._panel.coverage(reference, build)
            if self._panel.regions is not None and self.panel_file is not None:
                check_regions_build(self._panel.regions, self.panel_file, reference, build)
        self._files: list[tuple[str, DepthFile]] = []
        self._blocks: list[CallableBlocks] = []
        if request.depth:
            sample, limits = request.tumor_sample, config.coverage
            depths = [open_depth(path, limits, sample, reference, build) for path in request.depth]
            self._files.append((", ".join(names_of(request.depth)), pooled(depths)))

    @property
    def panel_genes(self) -> set[str]:
        """The genes that the panel names or covers."""
        return {each.gene for each in self._named}

    @property
    def panel_file(self) -> Path | None:
        """The file of the panel's regions or genes: of a description its BED file, if it has one.

        The description itself where it has none.
        """
        described = self._described
        return self._request.panel if described is None or not described.bed else described.bed

    def watch(self, vcf: SmallVariantFile, sample: int | None, sink: Sink | None) -> Sink:
        """Return a sink that passes records on and keeps what they say of callable places."""
        blocks = CallableBlocks(vcf.path, self._config.coverage)
        self._blocks.append(blocks)

        def take(record: VcfRecord, annotated: list[SmallVariant]) -> None:
            blocks.add(record, sample)
            if sink is not None:
                sink(record, annotated)

        return take

    def coverage(self, content: TumorContent | None = None) -> SmallVariantCoverage:
        """Return what was assessed, once the VCF has been read.

        `content` is the tumour content where the copy-number file adds to that of the sheet; of a
        plasma sample the tumour fraction goes before it.
        """
        content = content or self._request.content
        files = list(self._files)
        files += [(blocks.name, blocks.file()) for blocks in self._blocks if blocks.found]
        names = [self._request.panel.name] if self._panel and self._request.panel else []
        names += [name for name, _ in files]
        limits, copies = self._config.coverage, content.ploidy
        share = self._request.specimen.tumor_share
        share = content.purity if share is None else share
        description = self._described.description if self._described else None
        declared = description.limit_of_detection if description else None
        depths = tuple(file for _, file in files)
        genes, elsewhere = assess(
            self._panel, self._named, depths, self._reference, self._request.info.build
        )
        told = replace(description, genes=()) if description else None
        if not files:
            limit = declared_limit(declared, share, copies) if declared else None
            return SmallVariantCoverage(
                ", ".join(names), genes, elsewhere, limit=limit, description=told
            )
        filtered = self._config.filters.min_vaf
        median = next((each.median for each in depths if each.median is not None), None)
        median_limit = None
        if median is not None:
            median_limit = detection_limit(limits, share, copies, declared, filtered, int(median))
        return SmallVariantCoverage(
            sources=", ".join(names),
            genes=genes,
            elsewhere=elsewhere,
            depth=", ".join(name for name, _ in files),
            measure=_measure(depths),
            min_depth=limits.min_depth,
            median_depth=median,
            limit=detection_limit(limits, share, copies, declared, filtered),
            median_limit=median_limit,
            description=told,
            deep_share=_deep_share(self._panel, depths),
            notes=tuple(_notes(depths, limits, median_limit)),
        )


def open_depth(
    path: Path, limits: CoverageLimits, sample: str, reference: Reference, build: GenomeBuild
) -> DepthFile:
    """Return what a depth file says.

    Raises:
        InputError: it is no depth file, or its places are not of the build.
    """
    found = read_depth(path, limits, sample)
    check_regions_build(found.seen, path, reference, build)
    return found


def _panel_of(described: DescribedPanel, reference: Reference, build: GenomeBuild) -> Panel | None:
    """Return the regions or genes of a description, None where it names neither.

    Raises:
        InputError: its BED file is of another build than the case.
    """
    if described.bed is None:
        genes = frozenset(described.description.genes)
        return Panel(genes=genes) if genes else None
    if described.build is not build and described.build is not None:
        raise InputError(
            f"{described.bed}: is of {described.build.value}, as the description of the panel "
            f"says, and the case of {build.value}; give a description with a BED file of that build"
        )
    return open_panel(described.bed, reference, build)


def assess(
    panel: Panel | None,
    named: tuple[GeneCoverage, ...],
    files: tuple[DepthFile, ...],
    reference: Reference,
    build: GenomeBuild,
) -> tuple[tuple[GeneCoverage, ...], Assessment]:
    """Return how genes were assessed, and the state of those that are not listed.

    `named` is how the panel by itself covers its genes. A place was assessed where the panel and
    every file agree. Without a panel the regions of the
    files are the panel. The genes of the panel are listed also where nothing of them was deep
    enough.
    """
    seen: Regions | None = None
    deep: Regions | None = panel.regions if panel is not None else None
    for file in files:
        seen = file.seen if seen is None else common_regions(seen, file.seen)
        deep = file.deep if deep is None else common_regions(deep, file.deep)
    genes = named
    if panel is None and seen is not None:
        genes = cover_regions(seen, reference, build)
    if panel is None and deep is not None and len(genes) > _PANEL_SIZE:
        # A file of the whole genome tells of every gene, mostly that nothing was read there.
        genes = cover_regions(deep, reference, build)
    elsewhere = Assessment.NOT_ASSESSED
    if len(genes) > _PANEL_SIZE and (panel is None or panel.regions is not None):
        genes = tuple(each for each in genes if reference.has_sequence(each.gene, build))
        elsewhere = Assessment.UNKNOWN
    if files and deep is not None:
        genes = cover_each((each.gene for each in genes), deep, reference, build)
    return genes, elsewhere


def _deep_share(panel: Panel | None, files: tuple[DepthFile, ...]) -> float | None:
    """Return the share of the assay's bases that are deep enough, None where it names none.

    They are those of the panel's BED file, else those of which the files tell. Four digits are
    kept.
    """
    wanted = panel.regions if panel is not None else None
    deep: Regions | None = wanted
    for file in files:
        wanted = file.seen if wanted is None else wanted
        deep = file.deep if deep is None else common_regions(deep, file.deep)
    total = _bases(wanted or {})
    return round(_bases(deep or {}) / total, 4) if total else None


def _bases(regions: Regions) -> int:
    return sum(end - start for intervals in regions.values() for start, end in intervals)


def _measure(files: tuple[DepthFile, ...]) -> DepthMeasure | None:
    measures = [each.measure for each in files]
    return DepthMeasure.MEAN if DepthMeasure.MEAN in measures else next(iter(measures), None)


def _notes(
    files: tuple[DepthFile, ...], limits: CoverageLimits, limit: DetectionLimit | None
) -> Iterable[str]:
    if any(not any(each.deep.values()) for each in files):
        yield (
            f"No place has the {limits.min_depth} reads that count as assessed "
            f"(coverage.min_depth): no gene is called not detected or wild type."
        )
    if limit is not None and limit.cell_share is not None and limit.cell_share > 1:
        yield (
            f"At the tumour content given and {limit.depth} reads, the depth of half the places, a "
            f"change in one copy of all tumour cells can be missed: not detected does not mean "
            f"absent."
        )
