"""Questions to an opened bundle: which gene, which transcript, what lies near."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import building
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import ResourceError
from oncomatch.reference.bundle import Gene, Reference, open_reference
from oncomatch.reference.compiler import GeneModel, Stretch, compile_bundle

B37, B38 = GenomeBuild.GRCH37, GenomeBuild.GRCH38

GENES = [
    GeneModel("AAA1", "HGNC:1", 11, ("OLD1", "Shared", "c-aaa"), {B38: ("7", 100, 200)}),
    GeneModel("AAA2", "HGNC:2", 12, ("SHARED", "AAA3", "twice", "TWICE")),
    GeneModel("AAA3", "HGNC:3", 0, ("OLD3",), {B38: ("7", 150, 300), B37: ("7", 50, 60)}),
    GeneModel("BBB1", "HGNC:4", 14, ("shared", "OLD4"), {B38: ("7", 10, 5000)}),
    GeneModel("C1orf99", "HGNC:5", 15, (), {B38: ("X", 0, 1)}),
]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    folder = tmp_path_factory.mktemp("genes")
    stretches = {build: [("any", Stretch("1", 0, "ACGT"))] for build in GenomeBuild}
    compile_bundle(folder, GENES, [], stretches, {B37: {}, B38: {}})
    return Reference(folder)


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("AAA1", "AAA1"),
        ("aaa1", "AAA1"),
        (" AAA1\n", "AAA1"),
        ("c1ORF99", "C1orf99"),
        ("OLD1", "AAA1"),
        ("old4", "BBB1"),
        ("C-AAA", "AAA1"),
        ("twice", "AAA2"),
        ("AAA3", "AAA3"),
        ("SHARED", None),
        ("AAA", None),
        ("AAA11", None),
        ("A" * 300, None),
        ("", None),
        ("ZZZ", None),
        ("β-catenin", None),
        ("\udcff", None),
    ],
    ids=[
        "symbol",
        "small letters",
        "white space",
        "mixed letters",
        "former symbol",
        "former symbol in small letters",
        "alias with a hyphen",
        "the same alias twice",
        "a symbol before another gene's alias",
        "alias of three genes",
        "beginning of a symbol",
        "symbol and more",
        "very long",
        "empty",
        "after the last",
        "not ASCII",
        "not even text",
    ],
)
def test_find_gene(named: Reference, name: str, symbol: str | None) -> None:
    found = named.find_gene(name)

    assert (found.symbol if found else None) == symbol


def test_a_gene_has_its_identifiers_and_zero_for_an_unknown_one(named: Reference) -> None:
    assert named.find_gene("OLD3") == Gene("AAA3", "HGNC:3", 0)
    assert named.find_gene("OLD1") == Gene("AAA1", "HGNC:1", 11)


@pytest.mark.parametrize(
    ("contig", "start0", "end0", "genes"),
    [
        ("7", 100, 101, ("AAA1", "BBB1")),
        ("7", 99, 100, ("BBB1",)),
        ("7", 199, 200, ("AAA1", "AAA3", "BBB1")),
        ("7", 200, 201, ("AAA3", "BBB1")),
        ("7", 4999, 5000, ("BBB1",)),
        ("7", 5000, 5001, ()),
        ("7", 9, 10, ()),
        ("7", 0, 9000, ("AAA1", "AAA3", "BBB1")),
        ("8", 100, 101, ()),
        ("X", 0, 1, ("C1orf99",)),
        ("GL000224.1", 0, 100, ()),
    ],
)
def test_genes_over_an_interval(
    named: Reference, contig: str, start0: int, end0: int, genes: tuple[str, ...]
) -> None:
    """Sorted, each once; a long gene that began far before is found as well."""
    assert named.loci_over(B38, contig, start0, end0) == genes


def test_a_gene_is_where_the_build_has_it(named: Reference) -> None:
    assert named.loci_over(B37, "7", 55, 56) == ("AAA3",)
    assert named.loci_over(B37, "7", 150, 151) == ()


# FWD lies on 1000-1560 of 4000 bases, REV on 2440-3000.
@pytest.mark.parametrize(
    ("start0", "end0", "margin", "genes"),
    [
        (1000, 1001, 0, ("FWD",)),
        (999, 1000, 0, ()),
        (999, 1000, 1, ("FWD",)),
        (1100, 1101, 0, ("FWD",)),
        (1559, 1560, 0, ("FWD",)),
        (1560, 1561, 0, ()),
        (1560, 1561, 1, ("FWD",)),
        (1561, 1562, 1, ()),
        (900, 901, 100, ("FWD",)),
        (899, 900, 100, ()),
        (2999, 3000, 0, ("REV",)),
        (3000, 3001, 0, ()),
        (1500, 2500, 0, ("FWD", "REV")),
        (2000, 2001, 441, ("FWD", "REV")),
        (2000, 2001, 440, ("REV",)),
    ],
)
def test_genes_within_a_margin(
    tiny: Reference, start0: int, end0: int, margin: int, genes: tuple[str, ...]
) -> None:
    """The intron counts; the margin is the distance in bases to the nearest one of the gene."""
    assert tiny.genes_near(B38, "1", start0, end0, margin) == genes


@pytest.mark.parametrize("contig", ["2", "MT", "GL000224.1"])
def test_nothing_is_near_on_another_contig(tiny: Reference, contig: str) -> None:
    assert tiny.genes_near(B38, contig, 1000, 1001, 10_000) == ()


def test_genes_with_sequence_are_sorted(tiny: Reference) -> None:
    assert tiny.genes_with_sequence == ("FWD", "REV")


@pytest.mark.parametrize("build", GenomeBuild)
def test_a_gene_that_is_not_embedded_has_no_transcript(tiny: Reference, build: GenomeBuild) -> None:
    assert tiny.transcripts_of("EGFR", build) == ()
    assert tiny.reported_transcript("EGFR", build) is None
    assert not tiny.has_sequence("EGFR", build)


def test_a_folder_without_a_bundle_is_an_error_that_names_it(tmp_path: Path) -> None:
    wanted = f"{tmp_path} is not a reference bundle: it has no sequence.npy"

    with pytest.raises(ResourceError, match=f"^{re.escape(wanted)}$"):
        Reference(tmp_path)


def test_another_folder_can_be_opened(tmp_path: Path) -> None:
    building.tiny_reference(tmp_path)

    assert open_reference(tmp_path).genes_with_sequence == ("FWD", "REV")
