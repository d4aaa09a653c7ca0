"""Named regions of proteins: which residues a kinase domain has, by which record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from oncomatch.errors import ResourceError
from oncomatch.reference.tables import read_rows

COLUMNS = (
    "gene",
    "region",
    "first",
    "last",
    "transcript",
    "source",
    "record_id",
    "citation",
    "release",
    "licence",
)


@dataclass(frozen=True, slots=True)
class RegionSpan:
    """The residues `first` to `last` (1-based, both included) that one record gives a region.

    They are numbered on `transcript`, with its version, as it is embedded.
    """

    first: int
    last: int
    transcript: str

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise ValueError(f"residues {self.first}-{self.last} are not a range")


Regions: TypeAlias = dict[tuple[str, str], tuple[RegionSpan, ...]]
"""(gene, region) to what each record says of it; records may differ."""


def read_regions(path: Path) -> Regions:
    """Return the regions of a table.

    Raises:
        ResourceError: residues are not a range; the line is named.
    """
    regions: dict[tuple[str, str], list[RegionSpan]] = {}
    for line, row in enumerate(read_rows(path), start=2):
        try:
            span = RegionSpan(int(row["first"]), int(row["last"]), row["transcript"])
        except ValueError as error:
            raise ResourceError(f"{path}, line {line}: {error}") from error
        regions.setdefault((row["gene"], row["region"]), []).append(span)
    return {key: tuple(spans) for key, spans in regions.items()}
