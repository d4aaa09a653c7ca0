"""Regions of proteins: one region a name, on the transcript that the numbers belong to."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import ResourceError
from oncomatch.knowledge.base import open_knowledge
from oncomatch.knowledge.importers.gene_facts import current_symbols
from oncomatch.knowledge.importers.regions import compile_regions
from oncomatch.knowledge.regions import COLUMNS, RegionSpan, read_regions
from oncomatch.reference.bundle import Reference
from oncomatch.reference.resources import resource_path

HEADER = "HGNC refseq.ID protein.ID aa.length Start End Label domain.anno".split()
TINY = ("FWD", "NM_1", "NP_1", "46.0")


def compiled(folder: Path, reference: Reference, *rows: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return region, first, last and record of what made-up domains of a gene give."""
    source, target = folder / "domains.tsv", folder / "regions.tsv"
    lines = [HEADER, *rows]
    source.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    compile_regions(source, reference, lambda symbol: symbol, target)
    header, *found = [line.split("\t") for line in target.read_text().splitlines()]
    assert tuple(header) == COLUMNS
    return [(row[1], row[2], row[3], row[6]) for row in found]


def domain(label: str, first: int, last: int, number: str = "cd1") -> tuple[str, ...]:
    return (*TINY, f"{first}.0", f"{last}.0", label, f"made up; {number}")


def test_a_tyrosine_kinase_domain_has_two_names(tmp_path: Path, tiny: Reference) -> None:
    assert compiled(tmp_path, tiny, domain("PTKc_X", 5, 30), domain("PKc_like", 3, 33, "cl2")) == [
        ("kinase_domain", "3", "33", "NP_1 cl2"),
        ("kinase_domain", "5", "30", "NP_1 cd1"),
        ("tyrosine_kinase_domain", "3", "33", "NP_1 cl2"),
        ("tyrosine_kinase_domain", "5", "30", "NP_1 cd1"),
    ]


def test_a_serine_kinase_domain_has_one(tmp_path: Path, tiny: Reference) -> None:
    found = compiled(tmp_path, tiny, domain("STKc_X", 5, 30), domain("PKc_like", 3, 33, "cl2"))

    assert {name for name, *_ in found} == {"kinase_domain"}


@pytest.mark.parametrize(
    "rows",
    [
        [domain("PTKc_A", 2, 10), domain("Pkinase_Tyr", 20, 30)],
        [domain("PKc_like", 2, 10)],
        [domain("Ig", 2, 10)],
        [("FWD", "NM_1", "NP_1", "45.0", "2.0", "9.0", "P53", "made up; cd1")],
        [("FWD", "NM_7", "NP_1", "46.0", "2.0", "9.0", "P53", "made up; cd1")],
        [(*TINY, "2.0", "9.0", "P53", "made up")],
    ],
    ids=[
        "two kinase domains",
        "a kinase of unknown kind",
        "another domain",
        "a protein of another length",
        "a transcript that is not embedded",
        "no record",
    ],
)
def test_what_is_not_one_region_is_left_out(
    tmp_path: Path, tiny: Reference, rows: list[tuple[str, ...]]
) -> None:
    assert compiled(tmp_path, tiny, *rows) == []


def test_residues_that_are_no_range_are_refused_with_their_line(tmp_path: Path) -> None:
    table = tmp_path / "regions.tsv"
    row = "A x 9 3 NM_1.1 s r c 1 l".split()
    table.write_text("\t".join(COLUMNS) + "\n" + "\t".join(row) + "\n", encoding="utf-8")

    with pytest.raises(ResourceError, match="line 2: residues 9-3 are not a range"):
        read_regions(table)


def test_bundled_regions_lie_on_embedded_proteins(reference: Reference) -> None:
    regions = open_knowledge().regions

    assert regions["TP53", "dna_binding_domain"] == (RegionSpan(109, 288, "NM_000546.5"),)
    for (gene, _), spans in regions.items():
        residues = {
            each.accession: each.residues
            for each in reference.transcripts_of(gene, GenomeBuild.GRCH38)
        }
        assert all(span.last <= residues[span.transcript] for span in spans), gene


def test_the_bundled_table_is_what_the_source_gives(
    tmp_path: Path, shared: Path, reference: Reference
) -> None:
    source = shared / "reference" / "maftools_protein_domains.tsv.gz"
    target = tmp_path / "regions.tsv"
    compile_regions(source, reference, current_symbols(reference), target)

    assert target.read_text() == resource_path("knowledge", "regions.tsv").read_text()
