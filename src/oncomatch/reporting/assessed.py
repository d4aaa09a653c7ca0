"""What was assessed: a summary in sentences, the genes with gaps, and the state of every gene."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from oncomatch.domain.assay import Assay, Assessment
from oncomatch.domain.assessed import GeneAssessment
from oncomatch.domain.depth import DepthMeasure, DetectionLimit
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.gene_view import AssessedBlock, AssessedRow
from oncomatch.reporting.plural import plural
from oncomatch.reporting.words import percent

_NAMED = 12
_WORD = re.compile(r"[A-Za-z0-9-]+")
_SHOWN = 15
_MEASURES = {
    DepthMeasure.BASE: "the depth of each base is known",
    DepthMeasure.LOWEST: "a region counts by its lowest base",
    DepthMeasure.MEAN: "a region counts by its mean; single codons with fewer reads are not seen",
}


def build_assessed(record: CaseRecord) -> AssessedBlock:
    """Return the section of a record."""
    rows = tuple(
        AssessedRow(
            each.gene,
            each.small_variants.value,
            each.missing,
            each.copy_number.value,
            each.fusions.value,
        )
        for each in record.assessed.genes
    )
    asked = asked_words(record)
    gaps = sorted(
        (row for row in rows if row.small_variants == Assessment.PARTLY.value and row.missing),
        key=lambda row: (row.gene not in asked, row.gene),
    )
    return AssessedBlock(
        summary=tuple(_summary(record)),
        gaps=tuple(gaps[:_SHOWN]),
        more_gaps=max(0, len(gaps) - _SHOWN),
        count=len(rows),
        rows=_together(rows),
        others=_others(record.assessed.others),
    )


def _together(rows: Sequence[AssessedRow]) -> tuple[AssessedRow, ...]:
    """Return the rows with gaps first, then one for all genes that were assessed alike."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        if not row.missing:
            key = (row.small_variants, row.copy_number, row.fusions)
            alike.setdefault(key, []).append(row.gene)
    return (
        *(row for row in rows if row.missing),
        *(
            AssessedRow(", ".join(genes), small, "", copies, fusions)
            for (small, copies, fusions), genes in alike.items()
        ),
    )


def asked_words(record: CaseRecord) -> set[str]:
    """Return the words of what strong statements of this tumour type ask for, genes among them."""
    patterns = [each.biomarker for each in record.near_misses]
    patterns += [each.biomarker for each in record.markers]
    return {word for pattern in patterns for word in _WORD.findall(pattern)}


def _others(others: GeneAssessment | None) -> str:
    if others is None:
        return ""
    return (
        f"Every other gene: small variants {others.small_variants.value}, copy number "
        f"{others.copy_number.value}, fusions {others.fusions.value}."
    )


def _summary(record: CaseRecord) -> Iterator[str]:
    assay = record.profile.assay
    yield from _small_variants(assay)
    if assay.limit is not None and assay.small_variants:
        yield _limit(assay.limit)
        if assay.median_limit is not None and not assay.median_limit.declared:
            yield _at_median(assay.median_limit)
    yield _copy_number(record)
    yield _fusions(assay)
    yield from _splice_variants(assay)
    if record.assessed.markers:
        told = "; ".join(
            f"{each.name}: {each.state.value}, {each.reason}" for each in record.assessed.markers
        )
        yield f"Of the whole tumour: {told}."
    if assay.description is not None:
        yield from _description(assay)


def _small_variants(assay: Assay) -> Iterator[str]:
    if not assay.small_variants:
        yield "Small variants were not assessed: no file of them was given."
        return
    if not assay.regions:
        yield (
            "It is not known what was assessed of small variants: neither a panel nor a depth file "
            "was given. No gene is called not detected or wild type."
        )
        return
    by_state: dict[Assessment, list[str]] = {state: [] for state in Assessment}
    for each in assay.genes:
        by_state[each.assessment].append(each.gene)
    parts = [f"{plural(len(by_state[Assessment.ASSESSED]), 'gene')} throughout"]
    parts += [f"{len(by_state[Assessment.PARTLY])} partly"] * bool(by_state[Assessment.PARTLY])
    nowhere = by_state[Assessment.NOT_ASSESSED]
    if nowhere:
        parts.append(f"nothing of {_names(nowhere)}, though the assay names them")
    others = "no other gene"
    if assay.elsewhere is Assessment.UNKNOWN:
        others = "of the others, whose sequence is not embedded, it is not known"
    yield f"Small variants, by {assay.regions}: {', '.join(parts)}; {others}."
    if not assay.depth:
        yield "The depth is not known: what the panel covers counts as assessed whatever its depth."
        return
    measure = f"; {_MEASURES[assay.measure]}" if assay.measure else ""
    median = ""
    if assay.median_depth is not None:
        median = f" Half of the places that count have {assay.median_depth:,.0f} reads or more."
    yield f"A place counts as assessed from {plural(assay.min_depth, 'read')} on{measure}.{median}"


def _limit(limit: DetectionLimit) -> str:
    if limit.declared:
        text = f"Limit of detection, as described: an allele fraction of {percent(limit.vaf)}"
    else:
        text = (
            f"Limit of detection by reads alone: at {limit.depth:,} reads an allele fraction of "
            f"{percent(limit.vaf)} shows in at least {plural(limit.alt_reads, 'read')} with a "
            f"probability of {percent(limit.confidence)}"
        )
    if limit.cell_share is None:
        return f"{text}. What that is of the tumour cells is not known without the tumour content."
    if limit.cell_share > 1:
        return (
            f"{text}. At the tumour content of this sample a change in one copy of all tumour "
            f"cells can be missed: what is not found is not shown to be absent."
        )
    return (
        f"{text}, that is one mutated copy in {percent(limit.cell_share)} of the tumour cells of "
        f"this sample."
    )


def _at_median(limit: DetectionLimit) -> str:
    cells = ""
    if limit.cell_share is not None and limit.cell_share <= 1:
        cells = f", one mutated copy in {percent(limit.cell_share)} of the tumour cells"
    vaf = percent(limit.vaf)
    return f"At the {limit.depth:,} reads that half of the places have it is {vaf}{cells}."


def _copy_number(record: CaseRecord) -> str:
    assay = record.profile.assay
    if not assay.copy_number:
        return "Copy number was not assessed: no file of it was given."
    count = sum(each.copy_number is not Assessment.NOT_ASSESSED for each in record.assessed.genes)
    return f"Copy number, by {assay.copy_number}: {plural(count, 'gene')} of those told of here."


def _fusions(assay: Assay) -> str:
    if not assay.fusions:
        return "Fusions were not assessed: no file of them was given."
    if assay.fusion_genes is None:
        return (
            f"Fusions, by {assay.fusions}: it is not known of which genes; none is called not "
            f"detected."
        )
    return f"Fusions, by {assay.fusions}: of {_names(list(assay.fusion_genes)) or 'no gene'}."


def _splice_variants(assay: Assay) -> Iterator[str]:
    if assay.fusions and assay.splice_variants is not None:
        genes = _names(list(assay.splice_variants)) or "no gene"
        yield f"Splice variants and skipped exons in RNA, by {assay.fusions}: of {genes}."


def _description(assay: Assay) -> Iterator[str]:
    described = assay.description
    assert described is not None
    able = ", ".join(each.words for each in described.able)
    unable = ", ".join(each.words for each in described.unable)
    parts = [f"can tell {able}"] * bool(able) + [f"does not tell {unable}"] * bool(unable)
    if parts:
        yield f"{described.name} {'; it '.join(parts)}, as it is described."
    if described.note:
        yield described.note


def _names(genes: list[str]) -> str:
    more = len(genes) - _NAMED
    return ", ".join(genes[:_NAMED]) + (f" and {more} more" if more > 0 else "")
