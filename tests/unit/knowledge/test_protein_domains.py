"""Domains of proteins for pictures: which records are kept, and that the table is sound."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import ResourceError
from oncomatch.knowledge.importers.gene_facts import current_symbols
from oncomatch.knowledge.importers.protein_domains import compile_protein_domains
from oncomatch.knowledge.protein_domains import (
    COLUMNS,
    domains_of,
    open_protein_domains,
    read_protein_domains,
)
from oncomatch.reference.bundle import open_reference

HEADER = "HGNC refseq.ID protein.ID aa.length Start End domain.source Label domain.anno".split()


def compiled(folder: Path, *records: tuple[int, int, str, str], length: int = 188) -> list[str]:
    """Return the domains of a made-up annotation of KRAS, as `label first-last`."""
    source, target = folder / "source.tsv.gz", folder / "out.tsv"
    with gzip.open(source, "wt") as out:
        out.write("\t".join(HEADER) + "\n")
        for first, last, label, identifier in records:
            row = ("KRAS", "NM_004985", "NP_1", f"{length}.0", f"{first}.0", f"{last}.0")
            out.write("\t".join((*row, "db_xref", label, f"made up; {identifier}")) + "\n")
    reference = open_reference()
    compile_protein_domains(source, reference, current_symbols(reference), target)
    return [
        f"{each.label} {each.first}-{each.last}"
        for domains in read_protein_domains(target).values()
        for each in domains
    ]


@pytest.mark.parametrize(
    ("records", "kept"),
    [
        pytest.param(
            [(10, 60, "Part", "pfam1"), (5, 90, "Whole", "cd1")], ["Whole 5-90"], id="the longest"
        ),
        pytest.param(
            [(10, 60, "One", "pfam1"), (61, 90, "Two", "pfam2")],
            ["One 10-60", "Two 61-90"],
            id="neighbours",
        ),
        pytest.param(
            [(1, 188, "Family", "cd1"), (10, 60, "Domain", "pfam1")],
            ["Domain 10-60"],
            id="a family over the whole protein gives way",
        ),
        pytest.param([(1, 188, "Family", "cd1")], ["Family 1-188"], id="nothing else is known"),
        pytest.param(
            [(1, 100, "Model", "COG1"), (10, 60, "Domain", "pfam1")],
            ["Domain 10-60"],
            id="a model of families gives way",
        ),
        pytest.param([(10, 60, "Uncited", "no record")], [], id="without a record"),
        pytest.param([(10, 600, "Beyond", "pfam1")], [], id="beyond the protein"),
    ],
)
def test_records_that_are_kept(
    tmp_path: Path, records: list[tuple[int, int, str, str]], kept: list[str]
) -> None:
    assert compiled(tmp_path, *records) == kept


def test_a_protein_of_another_length_gives_nothing(tmp_path: Path) -> None:
    assert compiled(tmp_path, (10, 60, "Ras", "pfam1"), length=189) == []


def test_every_row_of_the_table_is_of_an_embedded_protein() -> None:
    reference = open_reference()
    for gene, accession, residues in open_protein_domains():
        transcript = reference.reported_transcript(gene, GenomeBuild.GRCH38)
        assert transcript is not None
        assert transcript.accession.partition(".")[0] == accession
        assert transcript.residues == residues


def test_the_version_of_the_transcript_does_not_matter_but_the_length_does() -> None:
    assert [each.label for each in domains_of("KRAS", "NM_004985.99", 188)] == ["H_N_K_Ras_like"]
    assert domains_of("KRAS", "NM_004985.5", 189) == ()


@pytest.mark.parametrize(("first", "last"), [("9", "3"), ("0", "3"), ("1", "11"), ("x", "3")])
def test_a_row_out_of_its_protein_names_its_line(tmp_path: Path, first: str, last: str) -> None:
    table = tmp_path / "t.tsv"
    row = dict.fromkeys(COLUMNS, "x") | {"residues": "10", "first": first, "last": last}
    table.write_text("\t".join(COLUMNS) + "\n" + "\t".join(row.values()) + "\n")
    with pytest.raises(ResourceError, match="line 2"):
        read_protein_domains(table)
