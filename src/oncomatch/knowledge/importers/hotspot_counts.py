"""Compile in how many tumours a recurrent substitution was seen (cancerhotspots.org v2)."""

from __future__ import annotations

import csv
from pathlib import Path

from oncomatch.knowledge.importers.gene_facts import CountedOnOurs, Symbols

COLUMNS = (
    "gene",
    "change",
    "stated",
    "at_residue",
    "with_change",
    "source",
    "release",
    "citation",
    "licence",
)
_SOURCE = (
    "cancerhotspots.org",
    "v2 (moalmanac 5dcc132)",
    "cancerhotspots.org v2",
    "counts are facts; found in moalmanac (GPL-2.0)",
)


def compile_hotspot_counts(
    source: Path, current: Symbols, counted: CountedOnOurs, target: Path
) -> None:
    """Write the number of tumours with any change of the residue, and with this change.

    Silent changes are left out: they count for the residue, but are no change.
    """
    rows = []
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            residue, gene = row["Amino_Acid_Position"], current(row["Hugo_Symbol"])
            reference = row["Reference_Amino_Acid"].partition(":")[0]
            variant, _, seen = row["Variant_Amino_Acid"].partition(":")
            if gene and residue.isdecimal() and variant != reference:
                change = f"{reference}{residue}{variant}"
                ours = counted(gene, change)
                if ours:
                    rows.append((gene, ours, change, row["Mutation_Count"], seen, *_SOURCE))
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows))
