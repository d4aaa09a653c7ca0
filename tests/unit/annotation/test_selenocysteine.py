"""A UGA that is read as selenocysteine is a residue; one that comes in is a stop.

Both genes of the tiny genome with TGA for their eighth codon (W in the original), built from a
GFF3 that says so. The oracle writes the edit into the chromosome, splices and translates.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import building
from oncomatch.annotation.annotator import Annotator
from oncomatch.annotation.edit import shift_left, shift_right
from oncomatch.annotation.effect import coding_interval, transcript_effect
from oncomatch.annotation.haplotype import joined_effect, place
from oncomatch.annotation.protein_notation import parse_residue_change
from oncomatch.annotation.residue_place import residue_place
from oncomatch.annotation.zones import Zones
from oncomatch.domain.consequence import Consequence
from oncomatch.domain.contig import CHROMOSOMES
from oncomatch.domain.variant import Variant
from oncomatch.errors import NotationError
from oncomatch.reference.bundle import Reference
from oncomatch.reference.single_build import build_bundle
from unit.annotation.rebuilding import (
    BUILD,
    STRANDS,
    Gene,
    other_strand,
    protein_of,
    proteins_named,
    spliced,
)
from unit.reference.gff_makers import FORWARD, REVERSE, refseq, write_fasta

SEC = 7
EXCEPTIONS = {"FWD": "1032..1034", "REV": f"complement({4000 - 1033}..{4000 - 1031})"}


@pytest.fixture(scope="module")
def selenoproteins(tiny: Reference, tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Return a bundle in which both genes read their eighth codon, TGA, as selenocysteine."""
    folder = tmp_path_factory.mktemp("selenoproteins")
    bases = list(building.tiny_chromosome())
    bases[1033], bases[4000 - 1034] = "A", "T"
    models = [
        replace(model, more=f";transl_except=(pos:{EXCEPTIONS[model.gene]}%2Caa:Sec)")
        for model in (FORWARD, REVERSE)
    ]
    (folder / "made.gff3").write_text(refseq(*models))
    fasta = write_fasta(folder / "made.fa", {"1": "".join(bases)})
    build_bundle(folder / "made.gff3", fasta, folder / "out", BUILD, tiny)
    return Reference(folder / "out")


@pytest.fixture(params=STRANDS)
def gene(request: pytest.FixtureRequest, selenoproteins: Reference) -> Gene:
    transcript = selenoproteins.reported_transcript(request.param, BUILD)
    assert transcript is not None
    return Gene(transcript, selenoproteins)


def read(coding: str, start: int, end: int, shift: int) -> str:
    """Return the protein after coding bases `start` to `end` became `shift` longer.

    A TGA is Sec in the place of the own one, counted from the start or, in frame, from the end.
    """
    places = set()
    if end > 3 * SEC or start >= 3 * SEC + 3:
        places.add(SEC)
    if shift % 3 == 0 and start < 3 * SEC + 3:
        places.add(SEC + shift // 3)
    residues = ""
    for at in range(0, len(coding) - 2, 3):
        codon = coding[at : at + 3]
        residues += "U" if codon == "TGA" and at // 3 in places else protein_of(codon)
        if residues.endswith("*"):
            break
    return residues


def test_the_protein_has_it(gene: Gene) -> None:
    protein = gene.transcript.protein_sequence

    assert protein == "MAAAKKDUPCYHVLRSTEQIMFNGGGYLSPREQWKVDSTANLHCRG*"
    assert gene.transcript.residues == len(protein) - 1


CHANGES = {
    "to Trp": ((23, 24, "G"), "p.Sec8Trp", "U8W", {Consequence.MISSENSE}),
    "to Arg": ((21, 22, "C"), "p.Sec8Arg", "U8R", {Consequence.MISSENSE}),
    "to another stop": ((22, 23, "A"), "p.Sec8Ter", "U8*", {Consequence.STOP_GAINED}),
    "behind it": ((24, 25, "A"), "p.Pro9Thr", "P9T", {Consequence.MISSENSE}),
    "deleted": ((21, 24, ""), "p.Sec8del", "U8del", {Consequence.INFRAME_DELETION}),
    "before it": ((18, 21, ""), "p.Asp7del", "D7del", {Consequence.INFRAME_DELETION}),
    "with its neighbour": (
        (20, 24, "CTGA"),
        "p.Asp7=",
        "D7=",
        {Consequence.SYNONYMOUS},
    ),
    "doubled": ((24, 24, "TGA"), "p.Pro9Ter", "P9*", {Consequence.STOP_GAINED}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_becomes_of_it(gene: Gene, what: str) -> None:
    (start, end, new), description, short, terms = CHANGES[what]
    effect = transcript_effect(gene.transcript, gene.coding_edit(start, end, new), gene.bases)

    assert effect is not None
    assert effect.hgvs_p.partition(":")[2] == description
    assert effect.protein_change == short
    assert {*effect.consequences} >= terms
    assert (Consequence.STOP_GAINED in effect.consequences) == short.endswith("*")


def test_every_small_edit_around_it_gives_the_protein_of_the_edited_transcript(gene: Gene) -> None:
    transcript, own = gene.transcript, gene.transcript.cds
    seen = 0
    for start in range(9, 27):
        for size in range(6):
            for new in ("", "A", "C", "G", "T", "GA", "ATG", "TGA", "TGATGA", "CTGA"):
                if start + size > 27 or own[start : start + size] == new:
                    continue
                edit = gene.coding_edit(start, start + size, new)
                if not edit.ref and not edit.alt:
                    continue
                effect = transcript_effect(transcript, edit, gene.bases)
                assert effect is not None
                coding = spliced(transcript, edit, gene.bases)
                placed = shift_right(edit, gene.bases) if transcript.strand > 0 else edit
                interval = coding_interval(transcript, placed)
                assert interval is not None
                mutant = read(coding, *interval, len(edit.alt) - len(edit.ref))
                if effect.protein_change and "=" not in effect.protein_change:
                    named = proteins_named(transcript.protein_sequence, effect.protein_change)
                    assert re.fullmatch(named, mutant), (start, size, new, effect.protein_change)
                    seen += 1
    assert seen > 500


def test_many_at_once_answer_the_same(selenoproteins: Reference) -> None:
    """The zones leave the coding part to the general way, and answer the rest."""
    annotator = Annotator(selenoproteins)
    zones = Zones(selenoproteins, BUILD, ["1"])
    for symbol in STRANDS:
        transcript = selenoproteins.reported_transcript(symbol, BUILD)
        assert transcript is not None
        at = [transcript.to_genomic(transcript.cds_start + 3 * SEC + each) for each in range(3)]
        refs = [selenoproteins.sequences.bases(BUILD, "1", each, each + 1) for each in at]
        for new in "ACGT":
            answered, _ = zones.describe(
                np.full(3, CHROMOSOMES.index("1")),
                np.array(at) + 1,
                np.frombuffer("".join(refs).encode(), np.uint8),
                np.frombuffer((new * 3).encode(), np.uint8),
            )
            assert not answered.any()
        start0, ref = at[0], refs[0]
        new = "C" if transcript.strand > 0 else "G"
        found = annotator.describe(Variant("1", start0 + 1, ref, new, BUILD))[1].effect
        assert found is not None
        assert found.protein_change == "U8R"


def test_two_calls_of_one_haplotype_in_its_codon_are_read_together(gene: Gene) -> None:
    """TGA, with GG for its last two bases, is TGG: Trp."""
    transcript = gene.transcript
    pieces = []
    for coding, old, new in ((18, "G", "C"), (23, "A", "G")):
        start0 = transcript.to_genomic(transcript.cds_start + coding)
        if transcript.strand < 0:
            old, new = other_strand(old), other_strand(new)
        piece = place(transcript, Variant("1", start0 + 1, old, new, BUILD))
        assert piece is not None
        pieces.append(piece)

    assert joined_effect(transcript, pieces, gene.bases).protein_change == "D7_U8delinsHW"


def test_its_notations_are_resolved(gene: Gene) -> None:
    change = parse_residue_change("Sec8Arg")
    found = residue_place(gene.transcript, change, gene.bases)
    edits = [shift_left(edit, gene.bases) for edit, _ in found.edits]

    assert len(edits) == 6
    with pytest.raises(NotationError, match="no codon stands for U"):
        residue_place(gene.transcript, parse_residue_change("P9U"), gene.bases)


def test_without_the_word_of_the_file_it_is_a_stop_inside(tiny: Reference, tmp_path: Path) -> None:
    bases = building.tiny_chromosome()
    (tmp_path / "made.gff3").write_text(refseq(FORWARD, REVERSE))
    fasta = write_fasta(tmp_path / "made.fa", {"1": bases[:1033] + "A" + bases[1034:]})
    summary = build_bundle(tmp_path / "made.gff3", fasta, tmp_path / "out", BUILD, tiny)

    assert summary.refused == (("has a stop codon inside", 1),)
