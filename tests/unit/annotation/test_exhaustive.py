"""Every short deletion and insertion in and around the genes of the stage, on both strands.

For each: the c. name and the protein change rebuild the mutant (inside a coding exon), the
mirror image has the same answer, and every equivalent spelling has one answer.
"""

from __future__ import annotations

from itertools import product

import pytest

from oncomatch.annotation.edit import Edit, shift_left, shift_right
from oncomatch.annotation.effect import transcript_effect
from oncomatch.domain.consequence import Consequence
from unit.annotation.rebuilding import Gene, stage, without_names
from unit.annotation.test_rebuilding_laws import check, inside

SPAN = range(995, 1565)
CODING = [*range(1010, 1040), *range(1200, 1261), *range(1500, 1550)]
PIECES = ["".join(bases) for size in (1, 2) for bases in product("ACGT", repeat=size)]


def compared(genes: dict[str, Gene], start0: int, ref: str, alt: str) -> None:
    """Check one edit on both strands against the sequences that it makes, and the two answers."""
    answers = []
    for gene in genes.values():
        edit = gene.edit(start0, ref, alt)
        effect = transcript_effect(gene.transcript, edit, gene.bases)
        assert effect is not None
        assert effect.consequences
        if inside(gene.transcript, edit, gene):
            check(gene.transcript, edit, gene.bases, effect)
        answers.append(without_names(effect))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_deletion(stage_genes: dict[str, Gene], size: int) -> None:
    for start0 in SPAN if size < 3 else CODING:
        compared(stage_genes, start0, stage()[start0 : start0 + size], "")


@pytest.mark.parametrize("size", [1, 2])
def test_every_insertion(stage_genes: dict[str, Gene], size: int) -> None:
    for start0 in CODING:
        for piece in PIECES:
            if len(piece) == size:
                compared(stage_genes, start0, "", piece)


def test_every_placement_of_every_deletion_is_one_edit(gene: Gene) -> None:
    """A caller may write a deletion anywhere in its repeat; normalised, all are the same."""
    for start0 in SPAN:
        for size in (1, 2, 3, 4):
            edit = Edit(start0, stage()[start0 : start0 + size], "")
            left, right = shift_left(edit, gene.bases), shift_right(edit, gene.bases)
            assert shift_left(right, gene.bases) == left
            assert shift_right(left, gene.bases) == right
            for at in range(left.start0, right.start0 + 1):
                placed = Edit(at, stage()[at : at + size], "")
                if sorted(placed.ref) == sorted(edit.ref):
                    assert shift_left(placed, gene.bases) == left


def test_no_answer_is_empty_beside_or_inside_the_genes(gene: Gene) -> None:
    """Each base and each gap between bases has a term, in introns one of them at least."""
    for start0 in SPAN:
        for edit in (Edit(start0, stage()[start0], ""), Edit(start0, "", "AC")):
            effect = transcript_effect(gene.transcript, shift_left(edit, gene.bases), gene.bases)
            assert effect is not None
            assert effect.consequences
            assert effect.most_severe is not Consequence.INTERGENIC
