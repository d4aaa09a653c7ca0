"""The index of a batch: what needs attention first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path

from oncomatch.domain.house import HouseStyle
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tier import Tier
from oncomatch.domain.trial_match import Eligibility
from oncomatch.reporting.files import write_text
from oncomatch.reporting.finding_groups import group_findings, is_undoubted_benefit
from oncomatch.reporting.findings import without_repeats
from oncomatch.reporting.head import specimen_words
from oncomatch.reporting.html import render_page
from oncomatch.reporting.multiqc import write_multiqc
from oncomatch.reporting.oncoprint import (
    CaseGenes,
    Kind,
    Oncoprint,
    Silence,
    build_oncoprint,
    count_genes,
    genes_of,
)
from oncomatch.reporting.origin_rows import confirm_words
from oncomatch.reporting.plural import plural
from oncomatch.reporting.record_tables import RecordTable
from oncomatch.reporting.tsv import write_table
from oncomatch.reporting.words import joined, pattern_words
from oncomatch.reporting.writers import HTML, WRITERS
from oncomatch.reporting.xlsx import house_tables, write_workbook

_MOST_FINDINGS = 4
_NO_TIER = "none"
_STRONG = (Tier.IA.value, Tier.IB.value)


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A case in the index; `tier` is that of its strongest finding.

    `median_depth` is that of the depth file in reads, `purity` the share of tumour cells (0 to 1);
    None is not known. `eligible` are those of the `trials` whose criteria are all met on what is
    known. `germline` says what to confirm there, empty where nothing is to be.
    """

    case_id: str
    tumor_type: str
    build: str
    tier: str
    findings: str
    benefits: int
    resistances: int
    trials: int
    not_assessed: int
    alleles_read: int
    reported: int
    filtered: int
    failed: int
    cautions: str
    specimen: str = ""
    assay: str = ""
    median_depth: float | None = None
    purity: float | None = None
    caution_count: int = 0
    eligible: int = 0
    markers_not_assessed: str = ""
    germline: str = ""


@dataclass(frozen=True, slots=True)
class FailedCase:
    """A case that did not come through: the step, and the last line of its log."""

    case_id: str
    step: str
    message: str


@dataclass(frozen=True, slots=True)
class Link:
    """A written form of a case: its word and its path from the folder of the batch."""

    word: str
    path: str


@dataclass(frozen=True, slots=True)
class BatchView:
    """What the page shows; `links` are the further forms of a case, by its id."""

    title: str
    summary: str
    rows: tuple[IndexRow, ...]
    failed: tuple[FailedCase, ...]
    oncoprint: Oncoprint
    links: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    kinds: tuple[Kind, ...] = tuple(Kind)
    silences: tuple[Silence, ...] = tuple(Silence)


@dataclass(frozen=True, slots=True)
class ReadCase:
    """What the index keeps of a record; `rank` orders the cases, the strongest tier first."""

    rank: int
    row: IndexRow
    genes: CaseGenes


def read_cases(records: Iterable[CaseRecord]) -> list[ReadCase]:
    """Return what is kept of each record in the order of the page; a record is read once."""
    read = [_read_one(record) for record in records]
    return sorted(read, key=lambda each: (each.rank, each.row.case_id))


def _read_one(record: CaseRecord) -> ReadCase:
    profile, groups = record.profile, group_findings(record)
    strong = [match for group in groups for match in group.strong]
    telling = without_repeats(group for group in groups if group.tier.rank <= Tier.IIC.rank)
    named = [group.label for group in telling]
    more = f" and {len(named) - _MOST_FINDINGS} more" if len(named) > _MOST_FINDINGS else ""
    markers = [each for each in record.markers if each.finding.value == "not assessed"]
    trials = [trial for trial in record.trials.matches if trial.may_fit]
    cautions = tuple(dict.fromkeys(filter(None, (profile.silence, *profile.notes))))
    row = IndexRow(
        case_id=profile.case.case_id,
        tumor_type=f"{profile.case.tumor_type_name} ({profile.case.tumor_type})",
        build=profile.case.build.value,
        tier=groups[0].tier.value if groups else _NO_TIER,
        findings=", ".join(named[:_MOST_FINDINGS]) + more,
        benefits=sum(is_undoubted_benefit(match) for match in strong),
        resistances=sum(not match.significance.is_benefit for match in strong),
        trials=len(trials),
        not_assessed=len(markers),
        alleles_read=profile.ledger.read,
        reported=profile.ledger.reported,
        filtered=profile.ledger.filtered_count,
        failed=profile.ledger.failed_count,
        cautions=" ".join(cautions),
        specimen=specimen_words(record),
        assay=_assay(record),
        median_depth=profile.assay.median_depth,
        purity=profile.purity,
        caution_count=len(cautions),
        eligible=sum(trial.eligibility is Eligibility.ELIGIBLE for trial in trials),
        markers_not_assessed=", ".join(
            dict.fromkeys(pattern_words(each.biomarker) for each in markers)
        ),
        germline=confirm_words(record),
    )
    rank = groups[0].tier.rank if groups else Tier.III.rank + 1
    return ReadCase(rank, row, genes_of(record))


def _assay(record: CaseRecord) -> str:
    """Return the name of the assay, else of what says which places were covered."""
    assay = record.profile.assay
    if assay.description:
        return assay.description.name
    return assay.regions or "what was covered is not known"


def render_index(
    rows: tuple[IndexRow, ...],
    title: str,
    failed: tuple[FailedCase, ...] = (),
    oncoprint: Oncoprint | None = None,
    links: Mapping[str, tuple[Link, ...]] | None = None,
    style: HouseStyle = HouseStyle(),  # noqa: B008 - frozen
) -> str:
    """Return the index as HTML; each case links to its report in the folder of its name."""
    view = BatchView(
        title=title,
        summary=_summary(rows, failed),
        rows=rows,
        failed=failed,
        oncoprint=oncoprint or Oncoprint(),
        links=links or {},
    )
    return render_page("index.html", style, view)


def _summary(rows: tuple[IndexRow, ...], failed: tuple[FailedCase, ...]) -> str:
    """Return how many cases there are, and how many of them want attention."""
    if not rows:
        return f"No case came through, {len(failed)} failed" if failed else "The batch has no cases"
    strong = sum(row.tier in _STRONG for row in rows)
    parts = [f"{plural(len(rows), 'case')}, strongest findings first"]
    parts.append(f"{strong} with findings of tier I" if strong else "none with findings of tier I")
    for words, count in (
        ("with cautions", sum(bool(row.cautions) for row in rows)),
        ("to confirm in the germline", sum(bool(row.germline) for row in rows)),
        ("failed", len(failed)),
    ):
        parts += [f"{count} {words}"] if count else []
    return "; ".join((parts[0], joined(parts[1:])))


def batch_tables(
    rows: tuple[IndexRow, ...],
    failed: tuple[FailedCase, ...] = (),
    genes: tuple[CaseGenes, ...] = (),
) -> tuple[RecordTable, ...]:
    """Return the index as tables: the cases, failed ones behind, their alterations, the genes."""
    columns = tuple(each.name for each in fields(IndexRow))
    empty = (None,) * (len(columns) - 1)
    return (
        RecordTable(
            "CASES",
            (*columns, "failed_step", "failure"),
            (
                *((*astuple(row), "", "") for row in rows),
                *((case.case_id, *empty, case.step, case.message) for case in failed),
            ),
        ),
        RecordTable(
            "ALTERATIONS",
            ("case_id", "gene", "kind", "alteration", "meaning_known"),
            tuple(
                (
                    case.case_id,
                    each.gene,
                    each.kind.short,
                    each.label,
                    "yes" if each.known else "no",
                )
                for case in genes
                for each in case.found
            ),
        ),
        RecordTable(
            "GENES",
            ("gene", "cases_known", "cases_altered", "cases_assessed"),
            tuple(
                (each.gene, each.known, each.altered, each.assessed) for each in count_genes(genes)
            ),
        ),
    )


def written_forms(folder: Path, case_ids: Iterable[str]) -> dict[str, tuple[Link, ...]]:
    """Return the forms beside the page that stand in the folder of each case."""
    others = {word: writer for word, writer in WRITERS.items() if word != HTML}
    return {
        case_id: tuple(
            Link(word, f"{case_id}/{made.name}")
            for word, writer in others.items()
            for made in sorted((folder / case_id).glob(writer.file_in("*")))
        )
        for case_id in case_ids
    }


def write_index(
    folder: Path,
    records: Iterable[CaseRecord],
    failed: tuple[FailedCase, ...] = (),
    style: HouseStyle = HouseStyle(),  # noqa: B008 - frozen
) -> None:
    """Write the page, the tables and the files for MultiQC into the folder of the batch."""
    read = read_cases(records)
    rows = tuple(each.row for each in read)
    genes = tuple(each.genes for each in read)
    links = written_forms(folder, (row.case_id for row in rows))
    page = render_index(rows, folder.name, failed, build_oncoprint(genes), links, style)
    write_text(folder / "index.html", page)
    tables = batch_tables(rows, failed, genes)
    write_table(tables[0], folder / "index.tsv")
    title = f"Batch {folder.name}"[:200]
    write_workbook((*house_tables(style), *tables), title, folder / "index.xlsx")
    write_multiqc(folder, tables[0], genes)
