"""The forms in which a record is written, each by one function, by the word for `--to`.

A new form is one module and its line in `WRITERS`. Imports stand in the functions: a page costs
no workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from oncomatch.domain.record import CaseRecord


@dataclass(frozen=True, slots=True)
class Writer:
    """A form of the report: the name of its file or folder, and what writes a record there."""

    file: str
    write: Callable[[CaseRecord, Path], None]


def _html(record: CaseRecord, path: Path) -> None:
    from oncomatch.reporting.files import write_text
    from oncomatch.reporting.html import render_report

    write_text(path, render_report(record))


def _pdf(record: CaseRecord, path: Path) -> None:
    from oncomatch.reporting.pdf.writer import write_pdf

    write_pdf(record, path)


def _xlsx(record: CaseRecord, path: Path) -> None:
    from oncomatch.reporting.xlsx import write_xlsx

    write_xlsx(record, path)


def _tsv(record: CaseRecord, path: Path) -> None:
    from oncomatch.reporting.tsv import write_tsv

    write_tsv(record, path)


def _maf(record: CaseRecord, path: Path) -> None:
    from oncomatch.reporting.case_maf import write_case_maf

    write_case_maf(record, path)


def _json(record: CaseRecord, path: Path) -> None:
    from oncomatch.reporting.documents import write_document

    write_document(path, record)


def _fhir(record: CaseRecord, path: Path) -> None:
    from oncomatch.reporting.fhir.bundle import write_fhir

    write_fhir(record, path)


def _ga4gh(record: CaseRecord, path: Path) -> None:
    from oncomatch.reporting.ga4gh.document import write_ga4gh

    write_ga4gh(record, path)


HTML = "html"
WRITERS: Mapping[str, Writer] = {
    HTML: Writer("report.html", _html),
    "pdf": Writer("report.pdf", _pdf),
    "xlsx": Writer("report.xlsx", _xlsx),
    "tsv": Writer("tables", _tsv),
    "maf": Writer("variants.maf", _maf),
    "fhir": Writer("fhir.json", _fhir),
    "ga4gh": Writer("ga4gh.json", _ga4gh),
    "json": Writer("case.json", _json),
}
"""Every form by its word."""
