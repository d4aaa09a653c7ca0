"""The maps of proteins that a record carries for its pictures."""

from __future__ import annotations

from itertools import pairwise

import building
from oncomatch.domain.protein_map import ProteinMap
from oncomatch.domain.record import CaseRecord


def maps(made: CaseRecord) -> dict[str, ProteinMap]:
    return {each.gene: each for each in made.proteins}


def test_genes_of_reported_variants_have_maps_those_of_known_ones_first():
    made = building.matched(building.tumor("LUAD", [("AKT1", "S216F"), ("KRAS", "G12C")]))
    assert [each.gene for each in made.proteins] == ["KRAS", "AKT1"]
    kras = maps(made)["KRAS"]
    assert (kras.transcript, kras.residues) == ("NM_004985.5", 188)
    assert [each.label for each in kras.domains] == ["H_N_K_Ras_like"]
    assert 12 in {each.residue for each in kras.recurrent}


def test_exons_are_coding_bases_and_meet_without_gaps():
    made = building.matched(building.tumor("LUAD", [("KRAS", "G12C")]))
    exons = [each for each in maps(made)["KRAS"].exons if each != (0, 0)]
    assert maps(made)["KRAS"].exons[0] == (0, 0)
    assert exons[0][0] == 1
    assert all(one[1] + 1 == other[0] for one, other in pairwise(exons))
    assert exons[-1][1] == 3 * 189


def test_recurrent_residues_are_those_of_the_drawn_protein():
    """cancerhotspots counts FGFR1 on another transcript: its N577 and K687 are N546 and K656."""
    made = building.matched(building.tumor("LUAD", [("FGFR1", "N546K"), ("TP53", "R175H")]))
    residues = {each.residue: each.tumours for each in maps(made)["TP53"].recurrent}
    assert residues[175] > 300
    assert {each.residue for each in maps(made)["FGFR1"].recurrent} == {546, 656}


def test_a_call_that_is_left_out_makes_no_map():
    made = building.matched(building.tumor("LUAD", [], left_out=[("EGFR", "L858R")]))
    assert made.proteins == ()
