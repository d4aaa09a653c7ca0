"""A gene name means one gene or none: the approved symbol first, then unambiguous aliases."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.reference.bundle import Reference
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows


def meant(reference: Reference, name: str) -> str | None:
    gene = reference.find_gene(name)
    return gene.symbol if gene else None


# HGNC of 2023-10; None where two genes have the name (KMT2D and KMT2B are both called MLL2).
@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("EGFR", "EGFR"),
        ("egfr", "EGFR"),
        ("HER2", "ERBB2"),
        ("ERBB", "EGFR"),
        ("PD-L1", "CD274"),
        ("H3F3A", "H3-3A"),
        ("MLL", "KMT2A"),
        ("SEPT9", "SEPTIN9"),
        ("FRAP1", "MTOR"),
        ("MLL2", None),
        ("p14", None),
        ("not a gene", None),
    ],
)
def test_names_of_cancer_genes(reference: Reference, name: str, symbol: str | None) -> None:
    assert meant(reference, name) == symbol


def test_every_symbol_means_itself(reference: Reference) -> None:
    genes = np.load(resource_path("reference", "genes.npy"))
    symbols = [symbol.decode() for symbol in genes["symbol"]]

    assert len(symbols) > 25_000
    assert [symbol for symbol in symbols if meant(reference, symbol) != symbol] == []


def test_every_gene_with_sequence_has_a_name_and_a_place(reference: Reference) -> None:
    wrong = [
        (gene, build)
        for gene in reference.genes_with_sequence
        for build in GenomeBuild
        for each in reference.transcripts_of(gene, build)[:1]
        if meant(reference, gene) != gene
        or gene not in reference.loci_over(build, each.contig, each.start0, each.start0 + 1)
    ]

    assert wrong == []


@pytest.fixture(scope="module")
def approved(shared: Path) -> dict[str, dict[str, str]]:
    table = shared / "ontology" / "hgnc_gene_aliases_2023-10.txt"
    return {row["symbol"]: row for row in read_rows(table)}


def test_an_approved_symbol_never_means_another_gene(
    reference: Reference, approved: dict[str, dict[str, str]]
) -> None:
    """Pseudogenes too: HLA-H is a gene of its own, not HFE, although HFE was once called so."""
    others = {symbol: meant(reference, symbol) for symbol in approved}

    assert {symbol: gene for symbol, gene in others.items() if gene not in (None, symbol)} == {}


def test_an_alias_means_its_gene_if_no_other_gene_has_it(
    reference: Reference, approved: dict[str, dict[str, str]]
) -> None:
    """All other names of HGNC but those that are symbols, or belong to genes not embedded."""
    genes = np.load(resource_path("reference", "genes.npy"))
    embedded = {symbol.decode() for symbol in genes["symbol"]}
    owners: dict[str, set[str]] = defaultdict(set)
    for symbol, row in approved.items():
        if symbol in embedded:
            for alias in filter(None, row["synonyms"].split("|")):
                owners[alias.upper()].add(symbol)
    symbols = {symbol.upper() for symbol in approved}
    names = [name for name in sorted(owners) if name not in symbols]
    wanted = {name: min(owners[name]) if len(owners[name]) == 1 else None for name in names}

    assert len(names) > 40_000
    assert {name: meant(reference, name) for name in names} == wanted
