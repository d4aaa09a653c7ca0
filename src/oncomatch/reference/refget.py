"""GA4GH refget accessions of the chromosomes: the names that VRS gives to sequences."""

from __future__ import annotations

from functools import lru_cache

from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows


@lru_cache(maxsize=2)
def refget_accessions(build: GenomeBuild) -> dict[str, str]:
    """Return the accession (`SQ.…`) of each chromosome of a build but the mitochondrion.

    What files call hg19 has two mitochondria, so none is named.
    """
    return {
        row["contig"]: row["accession"]
        for row in read_rows(resource_path("reference", "refget_accessions.tsv"))
        if row["build"] == build.value
    }
