"""A table of the user's is read row by row; nothing in a cell can swallow or shift a row."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncomatch.errors import InputError
from oncomatch.readers.table import Row, read_table


def cells_of(path: Path) -> list[dict[str, str]]:
    return [row.cells for row in read_table(path, "case sheet").rows]


def where_of(path: Path) -> list[str]:
    return [row.where for row in read_table(path, "case sheet").rows]


@pytest.mark.parametrize(
    ("data", "cells"),
    [
        pytest.param(b"a\tb\n1\t2\n", [{"a": "1", "b": "2"}], id="plain"),
        pytest.param(b"a\tb\r\n1\t2\r\n", [{"a": "1", "b": "2"}], id="windows line ends"),
        pytest.param(b"a\tb\n1\t2", [{"a": "1", "b": "2"}], id="no newline at the end"),
        pytest.param(b"\xef\xbb\xbfa\tb\n1\t2\n", [{"a": "1", "b": "2"}], id="byte order mark"),
        pytest.param(b"#a\tb\n1\t2\n", [{"a": "1", "b": "2"}], id="header with #"),
        pytest.param(b" a \tb \n 1\t 2 \n", [{"a": "1", "b": "2"}], id="blanks around cells"),
        pytest.param(
            b"## made by x\n# a comment\na\tb\n# no row\n#1\t2\n3\t4\n",
            [{"a": "3", "b": "4"}],
            id="comments",
        ),
        pytest.param(b"\n\na\tb\n\n1\t2\n \t \n", [{"a": "1", "b": "2"}], id="empty lines"),
        pytest.param(b"a\tb\n1\n\t2\n", [{"a": "1"}, {"b": "2"}], id="empty cells are absent"),
        pytest.param(b"a\tb\n1\t2\t\t \n", [{"a": "1", "b": "2"}], id="empty cells too many"),
        pytest.param(
            b'a\tb\n"1\t2"\n"3\t4\n',
            [{"a": '"1', "b": '2"'}, {"a": '"3', "b": "4"}],
            id="quotation marks are letters",
        ),
        pytest.param(b"a\tb\nx,y;z\t1 2\n", [{"a": "x,y;z", "b": "1 2"}], id="other separators"),
        pytest.param(b"caf\xe9\tb\ncaf\xe9\t\xff\n", [{"caf?": "caf?", "b": "?"}], id="not utf-8"),
        pytest.param(b"a\tb\nNA\tnan\n", [{"a": "NA", "b": "nan"}], id="NA is a text"),
        pytest.param(b"a\tb\n", [], id="no rows"),
    ],
)
def test_cells(data: bytes, cells: list[dict[str, str]], tmp_path: Path) -> None:
    path = tmp_path / "cases.tsv"
    path.write_bytes(data)

    assert cells_of(path) == cells


def test_each_row_tells_its_line_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cases.tsv"
    path.write_text("# comment\n\na\tb\n1\t2\n\n#\n3\t4\n")

    assert where_of(path) == [f"{path}, line 4", f"{path}, line 7"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ": the file is empty (case sheet); was the copy interrupted?"),
        ("\n \n", ": has no header line (case sheet)"),
        ("## only\n# comments\n", ": has no header line (case sheet)"),
        ("a\tb\ta\n", ": the column 'a' stands twice"),
        ("a\tb\t a\n", ": the column 'a' stands twice"),
        (
            "a\tb\n1\t2\n1\t2\t3\n",
            ", line 3: has more cells than the header; is a tab missing or extra?",
        ),
        (
            "a\tb\n1\t2\t\t3\n",
            ", line 2: has more cells than the header; is a tab missing or extra?",
        ),
    ],
    ids=["empty", "blank", "comments", "twice", "twice with a blank", "cells", "a gap of cells"],
)
def test_a_wrong_table_is_refused(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.tsv"
    path.write_text(text)
    with pytest.raises(InputError) as refusal:
        cells_of(path)

    assert str(refusal.value) == f"{path}{sentence}"


letters = st.characters(exclude_categories=["C", "Z"], exclude_characters="#\ufeff")
cell_texts = st.text(letters, min_size=1, max_size=8)


@settings(max_examples=50, deadline=None)
@given(
    columns=st.lists(cell_texts, min_size=1, max_size=5, unique=True),
    rows=st.lists(st.lists(st.one_of(st.just(""), cell_texts), max_size=5), max_size=5),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, columns: list[str], rows: list[list[str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "round-trip.tsv"
    rows = [row[: len(columns)] for row in rows]
    path.write_text("\n".join("\t".join(row) for row in [columns, *rows]) + "\n", newline="")
    table = read_table(path, "table")

    assert table.columns == tuple(columns)
    assert list(table.rows) == [
        Row(
            f"{path}, line {number}",
            {column: cell for column, cell in zip(columns, row, strict=False) if cell},
        )
        for number, row in enumerate(rows, start=2)
        if any(row)
    ]
