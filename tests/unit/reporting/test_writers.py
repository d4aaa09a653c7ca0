"""Every form is drawn from the record alone, always with the same bytes."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from oncomatch.domain.alteration import CopyNumber, CopyNumberKind
from oncomatch.domain.record import CaseRecord
from oncomatch.errors import InputError
from oncomatch.pipeline.case_files import read_record, write_reports
from oncomatch.reporting.record_tables import tables_of
from oncomatch.reporting.writers import WRITERS
from unit.reporting.report_makers import (
    empty_profile,
    marker,
    miss,
    record,
    therapy,
    trial_match,
    trial_matches,
)

HOSTILE = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", "<script>", "a\nb", "\u202e1")


def made(**fields: object) -> CaseRecord:
    return record(
        therapies=(therapy(),),
        near_misses=(miss(),),
        markers=(marker(),),
        trials=trial_matches(trial_match()),
        **fields,
    )


def bytes_of(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    return {each.name: each.read_bytes() for each in files}


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_record_gives_the_same_bytes(form: str, tmp_path: Path):
    (one,) = write_reports(made(), tmp_path / "one", [form])
    (other,) = write_reports(made(), tmp_path / "other", [form])

    assert bytes_of(one) == bytes_of(other)


@pytest.mark.parametrize("form", WRITERS)
def test_nothing_but_the_form_is_written(form: str, tmp_path: Path):
    (path,) = write_reports(made(), tmp_path, [form])

    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert path.name == WRITERS[form].file_in("en")


def test_a_form_that_is_not_known_is_refused_before_anything_is_written(tmp_path: Path):
    with pytest.raises(
        InputError, match="'docx' is no form of report; known are fhir, ga4gh, html, json"
    ):
        write_reports(made(), tmp_path, ["html", "docx"])

    assert list(tmp_path.iterdir()) == []


def test_the_record_is_read_back(tmp_path: Path):
    (path,) = write_reports(made(), tmp_path, ["json"])

    assert read_record(path) == made()


def test_the_workbook_has_a_sheet_a_table_with_all_rows(tmp_path: Path):
    (path,) = write_reports(made(), tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(path)

    assert book.sheetnames == [table.name for table in tables_of(made())]
    assert {"SETTINGS", "VERSIONS"} <= set(book.sheetnames)
    for table in tables_of(made()):
        first, *rows = book[table.name].iter_rows(values_only=True)
        assert first == table.columns
        assert [tuple(cell or "" for cell in row) for row in rows] == [
            tuple(cell or "" for cell in row) for row in table.rows
        ]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_no_formula_in_a_workbook(text: str, tmp_path: Path):
    (path,) = write_reports(record(markers=(marker(reason=text),)), tmp_path, ["xlsx"])
    cell = openpyxl.load_workbook(path)["MARKERS"]["C2"]

    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_table_begins_like_a_formula(text: str, tmp_path: Path):
    (folder,) = write_reports(record(markers=(marker(reason=text),)), tmp_path, ["tsv"])
    with (folder / "markers.tsv").open(encoding="utf-8", newline="") as lines:
        _, row = csv.reader(lines, delimiter="\t")

    assert row[2].lstrip("'") == text.lstrip("'")
    assert row[2][:1] not in ("=", "+", "-", "@")


def test_a_negative_number_stays_a_number(tmp_path: Path):
    lost = CopyNumber("PTEN", None, CopyNumberKind.LOSS, "ratio", log2=-0.75)
    profile = replace(empty_profile(), copy_numbers=(lost,))
    book, folder = write_reports(record(profile), tmp_path, ["xlsx", "tsv"])

    (columns, row) = openpyxl.load_workbook(book)["COPY_NUMBER"].iter_rows(values_only=True)
    lines = (folder / "copy_number.tsv").read_text(encoding="utf-8").splitlines()

    assert row[columns.index("log2")] == -0.75
    assert lines[1].split("\t")[columns.index("log2")] == "-0.75"
