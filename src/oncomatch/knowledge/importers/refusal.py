"""What an importer could not translate, with its reason: nothing is lost silently."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("source", "record_id", "name", "reason")


_GROUPS = tuple(
    (re.compile(words), group)
    for words, group in (
        (r"the disease .* is not mapped", "disease not mapped"),
        (r"the disease .* has no tumour type", "disease without a tumour type"),
        (r"names no therapy|several therapies", "regimen not said"),
        (r"no embedded transcript|has no exon|is none of the reported", "numbering unknown"),
        (
            r"coding sequence|does not (?:give|change)|do not agree|ends at|has no [ACGT] at|"
            r"as many bases|inserts",
            "name contradicts itself",
        ),
        (r"regions\.tsv", "region without residues"),
        (r"REF and ALT|reference base", "polymorphism without a checked REF and ALT"),
        (r"loss of the exon", "exon deletion of unclear size"),
        (r"partner|names no gene|is not a gene", "fusion partner not a gene"),
    )
)


def reason_group(reason: str) -> str:
    """Return the group of a reason, for counting.

    >>> reason_group("no pattern says exactly 'SERUM LEVELS'")
    'no pattern for the name'
    """
    for words, group in _GROUPS:
        if words.search(reason):
            return group
    return "no pattern for the name"


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """A record of a source that has no row in the evidence table."""

    source: str
    record_id: str
    name: str
    reason: str


def write_refusals(path: Path, refusals: Iterable[Refusal]) -> None:
    """Write the table of what was not translated, sorted."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for refusal in sorted(refusals):
            writer.writerow([getattr(refusal, name) for name in COLUMNS])
