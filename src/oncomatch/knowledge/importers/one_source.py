"""Renew the rows of one source in a compiled table and leave those of the others as they are."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path


def replace_rows(path: Path, source: str, write: Callable[[Path], None]) -> None:
    """Replace the rows of a source in a table whose first column names the source.

    `write` writes a table of that source's rows alone. The rows of the others are not read as
    items, so that an importer can be worked on while another one's rows are of an older form.

    Raises:
        ValueError: the columns of the two tables differ.
    """
    fresh = path.with_name(f".{source}.{path.name}")
    try:
        write(fresh)
        header, rows = _read(fresh)
        old_header, old_rows = _read(path)
        if header != old_header:
            raise ValueError(f"{path}: its columns are {old_header}, those of {source} {header}")
        kept = [row for row in old_rows if row[0] != source]
        with fresh.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, delimiter="\t", lineterminator="\n")
            writer.writerow(header)
            writer.writerows(sorted([*kept, *rows]))
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines, delimiter="\t")
    return header, rows
