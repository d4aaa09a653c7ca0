"""Read a table of questions: one question a line, and what is wrong with a line in its question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from oncomatch.domain.lookup import Question
from oncomatch.errors import InputError
from oncomatch.readers.lines import printable, read_lines

GENE, ALTERATION, TUMOR_TYPE = "gene", "alteration", "tumor_type"
_ASKED = (GENE, ALTERATION, TUMOR_TYPE)
_COMMENT = ("##", "# ")
_LONGEST_CELL = 4000


def read_questions(path: Path) -> Iterator[Question]:
    """Yield the questions of a table, one for each line after the header that is not empty.

    Cells are trimmed; further columns are handed through. Lines before
    the header that begin with `##` or `# ` are comments; after it there are none.

    Raises:
        InputError: the file is absent or empty, a column is missing or stands twice.
    """
    lines = (printable(line) for line in read_lines(path, "table of questions"))
    header = next((each for each in lines if each.strip() and not each.startswith(_COMMENT)), "")
    columns = [cell.strip() for cell in header.removeprefix("#").split("\t")]
    absent = [name for name in _ASKED if name not in columns]
    if absent:
        raise InputError(
            f"{path}: has no column {absent[0]!r}; its columns are {', '.join(columns)[:200]}"
        )
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise InputError(f"{path}: the column {twice[0]!r} stands twice")
    return (_question(line, columns) for line in lines if line)


def _question(line: str, columns: list[str]) -> Question:
    cells = [cell.strip() for cell in line.split("\t")]
    named = dict(zip(columns, cells, strict=False))
    fault = ""
    if any(cells[len(columns) :]):
        fault = "the row has more cells than the header; is a tab missing or extra?"
    elif any(len(cell) > _LONGEST_CELL for cell in cells):
        fault = f"a cell is longer than {_LONGEST_CELL} letters"
    elif not any(cells):
        fault = "the row is empty"
    gene, alteration, tumor_type = (named.get(name, "")[:_LONGEST_CELL] for name in _ASKED)
    others = (name for name in columns if name and name not in _ASKED)
    handed = tuple((name, named.get(name, "")[:_LONGEST_CELL]) for name in others)
    return Question(gene, alteration, tumor_type, handed, fault)
