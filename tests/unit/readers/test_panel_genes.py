"""A list of genes covers each gene throughout; a name that is not clear is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from oncomatch.domain.assay import Assessment, GeneCoverage
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import InputError
from oncomatch.readers.panel import cover_genes, read_panel
from oncomatch.reference.bundle import Reference

BUILD = GenomeBuild.GRCH38
WHOLE = (((1, 46),), (1, 2, 3), (1, 2, 3))

Write = Callable[[str], Path]


@pytest.fixture
def panel(tmp_path: Path) -> Write:
    """Write a panel file and return its path."""

    def write(text: str) -> Path:
        path = tmp_path / "panel.txt"
        path.write_text(text, newline="")
        return path

    return write


@pytest.mark.parametrize(
    ("text", "genes"),
    [
        ("FWD\n", ["FWD"]),
        ("REV\nFWD\n", ["FWD", "REV"]),
        ("FWD\nFWD\nfwd\n", ["FWD"]),
        ("  fwd \t\n\n# both\nREV", ["FWD", "REV"]),
        ("FWD\r\nREV\r\n", ["FWD", "REV"]),
        ("\ufeffFWD\nREV\n", ["FWD", "REV"]),
    ],
    ids=["one", "sorted", "twice", "blanks and comments", "windows", "byte order mark"],
)
def test_a_list(text: str, genes: list[str], tiny: Reference, panel: Write) -> None:
    expected = tuple(GeneCoverage(gene, Assessment.ASSESSED, *WHOLE) for gene in genes)

    assert read_panel(panel(text), tiny, BUILD) == expected


def test_former_names_and_aliases_are_understood(reference: Reference, panel: Write) -> None:
    """HER2, P53 and MLL are names that boards use for ERBB2, TP53 and KMT2A."""
    listed = read_panel(panel("HER2\nerbb2\nP53\nMLL\n"), reference, BUILD)

    assert [coverage.gene for coverage in listed] == ["ERBB2", "KMT2A", "TP53"]


def test_a_gene_without_sequence_on_the_build_is_covered_as_a_whole(reference: Reference) -> None:
    absent = [
        gene
        for gene in reference.genes_with_sequence
        if reference.reported_transcript(gene, GenomeBuild.GRCH37) is None
    ][:1]

    assert absent, "the case is not what the test is about"
    assert cover_genes(absent, reference, GenomeBuild.GRCH37) == (
        GeneCoverage(absent[0], Assessment.ASSESSED),
    )


def test_exons_of_a_transcript_without_utrs_are_not_numbered(reference: Reference) -> None:
    """Its exons are not known, so nothing is said of them; its codons are."""
    gene, transcript = next(
        (gene, transcript)
        for gene in reference.genes_with_sequence
        if (transcript := reference.reported_transcript(gene, BUILD)) and transcript.coding_only
    )

    assert cover_genes([gene], reference, BUILD) == (
        GeneCoverage(gene, Assessment.ASSESSED, ((1, transcript.residues),)),
    )


UNKNOWN = "not gene names of HGNC; give one symbol or alias a line, or a BED file"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("FWD\nFWDD\n", f"'FWDD' (line 2) are {UNKNOWN}"),
        ("FWD REV\n", f"'FWD REV' (line 1) are {UNKNOWN}"),
        ("FWD\nREV exon 2\n", f"'REV exon 2' (line 2) are {UNKNOWN}"),
        ("FWD\n1\t5\t9\n", f"'1\\t5\\t9' (line 2) are {UNKNOWN}"),
        (
            "A1\nA2\n#\nA3\nA4\nA5\n",
            f"'A1' (line 1), 'A2' (line 2), 'A3' (line 4), 'A4' (line 5), 'A5' (line 6) "
            f"are {UNKNOWN}",
        ),
        (
            "A1\nA2\nA3\nA4\nA5\nA6\nA7\n",
            f"'A1' (line 1), 'A2' (line 2), 'A3' (line 3), 'A4' (line 4), 'A5' (line 5) and 2 more "
            f"are {UNKNOWN}",
        ),
        ("caf\udce9\n", f"'caf?' (line 1) are {UNKNOWN}"),
        ("", "the file is empty (panel); was the copy interrupted?"),
        ("# nothing\n\n", "names neither regions nor genes; was the right file given?"),
    ],
    ids="misspelt two-a-line words region five seven not-utf8 empty comments".split(),
)
def test_what_is_not_a_gene_is_named(
    text: str, sentence: str, tiny: Reference, tmp_path: Path
) -> None:
    path = tmp_path / "panel.txt"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError) as refusal:
        read_panel(path, tiny, BUILD)

    assert str(refusal.value) == f"{path}: {sentence}"
