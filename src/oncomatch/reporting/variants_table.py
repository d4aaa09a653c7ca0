"""Write the annotated variants of a case as a tab-separated table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from oncomatch.domain.alteration import SmallVariant
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


_SEPARATORS = re.compile(r'[\t\r\n"]')
_FORMULA = ("=", "+", "-", "@")


def write_variants_table(path: Path, variants: Iterable[SmallVariant]) -> None:
    """Write one row a variant, in the order given."""
    with whole_file(path) as beside, beside.open("w", encoding="utf-8", newline="") as out:
        for row in (COLUMNS, *map(_row, variants)):
            out.write("\t".join(map(_cell, row)) + "\n")


def _cell(value: object) -> str:
    """Return a cell, quoted if it holds separators.

    An apostrophe keeps a spreadsheet from running a FILTER name as a formula. The csv module of
    Python 3.11 would leave a carriage return unquoted, which splits the row.
    """
    text = str(value)
    if text.startswith(_FORMULA):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if _SEPARATORS.search(text) else text


def _row(variant: SmallVariant) -> tuple[object, ...]:
    where, effect, reads = variant.variant, variant.effect, variant.reads
    if effect is None:
        described: tuple[str, ...] = ("", "", "", "")
        coding: tuple[str, ...] = ("", "", "")
    else:
        terms = "&".join(term.so_term for term in effect.consequences)
        impact = effect.most_severe.impact.value
        described = (effect.transcript, terms, impact, effect.exon)
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
        "" if reads.vaf is None else f"{reads.vaf:g}",
        "" if reads.depth is None else reads.depth,
        ";".join(variant.filters) or "PASS",
        _status(variant),
    )


def _status(variant: SmallVariant) -> str:
    words = status_words(variant)
    return words if variant.left_out or not variant.alone else f"reported: {words}"
