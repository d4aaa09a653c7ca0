"""Patterns are tied to the transcript on which their residues stand, or refused."""

from __future__ import annotations

import re
from typing import cast

import pytest

from oncomatch.domain.biomarker_text import parse_biomarker
from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import BiomarkerError
from oncomatch.knowledge.importers.numbering import residues_of_words, tie_to_transcripts
from oncomatch.knowledge.importers.variant_facts import Description, VariantFacts
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript


def transcript(accession: str, cds: str, *exons: tuple[int, int]) -> Transcript:
    """Return a made-up transcript of GEN on the plus strand without UTRs."""
    return Transcript(
        accession=accession,
        protein="",
        gene="GEN",
        mane="",
        mane_accession="",
        contig="1",
        strand=1,
        exons=exons,
        cds_start=0,
        cds_end=len(cds),
        cds=cds,
        cds_differences=(),
        coding_only=False,
        utr_gap=False,
    )


class Isoforms:
    """A made-up gene GEN: the reported isoform MKLVE, and others with V at 4 or 6."""

    TRANSCRIPTS = (
        transcript("NM_1.1", "ATGAAACTGGTGGAATAA", (100, 103), (180, 183), (200, 212)),
        transcript(
            "NM_2.1", "ATGGCCGCCAAACTGGTGGAATAA", (100, 103), (150, 156), (180, 183), (200, 212)
        ),
        transcript(
            "NM_3.1",
            "ATGGCCGCCAAACTGGTGGAATGGTAA",
            *((100, 103), (150, 156), (180, 183), (200, 209), (300, 306)),
        ),
        transcript("NM_4.1", "ATGGAACTGGTGAAATAA", (100, 103), (400, 415)),
    )

    def transcripts_of(self, gene: str, build: GenomeBuild) -> tuple[Transcript, ...]:
        return self.TRANSCRIPTS if gene == "GEN" else ()


def tied(pattern: str, name: str = "", own: str = "", place: tuple[int, int] | None = None) -> str:
    """Return the pattern as it is tied to the isoforms; `name`, `own`, `place` are the source's."""
    biomarker, facts = parse_biomarker(pattern), VariantFacts()
    if place is not None:
        facts = VariantFacts(described={("GEN", "V4E"): Description("1", *place, ())})
    isoforms = cast(Reference, Isoforms())
    return str(tie_to_transcripts(biomarker, isoforms, name or pattern, own, facts))


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


@pytest.mark.parametrize(
    ("pattern", "own", "expected"),
    [
        ("GEN p.V4E", "NM_4.1", "GEN@NM_4.1 p.V4E"),
        ("GEN p.V4E", "NM_4.2", "GEN p.V4E"),
        ("GEN p.V4E", "NM_4", "GEN p.V4E"),
        ("GEN p.M1V", "NM_2.1", "GEN p.M1V"),
        ("GEN p.M1V", "NM_4.1", "GEN p.M1V"),
        ("GEN p.V6E", "NM_3.7", "GEN@NM_3.1 p.V6E"),
        ("GEN p.V6E", "NM_9.1", "GEN@NM_2.1 p.V6E"),
        ("GEN exon 3 mutation", "NM_2.1", "GEN exon 2 mutation"),
        ("GEN exons 3-4 mutation", "NM_2.1", "GEN exons 2-3 mutation"),
        ("GEN exon 3 mutation", "NM_2.7", "GEN exon 3 mutation"),
        ("GEN exon 4 mutation", "NM_2.7", "GEN exon 3 mutation"),
    ],
)
def test_the_source_names_its_transcript(pattern: str, own: str, expected: str) -> None:
    """That version decides; another one may be another protein, and only fills a gap."""
    assert tied(pattern, own=own) == expected


@pytest.mark.parametrize(
    ("pattern", "own", "reason"),
    [
        ("GEN exon 4 mutation", "", "GEN has no exon 4"),
        ("GEN exon 2 mutation", "NM_2.1", "exon 2 of NM_2.1 is none of the reported transcript"),
    ],
)
def test_exons_that_the_reported_transcript_does_not_have(
    pattern: str, own: str, reason: str
) -> None:
    with pytest.raises(BiomarkerError, match=f"^{re.escape(reason)}"):
        tied(pattern, own=own)


@pytest.mark.parametrize(
    ("place", "expected"),
    [((204, 206), "GEN p.V4E"), ((407, 409), "GEN@NM_4.1 p.V4E"), ((0, 0), "GEN p.V4E")],
)
def test_the_place_on_the_genome_decides(place: tuple[int, int], expected: str) -> None:
    """V4 stands on two isoforms, on each at another place."""
    assert tied("GEN p.V4E", place=place) == expected


def test_a_residue_elsewhere_on_the_genome_is_refused() -> None:
    with pytest.raises(BiomarkerError, match=r"^no embedded transcript of GEN has codon 4 where"):
        tied("GEN p.V4E", place=(9000, 9000))


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("GEN c.11T>A", "GEN V4E (c.11T>A)"),
        ("GEN c.11T>A", "GEN c.11T>A"),
        ("GEN c.6+1G>A", "GEN Splice Site (c.6+1G>A)"),
        ("GEN c.-124C>T", "GEN C228T"),
    ],
)
def test_a_coding_change_that_is_right_stays(pattern: str, name: str) -> None:
    assert tied(pattern, name) == pattern


@pytest.mark.parametrize(
    ("pattern", "name", "reason"),
    [
        ("GEN c.11A>C", "GEN V4E (c.11A>C)", "NM_1.1 has no A at 'c.11A>C'"),
        ("GEN c.11T>C", "GEN V4E (c.11T>C)", "'c.11T>C' does not give 'V4E'"),
        ("GEN c.7+1G>A", "GEN Splice Site (c.7+1G>A)", "no exon of NM_1.1 ends at 'c.7+1G>A'"),
    ],
)
def test_a_coding_change_that_is_wrong_is_refused(pattern: str, name: str, reason: str) -> None:
    with pytest.raises(BiomarkerError, match=f"^{re.escape(reason)}$"):
        tied(pattern, name)
