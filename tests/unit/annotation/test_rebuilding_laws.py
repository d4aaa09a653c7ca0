"""The names rebuild what they name: edits written into the chromosome, spliced, translated.

For edits inside one coding exon. The claimed protein change must give the mutant protein, the
c. name the mutant coding sequence; FWD and REV, seen in a mirror, must say the same.
"""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import building
from oncomatch.annotation.edit import Edit, shift_left, shift_right
from oncomatch.annotation.effect import transcript_effect
from oncomatch.domain.alteration import TranscriptEffect
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.consequence import Consequence
from oncomatch.reference.bundle import Reference
from oncomatch.reference.transcript import Transcript
from unit.annotation.rebuilding import (
    Gene,
    coding_named,
    long_form,
    place_of,
    protein_of,
    proteins_named,
    spliced,
    stage,
    without_names,
)

NOTHING = Edit(0, "", "")


def check(transcript: Transcript, edit: Edit, bases: object, effect: TranscriptEffect) -> None:
    """Compare the names of an effect with the sequences that the edit makes."""
    before = spliced(transcript, NOTHING, bases)
    after = spliced(transcript, edit, bases)
    old, new = protein_of(before), protein_of(after)
    change = effect.protein_change
    assert coding_named(before, effect.hgvs_c.rpartition(":")[2]) == after
    assert effect.hgvs_p.rpartition(":")[2] == f"p.{long_form(change)}"
    if change == "M1?":
        assert after[:3] != before[:3]
        return
    assert after[:3] == before[:3]
    assert re.fullmatch(proteins_named(old, change), new), f"{change} is not {new}"
    check_terms(effect, old, new, (len(edit.alt) - len(edit.ref)) % 3 != 0)


def check_terms(effect: TranscriptEffect, old: str, new: str, shifted: bool) -> None:
    """Compare terms and residues with the two proteins."""
    terms = set(effect.consequences)
    silent = {
        Consequence.SYNONYMOUS,
        Consequence.STOP_RETAINED,
        Consequence.START_RETAINED,
    }
    assert bool(terms & silent) == (old == new)
    if old == new:
        return
    at = next(at for at, pair in enumerate(zip(old, new, strict=False)) if len({*pair}) > 1)
    assert (Consequence.FRAMESHIFT in terms) == shifted
    if len(old) == len(new) and not shifted:
        assert Consequence.MISSENSE in terms
    if not shifted and Consequence.STOP_GAINED in terms:
        assert len(new) < len(old)
    if new[at] == "*" and effect.residue_delta is None:  # else residues before the stop went
        assert Consequence.STOP_GAINED in terms
    if effect.residue_delta is not None:
        assert effect.residue_delta == len(new) - len(old)
    assert effect.first_residue is not None
    assert effect.first_residue <= at + 1


@st.composite
def edits(draw: st.DrawFn) -> tuple[int, str, str]:
    """Return an edit of a coding exon of FWD on the stage: place, REF, ALT."""
    first, last = draw(st.sampled_from([("1", "30"), ("31", "91"), ("92", "141")]))
    low, high = place_of(first), place_of(last) + 1
    start0 = draw(st.integers(low, high - 1))
    length = draw(st.integers(0, min(12, high - start0)))
    ref = stage()[start0 : start0 + length]
    copied = stage()[max(low, start0 - draw(st.integers(1, 7))) : start0]
    alt = draw(st.one_of(st.text("ACGT", max_size=7), st.just(copied)))
    assume(alt != ref)
    return start0, ref, alt


def inside(transcript: Transcript, edit: Edit, gene: Gene) -> bool:
    """Whether every placement of an edit lies inside one exon's coding part."""
    right = shift_right(edit, gene.bases)
    margin = 1 if edit.is_insertion else 0
    low, high = edit.start0 - margin, right.end0 + margin
    ends = [transcript.to_exonic(at) for at in (low, high - 1)]
    if None in ends or transcript.exon_at(low) != transcript.exon_at(high - 1):
        return False
    return all(transcript.cds_start <= at < transcript.cds_end for at in ends if at is not None)


@given(edit=edits())
def test_names_on_the_stage_rebuild_the_mutant(
    stage_genes: dict[str, Gene], edit: tuple[int, str, str]
) -> None:
    for gene in stage_genes.values():
        placed = gene.edit(*edit)
        assume(inside(gene.transcript, placed, gene))
        effect = transcript_effect(gene.transcript, placed, gene.bases)
        assert effect is not None
        check(gene.transcript, placed, gene.bases, effect)


def test_every_substitution_of_the_coding_sequence(gene: Gene) -> None:
    for coding in range(1, len(building.tiny_cds()) + 1):
        start0 = place_of(str(coding))
        for alt in {*"ACGT"} - {stage()[start0]}:
            placed = gene.edit(start0, stage()[start0], alt)
            effect = transcript_effect(gene.transcript, placed, gene.bases)
            assert effect is not None
            check(gene.transcript, placed, gene.bases, effect)


@given(
    start0=st.one_of(
        st.integers(985, 1575),
        st.sampled_from([1000, 1010, 1040, 1200, 1261, 1500, 1550, 1560]),
    ),
    length=st.sampled_from([0, 0, 1, 1, 2, 3, 4, 6, 12, 90]),
    alt=st.text("ACGT", max_size=6),
)
def test_mirrored_edits_have_the_same_names(
    stage_genes: dict[str, Gene], start0: int, length: int, alt: str
) -> None:
    """Anywhere in the gene and beside it."""
    ref = stage()[start0 : start0 + length]
    assume(ref != alt)
    forward, reverse = (
        transcript_effect(gene.transcript, gene.edit(start0, ref, alt), gene.bases)
        for gene in stage_genes.values()
    )

    assert forward is not None
    assert reverse is not None
    assert without_names(forward) == without_names(reverse)


@given(edit=edits(), data=st.data())
def test_all_spellings_of_a_haplotype_have_one_effect(
    stage_genes: dict[str, Gene], edit: tuple[int, str, str], data: st.DataObject
) -> None:
    """A caller may write an indel anywhere in its repeat, with any padding."""
    gene = stage_genes[data.draw(st.sampled_from(sorted(stage_genes)))]
    start0, ref, alt = edit
    left = stage()[start0 - data.draw(st.integers(0, 4)) : start0]
    end0 = start0 + len(ref)
    right = stage()[end0 : end0 + data.draw(st.integers(0, 4))]
    placed = gene.edit(start0, ref, alt)
    padded = gene.edit(start0 - len(left), left + ref + right, left + alt + right)
    right_most = shift_left(shift_right(placed, gene.bases), gene.bases)

    assert padded == placed == right_most


def samples(reference: Reference, build: GenomeBuild) -> list[Transcript]:
    """Return transcripts of the bundle that start with ATG and read as one open frame."""
    rng = random.Random(11)
    found = []
    for symbol in rng.sample(reference.genes_with_sequence, 120):
        transcript = reference.reported_transcript(symbol, build)
        if transcript is None or transcript.cds_differences or transcript.utr_gap:
            continue
        if transcript.cds[:3] == "ATG" and len(protein_of(transcript.cds)) * 3 == len(
            transcript.cds
        ):
            found.append(transcript)
    return found


def random_edits(transcript: Transcript, rng: random.Random) -> list[tuple[int, int, str]]:
    """Return coding start, end and new bases (on the transcript's strand) of edits in one exon."""
    chosen = []
    for _ in range(4):
        exon = rng.randrange(len(transcript.exons))
        span = transcript.codon_intervals(exon)
        if span is None or span[1] - span[0] < 60:
            continue
        start = rng.randrange(span[0] + 15, span[1] - 30)
        end = start + rng.choice([0, 1, 1, 2, 3, 6, 9])
        new = "".join(rng.choice("ACGT") for _ in range(rng.choice([0, 1, 1, 2, 3, 6])))
        if new != transcript.cds[start:end]:
            chosen.append((start, end, new))
    return chosen


@pytest.mark.parametrize("build", GenomeBuild, ids=lambda build: build.value)
def test_names_on_real_genes_rebuild_the_mutant(reference: Reference, build: GenomeBuild) -> None:
    rng = random.Random(5)
    strands = set()
    for transcript in samples(reference, build):
        gene = Gene(transcript, reference, build)
        for start, end, new in random_edits(transcript, rng):
            placed = gene.coding_edit(start, end, new)
            if not inside(transcript, placed, gene):
                continue
            effect = transcript_effect(transcript, placed, gene.bases)
            assert effect is not None
            check(transcript, placed, gene.bases, effect)
            strands.add(transcript.strand)

    assert strands == {1, -1}


def test_an_edit_has_the_same_names_on_both_builds(reference: Reference) -> None:
    rng = random.Random(6)
    compared = 0
    for old in samples(reference, GenomeBuild.GRCH37):
        new = reference.reported_transcript(old.gene, GenomeBuild.GRCH38)
        if new is None or new.cds_differences:
            continue
        genes = [
            Gene(old, reference, GenomeBuild.GRCH37),
            Gene(new, reference, GenomeBuild.GRCH38),
        ]
        for change in random_edits(old, rng):
            effects = [
                transcript_effect(gene.transcript, gene.coding_edit(*change), gene.bases)
                for gene in genes
            ]
            assert effects[0] == effects[1]
            compared += 1

    assert compared > 100
