"""Genes of the mitochondrion are read with their own code, and end in T or TA, or a whole stop.

A made-up chromosome of one gene a strand: ATA ATG TGA GCC AGC CCC, then T and the end of the
transcript.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from oncomatch.annotation.effect import transcript_effect
from oncomatch.annotation.haplotype import joined_effect, place, runs_of
from oncomatch.annotation.protein_notation import parse_residue_change
from oncomatch.annotation.residue_place import residue_place
from oncomatch.annotation.zones import Zones
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.variant import Variant
from oncomatch.errors import NotationError
from oncomatch.reference.bundle import Reference
from oncomatch.reference.single_build import build_bundle
from unit.annotation.rebuilding import BUILD, STRANDS, Gene
from unit.reference.gff_makers import FORWARD, REVERSE, ensembl, write_fasta

CODING = "ATAATGTGAGCCAGCCCCT"
AHEAD = "CCGTTACGCATTGACCATGC"
REVERSED = CODING[::-1].translate(str.maketrans("ACGT", "TGCA"))
CHROMOSOME = AHEAD + CODING + AHEAD + REVERSED + AHEAD
BLOCKS = {"FWD": ((20, 39),), "REV": ((59, 78),)}


@pytest.fixture(scope="module")
def mitochondrion(tiny: Reference, tmp_path_factory: pytest.TempPathFactory) -> Reference:
    folder = tmp_path_factory.mktemp("mitochondrion")
    models = [
        replace(model, contig="MT", exons=BLOCKS[model.gene], coding=BLOCKS[model.gene])
        for model in (FORWARD, REVERSE)
    ]
    (folder / "made.gff3").write_text(ensembl(*models))
    fasta = write_fasta(folder / "made.fa", {"chrM": CHROMOSOME})
    build_bundle(folder / "made.gff3", fasta, folder / "out", BUILD, tiny, pieces=True)
    return Reference(folder / "out")


@pytest.fixture(params=STRANDS)
def gene(request: pytest.FixtureRequest, mitochondrion: Reference) -> Gene:
    transcript = mitochondrion.reported_transcript(request.param, BUILD)
    assert transcript is not None
    return Gene(transcript, mitochondrion)


def test_the_protein_is_that_of_the_mitochondrial_code(gene: Gene) -> None:
    assert gene.transcript.protein_sequence == "MMWASP*"
    assert gene.transcript.residues == 6


@pytest.mark.parametrize(
    ("edit", "change", "terms"),
    [
        ((2, 3, "G"), "M1?", "start_lost"),
        ((5, 6, "A"), "M2=", "synonymous_variant"),
        ((8, 9, "G"), "W3=", "synonymous_variant"),
        ((8, 9, "C"), "W3C", "missense_variant"),
        ((7, 8, "A"), "W3*", "stop_gained"),
        ((14, 15, "A"), "S5*", "stop_gained"),
        ((9, 12, ""), "A4del", "inframe_deletion"),
        ((9, 10, ""), "A4Pfs*?", "frameshift_variant"),
        ((18, 19, "C"), "", "incomplete_terminal_codon_variant"),
    ],
)
def test_changes_follow_that_code(
    gene: Gene, edit: tuple[int, int, str], change: str, terms: str
) -> None:
    placed = gene.coding_edit(*edit)
    effect = transcript_effect(gene.transcript, placed, gene.bases)

    assert effect is not None
    assert effect.protein_change == change
    assert terms in {term.so_term for term in effect.consequences}


def test_a_trp_of_that_code_between_two_frameshifts_is_no_stop(gene: Gene) -> None:
    """ATA tg ATGTGA -- CCA reads TGA, Trp, in the shifted frame until it is taken back."""
    transcript = gene.transcript
    pieces = []
    for coding, old, new in ((3, "", "TG"), (9, "GC", "")):
        edit = gene.coding_edit(coding, coding + len(old), new)
        start0 = edit.start0 - 1
        anchor = gene.bases(start0, start0 + 1)
        variant = Variant("MT", start0 + 1, anchor + edit.ref, anchor + edit.alt, BUILD)
        piece = place(transcript, variant)
        assert piece is not None
        pieces.append(piece)

    assert runs_of(transcript, pieces) == [(0, 1)]
    assert joined_effect(transcript, pieces, gene.bases).protein_change == "M2_A4delinsWCD"


def test_many_at_once_leave_the_coding_part_to_the_general_way(mitochondrion: Reference) -> None:
    zones = Zones(mitochondrion, BUILD, ["MT"])
    positions = np.arange(21, 40)
    refs = np.frombuffer(CODING.encode(), np.uint8)
    alts = np.frombuffer(CODING.translate(str.maketrans("ACGT", "GTAC")).encode(), np.uint8)
    contigs = np.full(len(positions), CHROMOSOMES.index("MT"))
    answered, _ = zones.describe(contigs, positions, refs, alts)

    assert list(mitochondrion.placed_on(BUILD, ["MT"]).recoded) == [True, True]
    assert not answered.any()


def test_protein_notations_are_resolved_with_that_code(gene: Gene) -> None:
    """AGA and AGG are stops there, beside TAA and TAG, so S5* has a change of two ways."""
    found = residue_place(gene.transcript, parse_residue_change("W3C"), gene.bases)
    stops = residue_place(gene.transcript, parse_residue_change("S5*"), gene.bases)

    assert len(found.edits) == 2
    assert "AGC>AGA, 1 base changed" in [note for _, note in stops.edits]
    with pytest.raises(NotationError, match="ends inside its stop codon"):
        residue_place(gene.transcript, parse_residue_change("*7W"), gene.bases)


def test_a_gene_with_a_stop_of_the_nuclear_code_is_refused(tiny: Reference, tmp_path: Path) -> None:
    """TGA does not end it, so the coding part is not whole."""
    model = replace(FORWARD, contig="MT", exons=((20, 38),), coding=((20, 38),))
    bases = AHEAD + CODING[:15] + "TGA" + AHEAD
    (tmp_path / "made.gff3").write_text(
        ensembl(model, replace(REVERSE, contig="MT", exons=((60, 79),), coding=((60, 79),)))
    )
    fasta = write_fasta(tmp_path / "made.fa", {"chrM": bases + "AC" + REVERSED + AHEAD})
    summary = build_bundle(
        tmp_path / "made.gff3", fasta, tmp_path / "out", BUILD, tiny, pieces=True
    )

    assert summary.refused == (("does not end with a stop codon", 1),)
