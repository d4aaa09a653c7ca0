"""The tables of a record as one workbook, a sheet a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from oncomatch.domain.house import HouseStyle
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.files import whole_file
from oncomatch.reporting.record_tables import RecordTable, tables_of

_LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds."""
_LONGEST_TABLE = 1_048_575
"""Rows that a sheet holds below its header."""
_WIDEST, _NARROWEST = 60, 8
_LOOKED_AT = 200
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Stands for the day of making, so that the same record gives the same bytes."""


def write_xlsx(record: CaseRecord, path: Path, style: HouseStyle = HouseStyle()) -> None:  # noqa: B008
    """Write the workbook of a case, the laboratory before all."""
    tables = (*house_tables(style), *tables_of(record))
    write_workbook(tables, f"Case {record.profile.case.case_id}", path)


def house_tables(style: HouseStyle) -> tuple[RecordTable, ...]:
    """Return name, address and disclaimer of the house as a table; none where it has none."""
    rows = (
        ("name", style.name),
        *(("address", line) for line in style.address),
        ("disclaimer", style.disclaimer),
    )
    given = tuple(row for row in rows if row[1])
    return (RecordTable("LABORATORY", ("field", "value"), given),) if given else ()


def write_workbook(tables: Iterable[RecordTable], title: str, path: Path) -> None:
    """Write a sheet a table; text is never taken for a formula, a number or an address."""
    from xlsxwriter import Workbook  # a library that most commands do not need

    with whole_file(path) as beside:
        book = Workbook(
            str(beside),
            {
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "in_memory": True,
                "nan_inf_to_errors": True,
            },
        )
        book.set_properties({"title": title, "created": _EPOCH})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for table in tables:
            _add(book, table, head, body)
        book.close()


def _add(book: object, table: RecordTable, head: object, body: object) -> None:
    sheet = book.add_worksheet(table.name)  # type: ignore[attr-defined]
    sheet.freeze_panes(1, 0)
    rows = table.rows[:_LONGEST_TABLE]
    sheet.write_row(0, 0, table.columns, head)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                if value:
                    sheet.write_string(number, column, value[:_LONGEST_CELL], body)
            elif value is not None:
                sheet.write_number(number, column, value, body)
    for column, name in enumerate(table.columns):
        widest = max((len(str(row[column] or "")) for row in rows[:_LOOKED_AT]), default=0)
        sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, len(name), widest) + 1))
    if rows:
        sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
