"""The copy numbers of a case: from its files to its genes."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

from oncomatch.domain.alteration import CopyNumber
from oncomatch.domain.arm_copy_number import ArmCopyNumber
from oncomatch.domain.biomarker import CopyNumberKind
from oncomatch.domain.copy_number import CopyNumberFile, TumorContent
from oncomatch.domain.copy_number_map import CopyNumberMap, MappedSegment
from oncomatch.errors import InputError
from oncomatch.matching.arm_copy_numbers import arm_copy_numbers, merge_arms
from oncomatch.matching.copy_number_sources import is_contradicted, merge_copy_numbers
from oncomatch.matching.copy_number_state import CopyScale
from oncomatch.matching.copy_numbers import gene_copy_numbers
from oncomatch.pipeline.chosen_knowledge import open_chosen_knowledge
from oncomatch.pipeline.copy_number_build import check_copy_number_build
from oncomatch.pipeline.copy_number_map import copy_number_map, mapped_segments
from oncomatch.readers.case_sheet import CaseRequest, names_of
from oncomatch.readers.config import Config
from oncomatch.readers.copy_number_files import AUTO, read_any, tso500
from oncomatch.readers.panel_description import description_of
from oncomatch.reference.bundle import Reference, open_reference

_SHOWN = 8
_NO_PURITY = (
    "The copy-number file gives ratios and no purity was given: the copies are not known, and "
    "a gain may be an amplification, a loss a deep deletion; give the purity of the sample."
)

_SILENT = "the assay reports this gene, and the file has no event of it"
_UNTOLD = (CopyNumberKind.GAIN, CopyNumberKind.LOSS, CopyNumberKind.DELETION)


@dataclass(frozen=True, slots=True)
class CaseCopyNumbers:
    """The copy numbers of genes and of chromosome arms, and cautions for the report.

    `purity` and `ploidy` are those that a file tells, by its name in `content_source`. `segments`
    are those of the first file that has any, `map` is what their picture is drawn from.
    """

    genes: tuple[CopyNumber, ...] = ()
    arms: tuple[ArmCopyNumber, ...] = ()
    notes: tuple[str, ...] = ()
    purity: float | None = None
    ploidy: float | None = None
    content_source: str = ""
    segments: tuple[MappedSegment, ...] = ()
    map: CopyNumberMap | None = None

    def content_beside(self, sheet: TumorContent) -> TumorContent:
        """Return the tumour content: of the sheet, and of a file where the sheet gives none."""
        return TumorContent(
            self.purity if sheet.purity is None else sheet.purity,
            self.ploidy if sheet.ploidy is None else sheet.ploidy,
            sheet.male,
        )


def profile_copy_numbers(
    request: CaseRequest, config: Config, reference: Reference, panel: AbstractSet[str]
) -> CaseCopyNumbers:
    """Return the copy number of each gene that matters here, the arms, and cautions.

    The genes are those of the panel, of the knowledge and with embedded sequence; a table that a
    laboratory writes by hand is told whole.
    """
    if not request.copy_number:
        return CaseCopyNumbers()
    knowledge = open_chosen_knowledge(config)
    wanted = {*knowledge.genes, *knowledge.roles, *panel, *open_reference().genes_with_sequence}
    found: list[tuple[CopyNumber, ...]] = []
    arms: list[tuple[ArmCopyNumber, ...]] = []
    notes: list[str] = []
    content = CaseCopyNumbers()
    segments: tuple[str, tuple[MappedSegment, ...]] = names_of(request.copy_number)[0], ()
    for path, name in zip(request.copy_number, names_of(request.copy_number), strict=True):
        of_file = _of_file(path, request, config, reference, wanted)
        found.append(tuple(replace(number, source=name) for number in of_file.genes))
        arms.append(tuple(replace(arm, source=name) for arm in of_file.arms))
        if content.purity is None and of_file.purity is not None:
            content = replace(of_file, content_source=name)
        if of_file.segments and not segments[1]:
            segments = name, of_file.segments
        several = len(request.copy_number) > 1
        notes += [f"{name}: {caution}" if several else caution for caution in of_file.notes]
    merged = merge_copy_numbers(found)
    contradicted = [number.gene for number in merged if is_contradicted(number)]
    if contradicted:
        more = f" and {len(contradicted) - _SHOWN} more" if len(contradicted) > _SHOWN else ""
        notes.append(
            f"The copy-number files contradict each other on {', '.join(contradicted[:_SHOWN])}"
            f"{more}: nobody is believed there."
        )
    return CaseCopyNumbers(
        merged,
        merge_arms(arms),
        tuple(notes),
        content.purity,
        content.ploidy,
        content.content_source,
        map=copy_number_map(merged, segments[1], segments[0], reference, request.info.build),
    )


def _of_file(
    path: Path,
    request: CaseRequest,
    config: Config,
    reference: Reference,
    wanted: AbstractSet[str],
) -> CaseCopyNumbers:
    known = AUTO if path == request.combined else request.cnv_format
    file = read_any(path, known, request.tumor_sample)
    check_copy_number_build(file, path, reference, request.info.build)
    content = request.content
    try:
        content = TumorContent(
            content.purity if content.purity is not None else file.purity,
            content.ploidy if content.ploidy is not None else file.ploidy,
            content.male,
        )
    except ValueError as error:
        raise InputError(f"{path}: {error}") from error
    scale = CopyScale(config.copy_number, content)
    numbers = gene_copy_numbers(file, reference, request.info.build, scale, wanted)
    arms = arm_copy_numbers(file, request.info.build, scale)
    if file.format == tso500.NAME:
        numbers = (*numbers, *_silent(numbers, request, reference))
    notes = tuple(_notes(file, content, numbers))
    return CaseCopyNumbers(
        numbers, arms, notes, file.purity, file.ploidy, segments=mapped_segments(file, scale)
    )


def _silent(
    numbers: tuple[CopyNumber, ...], request: CaseRequest, reference: Reference
) -> tuple[CopyNumber, ...]:
    """Return the genes that an assay reports by its description and a file of events leaves out.

    They are not amplified; of a gain under the limit of the assay and of losses nothing is known.
    """
    described = description_of(request.panel, reference)
    listed = described.description.copy_number_genes if described else None
    told = {number.gene for number in numbers}
    return tuple(
        CopyNumber(gene, None, None, _SILENT, possible=_UNTOLD)
        for gene in listed or ()
        if gene not in told
    )


def _notes(
    file: CopyNumberFile, content: TumorContent, numbers: tuple[CopyNumber, ...]
) -> list[str]:
    notes = []
    told = (CopyNumberKind.AMPLIFICATION, CopyNumberKind.DELETION)
    only_ratios = any(
        number.log2 is not None and number.copies is None and number.kind not in told
        for number in numbers
    )
    if content.purity is None and only_ratios:
        notes.append(_NO_PURITY)
    for what, sheet, own in (
        ("purity", content.purity, file.purity),
        ("ploidy", content.ploidy, file.ploidy),
    ):
        if own is not None and sheet != own:
            notes.append(
                f"The sheet gives a {what} of {sheet:g}, the copy-number file {own:g}: the "
                f"sheet's is taken."
            )
    if file.left_out:
        total = sum(count for _, count in file.left_out)
        reasons = ", ".join(f"{count} {reason}" for reason, count in file.left_out)
        notes.append(
            f"{total} records of the copy-number file do not count for their FILTER or kind "
            f"({reasons}): their stretches are not assessed."
        )
    return notes
