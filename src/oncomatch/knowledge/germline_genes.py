"""Genes of hereditary cancer and of clonal haematopoiesis, as the bundled tables list them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows


@dataclass(frozen=True, slots=True)
class HereditaryGene:
    """A gene of hereditary cancer: what sources say of it, and which sources list it.

    `inheritance` is `AD` or `AR`, empty where no source says it.
    """

    gene: str
    diseases: tuple[str, ...]
    inheritance: str
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@lru_cache(maxsize=1)
def hereditary_genes() -> dict[str, HereditaryGene]:
    """Return the genes of hereditary cancer by symbol."""
    rows: dict[str, list[dict[str, str]]] = {}
    for row in read_rows(resource_path("germline", "hereditary_genes.tsv")):
        rows.setdefault(row["gene"], []).append(row)
    return {
        gene: HereditaryGene(
            gene,
            _distinct(found, "disease"),
            "".join(_distinct(found, "inheritance")[:1]),
            _distinct(found, "note"),
            tuple(dict.fromkeys(f"{row['source']} {row['release']}" for row in found)),
        )
        for gene, found in rows.items()
    }


@lru_cache(maxsize=1)
def haematopoiesis_genes() -> dict[str, str]:
    """Return the citation for each gene that clonal haematopoiesis changes."""
    rows = read_rows(resource_path("germline", "haematopoiesis_genes.tsv"))
    return {row["gene"]: row["citation"] for row in rows}


def _distinct(rows: list[dict[str, str]], column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row[column] for row in rows if row[column]))
