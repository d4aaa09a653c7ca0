"""Compile OncoTree into one table: code, name, main type, tissue, parent, NCIt code.

The release of 2023-03-09 that is at hand lists codes without parents. The parents (and NCIt
codes) come from `oncotree_parents.tsv`, our own table: the parent is the nearest ancestor in
OncoTree's release of 2026-05-21 that the older release has too, and for the 27 codes that were
retired in between the node that their name and main type put them under.
"""

from __future__ import annotations

import csv
from pathlib import Path

from oncomatch.reference.tables import read_rows

COLUMNS = ("code", "name", "main_type", "tissue", "parent", "ncit")


def compile_oncotree(source: Path, parents: Path, target: Path) -> None:
    """Write the compiled table, sorted by code."""
    parent_of = {row["code"]: row for row in read_rows(parents)}
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        for row in sorted(read_rows(source), key=lambda row: row["code"]):
            known = parent_of[row["code"]]
            fields = {name: row[name].strip() for name in ("code", "name", "main_type", "tissue")}
            writer.writerow({**fields, "parent": known["parent"], "ncit": known["ncit"]})
