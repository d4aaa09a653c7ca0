"""Where the arms of the chromosomes lie, from the cytogenetic bands of both builds.

The centromere's bands belong to the arms that name them, so the arms meet within it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.contig import CHROMOSOMES, canonical_contig, contig_rank
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

COLUMNS = ("build", "contig", "arm", "start0", "end0")


@dataclass(frozen=True, slots=True)
class ChromosomeArm:
    """An arm (`17p`): contig, and where it lies (0-based, half-open)."""

    name: str
    contig: str
    start0: int
    end0: int

    @property
    def length(self) -> int:
        """Its length in bases."""
        return self.end0 - self.start0


def compile_chromosome_arms(bands: dict[GenomeBuild, Path], target: Path) -> None:
    """Write the table of arms from tables of bands (chrom, chromStart, chromEnd, name)."""
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for build, path in bands.items():
            reach: dict[tuple[str, str], tuple[int, int]] = {}
            for row in read_rows(path):
                contig, arm = canonical_contig(row["chrom"]), row["name"][:1]
                if contig in CHROMOSOMES and arm in ("p", "q"):
                    start0, end0 = int(row["chromStart"]), int(row["chromEnd"])
                    known = reach.get((contig, arm), (start0, end0))
                    reach[contig, arm] = (min(known[0], start0), max(known[1], end0))
            for contig, arm in sorted(reach, key=lambda key: (contig_rank(key[0]), key[1])):
                writer.writerow([build.value, contig, contig + arm, *reach[contig, arm]])


@lru_cache(maxsize=2)
def chromosome_arms(build: GenomeBuild) -> tuple[ChromosomeArm, ...]:
    """Return the arms of a build in karyotype order."""
    return tuple(
        ChromosomeArm(row["arm"], row["contig"], int(row["start0"]), int(row["end0"]))
        for row in read_rows(resource_path("reference", "chromosome_arms.tsv"))
        if row["build"] == build.value
    )
