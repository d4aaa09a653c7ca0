"""Patterns are tied to the transcript on which their residues stand, or refused."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.numbering import residues_of_words, tie_to_transcripts
from oncomatch.reference.bundle import Reference


class Isoforms:
    """A made-up gene GEN: the reported isoform, and a longer one with AA in front."""

    PROTEINS = (("NM_1.1", "MKLVE*"), ("NM_2.1", "MAAKLVE*"), ("NM_3.1", "MAAKLVEW*"))

    def transcripts_of(self, gene: str, build: GenomeBuild) -> tuple[SimpleNamespace, ...]:
        if gene != "GEN":
            return ()
        return tuple(
            SimpleNamespace(accession=name, protein_sequence=protein)
            for name, protein in self.PROTEINS
        )


def tied(pattern: str, name: str = "") -> str:
    """Return the pattern as it is tied to the isoforms; `name` is the source's."""
    biomarker = parse_biomarker(pattern)
    return str(tie_to_transcripts(biomarker, Isoforms(), name or pattern))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("GEN p.V4E", "", "GEN p.V4E"),
        ("GEN p.V6E", "", "GEN@NM_2.1 p.V6E"),
        ("GEN p.W8C", "", "GEN@NM_3.1 p.W8C"),
        ("GEN p.K2_V4del", "", "GEN p.K2_V4del"),
        ("GEN p.K4_V6del", "", "GEN@NM_2.1 p.K4_V6del"),
        ("GEN p.E5_*6insK", "", "GEN p.E5_*6insK"),
        ("GEN codon 4", "GEN V4", "GEN codon 4"),
        ("GEN codon 6", "GEN V6", "GEN@NM_2.1 codon 6"),
        ("GEN codon 4 or GEN codon 5", "GEN V4/E5", "GEN codon 4 or GEN codon 5"),
        ("GEN codon 6 or GEN codon 7", "GEN V6/E7", "GEN@NM_2.1 codon 6 or GEN@NM_2.1 codon 7"),
        ("GEN codon 99", "what the source says", "GEN codon 99"),
        ("not GEN p.V6E", "", "not GEN@NM_2.1 p.V6E"),
        (
            "GEN p.V4E and (GEN p.V6E or GEN fusion)",
            "",
            "GEN p.V4E and (GEN@NM_2.1 p.V6E or GEN fusion)",
        ),
        ("GEN exon 3 mutation", "", "GEN exon 3 mutation"),
        ("ELSE p.V6E", "", "ELSE p.V6E"),
    ],
)
def test_tied(pattern: str, name: str, expected: str) -> None:
    assert tied(pattern, name) == expected


@pytest.mark.parametrize(
    ("pattern", "name", "shown"),
    [
        ("GEN p.W4E", "", "W4"),
        ("GEN p.V99E", "", "V99"),
        ("GEN p.K2_W4del", "", "K2, W4"),
        ("GEN codon 4", "GEN W4", "W4"),
        ("GEN p.V4E and not GEN p.W4E", "", "W4"),
    ],
)
def test_refused_where_no_isoform_has_the_residues(pattern: str, name: str, shown: str) -> None:
    """All residues of a pattern must stand on the same isoform."""
    with pytest.raises(
        BiomarkerError, match=f"^{re.escape(f'no embedded transcript of GEN has {shown}')}$"
    ):
        tied(pattern, name)


@pytest.mark.parametrize(
    ("name", "residues"),
    [
        ("KRAS G12/G13", (("G", 12), ("G", 13))),
        ("BRAF V600 AND NRAS Q61", (("V", 600), ("Q", 61))),
        ("( BRAF V600 )", (("V", 600),)),
        ("KIT Mutation", ()),
    ],
)
def test_residues_of_a_name(name: str, residues: tuple[tuple[str, int], ...]) -> None:
    assert residues_of_words(name) == residues


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("MYD88 p.L265P", "MYD88@ENST00000648963.1 p.L265P"),
        ("MYD88 p.L252P", "MYD88 p.L252P"),
        ("BRAF p.V600E", "BRAF p.V600E"),
    ],
)
def test_on_the_bundled_reference(pattern: str, expected: str, reference: Reference) -> None:
    """MYD88 L265P is the name in use; the embedded MANE isoform counts 13 residues fewer."""
    assert str(tie_to_transcripts(parse_biomarker(pattern), reference, pattern)) == expected
