"""Where recurrent substitutions of genes without embedded sequence lie, by build and bases."""

from __future__ import annotations

from functools import lru_cache

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

SOURCE = "cancerhotspots v2"


@lru_cache(maxsize=1)
def open_hotspot_sites() -> dict[Variant, tuple[str, str]]:
    """Return the gene and the protein change, numbered as the source does, of each variant."""
    found = {}
    for row in read_rows(resource_path("knowledge", "hotspot_sites.tsv")):
        build = GenomeBuild(row["build"])
        variant = Variant(row["contig"], int(row["position"]), row["ref"], row["alt"], build)
        found[variant] = row["gene"], row["change"]
    return found
