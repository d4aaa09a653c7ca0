"""OncoTree is compiled from a list of codes and our table of parents."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.reference.oncotree import compile_oncotree
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

SOURCE = (
    "code\tmain_type\tname\ttissue\n"
    "LUAD\tNon-Small Cell Lung Cancer\t Lung Adenocarcinoma \tLung\n"
    "AML\tLeukemia\tAcute Myeloid Leukemia\tMyeloid\n"
)
PARENTS = "code\tparent\tncit\tbasis\nLUAD\tNSCLC\tC1\tx\nAML\tMNM\t\ty\nOLD\tNSCLC\tC3\tz\n"


def test_the_table_is_sorted_and_trimmed(tmp_path: Path) -> None:
    source, parents, target = (tmp_path / name for name in ("source", "parents", "target"))
    source.write_text(SOURCE)
    parents.write_text(PARENTS)

    compile_oncotree(source, parents, target)

    assert target.read_text() == (
        "code\tname\tmain_type\ttissue\tparent\tncit\n"
        "AML\tAcute Myeloid Leukemia\tLeukemia\tMyeloid\tMNM\t\n"
        "LUAD\tLung Adenocarcinoma\tNon-Small Cell Lung Cancer\tLung\tNSCLC\tC1\n"
    )


def test_a_code_without_a_parent_is_not_left_hanging(tmp_path: Path) -> None:
    source, parents, target = (tmp_path / name for name in ("source", "parents", "target"))
    source.write_text(SOURCE + "NEW\tx\ty\tz\n")
    parents.write_text(PARENTS)

    with pytest.raises(KeyError, match="NEW"):
        compile_oncotree(source, parents, target)


def test_the_bundled_tables_have_the_same_codes_and_parents() -> None:
    tree = {row["code"]: row for row in read_rows(resource_path("ontology", "oncotree.tsv"))}
    parents = {
        row["code"]: row for row in read_rows(resource_path("ontology", "oncotree_parents.tsv"))
    }

    assert {code: (row["parent"], row["ncit"]) for code, row in tree.items()} == {
        code: (row["parent"], row["ncit"]) for code, row in parents.items()
    }


def test_the_bundled_table_is_the_release_it_says(shared: Path, tmp_path: Path) -> None:
    target = tmp_path / "oncotree.tsv"
    compile_oncotree(
        shared / "ontology" / "oncotree.2023-03-09.txt",
        resource_path("ontology", "oncotree_parents.tsv"),
        target,
    )

    assert target.read_bytes() == resource_path("ontology", "oncotree.tsv").read_bytes()
