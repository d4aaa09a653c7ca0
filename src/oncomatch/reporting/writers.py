"""The forms in which a record is written, each by one function, by the word for `--to`.

A new form is one module and its line in `WRITERS`. Imports stand in the functions: a page costs
no workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from oncomatch.domain.house import HouseStyle
from oncomatch.domain.record import CaseRecord


@dataclass(frozen=True, slots=True)
class Writer:
    """A form of the report: the name of its file or folder, and what writes a record there.

    `{language}` in the name stands for that of the house style.
    """

    file: str
    write: Callable[[CaseRecord, Path, HouseStyle], None]

    def file_in(self, language: str) -> str:
        """Return the name of the file or folder in a language."""
        return self.file.format(language=language)


def _html(record: CaseRecord, path: Path, style: HouseStyle) -> None:
    from oncomatch.reporting.files import write_text
    from oncomatch.reporting.html import render_report

    write_text(path, render_report(record, style))


def _pdf(record: CaseRecord, path: Path, style: HouseStyle) -> None:
    from oncomatch.reporting.pdf.writer import write_pdf

    write_pdf(record, path, style)


def _xlsx(record: CaseRecord, path: Path, style: HouseStyle) -> None:
    from oncomatch.reporting.xlsx import write_xlsx

    write_xlsx(record, path, style)


def _tsv(record: CaseRecord, path: Path, style: HouseStyle) -> None:
    from oncomatch.reporting.tsv import write_tsv

    write_tsv(record, path)


def _maf(record: CaseRecord, path: Path, style: HouseStyle) -> None:
    from oncomatch.reporting.case_maf import write_case_maf

    write_case_maf(record, path)


def _json(record: CaseRecord, path: Path, style: HouseStyle) -> None:
    from oncomatch.reporting.documents import write_document

    write_document(path, record)


def _fhir(record: CaseRecord, path: Path, style: HouseStyle) -> None:
    from oncomatch.reporting.fhir.bundle import write_fhir

    write_fhir(record, path)


def _ga4gh(record: CaseRecord, path: Path, style: HouseStyle) -> None:
    from oncomatch.reporting.ga4gh.document import write_ga4gh

    write_ga4gh(record, path)


def _patient(record: CaseRecord, path: Path, style: HouseStyle) -> None:
    from oncomatch.reporting.files import write_text
    from oncomatch.reporting.patient.html import render_patient_page

    write_text(path, render_patient_page(record, style))


HTML = "html"
WRITERS: Mapping[str, Writer] = {
    HTML: Writer("report.html", _html),
    "pdf": Writer("report.pdf", _pdf),
    "xlsx": Writer("report.xlsx", _xlsx),
    "tsv": Writer("tables", _tsv),
    "maf": Writer("variants.maf", _maf),
    "fhir": Writer("fhir.json", _fhir),
    "ga4gh": Writer("ga4gh.json", _ga4gh),
    "patient": Writer("patient.{language}.html", _patient),
    "json": Writer("case.json", _json),
}
"""Every form by its word."""
