"""Write the annotated variants of a case as a tab-separated table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from oncomatch.domain.alteration import SmallVariant
from oncomatch.reporting.annotation_table import cell, consequence_words, reads_cells
from oncomatch.reporting.files import whole_file
from oncomatch.reporting.words import status_words

COLUMNS = (
    "contig",
    "position",
    "ref",
    "alt",
    "gene",
    "transcript",
    "consequence",
    "impact",
    "exon",
    "hgvs_g",
    "hgvs_c",
    "hgvs_p",
    "protein_change",
    "vaf",
    "depth",
    "filter",
    "status",
)


def write_variants_table(path: Path, variants: Iterable[SmallVariant]) -> None:
    """Write one row a variant, in the order given."""
    with whole_file(path) as beside, beside.open("w", encoding="utf-8", newline="") as out:
        for row in (COLUMNS, *map(_row, variants)):
            out.write("\t".join(map(cell, row)) + "\n")


def _row(variant: SmallVariant) -> tuple[object, ...]:
    where, effect = variant.variant, variant.effect
    vaf, depth, _ = reads_cells(variant.reads)
    if effect is None:
        described: tuple[str, ...] = ("", "", "", "")
        coding: tuple[str, ...] = ("", "", "")
    else:
        described = (effect.transcript, *consequence_words(effect.consequences), effect.exon)
        coding = (effect.hgvs_c, effect.hgvs_p, effect.protein_change)
    return (
        where.contig,
        where.position,
        where.ref,
        where.alt,
        variant.gene,
        *described,
        variant.hgvs_g,
        *coding,
        vaf,
        depth,
        ";".join(variant.filters) or "PASS",
        _status(variant),
    )


def _status(variant: SmallVariant) -> str:
    words = status_words(variant)
    return words if variant.left_out or not variant.alone else f"reported: {words}"
