"""The table of an RNA panel, however it spells the columns of the plain table.

`5' Gene`, `five_prime_gene`, `upstream gene` are gene5, and so on; a column `fusion` may hold both
as `EML4::ALK`, 5' first (HGNC 2021). Capitals, spaces and signs make no difference. Columns of
other names are not read. Tables that do not say which gene is 5' (gene1, geneA) are refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from oncomatch.domain.rearrangement import RearrangementFile
from oncomatch.errors import InputError
from oncomatch.readers.copy_number_files.columns import header_of
from oncomatch.readers.rearrangement_files.cells import WHAT
from oncomatch.readers.rearrangement_files.fusion_table import SPLICING, junction_of
from oncomatch.readers.table import Row, read_table

NAME = "panel-table"
EXPECTED = "a table of 5' gene and 3' gene, or of fusion (EML4::ALK)"
_SIGNS = re.compile(r"[^a-z0-9]")
_SIDES = {
    "5": ("5", "5prime", "fiveprime", "upstream"),
    "3": ("3", "3prime", "threeprime", "downstream"),
}
_PARTS = {
    "gene": ("gene", "genesymbol", "partner"),
    "exon": ("exon", "exonnumber"),
    "breakpoint": ("breakpoint", "position"),
}
_SAME = {
    "fusion": ("fusion", "fusionname", "fusiongene", "genefusion"),
    "reads": ("reads", "supportingreads", "readcount", "fusionsupportingreads", "uniquereads"),
    "in_frame": ("inframe", "frame", "readingframe"),
    "evidence": ("evidence", "analyte", "molecule"),
    "splice_variant": ("splicevariant",),
}
_SPELT = {name: column for column, names in _SAME.items() for name in names} | {
    written: f"{part}{side}"
    for side, words in _SIDES.items()
    for part, names in _PARTS.items()
    for word, name in product(words, names)
    for written in (word + name, name + word)
}
_FRAMES = {"inframe": "yes", "outofframe": "no", "true": "yes", "false": "no"}


def recognises(head: Sequence[str]) -> bool:
    """Whether the header names both genes, by whatever spelling."""
    return _names_genes({_column(name) for name in header_of(head)})


def read(path: Path, sample: str) -> RearrangementFile:
    """Return the fusions of the table.

    Raises:
        InputError: two columns mean the same, or a value is not of its kind.
    """
    table = read_table(path, WHAT)
    columns = {name: _column(name) for name in table.columns if _column(name)}
    for name, meant in columns.items():
        others = [other for other in columns if other != name and columns[other] == meant]
        if others:
            raise InputError(f"{path}: {name!r} and {others[0]!r} both mean {meant}; leave one out")
    return RearrangementFile(
        NAME,
        tuple(replace(junction_of(_row(row, columns)), where=row.where) for row in table.rows),
        strict=True,
        splicing=SPLICING in columns.values(),
    )


def _column(name: str) -> str:
    return _SPELT.get(_SIGNS.sub("", name.lower()), "")


def _names_genes(columns: set[str]) -> bool:
    return {"gene5", "gene3"} <= columns or "fusion" in columns


def _row(row: Row, columns: dict[str, str]) -> Row:
    cells = {columns[name]: cell for name, cell in row.cells.items() if name in columns}
    frame = cells.get("in_frame", "")
    if frame:
        cells["in_frame"] = _FRAMES.get(_SIGNS.sub("", frame.lower()), frame)
    pair = cells.pop("fusion", "")
    if "gene5" not in cells or "gene3" not in cells:
        parts = [part.strip() for part in pair.split("::")]
        if len(parts) != 2 or not all(parts):
            raise InputError(
                f"{row.where}: the fusion is {pair[:60]!r}; expected are two genes, the 5' first, "
                f"as EML4::ALK"
            )
        cells["gene5"], cells["gene3"] = parts
    return Row(row.where, cells)
