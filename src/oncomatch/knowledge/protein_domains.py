"""Domains of proteins for pictures: which residues each has, by which record."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from oncomatch.domain.protein_map import ProteinDomain
from oncomatch.errors import ResourceError
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

COLUMNS = (
    "gene",
    "transcript",
    "residues",
    "first",
    "last",
    "label",
    "source",
    "citation",
    "release",
    "licence",
)


def read_protein_domains(path: Path) -> dict[tuple[str, str, int], tuple[ProteinDomain, ...]]:
    """Return the domains by gene, transcript without version, and length of the protein.

    Raises:
        ResourceError: residues are not a range of the protein; the line is named.
    """
    found: dict[tuple[str, str, int], list[ProteinDomain]] = {}
    for line, row in enumerate(read_rows(path), start=2):
        try:
            residues = int(row["residues"])
            domain = ProteinDomain(
                int(row["first"]), int(row["last"]), row["label"], row["citation"]
            )
            if domain.last > residues:
                raise ValueError(f"residue {domain.last} is beyond {residues}")
        except ValueError as error:
            raise ResourceError(f"{path}, line {line}: {error}") from error
        accession = row["transcript"].partition(".")[0]
        found.setdefault((row["gene"], accession, residues), []).append(domain)
    return {key: tuple(sorted(each, key=_place)) for key, each in found.items()}


def _place(domain: ProteinDomain) -> tuple[int, int, str]:
    return domain.first, domain.last, domain.label


def domains_of(gene: str, transcript: str, residues: int) -> tuple[ProteinDomain, ...]:
    """Return the domains of a protein, by its transcript in any version; none where not known."""
    return open_protein_domains().get((gene, transcript.partition(".")[0], residues), ())


@lru_cache(maxsize=1)
def open_protein_domains() -> dict[tuple[str, str, int], tuple[ProteinDomain, ...]]:
    """Return the bundled table."""
    return read_protein_domains(resource_path("knowledge", "protein_domains.tsv"))
